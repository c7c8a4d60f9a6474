"""`demodb export`: the store into the files that the app reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from demodb.clock import epoch_ms, local_now
from demodb.export.documents import ExportFile, export_files
from demodb.export.folder import ExportReport, write_export
from demodb.progress import Progress, silent
from demodb.store.accounts import alias_rows, heroes
from demodb.store.connection import Connection
from demodb.store.engine import Store

__all__ = ["ExportReport", "export"]


def export(
    store: Store, directory: Path, *, at: datetime | None = None, check: bool = False, progress: Progress = silent
) -> ExportReport:
    """Write plan files, intelligence, customer files, news and the manifest below `directory`, as they are at one moment.

    Intelligence is written where the cache may serve it, fresh or stale, at the moment `at` (an aware datetime, by default
    now).

    Each file is replaced atomically and an unchanged one is not touched. A file that somebody changed since the last
    export, or that demodb did not write, is left alone and named in `kept`: import it first. With `check` nothing is
    written, and the report says what would be.
    """
    report = ExportReport(str(directory), check)
    moment = epoch_ms(at or local_now())
    with store.read() as connection:
        names = {
            "heroes": [row.name for row in heroes(connection)],
            "aliases": {row.name: row.account for row in alias_rows(connection)},
        }
        write_export(directory, _counted(connection, moment, progress), names, report)
    return report


def _counted(connection: Connection, at: int, progress: Progress) -> Iterator[ExportFile]:
    for count, file in enumerate(export_files(connection, at), start=1):
        yield file
        progress(count, 0)
