"""What a JSON value is by its shape: a section of a plan, news, customers, or none of ours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from demodb.model.documents import SECTIONS, ActionItem, ActionStatus, Competitor, Opportunity, PainPoint, Section, Stakeholder
from demodb.model.manifest import MANIFEST_FORMAT
from demodb.model.rows import ROW_LISTS, row_lists
from demodb.sources.records import FileKind

PLANS = "account-plans"
"""The folder of the app's plans: what lies in it is what its folder says, and nothing else."""

Kind = tuple[FileKind | None, Section | None]
"""The kind of a file, None for none of ours, and the section of a plan."""

_ROWS: dict[tuple[Section, str], type[BaseModel]] = {
    ("stakeholders", ""): Stakeholder,
    ("strategy", "painPoints"): PainPoint,
    ("strategy", "opportunities"): Opportunity,
    ("competitors", ""): Competitor,
    ("actions", ""): ActionItem,
}
_MAY_LACK = {"strategy": {"status"}}
_NEEDED = {
    place: {to_camel(name) for name, key in row.model_fields.items() if key.is_required()} - _MAY_LACK.get(place[0], set())
    for place, row in _ROWS.items()
}
"""The keys that a row of a list has to have; what an import mends may be missing."""

_INTELLIGENCE = {"generatedAt", "summary", "recommendations"}
_TELLING = (
    ("bu_name",),
    ("customer_name", "articles"),
    ("relationshipStrength",),
    ("painPoints", "opportunities"),
    ("strengths", "weaknesses"),
    ("title", "status", "priority", "createdAt"),
)
"""Keys of which each group is found together in files of ours alone."""


def section_of(folder: Path) -> Section | None:
    """The section that a folder's name says."""
    return next((section for section in SECTIONS if section == folder.name), None)


def json_kind(value: Any, path: Path) -> Kind:
    """The kind of a JSON value that stands in a file: by its folder in the app's plans, else by its shape."""
    folder = path.absolute().parent
    section = section_of(folder)
    if section and (folder.parent.name == PLANS or _resembles(section, value)):
        return "plan", section
    if not section and PLANS not in folder.parts[-3:-1]:
        section = next((each for each in SECTIONS if _has_shape(each, value)), None)
        if section:
            return "plan", section
    return (_object_kind(value), None) if isinstance(value, dict) else (None, None)


def seems_ours(text: bytes) -> bool:
    """Whether text that is no JSON was meant to be a file of ours: by the keys in it."""
    keys = set(re.findall(rb'"(\w+)"\s*:', text))
    return MANIFEST_FORMAT.encode() in text or any({key.encode() for key in group} <= keys for group in _TELLING)


def _resembles(section: Section, value: Any) -> bool:
    """Whether a value in a folder of the section's name may be one: its lists are empty, or a row has half of the keys."""
    lists = row_lists(section, value)
    rows = [(_NEEDED[section, name], row) for name, rows in lists.items() for row in rows]
    return bool(lists) and (not rows or any(2 * _common(row, needed) >= len(needed) for needed, row in rows))


def _has_shape(section: Section, value: Any) -> bool:
    """Whether a value is a section wherever it stands: a row has all of the keys, or all of its named lists are there."""
    lists = row_lists(section, value)
    for name, rows in lists.items():
        needed = _NEEDED[section, name]
        if any(_common(row, needed) == len(needed) and _is_meant(section, row) for row in rows):
            return True
    return section == "strategy" and len(lists) == len(ROW_LISTS[section]) and not any(lists.values())


def _common(row: Any, needed: set[str]) -> int:
    return len(row.keys() & needed) if isinstance(row, dict) else 0


def _is_meant(section: Section, row: dict[str, Any]) -> bool:
    """Other programs keep lists of tasks under the same keys, but with words of their own for how far they are."""
    return section != "actions" or row["status"] in get_args(ActionStatus)


def _object_kind(value: dict[str, Any]) -> FileKind | None:
    if value.keys() >= _INTELLIGENCE:
        return "intelligence"
    if value.keys() >= {"articles", "customer_name"}:
        return "news"
    if value.get("format") == MANIFEST_FORMAT:
        return "manifest"
    if "customers" not in value:
        return None
    if "bu_name" in value:
        return "customers"
    rows = value["customers"] if isinstance(value["customers"], list) else [None]
    return "extract" if not rows or any(isinstance(row, dict) and "customer_name" in row for row in rows) else None
