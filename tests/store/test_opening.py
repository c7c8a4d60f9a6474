"""Opening what is not a store of ours, or is not there: refused by name, and left as it is."""

from __future__ import annotations

import hashlib
import sqlite3
import traceback
from contextlib import closing
from pathlib import Path

import pytest
from fixture_types import NewDatabase
from sqlalchemy import text

from demodb.errors import (
    StoreCorruptError,
    StoreError,
    StoreForeignError,
    StoreMissingError,
    StoreNewerError,
    StoreUnreachableError,
)
from demodb.store.engine import Store, make_engine
from demodb.store.schema import open_store, store_url

SECRET = "s3cret"


def run_sql(db: str, *statements: str) -> None:
    with Store(make_engine(store_url(db))) as store, store.write() as connection:
        for statement in statements:
            connection.execute(text(statement))


def tables(db: str) -> list[str]:
    schema = "sqlite_master" if store_url(db).get_backend_name() == "sqlite" else "pg_tables WHERE schemaname = 'public'"
    name = "name" if schema == "sqlite_master" else "tablename"
    with Store(make_engine(store_url(db))) as store, store.read() as connection:
        return sorted(connection.execute(text(f"SELECT {name} FROM {schema}")).scalars())


def left_alone(path: Path) -> dict[str, str]:
    """What lies beside a file and in it."""
    return {entry.name: hashlib.sha256(entry.read_bytes()).hexdigest() for entry in path.parent.iterdir() if entry.is_file()}


def whole_message(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


@pytest.mark.parametrize("create", [False, True])
def test_a_newer_store_is_refused(db: str, *, create: bool) -> None:
    open_store(db, create=True).close()
    run_sql(db, "UPDATE alembic_version SET version_num = '9000'")
    before = tables(db)
    with pytest.raises(StoreNewerError, match="revision 9000, this demodb knows up to"):
        open_store(db, create=create)
    assert tables(db) == before


@pytest.mark.parametrize("create", [False, True])
def test_a_database_with_other_tables_is_refused_and_not_written_to(db: str, *, create: bool) -> None:
    run_sql(db, "CREATE TABLE invoice (number INTEGER)")
    with pytest.raises(StoreForeignError, match="tables that demodb did not make"):
        open_store(db, create=create)
    assert tables(db) == ["invoice"]


@pytest.mark.parametrize("revision", ["0001", "0002", "4f1c2b"])
def test_a_database_that_another_program_keeps_with_alembic_is_foreign(db: str, revision: str) -> None:
    run_sql(
        db,
        "CREATE TABLE invoice (number INTEGER)",
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
        f"INSERT INTO alembic_version VALUES ('{revision}')",
    )
    with pytest.raises(StoreForeignError):
        open_store(db, create=True)
    assert tables(db) == ["alembic_version", "invoice"]


@pytest.mark.parametrize("create", [False, True])
def test_a_foreign_sqlite_file_is_left_as_it_is_byte_for_byte(tmp_path: Path, *, create: bool) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE invoice (number INTEGER); INSERT INTO invoice VALUES (1);")
    before = left_alone(path)
    with pytest.raises(StoreForeignError):
        open_store(path, create=create)
    assert left_alone(path) == before


@pytest.mark.parametrize("create", [False, True])
def test_a_newer_sqlite_file_is_left_as_it_is_byte_for_byte(tmp_path: Path, *, create: bool) -> None:
    path = tmp_path / "newer.db"
    open_store(path, create=True).close()
    run_sql(str(path), "UPDATE alembic_version SET version_num = '9000'")
    before = left_alone(path)
    with pytest.raises(StoreNewerError):
        open_store(path, create=create)
    assert left_alone(path) == before


@pytest.mark.parametrize("content", [b"PK\x03\x04 no database" * 100, b"name,rr,nrr\n" * 100])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "portfolio.xlsx"
    path.write_bytes(content)
    before = left_alone(path)
    with pytest.raises(StoreCorruptError, match="is not a SQLite database"):
        open_store(path, create=True)
    assert left_alone(path) == before


def test_a_damaged_store_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    open_store(path, create=True).close()
    data = bytearray(path.read_bytes())
    data[100:4000] = b"\xff" * 3900
    path.write_bytes(data)
    with pytest.raises(StoreCorruptError, match="is damaged"):
        open_store(path)


def test_a_store_that_is_not_there_is_missing_and_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    with pytest.raises(StoreMissingError, match="no store at") as caught:
        open_store(path)
    assert "demodb import" in caught.value.fix
    assert not path.exists()


def test_an_empty_database_is_missing_until_it_is_to_be_made(db: str) -> None:
    if "://" not in db:
        Path(db).touch()
    with pytest.raises(StoreMissingError, match="is empty"):
        open_store(db)
    with open_store(db, create=True) as store:
        assert store.notices == ()
    open_store(db).close()


def test_a_store_in_a_folder_that_is_not_there_is_refused_and_the_folder_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachableError, match=r"the folder .*nowhere is not there"):
        open_store(tmp_path / "nowhere" / "demo.db", create=True)
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachableError, match="cannot be opened"):
        open_store(tmp_path, create=True)


@pytest.mark.parametrize("create", [False, True])
def test_a_server_that_does_not_answer_is_unreachable_and_the_password_stays_secret(*, create: bool) -> None:
    with pytest.raises(StoreUnreachableError, match="cannot be reached") as caught:
        open_store(f"postgresql+psycopg://jo:{SECRET}@127.0.0.1:1/demo", create=create)
    assert "127.0.0.1:1/demo cannot be reached: Connection refused" in caught.value.message
    assert SECRET not in whole_message(caught.value) + caught.value.fix


@pytest.mark.postgresql
def test_a_server_without_that_database_is_unreachable(new_database: NewDatabase) -> None:
    url = store_url(new_database("postgresql")).set(database="nowhere")
    with pytest.raises(StoreUnreachableError, match=r'cannot be reached: FATAL: +database "nowhere" does not exist'):
        open_store(url.render_as_string(hide_password=False), create=True)


@pytest.mark.parametrize(
    "given",
    [
        "mysql://jo:s3cret@localhost/demo",
        "postgresql+psycopg://jo:s3cret@localhost:port/demo",
        "postgresql+nosuchdriver://jo:s3cret@localhost/demo",
        "sqlite+nosuchdriver:///demo.db?key=s3cret",
        "://jo:s3cret@localhost",
        "sqlite://",
        "sqlite:///:memory:",
        ":memory:",
        "",
    ],
)
def test_a_database_of_another_kind_is_refused_without_showing_a_password(given: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(given, create=True)
    assert caught.value.fix
    assert SECRET not in caught.value.message + caught.value.fix


def test_a_store_has_a_name_without_password() -> None:
    url = "postgresql+psycopg://jo:s3cret@localhost/demo?password=s3cret&sslpassword=s3cret"
    with Store(make_engine(url)) as store:
        assert SECRET not in store.name
        assert "localhost/demo" in store.name
