"""The three-way merge of section documents: what two sides made of one base, field by field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final

from demodb.model.canonical import same
from demodb.model.documents import Document, Section
from demodb.model.reporting import bosses, first_outside, in_circle, reported_to
from demodb.model.rows import ROW_LISTS, row_lists

Row = dict[str, Any]
Rows = dict[str, Row]
"""A list of rows by their ids, in its order."""

_BOSS = "reportsTo"


class Absent(Enum):
    """The type of `ABSENT`."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
"""Stands for the value of a key that is not there, which null is not."""


@dataclass(frozen=True)
class Conflict:
    """A field that both sides changed, each in its way: ours stays."""

    list: str
    """The key of the row's list in the document; "" where the document itself is the list."""
    row: str
    """The row's id; "" for a field of the document itself."""
    field: str
    base: Any
    """A JSON value or `ABSENT`, as are the other two."""
    ours: Any
    theirs: Any


def row_of(section: Section, document: Document, conflict: Conflict) -> dict[str, Any] | None:
    """The row that a conflict is about, or the object where it is about a field beside the lists; None where it is gone."""
    if not conflict.row:
        return document if isinstance(document, dict) else None
    return next((row for row in row_lists(section, document).get(conflict.list, []) if row["id"] == conflict.row), None)


def is_open(row: Mapping[str, Any] | None, conflict: Conflict) -> bool:
    """Whether there is something to decide: the row is there, and says something else than the template."""
    return row is not None and not same(row.get(conflict.field, ABSENT), conflict.theirs)


@dataclass(frozen=True)
class MergeResult:
    """What a merge found. The documents share their rows with each other and with what was merged."""

    document: Document
    """What stands afterwards: a valid document."""
    base: Document
    """What the next merge has to start from: theirs, as far as it could stand beside ours. A row that differs was edited."""
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class _Sides:
    """One list of rows on the three sides."""

    base: Rows
    ours: Rows
    theirs: Rows


@dataclass(frozen=True)
class _MergedList:
    rows: list[Row]
    base: list[Row]
    conflicts: list[Conflict]


def merge(section: Section, base: Document, ours: Document, theirs: Document) -> MergeResult:
    """Join what two sides made of a base; all are valid documents, and none is changed.

    Who alone changed a field wins. Where both did, ours stays and a conflict tells of it. A row that ours deleted stays
    deleted, one that ours added stays. A row that theirs dropped goes if ours left it as it was and nobody who stays
    reports to it. No stakeholder reports to one who is gone, nor in a circle.

    The base may be a document or the base of an earlier merge. The latter can hold people who report to somebody whom
    only ours still has.
    """
    conflicts: list[Conflict] = []
    documents, bases = {}, {}
    for name in ROW_LISTS[section]:
        sides = _Sides(*({row["id"]: row for row in row_lists(section, side)[name]} for side in (base, ours, theirs)))
        merged = _merged_list(name, sides, reporting=section == "stakeholders")
        documents[name], bases[name] = merged.rows, merged.base
        conflicts += merged.conflicts
    if not (isinstance(base, dict) and isinstance(ours, dict) and isinstance(theirs, dict)):
        return MergeResult(documents[""], bases[""], tuple(conflicts))
    beside = [{key: value for key, value in side.items() if key not in documents} for side in (base, ours, theirs)]
    fields, clashes = _merged_fields("", "", *beside)
    return MergeResult(fields | documents, beside[2] | bases, (*conflicts, *clashes))


def _merged_fields(name: str, own: str, base: Row, ours: Row, theirs: Row) -> tuple[Row, list[Conflict]]:
    """What becomes of a row, or of an object that is one: its fields, and those that both sides changed."""
    if same(theirs, base) or same(ours, base):
        return (ours if same(theirs, base) else theirs), []
    merged = dict(ours)
    conflicts = []
    for field in ours | theirs:
        was, mine, other = base.get(field, ABSENT), ours.get(field, ABSENT), theirs.get(field, ABSENT)
        if same(mine, other) or same(other, was):
            continue
        if not same(mine, was):
            conflicts.append(Conflict(name, own, field, was, mine, other))
        elif other is ABSENT:
            del merged[field]
        else:
            merged[field] = other
    return merged, conflicts


def _merged_list(name: str, sides: _Sides, *, reporting: bool) -> _MergedList:
    deleted = sides.base.keys() - sides.ours.keys()
    if reporting:
        sides = replace(sides, theirs=_repointed(sides, deleted))
    conflicts: list[Conflict] = []
    rows = {own: row for own, row in (sides.ours | sides.theirs).items() if own not in deleted}
    for own in sides.ours:
        if own in sides.theirs:
            rows[own], clashes = _merged_fields(name, own, sides.base.get(own, {}), sides.ours[own], sides.theirs[own])
            conflicts += clashes
    if reporting:
        conflicts += _without_circles(name, sides, rows)
    dropped = {own for own, row in sides.ours.items() if own not in sides.theirs and same(row, sides.base.get(own))}
    kept = reported_to(bosses(rows), dropped) if reporting else set()
    order = _merged_order(sides, rows.keys() - (dropped - kept))
    base = sides.theirs | {own: rows[own] for own in kept}
    return _MergedList([rows[own] for own in order], [base[own] for own in _joined(sides.theirs, order, base)], conflicts)


def _repointed(sides: _Sides, deleted: Collection[str]) -> Rows:
    """Theirs, where nobody who stays newly reports to one whom ours deleted, but to the next one up the line."""
    theirs, before = bosses(sides.theirs), bosses(sides.base)
    rows = dict(sides.theirs)
    for own, boss in theirs.items():
        if boss in deleted and own not in deleted and before.get(own) != boss:
            rows[own] = rows[own] | {_BOSS: first_outside(own, theirs, deleted)}
    return rows


def _without_circles(name: str, sides: _Sides, rows: Rows) -> list[Conflict]:
    """Give those of ours who now report to themselves in the end the boss back whom they had.

    Every circle goes: each one passes through a row of ours with a boss of theirs, as neither side has a circle of its
    own and nobody in ours reports to a row that only theirs has. A boss given back may close another circle.
    """
    conflicts: list[Conflict] = []
    boss = bosses(rows)
    while circle := [own for own in sides.ours if in_circle(own, boss)]:
        for own in circle:
            was, mine, other = (side.get(own, {}).get(_BOSS, ABSENT) for side in (sides.base, sides.ours, rows))
            if mine != other:
                conflicts.append(Conflict(name, own, _BOSS, was, mine, other))
                rows[own] = _with(rows[own], _BOSS, mine)
        boss = bosses(rows)
    return conflicts


def _with(row: Row, field: str, value: Any) -> Row:
    return {key: old if key != field else value for key, old in row.items() if key != field or value is not ABSENT}


def _merged_order(sides: _Sides, present: Collection[str]) -> list[str]:
    """The order of theirs, unless ours moved rows of the base."""
    moved = [own for own in sides.ours if own in sides.base] != [own for own in sides.base if own in sides.ours]
    return _joined(sides.ours, sides.theirs, present) if moved else _joined(sides.theirs, sides.ours, present)


def _joined(first: Iterable[str], second: Iterable[str], present: Collection[str]) -> list[str]:
    """Those present in the order of the first list, and behind each those who follow it in the second list only."""
    leading = [own for own in first if own in present]
    following: dict[str | None, list[str]] = {None: [], **{own: [own] for own in leading}}
    at = None
    for own in second:
        if own in following:
            at = own
        elif own in present:
            following[at].append(own)
    return [own for group in following.values() for own in group]
