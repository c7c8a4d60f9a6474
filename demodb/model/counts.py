"""Counts as people read them."""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 3


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: 1 account, 2,000 accounts."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def places_in_short(places: Sequence[str]) -> str:
    """Places of which the first ones stand for all: A2, A5, A9 and 1,204 more."""
    more = f" and {len(places) - _SHOWN:,} more" if len(places) > _SHOWN else ""
    return f"{', '.join(places[:_SHOWN])}{more}"
