"""The budget's two sheets in a workbook that is there: they are replaced in the archive, and every other part stays as it is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from demodb.errors import InputError, Problem
from demodb.export.budget import NRR, RR, Budget, BudgetSheet, Cells
from demodb.export.places import Element, Places, places_of, spliced, tag
from demodb.export.sheet import MAIN, row_xml
from demodb.sources.guard import JudgedSheet, judge_workbook
from demodb.sources.records import Rejected
from demodb.sources.titles import title_key

_TYPES = "[Content_Types].xml"
_CHAIN = "calcChain"
_BEHIND_CALCULATION = frozenset(
    {
        *("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing"),
        *("fileRecoveryPr", "webPublishObjects", "extLst"),
    }
)
"""What stands behind the element of the calculation in a workbook's main part."""
_ROW_OF = re.compile(r"[0-9]+")
_YES = ("1", "true")

Edits = Mapping[str, bytes | None]
"""What parts are to hold, by their names; None: the part goes."""


class _Target(NamedTuple):
    """A sheet that is to be replaced: how it is to be, its rows, and where it stands."""

    layout: BudgetSheet
    rows: Sequence[Cells]
    sheet: JudgedSheet


def edits_of(path: Path, budget: Budget) -> Edits:
    """What has to change in a workbook for its two sheets to be the budget's; nothing where they are.

    Raises InputError with all that stands against it.
    """
    try:
        judged = judge_workbook(path)
    except Rejected as rejected:
        raise InputError(rejected.problems) from None
    targets = _targets(path, judged, budget)
    with ZipFile(path) as archive:
        edits: dict[str, bytes | None] = dict(_sheet_edits(path, archive, targets))
        edits |= _calculation_edits(archive, targets[0].sheet.book)
        return {name: content for name, content in edits.items() if content != archive.read(name)}


def write_edited(source: Path, target: IO[bytes], edits: Edits) -> None:
    """Write the archive with these parts changed; the content of all others is the same, byte for byte."""
    with ZipFile(source) as archive, ZipFile(target, "w") as written:
        for entry in archive.infolist():
            content = edits.get(entry.filename, b"")
            if content is None:
                continue
            with written.open(_same(entry), "w") as to:
                if content:
                    to.write(content)
                else:
                    with archive.open(entry) as opened:
                        while piece := opened.read(2**20):
                            to.write(piece)


def _same(entry: ZipInfo) -> ZipInfo:
    same = ZipInfo(entry.filename, entry.date_time)
    same.compress_type = entry.compress_type if entry.compress_type in (0, ZIP_DEFLATED) else ZIP_DEFLATED
    same.external_attr, same.create_system = entry.external_attr, entry.create_system
    same.file_size = entry.file_size
    return same


def _targets(path: Path, judged: Mapping[str, JudgedSheet], budget: Budget) -> list[_Target]:
    targets, missing = list[_Target](), list[str]()
    for layout, rows in ((RR, budget.recurring), (NRR, budget.others)):
        sheets = [sheet for title, sheet in judged.items() if title_key(title) == title_key(layout.title)]
        if sheets:
            targets.append(_Target(layout, rows, sheets[0]))
        else:
            missing.append(layout.title)
    if missing:
        named = ", ".join(map(repr, judged)) or "none"
        message = "has no sheet {!r}: add an empty one of that name, or export a workbook of its own; its sheets are {}"
        raise InputError([Problem(str(path), "", message.format(title, named)) for title in missing])
    return targets


# --- a sheet ---------------------------------------------------------------------------------------------------------------


def _sheet_edits(path: Path, archive: ZipFile, targets: Iterable[_Target]) -> Iterator[tuple[str, bytes]]:
    problems = list[Problem]()
    for target in targets:
        content = archive.read(target.sheet.part)
        header = target.layout.header
        places = places_of(content, (header, header + 1))
        faults = list(_faults(content, places))
        problems += [Problem(str(path), target.sheet.title, fault) for fault in faults]
        if not faults:
            yield target.sheet.part, _replaced(content, places, target)
    if problems:
        raise InputError(problems)


def _faults(content: bytes, places: Places) -> Iterator[str]:
    """Why a sheet cannot be written to, or not without harm."""
    protection = places.child("sheetProtection")
    if protection and protection.attributes.get("sheet") in _YES:
        yield "is protected: take the protection off in Excel (Review, Unprotect Sheet), and put it on again afterwards"
    if places.child("tableParts"):
        yield "holds a table of Excel, which would not fit its rows any more: turn it into a range (Table Design)"
    if not places.child("sheetData"):
        yield "holds no place for rows: open it in Excel and save it again"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "is not UTF-8: open it in Excel and save it again"


def _replaced(content: bytes, places: Places, target: _Target) -> bytes:
    """The part with other rows from the header on; what stands above, widths, formats and pictures stay."""
    header, last = target.layout.header, target.layout.header + len(target.rows)
    first_column, last_column = min(target.layout.titles), max(target.layout.titles)
    changes: dict[tuple[int, int], bytes] = {}
    for element in places.children:
        where = element.start, element.end
        if element.name == "dimension":
            changes[where] = tag(element, {"ref": f"A1:{last_column}{last}"})
        elif element.name == "autoFilter":
            changes[where] = tag(element, {"ref": f"{first_column}{header}:{last_column}{last}"})
        elif element.name == "mergeCells":
            changes[where] = _merged(element, places, header)
        elif element.name == "sheetData":
            changes[where] = _rows(content, places, element, target)
    return spliced(content, changes)


def _merged(element: Element, places: Places, header: int) -> bytes:
    """The merged ranges above the header."""
    kept = [ref for ref in places.merged if all(int(row) < header for row in _ROW_OF.findall(ref))]
    cells = b"".join(tag(element._replace(name="mergeCell"), {"ref": ref}) for ref in kept)
    whole = f"{element.prefix}mergeCells"
    return f'<{whole} count="{len(kept)}">'.encode() + cells + f"</{whole}>".encode() if kept else b""


def _rows(content: bytes, places: Places, element: Element, target: _Target) -> bytes:
    header = target.layout.header
    above = [at for row, at in places.rows.items() if row < header]
    below = [at for row, at in places.rows.items() if row >= header]
    kept = content[min(above) : min(below, default=places.rows_end)] if above else b""
    in_header, in_data = places.styles.get(header, {}), places.styles.get(header + 1, {})
    # Rows without a prefix need the namespace said where the root gives it one.
    named = f' xmlns="{MAIN}"' if element.prefix else ""
    pieces = [f"<{element.prefix}sheetData{named}>".encode(), kept]
    pieces.append(row_xml(header, target.layout.titles.items(), lambda column, _: in_header.get(column)).encode())
    for number, cells in enumerate(target.rows, start=header + 1):
        pieces.append(row_xml(number, cells, lambda column, _: in_data.get(column)).encode())
    return b"".join([*pieces, f"</{element.prefix}sheetData>".encode()])


# --- the calculation -------------------------------------------------------------------------------------------------------


def _calculation_edits(archive: ZipFile, book: str) -> dict[str, bytes | None]:
    """The chain of calculation goes, and everything is computed anew when the workbook is opened."""
    edits: dict[str, bytes | None] = {book: _computed_anew(archive.read(book))}
    folder, file = posixpath.split(book)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    if relations in archive.NameToInfo:
        content = archive.read(relations)
        places = places_of(content)
        chains = [element for element in places.children if element.attributes.get("Type", "").endswith(f"/{_CHAIN}")]
        edits[relations] = spliced(content, {(element.start, element.end): b"" for element in chains})
        parts = {posixpath.join("/", folder, element.attributes["Target"]) for element in chains}
        edits |= {part.removeprefix("/"): None for part in parts if part.removeprefix("/") in archive.NameToInfo}
        content = archive.read(_TYPES)
        gone = [element for element in places_of(content).children if element.attributes.get("PartName") in parts]
        edits[_TYPES] = spliced(content, {(element.start, element.end): b"" for element in gone})
    return edits


def _computed_anew(content: bytes) -> bytes:
    places = places_of(content)
    present = places.child("calcPr")
    if present and present.attributes.get("fullCalcOnLoad") in _YES:
        return content
    if present:
        whole = tag(present, {**present.attributes, "fullCalcOnLoad": "1"})
        return spliced(content, {(present.start, present.end): whole})
    at = next((element.start for element in places.children if element.name in _BEHIND_CALCULATION), places.root_end)
    return spliced(content, {(at, at): tag(Element("calcPr", places.root_prefix, {}, at, at), {"fullCalcOnLoad": "1"})})
