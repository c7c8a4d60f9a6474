"""What a reader of many plans would notice: figures over all seeded plans of a store, by plain SQL."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from demodb.store.engine import Store

OPEN = ("identified", "exploring", "proposed")
LOST = ("no", "no (sf)")


@dataclass
class Plan:
    """The seeded parts of an account's plan."""

    revenue: float = 0.0
    outcomes: list[str | None] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    pains: list[dict[str, Any]] = field(default_factory=list)
    deals: list[dict[str, Any]] = field(default_factory=list)
    rivals: list[dict[str, Any]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    pain_keys: list[str] = field(default_factory=list)

    @property
    def pipeline(self) -> float:
        return sum(float(deal["estimated_value"]) for deal in self.deals if deal["status"] in OPEN)

    @property
    def lost(self) -> bool:
        return bool(self.outcomes) and all((outcome or "").lower() in LOST for outcome in self.outcomes)

    @property
    def shape(self) -> str:
        """How many there are of each, and the org chart."""
        counts = [len(rows) for rows in (self.pains, self.deals, self.rivals, self.cards)]
        return f"{self.chart} {counts}"

    @property
    def chart(self) -> str:
        """Who reports to whom, by their roles."""
        below = defaultdict(list)
        for person in self.people:
            below[person["reports_to"]].append((person["role"], person["id"]))

        def tree(boss: str | None) -> str:
            return " ".join(sorted(f"{role}({tree(one)})" for role, one in below[boss]))

        return tree(None)


LISTS = {
    "people": "SELECT account_key, id, reports_to, role, relationship_strength, email, notes FROM stakeholder ORDER BY position",
    "pains": "SELECT account_key, id, title, severity, status, owner FROM pain_point ORDER BY position",
    "deals": "SELECT account_key, id, title, status, probability, estimated_value, owner FROM opportunity ORDER BY position",
    "rivals": "SELECT account_key, id, name, type FROM competitor ORDER BY position",
    "cards": "SELECT account_key, id, title, status FROM action_item ORDER BY position",
}


def seeded_plans(store: Store) -> dict[str, Plan]:
    """The plans of all accounts without a hand-written section, by the accounts' keys."""
    plans: dict[str, Plan] = defaultdict(Plan)
    with store.read() as connection:
        by_hand = set(connection.execute(text("SELECT account_key FROM plan_section WHERE origin <> 'template'")).scalars())
        for name, query in LISTS.items():
            for row in connection.execute(text(query)).mappings():
                getattr(plans[row["account_key"]], name).append(dict(row))
        for key, revenue in connection.execute(
            text("SELECT account_key, sum(rr + nrr) FROM customer_record GROUP BY account_key")
        ):
            plans[key].revenue = revenue
        renewals = (
            "SELECT r.account_key, s.will_renew FROM subscription s JOIN customer_record r"
            " ON r.business_unit_key = s.business_unit_key AND r.name = s.record_name"
        )
        for key, outcome in connection.execute(text(renewals)):
            plans[key].outcomes.append(outcome)
        about = "SELECT account_key, subjects FROM plan_section WHERE section = 'strategy' AND origin = 'template'"
        for key, subjects in connection.execute(text(about)):
            plans[key].pain_keys = [what for place, what in json.loads(subjects).items() if place.startswith("painPoints/")]
    return {key: plan for key, plan in plans.items() if key not in by_hand}


def shared(texts: Iterable[tuple[str, str]]) -> float:
    """Which share of the texts, as (account, text), stands at another account too."""
    listed = set(texts)
    holders = Counter(said for _, said in listed)
    return sum(holders[said] > 1 for _, said in listed) / len(listed)


def most(values: Iterable[Any]) -> float:
    """Which share of all the most frequent value has."""
    counted = Counter(values)
    return max(counted.values()) / counted.total()
