"""The cache keeps its promises on both engines, with a clock that is passed in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from fixture_types import Go
from sqlalchemy import text
from statements import statements_of

from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.model.lifetimes import SECONDS, EntryKind, Lifetimes
from demodb.store.engine import Store

KEY = "intelligence:spotify"


def never() -> Value:
    pytest.fail("a fresh value was computed again")


def failing() -> Value:
    raise RuntimeError("overloaded")


def answer(text: str = '{"a":1}') -> Callable[[], Value]:
    return lambda: Value(text, source="claude", model="m", input_hash="v1:0")


@pytest.mark.parametrize("kind", list(SECONDS))
def test_a_value_is_fresh_for_its_lifetime_then_stale_then_gone(cache: Cache, go: Go, kind: EntryKind) -> None:
    cache.set(KEY, kind, answer()())
    go(SECONDS[kind]["demo"] - 0.001)
    found = cache.get(KEY)
    assert found is not None
    assert (found.fresh, found.value, found.source, found.generation) == (True, '{"a":1}', "claude", 1)
    go(0.001)
    stale = cache.get(KEY)
    assert stale is not None
    assert not stale.fresh
    go(24 * 3600)
    assert cache.get(KEY) is None


@pytest.mark.parametrize("draw", [0.0, 0.25, 1.0])
def test_normal_mode_strays_by_a_tenth_and_demo_mode_by_nothing(draw: float) -> None:
    assert Lifetimes("normal", lambda: draw).fresh_ms("news") == round(900_000 * (0.9 + 0.2 * draw))
    assert Lifetimes("demo", lambda: draw).fresh_ms("news") == 3_600_000


def test_a_fresh_value_is_not_computed_again(cache: Cache) -> None:
    assert cache.get_or_compute(KEY, "news", answer()).generation == 1
    assert cache.get_or_compute(KEY, "news", never).generation == 1


def test_a_failed_refresh_serves_the_stale_value_and_changes_nothing_but_the_last_error(cache: Cache, go: Go) -> None:
    cache.set(KEY, "news", answer()())
    before = cache.get(KEY)
    go(3600)
    found = cache.get_or_compute(KEY, "news", failing)
    assert before is not None
    assert (found.value, found.fresh_until, found.stale_until) == (before.value, before.fresh_until, before.stale_until)
    after = cache.get(KEY)
    assert after is not None
    assert after.last_error == "RuntimeError: overloaded"
    assert cache.get_or_compute(KEY, "news", answer("2")).value == "2"


def test_a_failure_with_nothing_to_serve_is_raised_and_the_next_one_may_try(cache: Cache) -> None:
    with pytest.raises(RuntimeError, match="overloaded"):
        cache.get_or_compute(KEY, "news", failing)
    assert cache.get(KEY) is None
    assert cache.get_or_compute(KEY, "news", answer()).fresh


def test_many_threads_at_once_compute_once(store: Store) -> None:
    cache = Cache(store, Clock(), Lifetimes("demo", lambda: 0.5))
    calls: list[int] = []
    found: list[str] = []

    def compute() -> Value:
        calls.append(1)
        Clock().sleep(0.2)
        return answer()()

    threads = [threading.Thread(target=lambda: found.append(cache.get_or_compute(KEY, "news", compute).value)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(calls), found) == (1, ['{"a":1}'] * 6)


@pytest.mark.slow
def test_the_lease_of_a_crashed_holder_runs_out(cache: Cache) -> None:
    assert cache.lease(KEY, "news", "crashed", 30_000)
    assert not cache.lease(KEY, "news", "other", 30_000)
    began = cache.clock.epoch_ms()
    assert cache.get_or_compute(KEY, "news", answer()).fresh
    assert cache.clock.epoch_ms() >= began + 30_000


def test_a_holder_that_lost_its_lease_writes_nothing(cache: Cache, go: Go) -> None:
    assert cache.lease(KEY, "news", "slow", 1_000)
    go(2)
    assert cache.lease(KEY, "news", "quick", 30_000)
    assert not cache.fulfil(KEY, "news", "slow", Value("late"))
    assert cache.fulfil(KEY, "news", "quick", Value("1"))
    found = cache.get(KEY)
    assert found is not None
    assert found.value == "1"


def test_an_extension_never_shortens(cache: Cache) -> None:
    cache.set(KEY, "news", answer()())
    before = cache.get(KEY)
    assert before is not None
    assert cache.extend([KEY], before.fresh_until - 1) == 0
    assert cache.get(KEY) == before
    assert cache.extend([KEY, "nothing"], before.stale_until + 5) == 1
    after = cache.get(KEY)
    assert after is not None
    assert (after.fresh_until, after.stale_until) == (before.stale_until + 5, before.stale_until + 5)


@pytest.mark.parametrize(
    ("pattern", "left"),
    [("intelligence:*", ["a_b", "a%b"]), ("a?b", ["intelligence:x"]), ("a_b", ["a%b", "intelligence:x"]), ("[ai]*", None)],
)
def test_a_pattern_means_stars_and_question_marks_and_nothing_else(cache: Cache, pattern: str, left: list[str] | None) -> None:
    keys = ["a%b", "a_b", "intelligence:x"]
    cache.set_many({key: ("news", Value("1")) for key in keys})
    hit = {found.key for found in cache.list(pattern)}
    assert cache.invalidate(pattern) == len(hit)
    assert sorted(found.key for found in cache.list()) == sorted(keys if left is None else left)


def test_an_extension_makes_a_stale_value_fresh_and_brings_back_none_that_is_gone(cache: Cache, go: Go) -> None:
    cache.set("gone", "claude-response", Value("1"))
    cache.set("stale", "news", Value("2"))
    go(24 * 3600 + 1800)
    until = cache.clock.epoch_ms() + 60_000
    assert cache.extend(["gone", "stale"], until) + cache.extend_fitting("*", until) == 1
    assert [(entry.key, entry.fresh, entry.fresh_until) for entry in cache.list()] == [("stale", True, until)]


def test_an_extension_by_pattern_never_shortens(cache: Cache) -> None:
    cache.set_many({"a:1": ("claude-response", Value("1")), "a:2": ("news", Value("2")), "b": ("claude-response", Value("3"))})
    until = cache.clock.epoch_ms() + 2_000_000
    assert cache.extend_fitting("a:*", until) == 1
    left = {entry.key: entry.fresh_until - cache.clock.epoch_ms() for entry in cache.list()}
    assert left == {"a:1": 2_000_000, "a:2": 3_600_000, "b": 1_800_000}


def test_more_keys_than_a_statement_can_name_are_read_and_extended(cache: Cache) -> None:
    keys = [f"intelligence:{n}" for n in range(40_000)]
    cache.set(keys[-1], "news", Value("1"))
    assert list(cache.get_many(keys)) == [keys[-1]]
    assert cache.extend(keys, cache.clock.epoch_ms() + 4_000_000) == 1


def test_a_failure_that_took_longer_than_the_stale_value_lives_is_raised(cache: Cache, go: Go) -> None:
    cache.set(KEY, "news", Value("1"))
    go(3600 + 24 * 3600 - 1)

    def failing_late() -> Value:
        go(2)
        return failing()

    with pytest.raises(RuntimeError, match="overloaded"):
        cache.get_or_compute(KEY, "news", failing_late)


def test_what_was_computed_for_an_entry_that_was_cleared_meanwhile_is_computed_again(cache: Cache) -> None:
    made: list[int] = []

    def compute() -> Value:
        made.append(len(made) + 1)
        if made == [1]:
            cache.invalidate("*")
        return Value(str(made[-1]))

    assert cache.get_or_compute(KEY, "news", compute).value == "2"
    assert made == [1, 2]


@pytest.mark.slow
def test_those_who_wait_write_nothing(cache: Cache, store: Store) -> None:
    cache.lease(KEY, "news", "other")
    with statements_of(store) as statements:
        assert cache.get_or_compute(KEY, "news", answer()).fresh
    written = [statement.split(maxsplit=1)[0] for statement in statements]
    assert written.count("SELECT") > 600
    assert written.count("INSERT") == 1


def test_the_view_says_for_people_what_is_fresh_stale_gone_or_being_made(store: Store) -> None:
    cache = Cache(store, Clock(), Lifetimes("demo", lambda: 0.5))
    now = cache.clock.epoch_ms()
    made = {"fresh": now - 5_000, "stale": now - 3_700_000, "gone": now - 100_000_000}
    for key, moment in made.items():
        then = Clock(now=partial(datetime.fromtimestamp, moment / 1000, UTC))
        Cache(store, then, cache.lifetimes).set(key, "news", Value("12345", "rules"))
    cache.lease("being made", "news", "me")
    with store.read() as connection:
        rows = connection.execute(
            text("SELECT key, state, source, characters, created_utc FROM cache_overview ORDER BY key")
        ).all()
    assert [tuple(row)[:4] for row in rows] == [
        ("being made", "being made", None, None),
        ("fresh", "fresh", "rules", 5),
        ("gone", "gone", "rules", 5),
        ("stale", "stale", "rules", 5),
    ]
    assert rows[1].created_utc == f"{datetime.fromtimestamp(made['fresh'] // 1000, UTC):%Y-%m-%d %H:%M:%S}"


def test_a_sweep_removes_what_is_past_its_stale_time_only(cache: Cache, go: Go) -> None:
    cache.set("old", "claude-response", Value("1"))
    go(3600)
    cache.set("new", "news", Value("22"))
    go(24 * 3600 - 1000)
    assert [(count.kind, count.fresh, count.stale, count.size) for count in cache.statistics()] == [("news", 0, 1, 2)]
    assert cache.sweep() == 1
    assert [found.key for found in cache.list()] == ["new"]
