"""An app in Node.js that reads from a studio: what the file's reader would give, asked for anew only where it has changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from api_clients import Hand
from fixtures_node import Asked, Asking
from studio_project import NOW, Running, running
from warm_entries import GONE, HOUR, put

from demodb.cache.cache import Cache
from demodb.clock import epoch_ms
from demodb.store.engine import Store

KEY = "intelligence:zephyr-gmbh"


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def studio(store: Store, hand: Hand, tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path, clock=hand.clock, db=str(store.place)) as started:
        yield started


@pytest.fixture
def asked(studio: Running, asking: Asking) -> Asked:
    return asking(studio.origin, studio.access.token, program="studio-reader.mjs")


def moved(asked: Asked, hand: Hand, ms: int) -> None:
    hand.at = NOW + timedelta(milliseconds=ms)
    asked("at", epoch_ms(hand.at))


@pytest.mark.parametrize(
    ("after", "state"), [(0, "fresh"), (HOUR - 1, "fresh"), (HOUR, "stale"), (25 * HOUR - 1, "stale"), (25 * HOUR, "gone")]
)
def test_it_says_what_the_reader_of_the_file_says(
    store: Store, hand: Hand, asked: Asked, asking: Asking, after: int, state: str
) -> None:
    put(store, hand.clock, KEY, '{"ü":"\u2028"}', "claude", "m ü")
    file = asking(store.place)
    moved(asked, hand, after)
    file("at", epoch_ms(hand.at))
    found = asked("intelligence", "Zephyr GmbH")
    assert found == file("intelligence", "Zephyr GmbH")
    assert found["state"] == state


def test_a_value_travels_again_only_where_it_has_changed(store: Store, hand: Hand, asked: Asked) -> None:
    put(store, hand.clock, KEY, "1")
    moved(asked, hand, 0)
    assert [asked("read", KEY)["value"], asked("read", KEY)["value"], asked("answers")] == [1, 1, [200, 304]]
    Cache(store, hand.clock).extend([KEY], epoch_ms(NOW) + 9 * HOUR)
    assert (asked("read", KEY)["freshUntil"], asked("answers")) == ("2026-11-24T18:00:00.000Z", [304])
    put(store, hand.clock, KEY, "2")
    assert (asked("read", KEY)["value"], asked("answers")) == (2, [200])
    Cache(store, hand.clock).invalidate(KEY)
    assert (asked("read", KEY), asked("answers")) == (GONE, [404])


def test_an_account_is_found_by_any_of_its_names(store: Store, hand: Hand, asked: Asked) -> None:
    put(store, hand.clock, "account-plan:zephyr-gmbh", '{"customerName":"Zephyr GmbH"}', "store", None)
    moved(asked, hand, 0)
    for name in ("Zephyr GmbH", "zephyr-gmbh", "ZEPHYR, GMBH", "The Wind", "the wind"):
        found = asked("plan", name)
        assert (found["value"], found["source"], found["model"]) == ({"customerName": "Zephyr GmbH"}, "store", None), name
    assert asked("plan", "Nobody / Ltd") == GONE


def test_without_its_studio_it_goes_on_with_what_it_has_until_that_is_gone(
    store: Store, hand: Hand, asking: Asking, tmp_path: Path
) -> None:
    put(store, hand.clock, KEY, "1")
    with running(tmp_path, clock=hand.clock, db=str(store.place)) as studio:
        asked = asking(studio.origin, studio.access.token, program="studio-reader.mjs")
        moved(asked, hand, 0)
        assert asked("read", KEY)["state"] == "fresh"
    moved(asked, hand, 2 * HOUR)
    found = asked("read", KEY)
    assert (found["state"], found["value"], found["age"]) == ("stale", 1, 2 * HOUR)
    moved(asked, hand, 25 * HOUR)
    assert asked("read", KEY) is None
    assert asked.error.startswith(f"StudioUnreachableError: no studio answers at {studio.origin}")


def test_a_wrong_token_is_told_with_what_to_do(studio: Running, asking: Asking) -> None:
    asked = asking(studio.origin, "wrong", program="studio-reader.mjs")
    assert asked("plan", "Zephyr GmbH") is None
    assert asked.error.startswith("StudioUnreachableError: ")
    assert "Authorization: Bearer" in asked.error
