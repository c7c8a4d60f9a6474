"""What differs between two documents of a section, field by field, and taking such differences back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from itertools import pairwise
from typing import Any

from demodb.model.canonical import same
from demodb.model.conflicts import decided, row_of, standing
from demodb.model.documents import Document, Section
from demodb.model.merge import ABSENT, Conflict
from demodb.model.ordering import reordered
from demodb.model.rows import Row, RowPlace, RowsById, beside_lists, empty_document, row_lists, rows_by_id, with_lists


@dataclass(frozen=True)
class Change:
    """A field that differs, or with field "" a whole row that came or went; ABSENT for what is not there.

    With row "" too it is the order of the rows that stayed: their ids; or, with one side ABSENT, the section itself, that came or
    went without rows. `before` is the row that stood behind one that went.
    """

    list: str
    row: str
    field: str
    was: Any
    now: Any
    before: str = attribute(default="", compare=False)

    @property
    def is_order(self) -> bool:
        """Whether rows changed places."""
        return not self.row and not self.field and not self.is_section

    @property
    def is_section(self) -> bool:
        """Whether the section itself came, or went."""
        return not self.row and not self.field and (self.was is ABSENT or self.now is ABSENT)


SECTION_CAME = Change("", "", "", ABSENT, [])
"""That a section is there which was missing; it has no rows yet."""
SECTION_WENT = Change("", "", "", [], ABSENT)
"""That a section without rows is missing from then on."""


def changes(section: Section, before: Document | None, after: Document | None) -> Iterator[Change]:
    """The differences of two valid documents; None stands for a section that is not there."""
    old, new = (row_lists(section, document) if document is not None else {} for document in (before, after))
    for name in old | new:
        sides = rows_by_id(old.get(name, ())), rows_by_id(new.get(name, ()))
        behind = dict(pairwise(sides[0]))
        for row_id in sides[0] | sides[1]:
            yield from _row_changes(name, row_id, sides[0].get(row_id), sides[1].get(row_id), behind.get(row_id, ""))
        yield from _order_changes(name, *sides)
    if before is not None and after is not None:
        yield from _row_changes("", "", beside_lists(section, before), beside_lists(section, after))


def _order_changes(name: str, old: RowsById, new: RowsById) -> Iterator[Change]:
    was, now = [row_id for row_id in old if row_id in new], [row_id for row_id in new if row_id in old]
    if was != now:
        yield Change(name, "", "", was, now)


def _row_changes(name: str, row_id: str, old: Row | None, new: Row | None, before: str = "") -> Iterator[Change]:
    if old is None or new is None:
        was, now = (ABSENT if side is None else side for side in (old, new))
        yield Change(name, row_id, "", was, now, before if new is None else "")
        return
    for key in old | new:
        was, now = old.get(key, ABSENT), new.get(key, ABSENT)
        if was is ABSENT or now is ABSENT or not same(was, now):
            yield Change(name, row_id, key, was, now)


def taken_back(section: Section, document: Document | None, made: Iterable[Change]) -> tuple[Document | None, list[Change]]:
    """The document without these changes, and those on which something later stands: such a one is not taken back.

    None stands for a section that is missing.
    """
    later = []
    # The last one first: a row that went finds the one that stood behind it, a section that came has no rows any more.
    for change in reversed([*made]):
        if change.is_section and _section_stands(section, document, change):
            document = None if change.was is ABSENT else empty_document(section)
        elif not change.is_section and document is not None and (back := _back(section, document, change)) is not None:
            document = back
        else:
            later.append(change)
    return document, later[::-1]


def _section_stands(section: Section, document: Document | None, change: Change) -> bool:
    """Whether a section is as a change of it left it: missing, or there without anything in it."""
    return document is None if change.now is ABSENT else document is not None and same(document, empty_document(section))


def _back(section: Section, document: Document, change: Change) -> Document | None:
    return _order_back(section, document, change) if change.is_order else _value_back(section, document, change)


def _value_back(section: Section, document: Document, change: Change) -> Document | None:
    place = Conflict(change.list, change.row, change.field, change.was, change.now, change.was)
    stands = standing(section, document, place)
    row_gone = bool(change.field) and row_of(section, document, place) is None
    absent = stands is ABSENT or change.now is ABSENT
    untouched = stands is change.now if absent else same(stands, change.now)
    if row_gone or not untouched:
        return None
    back = decided(section, document, place, change.was)
    return moved_row(section, back, (change.list, change.row), change.before) if change.before else back


def _order_back(section: Section, document: Document, change: Change) -> Document | None:
    rows = row_lists(section, document).get(change.list, [])
    present = [row["id"] for row in rows if row["id"] in change.now]
    if present != [row_id for row_id in change.now if row_id in present]:
        return None
    return with_lists(document, {change.list: reordered(rows, [row_id for row_id in change.was if row_id in present])})


def moved_row(section: Section, document: Document, place: RowPlace, before: str | None) -> Document:
    """The document with a row of it before another one of its list, or at its end where that one is not there."""
    name, row_id = place
    rows = row_lists(section, document)[name]
    ids = [row["id"] for row in rows if row["id"] != row_id]
    ids.insert(ids.index(before) if before in ids else len(ids), row_id)
    return with_lists(document, {name: reordered(rows, ids)})


def change_payload(change: Change) -> dict[str, Any]:
    """A change as JSON: a side that is not there is left out."""
    sides = {name: value for name, value in (("was", change.was), ("now", change.now)) if value is not ABSENT}
    before = {"before": change.before} if change.before else {}
    return {"list": change.list, "row": change.row, "field": change.field, **sides, **before}


def change_from(payload: Mapping[str, Any]) -> Change:
    """A change from its JSON."""
    was, now = (payload.get(name, ABSENT) for name in ("was", "now"))
    return Change(payload["list"], payload["row"], payload["field"], was, now, payload.get("before", ""))
