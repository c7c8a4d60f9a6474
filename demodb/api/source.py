"""`demodb source …`: what was read, which records stand on it, and taking a source out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from demodb.clock import Clock
from demodb.errors import UnknownValueError
from demodb.intake.renames import withdraw
from demodb.intake.report import ImportReport, LeftRecord, Rename
from demodb.model.paths import project_path
from demodb.model.suggested import suggested
from demodb.status.sources import gone_sources
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.files import LISTS, failed_files, file_counts, forget_files, known_files, relocate_files
from demodb.store.listing import Source, read_sources, unsourced_records
from demodb.store.tables.files import FileKind

__all__ = [
    "FailedFile",
    "ImportReport",
    "LeftRecord",
    "Rename",
    "SourceLine",
    "SourceList",
    "SourceState",
    "gone_warnings",
    "known_path",
    "list_sources",
    "remove_source",
]

SourceState = Literal["read", "failed", "gone", "written"]
"""How a source stands: as it was read; not readable the last time; not there any more; written by demodb itself."""


@dataclass(frozen=True)
class SourceLine:
    """A file that lists customer records: when it was read (ms since 1970), how many it lists, how many it alone does."""

    path: str
    kind: FileKind
    read_at: int | None
    records: int
    alone: int
    state: SourceState


@dataclass(frozen=True)
class FailedFile:
    """A file that could not be imported the last time, and why."""

    path: str
    kind: FileKind
    why: str


@dataclass(frozen=True)
class SourceList:
    """What was read: the sources of records, how many plan and news files, what failed, how many records no source lists."""

    sources: list[SourceLine]
    plan_files: int
    news_files: int
    failed: list[FailedFile]
    unsourced: int


def list_sources(store: Store, root: Path) -> SourceList:
    """What was read into the store; paths count from the project's folder `root`. Reads only."""
    with store.read() as connection:
        files = file_counts(connection)
        return SourceList(
            [_line(source, root) for source in read_sources(connection)],
            files.get("plan", 0),
            files.get("news", 0),
            [FailedFile(file.path, file.kind, file.failed or "") for file in failed_files(connection)],
            unsourced_records(connection),
        )


def _line(source: Source, root: Path) -> SourceLine:
    file = source.file
    return SourceLine(file.path, file.kind, file.read_at, source.records, source.alone, _state(source, root))


def _state(source: Source, root: Path) -> SourceState:
    if source.file.failed is not None:
        return "failed"
    if source.file.written_at is not None:
        return "written"
    return "read" if (root / source.file.path).exists() else "gone"


def gone_warnings(connection: Connection, root: Path) -> list[str]:
    """A line for each source whose file is not there any more."""
    return [_gone(path) for path in gone_sources(connection, root)]


def _gone(path: str) -> str:
    remove, replace = suggested("source remove", path), suggested("import NEW", replaces=path)
    return f"{path} is gone, the records that it lists stay; `{remove}` takes them out, `{replace}` replaces it"


def remove_source(store: Store, path: str, root: Path, clock: Clock | None = None) -> ImportReport:
    """Forget a file that was read. What stood on it alone leaves the store, and accounts without records are departed.

    The report tells what left and who departed. Raises UnknownValueError for a file that is not known.
    """

    def work(connection: Connection) -> ImportReport:
        report = ImportReport()
        relocate_files(connection, root)
        place = known_path(connection, path, root)
        file = known_files(connection, [place])[place]
        if file.kind in LISTS:
            withdraw(connection, place, (clock or Clock()).epoch_ms(), report)
        else:
            forget_files(connection, [place])
        return report

    return store.run(work)


def known_path(connection: Connection, path: str | Path, root: Path) -> str:
    """The path in the memory of a file that is named on the command line. Raises UnknownValueError where none is known."""
    places = (project_path(path, root), str(path))
    known = known_files(connection, places)
    place = next((place for place in places if place in known), None)
    if place is None:
        raise UnknownValueError("source", str(path), [source.file.path for source in read_sources(connection)])
    return place
