"""Writers beside others: servers with another isolation, deadlocks, pooled servers, a file that is taken away meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest
from crowds import crowd
from fixture_types import NewDatabase, Start
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from demodb.errors import ExitCode, StoreBusyError, StoreCorruptError, StoreUnreachableError
from demodb.store.engine import ATTEMPTS, COPYING, Store, make_engine
from demodb.store.schema import open_store

COUNT_UP = """
with open_store(sys.argv[1]) as store:
    for _ in range(20):
        with store.write() as connection:
            count = connection.execute(text("SELECT hero FROM account WHERE key = 'a'")).scalar_one()
            connection.execute(text("UPDATE account SET hero = :hero WHERE key = 'a'"), {"hero": count + 1})
"""
IMPORTS = """
import sys
from sqlalchemy import text
from demodb.store import engine
from demodb.store.schema import open_store
engine.BUSY_SECONDS = 60.0
"""


def add(store: Store, *keys: str) -> None:
    with store.write() as connection:
        for key in keys:
            connection.execute(text("INSERT INTO account (key, name, slug, hero) VALUES (:key, :key, :key, 0)"), {"key": key})


def value(store: Store, key: str) -> str:
    with store.read() as connection:
        return str(connection.execute(text("SELECT name FROM account WHERE key = :key"), {"key": key}).scalar_one())


@pytest.mark.postgresql
@pytest.mark.parametrize("isolation", ["serializable", "repeatable read"])
def test_eight_processes_lose_no_edit_on_a_server_with_another_isolation(
    new_database: NewDatabase, start: Start, isolation: str
) -> None:
    db = new_database("postgresql", migrated=True)
    with open_store(db) as store:
        add(store, "a")
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(
                f"ALTER DATABASE \"{store.engine.url.database}\" SET default_transaction_isolation = '{isolation}'"
            )
            connection.exec_driver_sql("ALTER TABLE account DROP CONSTRAINT IF EXISTS ck_account_hero")
    process = start(crowd(8, IMPORTS, COUNT_UP), db)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    with open_store(db) as store, store.read() as connection:
        assert connection.execute(text("SELECT hero FROM account WHERE key = 'a'")).scalar_one() == 8 * 20


def _writing(other: Store) -> Connection:
    """A connection of somebody who takes no part in the one-writer rule."""
    return other.engine.connect().execution_options(**COPYING)


@pytest.mark.postgresql
def test_work_that_a_deadlock_undid_is_done_once_more(new_database: NewDatabase) -> None:
    """Somebody's SQL locks the two rows the other way round; the server undoes the one that has waited for a second."""
    db = new_database("postgresql", migrated=True)
    with open_store(db) as store, Store(make_engine(store.engine.url)) as other, _writing(other) as foreign:
        add(store, "a", "b")
        both_hold, times = Barrier(2), list[int]()

        def theirs() -> None:
            foreign.exec_driver_sql("SET deadlock_timeout = '60s'")
            foreign.exec_driver_sql("UPDATE account SET slug = 'theirs-b' WHERE key = 'b'")
            both_hold.wait()
            foreign.exec_driver_sql("UPDATE account SET slug = 'theirs-a' WHERE key = 'a'")
            foreign.commit()

        def ours(connection: Connection) -> None:
            times.append(1)
            if len(times) > 1:
                thread.join()
            connection.execute(text("UPDATE account SET name = 'ours' WHERE key = 'a'"))
            if len(times) == 1:
                both_hold.wait()
            connection.execute(text("UPDATE account SET name = 'ours' WHERE key = 'b'"))

        thread = Thread(target=theirs)
        thread.start()
        store.run(ours)
        thread.join()
        assert len(times) == 2
        assert (value(store, "a"), value(store, "b")) == ("ours", "ours")


@pytest.mark.postgresql
def test_work_that_is_undone_again_and_again_is_given_up_with_a_message(new_database: NewDatabase) -> None:
    with open_store(new_database("postgresql", migrated=True)) as store:
        times = list[int]()

        def work(connection: Connection) -> None:
            times.append(1)
            connection.execute(text("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END $$"))

        with pytest.raises(StoreBusyError, match="precedence") as raised:
            store.run(work)
        assert raised.value.exit_code == ExitCode.STORE_UNAVAILABLE
        assert len(times) == ATTEMPTS


@pytest.mark.postgresql
def test_the_parameters_of_an_address_reach_the_driver(new_database: NewDatabase) -> None:
    db = new_database("postgresql", migrated=True)
    mark = "&" if "?" in db else "?"
    for threshold, expected in (("0", 0), ("7", 7), ("none", None)):
        with open_store(f"{db}{mark}prepare_threshold={threshold}&application_name=demo") as store, store.read() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            assert driver.prepare_threshold == expected
            assert connection.execute(text("SHOW application_name")).scalar_one() == "demo"


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("parameter", "told"),
    [
        ("prepare_threshold=often", "prepare_threshold is 'often'"),
        ("prepare_threshold=-1", "prepare_threshold is '-1'"),
        ("prepare_threshold=1&prepare_threshold=2", "prepare_threshold is"),
        ("connect_timeout=soon", "connect_timeout: 'soon'"),
        ("port=many", "many"),
        ("sslmode=wild", 'sslmode value: "wild"'),
        ("aplication_name=demo", 'option "aplication_name"'),
        ("autocommit=1", 'option "autocommit"'),
        ("row_factory=dict", 'option "row_factory"'),
    ],
)
def test_a_parameter_that_is_none_is_told_without_the_password(new_database: NewDatabase, parameter: str, told: str) -> None:
    db = make_url(new_database("postgresql", migrated=True)).set(password="hidden-one").render_as_string(hide_password=False)
    with pytest.raises(StoreUnreachableError, match=told) as raised:
        open_store(f"{db}{'&' if '?' in db else '?'}{parameter}")
    assert raised.value.fix
    assert "hidden-one" not in f"{raised.value} {raised.value.fix}"


@pytest.mark.parametrize("deed", ["deleted", "moved", "replaced", "its log deleted"])
def test_nothing_is_called_done_that_went_to_a_file_which_the_path_does_not_lead_to(
    copied: Callable[[str], Store], deed: str
) -> None:
    store = copied("empty")
    path = Path(store.engine.url.database or "")

    def work(connection: Connection) -> None:
        connection.execute(text("INSERT INTO account (key, name, slug, hero) VALUES ('a', 'a', 'a', 0)"))
        if deed == "deleted":
            path.unlink()
        elif deed == "its log deleted":
            path.with_name(f"{path.name}-wal").unlink()
        elif deed == "moved":
            path.rename(path.with_name("elsewhere.db"))
        else:
            path.with_name("new.db").write_bytes(b"")
            path.with_name("new.db").replace(path)

    with pytest.raises(StoreUnreachableError, match="was moved, deleted or replaced") as raised:
        store.run(work)
    assert raised.value.exit_code == ExitCode.STORE_UNAVAILABLE


@pytest.mark.parametrize("deed", ["moved", "replaced"])
def test_nothing_is_told_of_a_file_which_the_path_does_not_lead_to(copied: Callable[[str], Store], deed: str) -> None:
    store = copied("empty")
    path = Path(store.engine.url.database or "")
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM account")).scalar_one() == 0
    if deed == "replaced":
        shutil.copy(path, path.with_name("new.db"))
        path.with_name("new.db").replace(path)
    else:
        path.rename(path.with_name("elsewhere.db"))
    with pytest.raises(StoreUnreachableError, match="was moved, deleted or replaced since it was opened"), store.read():
        pytest.fail("it was read")
    assert path.exists() == (deed == "replaced")


def test_a_schema_that_is_not_what_its_revision_says_is_told_as_damage(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("ALTER TABLE account RENAME TO account_gone"))
    with pytest.raises(StoreCorruptError, match="does not have the tables that its schema revision says"):
        value(store, "a")


def test_an_error_that_nobody_can_mend_is_not_disguised(store: Store) -> None:
    with pytest.raises(OperationalError) if store.engine.dialect.name == "sqlite" else pytest.raises(Exception, match="syntax"):
        store.run(lambda connection: connection.execute(text("SELEC 1")))


@pytest.mark.parametrize("deed", ["moved", "replaced"])
def test_a_later_connection_opens_no_other_file_and_makes_none(copied: Callable[[str], Store], deed: str) -> None:
    store = copied("empty")
    path = Path(str(store.place))
    with store.read() as first:
        first.execute(text("SELECT count(*) FROM account"))
        path.rename(path.with_name("elsewhere.db"))
        if deed == "replaced":
            shutil.copyfile(path.with_name("elsewhere.db"), path)
        with pytest.raises(StoreUnreachableError, match="was moved, deleted or replaced since it was opened"), store.read():
            pass
    assert path.exists() == (deed == "replaced")
