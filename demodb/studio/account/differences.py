"""What differs between two contents of a file, line by line; of JSON what it says counts, and not how it is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal, NamedTuple

from demodb.model.canonical import pretty
from demodb.model.strict_json import parse_json

Side = Literal["both", "there", "to be", "left out"]
"""A line that both have, that only one has, or one that stands for those that are left out."""

_AROUND = 2
"""Lines that both have which are shown around a difference."""
_COMPARED, _SHOWN, _WIDTH = 3000, 120, 400
"""How many lines of a file are compared, how many are shown, and how much of each."""


class Line(NamedTuple):
    """A line, and whose it is."""

    side: Side
    text: str


def differences(there: bytes | None, to_be: bytes | None) -> list[Line]:
    """The lines that differ, with a few around them; none where both say the same."""
    if there is None or to_be is None:
        return []
    old, new = (list(islice(_lines(content), _COMPARED)) for content in _alike(there, to_be))
    found = list(islice(_differing(old, new), _SHOWN + 1))
    return [*found[:_SHOWN], Line("left out", "more differs")] if len(found) > _SHOWN else found


def text_of(content: bytes | None, most: int = 20_000) -> str:
    """A file as text, its first characters."""
    return "" if content is None else content[: 4 * most].decode("utf-8", "replace")[:most]


def _alike(there: bytes, to_be: bytes) -> tuple[bytes, bytes]:
    """Two files laid out in the same way, where both are JSON."""
    (old, old_faults), (new, new_faults) = parse_json(there), parse_json(to_be)
    return (there, to_be) if old_faults or new_faults else (pretty(old), pretty(new))


def _lines(content: bytes) -> Iterator[str]:
    return (line[:_WIDTH] for line in content.decode("utf-8", "replace").splitlines())


def _differing(old: list[str], new: list[str]) -> Iterator[Line]:
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND)
    for number, group in enumerate(groups):
        if number:
            yield Line("left out", "…")
        for kind, old_begin, old_end, new_begin, new_end in group:
            if kind == "equal":
                yield from (Line("both", text) for text in old[old_begin:old_end])
                continue
            yield from (Line("there", text) for text in old[old_begin:old_end])
            yield from (Line("to be", text) for text in new[new_begin:new_end])
