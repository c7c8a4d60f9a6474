"""The workbook: its two sheets, found by their titles and read cell by cell. The home of openpyxl for reading."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError, fromstring

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.exceptions import InvalidFileException

from demodb.errors import Problem
from demodb.model.names import unit_key
from demodb.sources.cells import Cell
from demodb.sources.portfolio_sheets import NRR, RR, Row, SheetReader, merged_records
from demodb.sources.records import Portfolio, Rejected

MOST_BYTES = 512 * 2**20
"""What a workbook may unpack to; a portfolio of 100,000 records stays far below."""

_WIDEST = 64
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    IndexError,
    AttributeError,
    ValueError,
    TypeError,
    EOFError,
    OSError,
    RuntimeError,
    InvalidFileException,
)
"""What openpyxl raises on damaged files: it has no error of its own for them."""


def read_workbook(path: Path, units: Iterable[str] = ()) -> Portfolio:
    """The customer records of both sheets; `units` are business units that are known. Raises Rejected with all problems."""
    _refuse_early(path)
    known = _by_key(units)
    readers = []
    with _opened(path) as (values, formulas):
        for layout in (RR, NRR):
            title = next((name for name in values.sheetnames if _folded(name) == _folded(layout.title)), None)
            if title is not None:
                reader = SheetReader(str(path), title, layout, known)
                with _faults_of(path, title):
                    for row in _rows(values[title], formulas[title]):
                        reader.feed(row)
                reader.finish()
                readers.append(reader)
        sheet_names = values.sheetnames
    _refuse_lost_sheets(path, sheet_names)
    if not readers:
        raise Rejected(
            [
                Problem(
                    str(path), "", f"expected a sheet {RR.title!r} or {NRR.title!r}, found {', '.join(sheet_names) or 'no sheet'}"
                )
            ],
            0,
        )
    problems = [problem for reader in readers for problem in reader.problems]
    if problems:
        raise Rejected(problems, sum(reader.rows_read for reader in readers))
    return Portfolio(tuple(merged_records(readers)))


def _by_key(units: Iterable[str]) -> dict[str, str]:
    return {unit_key(name): name for name in units}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _refuse_early(path: Path) -> None:
    """Refuse, before it is unpacked, what is no workbook or unpacks to more than memory should hold."""
    try:
        with path.open("rb") as opened:
            start = opened.read(len(_OLD_EXCEL))
    except OSError as error:
        raise Rejected([Problem(str(path), "", f"cannot be read: {error.strerror}")]) from error
    if start == _OLD_EXCEL:
        raise Rejected(
            [Problem(str(path), "", "is an old .xls workbook, or one with a password: save it as .xlsx without password")]
        )
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Rejected([Problem(str(path), "", f"is no complete .xlsx workbook ({error}): copy or save it again")]) from error
    if size > MOST_BYTES:
        raise Rejected([Problem(str(path), "", f"unpacks to {size} bytes, at most {MOST_BYTES} are read")])


def _refuse_lost_sheets(path: Path, sheet_names: list[str]) -> None:
    """Refuse a workbook that lists a sheet and does not hold it: openpyxl passes over it in silence."""
    with _faults_of(path, ""), zipfile.ZipFile(path) as archive:
        root = fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - openpyxl has read the same part before
    listed = [str(sheet.get("name")) for sheet in root.iter() if sheet.tag.endswith("}sheet")]
    lost = [f"it lists the sheet {name!r} but does not hold it" for name in listed if name not in sheet_names]
    if lost:
        raise Rejected([Problem(str(path), "", f"is a damaged workbook ({fault}): {_MEND}") for fault in lost])


_MEND = "open it in Excel and save it again"


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Any, Any]]:
    """The workbook twice: with the saved values, and with the formulas, to tell an empty cell from an uncomputed one."""
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")  # openpyxl names the extensions that it passes over, none of which is data
        files = [stack.enter_context(path.open("rb")) for _ in range(2)]
        with _faults_of(path, ""):
            values = load_workbook(files[0], read_only=True, data_only=True)
            formulas = load_workbook(files[1], read_only=True, data_only=False)
        stack.callback(values.close)
        stack.callback(formulas.close)
        yield values, formulas


@contextmanager
def _faults_of(path: Path, place: str) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise Rejected([Problem(str(path), place, f"is a damaged workbook ({error}): {_MEND}")]) from error


def _rows(values: Any, formulas: Any) -> Iterator[Row]:
    for sheet in (values, formulas):
        sheet.reset_dimensions()
    pairs = zip_longest(values.iter_rows(max_col=_WIDEST), formulas.iter_rows(max_col=_WIDEST), fillvalue=())
    for number, (cells, raw) in enumerate(pairs, start=1):
        if all(cell is EMPTY_CELL for cell in raw):
            continue
        uncomputed = {n for n, cell in enumerate(raw) if cell.data_type == "f"}
        yield Row(
            number,
            tuple(
                Cell(cell.value, is_error=cell.data_type == "e", is_uncomputed=n in uncomputed and _unsaved(cell))
                for n, cell in enumerate(cells)
            ),
        )


def _unsaved(cell: Any) -> bool:
    """Whether a formula's cell holds no result; one whose result is an empty text is typed as text."""
    return cell.value is None and cell.data_type == "n"
