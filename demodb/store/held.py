"""Whole stores that are held beside the living one: a database file, or a schema on its server; made, read, gone back to.

On both engines the two can be named in one statement, so that going back is set-based and one transaction: readers see the
store before or after it, and only rows that differ are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, Table, event, inspect, text
from sqlalchemy.engine import URL

from demodb.errors import SnapshotError, StoreForeignError
from demodb.store.backup import copy_database, copy_rows
from demodb.store.cache import ENTRY, shift_ends
from demodb.store.engine import Store, alone_with, database_path, make_engine, quoted
from demodb.store.rows import CARRIED
from demodb.store.schema import REVISIONS, lacks_triggers, open_store, revision_of
from demodb.store.triggers import quietly

_SCHEMA = "demodb_snapshot_"
_ATTACHED = "held"


@dataclass(frozen=True)
class Held:
    """A store that is held: `file` of a SQLite database, or `schema` on the server."""

    file: Path | None = None
    schema: str = ""


def schema_name(snapshot: str) -> str:
    """The schema of a snapshot on a server."""
    return f"{_SCHEMA}{snapshot}"


def hold(store: Store, held: Held) -> None:
    """Make a verified copy of the store as it stands at one moment."""
    path = database_path(store.engine.url)
    if path is not None and held.file is not None:
        copy_database(path, held.file, single=True)
        return
    from demodb.store.migrate import hold_in_schema  # noqa: PLC0415 - alembic makes the schema, see `schema`

    hold_in_schema(store.engine.url, held.schema)


def refuse_taken(store: Store, schema: str) -> None:
    """Raise SnapshotError where a server has the schema of a snapshot already."""
    with store.read() as connection:
        taken = schema in inspect(connection).get_schema_names()
    if taken:
        raise SnapshotError(
            f"{store.name} holds a snapshot of this name, which another folder saved",
            fix="choose another name, or drop it in that folder: demodb snapshot drop",
        )


def held_size(store: Store, held: Held) -> int:
    """The bytes that a held store takes."""
    if held.file is not None:
        return held.file.stat().st_size
    size = text(
        "SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = to_regnamespace(:schema)"
    )
    with store.read() as connection:
        return int(connection.execute(size, {"schema": quoted(store.engine, held.schema)}).scalar_one())


def store_size(store: Store) -> int:
    """The bytes that holding the store would take."""
    path = database_path(store.engine.url)
    if path is not None:
        return path.stat().st_size
    with store.read() as connection:
        schema = str(connection.execute(text("SELECT current_schema()")).scalar_one())
    return held_size(store, Held(schema=schema))


def count_accounts(store: Store) -> int:
    """How many accounts there are, departed ones included, whatever the store's revision."""
    with store.read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM account")).scalar_one())


def drop_held(store: Store, schema: str) -> None:
    """Remove a schema of a snapshot from the server, if it is there."""

    def drop(connection: Connection) -> None:
        alone_with(connection, schema)
        connection.execute(text(f"DROP SCHEMA IF EXISTS {quoted(connection, schema)} CASCADE"))

    store.run(drop)


@contextmanager
def at_head(living: Store, held: Held) -> Iterator[Held]:
    """A held store at the newest schema, triggers included: a copy of an older file, or the schema upgraded where it is."""
    with held_store(living, held) as store:
        newest = revision_of(store) == REVISIONS[-1] and not lacks_triggers(store)
    if newest:
        yield held
        return
    from demodb.store.migrate import upgrade  # noqa: PLC0415 - alembic, see `schema`

    if held.file is None:
        upgrade(living.engine.url, schema=held.schema)
        yield held
        return
    with TemporaryDirectory() as folder:
        newer = Path(folder) / "newer.db"
        copy_database(held.file, newer)
        upgrade(URL.create("sqlite", database=str(newer)))
        yield Held(newer)


@contextmanager
def from_file(living: Store, file: Path, name: str) -> Iterator[Held]:
    """The store in a SQLite database, of whatever revision, as one that is held beside the living one for a while.

    On a server it is held under a name like a snapshot's.

    The file itself is only read. Raises StoreForeignError, StoreNewerError, StoreCorruptError for one that is no store.
    """
    with TemporaryDirectory() as folder:
        copy = Held(Path(folder) / "copy.db")
        copy_database(file, Path(folder) / "copy.db", single=True)
        with held_store(living, copy) as store:
            if revision_of(store) is None:
                raise StoreForeignError(f"{file} holds no store", fix="name a file that `demodb db backup` wrote")
        with at_head(living, copy) as newest:
            if database_path(living.engine.url) is not None:
                yield newest
                return
            yield from _loaded(living, newest, schema_name(name))


def _loaded(living: Store, file: Held, schema: str) -> Iterator[Held]:
    """The rows of a file in a schema of the living store's server, as long as it is needed."""
    from demodb.store.migrate import load_into_schema  # noqa: PLC0415 - alembic makes the schema, see `schema`

    with held_store(living, file) as store, store.read() as source:
        load_into_schema(living.engine.url, schema, source)
    try:
        yield Held(schema=schema)
    finally:
        drop_held(living, schema)


def copy_to_file(living: Store, file: Path) -> None:
    """Write the store as it stands at one moment into a new SQLite database."""
    path = database_path(living.engine.url)
    if path is not None:
        copy_database(path, file)
        return
    with TemporaryDirectory(dir=file.parent) as folder:
        made = Path(folder) / "made.db"
        with open_store(made, create=True) as store, living.read() as source, store.write() as target:
            copy_rows(source, target)
        copy_database(made, file)


def held_store(living: Store, held: Held) -> Store:
    """A store that is held beside the living one, opened to be read as if it were that."""
    if held.file is not None:
        return Store(make_engine(URL.create("sqlite", database=str(held.file))))
    engine = make_engine(living.engine.url)
    path = quoted(engine, held.schema)
    event.listen(engine, "begin", lambda connection: connection.execute(text(f"SET LOCAL search_path TO {path}")))
    return Store(engine)


@dataclass(frozen=True)
class Beside:
    """A transaction that sees two stores, and by which names: the living one `here`, the held one `there`."""

    connection: Connection
    here: str
    there: str


@contextmanager
def beside(store: Store, held: Held, *, write: bool = False) -> Iterator[Beside]:
    """A transaction on the living store that sees a held one too, which has the newest schema."""
    if held.file is None:
        with store.write() if write else store.read() as connection:
            here = str(connection.execute(text("SELECT current_schema()")).scalar_one())
            yield Beside(connection, quoted(store.engine, here), quoted(store.engine, held.schema))
        return
    with Store(_attaching(store.engine.url, held.file)) as both, both.write() if write else both.read() as connection:
        yield Beside(connection, "main", _ATTACHED)


def _attaching(url: URL, file: Path) -> Engine:
    engine = make_engine(url)

    def attach(connection: SQLiteConnection, _: object) -> None:
        connection.execute(f"ATTACH DATABASE ? AS {_ATTACHED}", (str(file),))

    event.listen(engine, "connect", attach)
    return engine


def go_back(both: Beside, later: int) -> None:
    """Let the living store hold what the held one does; entries of the cache end `later`, by so many milliseconds."""
    # What is known of a section goes back with it.
    with quietly(both.connection):
        for table in reversed(_BUT_CACHE):
            _for_table(both, table, "DELETE FROM {here} WHERE ({keys}) IN (SELECT {keys} FROM ({only_here}) AS other)")
        for table in _BUT_CACHE:
            _for_table(both, table, "INSERT INTO {here} ({columns}) {only_there}")
    # The app tells by the generation that a value is another one: it goes on growing.
    _for_table(both, ENTRY, "DELETE FROM {here} WHERE key NOT IN (SELECT key FROM {there})")
    _for_table(both, ENTRY, _ENTRIES_BACK)
    _count_on(both.connection)
    shift_ends(both.connection, later)


_BUT_CACHE = tuple(table for table in CARRIED if table is not ENTRY)
_ENTRIES_BACK = """
INSERT INTO {here} ({columns}) SELECT {columns} FROM {there} WHERE key IN (SELECT key FROM ({only_there}) AS other)
ON CONFLICT (key) DO UPDATE SET {changed}, generation = cache_entry.generation + 1
"""


def _for_table(both: Beside, table: Table, statement: str) -> None:
    """A statement about one table of both stores."""
    names = [column.name for column in table.columns if table is not ENTRY or column.name != "generation"]
    parts = {
        "here": f"{both.here}.{table.name}",
        "there": f"{both.there}.{table.name}",
        "keys": ", ".join(column.name for column in table.primary_key),
        "columns": ", ".join(table.columns.keys()),
        "changed": ", ".join(f"{name} = excluded.{name}" for name in names if name != "key"),
        "only_here": only_in(both.here, both.there, table, names),
        "only_there": only_in(both.there, both.here, table, names),
    }
    both.connection.execute(text(statement.format_map(parts)))


def only_in(one: str, other: str, table: Table, columns: Sequence[str] = ()) -> str:
    """The SELECT of a table's rows, or of some columns, that one store has and the other has not."""
    names = ", ".join(columns or table.columns.keys())
    return f"SELECT {names} FROM {one}.{table.name} EXCEPT SELECT {names} FROM {other}.{table.name}"  # noqa: S608 - the same


def _count_on(connection: Connection) -> None:
    """On a server: numbers that are given by a sequence go on after the greatest that is there."""
    if connection.dialect.name == "sqlite":
        return
    for table in CARRIED:
        if table.autoincrement_column is not None:
            column = table.autoincrement_column.name
            last = f"(SELECT max({column}) FROM {table.name})"  # noqa: S608 - the same
            sequence = f"pg_get_serial_sequence('{table.name}', '{column}')"
            connection.execute(text(f"SELECT setval({sequence}, coalesce({last}, 1), {last} IS NOT NULL)"))
