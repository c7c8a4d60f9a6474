"""What is wrong with a document: every fault at once, each with its JSON path, and the known faults mended."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError

from demodb.model.documents import SECTION_MODELS, Section
from demodb.model.names import INVISIBLE
from demodb.model.reporting import in_circles
from demodb.model.rows import row_lists
from demodb.model.strict_json import MOST_FAULTS, first_faults

Fault = tuple[str, str]
"""A JSON path and a message."""


@cache
def _adapter(section: Section) -> TypeAdapter[Any]:
    return TypeAdapter(SECTION_MODELS[section])


def section_faults(section: Section, document: Any) -> list[Fault]:
    """All faults of a section's document against the app's contract; [] for a valid one."""
    return first_faults(model_faults(_adapter(section), document) + _list_faults(section, document))


def model_faults(model: TypeAdapter[Any] | type[BaseModel], value: Any) -> list[Fault]:
    """All faults of a JSON value against a model, or the first, in the words "expected …, found …"."""
    faults: list[Fault] = []
    for piece in _pieces(value):
        faults += piece.faults(model)
        if len(faults) > MOST_FAULTS:
            break
    return first_faults(faults)


_ROWS_AT_ONCE = 10_000
"""Pydantic finds every fault before it tells the first: a list of millions of them would fill the memory."""


class _Piece(NamedTuple):
    """A value in which the list at `place` has only the rows from `start` on; of the first piece all faults count."""

    value: Any
    place: tuple[str, ...] = ()
    start: int = 0
    is_first: bool = True

    def faults(self, model: TypeAdapter[Any] | type[BaseModel]) -> list[Fault]:
        validate = model.validate_python if isinstance(model, TypeAdapter) else model.model_validate
        try:
            validate(self.value)
        except ValidationError as error:
            told = error.errors(include_url=False, include_context=True, include_input=True)
            return [(json_path(self._whole(e["loc"])), _expectation(dict(e))) for e in told if self._counts(e["loc"])]
        return []

    def _counts(self, location: tuple[int | str, ...]) -> bool:
        return self.is_first or location[: len(self.place)] == self.place

    def _whole(self, location: tuple[int | str, ...]) -> tuple[int | str, ...]:
        at = len(self.place)
        if location[:at] != self.place or at == len(location) or not isinstance(row := location[at], int):
            return location
        return (*self.place, row + self.start, *location[at + 1 :])


def _pieces(value: Any) -> Iterator[_Piece]:
    """A value as it is, or where it has endless lists, pieces of it."""
    if _is_endless(value):
        yield from (_Piece(value[n : n + _ROWS_AT_ONCE], (), n, n == 0) for n in range(0, len(value), _ROWS_AT_ONCE))
        return
    lists = {key: rows for key, rows in value.items() if _is_endless(rows)} if isinstance(value, dict) else {}
    rest = {key: [] if key in lists else item for key, item in value.items()} if lists else value
    yield _Piece(rest)
    for key, rows in lists.items():
        starts = range(0, len(rows), _ROWS_AT_ONCE)
        yield from (_Piece({**rest, key: rows[n : n + _ROWS_AT_ONCE]}, (key,), n, is_first=False) for n in starts)


def _is_endless(value: Any) -> bool:
    return isinstance(value, list) and len(value) > _ROWS_AT_ONCE


def json_path(location: tuple[int | str, ...]) -> str:
    """("customers", 3, "rr") as "$.customers[3].rr"; the tags that Pydantic adds for unions and keys are left out."""
    steps = [step for step in location if isinstance(step, int) or step not in ("float", "str", "[key]")]
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _expectation(error: dict[str, Any]) -> str:
    kind, context, found = error["type"], error.get("ctx", {}), shown(error["input"])
    if kind in _ALONE:
        return _ALONE[kind]
    if kind in ("too_short", "too_long"):
        bound = f"at least {context['min_length']}" if kind == "too_short" else f"at most {context['max_length']}"
        return f"expected {bound} items, found {context['actual_length']}"
    if kind == "literal_error":
        return f"expected one of {context['expected']}, found {found}"
    if kind == "value_error":
        return f"{context['error']}, found {found}"
    expected = "expected an object" if kind in ("model_type", "dict_type") else error["msg"]
    return f"{expected.replace('Input should be', 'expected')}, found {found}"


_ALONE = {
    "missing": "this key is missing",
    "extra_forbidden": "this key is not known",
    "string_too_short": "expected a text, found an empty one",
}


def shown(value: Any, width: int = 60) -> str:
    """A found value for a message: one short line."""
    if value is None:
        return "null"
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = repr(value).translate(_ESCAPED)
    return text if len(text) <= width else text[: width - 1] + "…"


_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in INVISIBLE}


def section_lists(section: Section, document: Any) -> list[tuple[str, list[Any]]]:
    """The lists of rows that a section holds, each with its JSON path."""
    return [(f"$.{name}" if name else "$", rows) for name, rows in row_lists(section, document).items()]


def _list_faults(section: Section, document: Any) -> list[Fault]:
    faults: list[Fault] = []
    for path, rows in section_lists(section, document):
        ids = [row.get("id") if isinstance(row, dict) else None for row in rows]
        first = {i: n for n, i in reversed(list(enumerate(ids))) if isinstance(i, str)}
        faults += [
            (f"{path}[{n}].id", f"expected an id of its own, found {shown(i)} a second time")
            for n, i in enumerate(ids)
            if isinstance(i, str) and n > first[i]
        ]
        if section == "stakeholders":
            faults += _reporting_faults(rows)
    return faults


def _reporting_faults(rows: list[Any]) -> list[Fault]:
    stakeholders = [(n, row) for n, row in enumerate(rows) if isinstance(row, dict)]
    boss = {row["id"]: row.get("reportsTo") for _, row in stakeholders if isinstance(row.get("id"), str)}
    circles = in_circles(boss)
    faults = []
    for n, row in stakeholders:
        target = row.get("reportsTo")
        if not isinstance(target, str):
            continue
        if target not in boss:
            faults.append((f"$[{n}].reportsTo", f"expected the id of a stakeholder in this list, found {shown(target)}"))
        elif isinstance(row.get("id"), str) and row["id"] in circles:
            faults.append((f"$[{n}].reportsTo", f"expected a chain that ends, found a circle through {shown(target)}"))
    return faults


def repaired(section: Section, document: Any) -> tuple[Any, list[Fault]]:
    """The document with its known faults mended, and what was mended: an opportunity without status is `identified`."""
    if section != "strategy" or not isinstance(document, dict) or not isinstance(document.get("opportunities"), list):
        return document, []
    lacking = {n for n, row in enumerate(document["opportunities"]) if isinstance(row, dict) and "status" not in row}
    if not lacking:
        return document, []
    rows = [row | {"status": "identified"} if n in lacking else row for n, row in enumerate(document["opportunities"])]
    notes = [(f"$.opportunities[{n}].status", "was missing, taken as 'identified'") for n in sorted(lacking)]
    return document | {"opportunities": rows}, notes
