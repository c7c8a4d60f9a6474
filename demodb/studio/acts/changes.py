"""What differs in a section, as a page tells it: a place, what was there, what is there now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from demodb.model.changes import Change
from demodb.model.documents import Section
from demodb.model.merge import ABSENT, Conflict
from demodb.model.rows import place_text

Mark = Literal["came", "went", "changed"]


@dataclass(frozen=True)
class Line:
    """A difference: its place, and on each side the fields of a row, or one text under "", nothing where nothing is."""

    place: str
    mark: Mark
    was: Mapping[str, str]
    now: Mapping[str, str]


def change_lines(section: Section, changes: Iterable[Change]) -> list[Line]:
    """A line for each change of a section."""
    return [_line(section, change) for change in changes]


def _line(section: Section, change: Change) -> Line:
    mark: Mark = "came" if change.was is ABSENT else "went" if change.now is ABSENT else "changed"
    place = place_text(section, change.list, change.row, change.field)
    return Line(f"{place}: order" if change.is_order else place, mark, texts_of(change.was), texts_of(change.now))


def conflict_lines(section: Section, conflicts: Iterable[Conflict]) -> list[Line]:
    """A line for each conflict: what stays, and what the template says."""
    places = ((place_text(section, one.list, one.row, one.field), one) for one in conflicts)
    return [Line(place, "changed", texts_of(one.ours), texts_of(one.theirs)) for place, one in places]


def texts_of(value: Any) -> dict[str, str]:
    """A value in words: a row by its fields, anything else under ""."""
    if value is ABSENT:
        return {}
    return {key: _text(one) for key, one in value.items() if key != "id"} if isinstance(value, dict) else {"": _text(value)}


def _text(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
