"""`demodb log`: what changed in an account's plan, from which side, when; and taking one of it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from demodb.clock import Clock
from demodb.errors import EditError, StoreBusyError, StoreUnreachableError
from demodb.model.changes import Change
from demodb.seed.edits import free_ones, note_edits_of, take_back
from demodb.store.accounts import find_account
from demodb.store.connection import Connection
from demodb.store.edits import LoggedEdit, latest_edits, read_edit, read_edits
from demodb.store.engine import Store

__all__ = ["Change", "LogEntry", "LogPage", "LoggedEdit", "edit_log", "edit_log_page", "logged_edits", "note_edits", "undo_edit"]

LONGEST_PAGE = 200
"""How many edits a page of the log has at most."""


class LogEntry(NamedTuple):
    """An edit, and whether nothing later stands on it, so that it can be taken back."""

    edit: LoggedEdit
    free: bool


@dataclass(frozen=True)
class LogPage:
    """Some of the log, the newest first; `older` is the `before` of the next page, None where there is none."""

    entries: list[LogEntry]
    older: int | None


def edit_log(store: Store, account: str, clock: Clock | None = None) -> list[LoggedEdit]:
    """The edits of an account by any of its names, the newest first; those by raw SQL too, where `note_edits` can log them.

    Raises UnknownAccountError.
    """
    note_edits(store, account, clock)
    return logged_edits(store, account)


def logged_edits(store: Store, account: str) -> list[LoggedEdit]:
    """The edits of an account that are logged by now, the newest first. Raises UnknownAccountError."""
    return store.look(lambda connection: list(read_edits(connection, find_account(connection, account).key)))


def edit_log_page(store: Store, account: str | None = None, *, before: int | None = None, limit: int = 50) -> LogPage:
    """A page of the log of an account, or of all, by as many statements whatever its length: edits numbered below `before`.

    Nothing is written: what was done by raw SQL and is not logged yet is not told. Raises UnknownAccountError.
    """
    size = min(max(limit, 1), LONGEST_PAGE)
    with store.read() as connection:
        key = None if account is None else find_account(connection, account).key
        found = latest_edits(connection, key, before, size + 1)
        edits = found[:size]
        free = free_ones(connection, edits)
    return LogPage([LogEntry(edit, edit.id in free) for edit in edits], edits[-1].id if found[size:] else None)


def note_edits(store: Store, account: str, clock: Clock | None = None) -> str | None:
    """Log what was done to the rows of an account by raw SQL and is not logged yet; why not, where the store takes nothing now.

    The log can be read all the same. Raises UnknownAccountError.
    """
    at = (clock or Clock()).epoch_ms()
    try:
        store.run(lambda connection: note_edits_of(connection, account, at))
    except (StoreBusyError, StoreUnreachableError) as error:
        return error.message
    return None


def undo_edit(store: Store, entry: int, clock: Clock | None = None, *, person: str | None = None) -> LoggedEdit:
    """Take the edit with this number back: the edit that did so, as the log has it.

    Raises EditError, and nothing is changed, where there is no such edit, where something later stands on it, or where the
    app would refuse what comes of it.
    """

    def work(connection: Connection) -> LoggedEdit:
        edit = read_edit(connection, entry)
        if edit is None:
            raise EditError(f"the log has no entry {entry}", fix="see `demodb log ACCOUNT`")
        return take_back(connection, edit, (clock or Clock()).epoch_ms(), person)

    return store.run(work)
