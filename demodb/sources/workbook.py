"""A workbook: the two sheets of a budget's, or tables in any sheets, read cell by cell. The home of openpyxl for reading."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, redirect_stdout
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from demodb.model.names import unit_key
from demodb.sources.cells import Cell, cell_fault
from demodb.sources.guard import JudgedSheet, damaged, judge_workbook
from demodb.sources.header import TableRow
from demodb.sources.merged import down_ranges, unmerged
from demodb.sources.portfolio_sheets import NRR, RR, Layout, Row, SheetReader, merged_records
from demodb.sources.records import Portfolio, Rejected
from demodb.sources.tables import PLAIN_TABLES, SeenTable, TableSettings, TableSheets
from demodb.sources.titles import title_key

_WIDEST = 64


def read_workbook(path: Path, settings: TableSettings = PLAIN_TABLES, units: Iterable[str] = ()) -> Portfolio:
    """The customer records of the budget's two sheets, or where it has none of them, of the tables in its sheets.

    `units` are business units that are known. Raises Rejected with all problems of the file.
    """
    judged = judge_workbook(path)
    with _opened(path) as book:
        if not _budget_sheets(judged):
            return _table_sheets(path, book, judged, settings).portfolio()
        readers = list(_budget_readers(path, book, judged, {unit_key(name): name for name in units}))
    problems = [problem for reader in readers for problem in reader.problems]
    if problems:
        raise Rejected(problems, sum(reader.rows_read for reader in readers))
    records = merged_records(readers)
    return Portfolio(records, Counter(record.business_unit for record in records))


def explain_workbook(path: Path, settings: TableSettings = PLAIN_TABLES) -> list[SeenTable]:
    """How the tables in a workbook's sheets are understood. Raises Rejected with what is wrong with the file."""
    judged = judge_workbook(path)
    with _opened(path) as book:
        return _table_sheets(path, book, judged, settings).seen


def _budget_sheets(judged: Mapping[str, JudgedSheet]) -> list[tuple[Layout, JudgedSheet]]:
    """The sheets of a budget's workbook, by their names, such as "RR_Input 2026"."""
    found = (
        (layout, [sheet for name, sheet in judged.items() if title_key(name) == title_key(layout.title)]) for layout in (RR, NRR)
    )
    return [(layout, sheets[0]) for layout, sheets in found if sheets]


def _budget_readers(path: Path, book: Any, judged: Mapping[str, JudgedSheet], units: dict[str, str]) -> Iterator[SheetReader]:
    """The readers of the budget's sheets, one after the other: what one read of business units is known to the next."""
    for layout, sheet in _budget_sheets(judged):
        reader = SheetReader(str(path), sheet.title, layout, units)
        for row in _rows(path, book, sheet):
            reader.feed(row)
        reader.finish()
        yield reader


def _table_sheets(path: Path, book: Any, judged: Mapping[str, JudgedSheet], settings: TableSettings) -> TableSheets:
    sheets = TableSheets(path, settings)
    for sheet in judged.values():
        ranges = down_ranges(sheet.merged)
        rows = (TableRow(row.number, [_value(cell) for cell in row.cells]) for row in _rows(path, book, sheet))
        sheets.read(unmerged(rows, ranges) if ranges else rows, sheet.title)
    return sheets


def _value(cell: Cell) -> Any:
    """A cell's value, or the cell itself where it is broken."""
    return cell if cell_fault(cell) else cell.value


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook with its saved values. What openpyxl has to say while it is read is for nobody."""
    with warnings.catch_warnings(), redirect_stdout(StringIO()), path.open("rb") as file:
        warnings.simplefilter("ignore")
        with _faults_of(path, ""):
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        with closing(book):
            yield book


@contextmanager
def _faults_of(path: Path, place: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # openpyxl has no error of its own for what is damaged, and raises nearly all there are
        raise Rejected([damaged(path, place, error.__cause__ or error)]) from error


def _rows(path: Path, book: Any, judged: JudgedSheet) -> Iterator[Row]:
    with _faults_of(path, judged.title):
        sheet = book[judged.title]
        sheet.reset_dimensions()
        with closing(sheet.iter_rows(max_col=_WIDEST)) as rows:
            for number, cells in enumerate(islice(rows, judged.rows), start=1):
                if not all(cell is EMPTY_CELL for cell in cells):
                    yield Row(number, _cells(cells, judged.uncomputed(number)))


def _cells(cells: tuple[Any, ...], uncomputed: set[int]) -> tuple[Cell, ...]:
    return tuple(
        Cell(cell.value, is_error=cell.data_type == "e", is_uncomputed=n in uncomputed and _unsaved(cell))
        for n, cell in enumerate(cells)
    )


def _unsaved(cell: Any) -> bool:
    """Whether a formula's cell holds no result; one whose result is an empty text is typed as text."""
    return cell.value is None and cell.data_type == "n"
