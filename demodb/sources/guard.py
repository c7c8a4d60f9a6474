"""What guards openpyxl: a workbook is judged as a whole, in bounded memory, before it is opened for reading."""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, TypeVar
from xml.parsers.expat import ExpatError

from demodb.errors import Problem
from demodb.sources.parts import BookPart, Part, Refused, Relation, RelationsPart, StringsPart, StylesPart, TypesPart
from demodb.sources.records import Rejected
from demodb.sources.sheet_part import MOST_COLUMNS, SheetPart
from demodb.sources.unread import IS_NO_FILE, is_special

MOST_BYTES = 512 * 2**20
"""What a workbook may unpack to; a portfolio of 100,000 records stays far below."""

_LARGE = 2**26
_MOST_TIMES = 200
"""How many times its packed size a large part may unpack to; those of real sheets stay below 50."""
_MOST_LISTED = 2**22
_END_WITHIN = 2**16 + 22
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MEND = "open it in Excel and save it again"
_ORDINARY = "save it as an ordinary Excel workbook (.xlsx)"
_LONGEST = 160

_TYPES = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MACROS = "application/vnd.ms-excel"
_BOOKS = (
    f"{_MACROS}.template.macroEnabled.main+xml",
    f"{_OFFICE}.template.main+xml",
    f"{_MACROS}.sheet.macroEnabled.main+xml",
    f"{_OFFICE}.sheet.main+xml",
)
"""The content types of a workbook's main part, in the order in which openpyxl looks for them."""
_BINARY_BOOK = f"{_MACROS}.sheet.binary.macroEnabled.main"
_STRINGS = f"{_OFFICE}.sharedStrings+xml"
_BOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"
_READ_WHOLE = ("docProps/core.xml", "docProps/custom.xml")

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    ExpatError,
    ArithmeticError,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged archive, or a damaged part of one, raises."""

_P = TypeVar("_P", bound=Part)


@dataclass(frozen=True)
class JudgedSheet:
    """A sheet that may be read: the number of its rows up to the last that holds something, and its merged cells.

    `part` and `book` are the names of its part and of the workbook's main one.
    """

    title: str
    part: str
    book: str
    rows: int
    merged: tuple[str, ...]
    places: array[int]

    def uncomputed(self, row: int) -> set[int]:
        """The columns, from 0, of the formulas in a row for which no value was saved."""
        if not self.places:
            return set()
        first, last = (bisect_left(self.places, number * MOST_COLUMNS) for number in (row, row + 1))
        return {place % MOST_COLUMNS for place in self.places[first:last]}


def judge_workbook(path: Path) -> Mapping[str, JudgedSheet]:
    """The sheets of a workbook that openpyxl may read, by title. Raises Rejected with all problems of the file."""
    with _archive(path) as archive:
        judgement = _Judgement(str(path), archive)
        sheets = judgement.book()
    if judgement.problems:
        raise Rejected(judgement.problems)
    return sheets


def holds_workbook(path: Path) -> bool:
    """Whether an archive of any name is a workbook; one with a directory that would fill the memory is not even listed."""
    try:
        with path.open("rb") as opened:
            if _directory_size(opened) > _MOST_LISTED:
                return False
        with zipfile.ZipFile(path) as archive:
            return _BOOK in archive.NameToInfo
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def damaged(path: Path | str, place: str, cause: object) -> Problem:
    """The problem of a workbook that is not as Excel would write it; of a long cause the beginning."""
    first, *_ = str(cause).strip().splitlines() or [type(cause).__name__]
    told = first.rstrip(".") if len(first) <= _LONGEST else f"{first[:_LONGEST]}…"
    return Problem(str(path), place, f"is a damaged workbook ({told}): {_MEND}")


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """The workbook as an archive, refused where it is none, or unpacks to more than memory should hold."""
    _refuse_other_files(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Rejected([Problem(str(path), "", f"is no complete .xlsx workbook ({error}): copy or save it again")]) from error
    with archive:
        size = sum(part.file_size for part in archive.infolist())
        if size > MOST_BYTES:
            raise Rejected([Problem(str(path), "", f"unpacks to {size} bytes, at most {MOST_BYTES} are read")])
        names = {name.lower(): name for name in archive.namelist()}
        counts = Counter(name.lower() for name in archive.namelist())
        twice = [names[name] for name, count in sorted(counts.items()) if count > 1]
        if twice:
            raise Rejected([damaged(path, "", f"it holds two entries of the name {name!r}") for name in twice])
        yield archive


def _refuse_other_files(path: Path) -> None:
    if is_special(path):
        raise Rejected([Problem(str(path), "", IS_NO_FILE)])
    try:
        with path.open("rb") as opened:
            start = opened.read(len(_OLD_EXCEL))
            listed = _directory_size(opened)
    except OSError as error:
        raise Rejected([Problem(str(path), "", f"cannot be read: {error.strerror}")]) from error
    if start == _OLD_EXCEL:
        message = "is an old .xls workbook, or one with a password: save it as .xlsx without password"
        raise Rejected([Problem(str(path), "", message)])
    if listed > _MOST_LISTED:
        raise Rejected([damaged(path, "", f"the list of its parts takes {listed:,} bytes")])


def _directory_size(opened: BinaryIO) -> int:
    """The bytes of an archive's directory, as the record at its end has them; zipfile reads all of it into memory."""
    size = opened.seek(0, SEEK_END)
    opened.seek(max(0, size - _END_WITHIN))
    tail = opened.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0


@dataclass
class _Judgement:
    """The parts of one workbook, judged in the order in which they lead to each other, and the problems so far."""

    path: str
    archive: zipfile.ZipFile
    problems: list[Problem] = field(default_factory=list)
    judged: set[str] = field(default_factory=set)

    def book(self) -> dict[str, JudgedSheet]:
        """The sheets, by title."""
        types = self.part(_TYPES, TypesPart())
        name = self._main_part(types) if types else None
        book = self.part(name, BookPart()) if name else None
        if types is None or name is None or book is None:
            return {}
        if book.is_strict:
            self.problems.append(Problem(self.path, "", f"is in Excel's strict format (Strict Open XML): {_ORDINARY}"))
            return {}
        parts = self._sheets(book, self._relations(name))
        cells = sum(sheet.cells for sheet, _ in parts.values())
        if strings := types.first.get(_STRINGS):
            self.part(strings, StringsPart(cells))
        self._part_if_there(_STYLES, StylesPart())
        for whole in _READ_WHOLE:
            self._part_if_there(whole, Part())
        return {
            title: JudgedSheet(title, part, name, sheet.filled_to, tuple(sheet.merged), sheet.uncomputed)
            for title, (sheet, part) in parts.items()
        }

    def part(self, name: str, part: _P, title: str = "") -> _P | None:
        """A part that was read to its end, or None and its problem; `title` is that of a sheet."""
        self.judged.add(name)
        try:
            self._measure(self.archive.getinfo(name), part)
            with self.archive.open(name) as source:
                part.judge(source)
        except Refused as refused:
            where = f"{title}!{refused.place}" if title and refused.place else title
            named = refused.why if title else f"{name}{refused.place and ': '}{refused.place} {refused.why}"
            self.problems.append(Problem(self.path, where, f"{named}: {_MEND}"))
        except _BROKEN as error:
            self.problems.append(damaged(self.path, title, error))
        else:
            return part
        return None

    def _part_if_there(self, name: str, part: Part) -> None:
        if name in self.archive.NameToInfo:
            self.part(name, part)

    def _measure(self, entry: zipfile.ZipInfo, part: Part) -> None:
        if entry.file_size > part.most_bytes:
            raise Refused(f"unpacks to {entry.file_size:,} bytes, at most {part.most_bytes:,} are read")
        if entry.file_size > max(_LARGE, _MOST_TIMES * entry.compress_size):
            raise Refused(f"unpacks to {entry.file_size:,} bytes, more than {_MOST_TIMES} times what it takes in the file")

    def _main_part(self, types: TypesPart) -> str | None:
        """The name of the main part, as openpyxl finds it, or None and a problem."""
        named = [types.first[kind] for kind in _BOOKS if kind in types.first]
        if named or types.defaults & set(_BOOKS):
            return named[0] if named else _BOOK
        if _BINARY_BOOK in types.first or _BINARY_BOOK in types.defaults:
            self.problems.append(Problem(self.path, "", f"is a binary workbook (.xlsb): {_ORDINARY}"))
        else:
            self.problems.append(damaged(self.path, "", "it names no part that is the workbook"))
        return None

    def _sheets(self, book: BookPart, relations: Mapping[str, Relation]) -> dict[str, tuple[SheetPart, str]]:
        """The sheets that are none of charts, with the names of their parts, by title.

        One that is listed and not there would be passed over in silence.
        """
        sheets: dict[str, tuple[SheetPart, str]] = {}
        for title, key in book.sheets:
            kind, name, _ = relations.get(key, _NOWHERE)
            if not key:
                continue  # a module of an old Excel
            if name not in self.archive.NameToInfo:
                self.problems.append(damaged(self.path, "", f"it lists the sheet {title!r} but does not hold it"))
            elif name in self.judged:
                self.problems.append(damaged(self.path, "", f"the sheet {title!r} is the same part as another one"))
            elif "chartsheet" in kind:
                self._chart(name)
            else:
                self._relations(name)
                sheet = self.part(name, SheetPart(), title)
                if sheet:
                    sheets.setdefault(title, (sheet, name))
        return sheets

    def _chart(self, name: str) -> None:
        """What openpyxl reads of a sheet that is a chart: all that it leads to, but pictures are none of ours."""
        waiting = [name]
        while waiting:
            name = waiting.pop()
            if name in self.judged or name not in self.archive.NameToInfo or not name.endswith(".xml"):
                continue
            self.part(name, Part())
            waiting += [relation.target for relation in self._relations(name).values() if not relation.external]

    def _relations(self, name: str) -> dict[str, Relation]:
        """Where a part leads to, with whole names as targets."""
        folder, file = posixpath.split(name)
        listed = posixpath.join(folder, "_rels", f"{file}.rels")
        part = self.part(listed, RelationsPart()) if listed in self.archive.NameToInfo else None
        return {key: relation.below(folder) for key, relation in part.relations.items()} if part else {}


_NOWHERE = Relation("", "", external=False)
