"""Moments as people type them: a time today such as 15:30, or an ISO date-time; what cannot be meant is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

FARTHEST = timedelta(days=366)
"""How far from now a time may be: one that is farther was mistyped."""


class NoTimeError(ValueError):
    """A text that is no moment, or none that can be meant; the message is for the person who typed it."""


def typed_moment(text: str, now: datetime) -> datetime:
    """The moment that somebody typed at the present moment `now`, with its zone: the machine's, where none is named.

    Raises NoTimeError.
    """
    try:
        return _moment(text, now)
    except OverflowError as error:
        raise NoTimeError(f"{text} is more than a year away") from error
    except _NoMomentError as fault:
        raise NoTimeError(f"{text} {fault}") from fault
    except ValueError as error:
        expected = "a time today such as 15:30, or an ISO date-time such as 2026-12-01T15:30"
        raise NoTimeError(f"{text!r} is no time: expected {expected}") from error


class _NoMomentError(ValueError):
    """A time that can be read, and that is no moment, or not one that can be meant."""


def _moment(text: str, now: datetime) -> datetime:
    typed = _typed(text, now)
    moment = typed if typed.tzinfo else _local(typed)
    if abs(moment.astimezone(UTC) - now) > FARTHEST:
        raise _NoMomentError("is more than a year away")
    return moment


def _typed(text: str, now: datetime) -> datetime:
    if _TIME.fullmatch(text):
        return datetime.combine(now.astimezone().date(), time.fromisoformat(text if text[1].isdigit() else f"0{text}"))
    if not _DATE_TIME.match(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _local(typed: datetime) -> datetime:
    """A time in the machine's zone, where a change of the clock neither skips nor repeats it."""
    first, second = (datetime.fromtimestamp(typed.replace(fold=fold).timestamp(), UTC).astimezone() for fold in (0, 1))
    if first == second:
        return first
    if first.replace(tzinfo=None) == typed:
        both = " or ".join(moment.isoformat(timespec="minutes") for moment in (first, second))
        raise _NoMomentError(f"comes twice on that day, as the clock is put back: write {both}")
    later = max(first, second)
    raise _NoMomentError(f"does not exist on that day: the clock is put forward, and {later:%H:%M} comes in its place")


_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?")
_DATE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")
