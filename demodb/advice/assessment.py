"""What the rules find in an account's material: open deals, needs, weak relationships, rivals, renewals at risk, late actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from demodb.advice.findings import (
    RANK,
    USUAL_PROBABILITY,
    Action,
    Actions,
    Assessment,
    Deal,
    Need,
    Parties,
    Person,
    Rival,
)
from demodb.advice.ids import Ids
from demodb.advice.plain_text import plain_text
from demodb.advice.renewal_findings import RenewalFindings, share_of
from demodb.model.dates import day_of
from demodb.model.documents import Level
from demodb.model.material import Material
from demodb.model.renewals import renewals_at_risk, timing

_RISKY_ROLES: dict[str, Level] = {"decision-maker": "high", "blocker": "medium"}
_WEAK = ("weak", "unknown")
_FRIENDS = ("champion", "influencer", "user")
_TRUST = {"strong": 0, "moderate": 1}
_SHORT, _LONG, _TRAITS = 120, 400, 2
_NO_TITLE = "An action without a title"

_Row = Mapping[str, Any]


def assessment_of(material: Material, day: date | None) -> Assessment:
    """Everything that the rules look at; sections that are missing or empty give nothing. `day` says what is past."""
    return _Reader(material, day).all()


class _Reader:
    def __init__(self, material: Material, day: date | None) -> None:
        self._material, self._day = material, day
        self._ids = Ids(material.sections)
        self._sections: Any = material.sections
        self._stakeholders: list[Any] = [*self._sections.get("stakeholders", [])]
        self._blockers = {row["name"].casefold().strip() for row in self._stakeholders if row["role"] == "blocker"}
        self._risks = renewals_at_risk(material.subscriptions)
        self._renewals = RenewalFindings(material.revenue, day)
        self._at_risk = self._renewals.of(self._risks)

    def all(self) -> Assessment:
        strategy: Any = self._sections.get("strategy", {})
        undecided = [risk for risk in self._risks if risk.outlook == "open"]
        units = (self._short(record["businessUnit"]) for record in self._material.records)
        return Assessment(
            customer=self._short(self._material.name, "The customer"),
            units=tuple(dict.fromkeys(unit for unit in units if unit)),
            deals=self._deals(strategy.get("opportunities", [])),
            needs=self._needs(strategy.get("painPoints", [])),
            people=self._people(),
            rivals=self._rivals(self._sections.get("competitors", [])),
            lost=self._renewals.of([risk for risk in self._risks if risk.outlook == "lost"]),
            undecided=self._renewals.of(undecided),
            at_risk=self._at_risk,
            overdue=self._renewals.of([risk for risk in undecided if timing(risk.quarter, self._day) == "past"]),
            actions=self._actions(self._sections.get("actions", [])),
            parties=self._parties(),
        )

    # --- strategy ---

    def _deals(self, rows: Iterable[_Row]) -> tuple[Deal, ...]:
        deals = [self._deal(row) for row in rows if row["status"] in USUAL_PROBABILITY]
        return tuple(sorted(deals, key=lambda deal: (-deal.expected, -deal.likelihood)))

    def _deal(self, row: _Row) -> Deal:
        value, likely = max(0, row.get("estimatedValue", 0)), row.get("probability")
        since = self._past(row.get("identifiedDate"))
        title = self._short(row["title"], "Opportunity without a title")
        expected = value * (USUAL_PROBABILITY[row["status"]] if likely is None else likely) / 100
        return Deal(
            title,
            self._long(row["description"]),
            row["status"],
            value,
            likely,
            since,
            share_of(self._material.revenue, expected) or 0.0,
        )

    def _needs(self, rows: Iterable[_Row]) -> tuple[Need, ...]:
        """The severity of what is only monitored counts one level less."""
        wanted = [row for row in rows if row["status"] == "active" or (row["status"], row["severity"]) == ("monitoring", "high")]
        return tuple(sorted(map(self._need, wanted), key=lambda need: (RANK[need.level], -need.weight)))

    def _need(self, row: _Row) -> Need:
        """What hurts for longer weighs more, up to a year."""
        active, since, owner = row["status"] == "active", self._past(row.get("identifiedDate")), self._short(row.get("owner", ""))
        age = min((self._day - since).days, 365) if since and self._day else 0
        return Need(
            title=self._short(row["title"], "Pain point without a title"),
            description=self._long(row["description"]),
            owner=owner,
            active=active,
            level=row["severity"] if active else "medium",
            since=since,
            blocked=owner.casefold() in self._blockers,
            weight=(0.15 if active else 0.05) + age / 1000,
        )

    # --- people ---

    def _people(self) -> tuple[Person, ...]:
        wanted = [row for row in self._stakeholders if row["role"] in _RISKY_ROLES and row["relationshipStrength"] in _WEAK]
        return tuple(sorted(map(self._person, wanted), key=lambda person: RANK[person.level]))

    def _person(self, row: _Row) -> Person:
        """The more of the revenue may go, the more it matters who is not on our side."""
        return Person(
            name=self._short(row["name"], "a person without a name"),
            title=self._short(row["title"]),
            role=row["role"].replace("-", " "),
            relationship=row["relationshipStrength"],
            interests=self._traits(row.get("interests", [])),
            level=_RISKY_ROLES[row["role"]],
            seen=self._past(row.get("lastInteraction")),
            weight=0.1 + (self._at_risk.weight / 2 if self._at_risk.count else 0.0),
        )

    def _parties(self) -> Parties:
        deciders = [row for row in self._stakeholders if row["role"] == "decision-maker"]
        friends = [row for row in self._stakeholders if row["role"] in _FRIENDS and row["relationshipStrength"] in _TRUST]
        friends.sort(key=lambda row: (row["role"] != "champion", _TRUST[row["relationshipStrength"]]))
        return Parties(self._first_name(deciders), self._first_name(friends), decides=bool(deciders))

    def _first_name(self, rows: Iterable[_Row]) -> str:
        return next((name for row in rows if (name := self._name(row))), "")

    def _name(self, row: _Row) -> str:
        """Nothing for a blocker's, in whatever other role the name stands there again."""
        return "" if row["name"].casefold().strip() in self._blockers else self._short(row["name"])

    # --- competitors, actions, renewals ---

    def _rivals(self, rows: Iterable[_Row]) -> tuple[Rival, ...]:
        rivals = [self._rival(row) for row in rows if row["type"] != "customer-competitor"]
        return tuple(sorted((rival for rival in rivals if rival.strengths), key=lambda rival: RANK[rival.level]))

    def _rival(self, row: _Row) -> Rival:
        """More strengths than weaknesses weigh medium, else low; all weigh more while something is undecided."""
        strengths, weaknesses = (self._traits(row[key], 99) for key in ("strengths", "weaknesses"))
        level: Level = "medium" if len(strengths) > len(weaknesses) else "low"
        weight = 0.02 * len(strengths) + (0.1 if self._at_risk.count else 0.0)
        name, description = self._short(row["name"], "A competitor"), self._long(row["description"])
        return Rival(name, description, strengths[:_TRAITS], weaknesses[:_TRAITS], level, weight)

    def _actions(self, rows: Iterable[_Row]) -> Actions:
        left = [row for row in rows if row["status"] != "done"]
        late = [
            Action(self._short(row["title"], _NO_TITLE), self._short(row.get("owner", "")), due, row["priority"])
            for row in left
            if (due := day_of(row.get("dueDate"))) and self._day and due < self._day
        ]
        return Actions(sum(row["priority"] == "high" for row in left), tuple(sorted(late, key=_most_late)))

    # --- texts and days ---

    def _past(self, text: str | None) -> date | None:
        """A day that is not to come."""
        found = day_of(text)
        return None if found is None or (self._day and found > self._day) else found

    def _traits(self, texts: Iterable[str], most: int = _TRAITS) -> tuple[str, ...]:
        return tuple(trait for text in texts if (trait := self._short(text)))[:most]

    def _short(self, text: str, otherwise: str = "") -> str:
        return plain_text(self._ids.replaced(text), _SHORT) or otherwise

    def _long(self, text: str) -> str:
        return plain_text(self._ids.replaced(text), _LONG)


def _most_late(action: Action) -> tuple[int, date]:
    return RANK[action.level], action.due
