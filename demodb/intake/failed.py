"""Files that could not be read are remembered as such, until they are read or forgotten."""

from __future__ import annotations

from pathlib import Path

from demodb.intake.files import Files
from demodb.model.documents import SECTIONS, Section
from demodb.model.manifest import MANIFEST
from demodb.store.connection import Connection
from demodb.store.files import FileKind, Known, clear_failed, known_files, note_read


def note_failed(connection: Connection, files: Files, at: int) -> None:
    """Remember the files of which not even the kind could be found, at the moment `at` (ms since 1970).

    Of those that could be read so far nothing stands against them for the time being.
    """
    clear_failed(connection, files.recognised)
    known = known_files(connection, list(files.failed))
    failed = []
    for place, problem in files.failed.items():
        before = known.get(place) or _likely(place)
        if before is not None:
            failed.append(before._replace(sha256=None, read_at=at, failed=str(problem)))
    note_read(connection, failed)


def _likely(place: str) -> Known | None:
    """What a file may be by its name, as far as demodb would read it."""
    path = Path(place)
    section = next((section for section in SECTIONS if section == path.parent.name), None)
    kind = _kind(path, section)
    return None if kind is None else Known(place, kind, section=section if kind == "plan" else None)


def _kind(path: Path, section: Section | None) -> FileKind | None:
    if path.name == MANIFEST:
        return "manifest"
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".csv", ".tsv"):
        return "workbook"
    if path.suffix.lower() != ".json":
        return None
    if section:
        return "plan"
    return "customers" if path.name.startswith("customers") else None
