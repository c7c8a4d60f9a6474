"""What the cache has for the heroes at a moment: warm, stale, a brief by rules, or missing; how long it lasts, what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from demodb.cache.inputs import differing, present_hashes
from demodb.cache.keys import intelligence_key, plan_key
from demodb.clock import epoch_ms, moment_of
from demodb.model.account import Account
from demodb.model.lifetimes import freshness
from demodb.status.asked import Asked
from demodb.store.accounts import heroes
from demodb.store.bulk import chunked
from demodb.store.cache import StoredEntry, entries_of
from demodb.store.connection import Connection
from demodb.store.spellings import slugs_of

Warmth = Literal["warm", "stale", "rules", "missing"]
WARMTHS: tuple[Warmth, ...] = ("warm", "stale", "rules", "missing")
"""How a hero's intelligence stands: fresh and by Claude; past its time; fresh and a brief by rules; none to be served."""

Presence = Literal["fresh", "stale", "missing"]
"""How an entry stands; one that is gone is missing."""


@dataclass(frozen=True)
class HeroState:
    """A hero's intelligence and plan in the cache: of all slugs under which the app looks, those that stand worst.

    `fresh_until` is when the first of what is fresh turns stale, `plan_until` and `intelligence_until` when each does; None
    for what is not fresh. `source` made the intelligence. `changed` are the parts that would be made from something else now,
    and `made` says whether all is there at present.
    """

    account: str
    intelligence: Warmth
    plan: Presence
    fresh_until: datetime | None
    plan_until: datetime | None = None
    intelligence_until: datetime | None = None
    source: str | None = None
    changed: tuple[str, ...] = ()
    made: bool = True


def hero_hashes(connection: Connection) -> dict[str, str]:
    """What the heroes' entries would be made from now, by their keys."""
    return present_hashes(connection, [row.key for row in heroes(connection)])


def heroes_known(connection: Connection, asked: Asked, hashes: Mapping[str, str]) -> list[KnownHero]:
    """What the cache holds now for the heroes, to be judged for the moment asked about and any later one."""
    return [known for some in chunked(heroes(connection)) for known in _known(connection, some, asked, hashes)]


def _known(connection: Connection, some: Sequence[Account], asked: Asked, hashes: Mapping[str, str]) -> list[KnownHero]:
    slugs = slugs_of(connection, [row.key for row in some])
    keys = [key(slug) for of_account in slugs.values() for slug in of_account for key in (intelligence_key, plan_key)]
    entries = entries_of(connection, keys, min(epoch_ms(asked.at), epoch_ms(asked.present)))
    changed = differing({key: entry.input_hash for key, entry in entries.items()}, hashes)
    return [KnownHero(row.name, entries, changed, slugs[row.key]) for row in some]


@dataclass(frozen=True)
class KnownHero:
    """What is known of a hero: entries by their keys, those that have changed since, the slugs that the app looks under."""

    name: str
    entries: Mapping[str, StoredEntry]
    changed: frozenset[str]
    slugs: Sequence[str]

    def state(self, asked: Asked) -> HeroState:
        """How it stands at the moment asked about."""
        plans, intelligence = self._of(plan_key), self._of(intelligence_key)
        now, present = epoch_ms(asked.at), epoch_ms(asked.present)
        every = [*plans, *intelligence]
        return HeroState(
            self.name,
            max((_warmth(entry, now) for entry in intelligence), key=_BADNESS.index),
            max((_presence(entry, now) for entry in plans), key=_BADNESS.index),
            _until([entry for entry in every if _presence(entry, now) == "fresh"], asked.at),
            _until(plans, asked.at),
            _until(intelligence, asked.at),
            next((entry.source for entry in intelligence if entry), None),
            self._changed(plan=plans, intelligence=intelligence),
            all(_presence(entry, present) != "missing" for entry in every),
        )

    @property
    def turns(self) -> set[int]:
        """When its entries turn stale or gone, in ms since 1970."""
        entries = (entry for entry in (*self._of(plan_key), *self._of(intelligence_key)) if entry)
        return {turn for entry in entries for turn in (entry.fresh_until, entry.stale_until)}

    def _of(self, key: Callable[[str], str]) -> list[StoredEntry | None]:
        return [self.entries.get(key(slug)) for slug in self.slugs]

    def _changed(self, **parts: Sequence[StoredEntry | None]) -> tuple[str, ...]:
        found = {part: [entry.key for entry in entries if entry] for part, entries in parts.items()}
        return tuple(part for part, keys in found.items() if not self.changed.isdisjoint(keys))


def _until(entries: Sequence[StoredEntry | None], at: datetime) -> datetime | None:
    """When the first of some entries stops being fresh; None where one is not fresh at the moment."""
    now = epoch_ms(at)
    ends = [entry.fresh_until for entry in entries if entry and _presence(entry, now) == "fresh"]
    return moment_of(min(ends)).astimezone(at.tzinfo) if ends and len(ends) == len(entries) else None


_BADNESS = ("warm", "fresh", "rules", "stale", "missing")


def _warmth(entry: StoredEntry | None, now: int) -> Warmth:
    presence = _presence(entry, now)
    if entry and presence == "fresh":
        return "warm" if entry.source == "claude" else "rules"
    return "missing" if presence == "missing" else "stale"


def _presence(entry: StoredEntry | None, now: int) -> Presence:
    state = freshness(entry.fresh_until, entry.stale_until, now) if entry else "gone"
    return "missing" if state == "gone" else state
