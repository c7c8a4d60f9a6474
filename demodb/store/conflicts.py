"""Reads and writes of open conflicts, and of the template rows that a person deleted and that must not come back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, literal, select, tuple_

from demodb.model.canonical import canonical
from demodb.model.conflicts import is_open, standing
from demodb.model.documents import Section
from demodb.model.merge import ABSENT, Conflict
from demodb.model.rows import Place, RowPlace
from demodb.store.bulk import CHUNK, chunked, upsert
from demodb.store.plans import StoredSection, read_sections
from demodb.store.portfolio import ACCOUNT, PRESENT
from demodb.store.rows import table_of
from demodb.store.tables import DeletedRow, OpenConflict

_CONFLICT = table_of(OpenConflict)
_DELETED = table_of(DeletedRow)


ConflictPlace = tuple[str, str, str, str, str]
"""What the store knows a conflict by: account key, section, list, row and field."""


class StoredConflict(NamedTuple):
    """An open conflict, and where theirs is from: a revision of a pack, or a file (its path as the memory has it).

    `subject` is what theirs is about, where it is a whole row of a template.
    """

    account_key: str
    account: str
    section: Section
    conflict: Conflict
    pack: str | None = None
    revision: str | None = None
    path: str | None = None
    subject: str | None = None
    slug: str = ""

    @property
    def at(self) -> Place:
        """The account's key and the section."""
        return self.account_key, self.section

    @property
    def place(self) -> ConflictPlace:
        """What the store knows it by."""
        return *self.at, *self.conflict.place, self.conflict.field


def read_conflicts(
    connection: Connection, keys: Sequence[str] | None = None, behind: ConflictPlace | None = None
) -> Iterator[StoredConflict]:
    """The open conflicts of these accounts, or of all that are present, in the order of accounts, sections and rows.

    `behind`: those only that come behind this one.
    """
    wanted = select(_CONFLICT, ACCOUNT.c.name, ACCOUNT.c.slug).join(ACCOUNT, ACCOUNT.c.key == _CONFLICT.c.account_key)
    wanted = wanted.where(PRESENT if keys is None else _CONFLICT.c.account_key.in_(keys))
    if behind is not None:
        wanted = wanted.where(tuple_(*_CONFLICT.primary_key.columns) > tuple_(*map(literal, behind)))
    for row in connection.execute(wanted.order_by(*_CONFLICT.primary_key.columns)):
        values = [ABSENT if text is None else json.loads(text) for text in (row.base, row.mine, row.theirs)]
        conflict = Conflict(row.list, row.row_id, row.field, *values)
        source = (row.pack, row.revision, row.path, row.subject, row.slug)
        yield StoredConflict(row.account_key, row.name, row.section, conflict, *source)


def undecided(
    connection: Connection, keys: Sequence[str] | None = None, behind: ConflictPlace | None = None, size: int = CHUNK
) -> Iterator[tuple[StoredConflict, Any]]:
    """The conflicts about which there is something to decide, with the value that the store has now; `size` at a time."""
    for chunk in chunked(read_conflicts(connection, keys, behind), size):
        sections = read_sections(connection, sorted({stored.account_key for stored in chunk}))
        for stored in chunk:
            document = sections[stored.account_key, stored.section].document
            if is_open(stored.section, document, stored.conflict):
                yield stored, standing(stored.section, document, stored.conflict)


def open_in(connection: Connection, sections: Mapping[Place, StoredSection]) -> list[StoredConflict]:
    """The conflicts of these sections about which there is something to decide."""
    return [
        stored
        for stored in read_conflicts(connection, sorted({key for key, _ in sections}))
        if stored.at in sections and is_open(stored.section, sections[stored.at].document, stored.conflict)
    ]


def with_files(conflicts: Iterable[StoredConflict]) -> dict[Place, list[Conflict]]:
    """Those of some open conflicts that are with files, by section: somebody typed what waits there."""
    waiting: dict[Place, list[Conflict]] = defaultdict(list)
    for stored in conflicts:
        if stored.path is not None:
            waiting[stored.at].append(stored.conflict)
    return waiting


def drop_conflicts(connection: Connection, conflicts: Iterable[StoredConflict]) -> None:
    """Remove conflicts that are decided or gone."""
    for some in chunked(stored.place for stored in conflicts):
        connection.execute(delete(_CONFLICT).where(tuple_(*_CONFLICT.primary_key.columns).in_(some)))


def drop_template_conflicts(connection: Connection, places: Iterable[Place]) -> None:
    """Remove the conflicts of these sections with templates; those with files stay."""
    listed = list(places)
    if listed:
        of_sections = tuple_(_CONFLICT.c.account_key, _CONFLICT.c.section).in_(listed)
        connection.execute(delete(_CONFLICT).where(of_sections, _CONFLICT.c.path.is_(None)))


def drop_section_conflicts(connection: Connection, places: Iterable[Place]) -> None:
    """Remove every conflict of these sections."""
    listed = list(places)
    if listed:
        connection.execute(delete(_CONFLICT).where(tuple_(_CONFLICT.c.account_key, _CONFLICT.c.section).in_(listed)))


def put_conflicts(connection: Connection, conflicts: Sequence[StoredConflict]) -> None:
    """Write conflicts; older ones about the same fields are forgotten."""
    upsert(connection, _CONFLICT, [_row(stored) for stored in conflicts])


def _row(stored: StoredConflict) -> dict[str, Any]:
    conflict = stored.conflict
    sides = {"base": conflict.base, "mine": conflict.ours, "theirs": conflict.theirs}
    return {
        "account_key": stored.account_key,
        "section": stored.section,
        "list": conflict.list,
        "row_id": conflict.row,
        "field": conflict.field,
        **{name: None if value is ABSENT else canonical(value) for name, value in sides.items()},
        "pack": stored.pack,
        "revision": stored.revision,
        "path": stored.path,
        "subject": stored.subject,
    }


Deleted = Mapping[Place, Sequence[RowPlace]]
"""By account and section the template's rows that a person deleted."""


def read_deleted(connection: Connection, keys: Sequence[str]) -> Deleted:
    """The deleted rows that the base of no section tells of any more."""
    deleted: dict[Place, list[RowPlace]] = defaultdict(list)
    for row in connection.execute(select(_DELETED).where(_DELETED.c.account_key.in_(keys))):
        deleted[row.account_key, row.section].append((row.list, row.row_id))
    return deleted


def put_deleted(connection: Connection, deleted: Deleted) -> None:
    """Remember these rows of these sections, and no other ones."""
    drop_deleted(connection, deleted)
    values = [
        {"account_key": key, "section": section, "list": name, "row_id": row_id}
        for (key, section), rows in deleted.items()
        for name, row_id in dict.fromkeys(rows)
    ]
    if values:
        connection.execute(insert(_DELETED), values)


def drop_deleted(connection: Connection, places: Iterable[Place]) -> None:
    """Forget the deleted rows of these sections."""
    sections = list(places)
    if sections:
        connection.execute(delete(_DELETED).where(tuple_(_DELETED.c.account_key, _DELETED.c.section).in_(sections)))
