"""The home of Alembic: bring a database to the newest schema, whole or not at all, and keep a copy of what was there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL

from demodb.clock import Clock
from demodb.errors import StoreCorruptError
from demodb.resources import bundled
from demodb.store.backup import copy_database, copy_rows
from demodb.store.engine import COPYING, alone_with, database_path, make_engine, quoted
from demodb.store.triggers import quietly


def alembic_config() -> Config:
    """Alembic's configuration for the migrations that travel with demodb."""
    config = Config()
    config.set_main_option("script_location", str(bundled("migrations")).replace("%", "%%"))
    return config


def upgrade(url: URL, revision: str = "head", *, schema: str = "") -> None:
    """Run the migrations up to `revision` in one transaction; an error, a kill or a full disk leaves all as it was.

    On a server `schema` may name another schema than the one that comes first.
    """
    with migration_connection(url, schema) as connection:
        _run(connection, revision)


def hold_in_schema(url: URL, schema: str) -> None:
    """Make a schema that holds the same tables and rows as the store, to which nobody can write meanwhile."""
    with _copying(url) as connection:
        here, revision = connection.execute(text("SELECT current_schema(), version_num FROM alembic_version")).one()
        tables = _make_schema(connection, schema, revision)
        originals = [f"{quoted(connection, here)}.{name}" for name in tables]
        connection.execute(text(f"LOCK TABLE {', '.join(originals)} IN SHARE MODE"))
        with quietly(connection):
            for name, original in zip(tables, originals, strict=True):
                columns = ", ".join(f'"{column["name"]}"' for column in inspect(connection).get_columns(name))
                connection.execute(text(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {original}"))  # noqa: S608 - names come from the schema


def load_into_schema(url: URL, schema: str, source: Connection) -> None:
    """Make a schema that holds the rows of another store of the newest revision, which may be on another engine."""
    with _copying(url) as connection:
        _make_schema(connection, schema, "head")
        copy_rows(source, connection)


def _make_schema(connection: Connection, schema: str, revision: str) -> list[str]:
    """An empty store in a schema of its own, which comes first from now on; its tables, parents first."""
    alone_with(connection, schema)
    connection.execute(text(f"CREATE SCHEMA {quoted(connection, schema)}"))
    _go_to(connection, schema)
    _run(connection, revision)
    named = [name for name, _ in inspect(connection).get_sorted_table_and_fkc_names() if name]
    tables = [name for name in named if name not in _ITS_OWN]
    for name in reversed(tables):
        # The migrations fill some: a store is made with a name of its own.
        connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - the same
    return tables


@contextmanager
def _copying(url: URL) -> Iterator[Connection]:
    """A transaction on a server beside that of a writer, which may be waiting for the copy to be made."""
    engine = make_engine(url)
    try:
        with engine.connect().execution_options(**COPYING) as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


_ITS_OWN = ("alembic_version", "change_counter")
"""Tables that a copy does not take over: it stands at a revision, and counts its changes, by itself."""


def _run(connection: Connection, revision: str) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _go_to(connection: Connection, schema: str) -> None:
    if schema:
        connection.execute(text(f"SET LOCAL search_path TO {quoted(connection, schema)}"))


@contextmanager
def migration_connection(url: URL, schema: str = "") -> Iterator[Connection]:
    """A writing transaction with foreign keys off, as rebuilding a parent table needs; it commits only if no row went missing."""
    engine = make_engine(url, foreign_keys=False)
    try:
        with engine.connect().execution_options(demodb_writer=True) as connection, connection.begin():
            _go_to(connection, schema)
            before = _row_counts(connection)
            yield connection
            _check(connection, before)
    finally:
        engine.dispose()


def _row_counts(connection: Connection) -> dict[str, int]:
    names = set(inspect(connection).get_table_names()) - {*_ITS_OWN, "section_mark"}
    return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in sorted(names)}  # noqa: S608 - names come from the schema


def _check(connection: Connection, before: dict[str, int]) -> None:
    after = _row_counts(connection)
    lost = [name for name in before.keys() & after.keys() if before[name] != after[name]]
    broken = [] if connection.dialect.name != "sqlite" else connection.execute(text("PRAGMA foreign_key_check")).all()
    if lost or broken:
        tables = ", ".join(sorted({*lost, *(row[0] for row in broken)}))
        raise StoreCorruptError(f"the upgrade would have lost rows of {tables}; nothing was changed", fix="report this as a bug")


def back_up(url: URL, revision: str, clock: Clock) -> Path | None:
    """A verified copy of a SQLite database beside it, named after its revision and the time; None for a server."""
    path = database_path(url)
    if path is None:
        return None
    target = path.with_name(f"{path.name}.{revision}.{clock.now():%Y%m%dT%H%M%S}.backup")
    copy_database(path, target)
    return target
