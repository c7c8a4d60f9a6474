"""`demodb conflicts`: decide what the store and a newer template, or a file, say each in its way."""

from __future__ import annotations

from typing import Any

from demodb.clock import Clock
from demodb.errors import ConflictError
from demodb.model.canonical import canonical
from demodb.seed.conflicts import (
    ConflictView,
    conflict_view,
    conflicts_at,
    decide,
    open_conflicts,
    place_of,
    typed_value,
    without_fields_of_rows,
)
from demodb.store.conflicts import drop_conflicts
from demodb.store.connection import Connection
from demodb.store.engine import Store

__all__ = ["ConflictView", "edit", "list_conflicts", "take_mine", "take_theirs"]

SYSTEM = Clock()
"""The machine's clock."""


def list_conflicts(store: Store, account: str | None = None) -> list[ConflictView]:
    """The open conflicts, of one account or of all that a source lists."""
    with store.read() as connection:
        return [conflict_view(stored, mine) for stored, mine in open_conflicts(connection, account)]


def take_mine(store: Store, account: str | None = None, place: str | None = None) -> list[ConflictView]:
    """Let the store's values stand: the conflicts that are decided so. No name means all that a source lists."""

    def work(connection: Connection) -> list[ConflictView]:
        chosen = conflicts_at(connection, account, place)
        drop_conflicts(connection, [stored for stored, _ in chosen])
        return [conflict_view(stored, mine) for stored, mine in chosen]

    return store.run(work)


def take_theirs(
    store: Store, account: str | None = None, place: str | None = None, *, clock: Clock = SYSTEM
) -> list[ConflictView]:
    """Put the values of templates and files into the store: the conflicts that are decided so.

    Theirs of a whole row takes the place of the row; conflicts about single fields of it stay open. Raises ConflictError, and
    nothing is changed, where the app would refuse what comes of it.
    """

    def work(connection: Connection) -> list[ConflictView]:
        chosen = without_fields_of_rows(conflicts_at(connection, account, place))
        decide(connection, [stored for stored, _ in chosen], lambda stored: stored.conflict.theirs, clock.epoch_ms())
        return [conflict_view(stored, mine) for stored, mine in chosen]

    return store.run(work)


def edit(store: Store, account: str, place: str, value: Any, *, clock: Clock = SYSTEM) -> ConflictView:
    """Put another value, as JSON has it, into the store; where a whole row is in conflict an object, or None for no such row.

    Raises ConflictError where the app would refuse it.
    """
    try:
        canonical(value).encode()
    except (ValueError, RecursionError) as error:
        raise ConflictError(f"the value cannot be written as JSON: {error}", fix="give another one") from error

    def work(connection: Connection) -> ConflictView:
        chosen = conflicts_at(connection, account, place)
        exact = [one for one in chosen if place_of(one[0]) == place.strip("/")]
        if len(exact or chosen) != 1:
            raise ConflictError(f"{place!r} of {account!r} means {len(chosen)} conflicts", fix="give the place of one field")
        stored, mine = (exact or chosen)[0]
        decide(connection, [stored], lambda _: typed_value(stored, value), clock.epoch_ms())
        return conflict_view(stored, mine)

    return store.run(work)
