"""JSON read strictly: UTF-8 without a byte order mark, finite numbers, no key twice, text that every database can hold."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import Any, NamedTuple

from demodb.model.canonical import number


class _Refused(NamedTuple):
    """Stands in the parsed value where a number cannot be kept, until its place is found."""

    spelling: str


class _Twice(dict[str, Any]):
    """An object in which a key stood more than once."""

    keys_twice: tuple[str, ...] = ()


MOST_FAULTS = 1000


def first_faults(faults: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """All faults; of more than a thousand the first, and that there are more."""
    if len(faults) <= MOST_FAULTS:
        return faults
    return [*faults[:MOST_FAULTS], ("", f"has more than {MOST_FAULTS:,} faults: mend these first")]


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
        suspicious = hooks.refused or "\\u0000" in text or "\\ud" in text or "\\uD" in text
        return value, _Faults().of(value) if suspicious else []
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
            parse_float=self._float,
            parse_int=self._whole,
            parse_constant=self._constant,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping = dict(pairs)
        if len(mapping) == len(pairs):
            return mapping
        self.refused = True
        twice = _Twice(mapping)
        counts = Counter(key for key, _ in pairs)
        twice.keys_twice = tuple(sorted(key for key, count in counts.items() if count > 1))
        return twice

    def _float(self, text: str) -> Any:
        value = float(text)
        return self._number(value, text) if value.is_integer() or not math.isfinite(value) else value

    def _whole(self, text: str) -> Any:
        return int(text) if len(text) < _EXACT_DIGITS else self._number(float(text), text)

    def _number(self, value: float, text: str) -> Any:
        return number(value) if math.isfinite(value) else self._constant(text)

    def _constant(self, text: str) -> _Refused:
        self.refused = True
        return _Refused(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


_SHOWN = 30
_EXACT_DIGITS = 16
"""Whole numbers of fewer signs are below 2**53."""

_Path = tuple["_Path", str] | None
"""A place in a value: the place that it is in, and the step from there; None for the whole."""


class _Faults:
    """What is wrong in a value that was parsed, each with its place. Places become text only where there is a fault."""

    def __init__(self) -> None:
        self._found: list[tuple[str, str]] = []

    def of(self, value: Any) -> list[tuple[str, str]]:
        """All of them, or the first."""
        self._look(value, None)
        return first_faults(self._found)

    def _look(self, value: Any, path: _Path) -> None:
        if len(self._found) > MOST_FAULTS:
            return
        if isinstance(value, _Refused):
            self._note(path, f"expected a finite number, found {value.spelling}")
        elif isinstance(value, str):
            self._text(value, path)
        elif isinstance(value, list):
            for n, item in enumerate(value):
                self._look(item, (path, f"[{n}]"))
        elif isinstance(value, dict):
            if isinstance(value, _Twice):
                for key in value.keys_twice:
                    self._note(path, f"expected each key once, found {_cut(repr(key))} more than once")
            for key, item in value.items():
                self._text(key, (path, " (a key)"))
                self._look(item, (path, f".{key}"))

    def _text(self, text: str, path: _Path) -> None:
        if "\0" in text or _HALF.search(text):
            self._note(path, "expected text, found a NUL character or half a surrogate pair")

    def _note(self, path: _Path, message: str) -> None:
        steps: list[str] = []
        while path:
            path, step = path
            steps.append(_cut(step))
        self._found.append(("$" + "".join(reversed(steps)), message))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 60
_HALF = re.compile("[\ud800-\udfff]")
