"""What Claude is given of an account's material: known keys only, made plain, bounded, without people's contact details."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from demodb.advice.plain_text import plain_text
from demodb.model.canonical import number
from demodb.model.documents import SECTIONS
from demodb.model.material import Material
from demodb.model.renewals import renewals_at_risk
from demodb.model.rows import row_lists

ARTICLES = 10
"""How many pieces of news are given: the most relevant."""
ROWS = 30
"""How many rows of each list, and how many subscriptions of a record."""
_ITEMS, _SHORT, _LONG = 8, 160, 600

_ROW_KEYS = {
    "stakeholders": (
        *("name", "title", "role", "raciRole", "relationshipStrength", "lastInteraction", "tenure", "interests"),
        *("reportsTo", "notes"),
    ),
    "painPoints": ("title", "description", "status", "severity", "identifiedDate", "owner"),
    "opportunities": ("title", "description", "status", "estimatedValue", "probability", "identifiedDate", "owner"),
    "competitors": ("name", "type", "description", "strengths", "weaknesses", "lastUpdated"),
    "actions": ("title", "description", "status", "priority", "owner", "dueDate", "createdAt"),
}
"""What is given of the rows of each list: those of strategy by their list's name, the others by their section's."""
_SUBSCRIPTION = ("arr", "projected_arr", "renewal_qtr", "will_renew")
_ARTICLE = ("title", "source", "published", "summary")
_LONG_TEXTS = frozenset({"description", "notes", "summary"})


def account_excerpt(material: Material) -> dict[str, Any]:
    """The account: its name and revenue in USD a year, its records with their subscriptions, what may not be renewed."""
    return _present(
        {
            "customerName": plain_text(material.name, _SHORT),
            "revenueUsd": _amount(material.revenue),
            "records": [_record(record) for record in material.records[:ROWS]],
            "renewalsAtRisk": _renewals(material),
        }
    )


def plan_excerpt(material: Material) -> dict[str, Any]:
    """The sections that are there; an empty list is kept, as it says that nothing stands there."""
    plan: dict[str, Any] = {}
    for section in SECTIONS:
        document = material.sections.get(section)
        for name, rows in row_lists(section, document).items():
            people = section == "stakeholders"
            plan[name or section] = _rows(_with_names_of_bosses(rows) if people else rows, _ROW_KEYS[name or section])
    return plan


def news_excerpt(material: Material) -> list[dict[str, Any]]:
    """The most relevant articles, the newest first among equals; addresses are left out."""
    articles = material.news["articles"] if material.news else []
    newest = sorted(articles, key=lambda article: str(article["published"]), reverse=True)
    return _rows(sorted(newest, key=lambda article: -article["relevance_score"])[:ARTICLES], _ARTICLE)


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    return _present(
        {
            "businessUnit": plain_text(record["businessUnit"], _SHORT),
            "recurringUsd": _amount(record["rr"]),
            "nonRecurringUsd": _amount(record["nrr"]),
            "subscriptions": _rows(record["subscriptions"], _SUBSCRIPTION),
        }
    )


def _renewals(material: Material) -> dict[str, Any] | None:
    risks = renewals_at_risk(material.subscriptions)
    return {"count": len(risks), "amountUsd": _amount(sum(risk.amount or 0 for risk in risks))} if risks else None


def _with_names_of_bosses(people: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`reportsTo` is an id, which nobody knows outside the plan."""
    rows = [dict(person) for person in people]
    names = {row["id"]: row["name"] for row in rows}
    return [row | {"reportsTo": names.get(row.get("reportsTo"))} for row in rows]


def _rows(rows: Iterable[Mapping[str, Any]], keys: Iterable[str]) -> list[dict[str, Any]]:
    wanted = list(keys)
    return [_present({key: _plain(key, row.get(key)) for key in wanted}) for row in list(rows)[:ROWS]]


def _plain(key: str, value: Any) -> Any:
    if isinstance(value, str):
        return plain_text(value, _LONG if key in _LONG_TEXTS else _SHORT)
    if isinstance(value, list):
        return [text for item in value[:_ITEMS] if (text := plain_text(item, _SHORT))]
    return _amount(value)


def _amount(value: float | None) -> int | float | None:
    return number(round(value, 2)) if value is not None and math.isfinite(value) else None


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is known: no nulls, no empty texts or lists."""
    return {key: value for key, value in values.items() if value is not None and value not in ("", [])}
