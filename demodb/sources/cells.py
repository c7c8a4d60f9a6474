"""A cell of a sheet: its text, its amount, and what is wrong with it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any

from demodb.model.canonical import number
from demodb.model.faults import shown

_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_LARGEST_EXACT = 2**53
_NUMBER = re.compile(r"[-+]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?|[-+]?\.[0-9]+")


@dataclass(frozen=True)
class Cell:
    """A cell's saved value; `is_uncomputed`: a formula that nobody has computed and saved yet."""

    value: Any
    is_error: bool = False
    is_uncomputed: bool = False


def cell_fault(cell: Cell, least: float | None = None) -> str | None:
    """What is wrong with a cell; with `least`, one that is neither blank nor a number of at least that is faulty."""
    if cell.is_error:
        return f"expected a value, found the error {cell.value}"
    if cell.is_uncomputed:
        return "expected a value, found a formula without a saved result: open it in Excel and save it"
    if least is None or _blank(cell.value):
        return None
    amount = parse_amount(cell.value)
    if amount is None:
        return f"expected a number, found {shown(cell.value)}"
    if amount < least:
        return f"expected a number of at least {least}, found {shown(cell.value)}"
    return None


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.strip() in ("", "-", "\u2013", "n/a", "N/A"))


def cell_text(cell: Cell) -> str:
    """A cell's value as text, a date in ISO form; "" for an error or nothing."""
    value = cell.value
    if value is None or cell.is_error:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(number(value)) if isinstance(value, float) else str(value).strip()


def parse_amount(value: Any) -> float | None:
    """A number from a cell: also one stored as text, with thousands separators or a dollar sign; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _finite(value)
    if not isinstance(value, str):
        return None
    plain = value.strip().removeprefix("$").replace("\u00a0", "").strip()
    return _finite(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def _finite(value: float | str) -> float | None:
    try:
        double = float(value)
    except OverflowError:
        return None
    return number(double) if isfinite(double) else None


def typed_id(value: Any) -> Any:
    """An id from a cell, as typed: a number only where it spells back the same; None for a blank."""
    if isinstance(value, bool | int | float):
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
