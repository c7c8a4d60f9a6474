"""The schema: the migrations make what the tables' classes say, all of it described and named."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from fixture_types import Contents, NewDatabase
from sqlalchemy import Connection, Table, inspect, text
from sqlmodel import SQLModel

from demodb.store import tables
from demodb.store.engine import Store, make_engine
from demodb.store.migrate import alembic_config, migration_connection, upgrade
from demodb.store.schema import REVISIONS, open_store, store_url

TABLES: list[Table] = [SQLModel.metadata.tables[getattr(tables, name).__tablename__] for name in tables.__all__]


@contextmanager
def transaction(db: str) -> Iterator[Connection]:
    with Store(make_engine(store_url(db))) as store, store.write() as connection:
        yield connection


def differences(db: str) -> list[Any]:
    with transaction(db) as connection:
        options = {"compare_type": True, "compare_server_default": True}
        found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata)
    return found


def names_of_all() -> list[str]:
    """The names of all constraints and indexes, "None" for one without."""
    constraints = [str(constraint.name) for table in TABLES for constraint in table.constraints]
    return constraints + [str(index.name) for table in TABLES for index in table.indexes]


def schema(connection: Connection) -> dict[str, Any]:
    """What the database itself says of its schema; columns in order, constraints and options by name."""
    if connection.dialect.name == "sqlite":
        kinds = "type NOT IN ('view', 'trigger') AND name NOT LIKE 'alembic%' AND sql > ''"
        statements = connection.execute(text(f"SELECT name, sql FROM sqlite_master WHERE {kinds}"))
        return {name: _statement(sql) for name, sql in statements}
    columns = text(
        "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, coalesce(l.collname, ''),"
        " coalesce(pg_get_expr(d.adbin, d.adrelid), ''), coalesce(col_description(c.oid, a.attnum), '')"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum LEFT JOIN pg_collation l ON l.oid = a.attcollation"
        " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'alembic%'"
        " ORDER BY c.relname, a.attnum"
    )
    constraints = text(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%' ORDER BY conname"
    )
    indexes = text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE 'alembic%'")
    return {
        "columns": [tuple(row) for row in connection.execute(columns)],
        "constraints": [tuple(row) for row in connection.execute(constraints)],
        "indexes": sorted(tuple(row) for row in connection.execute(indexes)),
    }


def _statement(sql: str) -> list[str]:
    """A CREATE statement piece by piece: the columns in their order, then the constraints and the options sorted.

    SQLite keeps the text that it was given: quotes that are not needed, and an added column on the line of the one before.
    """
    plain = re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", re.sub(r"\s+", " ", sql).strip())
    depth, pieces = 0, [""]
    for character in plain:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if (character == "," and depth == 1) or (character == "(" and depth == 1) or (character == ")" and depth == 0):
            pieces.append("")
        else:
            pieces[-1] += character
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    named = [piece for piece in pieces if piece.startswith("CONSTRAINT")]
    return [piece for piece in pieces if piece not in named] + sorted(named)


def test_the_migrations_leave_nothing_that_autogenerate_would_change(db: str) -> None:
    upgrade(store_url(db))
    assert differences(db) == []


def test_a_database_that_lacks_a_column_would_be_noticed(db: str) -> None:
    upgrade(store_url(db))
    with transaction(db) as connection:
        connection.execute(text("ALTER TABLE news_article DROP COLUMN summary"))
    assert [found[0] for found in differences(db)] == ["add_column"]


def test_the_migrations_make_the_very_schema_of_the_tables(new_database: NewDatabase, db: str) -> None:
    backend = store_url(db).get_backend_name()
    made = new_database(backend)
    upgrade(store_url(db))
    with transaction(made) as connection:
        SQLModel.metadata.create_all(connection)
        wanted = schema(connection)
    with transaction(db) as connection:
        found = schema(connection)
    assert found == wanted
    checks = str(found).count("CHECK (")
    assert checks == sum(len([c for c in table.constraints if type(c).__name__ == "CheckConstraint"]) for table in TABLES)
    if backend == "sqlite":
        assert str(found).count("WITHOUT ROWID") == len([t for t in TABLES if t.dialect_options["sqlite"]["with_rowid"] is False])


def test_the_metadata_holds_the_tables_of_the_package_and_no_others() -> None:
    assert {table.name for table in TABLES} == set(SQLModel.metadata.tables)


def test_every_table_and_every_column_says_what_it_is() -> None:
    assert [table.name for table in TABLES if not table.comment] == []
    assert [str(column) for table in TABLES for column in table.columns if not column.comment] == []


def test_every_constraint_and_every_index_has_a_name_of_its_own(db: str) -> None:
    names = [name for name in names_of_all() if name != "None"]
    assert len(names) == sum(len(table.constraints) + len(table.indexes) for table in TABLES)
    assert len(names) == len(set(names))
    upgrade(store_url(db))
    with transaction(db) as connection:
        found = inspect(connection)
        unnamed = [
            (table.name, constraint)
            for table in TABLES
            for constraint in (
                found.get_pk_constraint(table.name),
                *found.get_foreign_keys(table.name),
                *found.get_unique_constraints(table.name),
                *found.get_check_constraints(table.name),
            )
            if not constraint["name"]
        ]
    assert unnamed == []


def test_every_name_fits_into_what_postgresql_keeps_of_it() -> None:
    assert [name for name in names_of_all() if len(name) > 63] == []


def test_the_known_revisions_are_those_of_the_migrations_in_their_order() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS
    assert scripts.get_heads() == [REVISIONS[-1]]


def test_the_migrations_stand_on_alembic_and_sqlalchemy_alone(repository: Path) -> None:
    files = sorted((repository / "migrations" / "versions").glob("*.py"))
    assert len(files) == len(REVISIONS)
    imported = {line for file in files for line in file.read_text("utf-8").splitlines() if re.match(r"\s*(import|from) ", line)}
    assert imported == {"import sqlalchemy as sa", "from alembic import op"}


@pytest.mark.slow
def test_going_down_to_nothing_and_up_again_gives_the_same_schema(db: str) -> None:
    upgrade(store_url(db))
    with transaction(db) as connection:
        before = schema(connection)
    with migration_connection(store_url(db)) as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with transaction(db) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    upgrade(store_url(db))
    with transaction(db) as connection:
        assert schema(connection) == before


def test_going_down_one_revision_keeps_the_rows_of_the_others(db: str) -> None:
    upgrade(store_url(db))
    with transaction(db) as connection:
        connection.execute(text("INSERT INTO account (key, name, slug, hero) VALUES ('a', 'A', 'a', 1)"))
    with migration_connection(store_url(db)) as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "-1")
    with transaction(db) as connection:
        assert "section_mark" not in inspect(connection).get_table_names()
        assert connection.execute(text("SELECT key, name, slug, hero FROM account")).all() == [("a", "A", "a", 1)]


@pytest.mark.slow
def test_stock_alembic_makes_a_store_that_opens(db: str, repository: Path, contents: Contents) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "alembic", "-x", f"db={db}", "upgrade", "head"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    with open_store(db) as store:
        assert store.notices == ()
        remembering = {
            "seed_run",
            "pack_revision",
            "identity",
            "known_file",
            "agreed_version",
            "listing",
            "edit",
            "exported_folder",
            "rehearsal",
            "aim",
            "section_mark",
            "change_counter",
        }
        assert set(contents(store)) == {table.name for table in TABLES} - remembering


def test_opening_makes_the_same_schema_as_the_migrations(db: str, new_database: NewDatabase) -> None:
    other = new_database(store_url(db).get_backend_name())
    upgrade(store_url(other))
    with open_store(db, create=True) as store, store.read() as connection:
        assert store.notices == ()
        opened = schema(connection)
    with transaction(other) as connection:
        assert opened == schema(connection)
