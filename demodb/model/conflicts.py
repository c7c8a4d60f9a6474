"""Open conflicts against a document: what stands at one's place now, whether there is something to decide, and a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from demodb.model.canonical import same
from demodb.model.documents import Document, Section
from demodb.model.merge import ABSENT, Conflict
from demodb.model.rows import Row, row_lists, with_lists


def row_of(section: Section, document: Document, conflict: Conflict) -> Row | None:
    """The row that a conflict is about, or the object where it is about a field beside the lists; None where it is gone."""
    if not conflict.row:
        return document if isinstance(document, dict) else None
    return next((row for row in row_lists(section, document).get(conflict.list, []) if row["id"] == conflict.row), None)


def standing(section: Section, document: Document, conflict: Conflict) -> Any:
    """What a document says at a conflict's place: a value, a whole row, or `ABSENT`."""
    row = row_of(section, document, conflict)
    if row is None or not conflict.field:
        return ABSENT if row is None else row
    return row.get(conflict.field, ABSENT)


def is_open(section: Section, document: Document, conflict: Conflict) -> bool:
    """Whether there is something to decide: the document says something else than theirs, and a field's row is there."""
    if conflict.field and row_of(section, document, conflict) is None:
        return False
    return not says_theirs(section, document, conflict)


def says_theirs(section: Section, document: Document, conflict: Conflict) -> bool:
    """Whether a document says at a conflict's place what theirs does."""
    one, other = standing(section, document, conflict), conflict.theirs
    return one is other if one is ABSENT or other is ABSENT else same(one, other)


def decided(section: Section, document: Document, conflict: Conflict, value: Any) -> Document:
    """The document with a value at a conflict's place; ABSENT takes the key, or the row, away. A row comes back at the end."""
    if not conflict.row:
        return _with_field(document, conflict.field, value) if isinstance(document, dict) else document
    lists = row_lists(section, document)
    rows = lists.get(conflict.list, [])
    if conflict.field:
        changed = [_with_field(row, conflict.field, value) if row["id"] == conflict.row else row for row in rows]
    else:
        changed = _with_row(rows, conflict.row, value)
    return with_lists(document, lists | {conflict.list: changed})


def _with_row(rows: Sequence[Row], row_id: str, value: Any) -> list[Row]:
    if value is ABSENT:
        return [row for row in rows if row["id"] != row_id]
    if any(row["id"] == row_id for row in rows):
        return [value if row["id"] == row_id else row for row in rows]
    return [*rows, value]


def _with_field(row: Row, field: str, value: Any) -> Row:
    return {key: old for key, old in row.items() if key != field} if value is ABSENT else {**row, field: value}
