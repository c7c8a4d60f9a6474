"""Opening a store: at which revision its schema stands, and whether it has to be made, upgraded or refused.

Alembic is the only way the schema changes, but importing it takes as long as seeding the sample: `migrate` is imported
only where there is something to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from demodb.clock import Clock
from demodb.errors import (
    StoreCorruptError,
    StoreError,
    StoreForeignError,
    StoreMissingError,
    StoreNewerError,
    StoreUnreachableError,
)
from demodb.store.engine import Store, database_path, make_engine, shown_url, writer_lock
from demodb.store.faults import translated
from demodb.store.triggers import trigger_faults

REVISIONS = (
    *("0001", "0002", "0003", "0004", "0005", "0006", "0007"),
    *("0008", "0009", "0010", "0011", "0012", "0013", "0014", "0015"),
)
"""The schema's revisions, oldest first; the last one is what this code works with."""


def store_url(db: str | Path) -> URL:
    """A database URL from a URL or from the path of a SQLite file."""
    given = str(db).strip()
    try:
        url = make_url(given) if "://" in given else _path_url(given)
    except (ArgumentError, ValueError):
        url = None
    # A password with a slash or an @ that is not escaped ends up in the name of the host or of the database.
    astray = url is not None and url.get_backend_name() != "sqlite" and "@" in f"{url.host}{url.database}"
    if url is None or astray or url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreUnreachableError(
            f"{_without_secrets(given)!r} is no database that demodb knows",
            fix="give a file's path or postgresql+psycopg://user@host/name",
        )
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise StoreUnreachableError("a store in memory would be lost at once", fix="give a file's path")
    return url


def _path_url(path: str) -> URL | None:
    """A SQLite file; None for what is rather an address in which something is missing, and which may hold a password."""
    return None if _MISTYPED.search(path) and not Path(path).exists() else URL.create("sqlite", database=path)


_MISTYPED = re.compile(r"^(postgres|postgresql|sqlite)(\+\w+)?:?//?|^postgres\w*:|^(//)?[^/@]*:[^@]*@", re.IGNORECASE)


def _without_secrets(given: str) -> str:
    """An address for messages: of one that cannot be read all up to the last @ may be a password."""
    return re.sub("^(.*?(:/*|//)).*@|^.*@", r"\1***@", given).partition("?")[0]


def store_place(db: str | Path) -> Path | str:
    """The file of a SQLite database, or the address of a server's, without password; whether it is there or not."""
    url = store_url(db)
    return database_path(url) or shown_url(url)


Keep = Callable[[Store], str]
"""Keeps a store as it is before it is upgraded, and says as what."""


def open_store(db: str | Path, *, create: bool = False, clock: Clock | None = None, keep: Keep | None = None) -> Store:
    """Open the store, upgrading an older one and refusing a newer one.

    What an older one was is kept first: as `keep` does it, or else, of a SQLite file, as a copy beside it. Raises
    StoreMissingError where there is none and `create` is false, and other StoreErrors where it cannot be used.
    """
    url = store_url(db)
    path = database_path(url)
    if path is not None and not path.exists():
        if not create:
            raise StoreMissingError(f"there is no store at {path} yet", fix="run `demodb import PATH` or `demodb prepare`")
        if not path.parent.is_dir():
            raise StoreUnreachableError(f"the folder {path.parent} is not there", fix="make it, or choose another --db")
    store = Store(_engine(url))
    revision, whole = _stand_of(store)
    if revision == REVISIONS[-1]:
        return store if whole else _mended(store)
    with store:
        if revision is None and not create:
            raise StoreMissingError(f"the store at {store.name} is empty", fix="run `demodb import PATH` or `demodb prepare`")
        kept = keep(store) if keep and revision else None
    return _upgraded(url, kept, clock or Clock())


def _stand_of(store: Store) -> tuple[str | None, bool]:
    """The revision that a store stands at, and whether it is the newest, with all its triggers; one that is none is closed."""
    try:
        revision = revision_of(store)
        return revision, revision == REVISIONS[-1] and not lacks_triggers(store)
    except BaseException:
        store.close()
        raise


def lacks_triggers(store: Store) -> bool:
    """Whether somebody took triggers of a store at the newest revision away: then marks may be missing too."""
    with suppress(StoreCorruptError), store.read() as connection:
        return bool(trigger_faults(connection))
    return True


def _mended(store: Store) -> Store:
    """A store of which somebody took triggers away, with all of them; one that cannot be written, or lacks more, as it is."""
    from demodb.store.migrate import upgrade  # noqa: PLC0415 - alembic, as below

    store.close()
    with suppress(StoreError), translated(store.name), writer_lock(store.engine.url):
        upgrade(store.engine.url)
        notice = f"{store.name}: triggers were missing and are made anew; every section will be compared with its base once"
        return Store(make_engine(store.engine.url), (notice,))
    return Store(make_engine(store.engine.url))


def _engine(url: URL) -> Engine:
    try:
        return make_engine(url)
    except (ImportError, NoSuchModuleError) as error:
        raise StoreUnreachableError(
            f"the driver for {shown_url(url)} is not installed",
            fix="pip install 'demodb[postgresql]', and write the address as postgresql+psycopg://…",
        ) from error


def _upgraded(url: URL, kept: str | None, clock: Clock) -> Store:
    from demodb.store.migrate import back_up, upgrade  # noqa: PLC0415 - alembic costs 0.25 s, see the module's docstring

    with writer_lock(url), Store(make_engine(url)) as store:
        revision = revision_of(store)
        if revision == REVISIONS[-1]:
            return Store(make_engine(url))
        with translated(shown_url(url)):
            backup = back_up(url, revision, clock) if revision and kept is None else None
            upgrade(url)
    if revision is None:
        return Store(make_engine(url))
    told = f"; the old one is kept as {kept or backup}" if kept or backup else ""
    notice = f"{shown_url(url)}: schema upgraded from {revision} to {REVISIONS[-1]}{told}"
    return Store(make_engine(url), (notice,), revision)


def revision_of(store: Store) -> str | None:
    """The revision that the store stands at, None for an empty database."""
    with store.read() as connection:
        names = inspect(connection).get_table_names()
        if not names:
            return None
        if "alembic_version" not in names or (len(names) > 1 and not {"account", "plan_section"} <= set(names)):
            raise StoreForeignError(f"{store.name} holds tables that demodb did not make", fix="name another database with --db")
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        return None
    if revision not in REVISIONS:
        raise StoreNewerError(
            f"{store.name} stands at schema revision {revision}, this demodb knows up to {REVISIONS[-1]}",
            fix="use the demodb that wrote it, or a newer one",
        )
    return str(revision)
