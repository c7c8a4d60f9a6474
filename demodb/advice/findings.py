"""What can be found in an account's material, each finding with how much it matters: `level`, `overdue`, `weight`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from demodb.model.documents import Level

RANK: dict[str, int] = {"high": 0, "medium": 1, "low": 2}
"""The order of levels."""

USUAL_PROBABILITY = {"identified": 20.0, "exploring": 40.0, "proposed": 60.0}
"""Percent; what an open opportunity counts with while nobody has said how likely it is. Its keys are the open statuses."""

_HIGH, _MEDIUM = 60, 30
"""From which probability in percent confidence is high, and medium."""


@dataclass(frozen=True)
class Deal:
    """An open opportunity; `value` in USD, 0 where it is not known; `probability` in percent as the plan gives it."""

    title: str
    description: str
    status: str
    value: float
    probability: float | None
    since: date | None
    weight: float = 0.0

    @property
    def likelihood(self) -> float:
        """Percent: the plan's, or the usual one of its status."""
        return USUAL_PROBABILITY[self.status] if self.probability is None else self.probability

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
    """A pain point that is active, or of high severity and being monitored; `blocked` says that its owner is a blocker."""

    title: str
    description: str
    owner: str
    active: bool
    level: Level
    since: date | None
    blocked: bool
    weight: float


@dataclass(frozen=True)
class Person:
    """A decision maker or blocker to whom the relationship is weak or unknown; `seen` is the last contact."""

    name: str
    title: str
    role: str
    relationship: str
    interests: tuple[str, ...]
    level: Level
    seen: date | None
    weight: float

    @property
    def shown(self) -> str:
        """The name with the job title, in one pair of brackets."""
        return f"{self.name} ({self.title.replace(' (', ', ').replace(')', '')})" if self.title else self.name


@dataclass(frozen=True)
class Rival:
    """A competitor of ours with strengths."""

    name: str
    description: str
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    level: Level
    weight: float


@dataclass(frozen=True)
class Renewals:
    """Renewals at risk of one outlook or of both: how many, USD a year, and that as a share of the revenue, if both are known.

    `past` counts those whose quarter has ended, and `past_quarters` are these quarters as typed; `next_quarter` is the first
    that has not. `overdue` says that something was to be decided, and is not.
    """

    count: int
    amount: float
    share: float | None
    level: Level
    past: int
    past_quarters: tuple[str, ...]
    next_quarter: str
    is_now: bool
    overdue: bool
    largest: float

    @property
    def weight(self) -> float:
        """The share of the revenue; all of it where nobody knows."""
        return 1.0 if self.share is None else self.share


@dataclass(frozen=True)
class Actions:
    """How many open actions are of high priority, and those past their day: by priority, then the longest overdue first."""

    urgent: int
    overdue: tuple[Action, ...]


@dataclass(frozen=True)
class Action:
    """An open action whose day is past."""

    title: str
    owner: str
    due: date
    level: Level


@dataclass(frozen=True)
class Parties:
    """Who can be turned to: somebody who decides, and somebody on our side, by name or "" where the plan knows nobody.

    Neither is ever a blocker. `decides` says whether a decision maker is known at all.
    """

    decider: str
    ally: str
    decides: bool

    @property
    def first(self) -> str:
        """Whom to settle things with: the ally, else who decides, else the customer."""
        return self.ally or self.decider or "the customer"


@dataclass(frozen=True)
class Assessment:
    """All findings, each list with the most important first.

    `at_risk` is `lost` and `undecided` together; `overdue` is what of the undecided was due before this quarter.
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
    overdue: Renewals
    actions: Actions
    parties: Parties
