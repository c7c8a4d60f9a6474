"""Hypothesis strategies for what people, apps and templates make of a section: valid documents of one descent.

The documents are small and their values few. A merge asks of a value only whether it is another one, so what matters is
that two sides often touch the same row and field, and often agree.
"""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st
from plan_documents import DOCUMENTS

from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.merge import ABSENT
from demodb.model.reporting import bosses, in_circles
from demodb.model.rows import ROW_LISTS, row_lists

Row = dict[str, Any]
Sides = tuple[Section, Document, Document, Document]
"""A section, its base, ours and theirs."""

# Few, so that both sides come to add a row of the same id, and one side a row that the other deleted.
_IDS = ["a", "b", "c", "d", "e", "f"]
_SELDOM = st.sampled_from([False, False, False, True])
# What Python takes for one value and JSON does not.
_UNKNOWN = [ABSENT, None, 0, False, 1, True, {"x": 1}, {"x": True}, [0, "a"], [False, "a"]]
_DAYS = ["2026-01-05", "2026-11-24"]
_TEXTS = ["", "one", "two"]
_LISTS: dict[tuple[Section, str], dict[str, list[Any]]] = {
    ("stakeholders", ""): {
        "name": _TEXTS,
        "title": _TEXTS,
        "role": ["user", "blocker"],
        "relationshipStrength": ["weak", "strong"],
        "interests": [["cloud"], ["cloud", "cost"], ABSENT],
    },
    ("strategy", "painPoints"): {
        "title": _TEXTS,
        "description": _TEXTS,
        "status": ["active", "resolved"],
        "severity": ["low", "high"],
        "identifiedDate": _DAYS,
    },
    ("strategy", "opportunities"): {
        "title": _TEXTS,
        "description": _TEXTS,
        "status": ["won", "lost"],
        "identifiedDate": _DAYS,
        "probability": [0, 1, 1.0, ABSENT],
    },
    ("competitors", ""): {
        "name": _TEXTS,
        "type": ["both", "our-competitor"],
        "description": _TEXTS,
        "strengths": [[], ["price"]],
        "weaknesses": [[], ["price"]],
        "lastUpdated": _DAYS,
    },
    ("actions", ""): {
        "title": _TEXTS,
        "status": ["todo", "done"],
        "priority": ["low", "high"],
        "createdAt": _DAYS,
        "dueDate": [*_DAYS, ABSENT],
    },
}
_CHOICES: dict[tuple[Section, str], dict[str, st.SearchStrategy[Any]]] = {
    (section, name): {
        field: st.sampled_from(values)
        for field, values in (
            fields | {"mark": _UNKNOWN} | ({} if section == "stakeholders" else {"reportsTo": _UNKNOWN})
        ).items()
    }
    for (section, name), fields in _LISTS.items()
}
_BESIDE = {"mark": st.sampled_from(_UNKNOWN), "note": st.sampled_from(_UNKNOWN)}


def _present(row: Row) -> Row:
    return {field: copy.deepcopy(value) for field, value in row.items() if value is not ABSENT}


@st.composite
def _altered(draw: st.DrawFn, row: Row, choices: dict[str, st.SearchStrategy[Any]]) -> Row:
    """A row with some fields changed, added or removed."""
    chosen = draw(st.sets(st.sampled_from(sorted(choices)), max_size=3))
    return _present(row | {field: draw(choices[field]) for field in sorted(chosen)})


@st.composite
def _changed_rows(draw: st.DrawFn, rows: list[Row], choices: dict[str, st.SearchStrategy[Any]]) -> list[Row]:
    """A list with rows changed, deleted, added and moved."""
    changed: list[Row] = []
    for row in rows:
        fate = draw(st.sampled_from(["stays", "stays", "changes", "goes"]))
        changed += [draw(_altered(row, choices)) if fate == "changes" else copy.deepcopy(row)] if fate != "goes" else []
    free = [own for own in _IDS if own not in {row["id"] for row in changed}]
    for own in draw(st.lists(st.sampled_from(free), max_size=2, unique=True)) if free else []:
        row = {"id": own, **_present(draw(st.fixed_dictionaries(choices)))}
        changed.insert(draw(st.integers(0, len(changed))), row)
    return list(draw(st.permutations(changed))) if draw(_SELDOM) else changed


@st.composite
def _reporting(draw: st.DrawFn, rows: list[Row]) -> list[Row]:
    """People whose boss is gone report to nobody, and some have found another boss."""
    by_id = {row["id"]: row for row in rows}
    for row in rows:
        if row.get("reportsTo") not in by_id:
            row.pop("reportsTo", None)
    for own in draw(st.sets(st.sampled_from(sorted(by_id)))) if by_id else ():
        boss = {key: value for key, value in bosses(by_id).items() if key != own}
        free = [other for other in by_id if own not in in_circles(boss | {own: other})]
        by_id[own]["reportsTo"] = draw(st.sampled_from([None, *free]))
    return rows


@st.composite
def changed_document(draw: st.DrawFn, section: Section, document: Any) -> Any:
    """A document that was made of another one by edits of every kind."""
    lists = {name: draw(_changed_rows(rows, _CHOICES[section, name])) for name, rows in row_lists(section, document).items()}
    if section == "strategy":
        return draw(_altered({key: value for key, value in document.items() if key not in lists}, _BESIDE)) | lists
    return draw(_reporting(lists[""])) if section == "stakeholders" else lists[""]


@st.composite
def _first_document(draw: st.DrawFn, section: Section) -> Any:
    lists = {}
    for name in ROW_LISTS[section]:
        ids = draw(st.lists(st.sampled_from(_IDS), max_size=4, unique=True))
        fields = _present(draw(st.fixed_dictionaries(_CHOICES[section, name])))
        lists[name] = [draw(_altered({"id": own, **fields}, _CHOICES[section, name])) for own in ids]
    if section == "strategy":
        return lists
    return draw(_reporting(lists[""])) if section == "stakeholders" else lists[""]


@st.composite
def _related(draw: st.DrawFn) -> Sides:
    section = draw(st.sampled_from(["stakeholders", *SECTIONS]))
    base = draw(_first_document(section))
    ours = draw(changed_document(section, base))
    return section, base, ours, draw(changed_document(section, ours if draw(_SELDOM) else base))


@st.composite
def _wild(draw: st.DrawFn) -> Sides:
    section = draw(st.sampled_from(SECTIONS))
    return section, draw(DOCUMENTS[section]), draw(DOCUMENTS[section]), draw(DOCUMENTS[section])


SIDES = _related()
"""Ours and theirs, made of one base; theirs now and then of ours."""

WILD_SIDES = _wild()
"""Any three valid documents of a section."""
