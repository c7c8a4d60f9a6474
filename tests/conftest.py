"""What every test stands on: no network, an environment of its own, empty databases on both engines, small files to import."""

from __future__ import annotations

import ipaddress
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, nullcontext
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from effort import register_profiles
from fixture_types import Contents, Copied, CustomersFile, Gold, NewDatabase, Start, WriteJson
from servers import Server, started
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from demodb.api.import_ import ImportBy, import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.clock import Clock
from demodb.model.material import Material
from demodb.model.names import match_key
from demodb.packs.pack import Pack, load_pack
from demodb.packs.template import Template
from demodb.store import tables
from demodb.store.accounts import account_names
from demodb.store.engine import Store
from demodb.store.material import read_material
from demodb.store.schema import open_store

pytest_plugins = ("gold_files",)
register_profiles()

ENGINES = ("sqlite", "postgresql")
MEMORY = ("seed_run", "pack_revision", "identity", "known_file", "agreed_version", "listing", "edit")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", metavar="URL", help="run the store's tests on this PostgreSQL server instead of both engines")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    own = any(mark.args[0] == "db" for mark in metafunc.definition.iter_markers("parametrize"))
    if "db" in metafunc.fixturenames and not own:
        metafunc.parametrize("db", ("postgresql",) if metafunc.config.getoption("--db") else ENGINES, indirect=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs more than Python, so that no author of a test has to think of it."""
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        if hasattr(item, "callspec") and item.callspec.params.get("db") == "postgresql":
            item.add_marker("postgresql")
        if "node" in item.fixturenames:
            item.add_marker("node")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    seed = config.getoption("--hypothesis-seed")
    if seed is not None and terminalreporter.stats.get("failed"):
        terminalreporter.write_line(f"The same examples again: add --hypothesis-profile=deep --hypothesis-seed={seed}", red=True)


# --- an environment of its own -------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Let sockets reach this machine only. `pytest.fail` passes through code that catches exceptions."""
    guarding = True

    def guard(event: str, arguments: tuple[Any, ...]) -> None:
        if not guarding or not event.startswith("socket."):
            return
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            sock, address = arguments
            far = sock.family in (socket.AF_INET, socket.AF_INET6) and address is not None and not _is_near(address[0])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            far = not _is_near(arguments[0])
        else:
            return
        if far:
            pytest.fail(f"a test reached for the network: {event} {arguments[-1] if event == 'socket.connect' else arguments[0]}")

    sys.addaudithook(guard)
    yield
    guarding = False


def _is_near(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Let Ctrl-C reach the processes that tests start, though a shell that ran the tests behind an & had it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path) -> None:
    """A home and a working directory of its own, and no settings or keys of whoever runs the tests."""
    for name in os.environ:
        if name.startswith(("ANTHROPIC_", "DEMODB_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def clock() -> Clock:
    return Clock(now=lambda: NOW, monotonic=lambda: 0.0, sleep=lambda _: None)


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample portfolio's folder."""
    return REPOSITORY / "data"


# --- databases -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A PostgreSQL server: the one given with --db, or one of this worker's own."""
    given = request.config.getoption("--db")
    with nullcontext(make_url(given)) if given else started() as url, closing(Server(url)) as server:
        yield server


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewDatabase]:
    """Makes databases: a SQLite file's path, or a PostgreSQL URL. Empty ones, a file not there yet; or `migrated` ones."""
    numbers, dropping = count(1), ExitStack()
    folder = tmp_path_factory.mktemp("databases")

    def make(engine: str, *, migrated: bool = False) -> str:
        if engine == "sqlite":
            path = folder / f"store{next(numbers)}.db"
            if migrated:
                shutil.copyfile(request.getfixturevalue("empty_store"), path)
            return str(path)
        assert request.node.get_closest_marker("postgresql"), "mark this test: @pytest.mark.postgresql"
        server: Server = request.getfixturevalue("server")
        name = server.create(server.migrated if migrated else "template0")
        dropping.callback(server.drop, name)
        return server.address(name)

    with dropping:
        yield make


@pytest.fixture
def db(request: pytest.FixtureRequest, new_database: NewDatabase) -> str:
    """A database on each engine in turn: the one that `store` opens where a test asks for that too, else an empty one."""
    return new_database(request.param, migrated="store" in request.fixturenames)


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    """An open store without rows, on each engine in turn."""
    with open_store(db) as opened:
        yield opened


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
                table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                for table in (SQLModel.metadata.tables[getattr(tables, name).__tablename__] for name in tables.__all__)
                if table.name not in MEMORY
            }

    return read


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts real Python processes on a piece of code and arguments; what still runs at the end is killed."""
    processes: list[subprocess.Popen[str]] = []

    def run(code: str, *arguments: str | Path, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield run
    for process in processes:
        process.kill()
        with process:
            process.wait()


# --- files to import -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def write_json() -> WriteJson:
    """Writes a JSON value, making the folders above it, and gives the path back."""

    def write(path: Path, value: Any) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value, ensure_ascii=False, indent=2), "utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def customers_file(write_json: WriteJson) -> CustomersFile:
    """Writes a business unit's customer file: each customer as (name, rr, nrr), with one subscription."""

    def write(folder: Path, unit: str, customers: Sequence[tuple[str, float, float]]) -> Path:
        rows = [
            {
                "customer_name": name,
                "rr": rr,
                "nrr": nrr,
                "total": rr + nrr,
                "rank": rank,
                "subscriptions": [
                    {"sub_id": 1000 + rank, "arr": rr, "projected_arr": rr, "renewal_qtr": "Q1'27", "will_renew": "Yes"}
                ],
            }
            for rank, (name, rr, nrr) in enumerate(customers, start=1)
        ]
        value = {"bu_name": unit, "customer_count": len(rows), "customers": rows}
        return write_json(folder / f"customers_{unit.lower()}_all.json", value)

    return write


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


# --- packs and material ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def telecom() -> Pack:
    """The shipped pack at its newest revision."""
    return load_pack("telecom")


@pytest.fixture(scope="session")
def baseline() -> Template:
    """The first revision of the shipped pack, which never changes."""
    return Template(load_pack("telecom", "0001"), "0", NOW.date())


@pytest.fixture(scope="session")
def materials(databases: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Material]:
    """The accounts of the seeded sample by slug."""
    path = tmp_path_factory.mktemp("materials") / "sample.db"
    shutil.copyfile(databases / "sample.db", path)
    with open_store(path) as store, store.read() as connection:
        keys = [match_key(name) for name in account_names(connection)]
        return {material.slug: material for material in read_material(connection, keys)}


@pytest.fixture(scope="session")
def gold(repository: Path) -> Gold:
    """Reads a gold file."""
    return lambda name: (repository / "tests" / "gold" / name).read_text("utf-8")
