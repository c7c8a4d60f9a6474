"""Times as people type them: moments and days; what cannot be meant is refused, and why. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from demodb.errors import TypedTimeError

_FARTHEST = timedelta(days=366)
"""How far from now a time may be: one that is farther was mistyped."""


def typed_moment(text: str, now: datetime) -> datetime:
    """A time today such as 15:30, or an ISO date-time; what names no zone is in the machine's. Raises TypedTimeError.

    `now` is the present moment with the machine's zone.
    """
    try:
        typed = _typed(text, now.date())
        moment = typed if typed.tzinfo else local_moment(typed, text)
        far = abs(moment.astimezone(UTC) - now) > _FARTHEST
    except TypedTimeError:
        raise
    except OverflowError:
        far = True
    except ValueError as error:
        expected = "a time today such as 15:30, or an ISO date-time such as 2026-12-01T15:30"
        raise TypedTimeError(f"{text!r} is no time: expected {expected}") from error
    if far:
        raise TypedTimeError(_far(text))
    return moment


def typed_day(text: str, today: date) -> date:
    """A date such as 2026-12-01, at most a year from now. Raises TypedTimeError."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise TypedTimeError(f"{text!r} is no date: expected one such as 2026-12-01") from error
    if is_far(day, today):
        raise TypedTimeError(_far(text))
    return day


def is_far(day: date, today: date) -> bool:
    """Whether a day is so far away that it was mistyped."""
    return abs(day - today) > _FARTHEST


def _far(text: str) -> str:
    return f"{text} is more than a year away"


def _typed(text: str, today: date) -> datetime:
    if _TIME.fullmatch(text):
        return datetime.combine(today, time.fromisoformat(text if text[1].isdigit() else f"0{text}"))
    if not _DATE_TIME.match(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def local_moment(typed: datetime, text: str) -> datetime:
    """A time in the machine's zone. Raises TypedTimeError where a change of the clock skips or repeats it."""
    first, second = (datetime.fromtimestamp(typed.replace(fold=fold).timestamp(), UTC).astimezone() for fold in (0, 1))
    if first == second:
        return first
    if first.replace(tzinfo=None) == typed:
        both = " or ".join(moment.isoformat(timespec="minutes") for moment in (first, second))
        raise TypedTimeError(f"{text} comes twice on that day, as the clock is put back: write {both}")
    later = f"{max(first, second):%H:%M}"
    raise TypedTimeError(f"{text} does not exist on that day: the clock is put forward, and {later} comes in its place")


_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?")
_DATE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")
