"""What a file is, by its content: workbook, table, customer file, extract, plan, news, intelligence or manifest."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from demodb.errors import Problem
from demodb.model.documents import SECTIONS, Section
from demodb.model.manifest import MANIFEST_FORMAT
from demodb.sources.csv_file import CSV_SUFFIXES
from demodb.sources.json_file import read_json
from demodb.sources.records import FileKind, RecognisedFile, Rejected

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls")
_TELLING: tuple[tuple[frozenset[str], Section], ...] = (
    (frozenset({"role", "relationshipStrength"}), "stakeholders"),
    (frozenset({"strengths", "weaknesses"}), "competitors"),
    (frozenset({"priority", "createdAt"}), "actions"),
)
_INTELLIGENCE = {"generatedAt", "summary", "recommendations"}


def recognise(path: Path) -> RecognisedFile:
    """What a file is; a JSON file that cannot be read is Rejected with its problems."""
    try:
        with path.open("rb") as opened:
            start = opened.read(8)
    except OSError as error:
        raise Rejected([Problem(str(path), "", f"cannot be read: {error.strerror}")]) from error
    if start.startswith(_OLD_EXCEL) or path.suffix.lower() in _WORKBOOK_SUFFIXES or _is_workbook(path, start):
        return RecognisedFile(path, "workbook")
    if path.suffix.lower() in CSV_SUFFIXES:
        return RecognisedFile(path, "table")
    if path.suffix.lower() == ".json":
        return _json_file(path)
    return RecognisedFile(path, None, "neither a workbook nor a CSV or JSON file")


def _is_workbook(path: Path, start: bytes) -> bool:
    if not start.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _json_file(path: Path) -> RecognisedFile:
    value, problems = read_json(path)
    if problems:
        raise Rejected(problems)
    kind, section = json_kind(value, path.parent.name)
    return RecognisedFile(path, kind, "" if kind else "JSON of an unknown shape", section)


def json_kind(value: Any, folder: str) -> tuple[FileKind | None, Section | None]:
    """The kind of a JSON value, and the section of a plan; the folder's name decides first, as it does for the app."""
    by_folder = next((section for section in SECTIONS if section == folder), None)
    if by_folder:
        return "plan", by_folder
    if isinstance(value, list):
        keys = set().union(*(row for row in value if isinstance(row, dict)))
        section = next((section for telling, section in _TELLING if telling & keys), None)
        return ("plan", section) if section else (None, None)
    if not isinstance(value, dict):
        return None, None
    return _object_kind(value)


def _object_kind(value: dict[str, Any]) -> tuple[FileKind | None, Section | None]:
    if "painPoints" in value or ("opportunities" in value and "risks" not in value):
        return "plan", "strategy"
    if value.keys() >= _INTELLIGENCE:
        return "intelligence", None
    if "articles" in value:
        return "news", None
    if value.get("format") == MANIFEST_FORMAT:
        return "manifest", None
    if "customers" in value:
        return ("customers" if "bu_name" in value else "extract"), None
    return None, None
