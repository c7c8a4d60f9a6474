"""The workbook: its two sheets, found by their titles and read cell by cell. The home of openpyxl for reading."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stdout
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from demodb.errors import Problem
from demodb.sources.cells import Cell
from demodb.sources.guard import JudgedSheet, damaged, judge_workbook
from demodb.sources.portfolio_sheets import NRR, RR, Row, SheetReader, merged_records
from demodb.sources.records import Portfolio, Rejected

_WIDEST = 64


def read_workbook(path: Path) -> Portfolio:
    """The customer records of both sheets. Raises Rejected with all problems of the file."""
    judged = judge_workbook(path)
    readers = []
    with _opened(path) as book:
        for layout in (RR, NRR):
            sheet = next((sheet for name, sheet in judged.items() if _folded(name) == _folded(layout.title)), None)
            if sheet is not None:
                reader = SheetReader(str(path), sheet.title, layout)
                for row in _rows(path, book, sheet):
                    reader.feed(row)
                reader.finish()
                readers.append(reader)
        sheet_names = book.sheetnames
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


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


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
