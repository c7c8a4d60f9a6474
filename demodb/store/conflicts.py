"""Reads and writes of open conflicts, and of the template rows that a person deleted and that must not come back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select, tuple_

from demodb.model.canonical import canonical
from demodb.model.documents import Section
from demodb.model.merge import ABSENT, Conflict, is_open, row_of
from demodb.model.rows import RowPlace
from demodb.store.bulk import chunked, upsert
from demodb.store.plans import read_sections
from demodb.store.portfolio import ACCOUNT
from demodb.store.rows import table_of
from demodb.store.tables import DeletedRow, OpenConflict

_CONFLICT = table_of(OpenConflict)
_DELETED = table_of(DeletedRow)
Place = tuple[str, Section]
"""Account key and section."""


class StoredConflict(NamedTuple):
    """An open conflict, and the revision of the pack that the template's value is from."""

    account_key: str
    account: str
    section: Section
    conflict: Conflict
    pack: str
    revision: str


def read_conflicts(connection: Connection, keys: Sequence[str] | None = None) -> Iterator[StoredConflict]:
    """The open conflicts of these accounts, or of all, in the order of accounts, sections and rows."""
    wanted = select(_CONFLICT, ACCOUNT.c.name).join(ACCOUNT, ACCOUNT.c.key == _CONFLICT.c.account_key)
    if keys is not None:
        wanted = wanted.where(_CONFLICT.c.account_key.in_(keys))
    for row in connection.execute(wanted.order_by(*_CONFLICT.primary_key.columns)):
        values = [ABSENT if text is None else json.loads(text) for text in (row.base, row.mine, row.theirs)]
        yield StoredConflict(
            row.account_key, row.name, row.section, Conflict(row.list, row.row_id, row.field, *values), row.pack, row.revision
        )


def undecided(connection: Connection, keys: Sequence[str] | None = None) -> Iterator[tuple[StoredConflict, Any]]:
    """The conflicts about which there is something to decide, with the value that the store has now."""
    for chunk in chunked(read_conflicts(connection, keys)):
        sections = read_sections(connection, sorted({stored.account_key for stored in chunk}))
        for stored in chunk:
            row = row_of(stored.section, sections[stored.account_key, stored.section].document, stored.conflict)
            if row is not None and is_open(row, stored.conflict):
                yield stored, row.get(stored.conflict.field, ABSENT)


def drop_conflicts(connection: Connection, conflicts: Iterable[StoredConflict]) -> None:
    """Remove conflicts that are decided or gone."""
    places = [(c.account_key, c.section, c.conflict.list, c.conflict.row, c.conflict.field) for c in conflicts]
    if places:
        connection.execute(delete(_CONFLICT).where(tuple_(*_CONFLICT.primary_key.columns).in_(places)))


def put_conflicts(connection: Connection, conflicts: Sequence[StoredConflict]) -> None:
    """Write conflicts; older ones about the same fields are forgotten."""
    upsert(connection, _CONFLICT, [_row(stored) for stored in conflicts])


def _row(stored: StoredConflict) -> dict[str, Any]:
    found = stored.conflict
    sides = {"base": found.base, "mine": found.ours, "theirs": found.theirs}
    return {
        "account_key": stored.account_key,
        "section": stored.section,
        "list": found.list,
        "row_id": found.row,
        "field": found.field,
        **{name: None if value is ABSENT else canonical(value) for name, value in sides.items()},
        "pack": stored.pack,
        "revision": stored.revision,
    }


Deleted = Mapping[Place, Sequence[RowPlace]]
"""By account and section the template's rows that a person deleted."""


def read_deleted(connection: Connection, keys: Sequence[str]) -> Deleted:
    """The deleted rows that the base of no section tells of any more."""
    found: dict[Place, list[RowPlace]] = defaultdict(list)
    for row in connection.execute(select(_DELETED).where(_DELETED.c.account_key.in_(keys))):
        found[row.account_key, row.section].append((row.list, row.row_id))
    return found


def put_deleted(connection: Connection, deleted: Deleted) -> None:
    """Remember these rows of these sections, and no other ones."""
    drop_deleted(connection, deleted)
    rows = [
        {"account_key": key, "section": section, "list": name, "row_id": own}
        for (key, section), found in deleted.items()
        for name, own in dict.fromkeys(found)
    ]
    if rows:
        connection.execute(insert(_DELETED), rows)


def drop_deleted(connection: Connection, places: Iterable[Place]) -> None:
    """Forget the deleted rows of these sections."""
    listed = list(places)
    if listed:
        connection.execute(delete(_DELETED).where(tuple_(_DELETED.c.account_key, _DELETED.c.section).in_(listed)))
