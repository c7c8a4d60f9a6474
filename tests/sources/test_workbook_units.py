"""Business units of a workbook are those that it names: how its classes are matched against them."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbooks import Rows, nrr, nrr_sheet, rr, rr_sheet, write_book

from demodb.sources.records import CustomerRecord
from demodb.sources.workbook import read_workbook


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "portfolio.xlsx"


def records(path: Path, sheets: dict[str, Rows]) -> list[CustomerRecord]:
    return list(read_workbook(write_book(path, sheets), units=("CloudSense", "Kandy")).records)


@pytest.mark.parametrize("known", [(), ("Totogi", "Stl")])
def test_a_class_is_matched_against_the_units_of_the_other_sheet_and_those_that_are_known(
    book: Path, known: tuple[str, ...]
) -> None:
    sheets = {
        "RR Input": rr_sheet(rr("Totogi", "A"), rr(" STL ", "B")),
        "NRR Input": nrr_sheet(nrr("A", "TOTOGI: new"), nrr("B", "stl")),
    }

    found = read_workbook(write_book(book, sheets), units=known).records
    assert [(record.business_unit.casefold(), record.name, record.nrr) for record in found] == [
        ("totogi", "A", 10),
        ("stl", "B", 10),
    ]


def test_a_class_that_spells_a_unit_with_other_spaces_names_it_so(book: Path) -> None:
    [record] = records(book, {"NRR Input": nrr_sheet(nrr("A", "Services - Cloud Sense (new)"))})

    assert record.business_unit == "Cloud Sense"


def test_a_total_of_a_unit_of_the_sheet_is_a_subtotal(book: Path) -> None:
    rows = rr_sheet(rr("Totogi", "A"), rr("Total Totogi", None), rr("Totogi", "Total Access"))

    assert [record.name for record in records(book, {"RR Input": rows})] == ["A", "Total Access"]


def test_a_company_is_taken_as_it_is_typed_first(book: Path) -> None:
    rows = rr_sheet(rr("Totogi", "A"), rr("NEWNET", "A"), rr(" newnet ", "B"))

    assert [record.business_unit for record in read_workbook(write_book(book, {"RR Input": rows})).records] == [
        "Totogi",
        "NEWNET",
        "NEWNET",
    ]
