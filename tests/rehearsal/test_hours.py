"""What a rehearsal says of a minute is what the documented SELECT gives at that minute, on both engines."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from effort import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rehearsed import AT, UNTIL
from sqlalchemy import delete, text

from demodb.clock import epoch_ms
from demodb.model.story import Window
from demodb.rehearsal.hours import spells
from demodb.rehearsal.report import RehearsalReport, Tally
from demodb.rehearsal.view import Cached, Scene
from demodb.rehearsal.walk import walk
from demodb.store.cache import ENTRY
from demodb.store.engine import Store

MINUTE = 60_000
BEGIN, END = epoch_ms(AT), epoch_ms(UNTIL)
MOMENTS = st.integers(-10, 100).map(lambda minutes: BEGIN + minutes * MINUTE)
KEYS = ("account-plan:acme", "intelligence:acme")


@pytest.fixture(scope="session")
def documented(repository: Path) -> str:
    """The SELECT of the documentation."""
    page = (repository / "docs" / "cache.md").read_text("utf-8")
    found = re.search(r"```sql\n(SELECT value.*?)\n```", page, re.DOTALL)
    assert found
    return found[1]


def put(store: Store, entries: dict[str, tuple[int, int]]) -> None:
    rows = [
        {"key": key, "kind": "claude-enrichment", "value": "{}", "created_at": BEGIN - MINUTE, "generation": 1}
        | {"fresh_until": fresh, "stale_until": stale}
        for key, (fresh, stale) in entries.items()
    ]
    with store.write() as connection:
        connection.execute(delete(ENTRY))
        if rows:
            connection.execute(ENTRY.insert(), rows)


@given(
    st.dictionaries(st.sampled_from(KEYS), st.tuples(MOMENTS, st.integers(0, 60)), max_size=2),
    st.lists(st.integers(0, 90), min_size=1, max_size=5),
)
@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_said_of_a_minute_is_what_the_documented_select_gives_then(
    store: Store, documented: str, drawn: dict[str, tuple[int, int]], minutes: list[int]
) -> None:
    entries = {key: (fresh, fresh + longer * MINUTE) for key, (fresh, longer) in drawn.items()}
    put(store, entries)
    for key in KEYS:
        found = spells(Cached(*entries[key]) if key in entries else None, BEGIN, END)
        assert (found[0].begin, found[-1].end) == (BEGIN, END)
        assert all(one.end == other.begin and one.state != other.state for one, other in pairwise(found))
        for minute in minutes:
            now = BEGIN + minute * MINUTE
            said = next(spell.state for spell in reversed(found) if spell.begin <= now)
            with store.read() as connection:
                row = connection.execute(text(documented), {"key": key, "now": now}).first()
            assert said == ("gone" if row is None else "fresh" if row.fresh else "stale")


def test_the_findings_of_a_walk_tell_the_minutes_in_which_an_app_finds_nothing_fresh(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("INSERT INTO account (key, name, slug, hero) VALUES ('acme', 'Acme', 'acme', 1)"))
    put(store, {KEYS[0]: (BEGIN + 30 * MINUTE, BEGIN + 60 * MINUTE), "financial:acme": (BEGIN + 10 * MINUTE, END + MINUTE)})
    tally = Tally(RehearsalReport(Window(AT, UNTIL)))
    with store.read() as connection:
        walk(connection, Scene(Window(AT, UNTIL)), epoch_ms(AT - timedelta(hours=1)), tally)
    told = {(found.code, found.row, found.value) for found in tally.done().findings if found.code != "missing-section"}
    assert told == {
        ("cache-gone", KEYS[0], "from 15:00 to 15:30"),
        ("cache-gone", KEYS[1], "from 14:00 to 15:30"),
        ("cache-stale", KEYS[0], "from 14:30 to 15:00"),
        ("cache-other", "financial:acme", "from 14:10 to 15:30"),
    }
