"""Which keys of a row the app's contract knows, by section and list."""

from __future__ import annotations

import json
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, NoReturn, get_args, get_origin

from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from demodb.model.dates import iso_date
from demodb.model.documents import SECTION_MODELS, Contract, Section

FieldKind = Literal["text", "number", "list"]
"""What a field of the contract holds."""


class ContractField(NamedTuple):
    """What the contract says of a field: what it holds, whether its key may be absent, whether null is a value of it.

    `choices` are the only texts that it may be, where there are such. `is_date`: an ISO date or date-time.
    """

    kind: FieldKind
    optional: bool
    nullable: bool
    choices: tuple[str, ...]
    is_date: bool


@cache
def contract_fields(section: Section, list_name: str) -> dict[str, ContractField]:
    """The fields that a row of a section's list may have, by their JSON keys."""
    model = SECTION_MODELS[section]
    rows = model.model_fields[_field_of(model, list_name)].annotation if list_name else model
    row: type[Contract] = get_args(rows)[0]
    return {declared.alias or name: _contract_field(declared) for name, declared in row.model_fields.items()}


def typed_value(known: ContractField | None, text: str) -> Any:
    """What a person typed as the value of a field: of a text the text, of anything else JSON; "null" is nothing.

    A text that cannot be read so stays one: the contract refuses it with its place. `known` is None for an unknown key.
    """
    if text == "null":
        return None
    if known is not None and known.kind == "text":
        return text
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


@cache
def contract_keys(section: Section, list_name: str) -> frozenset[str]:
    """The JSON keys that a row of a section's list may have; all others are unknown, and kept."""
    return frozenset(contract_fields(section, list_name))


def _field_of(model: type[Contract], list_name: str) -> str:
    return next(name for name, declared in model.model_fields.items() if declared.alias == list_name)


def _contract_field(declared: FieldInfo) -> ContractField:
    annotation: Any = declared.annotation
    sides = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    choices = get_args(annotation) if get_origin(annotation) is Literal else ()
    kind: FieldKind = "number" if float in sides else "list" if get_origin(sides[0]) is list else "text"
    is_date = any(isinstance(rule, AfterValidator) and rule.func is iso_date for rule in declared.metadata)
    return ContractField(kind, not declared.is_required(), NoneType in sides, choices, is_date)
