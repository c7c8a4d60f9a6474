"""A form that edits a row or adds one: what of it was changed, and what is wrong with it, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from starlette.datastructures import FormData

from demodb.api.edit import AddRow, PlanEdit, SetField
from demodb.api.log import LogEntry
from demodb.errors import EditRefusedError
from demodb.model.documents import SECTIONS
from demodb.model.merge import ABSENT
from demodb.model.places import FieldPlace, NoPlaceError
from demodb.model.rows import ROW_LISTS, Row, place_text
from demodb.studio.edits.inputs import Input, input_of, seen_from

_TYPED, _SEEN = "v:", "s:"
"""What the names of a form's fields begin with: what was typed, and what was seen."""


@dataclass(frozen=True)
class RowForm:
    """What is edited: a row, or with the row "" what is beside the lists, or where one is added, its list.

    `faults` are about none of its fields.
    """

    act: Literal["edit", "add"]
    at: FieldPlace
    inputs: Sequence[Input]
    faults: Sequence[str] = ()

    @property
    def place(self) -> str:
        """Where the row is, as the form sends it back."""
        return place_text(self.at.section, self.at.list, self.at.row)

    @property
    def overtaken(self) -> bool:
        """Whether somebody else was faster with one of the fields."""
        return any(one.overtaken for one in self.inputs)

    @property
    def changed(self) -> list[Input]:
        """The fields in which something else was typed than was seen."""
        return [one for one in self.inputs if one.changed]

    @property
    def first(self) -> str:
        """The key of the field to begin with: the first one with which something is wrong."""
        keys = [one.key for one in self.inputs if one.fault or one.overtaken] or [one.key for one in self.inputs]
        return keys[0] if keys else ""

    def edits(self) -> list[PlanEdit]:
        """What the form asks for."""
        if self.act == "add":
            return [AddRow(self.place, {one.key: one.value for one in self.inputs if one.value is not ABSENT})]
        return [SetField(f"{self.place}/{one.key}", one.value, one.seen) for one in self.changed]

    def taking(self, key: str) -> RowForm:
        """The form with the value that stands in one of its fields."""
        return replace(self, inputs=[one.untouched if one.key == key else one for one in self.inputs])

    def refused(self, error: EditRefusedError, who: Mapping[str, str]) -> RowForm:
        """The form with why it was refused. What others made of a field counts as seen from now on; `who` they are, by place."""
        faults = {key: message for place, message in error.refusals if (key := self._key(place))}
        others = {self._key(place): (now, who.get(place, "")) for place, _, now in error.overtaken}
        beside = [message for place, message in error.refusals if not self._key(place)]
        return replace(self, inputs=[_refused(one, faults, others) for one in self.inputs], faults=beside)

    def read_again(self, row: Row) -> RowForm:
        """The form with what stands now in the fields in which nothing else was typed."""
        kept = [one if one.changed else input_of(self.at, one.key, row.get(one.key, ABSENT)) for one in self.inputs]
        return replace(self, inputs=kept)

    def _key(self, place: str) -> str | None:
        """The field that a refusal is about: that of an item of a list is the list's."""
        name = place.rpartition("/")[2]
        fitting = (one.key for one in self.inputs if name == one.key or name.startswith((f"{one.key}[", f"{one.key}.")))
        return max(fitting, key=len, default=None)


def _refused(one: Input, faults: Mapping[str, str], others: Mapping[str | None, tuple[Any, str]]) -> Input:
    if one.key in others:
        now, who = others[one.key]
        return replace(one, before=one.seen, seen=now, now=now, who=who)
    return replace(one, fault=faults.get(one.key, ""))


def sent_form(act: Literal["edit", "add"], form: FormData) -> RowForm:
    """A form as it was sent. Raises NoPlaceError."""
    at = row_place(str(form.get("place", "")))
    return RowForm(act, at, sent_inputs(form, at))


def sent_inputs(form: FormData, at: FieldPlace) -> list[Input]:
    """The fields of a row as they were sent."""
    typed = [(name.removeprefix(_TYPED), str(text)) for name, text in form.multi_items() if name.startswith(_TYPED)]
    return [input_of(at, key, seen_from(str(form.get(f"{_SEEN}{key}", ""))), text) for key, text in typed]


def row_place(place: str) -> FieldPlace:
    """The row of a place, whether it is there or not; of a list, or of what is beside the lists, that. Raises NoPlaceError."""
    first, _, rest = place.strip("/").partition("/")
    section = next((known for known in SECTIONS if known == first), None)
    if section is None:
        raise NoPlaceError(place, f"a plan has no section {first!r}")
    if "" in ROW_LISTS[section]:
        return FieldPlace(section, "", rest)
    name, _, row = rest.partition("/")
    return FieldPlace(section, name, row) if name in ROW_LISTS[section] else FieldPlace(section)


def who_was_faster(log: Iterable[LogEntry], places: Iterable[str]) -> dict[str, str]:
    """By place who changed it last, a person or a file, as far as these entries of the log tell it."""
    wanted, found = set(places), dict[str, str]()
    for entry, _ in log:
        for change in entry.changes:
            place = place_text(entry.section, change.list, change.row, change.field)
            if place in wanted:
                found.setdefault(place, entry.person or entry.source)
    return found
