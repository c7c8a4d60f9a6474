"""Databases on both engines, empty and filled, and what a store holds. A pytest plugin."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, nullcontext
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Contents, Copied, FilledBy, FillStore, NewDatabase, Original
from servers import Server, started
from sqlalchemy import Column, Table, select
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from demodb.api.import_ import ImportBy, import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.store import tables
from demodb.store.engine import Store
from demodb.store.schema import open_store

ENGINES = ("sqlite", "postgresql")
MEMORY = (
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
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", metavar="URL", help="run the store's tests on this PostgreSQL server instead of both engines")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    own = any(mark.args[0] == "db" for mark in metafunc.definition.iter_markers("parametrize"))
    if "db" in metafunc.fixturenames and not own:
        metafunc.parametrize("db", ("postgresql",) if metafunc.config.getoption("--db") else ENGINES, indirect=True)


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A PostgreSQL server: the one given with --db, or one of this worker's own."""
    given = request.config.getoption("--db")
    with nullcontext(make_url(given)) if given else started() as url, closing(Server(url)) as server:
        yield server


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewDatabase]:
    """Makes databases: a SQLite file's path, or a PostgreSQL URL. Empty ones, a file not there yet; `migrated` ones; copies.

    A copy is `like` the store that a function has filled, given the store and a folder: that is done once for each engine.
    """
    numbers, dropping = count(1), ExitStack()
    folder = tmp_path_factory.mktemp("databases")

    def make(engine: str, *, migrated: bool = False, like: FillStore | None = None) -> str:
        original = request.getfixturevalue("originals")(engine, like) if like else ""
        if engine == "sqlite":
            path = folder / f"store{next(numbers)}.db"
            if original or migrated:
                shutil.copyfile(original or request.getfixturevalue("empty_store"), path)
            return str(path)
        assert request.node.get_closest_marker("postgresql"), "mark this test: @pytest.mark.postgresql"
        server: Server = request.getfixturevalue("server")
        name = server.create(original or (server.migrated if migrated else "template0"))
        dropping.callback(server.drop, name)
        return server.address(name)

    with dropping:
        yield make


@pytest.fixture(scope="session")
def originals(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Original:
    """Gives the database of an engine that a function fills once, and that copies are made of: a file's path, or a name."""
    made = dict[tuple[str, str], str]()
    folder = tmp_path_factory.mktemp("originals")

    def empty(engine: str) -> tuple[str, str]:
        if engine == "sqlite":
            path = str(shutil.copyfile(request.getfixturevalue("empty_store"), folder / f"store{len(made)}.db"))
            return path, path
        server: Server = request.getfixturevalue("server")
        name = server.keep(server.migrated)
        return name, server.address(name)

    def original(engine: str, fill: FillStore) -> str:
        place = (engine, f"{fill.__module__}.{fill.__qualname__}")
        if place not in made:
            name, address = empty(engine)
            with open_store(address) as store:
                fill(store, tmp_path_factory.mktemp("material"))
            made[place] = name
        return made[place]

    return original


@pytest.fixture
def db(request: pytest.FixtureRequest, new_database: NewDatabase) -> str:
    """A database on each engine in turn: the one that `store` opens where a test asks for that too, else an empty one."""
    return new_database(request.param, migrated="store" in request.fixturenames)


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    """An open store without rows, on each engine in turn."""
    with open_store(db) as opened:
        yield opened


@pytest.fixture
def filled_by(db: str, new_database: NewDatabase) -> Iterator[FilledBy]:
    """Opens, on each engine in turn, a copy of the store that a function has filled: that is done once, a copy costs little."""
    engine = "postgresql" if "://" in db else "sqlite"
    with ExitStack() as opened:
        yield lambda fill: opened.enter_context(open_store(new_database(engine, like=fill)))


def said_by(table: Table) -> list[Column[Any]]:
    """The columns that are part of what a store says: what the log of edits has seen of a section is not."""
    return [column for column in table.columns if (table.name, column.name) != ("plan_section", "seen")]


@pytest.fixture(scope="session")
def contents() -> Contents:
    """Gives every row of a store by table, in one order: two stores with equal contents are the same store.

    What remembers how the store came to be is left out: runs tell when and by whom, and used revisions tell of packs that
    nothing in the store may be from any more; files with what each said, and the log of edits, tell of the way as well.
    None of it is part of what a store says, and the way to it may differ.
    """

    def read(store: Store) -> dict[str, list[tuple[Any, ...]]]:
        with store.read() as connection:
            return {
                table.name: sorted((tuple(row) for row in connection.execute(select(*said_by(table)))), key=repr)
                for table in (SQLModel.metadata.tables[getattr(tables, name).__tablename__] for name in tables.__all__)
                if table.name not in MEMORY
            }

    return read


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store without rows, to be copied: it holds the schema, and a copy costs a hundredth of the migrations."""
    path = tmp_path_factory.mktemp("databases") / "empty.db"
    open_store(path, create=True).close()
    return path


@pytest.fixture(scope="session")
def databases(empty_store: Path, sample: Path) -> Path:
    """The folder of the stores that `copied` copies."""
    folder = empty_store.parent
    shutil.copyfile(empty_store, folder / "sample.db")
    with open_store(folder / "sample.db") as store:
        import_sources(store, [sample], how=ImportBy(root=folder))
        seed(store, SeedOptions(date(2026, 11, 24)))
    return folder


@pytest.fixture
def copied(databases: Path, tmp_path: Path) -> Iterator[Copied]:
    """Opens a copy of a SQLite store: "empty", or the seeded "sample"; a copy costs a tenth of making one."""
    made: list[Store] = []

    def copy(name: str) -> Store:
        path = tmp_path / f"{name}{len(made)}.db"
        shutil.copyfile(databases / f"{name}.db", path)
        made.append(open_store(path))
        return made[-1]

    yield copy
    for store in made:
        store.close()
