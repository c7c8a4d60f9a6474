"""The outlook: through all the hours it says of the cache what a status of each moment says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demodb.api.outlook import Outlook, outlook
from demodb.api.status import Asked, status
from demodb.api.warmup import Surroundings, WarmupOptions, lifetimes_of, warmup
from demodb.clock import Clock, epoch_ms
from demodb.model.story import Window
from demodb.settings import load_settings
from demodb.status.cold import cold_heroes
from demodb.status.heroes import KnownHero
from demodb.status.outlook import spells
from demodb.store.cache import StoredEntry
from demodb.store.engine import Store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=8)
COLD = ("hero-missing", "hero-stale", "hero-changed")


def entry(key: str, fresh: int, stale: int) -> StoredEntry:
    """An entry that turns stale so many minutes from now, and is gone so many later."""
    fresh_until = epoch_ms(NOW) + fresh * 60_000
    stale_until = fresh_until + stale * 60_000
    return StoredEntry(key, "plan", "{}", epoch_ms(NOW), fresh_until, stale_until, 1, "hash", "rules", None, None)


MINUTES = st.integers(0, 500)
KEYS = ("account-plan:a", "intelligence:a")
ENTRIES = st.fixed_dictionaries({key: st.tuples(MINUTES, MINUTES) for key in KEYS})
HEROES = st.lists(st.tuples(ENTRIES, st.sets(st.sampled_from(KEYS))), max_size=4)


@pytest.mark.slow
@given(HEROES)
@settings(max_examples=200)
def test_at_every_moment_as_much_blocks_as_a_status_of_that_moment_finds(
    drawn: list[tuple[dict[str, tuple[int, int]], set[str]]],
) -> None:
    heroes = [
        KnownHero(f"hero {n}", {key: entry(key, *ends) for key, ends in entries.items()}, frozenset(changed), ["a"])
        for n, (entries, changed) in enumerate(drawn)
    ]
    ahead = Outlook(spells(heroes, Asked(NOW), UNTIL))
    ends = {turn for entries, _ in drawn for fresh, stale in entries.values() for turn in (fresh, fresh + stale)}
    for minute in sorted({0, 479, *ends, *(end - 1 for end in ends)} & set(range(480))):
        at = Asked(NOW + timedelta(minutes=minute), NOW, hour=True)
        assert ahead.at(at.at).blocks == len(list(cold_heroes([hero.state(at) for hero in heroes], at)))
    assert (ahead.spells[0].begin, ahead.spells[-1].end) == (NOW, UNTIL)
    assert all(one.end == two.begin and one.blocks != two.blocks for one, two in pairwise(ahead.spells))


def test_the_sample_is_said_to_hold_until_the_first_of_its_entries_ends(prepared: Store, tmp_path: Path) -> None:
    clock, ends = Clock(now=lambda: NOW), NOW + timedelta(hours=3)
    around = Surroundings(clock, lifetimes_of(load_settings(tmp_path), lambda: 0.5))
    warmup(prepared, WarmupOptions(until=ends), "no key", around)
    asked = Asked(NOW + timedelta(hours=1), NOW, hour=True)
    ahead = outlook(status(prepared, asked), asked, UNTIL)
    assert ahead.holds_until(asked.at) == ends + timedelta(minutes=10)
    assert ahead.holds_until(UNTIL) is None
    for at in (NOW, ends, ends + timedelta(minutes=10), UNTIL - timedelta(minutes=1)):
        blockers = status(prepared, Asked(at, NOW, hour=True)).blockers
        assert ahead.at(at).blocks == sum(found.code in COLD for found in blockers)


def test_what_mends_a_cold_cache_lasts_to_the_end_of_the_demo_that_goes_on() -> None:
    demo = Window(NOW, NOW + timedelta(minutes=90))
    ends = {minutes: Asked(NOW + timedelta(minutes=minutes), NOW, hour=True, demo=demo).until for minutes in (-60, 0, 60, 120)}
    assert ends == {
        -60: "2026-11-24T09:00+00:00",
        0: "2026-11-24T10:30+00:00",
        60: "2026-11-24T11:00+00:00",
        120: "2026-11-24T12:00+00:00",
    }
