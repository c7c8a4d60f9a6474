"""Merged cells: each has the text of the first one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import itemgetter
from typing import Any

from demodb.model.counts import places_in_short
from demodb.sources.amounts import parse_money
from demodb.sources.header import TableRow, column_letters

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+):\$?([A-Z]{1,3})\$?([0-9]+)")


def down_ranges(merged: Iterable[str]) -> list[tuple[int, int, int]]:
    """The ranges that go over several rows: the first row, the last row, and the column, from 0."""
    found = filter(None, map(_RANGE.fullmatch, merged))
    ranges = [(int(match[2]), int(match[4]), _index(match[1])) for match in found]
    return sorted(((top, bottom, column) for top, bottom, column in ranges if bottom > top), key=itemgetter(2, 0))


def merged_words(ranges: Sequence[tuple[int, int, int]]) -> str:
    """What a person is told of ranges that go over several rows."""
    places = [f"{column_letters(column)}{top}:{column_letters(column)}{bottom}" for top, bottom, column in ranges]
    return f"cells merged over rows have the text of their first one, an amount stays with it: {places_in_short(places)}"


def unmerged(rows: Iterable[TableRow], ranges: Iterable[tuple[int, int, int]]) -> Iterator[TableRow]:
    """The rows, in which every cell of a merged range has the text of its first; an amount stays with the first alone."""
    waiting = sorted(ranges, reverse=True)
    held: list[tuple[int, int, Any]] = []
    for row in rows:
        values = list(row.values)
        held = [entry for entry in held if entry[0] >= row.number]
        for _, column, value in held:
            values[column] = value if values[column] is None else values[column]
        while waiting and waiting[-1][0] <= row.number:
            top, bottom, column = waiting.pop()
            if top == row.number and column < len(values) and _is_text(values[column]):
                held.append((bottom, column, values[column]))
        yield TableRow(row.number, values)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and parse_money(value) is None


def _index(letters: str) -> int:
    return reduce(lambda index, letter: 26 * index + ord(letter) - 64, letters, 0) - 1
