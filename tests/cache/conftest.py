"""Caches whose clock goes on when it is told to, and when somebody sleeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from fixture_types import Go

from demodb.cache.cache import Cache
from demodb.clock import Clock
from demodb.model.lifetimes import Lifetimes
from demodb.store.engine import Store


@dataclass
class Time:
    now: datetime = datetime(2026, 11, 24, 9, tzinfo=UTC)

    def go(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def go(time: Time) -> Go:
    """Lets seconds pass."""
    return time.go


@pytest.fixture
def cache(store: Store, time: Time) -> Cache:
    return Cache(store, Clock(now=lambda: time.now, sleep=time.go), Lifetimes("demo", lambda: 0.5))
