"""What the story asks of the whole portfolio, added up account by account. Pure: sums into measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from demodb.model.story import Measure

OPEN_STAGES = ("identified", "exploring", "proposed")
"""The stages of deals that are still to be decided, in their order."""


def pipeline_of(deals: Iterable[Mapping[str, Any]]) -> float:
    """USD, the values of those deals that are open."""
    return float(sum(deal.get("estimatedValue") or 0 for deal in deals if deal["status"] in OPEN_STAGES))


@dataclass
class Totals:
    """Sums over accounts: USD, and numbers of accounts; `boards` are those with a card."""

    revenue: float = 0.0
    arr: float = 0.0
    at_risk: float = 0.0
    pipeline: float = 0.0
    accounts: int = 0
    boards: int = 0

    def measured(self, measure: Measure) -> float | None:
        """A measure's value, in percent or as a ratio; None where there is nothing to measure."""
        part, whole = {
            "at_risk_arr": (100 * self.at_risk, self.arr),
            "pipeline_to_revenue": (self.pipeline, self.revenue),
            "boards_in_use": (100.0 * self.boards, self.accounts),
        }[measure]
        return part / whole if whole else None
