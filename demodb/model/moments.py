"""Moments as people type them: a time today, or an ISO date-time."""

from __future__ import annotations

import re
from datetime import datetime

from demodb.errors import MomentError

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_FIX = "give a time today such as 15:30, or an ISO date-time such as 2026-12-01T15:30"


def read_moment(text: str, now: datetime) -> datetime:
    """The moment meant: "15:30" is today's in the zone of `now`, as is a date-time without zone. Raises MomentError."""
    clock = _TIME.fullmatch(text.strip())
    if clock:
        return now.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise MomentError(f"{text!r} is no time", fix=_FIX) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def read_future(text: str, now: datetime) -> datetime:
    """The same for a moment that is still to come. Raises MomentError for one in the past too."""
    moment = read_moment(text, now)
    if moment <= now:
        raise MomentError(f"{text!r} is past: it is {now:%Y-%m-%d %H:%M} now", fix=_FIX)
    return moment
