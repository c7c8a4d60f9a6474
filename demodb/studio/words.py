"""How values are said in templates: amounts, days, moments and counts, in marks that the browser writes in its language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from markupsafe import Markup

from demodb.clock import moment_of
from demodb.model.canonical import canonical
from demodb.model.counts import plural
from demodb.model.dates import day_text
from demodb.model.merge import ABSENT
from demodb.model.names import slug


def money(value: float | None) -> Markup:
    """An amount in USD; nothing for None."""
    return Markup() if value is None else Markup('<data class="money" value="{}">${:,.0f}</data>').format(value, value)


def number(value: float | None) -> Markup:
    """A number; nothing for None."""
    return Markup() if value is None else Markup('<data class="number" value="{}">{:,}</data>').format(value, value)


def moment(value: datetime | None) -> Markup:
    """A moment to the minute, as the server's zone has it until the browser writes its own."""
    if value is None:
        return Markup()
    local = value.astimezone()
    return Markup('<time class="moment" datetime="{}">{:%Y-%m-%d %H:%M}</time>').format(local.isoformat("T", "seconds"), local)


def clock_time(value: datetime | None) -> Markup:
    """The time of day of a moment."""
    if value is None:
        return Markup()
    local = value.astimezone()
    return Markup('<time class="clock" datetime="{}">{:%H:%M}</time>').format(local.isoformat("T", "seconds"), local)


def day(value: str | None) -> Markup:
    """A date, or the date of a date-time, as a plan has it; other text as it is."""
    if not value:
        return Markup()
    return Markup('<time class="day">{}</time>').format(day_text(value))


def plain(value: Any) -> str:
    """Any value of a plan as text: a list line by line, what is neither text nor list as JSON."""
    if value is ABSENT or value is None:
        return "nothing" if value is ABSENT else "none"
    if value in ("", []):
        return "empty"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    return value if isinstance(value, str) else canonical(value)


def moment_ms(value: int) -> Markup:
    """A moment in ms since 1970, to the minute."""
    return moment(moment_of(value))


def left(value: datetime, now: datetime) -> str:
    """How long it is until a moment, as the browser goes on counting."""
    minutes = int((value - now).total_seconds()) // 60
    if minutes < 1:
        return "over" if value <= now else "under a minute left"
    return f"{minutes // 60} h {minutes % 60} min left" if minutes >= _HOUR else f"{minutes} min left"


_HOUR = 60

FILTERS: dict[str, Callable[..., Any]] = {
    "clock": clock_time,
    "day": day,
    "left": left,
    "json": canonical,
    "moment": moment,
    "moment_ms": moment_ms,
    "money": money,
    "number": number,
    "plain": plain,
    "plural": plural,
    "slug": slug,
}
