"""JSON read strictly: UTF-8 without a byte order mark, finite numbers, no key twice, text that every database can hold."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from demodb.model.canonical import number


@dataclass(frozen=True)
class _Refused:
    """Stands in the parsed value where a number cannot be kept, until its place is found."""

    spelling: str


class _Twice(dict[str, Any]):
    """An object in which a key stood more than once."""

    keys_twice: tuple[str, ...] = ()


def parse_json(data: bytes) -> tuple[Any, list[tuple[str, str]]]:
    """The value and its faults as (place, message). Whole numbers below 2**53 come as int, all others as float."""
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None, [("", "expected plain UTF-8, found a byte order mark: save it as UTF-8 without BOM")]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return None, [("", f"expected UTF-8, found byte 0x{data[error.start]:02x} at offset {error.start}")]
    hooks = _Hooks()
    try:
        value = hooks.decode(text)
        suspicious = hooks.refused or "\\u0000" in text or "\\ud" in text.lower()
        return value, list(_faults(value, "$")) if suspicious else []
    except json.JSONDecodeError as error:
        return None, [(f"line {error.lineno} column {error.colno}", f"is not JSON: {error.msg}")]
    except RecursionError:
        return None, [("", "is nested too deeply to be a plan")]


class _Hooks:
    """Turns what the standard library would let pass into marks; `refused` tells whether there is any."""

    def __init__(self) -> None:
        self.refused = False

    def decode(self, text: str) -> Any:
        return json.loads(
            text,
            object_pairs_hook=self._object,
            parse_float=self._number,
            parse_int=self._number,
            parse_constant=self._constant,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping = dict(pairs)
        if len(mapping) == len(pairs):
            return mapping
        self.refused = True
        twice = _Twice(mapping)
        keys = [key for key, _ in pairs]
        twice.keys_twice = tuple(sorted({key for key in keys if keys.count(key) > 1}))
        return twice

    def _number(self, text: str) -> Any:
        value = float(text)
        return number(value) if math.isfinite(value) else self._constant(text)

    def _constant(self, text: str) -> _Refused:
        self.refused = True
        return _Refused(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


_SHOWN = 30


def _faults(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, _Refused):
        yield path, f"expected a finite number, found {value.spelling}"
    elif isinstance(value, str):
        if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
            yield path, "expected text, found a NUL character or half a surrogate pair"
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from _faults(item, f"{path}[{n}]")
    elif isinstance(value, dict):
        if isinstance(value, _Twice):
            yield from ((path, f"expected each key once, found {key!r} more than once") for key in value.keys_twice)
        for key, item in value.items():
            yield from _faults(key, f"{path} (a key)")
            yield from _faults(item, f"{path}.{key}")
