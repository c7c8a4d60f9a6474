"""Stores as earlier releases left them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, insert, select
from sqlalchemy.pool import StaticPool

from demodb.store.engine import Store, database_path, make_engine
from demodb.store.migrate import upgrade
from demodb.store.schema import store_url

OLD = Path(__file__).resolve().parent.parent / "old_databases"


@pytest.fixture(params=sorted(path.stem for path in OLD.glob("*.sql")))
def revision(request: pytest.FixtureRequest) -> str:
    """The revisions of which an old store is kept."""
    return str(request.param)


@pytest.fixture
def older(db: str, revision: str) -> str:
    """A store as an earlier release left it."""
    dump = (OLD / f"{revision}.sql").read_text("utf-8")
    path = database_path(store_url(db))
    if path is not None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(dump)
        return db
    upgrade(store_url(db), revision)
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with Store(make_engine(store_url(db))) as store, store.write() as target, engine.connect() as source:
        driver = source.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.executescript(dump)
        metadata = MetaData()
        metadata.reflect(source)
        for table in metadata.sorted_tables:
            if table.name != "alembic_version":
                found = [dict(row._mapping) for row in source.execute(select(table))]  # noqa: SLF001 - a public name
                target.execute(insert(table), found)
    engine.dispose()
    return db
