"""Whatever happens, nobody is served a value past its stale time, and no failure costs a good one.

A machine of the cache's calls runs beside a model of them. Its clock goes forward and back; holders of leases crash, which
means that they are never heard of again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Literal

import pytest
from effort import examples, steps
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from demodb.cache.cache import Cache, CachedValue, Value
from demodb.clock import Clock
from demodb.model.lifetimes import Lifetimes
from demodb.store.engine import Store

STALE_SECONDS = 40
LEASE_MS = 10_000
BEGINNING = datetime(2026, 11, 24, 9, tzinfo=UTC)

keys = st.sampled_from(["account-plan:a", "intelligence:a", "intelligence:b"])
patterns = st.sampled_from(["*", "intelligence:*", "intelligence:a", "nothing:?"])
cleared = st.sampled_from(["intelligence:*", "intelligence:a", "nothing:?"])
owners = st.sampled_from(["one", "two"])
# Five seconds are the grain of all times, so that ends are often met to the millisecond.
strides = st.sampled_from([-20, -5, 0, 5, 10, 15, 30, 40])
lifetimes = st.sampled_from([0, 5_000, 15_000, 30_000])
Meanwhile = Literal["nothing", "cleared", "written"]


class OverloadedError(Exception):
    """What a computation fails with."""


@dataclass
class Row:
    """What the model knows of an entry; times in ms since 1970."""

    value: str | None = None
    fresh_until: int = 0
    stale_until: int = 0
    owner: str | None = None
    lease_until: int = 0


class CacheMachine(RuleBasedStateMachine):
    """Calls of the cache, and what has to come of them."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.moment = BEGINNING
        self.rows: dict[str, Row] = {}
        self.values = count(1)
        # Those who wait look 20 times a second: their sleep is longer here.
        clock = Clock(now=lambda: self.moment, sleep=lambda _: self.pass_time(5))
        self.cache = Cache(store, clock, Lifetimes("demo", lambda: 0.5, stale_seconds=STALE_SECONDS))
        self.cache.invalidate("*")

    @property
    def now(self) -> int:
        return self.cache.clock.epoch_ms()

    def visible(self, key: str) -> Row | None:
        row = self.rows.get(key)
        return row if row and row.value is not None and row.stale_until > self.now else None

    def new_value(self) -> str:
        return f'{{"n":{next(self.values)}}}'

    def written(self, key: str, value: str, fresh_ms: int) -> None:
        fresh_until = self.now + fresh_ms
        self.rows[key] = Row(value, fresh_until, fresh_until + STALE_SECONDS * 1000)

    def fitting(self, pattern: str) -> list[str]:
        return [
            key for key in self.rows if pattern in ("*", key) or (pattern == "intelligence:*" and key.startswith(pattern[:-1]))
        ]

    # --- what happens

    @initialize(fresh_ms=lifetimes)
    def begin_with_values(self, fresh_ms: int) -> None:
        for key in ("account-plan:a", "intelligence:a"):
            self.set_a_value(key, fresh_ms)

    @rule(seconds=strides)
    def pass_time(self, seconds: int) -> None:
        self.moment += timedelta(seconds=seconds)

    @rule(key=keys, fresh_ms=lifetimes)
    def set_a_value(self, key: str, fresh_ms: int) -> None:
        value = self.new_value()
        self.cache.set(key, "news", Value(value), fresh_ms=fresh_ms)
        self.written(key, value, fresh_ms)

    @rule(key=keys, owner=owners, force=st.booleans())
    def take_a_lease(self, key: str, owner: str, *, force: bool) -> None:
        row = self.rows.setdefault(key, Row())
        free = row.owner in (None, owner) or row.lease_until <= self.now
        old = row.value is None or row.fresh_until <= self.now
        taken = free and (force or old)
        assert self.cache.lease(key, "news", owner, LEASE_MS, force=force) is taken
        if taken:
            row.owner, row.lease_until = owner, self.now + LEASE_MS

    @rule(key=keys, owner=owners, fresh_ms=lifetimes)
    def fulfil(self, key: str, owner: str, fresh_ms: int) -> None:
        value, row = self.new_value(), self.rows.get(key)
        held = row is not None and row.owner == owner
        assert self.cache.fulfil(key, "news", owner, Value(value), fresh_ms=fresh_ms) is held
        if held:
            self.written(key, value, fresh_ms)

    @rule(key=keys, owner=owners)
    def fail(self, key: str, owner: str) -> None:
        self.cache.fail(key, owner, "overloaded")
        row = self.rows.get(key)
        if row and row.owner == owner:
            row.owner = None

    @rule(key=keys, owner=owners, seconds=strides, force=st.booleans())
    def refresh_in_vain(self, key: str, owner: str, seconds: int, *, force: bool) -> None:
        self.take_a_lease(key, owner, force=force)
        self.pass_time(seconds)
        self.fail(key, owner)

    @rule(owner=owners)
    def renew(self, owner: str) -> None:
        self.cache.renew(list(self.rows), owner, LEASE_MS)
        for row in self.rows.values():
            row.lease_until = self.now + LEASE_MS if row.owner == owner else row.lease_until

    @rule(key=keys, good=st.booleans(), seconds=strides, meanwhile=st.sampled_from(["nothing", "cleared", "written"]))
    def get_or_compute(self, key: str, seconds: int, meanwhile: Meanwhile, *, good: bool) -> None:
        began, calls = self.visible(key), 0
        waits = self.rows.get(key, Row()).owner is not None and self.rows[key].lease_until > self.now
        served = began is not None and (began.fresh_until > self.now or waits)

        def compute() -> Value:
            nonlocal calls
            calls += 1
            if calls == 1:
                self.rows.setdefault(key, Row()).owner = None
                self.pass_time(seconds)
                self.interfere(key, meanwhile)
            if not good:
                raise OverloadedError
            return Value(computed)

        computed = self.new_value()
        found: CachedValue | None = None
        try:
            found = self.cache.get_or_compute(key, "news", compute, lease_ms=LEASE_MS)
        except OverloadedError:
            assert not good
        lost = meanwhile != "nothing"
        assert calls == (0 if served else 2 if good and meanwhile == "cleared" else 1)
        if calls and good and meanwhile != "written":
            self.written(key, computed, 3_600_000)
        there = self.visible(key)
        assert (found.value if found else None) == (there.value if there else None)
        assert found is None or found.stale_until > self.now
        assert good or lost or served or found is None or (began and found.value == began.value)

    def interfere(self, key: str, meanwhile: Meanwhile) -> None:
        if meanwhile == "cleared":
            self.invalidate(key)
        elif meanwhile == "written":
            self.set_a_value(key, 5_000)

    @rule(chosen=st.lists(keys, unique=True), seconds=strides)
    def extend(self, chosen: list[str], seconds: int) -> None:
        until = self.now + seconds * 1000
        assert self.cache.extend(chosen, until) == self.extended([key for key in chosen if key in self.rows], until)

    @rule(pattern=patterns, seconds=strides)
    def extend_fitting(self, pattern: str, seconds: int) -> None:
        until = self.now + seconds * 1000
        assert self.cache.extend_fitting(pattern, until) == self.extended(self.fitting(pattern), until)

    def extended(self, chosen: list[str], until: int) -> int:
        rows = [row for key in chosen if (row := self.visible(key)) and row.fresh_until < until]
        for row in rows:
            row.fresh_until, row.stale_until = until, max(row.stale_until, until)
        return len(rows)

    @rule(pattern=cleared)
    def invalidate(self, pattern: str) -> None:
        gone = self.fitting(pattern)
        assert self.cache.invalidate(pattern) == len(gone)
        for key in gone:
            del self.rows[key]

    @rule()
    def sweep(self) -> None:
        free = [key for key, row in self.rows.items() if row.owner is None or row.lease_until <= self.now]
        gone = [key for key in free if not self.visible(key)]
        assert self.cache.sweep() == len(gone)
        for key in gone:
            del self.rows[key]

    # --- what always holds

    @invariant()
    def readers_see_what_the_model_says(self) -> None:
        found = self.cache.get_many(["account-plan:a", "intelligence:a", "intelligence:b"])
        expected = {
            key: (row.value, row.fresh_until > self.now, row.fresh_until, row.stale_until)
            for key in self.rows
            if (row := self.visible(key))
        }
        assert {key: (got.value, got.fresh, got.fresh_until, got.stale_until) for key, got in found.items()} == expected
        assert {entry.key for entry in self.cache.list()} == expected.keys()
        assert sum(kind.fresh + kind.stale for kind in self.cache.statistics()) == len(expected)

    @invariant()
    def nobody_is_served_what_is_past_its_stale_time(self) -> None:
        assert all(found.stale_until > self.now for found in self.cache.get_many(list(self.rows)).values())


@pytest.mark.slow
def test_no_sequence_of_calls_failures_crashes_and_clock_steps_breaks_the_cache_s_word(store: Store) -> None:
    usual = 20 if store.engine.dialect.name == "sqlite" else 6

    class OnThisStore(CacheMachine):
        def __init__(self) -> None:
            super().__init__(store)

    run_state_machine_as_test(OnThisStore, settings=settings(max_examples=examples(usual), stateful_step_count=steps(30)))
