"""The fields of a form that edits a row: what each holds, as text that a browser sends back, and what was typed into it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from demodb.model.canonical import canonical
from demodb.model.contract import ContractField, contract_fields, typed_value
from demodb.model.merge import ABSENT
from demodb.model.places import FieldPlace
from demodb.model.refusals import UNASKED
from demodb.model.rows import ROW_LISTS, Row

InputKind = Literal["line", "text", "number", "date", "choice", "person", "list", "json"]
"""How a field is typed: a line, a text of several, a number, a day, one of some words or people, a text a line, or JSON."""

_LONG = ("description", "notes")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LABELS = {
    "email": "E-mail",
    "estimatedValue": "Estimated value, USD",
    "probability": "Probability, %",
    "raciRole": "RACI role",
    "reportsTo": "Reports to",
}


@dataclass(frozen=True)
class Input:
    """A field of a form. `seen` is what its editor saw there, ABSENT for nothing, `text` what was typed, or stands there.

    `fault` says what is wrong with it. `now` is what somebody else made of it meanwhile, UNASKED where nobody did, `before` what
    it was before that, and `who` that was, where it is known.
    """

    key: str
    kind: InputKind
    seen: Any
    text: str
    required: bool = False
    choices: tuple[str, ...] = ()
    fault: str = ""
    now: Any = UNASKED
    before: Any = ABSENT
    who: str = ""

    @property
    def label(self) -> str:
        """The field's name in words."""
        return label_of(self.key)

    @property
    def overtaken(self) -> bool:
        """Whether somebody else changed it meanwhile."""
        return self.now is not UNASKED

    @property
    def seen_text(self) -> str:
        """What its editor saw, as the form sends it back: JSON, or nothing for nothing."""
        return "" if self.seen is ABSENT else canonical(self.seen)

    @property
    def person(self) -> Any:
        """The id of who is chosen; None for nobody, ABSENT where nothing is said."""
        return seen_from(self.text)

    @property
    def is_day(self) -> bool:
        """Whether a browser's field for days can hold it."""
        return not self.text or bool(_DAY.fullmatch(self.text))

    @property
    def changed(self) -> bool:
        """Whether something else was typed than was seen."""
        return self.text != text_of(self.kind, self.seen)

    @property
    def untouched(self) -> Input:
        """The field with what was seen there."""
        return replace(self, text=text_of(self.kind, self.seen))

    @property
    def result(self) -> Any:
        """What is there once the form is saved: what was typed, or where nothing else was, exactly what was seen."""
        return self.value if self.changed else self.seen

    @property
    def value(self) -> Any:
        """What was typed, as JSON has it; ABSENT for nothing."""
        if not self.text.strip() and not (self.kind == "text" and self.required):
            return [] if self.kind == "list" and self.required else ABSENT
        if self.kind == "list":
            return [line.strip() for line in self.text.split("\n") if line.strip()]
        if self.kind in ("number", "person", "json"):
            return typed_value(None, self.text.strip())
        return self.text


def label_of(key: str) -> str:
    """A key of the contract in words: lastInteraction is "Last interaction"; another key as it is."""
    if key in _LABELS:
        return _LABELS[key]
    if not re.fullmatch("[a-z]+([A-Z][a-z]+)*", key):
        return key
    return re.sub("[A-Z]", lambda found: f" {found[0].lower()}", key).capitalize()


def text_of(kind: InputKind, value: Any) -> str:
    """A value as a field shows it, with line ends as a browser sends them back once they are read."""
    if value is ABSENT:
        return ""
    if kind == "list":
        return "\n".join(value)
    if kind in ("number", "person", "json") or not isinstance(value, str):
        return canonical(value)
    return with_plain_ends(value)


def with_plain_ends(text: str) -> str:
    """A text whose lines end as they do on this side."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def kind_of(key: str, known: ContractField | None, seen: Any) -> InputKind:
    """How a field is typed, by the contract, and by what stands there."""
    if known is None:
        return _kind_of_value(seen)
    if known.kind == "list":
        return "list" if seen is ABSENT or _is_lines(seen) else "json"
    if known.kind == "number":
        return "number"
    return "choice" if known.choices else "person" if key == "reportsTo" else _kind_of_known_text(key, known, seen)


def _kind_of_known_text(key: str, known: ContractField, seen: Any) -> InputKind:
    if known.is_date and (seen is ABSENT or _DAY.fullmatch(seen)):
        return "date"
    return "text" if key in _LONG else _kind_of_text(seen)


def _kind_of_value(seen: Any) -> InputKind:
    """How a field that no contract knows is typed."""
    if isinstance(seen, str):
        return _kind_of_text(seen)
    if isinstance(seen, list) and seen and _is_lines(seen):
        return "list"
    return "number" if isinstance(seen, int | float) and not isinstance(seen, bool) else "json"


def _kind_of_text(seen: Any) -> InputKind:
    return "line" if seen is ABSENT or len(str(seen).splitlines()) <= 1 else "text"


def _is_lines(value: Any) -> bool:
    """Whether a list is one of texts that a line each can hold."""
    texts = value if isinstance(value, list) else [""]
    return all(isinstance(one, str) and one == one.strip() and len(one.splitlines()) == 1 for one in texts)


def input_of(at: FieldPlace, key: str, seen: Any, typed: str | None = None) -> Input:
    """A field of the row at a place as it stands, or with what was typed; what is beside the lists no contract knows."""
    known = contract_fields(at.section, at.list).get(key) if at.list or at.section not in _OBJECTS else None
    kind = kind_of(key, known, seen)
    text = text_of(kind, seen) if typed is None else with_plain_ends(typed)
    return Input(key, kind, seen, text, bool(known and not known.optional), known.choices if known else ())


def inputs_of(at: FieldPlace, row: Row) -> list[Input]:
    """The fields of a row, or the one of the place: those of the contract in its order, then what else people wrote."""
    keys = (
        [at.field] if at.field else [key for key in dict.fromkeys([*contract_fields(at.section, at.list), *row]) if key != "id"]
    )
    return [input_of(at, key, row.get(key, ABSENT)) for key in keys]


def blank_inputs(at: FieldPlace, today: date) -> list[Input]:
    """The fields of a row that is to be added to a list, with what most rows begin with."""
    fields = contract_fields(at.section, at.list)
    first = {key: today.isoformat() for key, known in fields.items() if known.is_date and not known.optional}
    begun = first | _BEGIN.get(at.list or at.section, {})
    return [input_of(at, key, ABSENT, begun.get(key, "")) for key in fields if key != "id"]


_OBJECTS = tuple(section for section, names in ROW_LISTS.items() if "" not in names)
"""The sections that are objects, with fields beside their lists."""

_BEGIN = {
    "stakeholders": {"relationshipStrength": "unknown"},
    "painPoints": {"status": "active"},
    "opportunities": {"status": "identified"},
    "actions": {"status": "todo"},
}
"""What a new row begins with, by list."""


def seen_from(text: str) -> Any:
    """What an editor saw, as the form sent it back."""
    try:
        return json.loads(text) if text else ABSENT
    except (ValueError, RecursionError):
        return ABSENT
