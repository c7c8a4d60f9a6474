"""A plan that no check has anything to say of, to be broken in one place, and to be mended as a finding advises."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from demodb.clock import epoch_ms
from demodb.model.documents import Document, Section
from demodb.model.material import Material
from demodb.model.rows import row_lists
from demodb.model.story import Window
from demodb.rehearsal.finding import Spot
from demodb.rehearsal.registry import CHECKS
from demodb.rehearsal.view import Cached, RehearsedAccount, Scene
from demodb.rehearsal.walk import look_at

AT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
DAY = AT.date()
UNTIL = AT + timedelta(minutes=90)
SCENE = Scene(Window(AT, UNTIL), units=("CloudSense", "Kandy"))
KEYS = ("account-plan:acme", "intelligence:acme")
ADVICE = {
    "customerName": "Acme",
    "generatedAt": "2026-11-24T13:00:00Z",
    "summary": "Billing hurts; Ida Berg wants one invoice.",
    "opportunities": [],
    "risks": [],
    "recommendations": [{"title": "Show one invoice", "description": "To Ida Berg.", "priority": "high"}] * 3,
    "source": "claude",
    "model": "m",
}


def good_sections() -> dict[Section, Document]:
    """A plan, made anew so that a test may change it."""
    return {
        "stakeholders": [
            person("p1", "Ida Berg", "Chief Technology Officer", "decision-maker", "strong"),
            person("p2", "Olof Lind", "Head of Billing", "champion", "strong", reportsTo="p1", notes="Ask Ida for a date."),
            person("p3", "Eva Strand", "Procurement Manager", "blocker", "weak", reportsTo="p1", tenure="3 years"),
        ],
        "strategy": {
            "painPoints": [
                {
                    "id": "pp-1",
                    "title": "Three invoices a month",
                    "description": "One for each product.",
                    "status": "active",
                    "severity": "high",
                    "identifiedDate": "2026-09-01",
                    "owner": "Olof Lind",
                }
            ],
            "opportunities": [
                deal("o-1", "One invoice", "proposed", 60, 90_000),
                deal("o-2", "A portal", "identified", 20, 30_000),
                deal("o-3", "Training", "won", 100, 10_000),
            ],
        },
        "competitors": [
            {
                "id": "c-1",
                "name": "Ringhollow",
                "type": "our-competitor",
                "description": "Cheap.",
                "strengths": [],
                "weaknesses": [],
                "lastUpdated": "2026-10-01",
            }
        ],
        "actions": [
            {
                "id": "a-1",
                "title": "Invite Eva",
                "status": "todo",
                "priority": "high",
                "dueDate": "2026-11-20",
                "createdAt": "2026-11-02",
            }
        ],
    }


def person(key: str, name: str, title: str, role: str, strength: str, **more: str) -> dict[str, Any]:
    """A stakeholder."""
    address = f"{name.partition(' ')[0].casefold()}@acme.example"
    facts = {"role": role, "email": address, "relationshipStrength": strength, "lastInteraction": "2026-11-10"}
    return {"id": key, "name": name, "title": title, **facts, **more}


def deal(key: str, title: str, status: str, probability: float, value: float) -> dict[str, Any]:
    """An opportunity."""
    facts = {"status": status, "probability": probability, "estimatedValue": value, "identifiedDate": "2026-10-01"}
    return {"id": key, "title": title, "description": title, **facts}


def subscription(**more: Any) -> dict[str, Any]:
    """A subscription that will be renewed."""
    facts = {"sub_id": 1, "arr": 100_000.0, "projected_arr": None, "renewal_qtr": "Q1'27", "will_renew": "Yes"}
    return {**facts, **more}


def record(*subscriptions: dict[str, Any]) -> dict[str, Any]:
    """A customer record whose sums add up."""
    total = sum(item["arr"] or 0 for item in subscriptions)
    return {"businessUnit": "CloudSense", "name": "Acme", "rr": total, "nrr": 0.0, "subscriptions": list(subscriptions)}


def account_view(
    change: Callable[[Any], None] = lambda _: None, *records: dict[str, Any], cached: Mapping[str, Cached] | None = None
) -> RehearsedAccount:
    """The good account, with its plan changed in a place, other records, or another cache."""
    sections = good_sections()
    change(sections)
    material = Material("acme", "Acme", "acme", records or (record(subscription()),), sections, None, AT.date())
    return RehearsedAccount(material, hero=True, cached=warm() if cached is None else cached)


def warm(until: datetime = UNTIL + timedelta(minutes=10), **more: Any) -> dict[str, Cached]:
    """Both entries of the account, fresh until a moment and a day stale."""
    end = epoch_ms(until)
    entry = Cached(end, end + 86_400_000, "claude")
    return {KEYS[0]: entry, KEYS[1]: replace(entry, **{"advice": ADVICE, **more})}


def changed(section: str, place: int, of_list: str = "", **fields: Any) -> Callable[[], RehearsedAccount]:
    """Makes the good account with fields of a row changed."""

    def change(sections: Any) -> None:
        rows = sections[section][of_list] if of_list else sections[section]
        rows[place].update(fields)

    return lambda: account_view(change)


def spots(looked_at: RehearsedAccount, scene: Scene = SCENE) -> dict[str, list[Spot]]:
    """What all checks see, by code."""
    seen: dict[str, list[Spot]] = {}
    for check, spot in look_at(looked_at, scene, CHECKS):
        seen.setdefault(check.meaning.code, []).append(spot)
    return seen


def edited(looked_at: RehearsedAccount, command: str, value: str) -> RehearsedAccount:
    """The account after the `demodb edit` that a finding names, with a value where the command leaves that to a person."""
    words = shlex.split(command)
    assert words[:3] == ["demodb", "edit", looked_at.name]
    section, *path, row_id, field = words[3].split("/")
    typed = value or words[4]
    row = next(row for row in row_lists(section, looked_at.material.sections[section])["/".join(path)] if row["id"] == row_id)  # type: ignore[index,arg-type]
    row[field] = float(typed) if isinstance(row.get(field), float | int) else typed
    return replace(looked_at, material=replace(looked_at.material))


def shifted(looked_at: RehearsedAccount, day: date = DAY) -> RehearsedAccount:
    """The account after its dates were moved by whole weeks, so that the newest past one is of the last week."""
    rows = [
        row
        for section, document in looked_at.material.sections.items()
        for rows in row_lists(section, document).values()
        for row in rows
    ]
    fields = ("lastInteraction", "identifiedDate", "lastUpdated", "createdAt", "dueDate")
    newest = max(date.fromisoformat(row[field]) for row in rows for field in fields[:-1] if field in row)
    weeks = timedelta(weeks=(day - newest).days // 7)
    for row in rows:
        row.update({field: str(date.fromisoformat(row[field]) + weeks) for field in fields if field in row})
    return looked_at
