"""The org chart as a list in lists, for who does not see it: each person below the one whom they report to. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from demodb.model.rows import Row
from demodb.studio.account.chart import below

DEEPEST = 12
"""Levels of lists; who stands deeper is on the last one, as browsers do not put one into another without end."""


class Listed(NamedTuple):
    """A person of the list: whether a list of those who report there begins behind, and how many lists end there."""

    person: Row
    begins: bool
    ends: int


def listed(people: Sequence[Row]) -> list[Listed]:
    """All people, each boss before those who report there."""
    rows = {person["id"]: person for person in people}
    levels = [*_levels(people), ("", 0)]
    return [Listed(rows[row_id], then > level, max(level - then, 0)) for (row_id, level), (_, then) in pairwise(levels)]


def _levels(people: Sequence[Row]) -> Iterator[tuple[str, int]]:
    """The ids in their order, each with the level of its list."""
    tree = below(people)
    waiting = [(row_id, 0) for row_id in reversed(tree.get(None, ()))]
    while waiting:
        row_id, level = waiting.pop()
        yield row_id, level
        waiting += [(one, min(level + 1, DEEPEST - 1)) for one in reversed(tree.get(row_id, ()))]
