"""An index finds what looking at each part would find, in the order of the parts."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from demodb.packs.index import Index


class Part(NamedTuple):
    """A part that is for some roles and some units, for all where it names none."""

    number: int
    roles: list[str]
    units: list[str]


names = st.lists(st.sampled_from("abc"), max_size=3)
wanted = st.none() | st.sampled_from("abcd")


@given(given=st.lists(st.tuples(names, names), max_size=20), role=wanted, unit=wanted)
def test_an_index_finds_what_names_each_name_or_none(given: list[tuple[list[str], list[str]]], role: str, unit: str) -> None:
    parts = [Part(number, *lists) for number, lists in enumerate(given)]
    index = Index(parts, lambda part: part.roles, lambda part: part.units)
    expected = [part for part in parts if role in (part.roles or [role]) and unit in (part.units or [unit])]
    assert index.of(role, unit) == expected
    assert index.of(role, unit) == expected, "and the second time, too"
