"""Reporting lines: who reports to whom in a list of stakeholders."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

Bosses = Mapping[str, Any]
"""The id of each stakeholder with the id of the one reported to; who reports to nobody may be left out."""


def bosses(rows: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Who reports to whom in a list of valid stakeholders, known by their ids."""
    return {row_id: row["reportsTo"] for row_id, row in rows.items() if row.get("reportsTo") is not None}


def in_circles(boss: Bosses) -> set[str]:
    """The stakeholders who report to themselves in the end."""
    found, seen = set[str](), set[str]()
    for start in boss:
        line: list[str] = []
        at: Any = start
        while isinstance(at, str) and at not in seen:
            seen.add(at)
            line.append(at)
            at = boss.get(at)
        if isinstance(at, str) and at in line:
            found.update(line[line.index(at) :])
    return found


def nearest_outside(boss: Bosses, left_out: Collection[str]) -> dict[str, str | None]:
    """By each of those who are left out the nearest one up the line who is not; None if the line ends before."""
    found: dict[str, str | None] = {}
    for start in left_out:
        line: list[str] = []
        at: Any = start
        while at in left_out and at not in found:
            line.append(at)
            at = boss.get(at)
        found |= dict.fromkeys(line, found.get(at, at))
    return found


def reported_to(boss: Bosses, of: Collection[str]) -> set[str]:
    """Those of some stakeholders to whom somebody else reports, directly or through others of them."""
    reported: set[str] = set()
    for row_id in boss.keys() - of:
        at = boss[row_id]
        while at in of and at not in reported:
            reported.add(at)
            at = boss.get(at)
    return reported
