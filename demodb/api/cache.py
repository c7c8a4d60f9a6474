"""`demodb cache …`: what the cache holds, and buying time for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from demodb.cache.cache import Cache, CachedSummary, CachedValue, KindCount
from demodb.cache.inputs import changed_since
from demodb.cache.intelligence import intelligence_of
from demodb.cache.keys import intelligence_key
from demodb.clock import Clock, epoch_ms
from demodb.errors import ExitCode, UnknownEntryError
from demodb.store.cache import extend_entries, summaries
from demodb.store.connection import Connection
from demodb.store.engine import Store

__all__ = [
    "AccountIntelligence",
    "CachedSummary",
    "CachedValue",
    "Extension",
    "FoundEntry",
    "KindCount",
    "Overview",
    "account_intelligence",
    "clear_cache",
    "extend_cache",
    "list_cache",
    "read_cache",
    "served",
]


@dataclass(frozen=True)
class Overview:
    """Entries in the order of their keys, their counts by kind, and the moment (ms since 1970) that they are judged for.

    `changed` are the keys of those that would be made from something else now.
    """

    entries: list[CachedSummary]
    kinds: tuple[KindCount, ...]
    at: int
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FoundEntry:
    """An entry, and whether what it was made from has changed since."""

    entry: CachedValue
    changed: bool


@dataclass(frozen=True)
class Extension:
    """How many entries fit, how many of them were made to last longer, and the keys of those that were refused."""

    entries: int
    extended: int
    refused: tuple[str, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with."""
        return ExitCode.ERROR if self.refused else ExitCode.DONE


@dataclass(frozen=True)
class AccountIntelligence:
    """Intelligence in the app's shape, the entry it was found in, its age in seconds, whether the store has moved on since."""

    document: dict[str, Any]
    entry: CachedValue
    age: int
    changed: bool


def list_cache(store: Store, clock: Clock, pattern: str = "*") -> Overview:
    """The entries whose key fits a pattern (`*`, `?`), fresh or stale. Reads only."""
    cache = Cache(store, clock)
    entries = cache.list(pattern)
    with store.read() as connection:
        changed = changed_since(connection, {entry.key: entry.input_hash for entry in entries})
    return Overview(entries, cache.statistics(pattern), clock.epoch_ms(), changed)


def read_cache(store: Store, clock: Clock, key: str) -> FoundEntry:
    """The value under a key, fresh or stale. Raises UnknownEntryError with the keys most like it. Reads only."""
    entry = served(store, clock, key)
    return FoundEntry(entry, _is_changed(store, entry))


def served(store: Store, clock: Clock, key: str) -> CachedValue:
    """The value under a key as the app reads it, fresh or stale. Raises UnknownEntryError. Reads only."""
    cache = Cache(store, clock)
    entry = cache.get(key)
    if entry is None:
        raise _unknown(cache, key)
    return entry


def _is_changed(store: Store, entry: CachedValue) -> bool:
    with store.read() as connection:
        return entry.key in changed_since(connection, {entry.key: entry.input_hash})


def account_intelligence(store: Store, clock: Clock, slug: str) -> AccountIntelligence | None:
    """What an account's intelligence says, fresh or stale; None where there is none. Reads only.

    Raises StoreCorruptError for an entry that the app would refuse.
    """
    entry = Cache(store, clock).get(intelligence_key(slug))
    if entry is None:
        return None
    age = max(0, clock.epoch_ms() - entry.created_at) // 1000
    return AccountIntelligence(intelligence_of(entry.key, entry.value), entry, age, _is_changed(store, entry))


def extend_cache(store: Store, clock: Clock, until: datetime, pattern: str = "*", *, anyway: bool = False) -> Extension:
    """Keep the entries whose key fits a pattern fresh until then; none is shortened, and stale ones are fresh again.

    Those that would be made from something else now are refused, unless they are to last `anyway`; the others last. Raises
    UnknownEntryError for a key without `*` and `?` that the cache has nothing under.
    """
    cache = Cache(store, clock)
    cache.sweep()
    done = store.run(lambda connection: _extended(connection, pattern, clock.epoch_ms(), epoch_ms(until), anyway=anyway))
    if not done.entries and _is_key(pattern):
        raise _unknown(cache, pattern)
    return done


def _extended(connection: Connection, pattern: str, now: int, until: int, *, anyway: bool) -> Extension:
    made_from = {entry.key: entry.input_hash for entry in summaries(connection, pattern, now)}
    refused = frozenset[str]() if anyway else changed_since(connection, made_from)
    extended = extend_entries(connection, [key for key in made_from if key not in refused], now, until)
    return Extension(len(made_from), extended, tuple(sorted(refused)))


def clear_cache(store: Store, clock: Clock, pattern: str) -> int:
    """Remove the entries whose key fits a pattern; how many. Raises UnknownEntryError as `extend_cache` does."""
    cache = Cache(store, clock)
    cache.sweep()
    cleared = cache.invalidate(pattern)
    if not cleared and _is_key(pattern):
        raise _unknown(cache, pattern)
    return cleared


def _is_key(pattern: str) -> bool:
    return not set("*?") & set(pattern)


def _unknown(cache: Cache, key: str) -> UnknownEntryError:
    return UnknownEntryError(key, get_close_matches(key, [entry.key for entry in cache.list()], n=3, cutoff=0.6))
