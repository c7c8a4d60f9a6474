"""Canonical JSON and its versioned hash: equal documents give equal text, whatever the order of their keys."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import orjson

HASH_VERSION = "v1"
_LARGEST_EXACT = 2**53


def canonical(value: Any) -> str:
    """JSON text with sorted keys and no white space; NaN and infinities are a ValueError."""
    if _is_spelled_alike(value):
        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        except TypeError:  # orjson stops at whole numbers of 64 bits, and at halves of surrogate pairs
            pass
    return _ENCODER.encode(value)


def _is_spelled_alike(value: Any) -> bool:
    """Whether orjson, which is five times as fast, writes a list or an object as Python does: unless there is a float in it."""
    kind = type(value)
    if kind is not dict and kind is not list:
        return False
    items = value.values() if kind is dict else value
    kinds = set(map(type, items))
    if kinds <= _SCALARS:
        return True
    return kinds <= _SPELLED_ALIKE and all(map(_is_spelled_alike, [item for item in items if type(item) not in _SCALARS]))


_SCALARS = frozenset((str, int, bool, type(None)))
_SPELLED_ALIKE = _SCALARS | {dict, list}

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def is_canonical(text: str, value: Any) -> bool:
    """Whether a canonical text is that of this value."""
    # orjson is four times as fast. It spells a few rare numbers differently, so only its yes is final.
    try:
        if orjson.dumps(value, option=orjson.OPT_SORT_KEYS) == text.encode():
            return True
    except TypeError:
        pass
    return canonical(value) == text


def pretty(value: Any) -> bytes:
    """JSON for a file: two spaces, UTF-8 unescaped, keys in their order, a new line at the end."""
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # orjson stops at whole numbers of 64 bits
        return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are one, as their canonical texts are: 1 is 1.0 and is not true."""
    # Python's comparison is fast and right but for true and false, which it takes for 1 and 0.
    if one is other or one != other:
        return one is other
    if isinstance(one, dict):
        return all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool)


def digest(value: Any) -> str:
    """The versioned SHA-256 of the canonical text, as "v1:<hex>"."""
    return f"{HASH_VERSION}:{hashlib.sha256(canonical(value).encode()).hexdigest()}"


def number(value: float) -> int | float:
    """A JSON number as the app sees it (an IEEE double): whole ones below 2**53 as int, so that 1.0 and 1 are one."""
    double = float(value)
    return int(double) if double.is_integer() and abs(double) < _LARGEST_EXACT else double
