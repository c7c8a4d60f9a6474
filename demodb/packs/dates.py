"""Dates of templates: so far away from the as-of date."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from demodb.packs.draws import Draws
from demodb.packs.fields import Offset

WORKING_DAYS = 5


def dated(as_of: date, draws: Draws, path: str, offset: Offset, *, ahead: bool = False) -> str:
    """An ISO date at an offset before the as-of date, or with `ahead` after it.

    In weeks it is a working day, counted from the Monday of the as-of date's week: another as-of date moves it by whole
    weeks, and before is before that Monday, after is after that Sunday.
    """
    away = draws.between(path, offset.low, offset.high) * (1 if ahead else -1)
    if not offset.weeks:
        return (as_of + timedelta(days=away)).isoformat()
    return working_day(as_of, away, draws.between(f"{path}/weekday", 0, WORKING_DAYS - 1))


@lru_cache(maxsize=4096)
def working_day(as_of: date, weeks: int, weekday: int) -> str:
    """The ISO date of a weekday, 0 for Monday, so many weeks after the as-of date's week."""
    return (as_of + timedelta(weeks=weeks, days=weekday - as_of.weekday())).isoformat()
