"""How a cache entry is told to a person."""

from __future__ import annotations

_MINUTES = 60

CHANGED = "changed since"
"""Said of an entry that would be made from something else now."""


def duration(seconds: int) -> str:
    """Seconds as 29m 05s, or 1h 05m."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}h {minutes % 60:02}m" if minutes >= _MINUTES else f"{minutes}m {rest:02}s"
