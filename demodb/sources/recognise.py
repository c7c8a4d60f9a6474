"""What a file is: by how it begins, by its content, and where that says nothing, by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from demodb.errors import Problem
from demodb.model.documents import Section
from demodb.model.manifest import MANIFEST
from demodb.model.names import REPORTS
from demodb.sources.csv_file import CSV_SUFFIXES
from demodb.sources.guard import holds_workbook
from demodb.sources.json_file import look_into
from demodb.sources.records import RecognisedFile, Rejected
from demodb.sources.shapes import json_kind, section_of, seems_ours
from demodb.sources.unread import foreign_format

_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")

LikelyKind = Literal["workbook", "table", "customers", "plan", "news", "manifest"]

START = 8
"""Bytes with which a file begins, as far as they tell."""
_MOST_SEARCHED = 2**20


def glance(path: Path, start: bytes) -> RecognisedFile | None:
    """What a file is by its name and how it begins, without more of it being read; None for one of JSON: see `recognise`."""
    suffix = path.suffix.lower()
    if suffix in _WORKBOOK_SUFFIXES:
        return RecognisedFile(path, "workbook")
    if start.startswith(b"PK") and holds_workbook(path):
        return RecognisedFile(path, "workbook")
    if suffix in CSV_SUFFIXES:
        return RecognisedFile(path, "table")
    if foreign := foreign_format(path, start):
        return RecognisedFile(path, None, foreign, is_foreign=True)
    return None if suffix == ".json" else RecognisedFile(path, None, "neither a workbook nor a CSV or JSON file")


def recognise(path: Path, *, meant: bool = True) -> RecognisedFile:
    """What a file is; one of ours that cannot be read is Rejected with its problems.

    A file of JSON is ours by its content, or where that cannot be seen, by its name, and where it is `meant`: somebody named
    it, or it was read before.
    """
    try:
        with path.open("rb") as opened:
            start = opened.read(START)
    except OSError as error:
        raise Rejected([Problem(str(path), "", f"cannot be read: {error.strerror}")]) from error
    return glance(path, start) or _json_file(path, meant=meant)


def likely_kind(path: Path) -> tuple[LikelyKind | None, Section | None]:
    """What a file would be by its name alone."""
    suffix = path.suffix.lower()
    if suffix in (*_WORKBOOK_SUFFIXES, *CSV_SUFFIXES):
        return "workbook" if suffix in _WORKBOOK_SUFFIXES else "table", None
    if suffix != ".json":
        return None, None
    if section := section_of(path.absolute().parent):
        return "plan", section
    if path.name == MANIFEST:
        return "manifest", None
    if path.name.startswith("customers"):
        return "customers", None
    return ("news" if path.stem.endswith("_news") else None), None


def is_report(path: str) -> bool:
    """Whether a file is a report by its place: it says again what an export knows, whoever wrote it."""
    return path.endswith(".md") and f"{REPORTS}/" in path


def may_be_ours(path: Path) -> bool:
    """Whether files of this name are looked into."""
    return path.suffix.lower() in (*_WORKBOOK_SUFFIXES, *CSV_SUFFIXES, ".json")


def _json_file(path: Path, *, meant: bool) -> RecognisedFile:
    value, problems = look_into(path)
    kind, section = json_kind(value, path)
    if kind == "customers":
        # What is wrong in it may be a single record's: that is for its reader to say.
        return RecognisedFile(path, kind)
    if problems and (meant or kind or (value is None and _seems_ours(path))):
        raise Rejected(problems)
    if problems:
        return RecognisedFile(path, None, str(problems[0]).removeprefix(f"{path}: "))
    return RecognisedFile(path, kind, "" if kind else "JSON of an unknown shape", section)


def _seems_ours(path: Path) -> bool:
    """Whether a file of JSON that cannot be read is one of ours: many a program has a manifest.json."""
    if likely_kind(path)[0] not in (None, "manifest"):
        return True
    with path.open("rb") as opened:
        return seems_ours(opened.read(_MOST_SEARCHED))
