"""A SQLite database in a folder that may not be written to: there SQLite reads one in WAL mode only if told that nobody does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.pool import ConnectionPoolEntry

from demodb.errors import StoreBusyError

STAMP = "demodb_stamp"
"""Where a connection's record keeps the stamp of its file."""

Stamp = tuple[int, int, int] | None
"""Inode, size, and last write (ns) of a file that is read as one that nobody writes; None for any other file."""


def stamp(database: str | Path | None) -> Stamp:
    """The stamp of a database that can only be read as one that nobody writes, as its folder takes no log."""
    path = Path(database or "")
    if not path.is_file() or os.access(path.parent, os.W_OK) or Path(f"{path}-wal").exists():
        return None
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def as_immutable(_dialect: Dialect, _record: ConnectionPoolEntry, arguments: list[Any], parameters: dict[str, Any]) -> None:
    """Connect to such a database through an address that says so."""
    if stamp(arguments[0]) is not None:
        arguments[0], parameters["uri"] = address(arguments[0]), True


def address(database: str | Path) -> str:
    """The address under which the driver opens a database file."""
    path = Path(database).absolute().as_uri()
    return path if stamp(database) is None else f"{path}?mode=ro&immutable=1"


def unchanged(connection: Connection) -> None:
    """Refuse what was read of such a database if somebody who may write there did so meanwhile."""
    path = connection.engine.url.database
    if (before := connection.connection.info[STAMP]) is not None and stamp(path) != before:
        raise StoreBusyError(f"{path} was written to while it was read", fix="run it again")
