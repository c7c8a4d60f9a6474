"""What the cache has for the heroes at a moment: warm, stale, a brief by rules, or missing; and how long it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from demodb.cache.keys import intelligence_key, plan_key
from demodb.clock import epoch_ms
from demodb.model.account import Account
from demodb.model.lifetimes import freshness
from demodb.store.cache import StoredEntry, entries_of
from demodb.store.connection import Connection

Warmth = Literal["warm", "stale", "rules", "missing"]
WARMTHS: tuple[Warmth, ...] = ("warm", "stale", "rules", "missing")
"""How a hero's intelligence stands: fresh and by Claude; past its time; fresh and a brief by rules; none to be served."""

Presence = Literal["fresh", "stale", "missing"]
"""How an entry stands; one that is gone is missing."""


@dataclass(frozen=True)
class HeroState:
    """A hero's intelligence and plan in the cache; `fresh_until` is when the first of what is fresh turns stale."""

    account: str
    intelligence: Warmth
    plan: Presence
    fresh_until: datetime | None


def hero_states(connection: Connection, heroes: Sequence[Account], at: datetime) -> tuple[HeroState, ...]:
    """Judge the heroes for the moment `at`, by what the cache holds now."""
    keys = [key for row in heroes for key in (intelligence_key(row.slug), plan_key(row.slug))]
    entries = entries_of(connection, keys, epoch_ms(at))
    return tuple(
        _hero_state(row.name, entries.get(intelligence_key(row.slug)), entries.get(plan_key(row.slug)), at) for row in heroes
    )


def _hero_state(name: str, intelligence: StoredEntry | None, plan: StoredEntry | None, at: datetime) -> HeroState:
    now = epoch_ms(at)
    ends = [entry.fresh_until for entry in (intelligence, plan) if entry and _presence(entry, now) == "fresh"]
    until = datetime.fromtimestamp(min(ends) / 1000, at.tzinfo) if ends else None
    return HeroState(name, _warmth(intelligence, now), _presence(plan, now), until)


def _warmth(entry: StoredEntry | None, now: int) -> Warmth:
    presence = _presence(entry, now)
    if entry and presence == "fresh":
        return "warm" if entry.source == "claude" else "rules"
    return "missing" if presence == "missing" else "stale"


def _presence(entry: StoredEntry | None, now: int) -> Presence:
    state = freshness(entry.fresh_until, entry.stale_until, now) if entry else "gone"
    return "missing" if state == "gone" else state
