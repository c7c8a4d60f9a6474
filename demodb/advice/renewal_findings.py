"""What the rules find in renewals at risk: how much of the revenue that is, what of it is past, and how high the risk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from demodb.advice.findings import Renewals
from demodb.advice.plain_text import plain_text
from demodb.model.documents import Level
from demodb.model.renewals import RenewalAtRisk, Timing, timing

_QUARTER = 40
_MUCH, _LITTLE, _TRIFLE = 0.25, 0.05, 0.01
"""Shares of the revenue: so much undecided is a high risk, less than so little lost is none, and a trifle is never overdue."""


def share_of(revenue: float, amount: float) -> float | None:
    """An amount as a share of the revenue, at most 1; None where one of both is not known."""
    return min(amount / revenue, 1.0) if amount > 0 and 0 < revenue < float("inf") else None


_NOTHING = Renewals(0, 0, None, "medium", 0, (), "", is_now=False, overdue=False, largest=0)
"""What is found where nothing is at risk, as with most accounts."""


class RenewalFindings:
    """Findings for an account with this revenue in USD a year; `day` says what is past."""

    def __init__(self, revenue: float, day: date | None) -> None:
        self._revenue, self._day = revenue, day

    def of(self, risks: Sequence[RenewalAtRisk]) -> Renewals:
        """The finding for some of the account's risks, which are in the order of their quarters."""
        return self._found(risks) if risks else _NOTHING

    def _found(self, risks: Sequence[RenewalAtRisk]) -> Renewals:
        timed = [(timing(risk.quarter, self._day), risk) for risk in risks]
        past = [risk for when, risk in timed if when == "past"]
        is_next, next_quarter = _next(timed)
        amount = _sum(risks)
        overdue, share = self._is_overdue([risk for risk in past if risk.outlook == "open"]), share_of(self._revenue, amount)
        return Renewals(
            count=len(risks),
            amount=amount,
            share=share,
            level=_level(risks, share, overdue=overdue),
            past=len(past),
            past_quarters=tuple(dict.fromkeys(_quarter(risk) for risk in past)),
            next_quarter=next_quarter,
            is_now=is_next == "now",
            overdue=overdue,
            largest=max((risk.amount or 0 for risk in risks), default=0),
        )

    def _is_overdue(self, undecided: Sequence[RenewalAtRisk]) -> bool:
        """Whether more than a trifle of the revenue was to be decided, and is not."""
        share = share_of(self._revenue, _sum(undecided))
        return bool(undecided) and (share is None or share >= _TRIFLE)


def _level(risks: Sequence[RenewalAtRisk], share: float | None, *, overdue: bool) -> Level:
    """High where something is overdue, more than a little is lost, or much is undecided."""
    lost = any(risk.outlook == "lost" for risk in risks) and (share is None or share >= _LITTLE)
    return "high" if overdue or lost or (share is not None and share >= _MUCH) else "medium"


def _next(timed: Sequence[tuple[Timing, RenewalAtRisk]]) -> tuple[Timing, str]:
    """The first quarter that is not past, and whether it is the present one."""
    ahead = ((when, _quarter(risk)) for when, risk in timed if when != "past")
    return next((one for one in ahead if one[1]), ("unknown", ""))


def _quarter(risk: RenewalAtRisk) -> str:
    return plain_text(risk.quarter or "", _QUARTER)


def _sum(risks: Sequence[RenewalAtRisk]) -> float:
    return sum(risk.amount or 0 for risk in risks)
