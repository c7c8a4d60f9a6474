"""Workbooks for tests: real ones, written by openpyxl in the portfolio's layout, and their parts rewritten by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from demodb.sources.records import Rejected

Rows = list[list[Any]]

RR_TITLES = ["Company", "Customer", "Product", "Subscription ID", "Start", "Currency", "ARR", "Term", "Renewal Qtr", "Will Renew"]
RR_TITLES += ["Comment", "Projected ARR"]
NRR_TITLES = ["No.", "Customer", "Class", "Product", "Booked", "Currency", "Invoiced", "Comment"]
NRR_TITLES += ["Q1'26", "Q2'26", "Q3'26", "Q4'26", "FY26"]
RR_SHEET = "xl/worksheets/sheet1.xml"
NRR_SHEET = "xl/worksheets/sheet2.xml"


def rr(
    company: Any = "Kandy",
    customer: Any = "Acme Ltd",
    *,
    sub_id: Any = 1001,
    arr: Any = 100,
    renewal: Any = "Q1'26",
    renews: Any = "Yes",
    projected: Any = 110,
) -> list[Any]:
    """A row of RR Input, from column A."""
    return [company, customer, "CPQ", sub_id, None, "USD", arr, 12, renewal, renews, "see CRM", projected]


def nrr(customer: Any = "Acme Ltd", unit: Any = "Services : Kandy", quarters: Sequence[Any] = (1, 2, 3, 4)) -> list[Any]:
    """A row of NRR Input, from column A."""
    return [1, customer, unit, "CPQ", None, "USD", "no", None, *quarters, 999]


def rr_sheet(*rows: list[Any]) -> Rows:
    """RR Input with its header in row 10 and data from row 11."""
    return [["Portfolio"], ["As of", "today"], *([] for _ in range(7)), RR_TITLES, *rows]


def nrr_sheet(*rows: list[Any]) -> Rows:
    """NRR Input with its header in row 5 and data from row 6."""
    return [["Portfolio"], ["USD"], [], [], NRR_TITLES, *rows]


def write_book(path: Path, sheets: Mapping[str, Rows], merged: Iterable[str] = ()) -> Path:
    """Write a workbook; a text that begins with = is a formula without a saved value. `merged` are ranges of its first sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column, value)
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    book.save(path)
    return path


def portfolio(path: Path, *rows: list[Any]) -> Path:
    """A workbook with these rows in RR Input."""
    return write_book(path, {"RR Input": rr_sheet(*rows)})


def rewrite(path: Path, part: str, change: Callable[[bytes], bytes | None]) -> Path:
    """Change one part of a workbook in place; None takes it out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = change(parts.pop(part))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts if changed is None else parts | {part: changed}).items():
            archive.writestr(name, data)
    return path


def replace(path: Path, part: str, old: str, new: str) -> Path:
    """Replace a piece of text that stands once in a part."""

    def change(data: bytes) -> bytes:
        assert data.count(old.encode()) == 1, data
        return data.replace(old.encode(), new.encode())

    return rewrite(path, part, change)


def refused(read: Callable[[Path], object], path: Path) -> list[tuple[str, str]]:
    """The place and the message of all problems for which a file is refused; each has to name the file."""
    with pytest.raises(Rejected) as caught:
        read(path)
    assert {problem.path for problem in caught.value.problems} == {str(path)}
    return [(problem.place, problem.message) for problem in caught.value.problems]
