"""The cache as a Python API over the store's table.

`get` never writes. `get_or_compute` lets one process compute while the others wait or are served what is stale; a failed
computation never replaces or shortens a good value.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from demodb.clock import Clock
from demodb.model.lifetimes import DEMO, EntryKind, Lifetimes, freshness
from demodb.store import cache as table
from demodb.store.cache import NewValue, StoredEntry, Summary
from demodb.store.connection import Connection
from demodb.store.engine import Store

__all__ = ["Cache", "CachedSummary", "CachedValue", "Claim", "KindCount", "Value"]

LEASE_MS = 30_000
"""How long a computation may take before another process may take over; a crashed holder's lease ends by itself."""

_POLL_SECONDS = 0.05


Claim = Literal["taken", "held", "enough"]
"""What a claim came to: the lease is ours, it is another's, or nothing is to be computed."""


@dataclass(frozen=True)
class CachedValue:
    """A cached value: JSON text, where it came from, and until when it is fresh or may be served (ms since 1970)."""

    key: str
    kind: str
    value: str
    fresh: bool
    created_at: int
    fresh_until: int
    stale_until: int
    generation: int
    input_hash: str | None
    source: str | None
    model: str | None
    last_error: str | None


@dataclass(frozen=True)
class CachedSummary:
    """A cached value as a list shows it: all but the JSON text, whose length in characters is `size`."""

    key: str
    kind: str
    size: int
    fresh: bool
    created_at: int
    fresh_until: int
    stale_until: int
    generation: int
    input_hash: str | None
    source: str | None
    model: str | None
    last_error: str | None


@dataclass(frozen=True)
class Value:
    """A computed value: JSON text, and what is to be known of it."""

    json: str
    source: str | None = None
    model: str | None = None
    input_hash: str | None = None


@dataclass(frozen=True)
class KindCount:
    """The entries of a kind, and the characters of their values."""

    kind: str
    fresh: int
    stale: int
    size: int


@dataclass
class Cache:
    """The cache of a store; `owner` names this process in its leases."""

    store: Store
    clock: Clock
    lifetimes: Lifetimes = DEMO
    owner: str = field(default_factory=lambda: f"{os.getpid()}-{uuid.uuid4().hex[:12]}")

    def get(self, key: str) -> CachedValue | None:
        """The value under a key, fresh or stale; None where there is none or its stale time is over. Reads only."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Sequence[str]) -> dict[str, CachedValue]:
        """The values under these keys, in one read."""
        with self.store.read() as connection:
            now = self.clock.epoch_ms()
            return {key: _value_at(entry, now) for key, entry in table.entries_of(connection, keys, now).items()}

    def list(self, pattern: str = "*") -> list[CachedSummary]:
        """The entries whose key fits a pattern (`*`, `?`), in the order of their keys. Reads only."""
        with self.store.read() as connection:
            now = self.clock.epoch_ms()
            return [_summary_at(entry, now) for entry in table.summaries(connection, pattern, now)]

    def set(self, key: str, kind: EntryKind, value: Value, *, fresh_ms: int | None = None) -> None:
        """Write a value with its kind's lifetime, or with `fresh_ms`."""
        self.store.run(lambda connection: table.put_values(connection, [(key, kind, self.timed(kind, value, fresh_ms))]))

    def set_below(self, values: dict[str, tuple[EntryKind, Value]], source: str, *, fresh_ms: int | None = None) -> None:
        """Write several values, but over none that `source` made; leases stay with whoever computes."""
        rows = [(key, kind, self.timed(kind, value, fresh_ms)) for key, (kind, value) in values.items()]
        self.store.run(lambda connection: table.put_below(connection, rows, source))

    def set_many(self, values: dict[str, tuple[EntryKind, Value]], *, fresh_ms: int | None = None) -> None:
        """Write several values in one transaction."""
        rows = [(key, kind, self.timed(kind, value, fresh_ms)) for key, (kind, value) in values.items()]
        self.store.run(lambda connection: table.put_values(connection, rows))

    def copy(self, entries: Mapping[str, CachedValue]) -> None:
        """Let entries say what others say, by their new keys; a lease stays with whoever computes."""
        if entries:
            rows = [(key, entry.kind, _as_new(entry)) for key, entry in entries.items()]
            self.store.run(lambda connection: table.put_copies(connection, rows))

    def get_or_compute(self, key: str, kind: EntryKind, compute: Callable[[], Value], *, lease_ms: int = LEASE_MS) -> CachedValue:
        """The fresh value, computed by whoever comes first, across threads and processes.

        While another one computes, what is stale is served, else waited for. Where `compute` fails, the stale value is
        served, or its error raised if there is none. Where the lease was lost meanwhile, because it ran out or the entry
        was cleared, what was computed is dropped and all begins again.
        """
        owner = f"{self.owner}-{uuid.uuid4().hex[:8]}"
        while True:
            cached = self.get(key)
            if cached and cached.fresh:
                return cached
            if self._unclaimed(key) and self.lease(key, kind, owner, lease_ms):
                cached = self._computed(key, kind, compute, owner)
            if cached:
                return cached
            self.clock.sleep(_POLL_SECONDS)

    def _unclaimed(self, key: str) -> bool:
        """Whether nobody seems to compute: a look that spares those who wait a write at every turn."""
        with self.store.read() as connection:
            return not table.is_leased(connection, key, self.clock.epoch_ms())

    def _computed(self, key: str, kind: EntryKind, compute: Callable[[], Value], owner: str) -> CachedValue | None:
        """The value that there is after computing it; None where the lease was lost and nothing is there."""
        try:
            value = compute()
        except BaseException as error:
            self.fail(key, owner, f"{type(error).__name__}: {error}")
            stale = self.get(key)
            if stale is None or not isinstance(error, Exception):
                raise
            return stale
        written = self.fulfil(key, kind, owner, value)
        cached = self.get(key)
        if written and cached is None:
            raise RuntimeError(f"{key} was computed with a lifetime that is over already")
        return cached

    def lease(self, key: str, kind: EntryKind, owner: str, lease_ms: int = LEASE_MS, *, force: bool = False) -> bool:
        """Become the one that computes; with `force` even while the value is fresh. Whether it worked."""

        def take(connection: Connection) -> bool:
            now = self.clock.epoch_ms()
            return table.take_lease(connection, key, kind, (owner, now + lease_ms), now, fresh_is_enough=not force)

        return self.store.run(take)

    def claim(self, key: str, kind: EntryKind, enough: Callable[[CachedValue | None], bool], lease_ms: int = LEASE_MS) -> Claim:
        """Become the one that computes, unless what is there is enough: both are looked at in one transaction."""

        def look_and_take(connection: Connection) -> Claim:
            now = self.clock.epoch_ms()
            entry = table.entries_of(connection, [key], now).get(key)
            if enough(_value_at(entry, now) if entry else None):
                return "enough"
            lease = (self.owner, now + lease_ms)
            return "taken" if table.take_lease(connection, key, kind, lease, now, fresh_is_enough=False) else "held"

        return self.store.run(look_and_take)

    def renew(self, keys: Sequence[str], owner: str, lease_ms: int = LEASE_MS) -> None:
        """Let leases that are held run longer."""
        self.store.run(lambda connection: table.renew_leases(connection, keys, owner, self.clock.epoch_ms() + lease_ms))

    def fulfil(self, key: str, kind: EntryKind, owner: str, value: Value, *, fresh_ms: int | None = None) -> bool:
        """Write what was computed, if the lease is still held; whether it was."""
        timed = self.timed(kind, value, fresh_ms)
        return self.store.run(lambda connection: table.put_leased(connection, key, kind, owner, timed))

    def fail(self, key: str, owner: str, error: str) -> None:
        """Note why a computation failed and give the lease back; the old value stays."""
        self.store.run(lambda connection: table.give_up_lease(connection, key, owner, error))

    def extend(self, keys: Sequence[str], until_ms: int) -> int:
        """Keep values fresh until then, none shortened, stale ones made fresh again; how many were extended."""
        return self.store.run(lambda connection: table.extend_entries(connection, keys, self.clock.epoch_ms(), until_ms))

    def extend_fitting(self, pattern: str, until_ms: int) -> int:
        """The same for the values whose key is, or fits, a pattern."""
        return self.store.run(lambda connection: table.extend_fitting(connection, pattern, self.clock.epoch_ms(), until_ms))

    def invalidate(self, pattern: str) -> int:
        """Remove the values whose key is, or fits, a pattern; how many."""
        return self.store.run(lambda connection: table.drop_entries(connection, pattern))

    def sweep(self) -> int:
        """Remove what is past its stale time; how many. Commands that write begin with it."""
        return self.store.run(lambda connection: table.sweep_entries(connection, self.clock.epoch_ms()))

    def statistics(self, pattern: str = "*") -> tuple[KindCount, ...]:
        """Counts by kind of the entries whose key fits a pattern. Reads only."""
        with self.store.read() as connection:
            return tuple(KindCount(*row) for row in table.entry_counts(connection, pattern, self.clock.epoch_ms()))

    def timed(self, kind: EntryKind, value: Value, fresh_ms: int | None = None) -> NewValue:
        """A value with its times: fresh for its kind's lifetime or `fresh_ms`, then stale for a while."""
        now = self.clock.epoch_ms()
        fresh_until = now + (self.lifetimes.fresh_ms(kind) if fresh_ms is None else fresh_ms)
        stale_until = fresh_until + self.lifetimes.stale_ms
        return NewValue(value.json, now, fresh_until, stale_until, value.input_hash, value.source, value.model)


def _as_new(entry: CachedValue) -> NewValue:
    return NewValue(
        entry.value, entry.created_at, entry.fresh_until, entry.stale_until, entry.input_hash, entry.source, entry.model
    )


def _value_at(entry: StoredEntry, now: int) -> CachedValue:
    return CachedValue(fresh=_is_fresh(entry, now), **entry._asdict())


def _summary_at(entry: Summary, now: int) -> CachedSummary:
    return CachedSummary(fresh=_is_fresh(entry, now), **entry._asdict())


def _is_fresh(entry: StoredEntry | Summary, now: int) -> bool:
    return freshness(entry.fresh_until, entry.stale_until, now) == "fresh"
