"""Small accounts for tests of briefs: rows of a plan, records, and all texts of what is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from demodb.model.material import Material

DAY = date(2026, 11, 24)
"""A day in Q4'26."""


def account(*sections: Any, records: tuple[dict[str, Any], ...] = (), key: str = "a", day: date | None = None) -> Material:
    return Material(key, "Acme", "acme", records, dict(sections), as_of=day)


def strategy(pains: list[dict[str, Any]], deals: list[dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    return "strategy", {"painPoints": pains, "opportunities": deals}


def pain(title: str, status: str, severity: str, **other: Any) -> dict[str, Any]:
    return {"id": title, "title": title, "description": "d", "status": status, "severity": severity, **other}


def deal(title: str, status: str, **other: Any) -> dict[str, Any]:
    return {"id": title, "title": title, "description": "d", "status": status, **other}


def person(name: str, role: str, relationship: str, **other: Any) -> dict[str, Any]:
    return {"id": name, "name": name, "title": "CTO", "role": role, "relationshipStrength": relationship, **other}


def rival(name: str, kind: str, strengths: list[str], weaknesses: list[str]) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "description": "d", "strengths": strengths, "weaknesses": weaknesses}


def action(title: str, priority: str, due: str | None = None, **other: Any) -> dict[str, Any]:
    dated = {} if due is None else {"dueDate": due}
    return {"id": title, "title": title, "status": "todo", "priority": priority, "createdAt": "2026-01-01", **dated, **other}


def record(rr: float, nrr: float, *subscriptions: tuple[str | None, float | None, str | None]) -> dict[str, Any]:
    """Subscriptions are (will renew, ARR, quarter)."""
    told = [{"will_renew": said, "arr": arr, "renewal_qtr": quarter} for said, arr, quarter in subscriptions]
    return {"businessUnit": "STL", "name": "Acme", "rr": rr, "nrr": nrr, "subscriptions": told}


def texts(made: dict[str, Any]) -> Iterator[str]:
    """Every text of a brief but the levels."""
    yield made["summary"]
    for kind in ("opportunities", "risks", "recommendations"):
        for note in made[kind]:
            yield from (note[key] for key in ("title", "description", "mitigation") if key in note)
            yield from note.get("nextSteps", [])
