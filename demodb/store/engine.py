"""Engines and transactions: one writer at a time, readers that cannot write, and driver errors in the words of `errors`.

SQLAlchemy's defaults on SQLite lose updates under concurrency: the driver's own transaction handling is switched off here,
a writer begins with BEGIN IMMEDIATE behind a lock file, a reader with BEGIN under `query_only`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any, Self, TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from demodb.clock import Clock
from demodb.errors import StoreBusyError, StoreOvertakenError, StoreUnreachableError
from demodb.store import opened, read_only
from demodb.store.address import driver_parameters
from demodb.store.faults import translated

BUSY_SECONDS = 5.0
"""How long a writer waits for another one."""

_POLL_SECONDS = 0.002
"""How often a waiting writer looks: between two transactions of a busy one lies no more than a millisecond."""

ATTEMPTS = 5
"""How often a unit of work is tried that a server undoes for the sake of another one."""

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite adds to a database's name for the files that it keeps beside it."""

T = TypeVar("T")
_WRITER = "demodb_writer"
_COPIER = "demodb_copier"
COPYING = {_COPIER: True}
"""The execution options of a transaction on a server that writes beside the one writer, to tables which nobody else knows yet."""
_PRAGMAS = ("synchronous = FULL", "trusted_schema = OFF", "cache_size = -16000")
_ADVISORY_LOCK = 0x64656D6F


class Store:
    """An open store: `read()` and `write()` give a connection in a transaction of its own.

    `notices` are lines for the person, such as where a backup was put; `upgraded_from` is the revision that opening it found,
    where that was an older one; `commits` counts the transactions that kept what they wrote. `worked_out` is for `kept`.
    """

    def __init__(
        self, engine: Engine, notices: tuple[str, ...] = (), upgraded_from: str | None = None, *, keeps: bool = True
    ) -> None:
        self.engine = engine
        self.notices = notices
        self.upgraded_from = upgraded_from
        self.commits = 0
        self.worked_out: dict[Callable[[Connection], Any], tuple[int, Any]] = {}
        self._keeps = keeps

    @property
    def name(self) -> str:
        """The database for messages, without password."""
        return shown_url(self.engine.url)

    @property
    def place(self) -> Path | str:
        """The file of a SQLite database, or the address of a server's, without password."""
        return database_path(self.engine.url) or self.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one moment and cannot write."""
        with translated(self.name), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, keep: bool = True) -> Iterator[Connection]:
        """A transaction of the one writer; it commits at the end, or rolls back on an error or where `keep` is false."""
        with ExitStack() as stack:
            stack.enter_context(translated(self.name))
            stack.enter_context(writer_lock(self.engine.url))
            connection = stack.enter_context(self.engine.connect().execution_options(**{_WRITER: True}))
            transaction = stack.enter_context(connection.begin())
            yield connection
            if not keep:
                transaction.rollback()
        self.commits += keep

    def run(self, work: Callable[[Connection], T]) -> T:
        """Do a unit of work in a transaction of the one writer; all of it once more where the server gave another one precedence.

        `work` may thus be called several times: what it changes beside the store has to bear that.
        """
        return self.retried(partial(self._written, work))

    def _written(self, work: Callable[[Connection], T]) -> T:
        with self.write(keep=self._keeps) as connection:
            return work(connection)

    def trial(self) -> Store:
        """The same store, in which all that `run` does is taken back: to see whether some work would be refused."""
        return Store(self.engine, keeps=False)

    def retried(self, attempt: Callable[[], T]) -> T:
        """Do what is more than a transaction, such as reading files first: all of it once more where that was overtaken."""
        for _ in range(ATTEMPTS - 1):
            with suppress(StoreOvertakenError):
                return attempt()
        return attempt()

    def look(self, work: Callable[[Connection], T]) -> T:
        """Do in a transaction that cannot write what `run` would do in one that can."""
        with self.read() as connection:
            return work(connection)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def quoted(bind: Engine | Connection, name: str) -> str:
    """A name of any characters, such as a schema's, as it stands in a statement."""
    return str(bind.dialect.identifier_preparer.quote_identifier(name))


def alone_with(connection: Connection, schema: str) -> None:
    """Be the only transaction about a schema: what a killed command had sent goes on at the server, and may make it yet."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:schema, 0))"), {"schema": schema})


def database_path(url: URL) -> Path | None:
    """The file of a SQLite database, None for a server."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def own_files(url: URL) -> frozenset[Path]:
    """The absolute paths of a SQLite database's files, which nobody but SQLite may open while it is in use."""
    path = database_path(url)
    return frozenset(Path(f"{path}{suffix}").resolve() for suffix in ("", *BESIDE, ".lock")) if path else frozenset()


def move_aside(place: Path | str, clock: Clock) -> Path | None:
    """Give a damaged database of SQLite, with what belongs to it, another name; None for a server's."""
    if isinstance(place, str):
        return None
    moved = place.with_name(f"{place.name}.damaged-{clock.now():%Y%m%d-%H%M%S}")
    for suffix in (*BESIDE, ""):
        with suppress(FileNotFoundError):
            Path(f"{place}{suffix}").rename(f"{moved}{suffix}")
    return moved


def shown_url(url: URL) -> str:
    """A database for messages: the file's path, or the URL without password."""
    path = database_path(url)
    if path:
        return str(path)
    query = {name: "***" if "password" in name else value for name, value in url.query.items()}
    return url.set(query=query).render_as_string(hide_password=True)


@contextmanager
def writer_lock(url: URL) -> Iterator[None]:
    """One writer at a time on a SQLite file: a lock beside it, so that waiting is fair and bounded. Servers lock themselves."""
    path = database_path(url)
    if path is None:
        yield
        return
    lock = FileLock(f"{path}.lock", timeout=BUSY_SECONDS, poll_interval=_POLL_SECONDS, mode=0o644)
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusyError(
            f"{path} is being written by another process", fix="wait until it has finished and try again"
        ) from None
    except OSError as error:
        raise StoreUnreachableError(
            f"{path}.lock cannot be opened: {error.strerror}", fix="check the folder's permissions, or choose --db"
        ) from error
    try:
        yield
    finally:
        lock.release()


def make_engine(url: str | URL, *, foreign_keys: bool = True) -> Engine:
    """An engine whose transactions are safe on SQLite and alike on PostgreSQL."""
    chosen = make_url(url)
    # Rows are dictionaries on both engines: see `bulk_insert`, which hands them to the driver as they are.
    style: dict[str, Any] = {"paramstyle": "named"} if chosen.get_backend_name() == "sqlite" else {}
    plain, typed = driver_parameters(chosen)
    engine = create_engine(plain, hide_parameters=True, connect_args=typed, **style)
    if engine.dialect.name == "sqlite":
        _make_sqlite_safe(engine, foreign_keys=foreign_keys)
    else:
        event.listen(engine, "begin", _begin_on_server)
    return engine


def _make_sqlite_safe(engine: Engine, *, foreign_keys: bool) -> None:
    files = opened.OpenedFiles(str(engine.url.database))

    def on_connect(connection: SQLiteConnection, record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        # A file keeps its journal mode, so the one who makes or migrates it sets it: a stranger's file is not even touched.
        journal = () if foreign_keys else ("journal_mode = WAL",)
        patience = f"busy_timeout = {round(BUSY_SECONDS * 1000)}"
        for pragma in (patience, *_PRAGMAS, *journal, f"foreign_keys = {int(foreign_keys)}"):
            connection.execute(f"PRAGMA {pragma}")
        # The files are opened by the first read: from here on it is known which ones they are.
        connection.execute("PRAGMA schema_version")
        files.note(record)
        record.info[read_only.STAMP] = read_only.stamp(engine.url.database)

    event.listen(engine, "do_connect", files.before_connect)
    event.listen(engine, "do_connect", read_only.as_immutable)
    event.listen(engine, "connect", on_connect)
    event.listen(engine, "commit", read_only.unchanged)
    event.listen(engine, "begin", opened.still_there)
    event.listen(engine, "begin", _begin_on_sqlite)
    event.listen(engine, "before_cursor_execute", _still_open)
    event.listen(engine, "commit", _still_open)
    event.listen(engine, "commit", _keepable)


def is_writer(connection: Connection) -> bool:
    """Whether this connection was opened to write."""
    return bool(connection.get_execution_options().get(_WRITER))


def _begin_on_sqlite(connection: Connection) -> None:
    writer = is_writer(connection)
    driver = _driver(connection)
    driver.execute(f"PRAGMA query_only = {int(not writer)}")
    driver.execute("BEGIN IMMEDIATE" if writer else "BEGIN")


def _begin_on_server(connection: Connection) -> None:
    if not is_writer(connection) and _COPIER not in connection.get_execution_options():
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        return
    # Whatever the server's default is: what a writer reads once it has the lock has to be what the one before wrote.
    connection.execute(text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE"))
    connection.execute(text(f"SET LOCAL lock_timeout = {int(BUSY_SECONDS * 1000)}"))
    if is_writer(connection):
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))


def _still_open(connection: Connection, *_: Any) -> None:
    """Refuse to go on where SQLite ended the transaction by itself: what follows would commit piecemeal."""
    if connection.in_transaction() and not _driver(connection).in_transaction:
        raise StoreUnreachableError(
            "SQLite ended the transaction by itself; nothing of it was kept", fix="check the disk and run the command again"
        )


def _keepable(connection: Connection) -> None:
    """Refuse to commit where nobody would find what was written."""
    if is_writer(connection):
        opened.still_there(connection, "while it was in use; nothing of this was kept")


def _driver(connection: Connection) -> SQLiteConnection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, SQLiteConnection):
        raise TypeError(f"not a SQLite connection: {driver!r}")
    return driver
