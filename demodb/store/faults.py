"""Driver errors that a user can mend, in the words of `errors`; all others are bugs and pass through."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from demodb.errors import (
    StoreBusyError,
    StoreCorruptError,
    StoreError,
    StoreFullError,
    StoreOvertakenError,
    StoreUnreachableError,
)

_SPACE = "free some space and run the command again: nothing is half-done"
_PERMISSIONS = "check the permissions of the file, of those beside it (-wal, -shm), and of their folder"
_FULL = (StoreFullError, "could not grow: the disk is full", _SPACE)
_SQLITE: dict[int, tuple[type[StoreError], str, str]] = {
    sqlite3.SQLITE_BUSY: (StoreBusyError, "is being written by another process", "wait until it has finished and try again"),
    sqlite3.SQLITE_LOCKED: (StoreBusyError, "is locked", "wait until the other command has finished and try again"),
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: _FULL,
    sqlite3.SQLITE_CORRUPT: (StoreCorruptError, "is damaged", "restore a backup, or move it away and import again"),
    sqlite3.SQLITE_NOTADB: (StoreCorruptError, "is not a SQLite database", "name another file with --db"),
    sqlite3.SQLITE_CANTOPEN: (StoreUnreachableError, "cannot be opened", "check that its folder is there and writable"),
    sqlite3.SQLITE_READONLY: (StoreUnreachableError, "is read-only", _PERMISSIONS),
    sqlite3.SQLITE_PERM: (StoreUnreachableError, "may not be opened", _PERMISSIONS),
    sqlite3.SQLITE_IOERR: (StoreUnreachableError, "cannot be read or written", "check the disk and its free space"),
}
_OVERTAKEN = (StoreOvertakenError, "gave another program's transaction precedence, again and again", "try again")
_LIES = (StoreCorruptError, "does not have the tables that its schema revision says", "look at `demodb db check`")
_SERVER: dict[str, tuple[type[StoreError], str, str]] = {
    "40001": _OVERTAKEN,
    "40P01": _OVERTAKEN,
    "42P01": _LIES,
    "42703": _LIES,
    "25006": (StoreUnreachableError, "is read-only", "name the server that may be written to"),
    "57P01": (StoreUnreachableError, "was shut down meanwhile", "check that the server runs, and try again"),
    "57P03": (StoreUnreachableError, "is starting or shutting down", "wait a moment and try again"),
    "57014": (StoreBusyError, "cancelled the work, as it took longer than the server allows", "raise statement_timeout"),
    "53300": (StoreBusyError, "has no connection left", "close other programs, or raise max_connections"),
    "28P01": (StoreUnreachableError, "refused the password", "check user and password in the address"),
    "28000": (StoreUnreachableError, "refused the user", "check the user in the address, and the server's pg_hba.conf"),
    "3D000": (StoreUnreachableError, "is no database of this server", "create it, or check the address"),
    "55P03": (StoreBusyError, "is being written by another process", "wait until it has finished and try again"),
    "53100": (StoreFullError, "could not grow: the server's disk is full", _SPACE),
    "42501": (StoreUnreachableError, "may not be used by this user", "check the user's rights"),
}
_REACH = "check the address and that the server runs"
_PRIMARY_CODE = 0xFF


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Raise a `StoreError` about the database `name` for the driver errors that a user can mend."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        known = _known(error)
        if known is None:
            raise
        kind, message, fix = known
        raise kind(f"{name} {message}", fix=fix) from error


def _known(error: DBAPIError | sqlite3.Error) -> tuple[type[StoreError], str, str] | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        if str(cause).startswith(("no such table", "no such column")):
            return _LIES
        code = getattr(cause, "sqlite_errorcode", 0)
        return _SQLITE.get(code) or _SQLITE.get(code & _PRIMARY_CODE)
    state = getattr(cause, "sqlstate", None)
    if state is None or state.startswith("08"):
        broken = isinstance(error, DBAPIError) and error.connection_invalidated
        unreachable = broken or type(cause).__name__ == "OperationalError"
        return (StoreUnreachableError, f"cannot be reached{_why(cause)}", _REACH) if unreachable else None
    return _SERVER.get(state)


def _why(cause: BaseException | None) -> str:
    """The reason that a driver gives in the first line of its text, without what leads to it; "" where it gives none."""
    reason = str(cause or "").strip().partition("\n")[0].rpartition("failed: ")[2]
    reason = reason.removeprefix("connection is bad: ")
    return reason and f": {reason}"
