"""What goes wrong in mid-transaction: a full disk and a killed process leave nothing partial behind."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from fixture_types import Contents, Start
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError

from demodb.errors import StoreError, StoreFullError
from demodb.store.engine import Store
from demodb.store.schema import open_store

OPEN = "import sys, time; from sqlalchemy import text; from demodb.store.schema import open_store; s = open_store(sys.argv[1])\n"


def put(connection: Connection, key: str, name: str = "A") -> None:
    connection.execute(text("INSERT INTO business_unit (key, name) VALUES (:key, :name)"), {"key": key, "name": name})


def keys(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.execute(text("SELECT key FROM business_unit ORDER BY key")).scalars())


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not path.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert path.exists(), process.communicate()


def limited(path: str, pages: int) -> Store:
    """A store whose file can grow by `pages` pages: a disk that is nearly full."""
    store = open_store(path)
    store.close()

    def limit(connection: sqlite3.Connection, _: object) -> None:
        most = connection.execute("PRAGMA page_count").fetchone()[0] + pages
        connection.execute(f"PRAGMA max_page_count = {most}")

    event.listen(store.engine, "connect", limit)
    return store


def fill(store: Store, size: int) -> None:
    with store.write() as connection:
        for n in range(2_000):
            put(connection, str(n), "x" * size)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("size", [300, 9_000_000], ids=["many small rows", "one large row"])
def test_a_full_disk_is_said_to_be_full_and_nothing_of_the_transaction_stays(
    db: str, store: Store, contents: Contents, size: int
) -> None:
    with store.write() as connection:
        put(connection, "before")
    kept = contents(store)
    with limited(db, 20) as full:
        with pytest.raises(StoreFullError, match="the disk is full"):
            fill(full, size)
        assert contents(full) == kept
        with full.write() as connection:
            put(connection, "small")
    assert keys(store) == ["before", "small"]
    with store.read() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_writer_that_passes_over_a_full_disk_keeps_all_or_nothing(db: str, store: Store) -> None:
    seen = []
    with limited(db, 20) as full, contextlib.suppress(StoreError), full.write() as connection:
        put(connection, "first")
        for n in range(2_000):
            try:
                put(connection, f"{n:04}", "x" * 300)
            except DBAPIError as error:
                seen.append(error)
                break
        connection.execute(text("DELETE FROM business_unit WHERE key < 'a'"))
        put(connection, "last")
    assert len(seen) == 1
    assert keys(store) in ([], ["first", "last"])


@pytest.mark.slow
@pytest.mark.parametrize("rows", [10, 20_000])
def test_a_writer_killed_in_mid_transaction_leaves_nothing_of_it(
    db: str, store: Store, start: Start, tmp_path: Path, rows: int
) -> None:
    with store.write() as connection:
        put(connection, "before")
    ready = tmp_path / "ready"
    code = OPEN + (
        "import pathlib\n"
        "with s.write() as c:\n"
        "    c.execute(text('DELETE FROM business_unit'))\n"
        "    many = [{'k': str(n), 'n': 'x' * 300} for n in range(int(sys.argv[3]))]\n"
        "    c.execute(text('INSERT INTO business_unit (key, name) VALUES (:k, :n)'), many)\n"
        "    pathlib.Path(sys.argv[2]).touch()\n"
        "    time.sleep(60)\n"
    )
    process = start(code, db, ready, str(rows))
    wait_for(ready, process)
    process.kill()
    process.wait()
    assert keys(store) == ["before"]
    with store.write() as connection:
        put(connection, "after")
    assert keys(store) == ["after", "before"]
    if "://" not in db:
        with closing(sqlite3.connect(db)) as connection_:
            assert connection_.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.slow
def test_what_was_committed_before_a_kill_is_there(db: str, store: Store, start: Start, tmp_path: Path) -> None:
    code = OPEN + (
        "import pathlib\n"
        "with s.write() as c:\n"
        "    c.execute(text(\"INSERT INTO business_unit (key, name) VALUES ('a', 'A')\"))\n"
        "pathlib.Path(sys.argv[2]).touch(); time.sleep(60)\n"
    )
    process = start(code, db, tmp_path / "ready")
    wait_for(tmp_path / "ready", process)
    process.kill()
    process.wait()
    assert keys(store) == ["a"]
