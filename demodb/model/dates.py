"""Dates as documents write them, 2026-11-24 or 2026-11-24T09:30:00.000Z: which are valid, and their day and time. Texts stay."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HOUR = "(?:[01][0-9]|2[0-3])"
_ZONE = r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
_DATE = re.compile(rf"{_DAY}(?P<time>T{_HOUR}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]+)?)?{_ZONE}?)?")
_DATE_TIME = re.compile(rf"{_DAY}T{_HOUR}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]+)?(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})")
_FIRST, _LAST = date(1900, 1, 1), date(8999, 12, 31)
_LENGTH = len("2026-11-24")


def iso_date(text: str) -> str:
    """The text, if it is an ISO date, or an ISO date-time with or without seconds, their fraction and a zone.

    Raises ValueError for anything else, days and times that no calendar or clock has included.
    """
    if _DATE.fullmatch(text) and _is_possible(text):
        return text
    raise ValueError("expected an ISO date such as 2026-11-24 or 2026-11-24T09:30:00Z")


def iso_date_time(text: str) -> str:
    """The text, if it is an ISO date-time with seconds and a zone. Raises ValueError for anything else."""
    if _DATE_TIME.fullmatch(text) and _is_possible(text):
        return text
    raise ValueError("expected an ISO date-time with its zone such as 2026-11-24T14:00:00Z")


def day_of(text: str | None) -> date | None:
    """The day of an ISO date or date-time, as written, whatever its zone; None for anything else."""
    try:
        return date.fromisoformat((text or "")[:_LENGTH])
    except ValueError:
        return None


def day_text(text: str) -> str:
    """The day of an ISO date or date-time as a text; any other text as it is."""
    return text[:_LENGTH] if _DATE.fullmatch(text) else text


def moved_by_weeks(text: str, weeks: int) -> str:
    """An ISO date, or date-time with its time as it is, so many weeks later; any other text as it is.

    What lies beyond any demo stays: "never" is often written as 9999-12-31. The days between are a circle, so that what was
    moved can always be moved back.
    """
    day = day_of(text) if _DATE.fullmatch(text) else None
    if day is None or not _FIRST <= day <= _LAST:
        return text
    moved = _FIRST + (day - _FIRST + timedelta(weeks=weeks)) % (_LAST - _FIRST + timedelta(1))
    return f"{moved}{text[_LENGTH:]}"


def time_text(text: str) -> str:
    """What stands behind the day of an ISO date-time, such as T09:30:00.000Z; empty for a date."""
    found = _DATE.fullmatch(text)
    return (found["time"] or "") if found else ""


def _is_possible(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
