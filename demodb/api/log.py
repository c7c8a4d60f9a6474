"""`demodb log`: what changed in an account's plan, from which side, when; and taking one of it back."""

from __future__ import annotations

from demodb.clock import Clock
from demodb.errors import EditError
from demodb.model.changes import Change
from demodb.seed.edits import edits_of, take_back
from demodb.store.connection import Connection
from demodb.store.edits import LoggedEdit, read_edit
from demodb.store.engine import Store

__all__ = ["Change", "LoggedEdit", "edit_log", "undo_edit"]


def edit_log(store: Store, account: str, clock: Clock | None = None) -> list[LoggedEdit]:
    """The edits of an account by any of its names, the newest first. What was done by raw SQL is logged when it is first seen.

    Raises UnknownAccountError.
    """
    return store.run(lambda connection: edits_of(connection, account, (clock or Clock()).epoch_ms()))


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
