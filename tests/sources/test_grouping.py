"""The lines of one customer's name come together, in their order, however many lines there are."""

from __future__ import annotations

from typing import Any

from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from demodb.sources.grouping import Grouping, Parts
from demodb.sources.lines import Line, Lines

_NAMES = st.lists(st.sampled_from(["a", "b", "\u00e4", "c d", "\ud800", *map(str, range(40))]), max_size=60)


def line(row: int, name: str, renewal: Any = None) -> Line:
    return Line(row, "North", name, None, (1.5,), None, renewal, None, None, None)


@settings(max_examples=examples(50))
@given(_NAMES, st.integers(0, 70), st.integers(1, 30))
def test_what_is_of_one_name_is_in_one_part_in_order_however_often_parts_are_divided(
    names: list[str], few: int, most: int
) -> None:
    lines = [line(row, name) for row, name in enumerate(names)]
    parts = Parts(few, most)
    for start in range(0, len(lines), 9):
        parts.add(lines[start : start + 9])

    found = list(parts)

    assert sorted(row for part in found for row, *_ in part) == [*range(len(lines))]
    for name in names:
        own = [row for row, _, named, *_ in lines if named == name]
        assert own in [[row for row, _, named, *_ in part if named == name] for part in found]
    assert len(lines) > few or found == [lines]


def test_a_part_that_is_too_large_is_divided_again() -> None:
    lines = [line(row, str(row)) for row in range(2_000)]
    parts = Parts(few=10, most=20)
    parts.add(lines)

    assert max(map(len, parts)) <= 20


def test_dates_have_the_day_first_where_all_that_tell_agree() -> None:
    told = []
    grouping = Grouping()
    for row, renewal in enumerate(["3/4/2027", "28/4/2027", "29/4/2027", "4/28/2027"]):
        grouping.add(Lines(*zip(line(row, "Acme", renewal), strict=True)))
        told.append(grouping.day_first)

    assert told == [None, True, True, None]
