"""When a value is fresh, stale or gone: the function, the store's SQL and the view for people say the same."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import Connection, select, text

from demodb.model.lifetimes import Freshness, freshness
from demodb.store.cache import ENTRY, NewValue, freshness_at, put_values, take_lease
from demodb.store.engine import Store

DATABASE_NOW = {
    "sqlite": "SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000",
    "postgresql": "SELECT CAST(extract(epoch FROM now()) * 1000 AS BIGINT)",
}
"""The clock that the view goes by, in ms since 1970."""

AROUND_NOW = [ends for ends in product((-1000, -1, 0, 1, 1000), repeat=2) if ends[0] <= ends[1]]
"""Ends of the fresh and of the stale time, in ms from now."""


@pytest.mark.parametrize(
    ("fresh_until", "stale_until", "state"),
    [(101, 200, "fresh"), (100, 200, "stale"), (99, 101, "stale"), (99, 100, "gone"), (100, 100, "gone"), (101, 101, "fresh")],
)
def test_the_last_moment_of_a_lifetime_is_over_already(fresh_until: int, stale_until: int, state: Freshness) -> None:
    assert freshness(fresh_until, stale_until, 100) == state


def test_the_function_the_sql_expression_and_the_view_agree_at_the_borders(store: Store) -> None:
    with store.write() as connection:
        now, by_view = viewed(connection)
        by_sql = {row.key: row.state for row in connection.execute(select(ENTRY.c.key, freshness_at(now).label("state")))}
    by_function = {f"{fresh} {stale}": freshness(now + fresh, now + stale, now) for fresh, stale in AROUND_NOW}
    assert set(by_function.values()) == {"fresh", "stale", "gone"}
    assert by_function == by_sql == by_view


def viewed(connection: Connection) -> tuple[int, dict[str, str]]:
    """A moment of the database's clock, and what the view says at it of an entry for each pair of ends around it."""
    while True:
        now = database_now(connection)
        ends = {f"{fresh} {stale}": (now + fresh, now + stale) for fresh, stale in AROUND_NOW}
        put_values(connection, [(key, "news", NewValue("1", now - 5000, *until)) for key, until in ends.items()])
        states = {row.key: row.state for row in connection.execute(text("SELECT key, state FROM cache_overview"))}
        if database_now(connection) == now:
            return now, states


def database_now(connection: Connection) -> int:
    return int(connection.execute(text(DATABASE_NOW[connection.dialect.name])).scalar_one())


def test_an_entry_that_has_no_value_yet_is_gone_for_programs_and_being_made_for_people(store: Store) -> None:
    with store.write() as connection:
        now = database_now(connection)
        take_lease(connection, "news:spotify", "news", ("me", now + 1000), now)
        assert connection.execute(select(freshness_at(now))).scalar_one() == "gone"
        assert connection.execute(text("SELECT state FROM cache_overview")).scalar_one() == "being made"
