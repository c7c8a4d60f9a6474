"""Where a table lies, and what is wrong with it as a whole, with the lines of demodb.toml that mend it. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from demodb.errors import Problem
from demodb.model.faults import shown
from demodb.model.tables import Column, TableRules
from demodb.sources.cells import value_text
from demodb.sources.header import Header, TableRow, column_letters
from demodb.sources.layouts import PLAIN, Layout
from demodb.sources.records import Choice, Doubt

_SHOWN_TITLES = 12
_SAID = {
    "amount": "an amount (ARR, MRR, non-recurring, total)",
    "unit": "a business unit",
    "customer": "a customer",
    "sub_id": "a subscription id",
    "arr": "the ARR",
    "renewal": "a renewal",
    "will_renew": "whether it will renew",
    "projected_arr": "the projected ARR",
}


@dataclass(frozen=True)
class TablePlace:
    """Where a table lies, the rules that hold for it, what currencies are worth, and the unit of rows that name none.

    `unit` is what somebody said, `fallback` the name of the file or the sheet.
    """

    path: str
    rules: TableRules
    rate: Mapping[str, float]
    fallback: str
    sheet: str = ""
    unit: str | None = None
    layout: Layout = PLAIN

    def at(self, cell: str) -> str:
        """A cell's place."""
        return f"{self.sheet}!{cell}" if self.sheet else cell

    def problem(self, cell: str, message: str) -> Problem:
        """A problem at a cell, a row ("3:3"), or ("") of the whole table."""
        return Problem(self.path, self.at(cell) if cell else self.sheet, message)


def table_name(place: TablePlace) -> str:
    """What the settings call a table."""
    return PurePath(place.path).name + (f"!{place.sheet}" if place.sheet else "")


def setting(place: TablePlace, table: str, line: str, aside: str = "") -> str:
    """The words that say what to put into demodb.toml, ready to paste."""
    head = f"[tables.{json.dumps(table_name(place), ensure_ascii=False)}{table}]"
    return f"say in demodb.toml:\n  {head}\n  {line}{f'  # {aside}' if aside else ''}"


def lacking_columns(place: TablePlace, header: Header) -> Problem:
    """What a table lacks, with the titles that were found and the mapping that would do."""
    lacking = " and ".join(_SAID.get(name, name.upper()) for name in header.lacking)
    if not header.row:
        where = f"in the first {place.layout.header_rows} rows"
        return place.problem("", f"expected a header with {lacking} {where}, found no title of a table")
    known = {place for places in (*header.columns.values(), *header.doubtful.values()) for place in places}
    titles = [title for at, title in header.titles.items() if at not in known]
    found = ", ".join(map(shown, titles[:_SHOWN_TITLES])) or "no other title"
    columns = ["arr" if name == "amount" else name for name in header.lacking]
    lines = "\n  ".join(f"{column} = {_quoted(titles[n:])}" for n, column in enumerate(columns))
    aside = "the title that it stands under" + (', or "" for none' if {*header.lacking} & {*place.layout.needs} else "")
    said = setting(place, ".columns", lines, aside)
    return place.problem(f"{header.row}:{header.row}", f"expected a column for {lacking}, found {found}; {said}")


def doubtful_columns(place: TablePlace, header: Header) -> Iterator[Problem]:
    """The columns for which several titles could be meant, with the mapping that decides."""
    for column, places in header.doubtful.items():
        cells = [f"{header.titles[at]!r} ({column_letters(at)}{header.row})" for at in places]
        message = f"{' and '.join(cells)} could each be the column {column!r}"
        yield place.problem(
            f"{header.row}:{header.row}", f"{message}; {setting(place, '.columns', _line(column, header, places))}"
        )


def doubts_of(place: TablePlace, header: Header, values: Callable[[int], tuple[str, ...]]) -> Iterator[Doubt]:
    """The same, to be asked about: `values` has by column, from 0, the first ones."""
    for column, places in header.doubtful.items():
        named = _named(header, places)
        choices = [
            Choice(f"{column_letters(at)}{header.row}", header.titles[at], name, values(at))
            for at, name in zip(places, named, strict=True)
        ]
        yield Doubt(place.path, table_name(place), column, tuple(choices))


def _named(header: Header, places: tuple[int, ...]) -> list[str]:
    """What a mapping calls columns: by their titles, or where these are alike by their letters."""
    titles = [header.titles[at] for at in places]
    return titles if len(set(titles)) == len(titles) else [column_letters(at) for at in places]


def _line(column: Column, header: Header, places: tuple[int, ...]) -> str:
    first, *others = (json.dumps(name, ensure_ascii=False) for name in _named(header, places))
    return f'{column} = {first}  # or {", ".join(others)}, or "" for none'


def _quoted(titles: list[str]) -> str:
    return json.dumps(titles[0] if titles else "TITLE", ensure_ascii=False)


def unmatched_columns(place: TablePlace, header: Header) -> list[Problem]:
    """The columns of the mapping whose titles the table does not have."""
    found = {*header.columns, *header.doubtful}
    titles = ", ".join(map(shown, list(header.titles.values())[:_SHOWN_TITLES]))
    return [
        place.problem(f"{header.row}:{header.row}", f"expected the title {said!r}, as {column} is mapped to it, found {titles}")
        for column, said in place.rules.columns.items()
        if said and column not in found
    ]


def torn_row(place: TablePlace, header: Header, row: TableRow) -> Problem | None:
    """What is wrong with a row of a CSV file that is wider than the titles: what stands behind belongs to other columns."""
    titled = max(header.titles) + 1
    if place.sheet or not any(map(value_text, row.values[titled:])):
        return None
    message = f"holds {len(row.values)} cells under {titled} titles: is a text with the delimiter in it not in quotation marks?"
    return place.problem(f"{row.number}:{row.number}", message)
