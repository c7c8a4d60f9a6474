"""Transactions: one writer at a time, readers that cannot write, and all or nothing whatever happens."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
import time
import traceback
from contextlib import closing
from pathlib import Path

import pytest
from crowds import crowd
from fixture_types import Contents, Start
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from demodb.errors import StoreBusyError, StoreError, StoreUnreachableError
from demodb.store import engine as store_engine
from demodb.store.engine import Store

OPEN = "import sys, time; from sqlalchemy import text; from demodb.store.schema import open_store; s = open_store(sys.argv[1])\n"


def put(connection: Connection, key: str, name: str = "A") -> None:
    connection.execute(text("INSERT INTO business_unit (key, name) VALUES (:key, :name)"), {"key": key, "name": name})


def keys(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.execute(text("SELECT key FROM business_unit ORDER BY key")).scalars())


@pytest.mark.slow
def test_processes_that_read_change_and_write_lose_no_update(db: str, store: Store, start: Start) -> None:
    with store.write() as connection:
        put(connection, "counter", "0")
    code = crowd(
        4,
        "import sqlalchemy, demodb.store.schema, psycopg",
        OPEN + "for _ in range(15):\n"
        "    with s.write() as c:\n"
        "        n = int(c.execute(text('SELECT name FROM business_unit')).scalar_one())\n"
        "        time.sleep(0.002)\n"
        "        c.execute(text('UPDATE business_unit SET name = :n'), {'n': str(n + 1)})\n",
    )
    process = start(code, db)
    said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    with store.read() as connection:
        assert connection.execute(text("SELECT name FROM business_unit")).scalar_one() == "60"


def test_threads_of_one_process_lose_no_update_either(store: Store) -> None:
    with store.write() as connection:
        put(connection, "counter", "0")

    def count() -> None:
        for _ in range(10):
            with store.write() as connection:
                found = int(connection.execute(text("SELECT name FROM business_unit")).scalar_one())
                connection.execute(text("UPDATE business_unit SET name = :n"), {"n": str(found + 1)})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as connection:
        assert connection.execute(text("SELECT name FROM business_unit")).scalar_one() == "40"


def test_a_writer_that_waits_too_long_is_told_that_another_one_is_busy(
    db: str, store: Store, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_engine, "BUSY_SECONDS", 0.3)
    ready = tmp_path / "ready"
    code = OPEN + "import pathlib\nwith s.write() as c:\n    pathlib.Path(sys.argv[2]).touch(); time.sleep(60)\n"
    process = start(code, db, ready)
    wait_for(ready, process)
    begun = time.monotonic()
    with pytest.raises(StoreBusyError, match="is being written by another process"), store.write() as connection:
        put(connection, "mine")
    assert 0.2 < time.monotonic() - begun < 4
    assert keys(store) == []
    process.kill()
    process.wait()
    with store.write() as connection:
        put(connection, "mine")
    assert keys(store) == ["mine"]


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_writer_is_told_so_too_where_the_other_one_does_not_know_the_lock_file(
    db: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_engine, "BUSY_SECONDS", 0.3)
    store.close()
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError, match="is being written by another process"), store.write() as connection:
            put(connection, "mine")
        other.execute("ROLLBACK")
    with store.write() as connection:
        put(connection, "mine")
    assert keys(store) == ["mine"]


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_writer_shuts_others_out_before_it_has_written_anything(db: str, store: Store) -> None:
    def get_in() -> str:
        with closing(sqlite3.connect(db, timeout=0)) as other:
            try:
                other.execute("INSERT INTO business_unit (key, name) VALUES ('between', 'B')")
            except sqlite3.OperationalError as error:
                return str(error)
        return "written"

    with store.write() as connection:
        connection.execute(text("SELECT count(*) FROM business_unit")).scalar_one()
        assert get_in() == "database is locked"
        put(connection, "mine")
    assert keys(store) == ["mine"]


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_writers_queue_at_the_lock_file(db: str, store: Store, start: Start) -> None:
    code = "import sys; from filelock import FileLock\nwith FileLock(sys.argv[1], timeout=0): pass"

    def locked() -> bool:
        process = start(code, f"{db}.lock")
        process.communicate()
        return process.returncode != 0

    with store.write():
        assert locked()
    assert not locked()


def test_a_reader_does_not_wait_for_a_writer_and_sees_one_moment(store: Store) -> None:
    with store.write() as connection:
        put(connection, "a")
    with store.read() as reader:
        first = reader.execute(text("SELECT count(*) FROM business_unit")).scalar_one()
        with store.write() as connection:
            put(connection, "b")
        second = reader.execute(text("SELECT count(*) FROM business_unit")).scalar_one()
    assert (first, second) == (1, 1)
    assert keys(store) == ["a", "b"]


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO business_unit (key, name) VALUES ('a', 'A')", "DELETE FROM account", "CREATE TABLE mine (x INTEGER)"],
)
def test_a_reader_cannot_write(store: Store, statement: str) -> None:
    with pytest.raises((StoreError, DBAPIError), match=r"read-?\s?only"), store.read() as connection:
        connection.execute(text(statement))
    assert keys(store) == []
    with store.write() as connection:
        put(connection, "after")
    assert keys(store) == ["after"]


def test_a_reader_after_a_writer_on_the_same_connection_cannot_write_either(store: Store) -> None:
    for n in range(3):
        with store.write() as connection:
            put(connection, f"good{n}")
        with pytest.raises((StoreError, DBAPIError)), store.read() as connection:
            put(connection, "bad")
    assert keys(store) == ["good0", "good1", "good2"]


def put_and_raise(store: Store, error: Exception) -> None:
    with store.write() as connection:
        put(connection, "a")
        connection.execute(text("INSERT INTO account (key, name, slug, hero) VALUES ('a', 'A', 'a', 0)"))
        raise error


def put_twice(store: Store, name: str) -> None:
    with store.write() as connection:
        put(connection, "a", name)
        put(connection, "a", name)


def test_an_error_rolls_back_all_of_a_transaction_and_passes_through(store: Store, contents: Contents) -> None:
    before = contents(store)
    error = RuntimeError("stop")
    with pytest.raises(RuntimeError) as caught:
        put_and_raise(store, error)
    assert caught.value is error
    assert contents(store) == before


def test_a_statement_that_fails_rolls_back_those_before_it(store: Store) -> None:
    with pytest.raises(IntegrityError):
        put_twice(store, "A")
    assert keys(store) == []


def test_parameters_of_a_statement_never_stand_in_the_message_of_an_error(store: Store) -> None:
    secret = "private " + "notes"
    with pytest.raises(IntegrityError) as caught:
        put_twice(store, secret)
    assert secret not in "".join(traceback.format_exception(caught.value))


def test_what_is_written_to_see_what_it_would_do_is_not_kept(store: Store) -> None:
    with store.write(keep=False) as connection:
        put(connection, "a")
        assert connection.execute(text("SELECT count(*) FROM business_unit")).scalar_one() == 1
    assert keys(store) == []
    with store.write(keep=True) as connection:
        put(connection, "b")
    assert keys(store) == ["b"]


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not path.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert path.exists(), process.communicate()


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_every_connection_to_a_file_is_set_up_to_be_safe(store: Store) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "busy_timeout": 5000}
    for way in (store.read, store.write, store.read):
        with way() as connection:
            assert {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted} == wanted


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_lock_file_that_cannot_be_made_is_named(db: str, store: Store) -> None:
    Path(f"{db}.lock").unlink(missing_ok=True)
    Path(f"{db}.lock").mkdir()
    with pytest.raises(StoreUnreachableError, match=r"\.lock cannot be opened"), store.write() as connection:
        put(connection, "a")
    assert keys(store) == []
