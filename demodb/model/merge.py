"""The three-way merge of section documents: what two sides made of one base, row by row and field by field."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Literal, NamedTuple

from demodb.model.canonical import same
from demodb.model.documents import Document, Section
from demodb.model.ordering import joined_order, merged_order
from demodb.model.reporting import bosses, in_circles, nearest_outside, reported_to
from demodb.model.rows import ROW_LISTS, Row, RowPlace, RowsById, beside_lists, row_lists, rows_by_id, with_lists

_BOSS = "reportsTo"


class Absent(Enum):
    """The type of `ABSENT`."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
"""Stands for the value of a key, or for a row, that is not there, which null is not."""


class Conflict(NamedTuple):
    """A field that both sides changed, each in its way: ours stays. Field "" is the whole row."""

    list: str
    """The key of the row's list in the document; "" where the document itself is the list."""
    row: str
    """The row's id; "" for a field of the document itself."""
    field: str
    base: Any
    """A JSON value or `ABSENT`, as are the other two."""
    ours: Any
    theirs: Any

    @property
    def place(self) -> RowPlace:
        """Where its row is."""
        return self.list, self.row


class MergeRule(NamedTuple):
    """What becomes of rows that both sides touched, beside the merge of their fields.

    Rows at `whole`, or all where `every_row_whole`, are one piece: who alone changed one wins, and where both did it is a
    conflict of the row. Rows at `touched` count as changed by ours, though they are as they were. With `tells_rows` a row is
    a conflict too where one side took it out and the other one changed it or has somebody who reports to it, and where both
    added another one under one id.
    """

    whole: Collection[RowPlace] = ()
    every_row_whole: bool = False
    touched: Collection[RowPlace] = ()
    tells_rows: bool = False

    def is_whole(self, place: RowPlace) -> bool:
        """Whether the row at a place is one piece."""
        return self.every_row_whole or place in self.whole


TEMPLATE = MergeRule()
"""Theirs is a newer template: nobody typed it, so what ours took out or added needs no word."""

FILE = MergeRule(tells_rows=True)
"""Theirs is a file: somebody typed it, so nothing of it goes without a conflict."""


class MergeResult(NamedTuple):
    """What a merge found. The documents share their rows with each other and with what was merged."""

    document: Document
    """What stands afterwards: a valid document."""
    base: Document
    """What the next merge has to start from: theirs, as far as it could stand beside ours. A row that differs was edited."""
    conflicts: tuple[Conflict, ...]
    kept: tuple[RowPlace, ...] = ()
    """The rows that are one piece and stand as ours has them, where theirs has another one."""


class _Sides(NamedTuple):
    """One list of rows on the three sides, with the ids of those that are one piece and of those that count as changed."""

    base: RowsById
    ours: RowsById
    theirs: RowsById
    whole: Collection[str]
    touched: Collection[str]

    def row(self, row_id: str) -> tuple[Row | None, Row | None, Row | None]:
        """A row in the base, in ours and in theirs; None where it is missing."""
        return self.base.get(row_id), self.ours.get(row_id), self.theirs.get(row_id)

    def untouched(self, row_id: str) -> bool:
        """Whether ours has a row of the base as it was."""
        return row_id not in self.touched and _same(self.ours.get(row_id), self.base.get(row_id))


@dataclass
class _MergedList:
    """A list as it will stand, with the rows that the next base takes from elsewhere than theirs, and the conflicts."""

    rows: RowsById
    kept: set[str] = field(default_factory=set)
    rebased: RowsById = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)


def merge(section: Section, base: Document, ours: Document, theirs: Document, rule: MergeRule = TEMPLATE) -> MergeResult:
    """Join what two sides made of a base; all are valid documents, and none is changed.

    Who alone changed a field wins. Where both did, ours stays and a conflict tells of it. A row that ours deleted stays
    deleted, one that ours added stays. A row that theirs dropped goes if ours left it as it was and nobody who stays
    reports to it. Who reported to a row that stays whole goes on to do so, unless a file says otherwise. No stakeholder
    reports to one who is gone, nor in a circle.

    The base may be a document or the base of an earlier merge. The latter can hold people who report to somebody whom
    only ours still has.
    """
    conflicts: list[Conflict] = []
    kept: list[RowPlace] = []
    documents, bases = {}, {}
    for name in ROW_LISTS[section]:
        sides = _sides(name, [rows_by_id(row_lists(section, side)[name]) for side in (base, ours, theirs)], rule)
        merged, ordered, based = _merged_list(name, sides, rule, reporting=section == "stakeholders")
        documents[name], bases[name] = ordered, based
        conflicts += merged.conflicts
        kept += ((name, row_id) for row_id in sorted(merged.kept))
    beside = [beside_lists(section, side) for side in (base, ours, theirs)]
    fields, clashes = _merged_fields("", "", *beside)
    return MergeResult(with_lists(fields, documents), with_lists(beside[2], bases), (*conflicts, *clashes), tuple(kept))


def _sides(name: str, lists: Sequence[RowsById], rule: MergeRule) -> _Sides:
    base, ours, theirs = lists
    whole = {row_id for row_id in ours | theirs if rule.is_whole((name, row_id))}
    return _Sides(base, ours, theirs, whole, {row_id for row_id in ours if (name, row_id) in rule.touched})


Winner = Literal["ours", "theirs", "fields", "both"]
"""Which side's row stands: one whole, the two joined field by field, or ours with a conflict of the row."""


def _winner(sides: _Sides, row_id: str, *, tells: bool) -> Winner:
    """The table of a row that may be missing on any side."""
    base, ours, theirs = sides.row(row_id)
    whole = row_id in sides.whole
    if _same(ours, theirs) or _same(theirs, base):
        return "ours"
    if sides.untouched(row_id):
        return "theirs"
    if ours is None or theirs is None:
        return "both" if tells or (whole and ours is not None) else "ours"
    return "both" if whole or (base is None and tells) else "fields"


def _same(one: Row | None, other: Row | None) -> bool:
    return one is other if one is None or other is None else same(one, other)


def _merged_fields(name: str, row_id: str, base: Row, ours: Row, theirs: Row) -> tuple[Row, list[Conflict]]:
    """What becomes of a row, or of an object that is one: its fields, and those that both sides changed."""
    if same(theirs, base) or same(ours, base):
        return (ours if same(theirs, base) else theirs), []
    merged = dict(ours)
    conflicts = []
    for key in ours | theirs:
        was, mine, other = base.get(key, ABSENT), ours.get(key, ABSENT), theirs.get(key, ABSENT)
        if same(mine, other) or same(other, was):
            continue
        if not same(mine, was):
            conflicts.append(Conflict(name, row_id, key, was, mine, other))
        elif other is ABSENT:
            del merged[key]
        else:
            merged[key] = other
    return merged, conflicts


def _merged_list(name: str, sides: _Sides, rule: MergeRule, *, reporting: bool) -> tuple[_MergedList, list[Row], list[Row]]:
    """The list with its conflicts, its rows in their order, and those of the next base."""
    as_given = sides.theirs
    if reporting:
        sides = sides._replace(theirs=_repointed(sides, sides.base.keys() - sides.ours.keys()))
    merged = _merged_rows(name, sides, rule)
    if rule.tells_rows:
        merged.conflicts += _repointed_conflicts(name, sides, as_given, merged.rows)
    if reporting:
        if not rule.tells_rows:
            _stay_with_kept(sides, merged)
        merged.conflicts += _without_circles(name, sides, merged.rows)
    dropped = _dropped(sides)
    needed = reported_to(bosses(merged.rows), dropped) if reporting else set()
    merged.conflicts += _kept_conflicts(name, sides, needed) if rule.tells_rows else []
    order = merged_order(sides.base, sides.ours, sides.theirs, merged.rows.keys() - (dropped - needed))
    base = sides.theirs | {row_id: merged.rows[row_id] for row_id in needed} | merged.rebased
    base_order = joined_order(sides.theirs, order, base)
    return merged, [merged.rows[row_id] for row_id in order], [base[row_id] for row_id in base_order]


def _dropped(sides: _Sides) -> set[str]:
    """The rows that theirs has no more and nobody touched."""
    return {row_id for row_id in sides.ours if row_id not in sides.theirs and sides.untouched(row_id)}


def _kept_conflicts(name: str, sides: _Sides, needed: Collection[str]) -> list[Conflict]:
    """The rows that theirs took out and that stay because somebody reports to them."""
    return [Conflict(name, own, "", sides.base[own], row, ABSENT) for own, row in sides.ours.items() if own in needed]


def _merged_rows(name: str, sides: _Sides, rule: MergeRule) -> _MergedList:
    """Every row by its winner. A row that theirs dropped and nobody touched is still there: it may be needed."""
    merged = _MergedList({})
    for row_id in sides.ours | sides.theirs | sides.base:
        row, conflicts = _merged_row(name, sides, row_id, _winner(sides, row_id, tells=rule.tells_rows))
        if row is not None:
            merged.rows[row_id] = row
        merged.conflicts += conflicts
    of_both = [row_id for row_id in sides.whole if row_id in sides.ours and row_id in sides.theirs]
    merged.kept.update(row_id for row_id in of_both if not same(merged.rows[row_id], sides.theirs[row_id]))
    return merged


def _merged_row(name: str, sides: _Sides, row_id: str, winner: Winner) -> tuple[Row | None, list[Conflict]]:
    """The row that stands, None where it is gone, and what of it is a conflict."""
    base, ours, theirs = sides.row(row_id)
    match winner:
        case "fields" if ours and theirs:
            return _merged_fields(name, row_id, base or {}, ours, theirs)
        case "both":
            return ours, [Conflict(name, row_id, "", *(ABSENT if row is None else row for row in (base, ours, theirs)))]
        case "theirs" if theirs:
            return theirs, []
    return ours, []


def _stay_with_kept(sides: _Sides, merged: _MergedList) -> None:
    """Who reported to somebody who stays, where theirs has another one, goes on to do so, in the list and in the next base."""
    for row_id, row in sides.ours.items():
        boss = row.get(_BOSS)
        if boss not in merged.kept or row_id in merged.kept or row_id not in sides.theirs:
            continue
        merged.rows[row_id] = _with(merged.rows[row_id], _BOSS, boss)
        if sides.untouched(row_id):
            merged.rebased[row_id] = _with(sides.theirs[row_id], _BOSS, boss)


def _repointed(sides: _Sides, deleted: Collection[str]) -> RowsById:
    """Theirs, where nobody who stays newly reports to one whom ours deleted, but to the next one up the line.

    Somebody else in the place of one who reported so reports newly.
    """
    theirs, before = bosses(sides.theirs), bosses(sides.base)
    outside = nearest_outside(theirs, deleted)
    rows = dict(sides.theirs)
    for row_id, boss in theirs.items():
        if boss in deleted and row_id not in deleted and (before.get(row_id) != boss or row_id in sides.whole):
            rows[row_id] = rows[row_id] | {_BOSS: outside[boss]}
    return rows


def _repointed_conflicts(name: str, sides: _Sides, as_given: RowsById, rows: RowsById) -> list[Conflict]:
    """What theirs typed as a boss and could not stand, as that person was deleted."""
    return [
        Conflict(name, row_id, _BOSS, *(side.get(row_id, {}).get(_BOSS, ABSENT) for side in (sides.base, rows, as_given)))
        for row_id, row in sides.theirs.items()
        if row_id in rows and row.get(_BOSS) != as_given[row_id].get(_BOSS)
    ]


def _without_circles(name: str, sides: _Sides, rows: RowsById) -> list[Conflict]:
    """Give those of ours who now report to themselves in the end the boss back whom they had.

    Every circle goes: each one passes through a row of ours with a boss of theirs, as neither side has a circle of its
    own and nobody in ours reports to a row that only theirs has. A boss given back may close another circle.
    """
    conflicts: list[Conflict] = []
    circles = in_circles(bosses(rows))
    while circle := [row_id for row_id in sides.ours if row_id in circles]:
        for row_id in circle:
            was, mine, other = (side.get(row_id, {}).get(_BOSS, ABSENT) for side in (sides.base, sides.ours, rows))
            if mine != other:
                conflicts.append(Conflict(name, row_id, _BOSS, was, mine, other))
                rows[row_id] = _with(rows[row_id], _BOSS, mine)
        circles = in_circles(bosses(rows))
    return conflicts


def _with(row: Row, key: str, value: Any) -> Row:
    others = {name: old for name, old in row.items() if name != key}
    return others if value is ABSENT else row | {key: value}
