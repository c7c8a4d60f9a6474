"""The home of Alembic: bring a database to the newest schema, whole or not at all, and keep a copy of what was there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL

from demodb.clock import Clock
from demodb.errors import StoreCorruptError
from demodb.resources import bundled
from demodb.store.engine import database_path, make_engine


def alembic_config() -> Config:
    """Alembic's configuration for the migrations that travel with demodb."""
    config = Config()
    config.set_main_option("script_location", str(bundled("migrations")).replace("%", "%%"))
    return config


def upgrade(url: URL, revision: str = "head") -> None:
    """Run the migrations up to `revision` in one transaction; an error, a kill or a full disk leaves all as it was."""
    with migration_connection(url) as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@contextmanager
def migration_connection(url: URL) -> Iterator[Connection]:
    """A writing transaction with foreign keys off, as rebuilding a parent table needs; it commits only if no row went missing."""
    engine = make_engine(url, foreign_keys=False)
    try:
        with engine.connect().execution_options(demodb_writer=True) as connection, connection.begin():
            before = _row_counts(connection)
            yield connection
            _check(connection, before)
    finally:
        engine.dispose()


def _row_counts(connection: Connection) -> dict[str, int]:
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
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
    aside = target.with_name(target.name + ".part")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(aside)) as copy:
        source.backup(copy)
    _verify(aside)
    with aside.open("rb") as written:
        os.fsync(written.fileno())
    aside.replace(target)
    return target


def _verify(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        tables = copy.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if verdict != "ok" or not tables:
        raise StoreCorruptError(f"{path} could not be verified: {verdict}", fix="check the database and its disk")
