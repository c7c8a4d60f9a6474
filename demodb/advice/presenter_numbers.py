"""The numbers of an account that a presenter knows by heart: revenue, ARR, renewals with their dates, the pipeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from demodb.advice.findings import USUAL_PROBABILITY
from demodb.advice.plain_text import plain_text
from demodb.model.material import Material
from demodb.model.renewals import Outcome, quarter_days, quarter_number, renewal_of

RENEWALS = 5
"""How many renewals there is room for."""
_UNKNOWN = 10**6
_QUARTER = 20


@dataclass(frozen=True)
class Due:
    """Renewals of one quarter, as typed, and of one outcome: the quarter's last day, where it has one; USD a year."""

    quarter: str
    until: date | None
    outcome: Outcome
    count: int
    amount: float
    past: bool


@dataclass(frozen=True)
class Numbers:
    """USD a year: revenue and the recurring part of it, ARR that may be lost; USD: the open pipeline, and by probability.

    `likelihood` is what the pipeline is weighted with in percent, None where nothing of it has a value. `renewals` come in the
    order of their quarters, `later` counts those for which there is no room.
    """

    revenue: float
    recurring: float
    at_risk: float
    deals: int
    pipeline: float
    weighted: float
    renewals: tuple[Due, ...]
    later: int

    @property
    def likelihood(self) -> float | None:
        """Percent."""
        return 100 * self.weighted / self.pipeline if self.pipeline > 0 else None


def numbers_of(material: Material, day: date) -> Numbers:
    """The numbers as of a day: renewals that are past count where nobody has decided on them."""
    strategy: Any = material.sections.get("strategy", {})
    deals = [row for row in strategy.get("opportunities", []) if row["status"] in USUAL_PROBABILITY]
    renewals = _renewals(material, day)
    at_risk = sum(one.amount for one in renewals if one.outcome in ("no", "undecided"))
    return Numbers(
        material.revenue,
        round(sum(record["rr"] for record in material.records), 2),
        at_risk,
        len(deals),
        sum(map(_value, deals)),
        sum(_value(row) * _likelihood(row) / 100 for row in deals),
        tuple(renewals[:RENEWALS]),
        sum(one.count for one in renewals[RENEWALS:]),
    )


def _value(deal: Mapping[str, Any]) -> float:
    return max(0.0, deal.get("estimatedValue") or 0.0)


def _likelihood(deal: Mapping[str, Any]) -> float:
    probability = deal.get("probability")
    return USUAL_PROBABILITY[deal["status"]] if probability is None else float(probability)


def _renewals(material: Material, day: date) -> list[Due]:
    """By quarter and outcome; where nothing is said there is nothing to know by heart."""
    present, groups = quarter_number(day), defaultdict[tuple[int, str, Outcome], list[float]](list)
    for subscription in material.subscriptions:
        renewal = renewal_of(subscription)
        if renewal.outcome != "unknown":
            quarter = plain_text(subscription.get("renewal_qtr") or "", _QUARTER)
            number = _UNKNOWN if renewal.quarter is None else renewal.quarter
            groups[number, quarter, renewal.outcome].append(renewal.amount or 0.0)
    found = []
    for (number, quarter, outcome), amounts in sorted(groups.items()):
        past = number < present
        if not past or outcome != "yes":
            days = quarter_days(quarter)
            found.append(Due(quarter, days and days[1], outcome, len(amounts), sum(amounts), past))
    return found
