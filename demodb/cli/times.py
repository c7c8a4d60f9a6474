"""Times as they are typed: moments, dates and lifetimes; what cannot be meant is refused before anything is done."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

import click

from demodb.clock import Clock

_FARTHEST = timedelta(days=366)
"""How far from now a time may be: one that is farther was mistyped."""


class _AsOf(click.DateTime):
    """A date within a year from now."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        day = super().convert(value, param, ctx)
        if abs(day.date() - Clock().today()) > _FARTHEST:
            self.fail(f"{value} is more than a year away", param, ctx)
        return day


AS_OF = _AsOf(["%Y-%m-%d"])
"""The type of --as-of."""


class _Moment(click.ParamType[datetime]):
    """A time today such as 15:30, or an ISO date-time; what names no zone is in the machine's."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, with its zone."""
        if isinstance(value, datetime):
            return value
        try:
            return _moment(value)
        except OverflowError:
            self.fail(f"{value} is more than a year away", param, ctx)
        except _NoMomentError as fault:
            self.fail(f"{value} {fault}", param, ctx)
        except ValueError:
            expected = "a time today such as 15:30, or an ISO date-time such as 2026-12-01T15:30"
            self.fail(f"{value!r} is no time: expected {expected}", param, ctx)


class _NoMomentError(ValueError):
    """A time that can be read, and that is no moment, or not one that can be meant."""


def _moment(text: str) -> datetime:
    typed = _typed(text)
    moment = typed if typed.tzinfo else _local(typed)
    if abs(moment.astimezone(UTC) - Clock().now()) > _FARTHEST:
        raise _NoMomentError("is more than a year away")
    return moment


def _typed(text: str) -> datetime:
    if _TIME.fullmatch(text):
        return datetime.combine(Clock().today(), time.fromisoformat(text if text[1].isdigit() else f"0{text}"))
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
MOMENT = _Moment()
"""The type of --at and --until; whether a past moment makes sense is for the command to say."""

SPAN = click.IntRange(min=1, max=365 * 24 * 3600)
"""The type of --ttl: seconds, at most a year."""
