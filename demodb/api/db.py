"""`demodb db`: the store as a database: is it whole, at which schema, and copies of it in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from demodb.api.keeping import Keeping, at_work
from demodb.errors import ExistsError, ExitCode, StoreMissingError
from demodb.model.snapshots import Snapshot
from demodb.store.check import faults_of
from demodb.store.differences import Differences, differences
from demodb.store.engine import Store
from demodb.store.held import beside, copy_to_file, from_file, go_back
from demodb.store.schema import REVISIONS

__all__ = ["CheckReport", "RestoreReport", "UpgradeReport", "back_up", "check", "restore", "upgraded"]


@dataclass(frozen=True)
class CheckReport:
    """Where the store's schema stands, and what is wrong with the store, line by line."""

    store: str
    revision: str
    faults: list[str]

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with."""
        return ExitCode.STORE_UNAVAILABLE if self.faults else ExitCode.DONE


@dataclass(frozen=True)
class UpgradeReport:
    """Where the store's schema stands, and where it stood `before` it was opened; None: the same."""

    store: str
    revision: str
    before: str | None


@dataclass(frozen=True)
class RestoreReport:
    """What differed before the restore, and the snapshot of what there was."""

    before: Snapshot
    differences: Differences


def check(store: Store) -> CheckReport:
    """Look the whole store over: pages and keys, the schema, every JSON text. Reads only."""
    return CheckReport(store.name, REVISIONS[-1], faults_of(store))


def upgraded(store: Store) -> UpgradeReport:
    """What opening the store did to its schema."""
    return UpgradeReport(store.name, REVISIONS[-1], store.upgraded_from)


def back_up(store: Store, file: Path) -> int:
    """Copy the store, from either engine, into a new SQLite database; its bytes. Raises ExistsError where one is there."""
    if file.exists():
        raise ExistsError(f"{file} is there already", fix="name another file, or move it away")
    if not file.parent.is_dir():
        raise StoreMissingError(f"the folder {file.parent} is not there", fix="make it, or name another file")
    copy_to_file(store, file)
    return file.stat().st_size


def restore(store: Store, file: Path, keeping: Keeping) -> RestoreReport:
    """Let the store, on either engine, hold what a backup holds; what there was becomes a snapshot first.

    Raises StoreMissingError where there is no such file, and other StoreErrors for one that is no store.
    """
    if not file.is_file():
        raise StoreMissingError(f"there is no backup at {file}", fix="name a file that `demodb db backup` wrote")
    with (
        at_work(keeping) as work,
        work.beginning(store, f"incoming-{keeping.token()}") as name,
        from_file(store, file, name) as held,
        beside(store, held, write=True) as both,
    ):
        before = work.saved_before(store, "db-restore")
        found = differences(store, held, both)
        go_back(both, 0)
    return RestoreReport(before, found)
