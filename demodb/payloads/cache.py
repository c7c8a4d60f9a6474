"""Entries of the cache, and intelligence, as JSON."""

from __future__ import annotations

from typing import Any

from demodb.api.cache import AccountIntelligence, CachedSummary, CachedValue, Overview
from demodb.clock import moment_of


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


def state_ends(entry: CachedValue | CachedSummary) -> int:
    """The moment (ms since 1970) at which it turns stale, or is gone."""
    return entry.fresh_until if entry.fresh else entry.stale_until


def _iso(moment: int) -> str:
    return moment_of(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def overview_payload(overview: Overview) -> dict[str, object]:
    """The entries and their totals as JSON."""
    fresh = sum(count.fresh for count in overview.kinds)
    stale = sum(count.stale for count in overview.kinds)
    return {
        "entries": [
            {
                **entry_facts(entry, changed=entry.key in overview.changed),
                "secondsLeft": seconds_left(entry, overview.at),
                "size": entry.size,
            }
            for entry in overview.entries
        ],
        "kinds": {count.kind: {"fresh": count.fresh, "stale": count.stale, "size": count.size} for count in overview.kinds},
        "fresh": fresh,
        "stale": stale,
        "size": sum(count.size for count in overview.kinds),
    }


def seconds_left(entry: CachedSummary, at: int) -> int:
    """Seconds for which the entry keeps its state."""
    return max(0, (state_ends(entry) - at) // 1000)


def intelligence_payload(advice: AccountIntelligence | None) -> dict[str, Any] | None:
    """The intelligence as JSON; None where the cache has none."""
    return _intelligence(advice) if advice else None


def _intelligence(advice: AccountIntelligence) -> dict[str, Any]:
    facts = entry_facts(advice.entry, changed=advice.changed)
    return {**facts, "ageSeconds": advice.age, "document": advice.document}
