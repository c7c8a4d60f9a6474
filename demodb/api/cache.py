"""`demodb cache …`: what the cache holds, and buying time for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from demodb.cache.cache import Cache, CachedSummary, CachedValue, KindCount
from demodb.cache.intelligence import intelligence_of
from demodb.cache.keys import intelligence_key
from demodb.clock import Clock, epoch_ms
from demodb.errors import UnknownEntryError
from demodb.store.engine import Store

__all__ = [
    "AccountIntelligence",
    "CachedSummary",
    "CachedValue",
    "Extension",
    "KindCount",
    "Overview",
    "account_intelligence",
    "clear_cache",
    "extend_cache",
    "list_cache",
    "read_cache",
]


@dataclass(frozen=True)
class Overview:
    """Entries in the order of their keys, their counts by kind, and the moment (ms since 1970) that they are judged for."""

    entries: list[CachedSummary]
    kinds: tuple[KindCount, ...]
    at: int


@dataclass(frozen=True)
class Extension:
    """How many entries fit, and how many of them were made to last longer."""

    entries: int
    extended: int


@dataclass(frozen=True)
class AccountIntelligence:
    """Intelligence in the app's shape, the entry it was found in, and its age in seconds."""

    document: dict[str, Any]
    entry: CachedValue
    age: int


def list_cache(store: Store, clock: Clock, pattern: str = "*") -> Overview:
    """The entries whose key fits a pattern (`*`, `?`), fresh or stale. Reads only."""
    cache = Cache(store, clock)
    return Overview(cache.list(pattern), cache.statistics(pattern), clock.epoch_ms())


def read_cache(store: Store, clock: Clock, key: str) -> CachedValue:
    """The value under a key, fresh or stale. Raises UnknownEntryError with the keys most like it. Reads only."""
    cache = Cache(store, clock)
    entry = cache.get(key)
    if entry is None:
        raise _unknown(cache, key)
    return entry


def account_intelligence(store: Store, clock: Clock, slug: str) -> AccountIntelligence | None:
    """What an account's intelligence says, fresh or stale; None where there is none. Reads only.

    Raises StoreCorruptError for an entry that the app would refuse.
    """
    entry = Cache(store, clock).get(intelligence_key(slug))
    if entry is None:
        return None
    age = max(0, clock.epoch_ms() - entry.created_at) // 1000
    return AccountIntelligence(intelligence_of(entry.key, entry.value), entry, age)


def extend_cache(store: Store, clock: Clock, until: datetime, pattern: str = "*") -> Extension:
    """Keep the entries whose key fits a pattern fresh until then; none is shortened, and stale ones are fresh again.

    Raises UnknownEntryError for a key without `*` and `?` that the cache has nothing under.
    """
    cache = Cache(store, clock)
    cache.sweep()
    extended = cache.extend_fitting(pattern, epoch_ms(until))
    fitting = sum(count.fresh + count.stale for count in cache.statistics(pattern))
    if not fitting and _is_key(pattern):
        raise _unknown(cache, pattern)
    return Extension(fitting, extended)


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
