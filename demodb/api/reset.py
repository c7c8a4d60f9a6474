"""`demodb reset`: the store, its cache and the exported files as a snapshot keeps them; what there was becomes one first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from demodb.api.keeping import Keeping, Work, at_work, held_in
from demodb.api.snapshot import show
from demodb.errors import ExitCode, SnapshotError, StoreCorruptError, StoreUnreachableError, UnknownSnapshotError
from demodb.export.snapshots import FilesReport, WayBack, brought_back
from demodb.model.snapshots import Snapshot
from demodb.store.differences import Differences, differences
from demodb.store.engine import Store, move_aside
from demodb.store.held import at_head, beside, go_back
from demodb.store.schema import open_store, store_place

__all__ = ["ResetReport", "complete_reset", "reset"]


@dataclass
class ResetReport:
    """What a reset did, or in a dry run would do.

    `before` is the snapshot of what there was; None in a dry run. `differences` are those of the
    store, `files` those of the exported folder. `damaged` is where a store that could not be read was put.
    """

    snapshot: Snapshot
    before: Snapshot | None
    differences: Differences
    files: FilesReport = field(default_factory=FilesReport)
    damaged: str = ""
    dry_run: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with."""
        return ExitCode.ERROR if self.files.left else ExitCode.DONE


def reset(db: str | Path, keeping: Keeping, name: str | None = None, *, dry_run: bool = False) -> ResetReport:
    """Go back to a snapshot, by default to the last one that a person saved.

    What there is now becomes a snapshot first. Entries of the cache get the time that they had left. A store that is gone is
    made again, and one that is damaged is moved aside. After a kill, the next command completes the reset. Raises
    UnknownSnapshotError, SnapshotError, StoreError.
    """
    database = keeping.database(store_place(db))
    snapshot = keeping.snapshots().get(name, database) if name else _last_saved(keeping, database)
    there = replace(keeping, directory=keeping.root / snapshot.folder.place)
    if dry_run:
        with open_store(db) as store:
            details = show(store, snapshot.name, there)
        return ResetReport(snapshot, None, details.differences, FilesReport(len(details.files)), dry_run=True)
    with at_work(there) as work:
        return _gone_back(db, work, work.snapshots.get(snapshot.name, database))


def complete_reset(db: str | Path, keeping: Keeping) -> ResetReport | None:
    """Complete a reset that was killed; None where there is none. Raises what `reset` does."""
    snapshots, database = keeping.snapshots(), keeping.database(store_place(db))
    name = snapshots.pending_reset(database)
    if name is None:
        return None
    try:
        snapshot = snapshots.get(name, database)
        with at_work(replace(keeping, directory=keeping.root / snapshot.folder.place)) as work:
            # The reset may be another command's, which has completed it while this one waited.
            return _gone_back(db, work, snapshot) if snapshots.pending_reset(database) else None
    except (SnapshotError, UnknownSnapshotError) as error:
        others = ", ".join(one.name for one in snapshots.all(database) if one.name != name) or "none is left"
        fix = (
            f"`demodb reset NAME` goes to another one, whole ({others}); or remove {snapshots.journal}: the store stays as it is"
        )
        raise SnapshotError(f"a reset to {name!r} was interrupted, and {error.message}", fix=fix) from error


def _last_saved(keeping: Keeping, database: str) -> Snapshot:
    saved = [one for one in keeping.snapshots().all(database) if not one.automatic]
    if not saved:
        raise SnapshotError("no snapshot was saved by name yet", fix="name one of `demodb snapshot list`, or save one first")
    return saved[0]


def _gone_back(db: str | Path, work: Work, target: Snapshot) -> ResetReport:
    try:
        return _brought_back(db, work, target)
    except StoreCorruptError:
        damaged = move_aside(store_place(db), work.keeping.clock)
        if damaged is None:
            raise
    return replace(_brought_back(db, work, target), damaged=str(damaged))


def _brought_back(db: str | Path, work: Work, target: Snapshot) -> ResetReport:
    keep = lambda older: work.saved_before(older, "upgrade").name  # noqa: E731 - an older store is kept as it is, too
    with open_store(db, create=True, clock=work.keeping.clock, keep=keep) as store:
        return _replaced(store, work, target)


def _replaced(store: Store, work: Work, target: Snapshot) -> ResetReport:
    with ExitStack() as stack:
        # Nobody else writes to the store once it is open to be written: the snapshot before keeps all that will be gone.
        with (
            _begun(work),
            at_head(store, held_in(target, work.contents)) as held,
            beside(store, held, write=True) as both,
        ):
            before = work.saved_before(store, "reset")
            way = WayBack(work.contents, work.files(before), work.files(target))
            bring_back = stack.enter_context(brought_back(work.keeping.directory, way, work.keeping.token()))
            found = differences(store, held, both)
            work.snapshots.begin_reset(target)
            go_back(both, work.keeping.clock.epoch_ms() - target.at)
        files = bring_back()
    work.snapshots.end_reset()
    work.prune(store, target.name)
    return ResetReport(target, before, found, files)


@contextmanager
def _begun(work: Work) -> Iterator[None]:
    """Let nothing be completed later of a reset that is known to have been rolled back."""
    pending = work.snapshots.journal.exists()
    try:
        yield
    except StoreUnreachableError:  # it may have been committed all the same
        raise
    except Exception:
        if not pending:
            work.snapshots.end_reset()
        raise
