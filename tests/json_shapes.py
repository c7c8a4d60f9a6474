"""The shape of JSON values: keys in their order and the types of what they hold, the same for every value of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from types import NoneType
from typing import Any

_SCALARS = {bool: "boolean", int: "integer", float: "number", str: "string", NoneType: "null"}
_FREE_KEYS = {
    "byCode": ("severity", "code"),
    "conditions": ("condition", "value"),
    "files": ("kind of file",),
    "kinds": ("kind",),
    "packs": ("pack", "revision"),
    "left": ("path",),
    "pools": ("business unit",),
    "tables": ("table",),
}
"""What the keys of an object mean, level by level, where they are data: one shape holds for whatever stands under them."""


@dataclass(frozen=True)
class Shape:
    """What was seen at one place: names of scalar types, the items of lists, the fields of objects and which may be missing."""

    scalars: frozenset[str] = frozenset()
    items: Shape | None = None
    fields: dict[str, Shape] | None = None
    optional: frozenset[str] = field(default=frozenset())

    def __or__(self, other: Shape) -> Shape:
        items = self.items | other.items if self.items and other.items else self.items or other.items
        if self.fields is None or other.fields is None:
            fields, missing = (other.fields if self.fields is None else self.fields), frozenset[str]()
        else:
            keys = _joined(list(self.fields), list(other.fields))
            fields = {key: self.fields.get(key, Shape()) | other.fields.get(key, Shape()) for key in keys}
            missing = frozenset(self.fields.keys() ^ other.fields.keys())
        return Shape(self.scalars | other.scalars, items, fields, self.optional | other.optional | missing)

    def described(self) -> Any:
        """As JSON: `{"key": …, "key that may be missing?": …}`, `[items]`, "string | null", or what it is one of."""
        parts: list[Any] = []
        if self.fields is not None:
            parts.append({key + "?" * (key in self.optional): shape.described() for key, shape in self.fields.items()})
        if self.items is not None:
            parts.append([] if self.items == Shape() else [self.items.described()])
        if self.scalars:
            parts.append(" | ".join(sorted(self.scalars)))
        return parts[0] if len(parts) == 1 else {"<one of>": parts}


def shape_of(value: Any, free: Sequence[str] = ()) -> Shape:
    """The shape of a JSON value; `free` says what the keys mean, if it is an object with data for keys."""
    if isinstance(value, list):
        return Shape(items=union(map(shape_of, value)))
    if isinstance(value, dict) and free:
        return Shape(fields={f"<{free[0]}>": union(shape_of(item, free[1:]) for item in value.values())})
    if isinstance(value, dict):
        return Shape(fields={key: shape_of(item, _FREE_KEYS.get(key, ())) for key, item in value.items()})
    return Shape(frozenset([_SCALARS[type(value)]]))


def union(shapes: Iterable[Shape]) -> Shape:
    """The shape that holds for all of them."""
    return reduce(Shape.__or__, shapes, Shape())


def _joined(first: list[str], second: list[str]) -> list[str]:
    """The keys of both, a new one of `second` behind the one that it follows there."""
    keys, at = list(first), 0
    for key in second:
        if key not in keys:
            keys.insert(at, key)
        at = keys.index(key) + 1
    return keys
