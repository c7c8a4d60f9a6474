"""A pack that moves on: a small first revision, and edits that make the next one, as a person would release them."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from pack_texts import SMALL

Parts = dict[str, Any]
"""The parts of a pack as they are read from its files."""

_ROWS = {"stakeholders": "sh", "painPoints": "pp", "opportunities": "op", "competitors": "co", "actions": "ac"}
_MOST_ROWS = 4
_POOL = 6
_PART = {"painPoints": "strategy", "opportunities": "strategy"}


def first_revision() -> Parts:
    """The small pack with three levels of people, two rows in most lists, and pools that later rows can be drawn from."""
    parts = tomllib.loads(SMALL)
    parts["stakeholders"]["rows"] += [_row(parts, "stakeholders", "sh-003") | {"reportsTo": "sh-002"}]
    for name in ("painPoints", "opportunities", "competitors", "actions"):
        place = _list(parts, name)
        place["pool"] = [_entry(name, n) for n in range(_POOL)]
    parts["actions"]["rows"] = []
    for name, own in (("actions", "ac-001"), ("actions", "ac-002"), ("painPoints", "pp-002"), ("opportunities", "op-002")):
        _list(parts, name)["rows"].append(_row(parts, name, own))
    parts["strategy"]["painPoints"]["pool"][0]["description"] = "At {account}, beside {competitor}."
    parts["strategy"]["opportunities"]["pool"][1] |= {"renewalRisk": True, "weight": 9}
    return parts


def _list(parts: Parts, name: str) -> Any:
    return parts["strategy"][name] if name in _PART else parts[name]


def _entry(name: str, number: int) -> dict[str, Any]:
    made: dict[str, Any] = {"key": f"{name}-{number}", "description": f"What {name} {number} is about."}
    if name == "competitors":
        return made | {"name": f"Rival {number}", "type": "both", "strengths": ["Reach"], "weaknesses": ["Price"]}
    return made | {"title": f"{name} {number} with {{product}}"}


def _row(parts: Parts, name: str, own: str) -> dict[str, Any]:
    rows = _list(parts, name)["rows"]
    if name == "actions":
        return {"id": own, "status": "todo", "priority": "high", "created": [1, 9], "due": {"weeks": [1, 3]}}
    return {key: value for key, value in copy.deepcopy(rows[0]).items() if key != "reportsTo"} | {"id": own}


def released(folder: Path, number: int, parts: Parts, changed: Sequence[str]) -> None:
    """Write a revision that holds the parts that it changes."""
    folder.mkdir(exist_ok=True)
    lines = ['message = "A step"', "date = 2026-11-24", *(f"{part} = {_toml(parts[part])}" for part in changed)]
    (folder / f"{number:04}_step.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


# --- edits: each changes the parts in place and tells which part it changed ------------------------------------------------


def _reword(parts: Parts, name: str, pick: int) -> None:
    if name == "stakeholders":
        row = parts[name]["rows"][pick % len(parts[name]["rows"])]
        row["notes"] = [f"Said anew, {pick}."]
        return
    entry = _list(parts, name)["pool"][pick % _POOL]
    entry["description"] = f"Said anew, {pick}."


_GRADES = {
    "stakeholders": ("role", ("decision-maker", "influencer", "champion")),
    "painPoints": ("severity", ("high", "medium")),
    "opportunities": ("status", ("identified", "exploring")),
    "actions": ("priority", ("high", "medium")),
    "competitors": ("chance", (0.5, 1.0)),
}


def _regrade(parts: Parts, name: str, pick: int) -> None:
    rows = _list(parts, name)["rows"]
    key, values = _GRADES[name]
    rows[pick % len(rows)][key] = values[pick // len(rows) % len(values)]


_DATES = {
    "stakeholders": "lastInteraction",
    "painPoints": "identified",
    "opportunities": "identified",
    "competitors": "updated",
    "actions": "due",
}


def _redate(parts: Parts, name: str, pick: int) -> None:
    rows = _list(parts, name)["rows"]
    rows[pick % len(rows)][_DATES[name]] = ([30, 60], {"weeks": [3, 5]})[pick // len(rows) % 2]


def _free_ids(parts: Parts, name: str) -> list[str]:
    ids = [row["id"] for row in _list(parts, name)["rows"]]
    return [own for n in range(1, _MOST_ROWS + 1) if (own := f"{_ROWS[name]}-{n:03}") not in ids]


def _add(parts: Parts, name: str, pick: int) -> None:
    rows, free = _list(parts, name)["rows"], _free_ids(parts, name)
    if free:
        row = _row(parts, name, free[pick % len(free)])
        at = 1 + pick % len(rows)
        rows.insert(at, row | {"reportsTo": rows[pick % at]["id"]} if name == "stakeholders" else row)


def _drop(parts: Parts, name: str, pick: int) -> None:
    """Take away any row but the last one; those who report to it report to the next one up the line."""
    rows = _list(parts, name)["rows"]
    if len(rows) == 1:
        return
    gone = rows.pop(pick % len(rows))
    for row in rows:
        if row.get("reportsTo") == gone["id"]:
            row.pop("reportsTo")
            if "reportsTo" in gone:
                row["reportsTo"] = gone["reportsTo"]


def _report_elsewhere(parts: Parts, name: str, pick: int) -> None:
    del name
    rows = parts["stakeholders"]["rows"]
    at = pick % len(rows)
    rows[at].pop("reportsTo", None)
    if at:
        rows[at]["reportsTo"] = rows[pick // len(rows) % at]["id"]


def _toggle_field(parts: Parts, name: str, pick: int) -> None:
    del name
    row = parts["stakeholders"]["rows"][pick % len(parts["stakeholders"]["rows"])]
    if not row.pop("raciRole", None):
        row["raciRole"] = "accountable"


def _reorder(parts: Parts, name: str, pick: int) -> None:
    rows = _list(parts, name)["rows"]
    if name != "stakeholders":
        rows.append(rows.pop(pick % len(rows)))


def _add_entry(parts: Parts, name: str, pick: int) -> None:
    if name != "stakeholders":
        _list(parts, name)["pool"].append(_entry(name, 100 + len(_list(parts, name)["pool"])) | {"weight": 1.0 + pick % 5})


Edit = tuple[Callable[[Parts, str, int], None], str, int]
_ANYWHERE = (_reword, _regrade, _redate, _add, _drop, _drop, _reorder, _add_entry)

EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.tuples(st.sampled_from(_ANYWHERE), st.sampled_from(sorted(_ROWS)), st.integers(0, 40)),
    st.tuples(st.sampled_from((_report_elsewhere, _toggle_field)), st.just("stakeholders"), st.integers(0, 40)),
)


ANOTHER: tuple[Edit, ...] = ((_drop, "stakeholders", 1), (_add, "painPoints", 0), (_regrade, "opportunities", 1))
"""What another pack has otherwise: rows of the same ids, one more, and one less."""


def changed_row(parts: Parts, name: str, own: str, *, dates: bool) -> list[Edit]:
    """The edit that gives one row another grade, or other dates; none where there is no such row."""
    ids = [row["id"] for row in _list(parts, name)["rows"]]
    edit = _redate if dates else _regrade
    picks = [ids.index(own) + len(ids) * turn for turn in (0, 1)] if own in ids else []
    return [(edit, name, pick) for pick in picks if edited(parts, [(edit, name, pick)])[1]]


def toggled(parts: Parts, name: str, own: str) -> list[Edit]:
    """The edit that drops a row, or that brings it back; none where it is the last one."""
    ids = [row["id"] for row in _list(parts, name)["rows"]]
    if own in ids:
        return [(_drop, name, ids.index(own))] if len(ids) > 1 else []
    free = _free_ids(parts, name)
    return [(_add, name, free.index(own))] if own in free else []


def edited(parts: Parts, edits: Sequence[Edit]) -> tuple[Parts, list[str]]:
    """The parts of the next revision, and those that it changes."""
    made = copy.deepcopy(parts)
    for edit, name, pick in edits:
        edit(made, name, pick)
    return made, [part for part in made if part not in ("message", "date") and made[part] != parts[part]]
