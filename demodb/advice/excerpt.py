"""What Claude is given of an account's material: known keys only, made plain, bounded, without people's contact details."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from demodb.advice.ids import Ids
from demodb.advice.masking import masked
from demodb.advice.plain_text import plain_text
from demodb.model.articles import published_at
from demodb.model.canonical import number
from demodb.model.documents import SECTIONS
from demodb.model.material import Material, RevenuePeriod
from demodb.model.names import unit_key
from demodb.model.renewals import quarter_of, renewals_at_risk
from demodb.model.rows import row_lists


@dataclass(frozen=True)
class Occasion:
    """When a briefing is asked for, and for a demo on which day (None: the account's as-of date).

    `sells` says what business units sell, by their names in any spelling; `revenue_period` how recurring revenue is told.
    """

    today: date
    demo: date | None = None
    sells: Mapping[str, str] = field(default_factory=dict)
    revenue_period: RevenuePeriod = "year"


ARTICLES = 10
"""How many pieces of news are given: the most relevant."""
ROWS = 30
"""How many rows of each list, and how many subscriptions of a record."""
_ITEMS, _SHORT, _LONG = 8, 160, 600
_READ_AHEAD = 4
"""How many times its limit is read of a text, so that what is to be masked is seen whole before the text is cut."""

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
_NO_IDS = Ids({})
_NO_TIME = datetime.min.replace(tzinfo=UTC)


def occasion_excerpt(material: Material, occasion: Occasion) -> dict[str, Any]:
    """The days by which things are past or to come, and what the account's business units sell, as far as that is known."""
    demo = occasion.demo or material.as_of
    units = dict.fromkeys(record["businessUnit"] for record in material.records)
    sold = {unit_key(unit): text for unit, text in occasion.sells.items()}
    return _present(
        {
            "today": occasion.today.isoformat(),
            "demo": demo.isoformat() if demo else None,
            "presentQuarter": quarter_of(demo or occasion.today),
            "businessUnits": _present({_text(unit, _SHORT): _text(sold.get(unit_key(unit), ""), _LONG) for unit in units}),
        }
    )


def account_excerpt(material: Material) -> dict[str, Any]:
    """The account: its name and revenue in USD a year, its records with their subscriptions, what may not be renewed."""
    return _present(
        {
            "customerName": _text(material.name, _SHORT),
            "revenueUsd": _amount(material.revenue),
            "records": [_record(record) for record in material.records[:ROWS]],
            "renewalsAtRisk": _renewals(material),
        }
    )


def plan_excerpt(material: Material) -> dict[str, Any]:
    """The sections that are there; an empty list is kept, as it says that nothing stands there."""
    plan: dict[str, Any] = {}
    ids = Ids(material.sections)
    for section in SECTIONS:
        document = material.sections.get(section)
        for name, rows in row_lists(section, document).items():
            people = section == "stakeholders"
            plan[name or section] = _rows(_with_names_of_bosses(rows) if people else rows, _ROW_KEYS[name or section], ids)
    return plan


def news_excerpt(material: Material) -> list[dict[str, Any]]:
    """The most relevant articles, the newest first among equals; addresses are left out."""
    articles = material.news["articles"] if material.news else []
    newest = sorted(articles, key=lambda article: published_at(article["published"]) or _NO_TIME, reverse=True)
    return _rows(sorted(newest, key=lambda article: -article["relevance_score"])[:ARTICLES], _ARTICLE)


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    return _present(
        {
            "businessUnit": _text(record["businessUnit"], _SHORT),
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


def _rows(rows: Iterable[Mapping[str, Any]], keys: Iterable[str], ids: Ids = _NO_IDS) -> list[dict[str, Any]]:
    wanted = list(keys)
    return [_present({key: _plain(key, row.get(key), ids) for key in wanted}) for row in list(rows)[:ROWS]]


def _plain(key: str, value: Any, ids: Ids) -> Any:
    if isinstance(value, str):
        return _text(ids.replaced(value), _LONG if key in _LONG_TEXTS else _SHORT)
    if isinstance(value, list):
        return [text for item in value[:_ITEMS] if (text := _text(ids.replaced(item), _SHORT))]
    return _amount(value)


def _text(text: str, limit: int) -> str:
    """Made plain, without personal data, cut."""
    return plain_text(masked(plain_text(text, limit * _READ_AHEAD)), limit)


def _amount(value: float | None) -> int | float | None:
    return number(round(value, 2)) if value is not None and math.isfinite(value) else None


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is known: no nulls, no empty texts or lists."""
    return {key: value for key, value in values.items() if value is not None and value not in ("", [], {})}
