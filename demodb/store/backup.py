"""Copies of whole stores: of SQLite databases through its backup API, and row by row from one engine to another."""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from sqlalchemy import Connection, delete, select

from demodb.errors import StoreCorruptError
from demodb.store.bulk import bulk_insert, chunked
from demodb.store.engine import BESIDE
from demodb.store.faults import translated
from demodb.store.read_only import address
from demodb.store.rows import CARRIED
from demodb.store.triggers import quietly

_TOGETHER = 5000
"""Rows that are copied together."""


def copy_database(source: Path, target: Path, *, single: bool = False) -> None:
    """Copy a database as it stands at one moment, also while others write to it.

    `single`: the copy is to be read where nothing may be written beside it, so it keeps no log of its own. Raises
    StoreCorruptError where the copy does not hold what it should.
    """
    aside = target.with_name(f"{target.name}.part")
    _remove(aside)
    try:
        with ExitStack() as stack:
            stack.enter_context(translated(str(source)))
            original = stack.enter_context(closing(sqlite3.connect(address(source), uri=True)))
            copy = stack.enter_context(closing(sqlite3.connect(aside)))
            original.backup(copy)
            if single:
                copy.execute("PRAGMA journal_mode = DELETE")
        _verify(aside)
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(target)
    finally:
        _remove(aside)


def _remove(path: Path) -> None:
    """Remove a database, if it is there, with what belongs to it."""
    for suffix in ("", *BESIDE):
        with suppress(OSError):
            Path(f"{path}{suffix}").unlink()


def _verify(path: Path) -> None:
    with translated(str(path)), closing(sqlite3.connect(path)) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        tables = copy.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if verdict != "ok" or not tables:
        raise StoreCorruptError(f"{path} could not be verified: {verdict}", fix="check the database and its disk")


def copy_rows(source: Connection, target: Connection) -> None:
    """Fill an empty store with the rows of another one of the same revision, marks included."""
    with quietly(target):
        for table in reversed(CARRIED):
            target.execute(delete(table))
        for table in CARRIED:
            for some in chunked(source.execute(select(table).execution_options(yield_per=_TOGETHER)).mappings(), _TOGETHER):
                bulk_insert(target, table, [dict(row) for row in some])
