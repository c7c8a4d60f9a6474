"""`demodb cache …`: what the cache holds, and buying time for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from demodb.cache.cache import Cache, Found, KindCount, Listed
from demodb.clock import Clock, epoch_ms
from demodb.errors import UnknownEntryError
from demodb.store.engine import Store

__all__ = ["Extension", "Found", "KindCount", "Listed", "Overview", "clear_cache", "extend_cache", "list_cache", "read_cache"]


@dataclass(frozen=True)
class Overview:
    """Entries in the order of their keys, their counts by kind, and the moment (ms since 1970) that they are judged for."""

    entries: list[Listed]
    kinds: tuple[KindCount, ...]
    at: int


@dataclass(frozen=True)
class Extension:
    """How many entries fit, and how many of them were made to last longer."""

    entries: int
    extended: int


def list_cache(store: Store, clock: Clock, pattern: str = "*") -> Overview:
    """The entries whose key fits a pattern (`*`, `?`), fresh or stale. Reads only."""
    cache = Cache(store, clock)
    return Overview(cache.list(pattern), cache.statistics(pattern), clock.epoch_ms())


def read_cache(store: Store, clock: Clock, key: str) -> Found:
    """The value under a key, fresh or stale. Raises UnknownEntryError with the keys most like it. Reads only."""
    cache = Cache(store, clock)
    found = cache.get(key)
    if found is None:
        raise _unknown(cache, key)
    return found


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
