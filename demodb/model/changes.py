"""What differs between two documents of a section, field by field, and taking such differences back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from demodb.model.canonical import same
from demodb.model.conflicts import decided, row_of, standing
from demodb.model.documents import Document, Section
from demodb.model.merge import ABSENT, Conflict
from demodb.model.rows import Row, beside_lists, row_lists, rows_by_id


@dataclass(frozen=True)
class Change:
    """A field that differs, or with field "" a whole row that came or went; ABSENT for what is not there."""

    list: str
    row: str
    field: str
    was: Any
    now: Any


def changes(section: Section, before: Document | None, after: Document | None) -> Iterator[Change]:
    """The differences of two valid documents; None stands for a section that is not there."""
    old, new = (row_lists(section, document) if document is not None else {} for document in (before, after))
    for name in old | new:
        sides = rows_by_id(old.get(name, ())), rows_by_id(new.get(name, ()))
        for row_id in sides[0] | sides[1]:
            yield from _row_changes(name, row_id, *(side.get(row_id) for side in sides))
    if before is not None and after is not None:
        yield from _row_changes("", "", beside_lists(section, before), beside_lists(section, after))


def _row_changes(name: str, row_id: str, old: Row | None, new: Row | None) -> Iterator[Change]:
    if old is None or new is None:
        yield Change(name, row_id, "", ABSENT if old is None else old, ABSENT if new is None else new)
        return
    for key in old | new:
        was, now = old.get(key, ABSENT), new.get(key, ABSENT)
        if was is ABSENT or now is ABSENT or not same(was, now):
            yield Change(name, row_id, key, was, now)


def taken_back(section: Section, document: Document, made: Iterable[Change]) -> tuple[Document, list[Change]]:
    """The document without these changes, and those on which something later stands: such a one is not taken back."""
    later = []
    for change in made:
        place = Conflict(change.list, change.row, change.field, change.was, change.now, change.was)
        stands = standing(section, document, place)
        row_gone = bool(change.field) and row_of(section, document, place) is None
        absent = stands is ABSENT or change.now is ABSENT
        untouched = stands is change.now if absent else same(stands, change.now)
        if untouched and not row_gone:
            document = decided(section, document, place, change.was)
        else:
            later.append(change)
    return document, later


def change_payload(change: Change) -> dict[str, Any]:
    """A change as JSON: a side that is not there is left out."""
    sides = {name: value for name, value in (("was", change.was), ("now", change.now)) if value is not ABSENT}
    return {"list": change.list, "row": change.row, "field": change.field, **sides}


def change_from(payload: Mapping[str, Any]) -> Change:
    """A change from its JSON."""
    sides = (payload.get(name, ABSENT) for name in ("was", "now"))
    return Change(payload["list"], payload["row"], payload["field"], *sides)
