"""The package of clients/node reads plans and intelligence in real Node, by any spelling, whatever becomes of the store."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from effort import examples
from fixture_types import CustomersFile, NewDatabase, Start
from fixtures_node import Asking
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from demodb.api.account import alias_account
from demodb.api.import_ import import_sources
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.model.lifetimes import DEMO
from demodb.model.names import slug
from demodb.store.engine import Store, move_aside
from demodb.store.schema import open_store

DRIVERS = ("node:sqlite", "better-sqlite3", "libsql")
HOUR = 3_600_000
GONE = dict.fromkeys(("key", "value", "age", "source", "model", "createdAt", "freshUntil", "staleUntil")) | {"state": "gone"}


def put(store: Store, clock: Clock, key: str, value: str = '{"n":1}', source: str = "claude", model: str | None = "m") -> None:
    Cache(store, clock, DEMO).set(key, "news", Value(value, source, model))


@pytest.fixture(scope="module")
def portfolio(empty_store: Path, tmp_path_factory: pytest.TempPathFactory, customers_file: CustomersFile) -> Path:
    """Three accounts, one of them under two spellings with slugs of their own, and one with an alias."""
    folder = tmp_path_factory.mktemp("portfolio")
    shutil.copyfile(empty_store, folder / "store.db")
    names = [("AT&T SERVICES, INC.", 900.0, 0.0), ("Zephyr GmbH", 10.0, 0.0), ("Straße AG", 7.0, 0.0)]
    with open_store(folder / "store.db") as store:
        import_sources(store, [customers_file(folder, "STL", names)])
        alias_account(store, "A T&T Services (Inc)", "AT&T SERVICES, INC.")
        alias_account(store, "The Wind", "Zephyr GmbH")
        import_sources(store, [customers_file(folder, "STL", [*names, ("A T&T Services (Inc)", 5.0, 0.0)])])
    return folder / "store.db"


@pytest.fixture
def store(portfolio: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copyfile(portfolio, tmp_path / "store.db")
    with open_store(tmp_path / "store.db") as opened:
        yield opened


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


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_store_that_is_not_there_yet_is_empty_and_is_found_when_it_comes(
    new_database: NewDatabase, clock: Clock, asking: Asking, driver: str
) -> None:
    path = Path(new_database("sqlite"))
    asked = asking(path, driver)
    asked("at", clock.epoch_ms())
    assert asked("plan", "Acme") == GONE
    assert not path.exists()
    path.touch()
    assert asked("plan", "Acme") == GONE
    with open_store(path, create=True) as store:
        assert asked("plan", "Acme") == GONE
        put(store, clock, "account-plan:acme")
        assert asked("plan", "Acme")["value"] == {"n": 1}


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_store_that_takes_the_place_of_another_one_is_read_from_then_on(
    store: Store, empty_store: Path, clock: Clock, asking: Asking, driver: str
) -> None:
    put(store, clock, "account-plan:acme", "1")
    asked = asking(store.place, driver)
    asked("at", clock.epoch_ms())
    assert asked("plan", "Acme")["value"] == 1
    store.close()
    # As `demodb reset` does it with a damaged store: the log goes along.
    assert move_aside(store.place, clock)
    assert asked("plan", "Acme") == GONE
    shutil.copyfile(empty_store, store.place)
    with open_store(str(store.place)) as other:
        put(other, clock, "account-plan:acme", "2")
    assert asked("plan", "Acme")["value"] == 2
    # As people do it: the log of the old one stays, and SQLite removes it where the file is new.
    Path(store.place).unlink()
    assert asked("plan", "Acme") == GONE
    with open_store(str(store.place), create=True) as new:
        assert asked("plan", "Acme") == GONE
        put(new, clock, "account-plan:acme", "3")
        assert asked("plan", "Acme")["value"] == 3


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
@pytest.mark.parametrize("driver", DRIVERS)
def test_each_write_is_seen_by_the_next_read_with_a_log_and_without(
    store: Store, clock: Clock, asking: Asking, driver: str, journal: str
) -> None:
    path = str(store.place)
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(f"PRAGMA journal_mode = {journal}").fetchone() == (journal.lower(),)
    asked = asking(path, driver)
    asked("at", clock.epoch_ms())
    for n in range(5):
        with open_store(path) as again:
            put(again, clock, "account-plan:acme", str(n))
        assert asked("plan", "Acme")["value"] == n


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_database_that_is_lent_cannot_be_written_through_any_more(
    store: Store, clock: Clock, asking: Asking, driver: str
) -> None:
    put(store, clock, "account-plan:acme")
    asked = asking(store.place, driver, "lent")
    asked("at", clock.epoch_ms())
    assert asked("plan", "Acme")["value"] == {"n": 1}
    asked("write")
    assert "readonly" in asked.error
    assert asked("plan", "Acme")["value"] == {"n": 1}


@pytest.mark.parametrize("driver", DRIVERS)
def test_what_cannot_be_read_is_told_with_its_place_and_read_once_it_can_be(
    tmp_path: Path, store: Store, clock: Clock, asking: Asking, driver: str
) -> None:
    put(store, clock, "account-plan:acme")
    store.close()
    path = tmp_path / "broken.db"
    asked = asking(path, driver)
    asked("at", clock.epoch_ms())
    path.write_bytes(b"no database at all, and long enough to be looked at as one" * 100)
    assert asked("plan", "Acme") is None
    assert asked.error.startswith(f"StoreUnreachableError: {path} cannot be read: file is not a database")
    path.unlink()
    path.mkdir()
    assert asked("plan", "Acme") is None
    assert asked.error.startswith(f"StoreUnreachableError: {path} cannot be read: ")
    path.rmdir()
    shutil.copyfile(store.place, path)
    assert asked("plan", "Acme")["value"] == {"n": 1}


WRITER = """
import json, sys
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.store.schema import open_store

n = 0
while True:
    with open_store(sys.argv[1]) as store:
        for _ in range(5):
            n += 1
            text = json.dumps({"first": n, "padding": "ü" * 30_000, "last": n}, ensure_ascii=False)
            Cache(store, Clock()).set("account-plan:acme", "news", Value(text))
    if n == 5:
        print("writing", flush=True)
"""


def test_values_are_whole_and_never_go_back_while_writers_come_and_go(store: Store, asking: Asking, start: Start) -> None:
    store.close()
    writer = start(WRITER, str(store.place))
    assert writer.stdout
    assert writer.stdout.readline() == "writing\n"
    seen: dict[str, list[int]] = {driver: [] for driver in DRIVERS}
    apps = {driver: asking(store.place, driver) for driver in DRIVERS}
    while min(len(set(numbers)) for numbers in seen.values()) < 15:
        for driver, asked in apps.items():
            found = asked("plan", "Acme")
            assert not asked.error
            assert found["value"]["first"] == found["value"]["last"]
            seen[driver].append(found["value"]["first"])
    assert all(numbers == sorted(numbers) for numbers in seen.values())
    assert writer.poll() is None


# Both sides know the letters of the Unicode version that Python has; Node.js may know more.
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cn")) | st.sampled_from("&/,.()[]- \u00a0\u3000\ufeffİΣςß"), max_size=12)


def test_a_slug_is_the_same_in_both_languages(asking: Asking, tmp_path: Path) -> None:
    asked = asking(tmp_path / "none.db")

    @settings(max_examples=examples(50))
    @given(st.lists(NAMES, min_size=20, max_size=60))
    def same(names: list[str]) -> None:
        assert asked("slugs", names) == [slug(name) for name in names]

    same()
