"""What a revision amends: entries, by their keys, of a part as the revisions before have it. Pure: values as TOML gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from demodb.model.faults import Fault

Amended = tuple[Any, list[Fault]]
"""The part with its changes, and what is wrong with these."""

_DROP = "drop"


def amended(part: Any, changes: Any, place: str) -> Amended:
    """A part with changes.

    Tables are merged by their names, and lists of entries that have a `key` or an `id` by it: an entry that is there gets the
    fields that are given, each whole, one that is not is added, and one with `drop = true` is left out. All else is replaced.
    """
    faults: list[Fault] = []
    return _merged(part, changes, place, faults), faults


def _merged(said: Any, changes: Any, place: str, faults: list[Fault]) -> Any:
    if isinstance(said, dict) and isinstance(changes, dict):
        told = {name: _merged(said.get(name), change, f"{place}.{name}", faults) for name, change in changes.items()}
        return said | told
    return _entries(said, changes, place, faults) if _has_keys(said) else changes


def _entries(said: list[Any], changes: Any, place: str, faults: list[Fault]) -> Any:
    entries = {_key(entry): entry for entry in said}
    for number, change in enumerate(changes if isinstance(changes, list) else [changes]):
        at, key = f"{place}[{number}]", _key(change)
        if key is None:
            faults.append((at, "expected an entry with its `key` or `id`"))
        elif change.get(_DROP) is True:
            if entries.pop(key, None) is None:
                faults.append((at, f"expected the `key` or `id` of an entry that there is, found {key!r}"))
        else:
            entries[key] = _entry(entries.get(key, {}), change, at, faults)
    return list(entries.values())


def _entry(said: Mapping[str, Any], change: Mapping[str, Any], place: str, faults: list[Fault]) -> dict[str, Any]:
    """An entry with the fields that are given; of those that are entries themselves only what is given changes."""
    return {**said} | {
        name: _entries(said[name], told, f"{place}.{name}", faults) if _has_keys(said.get(name)) else told
        for name, told in change.items()
    }


def _has_keys(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_key(entry) is not None for entry in value)


def _key(entry: Any) -> str | None:
    """What an entry is known by."""
    key = entry.get("key", entry.get("id")) if isinstance(entry, dict) else None
    return key if isinstance(key, str) else None


def by_key(value: Any, place: str) -> str:
    """A place in what a revision comes to, with the keys of entries for their numbers: "stakeholders.notes[wants-calm].text"."""
    told = ""
    for name, number in _STEPS.findall(place):
        value = _step(value, name, number)
        told += f".{name}" if name else f"[{_key(value) or number}]"
    return told.removeprefix(".")


_STEPS = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")


def _step(value: Any, name: str, number: str) -> Any:
    if number:
        return value[int(number)] if isinstance(value, list) and int(number) < len(value) else None
    return value.get(name) if isinstance(value, dict) else None
