"""A row that is read at once says what a closer look at its cells says."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st
from workbooks import write_book

from demodb.sources.layouts import PLAIN
from demodb.sources.records import CustomerRecord, RecordOrigin, Rejected
from demodb.sources.tables import TableSettings, read_csv
from demodb.sources.workbook import read_workbook

_TITLES = ["Customer", "Business Unit", "ARR", "NRR", "Currency", "Subscription ID", "Renewal", "Will Renew", "Country"]
_AMOUNTS = st.sampled_from(
    ["", "0", "12", "12.50", "1,250.00", "-1,250.00", "1,250", "1,5", "-3", " 7 ", "TBD", "1e3", "\u0663", "x"]
)
# The rows among which a header is looked for are looked at closely anyway.
_FIRST = [[f"First {n}", "North", "12", "", "", "", "", "", ""] for n in range(PLAIN.header_rows)]
_ROWS = st.lists(
    st.tuples(
        st.sampled_from(
            ["Acme", "Acme  Ltd ", "Customer", "Total", "Sum North", "Note", "\u682a\u5f0f", "", "--", "\u00c9tat", "9 Lives"]
        ),
        st.sampled_from(["North", " north", "South", "", "/"]),
        _AMOUNTS,
        _AMOUNTS,
        st.sampled_from(["", "USD", "usd ", "$", "EUR", "XYZ"]),
        st.sampled_from(["", "S-1", "0012", "12"]),
        st.sampled_from(["", "2027-03-28", "3/4/2027", "28/4/2027", "Q1 27", "soon"]),
        st.sampled_from(["", "Yes", " no", "maybe"]),
        st.sampled_from(["", "Germany", "DE ", "Atlantis"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=examples(150))
@given(_ROWS)
@example([("Customer", "Business Unit", "", "", "", "", "", "", "")])
def test_a_row_that_is_read_at_once_says_what_a_closer_look_at_it_says(
    tmp_path_factory: Any, rows: list[tuple[str, ...]]
) -> None:
    path: Path = tmp_path_factory.mktemp("table") / "list.csv"

    # An empty cell behind a row makes it wider than the titles, which calls for a closer look.
    assert _said(path, [[*row] for row in rows]) == _said(path, [[*row, ""] for row in rows])


def _said(path: Path, rows: list[list[Any]]) -> Any:
    with path.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([_TITLES, *_FIRST, *rows])
    try:
        read = read_csv(path)
        return list(read.records), read.lines, list(read.warnings)
    except Rejected as rejected:
        return rejected.problems, rejected.records


@pytest.mark.slow
def test_rows_of_a_sheet_that_are_read_at_once_say_what_those_of_a_csv_file_say(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        [f"Customer {n}", "North", n + 0.5, n, "USD", f"S-{n}", "Q1'27", "Yes", "Germany"] for n in range(1_500)
    ]
    for n in (700, 1_200):
        rows[n] = ["Acme  Ltd ", "South", True if n > 1_000 else 7, None, None, None, datetime(2027, 1, 2), None, None]  # noqa: DTZ001
    beside = [[*row, None, "seen" if n % 7 else None] for n, row in enumerate(rows)]
    expected = _said(tmp_path / "list.csv", [*rows[:1_200], *rows[1_201:]])

    read = read_workbook(write_book(tmp_path / "list.xlsx", {"List": [_TITLES, *_FIRST, *beside]}), TableSettings(skip_rows=True))

    assert list(map(_without_place, read.records)) == list(map(_without_place, expected[0]))
    assert [row.problems[0].message for row in read.faulty] == ["expected a number, found True"]


def _without_place(record: CustomerRecord) -> CustomerRecord:
    return record._replace(origin=RecordOrigin("", ""))


def test_rows_of_a_csv_file_that_are_wider_than_the_titles_are_no_plain_ones(tmp_path: Path) -> None:
    torn: list[list[Any]] = [[f"Acme {n}", "North", 1, 2, "USD", "S-1", "", "Yes", "", "behind"] for n in range(200)]

    problems, _ = _said(tmp_path / "list.csv", torn)

    assert len(problems) == len(torn)
