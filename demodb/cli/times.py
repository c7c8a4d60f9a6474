"""Times as they are typed: moments, dates and lifetimes; what cannot be meant is refused before anything is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from demodb.cli.output import State
from demodb.clock import Clock
from demodb.errors import TypedTimeError
from demodb.model.typed_times import is_far, typed_moment


def _clock(ctx: click.Context | None) -> Clock:
    """The clock that a command goes by."""
    state = ctx.find_object(State) if ctx else None
    return state.clock if state else Clock()


class _AsOf(click.ParamType[datetime]):
    """A date within a year from now."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The date's first moment."""
        try:
            day = value if isinstance(value, datetime) else datetime.strptime(value, "%Y-%m-%d")  # noqa: DTZ007 - a date alone
        except ValueError:
            self.fail(f"{value!r} is no date: expected one such as 2026-12-01", param, ctx)
        if is_far(day.date(), _clock(ctx).today()):
            self.fail(f"{value} is more than a year away", param, ctx)
        return day


AS_OF = _AsOf()
"""The type of --as-of."""


class _Moment(click.ParamType[datetime]):
    """A time today such as 15:30, or an ISO date-time; what names no zone is in the machine's."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, with its zone."""
        if isinstance(value, datetime):
            return value
        try:
            return typed_moment(value, _clock(ctx).now())
        except TypedTimeError as fault:
            self.fail(fault.message, param, ctx)


MOMENT = _Moment()
"""The type of --at and --until; whether a past moment makes sense is for the command to say."""

SPAN = click.IntRange(min=1, max=365 * 24 * 3600)
"""The type of --ttl: seconds, at most a year."""
