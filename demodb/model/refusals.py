"""Why an edit cannot be: no such field, a value that somebody else changed meanwhile, what the app would refuse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any, Final

from demodb.errors import did_you_mean
from demodb.model.canonical import canonical, same
from demodb.model.contract import ContractField, contract_fields
from demodb.model.documents import Document, Section
from demodb.model.faults import section_faults
from demodb.model.merge import ABSENT
from demodb.model.places import FieldPlace
from demodb.model.rows import Row, place_text, row_lists
from demodb.model.strict_json import parse_json


class Unasked(Enum):
    """The type of `UNASKED`."""

    UNASKED = "unasked"


UNASKED: Final = Unasked.UNASKED
"""Stands for an expected value where nobody says what was seen."""


@dataclass(frozen=True)
class Refusal:
    """Why an edit cannot be: at which place, and what is wrong there.

    Where somebody else was faster, `overtaken` holds what the editor saw and what is there now; ABSENT stands for nothing.
    """

    place: str
    message: str
    overtaken: tuple[Any, Any] | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class RefusedError(Exception):
    """Why an edit cannot be, on its way to who asked for all of them."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("; ".join(map(str, refusals)))
        self.refusals = refusals


def check_field(at: FieldPlace, row: Row) -> None:
    """Refuse what is no field of a row that somebody may set."""
    if not at.field:
        raise RefusedError(Refusal(at.text, "expected the place of a field, such as actions/ac-002/status"))
    if at.field == "id":
        raise RefusedError(Refusal(at.text, "an id stays as it is: add another row and delete this one"))
    known = [*contract_fields(at.section, at.list)] if at.row else []
    if at.field not in known and at.field not in row:
        raise RefusedError(unknown_field(at.text, at.field, [*dict.fromkeys([*known, *row])]))


def unknown_field(place: str, key: str, known: Sequence[str]) -> Refusal:
    """There is no such field; those like it."""
    hint = did_you_mean(get_close_matches(key, known, n=2, cutoff=0.5)) or f"its fields are {', '.join(known)}"
    return Refusal(place, f"there is no field {key!r}: {hint}")


def check_expected(place: str, expected: Any, stands: Any) -> None:
    """Refuse an edit that was made upon something else than what is there."""
    if expected is UNASKED or (expected is stands if ABSENT in (expected, stands) else same(expected, stands)):
        return
    was, now = ("nothing" if side is ABSENT else canonical(side) for side in (expected, stands))
    message = f"somebody else changed it meanwhile: it was {was} when it was read, and is {now} now"
    raise RefusedError(Refusal(place, message, (expected, stands)))


def cleared(known: ContractField | None, value: Any) -> Any:
    """ABSENT for the null that clears a field."""
    return ABSENT if value is None and known is not None and not known.nullable else value


def document_refusals(section: Section, document: Document, told: Sequence[Refusal]) -> list[Refusal]:
    """What the app would refuse of a section, at the places of its rows; what is told already is left out."""
    try:
        _, unwritable = parse_json(canonical(document).encode())
    except (ValueError, RecursionError) as error:
        return [Refusal(section, f"this cannot be written as JSON: {error}")]
    places = {refusal.place for refusal in told}
    found = [_refusal(section, document, path, message) for path, message in unwritable or section_faults(section, document)]
    return [refusal for refusal in found if refusal.place not in places]


_PATH = re.compile(r"\$(?:\.(?P<list>\w+))?(?:\[(?P<row>[0-9]+)\])?(?:\.(?P<rest>.*))?")


def _refusal(section: Section, document: Document, path: str, message: str) -> Refusal:
    """A fault at the place that a person writes, with a hint at the choices."""
    found = _PATH.fullmatch(path)
    name = (found["list"] or "") if found else ""
    rows = row_lists(section, document).get(name)
    if not found or not found["row"] or not rows:
        return Refusal(f"{section}: {path}", message)
    row, key = rows[int(found["row"])], found["rest"] or ""
    known = contract_fields(section, name).get(key)
    hint = _choice_hint(known.choices, row, key) if known else ""
    return Refusal(place_text(section, name, str(row.get("id")), key), f"{message}{f': {hint}' if hint else ''}")


def _choice_hint(choices: Sequence[str], row: Row, key: str) -> str:
    """What a field that is none of its choices may be: all of them where it is missing, else the one that is most like it."""
    if key not in row:
        return f"one of {', '.join(choices)}" if choices else ""
    value = row[key]
    return did_you_mean(get_close_matches(value, choices, n=1, cutoff=0.5)) if isinstance(value, str) else ""
