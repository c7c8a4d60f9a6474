"""How a cache entry is told: its facts for JSON, and spans of time for a person."""

from __future__ import annotations

from demodb.api.cache import CachedSummary, CachedValue
from demodb.clock import moment_of

_MINUTES = 60


def entry_facts(entry: CachedValue | CachedSummary, *, changed: bool) -> dict[str, object]:
    """All but the value, for JSON; times in UTC."""
    return {
        "key": entry.key,
        "kind": entry.kind,
        "state": entry_state(entry),
        "changed": changed,
        "source": entry.source,
        "model": entry.model,
        "createdAt": _iso(entry.created_at),
        "freshUntil": _iso(entry.fresh_until),
        "staleUntil": _iso(entry.stale_until),
        "generation": entry.generation,
        "lastError": entry.last_error,
    }


def entry_state(entry: CachedValue | CachedSummary) -> str:
    """Fresh or stale."""
    return "fresh" if entry.fresh else "stale"


CHANGED = "changed since"
"""Said of an entry that would be made from something else now."""


def state_ends(entry: CachedValue | CachedSummary) -> int:
    """The moment (ms since 1970) at which it turns stale, or is gone."""
    return entry.fresh_until if entry.fresh else entry.stale_until


def duration(seconds: int) -> str:
    """Seconds as 29m 05s, or 1h 05m."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}h {minutes % 60:02}m" if minutes >= _MINUTES else f"{minutes}m {rest:02}s"


def _iso(moment: int) -> str:
    return moment_of(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")
