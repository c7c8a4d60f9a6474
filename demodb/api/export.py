"""`demodb export`: the store into the files that the app reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from demodb.clock import Clock, epoch_ms
from demodb.export.documents import AS_USUAL, Asked, read_budget
from demodb.export.folder import Target, write_export
from demodb.export.generation import write_generation
from demodb.export.replacing import Replacement, replacement_in
from demodb.export.report import ExportReport, IntoReport
from demodb.model.counts import plural
from demodb.model.paths import project_path
from demodb.progress import Progress, silent, telling
from demodb.settings import Settings
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.exported import Exported, advice, is_exported, note_exported, said
from demodb.store.marks import change_number

__all__ = ["AS_USUAL", "Asked", "ExportBy", "ExportReport", "IntoReport", "asked_of", "export"]


@dataclass(frozen=True)
class ExportBy:
    """How files are exported.

    `root` is the project's folder, from which the memory counts paths; `token` gives 16 random hexadecimal digits, which the
    names of files that lie aside for a moment bear. With `remove`, files of accounts that are gone are removed however many
    they are; with `force`, files that somebody changed are overwritten, and a folder that another store exported is taken over:
    see `snapshot.save_first`. With `at_once` a whole generation is written beside the folder and takes its place through one
    link, for readers that need all files of one moment. `asked` is what an export holds besides, and `into` a workbook whose
    two sheets of the budget are replaced, after a copy.
    """

    root: Path = field(default_factory=Path)
    clock: Clock = field(default_factory=Clock)
    token: Callable[[], str] = lambda: token_hex(8)
    remove: bool = False
    force: bool = False
    at_once: bool = False
    asked: Asked = AS_USUAL
    into: Path | None = None

    @property
    def destroys(self) -> bool:
        """Whether files may go that somebody still wants."""
        return self.remove or self.force


PLAINLY = ExportBy()


def asked_of(settings: Settings) -> Asked:
    """What the settings ask of an export."""
    return Asked(settings.revenue_period, settings.export.workbook)


def export(
    store: Store,
    directory: Path,
    how: ExportBy = PLAINLY,
    *,
    at: datetime | None = None,
    check: bool = False,
    progress: Progress = silent,
) -> ExportReport:
    """Write plans, intelligence, reports, customer files, news and the manifest below `directory`, as they are at one moment.

    Intelligence is written where the cache may serve it, fresh or stale, at the moment `at` (an aware datetime, by default
    now). Every account has a report: of its intelligence, else by rules.

    Each file is replaced atomically and an unchanged one is not touched. A file that somebody changed since it was last
    imported or exported, or that demodb did not write, is left alone and named in `kept`: import it first. With `check`
    nothing is written, and the report says what would be. Raises DemodbError where the folder is another store's.
    """
    moment = at or how.clock.now()
    target = Target(directory, project_path(directory, how.root), moment, how.token(), how.remove, how.force, how.asked)
    report = ExportReport(str(directory), check)
    replacement = _replacement(store, how.into) if how.into else None
    write = write_generation if how.at_once and not check else write_export
    number, says = store.look(lambda connection: _says(connection, moment))
    with telling(lambda: _written_so_far(report, how)):
        write(store, target, report, progress)
    if replacement:
        _carry_out(replacement, report, target)
    if not check:
        kept = tuple(project_path(path, how.root) for path in report.kept)
        _remember(store, Exported(target.place, how.clock.epoch_ms(), *says, kept), number)
    return report


def _says(connection: Connection, moment: datetime) -> tuple[int, tuple[bytes, bytes]]:
    """What an export brings, in short: what the store says, at which number of changes, and the cache."""
    return change_number(connection), (said(connection), advice(connection, epoch_ms(moment)))


def _written_so_far(report: ExportReport, how: ExportBy) -> list[str]:
    """What is to be told of an export that ends early: a generation takes the folder's place as a whole, or not at all."""
    placed = how.at_once or report.check
    return [] if placed or not report.written else [f"{plural(report.written, 'file')} written to {report.directory}"]


def _carry_out(replacement: Replacement, report: ExportReport, target: Target) -> None:
    """Replace the sheets, and tell of it; what they cannot carry is told once, though the export's own workbook told it."""
    report.told += replacement.told if not report.told else ()
    report.into = replacement.foreseen if report.check else replacement.carried_out(target.moment)


def _replacement(store: Store, path: Path) -> Replacement:
    with store.read() as connection:
        budget = read_budget(connection)
    return replacement_in(path, budget)


def _remember(store: Store, exported: Exported, number: int) -> None:
    """Remember an export, unless nothing is new about it."""
    if not store.look(lambda connection: is_exported(connection, exported)):
        store.run(lambda connection: note_exported(connection, exported, number))
