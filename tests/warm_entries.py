"""Entries of the cache that apps in Node.js read: written by hand, and how one looks that is gone."""

from __future__ import annotations

from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.model.lifetimes import DEMO
from demodb.store.engine import Store

DRIVERS = ("node:sqlite", "better-sqlite3", "libsql")
HOUR = 3_600_000
GONE = dict.fromkeys(("key", "value", "age", "source", "model", "createdAt", "freshUntil", "staleUntil")) | {"state": "gone"}


def put(store: Store, clock: Clock, key: str, value: str = '{"n":1}', source: str = "claude", model: str | None = "m") -> None:
    Cache(store, clock, DEMO).set(key, "news", Value(value, source, model))
