"""What becomes of a store's file while an app in Node.js reads it: it comes, goes, is replaced, reset, damaged, written."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from fixture_types import CustomersFile, NewDatabase, Start
from fixtures_node import Asking
from snapshot_project import Time, filled, keeping
from warm_entries import DRIVERS, GONE, put

from demodb.api.reset import reset
from demodb.api.snapshot import save
from demodb.clock import Clock
from demodb.store.engine import Store, move_aside
from demodb.store.schema import open_store


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


def test_after_a_reset_an_app_reads_what_the_snapshot_keeps(
    new_database: NewDatabase, customers_file: CustomersFile, asking: Asking
) -> None:
    path, time = new_database("sqlite", migrated=True), Time()
    with open_store(path) as store:
        filled(store, customers_file, time)
        put(store, time.clock, "account-plan:acme-ltd", "1")
        save(store, "before", keeping(time))
        put(store, time.clock, "account-plan:acme-ltd", "2")
    asked = asking(path)
    asked("at", time.clock.epoch_ms())
    assert asked("plan", "Acme Ltd")["value"] == 2
    reset(path, keeping(time), "before")
    assert asked("plan", "Acme Ltd")["value"] == 1
    damaged = Path(path).stat().st_size
    Path(path).write_bytes(b"no database at all, and long enough to be looked at as one" * (damaged // 50))
    reset(path, keeping(time), "before")
    assert asked("plan", "Acme Ltd")["value"] == 1


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
