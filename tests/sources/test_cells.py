"""A cell's value as text and as an id, whatever kind of value a workbook saved in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from demodb.sources.cells import Cell, cell_fault, typed_id, value_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("  a  b\n", "a b"),
        (True, "Yes"),
        (False, "No"),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        (1e308, str(int(1e308))),
        (float("inf"), "inf"),
        (datetime(2026, 11, 24, 9, 30), "2026-11-24"),  # noqa: DTZ001 - cells know no zones
        (date(2026, 11, 24), "2026-11-24"),
        (Cell("#REF!", is_error=True), ""),
    ],
)
def test_a_value_is_said_as_a_person_reads_it(value: Any, text: str) -> None:
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, None),
        ("  ", None),
        ("AB 12 ", "AB 12"),
        ("007", "007"),
        ("7", 7),
        ("7.50", "7.50"),
        ("7.5", 7.5),
        (7.0, 7),
        (True, "True"),
        (2**53, str(2**53)),
        (float("nan"), "nan"),
        ("9" * 400, "9" * 400),
        (str(2**53), str(2**53)),
        (date(2026, 11, 24), "2026-11-24"),
    ],
)
def test_an_id_is_a_number_only_where_it_spells_back_the_same(value: Any, found: Any) -> None:
    assert (typed_id(value), type(typed_id(value))) == (found, type(found))


def test_a_broken_cell_says_what_is_wrong_with_it() -> None:
    assert cell_fault(Cell(1)) is None
    assert cell_fault(Cell("#REF!", is_error=True)) == "expected a value, found the error #REF!"
    assert "open it in Excel and save it" in str(cell_fault(Cell(None, is_uncomputed=True)))
