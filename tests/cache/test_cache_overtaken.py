"""What the cache writes bears that a server undoes it for the sake of another transaction: it is written once more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixture_types import NewDatabase
from overtaking import inserts, overtake_first_insert

from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.model.lifetimes import Lifetimes
from demodb.store.schema import open_store


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "write",
    [
        lambda cache: cache.set_many({"news:a": ("news", Value("1")), "news:b": ("news", Value("2"))}) or True,
        lambda cache: cache.lease("news:a", "news", "me"),
        lambda cache: cache.claim("news:a", "news", lambda found: found is not None) == "taken",
        lambda cache: cache.get_or_compute("news:a", "news", lambda: Value("1")).fresh,
    ],
    ids=["set_many", "lease", "claim", "get_or_compute"],
)
def test_a_write_that_was_overtaken_once_is_done_as_if_it_had_not_been(
    new_database: NewDatabase, write: Callable[[Cache], bool]
) -> None:
    with open_store(new_database("postgresql", migrated=True)) as store:
        overtake_first_insert(store, "cache_entry")
        assert write(Cache(store, Clock(), Lifetimes("demo", lambda: 0.5)))
        assert inserts(store) > 1
