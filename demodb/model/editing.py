"""What a person does to a plan: fields set, rows added, deleted and moved, lists emptied, each checked against what is there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Protocol

from demodb.errors import did_you_mean
from demodb.model.changes import moved_row
from demodb.model.conflicts import decided
from demodb.model.contract import contract_fields, typed_value
from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.faults import shown
from demodb.model.merge import ABSENT, Conflict
from demodb.model.places import FieldPlace, NoPlaceError, list_at, lists_at, place_at
from demodb.model.refusals import (
    UNASKED,
    Refusal,
    RefusedError,
    check_expected,
    check_field,
    cleared,
    document_refusals,
    unknown_field,
)
from demodb.model.rows import Row, RowPlace, empty_document, place_text, row_lists, with_lists

Documents = dict[Section, Document]
"""The sections of an account that are there."""


@dataclass(frozen=True)
class EditedPlan:
    """The sections of an account while they are edited; `taken` are the ids that no new row may have, by section and list."""

    documents: Documents
    taken: Mapping[tuple[Section, str], Collection[str]] = field(default_factory=dict)

    def rows(self, section: Section, list_name: str) -> list[Row]:
        """The rows of a list; none where the section is missing."""
        return row_lists(section, self.documents.get(section, {})).get(list_name, [])

    def row(self, at: FieldPlace) -> Row:
        """The row of a place that is there, or the object that a field beside the lists is in."""
        if not at.row:
            document = self.documents[at.section]
            return document if isinstance(document, dict) else {}
        return next(row for row in self.rows(at.section, at.list) if row["id"] == at.row)

    def having(self, section: Section, document: Document) -> EditedPlan:
        """The plan with another document of a section."""
        return replace(self, documents={**self.documents, section: document})

    def with_rows(self, section: Section, list_name: str, rows: list[Row]) -> EditedPlan:
        """The plan with other rows of a list; a section that is missing is there then."""
        document = self.documents.get(section, empty_document(section))
        return self.having(section, with_lists(document, {list_name: rows}))


class PlanEdit(Protocol):
    """One thing that a person does to a plan."""

    def done(self, plan: EditedPlan) -> EditedPlan:
        """The plan with it. Raises NoPlaceError and RefusedError."""


@dataclass(frozen=True)
class SetField:
    """A field gets a value; None clears an optional one, unless null is a value of it. `typed`: read as the field's type.

    `expected`: what the editor saw there, as JSON, or as typed; ABSENT, and with it "null" as typed, for nothing.
    """

    place: str
    value: Any
    expected: Any = UNASKED
    typed: bool = False

    def done(self, plan: EditedPlan) -> EditedPlan:
        """The plan with the field so."""
        at = place_at(plan.documents, self.place)
        row = plan.row(at)
        check_field(at, row)
        known = contract_fields(at.section, at.list).get(at.field) if at.row else None
        expected = self.expected if self.expected is UNASKED or not self.typed else typed_value(known, self.expected)
        check_expected(at.text, cleared(known, expected), row.get(at.field, ABSENT))
        value = cleared(known, typed_value(known, self.value) if self.typed else self.value)
        if value is ABSENT and known and not known.optional:
            raise RefusedError(Refusal(at.text, "this field has to be there: give it a value"))
        place = Conflict(at.list, at.row, at.field, ABSENT, ABSENT, ABSENT)
        return plan.having(at.section, decided(at.section, plan.documents[at.section], place, value))


@dataclass(frozen=True)
class AddRow:
    """A list gets a row, before the one with an id or at its end; the row's id is made where it has none."""

    place: str
    row: Any
    before: str | None = None

    def done(self, plan: EditedPlan) -> EditedPlan:
        """The plan with the row."""
        section, name = list_at(self.place)
        if not isinstance(self.row, dict):
            raise RefusedError(Refusal(place_text(section, name), f"expected a row as a JSON object, found {shown(self.row)}"))
        rows = plan.rows(section, name)
        used = {*plan.taken.get((section, name), ()), *(row["id"] for row in rows)}
        row = self.row if "id" in self.row else {"id": _new_id(section, name, [row["id"] for row in rows], used), **self.row}
        at = FieldPlace(section, name, str(row["id"]))
        _check_new_row(plan, at, row)
        added = plan.with_rows(section, name, [*rows, row])
        return _with_place(added, at, self.before) if self.before is not None else added


@dataclass(frozen=True)
class DeleteRow:
    """A row goes. `expected`: the row as the editor saw it."""

    place: str
    expected: Any = UNASKED

    def done(self, plan: EditedPlan) -> EditedPlan:
        """The plan without the row."""
        at = _row_at(plan, self.place)
        check_expected(at.text, self.expected, plan.row(at))
        rows = [row for row in plan.rows(at.section, at.list) if row["id"] != at.row]
        reporting = [f"{row['name']} ({row['id']})" for row in rows if row.get("reportsTo") == at.row]
        if at.section == "stakeholders" and reporting:
            who = " and ".join(reporting)
            raise RefusedError(Refusal(at.text, f"{who} report{'' if reporting[1:] else 's'} to this person: change that first"))
        return plan.with_rows(at.section, at.list, rows)


@dataclass(frozen=True)
class MoveRow:
    """A row goes before the one with an id, or to the end of its list. `expected`: the ids of the list as the editor saw it."""

    place: str
    before: str | None = None
    expected: Any = UNASKED

    def done(self, plan: EditedPlan) -> EditedPlan:
        """The plan with the row there."""
        at = _row_at(plan, self.place)
        ids = [row["id"] for row in plan.rows(at.section, at.list)]
        check_expected(place_text(at.section, at.list), self.expected, ids)
        return _with_place(plan, at, self.before)


@dataclass(frozen=True)
class EmptyList:
    """A list, or all of a section's, has no rows any more; a section that is missing is there, and empty.

    `expected`: the ids of the list, as the editor saw them.
    """

    place: str
    expected: Any = UNASKED

    def done(self, plan: EditedPlan) -> EditedPlan:
        """The plan with the list empty."""
        section, names = lists_at(self.place)
        ids = [row["id"] for name in names for row in plan.rows(section, name)]
        check_expected(self.place.strip("/"), self.expected, ids)
        for name in names:
            plan = plan.with_rows(section, name, [])
        return plan


def edited(plan: EditedPlan, edits: Iterable[PlanEdit]) -> tuple[Documents, list[Refusal]]:
    """The sections after edits, one after another, and every reason why they cannot be: then nothing must be written."""
    before, refusals = plan.documents, list[Refusal]()
    for edit in edits:
        try:
            plan = edit.done(plan)
        except NoPlaceError as fault:
            refusals.append(Refusal(fault.place, str(fault)))
        except RefusedError as error:
            refusals += error.refusals
    changed = {section: plan.documents[section] for section in SECTIONS if plan.documents.get(section) is not before.get(section)}
    for section, document in changed.items():
        refusals += document_refusals(section, document, refusals)
    return changed, refusals


def _row_at(plan: EditedPlan, place: str) -> FieldPlace:
    at = place_at(plan.documents, place)
    if at.field or not at.row:
        raise RefusedError(Refusal(at.text, "expected the place of a row, such as actions/ac-002"))
    return at


def _check_new_row(plan: EditedPlan, at: FieldPlace, row: Row) -> None:
    """Refuse a row with an id of its own that is none or is taken, or with a key that the contract does not know."""
    if not isinstance(row["id"], str) or not row["id"]:
        raise RefusedError(Refusal(at.text, f"expected a text as its id, found {shown(row['id'])}"))
    rows = plan.rows(at.section, at.list)
    if any(other["id"] == row["id"] for other in rows):
        raise RefusedError(Refusal(at.text, "there is a row with this id already: leave the id out, and one is made"))
    known = contract_fields(at.section, at.list)
    unknown = [unknown_field(at.text, key, list(known)) for key in row if key not in known]
    if unknown:
        with_row = plan.with_rows(at.section, at.list, [*rows, row])
        raise RefusedError(*unknown, *document_refusals(at.section, with_row.documents[at.section], ()))


def _with_place(plan: EditedPlan, at: FieldPlace, before: str | None) -> EditedPlan:
    """The plan with a row before another one."""
    ids = [row["id"] for row in plan.rows(at.section, at.list)]
    if before is not None and (before not in ids or before == at.row):
        others = [row_id for row_id in ids if row_id != at.row]
        hint = did_you_mean(get_close_matches(before, others, n=2, cutoff=0.5)) or f"there is {', '.join(others) or 'none'}"
        raise RefusedError(Refusal(at.text, f"there is no row {before!r} to put it before: {hint}"))
    place: RowPlace = at.list, at.row
    return plan.having(at.section, moved_row(at.section, plan.documents[at.section], place, before))


_PREFIXES = {
    ("stakeholders", ""): "sh-",
    ("strategy", "painPoints"): "pp-",
    ("strategy", "opportunities"): "opp-",
    ("competitors", ""): "comp-",
    ("actions", ""): "act-",
}
_NUMBERED = re.compile(r"(.*?)([0-9]{1,9})")


def _new_id(section: Section, name: str, ids: Sequence[str], used: Collection[str]) -> str:
    """The next number behind what the ids of a list begin with; one that was ever used is not given again."""
    numbered = [found for row_id in ids if (found := _NUMBERED.fullmatch(row_id))]
    prefix, width = (numbered[-1][1], len(numbered[-1][2])) if numbered else (_PREFIXES[section, name], 3)
    number = max((int(found[2]) for found in numbered if found[1] == prefix), default=0) + 1
    while f"{prefix}{number:0{width}}" in used:
        number += 1
    return f"{prefix}{number:0{width}}"
