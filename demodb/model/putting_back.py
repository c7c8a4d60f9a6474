"""Putting back what a section came in with: a field, or a whole row at its place, as an edit like any other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from demodb.model.changes import moved_row
from demodb.model.conflicts import decided, standing
from demodb.model.documents import Document, Section
from demodb.model.editing import EditedPlan
from demodb.model.merge import ABSENT, Conflict
from demodb.model.places import FieldPlace, NoPlaceError, place_at
from demodb.model.refusals import UNASKED, Refusal, RefusedError, check_expected
from demodb.model.rows import row_lists


def value_at(document: Document, at: FieldPlace) -> Any:
    """What a document says at a place: a value, a whole row, or ABSENT."""
    return standing(at.section, document, _conflict(at))


def place_in(section: Section, documents: Iterable[Document], place: str) -> FieldPlace:
    """A place as the first of a section's documents has it that has it at all: a row may be gone from the others.

    Raises NoPlaceError.
    """
    fault = NoPlaceError(place, f"this account has no {section} yet")
    for document in documents:
        try:
            return place_at({section: document}, place)
        except NoPlaceError as error:
            fault = error
    raise fault


@dataclass(frozen=True)
class PutBack:
    """A place says again what `base`, the section as it came in, does. `expected`: what the editor saw there."""

    at: FieldPlace
    base: Document
    expected: Any = UNASKED

    def done(self, plan: EditedPlan) -> EditedPlan:
        """The plan with it so. Raises RefusedError where somebody else was faster, or the field's row is gone."""
        at, section = self.at, self.at.section
        document = plan.documents[section]
        check_expected(at.text, self.expected, value_at(document, at))
        if at.field and at.row and value_at(document, at._replace(field="")) is ABSENT:
            raise RefusedError(Refusal(at.text, "its row is gone: put the row back first"))
        back = decided(section, document, _conflict(at), value_at(self.base, at))
        if at.row and not at.field and value_at(document, at) is ABSENT:
            back = moved_row(section, back, (at.list, at.row), self._before(back))
        return plan.having(section, back)

    def _before(self, document: Document) -> str | None:
        """The row before which the base has it, of those that are there."""
        there = {row["id"] for row in row_lists(self.at.section, document)[self.at.list]}
        ids = [row["id"] for row in row_lists(self.at.section, self.base)[self.at.list]]
        behind = [*dropwhile(lambda row_id: row_id != self.at.row, ids)][1:]
        return next((row_id for row_id in behind if row_id in there), None)


def _conflict(at: FieldPlace) -> Conflict:
    return Conflict(at.list, at.row, at.field, ABSENT, ABSENT, ABSENT)
