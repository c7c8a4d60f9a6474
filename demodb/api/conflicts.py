"""`demodb conflicts`: decide what the store and a newer template, or a file, say each in its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any

from demodb.api.by import SOMEBODY, By
from demodb.errors import ConflictError
from demodb.model.canonical import canonical, digest
from demodb.model.merge import ABSENT
from demodb.model.strict_json import parse_json
from demodb.seed.conflicts import (
    ConflictView,
    Undecided,
    conflict_view,
    conflicts_at,
    decide,
    open_conflicts,
    place_of,
    typed_value,
    without_fields_of_rows,
)
from demodb.store.accounts import find_account
from demodb.store.conflicts import ConflictPlace, drop_conflicts, undecided
from demodb.store.connection import Connection
from demodb.store.engine import Store

__all__ = [
    "ConflictPage",
    "ConflictView",
    "conflict_page",
    "edit",
    "list_conflicts",
    "seen_mark",
    "take_mine",
    "take_theirs",
]

LONGEST_PAGE = 200
"""How many conflicts a page has at most."""


@dataclass(frozen=True)
class ConflictPage:
    """Some open conflicts in order; `next` is the `after` of the page behind, None where there is none."""

    conflicts: list[ConflictView]
    next: str | None


def list_conflicts(store: Store, account: str | None = None) -> list[ConflictView]:
    """The open conflicts, of one account or of all that a source lists."""
    with store.read() as connection:
        return [conflict_view(stored, mine) for stored, mine in open_conflicts(connection, account)]


def conflict_page(store: Store, account: str | None = None, *, after: str | None = None, limit: int = 50) -> ConflictPage:
    """A page of the open conflicts, of one account or of all that a source lists; an `after` that no page gave is the beginning.

    Raises UnknownAccountError.
    """
    size = min(max(limit, 1), LONGEST_PAGE)
    with store.read() as connection:
        keys = None if account is None else [find_account(connection, account).key]
        found = list(islice(undecided(connection, keys, _place_from(after), size + 1), size + 1))
    shown = found[:size]
    views = [conflict_view(stored, mine) for stored, mine in shown]
    return ConflictPage(views, canonical(shown[-1][0].place) if found[size:] else None)


def _place_from(after: str | None) -> ConflictPlace | None:
    """The place that a page gave, read again; None for anything else."""
    place, faults = parse_json((after or "").encode(errors="replace"))
    match [] if faults else place:
        case [str(), str(), str(), str(), str()] if not any("\0" in part for part in place):
            return (place[0], place[1], place[2], place[3], place[4])
    return None


def seen_mark(conflicts: Sequence[ConflictView]) -> str:
    """A mark of some conflicts as they stand: another one as soon as a side of one of them is another."""
    sides = [{key: value for key, value in asdict(one).items() if value is not ABSENT} for one in conflicts]
    return digest(sorted(sides, key=lambda side: (side["slug"], side["place"])))


def take_mine(
    store: Store, account: str | None = None, place: str | None = None, *, seen: str | None = None
) -> list[ConflictView]:
    """Let the store's values stand: the conflicts that are decided so. No name means all that a source lists.

    `seen` is the mark of the conflicts as somebody read them: others are not decided. Raises ConflictError then, and where
    there is none at that place.
    """

    def work(connection: Connection) -> list[ConflictView]:
        chosen = conflicts_at(connection, account, place)
        views = _views_as_seen(chosen, seen)
        drop_conflicts(connection, [stored for stored, _ in chosen])
        return views

    return store.run(work)


def take_theirs(
    store: Store, account: str | None = None, place: str | None = None, *, by: By = SOMEBODY, seen: str | None = None
) -> list[ConflictView]:
    """Put the values of templates and files into the store: the conflicts that are decided so.

    Theirs of a whole row takes the place of the row; conflicts about single fields of it stay open. Raises ConflictError, and
    nothing is changed, where they are others than were seen, or where the app would refuse what comes of it.
    """

    def work(connection: Connection) -> list[ConflictView]:
        chosen = conflicts_at(connection, account, place)
        _views_as_seen(chosen, seen)
        decided = without_fields_of_rows(chosen)
        stored = [one for one, _ in decided]
        entries = decide(connection, stored, lambda one: one.conflict.theirs, by.clock.epoch_ms(), by.person)
        return [replace(conflict_view(one, mine), entry=entries.get(one.at)) for one, mine in decided]

    return store.run(work)


def edit(store: Store, account: str, place: str, value: Any, *, by: By = SOMEBODY, seen: str | None = None) -> ConflictView:
    """Put another value, as JSON has it, into the store; where a whole row is in conflict an object, or None for no such row.

    ABSENT takes a field away. Raises ConflictError where it is another conflict than was seen, or where the app would refuse
    the value.
    """
    _check_writable(value)

    def work(connection: Connection) -> ConflictView:
        chosen = conflicts_at(connection, account, place)
        exact = [one for one in chosen if place_of(one[0]) == place.strip("/")]
        if len(exact or chosen) != 1:
            raise ConflictError(f"{place!r} of {account!r} means {len(chosen)} conflicts", fix="give the place of one field")
        ((stored, _),) = exact or chosen
        (view,) = _views_as_seen(exact or chosen, seen)
        entries = decide(connection, [stored], lambda _: typed_value(stored, value), by.clock.epoch_ms(), by.person)
        return replace(view, entry=entries.get(stored.at))

    return store.run(work)


def _check_writable(value: Any) -> None:
    try:
        canonical(None if value is ABSENT else value).encode()
    except (ValueError, RecursionError) as error:
        raise ConflictError(f"the value cannot be written as JSON: {error}", fix="give another one") from error


def _views_as_seen(chosen: Sequence[Undecided], seen: str | None) -> list[ConflictView]:
    """The conflicts for people. Raises ConflictError where they are others than somebody saw."""
    views = [conflict_view(stored, mine) for stored, mine in chosen]
    if seen is not None and seen != seen_mark(views):
        raise ConflictError("what is in conflict here changed since it was read", fix="read it again, and decide anew")
    return views
