"""Which files a connection to a SQLite database opened, and whether the store's path still leads to them."""

from __future__ import annotations

import os

from sqlalchemy import Connection
from sqlalchemy.pool import ConnectionPoolEntry

from demodb.errors import StoreUnreachableError

_FILES = "demodb_opened"
_LOG = "-wal"

Identity = tuple[int, int] | None
"""Device and inode of what a path leads to; None where there is nothing."""


class OpenedFiles:
    """The files that the connections of an engine opened: the first one's file is that of all later ones."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._first: Identity = None

    def before_connect(self, *_: object) -> None:
        """Open no other file than the first time, and make none where that is gone. Raises StoreUnreachableError."""
        if self._first and _identity(self._database) != self._first:
            raise _gone(self._database)

    def note(self, record: ConnectionPoolEntry) -> None:
        """Remember the files that a connection opened."""
        file, log = _identities(self._database)
        self._first = self._first or file
        record.info[_FILES] = self._first, log


def still_there(connection: Connection, when: str = "since it was opened") -> None:
    """Raises StoreUnreachableError where the path leads to others: what these say is not what the store says any more."""
    database = str(connection.engine.url.database)
    (file, log), (file_now, log_now) = connection.connection.info[_FILES], _identities(database)
    # A log that was there when the store was opened stays as long as it is open; another one may have come since.
    if file != file_now or (log and log != log_now):
        raise _gone(f"{database}{'' if file != file_now else _LOG}", when)


def _gone(path: str, when: str = "since it was opened") -> StoreUnreachableError:
    return StoreUnreachableError(
        f"{path} was moved, deleted or replaced {when}",
        fix="put it back, or look at `demodb snapshot list`, and run the command again",
    )


def _identities(database: str) -> tuple[Identity, Identity]:
    return _identity(database), _identity(f"{database}{_LOG}")


def _identity(path: str) -> Identity:
    try:
        status = os.stat(path)  # noqa: PTH116 - the path is a text, and each transaction asks
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino
