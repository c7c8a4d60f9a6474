"""What the cache has for the heroes at a moment: warm, stale, a brief by rules, or missing; and how long it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from demodb.cache.keys import intelligence_key, plan_key
from demodb.clock import epoch_ms
from demodb.store.cache import StoredEntry, entries_of
from demodb.store.connection import Connection

Warmth = Literal["warm", "stale", "rules", "missing"]
WARMTHS: tuple[Warmth, ...] = ("warm", "stale", "rules", "missing")
"""How a hero's intelligence stands: fresh and by Claude; past its time; fresh and a brief by rules; none to be served."""

Freshness = Literal["fresh", "stale", "missing"]


@dataclass(frozen=True)
class HeroState:
    """A hero's intelligence and plan in the cache; `fresh_until` is when the first of what is fresh turns stale."""

    account: str
    intelligence: Warmth
    plan: Freshness
    fresh_until: datetime | None


def hero_states(connection: Connection, heroes: Sequence[Any], at: datetime) -> tuple[HeroState, ...]:
    """Judge the heroes (rows with name and slug) for the moment `at`, by what the cache holds now."""
    keys = [key for row in heroes for key in (intelligence_key(row.slug), plan_key(row.slug))]
    entries = entries_of(connection, keys, epoch_ms(at))
    return tuple(
        _hero_state(row.name, entries.get(intelligence_key(row.slug)), entries.get(plan_key(row.slug)), at) for row in heroes
    )


def _hero_state(name: str, intelligence: StoredEntry | None, plan: StoredEntry | None, at: datetime) -> HeroState:
    now = epoch_ms(at)
    ends = [entry.fresh_until for entry in (intelligence, plan) if entry and entry.fresh_until > now]
    until = datetime.fromtimestamp(min(ends) / 1000, at.tzinfo) if ends else None
    return HeroState(name, _warmth(intelligence, now), _freshness(plan, now), until)


def _warmth(entry: StoredEntry | None, now: int) -> Warmth:
    freshness = _freshness(entry, now)
    if entry and freshness == "fresh":
        return "warm" if entry.source == "claude" else "rules"
    return "stale" if entry else "missing"


def _freshness(entry: StoredEntry | None, now: int) -> Freshness:
    if entry is None:
        return "missing"
    return "fresh" if entry.fresh_until > now else "stale"
