"""A table of valid values gives the same records, however its columns stand and are called, and whatever file it is."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import write_book

from demodb.model.tables import Column
from demodb.sources.records import CustomerRecord
from demodb.sources.tables import read_csv
from demodb.sources.titles import SPELLINGS
from demodb.sources.workbook import read_workbook

CUSTOMERS = [
    "Acme Ltd",
    "Soci\u00e9t\u00e9 G\u00e9n\u00e9rale",
    "M\u00fcller AG",
    "Nordvarde, Inc.",
    "Borealis A/S",
    "O'Neil & Sons",
]
CUSTOMERS += ["Telef\u00f3nica UK", "42 Labs"]
CENTS = st.integers(0, 10**9).map(lambda cents: cents / 100)


class Line(NamedTuple):
    """A row of a table, its values as they are meant."""

    unit: str
    customer: str
    arr: float | None
    nrr: float | None
    sub_id: int | str | None
    renewal: date | None
    will_renew: str | None
    projected_arr: float | None
    country: str | None


LINES = st.builds(
    Line,
    st.sampled_from(["North", "South East", "STL"]),
    st.sampled_from(CUSTOMERS),
    st.none() | CENTS,
    st.none() | CENTS,
    st.none() | st.integers(1, 2**53 - 1) | st.sampled_from(["000123", "A-1", "sandboxes"]),
    st.none() | st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.sampled_from([None, "Yes", "No", "TBD"]),
    st.none() | CENTS,
    st.sampled_from([None, "DE", "FR", "Atlantis"]),
)
COLUMNS: tuple[Column, ...] = tuple(column for column in get_args(Column) if column in Line._fields)
AMOUNTS = ("arr", "nrr", "projected_arr")


def written(thousands: str, decimal: str, form: str = "{}") -> Callable[[float], str]:
    """How a number is written: its thousands, its decimals, what stands around it."""
    signs = str.maketrans({",": thousands, ".": decimal})
    return lambda amount: form.format(f"{amount:,.2f}".translate(signs))


NUMBERS: list[Callable[[float], Any]] = [
    float,
    written("", "."),
    written(",", "."),
    written(".", ","),
    written(" ", ","),
    written("\u00a0", ","),
    written("'", "."),
    written(",", ".", "${}"),
    written(",", ".", "USD {}"),
    written(".", ",", "{} $"),
]
DAYS: list[Callable[[date], Any]] = [str, lambda day: f"{day:%d.%m.%Y}", lambda day: datetime(*day.timetuple()[:3])]  # noqa: DTZ001
DECORATIONS = ["{}", "{} 2026", "{} #", "{}?", " {}  ", '"{}"', "{} (USD)", "{}:"]
CASES: list[Callable[[str], str]] = [str, str.upper, str.title]


@dataclass(frozen=True)
class Look:
    """How a table is written down: the columns' order and titles, the rows above, the forms of values, and the file."""

    order: Sequence[int]
    titles: Sequence[str]
    above: Sequence[str]
    number: Callable[[float], Any]
    day: Callable[[date], Any]
    kind: tuple[str, str] | None

    def rows(self, lines: Sequence[Line]) -> list[list[Any]]:
        """The rows of the file."""
        body = [[self._cell(COLUMNS[at], getattr(line, COLUMNS[at])) for at in self.order] for line in lines]
        return [*([text] for text in self.above), [self.titles[at] for at in self.order], *body]

    def _cell(self, column: Column, value: Any) -> Any:
        if value is None:
            return None
        return self.number(value) if column in AMOUNTS else self.day(value) if column == "renewal" else value


def title_of(column: Column) -> st.SearchStrategy[str]:
    """Any spelling of a column's title in any of the languages, in any case, with what is taken off."""
    spellings = [spelling.strip() for rank in SPELLINGS[column] for spelling in rank.split("|")]
    parts = st.tuples(st.sampled_from(spellings), st.sampled_from(CASES), st.sampled_from(DECORATIONS))
    return parts.map(lambda said: said[2].format(said[1](" ".join(said[0].split()))))


LOOKS = st.builds(
    Look,
    st.permutations(range(len(COLUMNS))),
    st.tuples(*map(title_of, COLUMNS)),
    st.lists(st.sampled_from(["", "Portfolio", "As of 24 November 2026", "All amounts in USD"]), max_size=30),
    st.sampled_from(NUMBERS),
    st.sampled_from(DAYS),
    st.none() | st.tuples(st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
)


def read(folder: Path, look: Look, lines: Sequence[Line]) -> tuple[CustomerRecord, ...]:
    """Write the table as it is to look, and read it."""
    rows = look.rows(lines)
    if look.kind is None:
        return tuple(read_workbook(write_book(folder / "list.xlsx", {"List": rows})).records)
    delimiter, encoding = look.kind
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    (folder / "list.csv").write_bytes(text.getvalue().encode(encoding))
    return tuple(read_csv(folder / "list.csv").records)


def meant(lines: Sequence[Line]) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What the records of a table have to say, by business unit and customer."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.unit, line.customer), []).append(line)
    return {
        key: (
            round(sum(line.arr or 0 for line in group), 2),
            round(sum(line.nrr or 0 for line in group), 2),
            [said for said in map(subscription, group) if any(value is not None for value in said.values())],
            next((line.country for line in group if line.country), None),
        )
        for key, group in groups.items()
    }


def subscription(line: Line) -> dict[str, Any]:
    day = line.renewal
    quarter = day and f"Q{(day.month + 2) // 3}'{day.year % 100:02}"
    said = {"sub_id": line.sub_id, "arr": line.arr, "projected_arr": line.projected_arr}
    return {**said, "renewal_qtr": quarter, "will_renew": line.will_renew, **({"renewal_date": str(day)} if day else {})}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws")


@settings(max_examples=examples(60, deep=300))
@given(st.lists(LINES, min_size=1, max_size=6), LOOKS)
def test_a_table_gives_the_same_records_however_it_is_written(folder: Path, lines: list[Line], look: Look) -> None:
    found = {
        (record.business_unit, record.name): (record.rr, record.nrr, list(record.subscriptions or ()), record.country)
        for record in read(folder, look, lines)
    }
    assert found == meant(lines)
