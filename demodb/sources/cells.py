"""A cell of a table: its text, its id, and what is wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any, TypeVar

from demodb.model.canonical import number

_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_LARGEST_EXACT = 2**53
_TEXTS = frozenset([str, type(None)])
_V = TypeVar("_V")


@dataclass(frozen=True)
class Cell:
    """A cell's saved value; `is_uncomputed`: a formula that nobody has computed and saved yet."""

    value: Any
    is_error: bool = False
    is_uncomputed: bool = False


def cell_fault(cell: Cell) -> str | None:
    """What is wrong with a cell, or None."""
    if cell.is_error:
        return f"expected a value, found the error {cell.value}"
    if cell.is_uncomputed:
        return "expected a value, found a formula without a saved result: open it in Excel and save it"
    return None


def value_text(value: Any) -> str:
    """A value as text, its white space single, a date in ISO form; "" for nothing and for a broken cell."""
    if isinstance(value, str):
        return " ".join(value.split())
    if value is None or isinstance(value, Cell):
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and isfinite(value) and value == int(value):
        return str(int(value))
    return " ".join(str(value).split())


def typed_id(value: Any) -> Any:
    """An id from a cell, as typed: a number only where it spells back the same; None for a blank."""
    if isinstance(value, str) and value[:1].isalpha():
        return value.rstrip()
    if isinstance(value, (bool, int, float)):
        return _number_id(value)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    text = "" if value is None else str(value).strip()
    try:
        as_number = number(float(text)) if _PLAIN_NUMBER.fullmatch(text) else None
    except OverflowError:
        return text
    return as_number if as_number is not None and str(as_number) == text and abs(as_number) < _LARGEST_EXACT else text or None


def _number_id(value: float) -> Any:
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) >= _LARGEST_EXACT):
        return str(value)
    return number(value) if isfinite(value) else str(value)


def each(values: Sequence[Any], read: Callable[[Any], _V]) -> list[_V]:
    """What each of some values says, in their order: texts that repeat are understood once."""
    if not _TEXTS.issuperset(map(type, values)):
        # 1, 1.0 and True are one as keys, and say different things.
        return list(map(read, values))
    known = {value: read(value) for value in dict.fromkeys(values)}
    return list(map(known.__getitem__, values))
