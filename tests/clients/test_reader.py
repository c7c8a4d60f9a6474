"""The package of clients/node reads plans and intelligence in real Node, by any spelling, whatever becomes of the store."""

from __future__ import annotations

from pathlib import Path

import pytest
from effort import examples
from fixtures_node import Asking
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from warm_entries import DRIVERS, GONE, HOUR, put

from demodb.cache.cache import Cache
from demodb.clock import Clock
from demodb.model.names import slug
from demodb.store.engine import Store


@pytest.mark.parametrize("driver", DRIVERS)
def test_an_entry_is_found_by_every_spelling_alias_and_slug_and_says_how_it_stands(
    store: Store, clock: Clock, asking: Asking, driver: str
) -> None:
    now = clock.epoch_ms()
    for name in ("atandt-services-inc", "zephyr-gmbh", "straße-ag"):
        put(store, clock, f"account-plan:{name}", f'{{"slug":"{name}"}}', "store", None)
    asked = asking(store.place, driver)
    asked("at", now + 1000)
    for name, meant in {
        "AT&T SERVICES, INC.": "atandt-services-inc",
        "AT&T Services, Inc.": "atandt-services-inc",
        "A T&T Services (Inc)": "atandt-services-inc",
        "a-tandt-services-inc": "atandt-services-inc",
        "The Wind": "zephyr-gmbh",
        "the-wind": "zephyr-gmbh",
        "Straße AG": "straße-ag",
    }.items():
        found = asked("plan", name)
        assert (found["state"], found["key"], found["value"]) == ("fresh", f"account-plan:{meant}", {"slug": meant}), name
        assert (found["age"], found["source"], found["model"]) == (1000, "store", None)
        assert asked("intelligence", name) == GONE
    assert asked("plan", "STRASSE AG") == GONE
    assert asked("plan", "Nobody' OR 1=1 --") == GONE


def test_a_name_is_compared_as_it_is_before_its_slug_is_on_which_two_unicode_versions_may_differ(
    store: Store, clock: Clock, asking: Asking
) -> None:
    put(store, clock, "account-plan:zephyr-gmbh")
    with store.write() as connection:
        connection.execute(text("UPDATE customer_record SET slug = 'x', name = 'ZEPHYR' WHERE account_key = 'zephyr gmbh'"))
        connection.execute(text("UPDATE alias SET slug = 'y' WHERE name = 'The Wind'"))
    asked = asking(store.place)
    asked("at", clock.epoch_ms())
    for name in ("ZEPHYR", "The Wind"):
        assert asked("plan", name)["key"] == "account-plan:zephyr-gmbh"
        assert asked("plan", name.swapcase()) == GONE


@pytest.mark.parametrize(
    ("after", "state"), [(0, "fresh"), (HOUR - 1, "fresh"), (HOUR, "stale"), (25 * HOUR - 1, "stale"), (25 * HOUR, "gone")]
)
def test_fresh_is_told_from_stale_and_stale_from_gone_to_the_millisecond(
    store: Store, clock: Clock, asking: Asking, after: int, state: str
) -> None:
    put(store, clock, "intelligence:zephyr-gmbh", '{"ü":"\\u2028"}')
    asked = asking(store.place)
    asked("at", clock.epoch_ms() + after)
    found = asked("intelligence", "Zephyr GmbH")
    assert found["state"] == state
    if state == "gone":
        assert found == GONE
    else:
        assert (found["value"], found["age"], found["source"], found["model"]) == ({"ü": "\u2028"}, after, "claude", "m")
        assert found["createdAt"] == "2026-11-24T09:00:00.000Z"
        assert (found["freshUntil"], found["staleUntil"]) == ("2026-11-24T10:00:00.000Z", "2026-11-25T10:00:00.000Z")


def test_what_is_still_being_made_is_gone_and_what_is_no_json_is_told_with_a_way_out(
    store: Store, clock: Clock, asking: Asking
) -> None:
    assert Cache(store, clock).lease("account-plan:zephyr-gmbh", "news", "me")
    put(store, clock, "intelligence:zephyr-gmbh", "{")
    asked = asking(store.place)
    asked("at", clock.epoch_ms())
    assert asked("plan", "Zephyr GmbH") == GONE
    assert asked("intelligence", "Zephyr GmbH") is None
    assert asked.error.startswith(
        "StoreCorruptError: the cache holds no whole document under intelligence:zephyr-gmbh; `demodb cache clear"
    )


@pytest.mark.parametrize("driver", DRIVERS)
def test_times_of_any_size_that_somebody_wrote_by_hand_do_no_harm(store: Store, asking: Asking, driver: str) -> None:
    insert = (
        "INSERT INTO cache_entry (key, kind, value, created_at, fresh_until, stale_until, generation)"
        " VALUES (:key, 'x', '1', :made, :end, :end, 1)"
    )
    with store.write() as connection:
        for key, made, end in (("huge", 2**62, 2**62), ("small", -(2**62), 2**62), ("past", -(2**62), -(2**62))):
            connection.execute(text(insert), {"key": f"account-plan:{key}", "made": made, "end": end})
    asked = asking(store.place, driver)
    assert asked("plan", "huge")["age"] == 0
    assert asked("plan", "small")["freshUntil"] == "+275760-09-13T00:00:00.000Z"
    assert asked("plan", "past") == GONE


# Both sides know the letters of the Unicode version that Python has; Node.js may know more.
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cn")) | st.sampled_from("&/,.()[]- \u00a0\u3000\ufeffİΣςß"), max_size=12)


def test_a_slug_is_the_same_in_both_languages(asking: Asking, tmp_path: Path) -> None:
    asked = asking(tmp_path / "none.db")

    @settings(max_examples=examples(50))
    @given(st.lists(NAMES, min_size=20, max_size=60))
    def same(names: list[str]) -> None:
        assert asked("slugs", names) == [slug(name) for name in names]

    same()
