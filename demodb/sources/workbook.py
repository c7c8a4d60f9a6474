"""A workbook: its sheets read cell by cell, as tables. The home of openpyxl for reading."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, redirect_stdout
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from demodb.model.names import unit_key
from demodb.sources.cells import Cell
from demodb.sources.guard import JudgedSheet, damaged, judge_workbook
from demodb.sources.header import TableRow
from demodb.sources.layouts import BUDGET, PLAIN, Layout
from demodb.sources.merged import down_ranges, merged_words, unmerged
from demodb.sources.records import Portfolio, Rejected
from demodb.sources.tables import PLAIN_TABLES, SeenTable, TableSettings, TableSheets
from demodb.sources.titles import title_key

_WIDEST = 64


def read_workbook(path: Path, settings: TableSettings = PLAIN_TABLES, units: Iterable[str] = ()) -> Portfolio:
    """The customer records of the tables in a workbook's sheets: of a budget's two, or where it has none of them, of all.

    `units` are business units that are known. Raises Rejected with all problems of the file.
    """
    return _sheets(path, settings, units).portfolio()


def explain_workbook(path: Path, settings: TableSettings = PLAIN_TABLES) -> list[SeenTable]:
    """How the tables in a workbook's sheets are understood. Raises Rejected with what is wrong with the file."""
    return _sheets(path, settings).seen


def _sheets(path: Path, settings: TableSettings, units: Iterable[str] = ()) -> TableSheets:
    judged = judge_workbook(path)
    sheets = TableSheets(path, settings, {unit_key(name): name for name in units})
    with _opened(path) as book:
        for layout, sheet in _budget_sheets(judged) or [(PLAIN, sheet) for sheet in judged.values()]:
            rows, ranges = _rows(path, book, sheet), down_ranges(sheet.merged)
            header = sheets.read(unmerged(rows, ranges) if ranges else rows, sheet.title, layout)
            if below := [merged for merged in ranges if merged[0] > header.row and not header.lacking]:
                sheets.warnings.append(f"{path}: {sheet.title}: {merged_words(below)}")
    return sheets


def _budget_sheets(judged: Mapping[str, JudgedSheet]) -> list[tuple[Layout, JudgedSheet]]:
    """The sheets of a budget's workbook, by their names, such as "RR_Input 2026"."""
    named = {title_key(name): sheet for name, sheet in reversed(list(judged.items()))}
    return [(layout, named[title_key(name)]) for name, layout in BUDGET.items() if title_key(name) in named]


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


def _rows(path: Path, book: Any, judged: JudgedSheet) -> Iterator[TableRow]:
    with _faults_of(path, judged.title):
        sheet = book[judged.title]
        sheet.reset_dimensions()
        with closing(sheet.iter_rows(max_col=_WIDEST)) as rows:
            for number, cells in enumerate(islice(rows, judged.rows), start=1):
                if not all(cell is EMPTY_CELL for cell in cells):
                    yield TableRow(number, _values(cells, judged.uncomputed(number)))


def _values(cells: Sequence[Any], uncomputed: Collection[int]) -> list[Any]:
    """The values of a row; most of its cells are not there, and cost no look."""
    return [
        None if cell is EMPTY_CELL and not uncomputed else _value(cell, is_formula=n in uncomputed)
        for n, cell in enumerate(cells)
    ]


def _value(cell: Any, *, is_formula: bool) -> Any:
    """A cell's value, or where it is broken what is wrong; a formula whose result is an empty text is typed as text."""
    if cell.data_type == "e":
        return Cell(cell.value, is_error=True)
    is_uncomputed = is_formula and cell.value is None and cell.data_type == "n"
    return Cell(None, is_uncomputed=True) if is_uncomputed else cell.value
