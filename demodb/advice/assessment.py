"""What the rules find in an account's material: open deals, needs, weak relationships, rivals, renewals at risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from demodb.advice.plain_text import plain_text
from demodb.model.documents import Level
from demodb.model.material import Material
from demodb.model.renewals import RenewalAtRisk, renewals_at_risk

RANK: dict[str, int] = {"high": 0, "medium": 1, "low": 2}
"""The order of levels."""

_USUAL_PROBABILITY = {"identified": 20.0, "exploring": 40.0, "proposed": 60.0}
"""Percent; what an open opportunity counts with while nobody has said how likely it is. Its keys are the open statuses."""
_HIGH, _MEDIUM = 60, 30
"""From which probability in percent confidence is high, and medium."""
_RISKY_ROLES: dict[str, Level] = {"decision-maker": "high", "blocker": "medium"}
_WEAK = ("weak", "unknown")
_NEXT_YEAR = ("next yr", "next year")
_SHORT, _LONG, _TRAITS = 120, 400, 4


@dataclass(frozen=True)
class Deal:
    """An open opportunity; `value` in USD, 0 where it is not known; `probability` in percent as the plan gives it."""

    title: str
    description: str
    status: str
    value: float
    probability: float | None

    @property
    def likelihood(self) -> float:
        """Percent: the plan's, or the usual one of its status."""
        return _USUAL_PROBABILITY[self.status] if self.probability is None else self.probability

    @property
    def expected(self) -> float:
        """USD: value times probability."""
        return self.value * (self.likelihood / 100)

    @property
    def confidence(self) -> Level:
        """By likelihood alone."""
        return "high" if self.likelihood >= _HIGH else "medium" if self.likelihood >= _MEDIUM else "low"


@dataclass(frozen=True)
class Need:
    """A pain point that is active, or of high severity and being monitored."""

    title: str
    description: str
    owner: str
    active: bool
    level: Level


@dataclass(frozen=True)
class Person:
    """A decision maker or blocker to whom the relationship is weak or unknown."""

    name: str
    title: str
    role: str
    relationship: str
    interests: tuple[str, ...]
    level: Level

    @property
    def shown(self) -> str:
        """The name with the job title."""
        return f"{self.name} ({self.title})" if self.title else self.name


@dataclass(frozen=True)
class Rival:
    """A competitor of ours with strengths."""

    name: str
    description: str
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    level: Level


@dataclass(frozen=True)
class Renewals:
    """Renewals at risk: how many, USD a year, and when the earliest is due ("in Q4'26", "next year", "")."""

    count: int
    amount: float
    due: str
    level: Level


@dataclass(frozen=True)
class Assessment:
    """All findings, each list with the most important first.

    `at_risk` is `lost` and `undecided` together; `decider` says whether a decision maker is known; `urgent` counts the open
    actions of high priority.
    """

    customer: str
    units: tuple[str, ...]
    deals: tuple[Deal, ...]
    needs: tuple[Need, ...]
    people: tuple[Person, ...]
    rivals: tuple[Rival, ...]
    lost: Renewals
    undecided: Renewals
    at_risk: Renewals
    decider: bool
    urgent: int


def assessment_of(material: Material) -> Assessment:
    """Everything that the rules look at; sections that are missing or empty give nothing."""
    strategy: Any = material.sections.get("strategy", {})
    risks = renewals_at_risk(material.subscriptions)
    return Assessment(
        customer=_short(material.name, "The customer"),
        units=tuple(dict.fromkeys(unit for record in material.records if (unit := _short(record["businessUnit"])))),
        deals=_deals(strategy.get("opportunities", [])),
        needs=_needs(strategy.get("painPoints", [])),
        people=_people(material.sections.get("stakeholders", [])),
        rivals=_rivals(material.sections.get("competitors", [])),
        lost=_renewals([risk for risk in risks if risk.outlook == "lost"]),
        undecided=_renewals([risk for risk in risks if risk.outlook == "open"]),
        at_risk=_renewals(risks),
        decider=any(row["role"] == "decision-maker" for row in _dicts(material.sections.get("stakeholders", []))),
        urgent=sum(row["status"] != "done" and row["priority"] == "high" for row in _dicts(material.sections.get("actions", []))),
    )


def _deals(rows: Iterable[Mapping[str, Any]]) -> tuple[Deal, ...]:
    deals = [
        Deal(
            _short(row["title"], "Opportunity without a title"),
            _long(row["description"]),
            row["status"],
            max(0, row.get("estimatedValue", 0)),
            row.get("probability"),
        )
        for row in rows
        if row["status"] in _USUAL_PROBABILITY
    ]
    return tuple(sorted(deals, key=lambda deal: (-deal.expected, -deal.likelihood)))


def _needs(rows: Iterable[Mapping[str, Any]]) -> tuple[Need, ...]:
    """The severity of what is only monitored counts one level less."""
    needs = [
        Need(
            _short(row["title"], "Pain point without a title"),
            _long(row["description"]),
            _short(row.get("owner", "")),
            row["status"] == "active",
            row["severity"] if row["status"] == "active" else "medium",
        )
        for row in rows
        if row["status"] == "active" or (row["status"] == "monitoring" and row["severity"] == "high")
    ]
    return tuple(sorted(needs, key=lambda need: (RANK[need.level], not need.active)))


def _people(rows: Any) -> tuple[Person, ...]:
    people = [
        Person(
            _short(row["name"], "a person without a name"),
            _short(row["title"]),
            row["role"].replace("-", " "),
            row["relationshipStrength"],
            _traits(row.get("interests", [])),
            _RISKY_ROLES[row["role"]],
        )
        for row in _dicts(rows)
        if row["role"] in _RISKY_ROLES and row["relationshipStrength"] in _WEAK
    ]
    return tuple(sorted(people, key=lambda person: RANK[person.level]))


def _rivals(rows: Any) -> tuple[Rival, ...]:
    """More strengths than weaknesses weigh medium, else low."""
    rivals = []
    for row in _dicts(rows):
        strengths, weaknesses = _traits(row["strengths"]), _traits(row["weaknesses"])
        if row["type"] == "customer-competitor" or not strengths:
            continue
        level: Level = "medium" if len(strengths) > len(weaknesses) else "low"
        rivals.append(Rival(_short(row["name"], "A competitor"), _long(row["description"]), strengths, weaknesses, level))
    return tuple(sorted(rivals, key=lambda rival: RANK[rival.level]))


def _renewals(risks: list[RenewalAtRisk]) -> Renewals:
    """A renewal that is lost weighs high, one that is undecided medium."""
    level: Level = "high" if any(risk.outlook == "lost" for risk in risks) else "medium"
    due = next((due for risk in risks if (due := _due(risk.quarter))), "")
    return Renewals(len(risks), sum(risk.amount or 0 for risk in risks), due, level)


def _due(quarter: str | None) -> str:
    text = _short(quarter or "")
    return "next year" if text.casefold() in _NEXT_YEAR else f"in {text}" if text else ""


def _dicts(rows: Any) -> list[dict[str, Any]]:
    return list(rows)


def _traits(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(trait for text in texts if (trait := _short(text)))[:_TRAITS]


def _short(text: str, otherwise: str = "") -> str:
    return plain_text(text, _SHORT) or otherwise


def _long(text: str) -> str:
    return plain_text(text, _LONG)
