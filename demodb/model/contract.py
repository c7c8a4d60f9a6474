"""Which keys of a row the app's contract knows, by section and list."""

from __future__ import annotations

from functools import cache
from typing import get_args

from demodb.model.documents import SECTION_MODELS, Contract, Section


@cache
def contract_keys(section: Section, list_name: str) -> frozenset[str]:
    """The JSON keys that a row of a section's list may have; all others are unknown, and kept."""
    model = SECTION_MODELS[section]
    rows = model.model_fields[_field_of(model, list_name)].annotation if list_name else model
    row: type[Contract] = get_args(rows)[0]
    return frozenset(declared.alias or name for name, declared in row.model_fields.items())


def _field_of(model: type[Contract], list_name: str) -> str:
    return next(name for name, declared in model.model_fields.items() if declared.alias == list_name)
