"""Reads and writes of the log of edits: what changed in a section, from which side, and when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, true, update

from demodb.model.canonical import canonical, is_canonical
from demodb.model.changes import Change, change_from, change_payload, changes
from demodb.model.documents import Section
from demodb.model.rows import Place
from demodb.store.bulk import chunked
from demodb.store.plans import StoredSection
from demodb.store.portfolio import ACCOUNT
from demodb.store.rows import table_of
from demodb.store.tables import Edit, PlanSection
from demodb.store.tables.files import Side

_EDIT = table_of(Edit)
_SECTION = table_of(PlanSection)


class NewEdit(NamedTuple):
    """An edit to be logged; `at` in milliseconds since 1970, `source` the file, the pack with its revision, or nothing.

    `person` is who decided it, where that is known.
    """

    account_key: str
    section: Section
    at: int
    side: Side
    source: str
    changes: Sequence[Change]
    person: str | None = None


class LoggedEdit(NamedTuple):
    """An edit as the log has it; `weeks`: by how many the section's dates were moved then, `slug`: its account's."""

    id: int
    account_key: str
    account: str
    section: Section
    at: int
    side: Side
    source: str
    changes: Sequence[Change]
    person: str | None = None
    weeks: int = 0
    slug: str = ""


def log_edits(connection: Connection, edits: Iterable[NewEdit]) -> None:
    """Add edits to the log; one that changed nothing leaves no trace."""
    for some in chunked(edit for edit in edits if edit.changes):
        weeks = _weeks(connection, sorted({edit.account_key for edit in some}))
        rows = [_row(edit) | {"weeks": weeks.get((edit.account_key, edit.section))} for edit in some]
        connection.execute(insert(_EDIT), rows)


def _row(edit: NewEdit) -> dict[str, Any]:
    return edit._asdict() | {"changes": canonical([change_payload(change) for change in edit.changes])}


def _weeks(connection: Connection, keys: Sequence[str]) -> dict[Place, int]:
    """By how many weeks the dates of these accounts' sections were moved, of those of which they were."""
    wanted = select(_SECTION.c.account_key, _SECTION.c.section, _SECTION.c.weeks)
    moved = wanted.where(_SECTION.c.account_key.in_(keys), _SECTION.c.weeks.is_not(None))
    return {(key, section): weeks for key, section, weeks in connection.execute(moved)}


def note_row_edits(connection: Connection, stored: Iterable[StoredSection], at: int) -> None:
    """Log what was done to the rows of these sections, and by no command, since they were last looked at."""
    for some in chunked(section for section in stored if not is_canonical(section.seen or section.base, section.document)):
        log_edits(connection, [_row_edit(section, at) for section in some])
        at_section = (_SECTION.c.account_key == bindparam("b_key")) & (_SECTION.c.section == bindparam("b_section"))
        seen = [{"b_key": one.account_key, "b_section": one.section, "seen": canonical(one.document)} for one in some]
        connection.execute(update(_SECTION).where(at_section).values(seen=bindparam("seen")), seen)


def _row_edit(stored: StoredSection, at: int) -> NewEdit:
    known = json.loads(stored.seen or stored.base)
    return NewEdit(stored.account_key, stored.section, at, "row", "", list(changes(stored.section, known, stored.document)))


def move_edits(connection: Connection, old_key: str, new_key: str) -> None:
    """Let the log of an account be another one's."""
    connection.execute(update(_EDIT).where(_EDIT.c.account_key == old_key).values(account_key=new_key))


def read_edits(connection: Connection, account_key: str) -> Iterator[LoggedEdit]:
    """The edits of an account, the newest first."""
    return _edits(connection, _EDIT.c.account_key == account_key)


def read_edit(connection: Connection, entry: int) -> LoggedEdit | None:
    """The edit with a number."""
    return next(_edits(connection, _EDIT.c.id == entry), None)


def newest_entry(connection: Connection) -> int:
    """The highest number of the log; 0 where nothing is logged."""
    number: int | None = connection.execute(select(func.max(_EDIT.c.id))).scalar_one()
    return number or 0


def entries_behind(connection: Connection, entry: int, side: Side) -> dict[Place, int]:
    """The numbers above one that the log gave to edits of a side, the last of each section."""
    wanted = select(_EDIT.c.account_key, _EDIT.c.section, _EDIT.c.id).where(_EDIT.c.id > entry, _EDIT.c.side == side)
    return {(key, section): number for key, section, number in connection.execute(wanted.order_by(_EDIT.c.id))}


def latest_edits(connection: Connection, account_key: str | None, before: int | None, limit: int) -> list[LoggedEdit]:
    """So many edits, the newest first: of an account or of all, those with a number below `before` or the newest of all."""
    of_account = true() if account_key is None else _EDIT.c.account_key == account_key
    earlier = true() if before is None else _EDIT.c.id < before
    return list(_edits(connection, of_account & earlier, limit))


def _edits(connection: Connection, meant: ColumnElement[bool], limit: int | None = None) -> Iterator[LoggedEdit]:
    wanted = select(_EDIT, ACCOUNT.c.name, ACCOUNT.c.slug).join(ACCOUNT, ACCOUNT.c.key == _EDIT.c.account_key)
    for row in connection.execute(wanted.where(meant).order_by(_EDIT.c.id.desc()).limit(limit)):
        made = [change_from(payload) for payload in json.loads(row.changes)]
        about = (row.source, made, row.person, row.weeks or 0, row.slug)
        yield LoggedEdit(row.id, row.account_key, row.name, row.section, row.at, row.side, *about)
