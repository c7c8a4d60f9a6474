"""Renewals at risk: the subscriptions of an account that may not be renewed, with the quarter and the amount."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

Outlook = Literal["lost", "open"]
"""`lost`: it is not expected to renew. `open`: nobody has decided yet."""

Outcome = Literal["yes", "no", "undecided", "unknown"]
"""What is said of a renewal; `unknown`: nothing, or there is no revenue to lose."""

_REFUSED = re.compile(r"no\b", re.IGNORECASE)
_AGREED = re.compile(r"yes\b", re.IGNORECASE)
_QUARTER = re.compile(r"Q([1-4])\W*(?:20)?([0-9]{2})", re.IGNORECASE)
_CENTURY, _QUARTERS = 2000, 4
_LATER, _UNKNOWN = (9998, 0), (9999, 0)

Timing = Literal["past", "now", "later", "unknown"]
"""How a quarter lies to a day: it has ended, the day is in it, it is to come, or nobody can tell."""


class RenewalAtRisk(NamedTuple):
    """One subscription that may not be renewed.

    `quarter` is as typed ("Q4'26", "Next Yr"), `amount` its revenue in USD a year; None where the source does not say.
    """

    outlook: Outlook
    quarter: str | None
    amount: float | None


def renewal_at_risk(subscription: Mapping[str, Any]) -> RenewalAtRisk | None:
    """The risk in one subscription (the keys of a customer file), or None.

    "No" and "No (SF)" are lost; "TBD", "BU decision required" and any other words but "Yes" are open. Where nothing is said,
    or there is no revenue to lose, there is no known risk.
    """
    will_renew, amount = (subscription.get("will_renew") or "").strip(), subscription.get("arr")
    if not will_renew or _AGREED.match(will_renew) or (amount is not None and amount <= 0):
        return None
    return RenewalAtRisk("lost" if _REFUSED.match(will_renew) else "open", subscription.get("renewal_qtr"), amount)


def renewals_at_risk(subscriptions: Iterable[Mapping[str, Any]]) -> list[RenewalAtRisk]:
    """All risks in an account's subscriptions, the earliest quarter first and in it the largest amount."""
    risks = [risk for risk in map(renewal_at_risk, subscriptions) if risk]
    return sorted(risks, key=lambda risk: (_when(risk.quarter), -(risk.amount or 0)))


def _when(quarter: str | None) -> tuple[int, int]:
    """Year and quarter; words such as "Next Yr" come after every quarter, and what is not known last."""
    if not (quarter or "").strip():
        return _UNKNOWN
    match = _QUARTER.match((quarter or "").strip())
    return (int(match[2]), int(match[1])) if match else _LATER


class Renewal(NamedTuple):
    """A subscription's renewal: what is said of it, and its quarter as a number (see `quarter_number`), None if not known.

    `amount` is its revenue in USD a year, None where the source does not say.
    """

    outcome: Outcome
    quarter: int | None = None
    amount: float | None = None


def renewal_of(subscription: Mapping[str, Any]) -> Renewal:
    """The renewal of a subscription (the keys of a customer file)."""
    year, quarter = _when(subscription.get("renewal_qtr"))
    known = (year, quarter) not in (_LATER, _UNKNOWN)
    return Renewal(_outcome(subscription), _numbered(year, quarter) if known else None, subscription.get("arr"))


def _outcome(subscription: Mapping[str, Any]) -> Outcome:
    risk = renewal_at_risk(subscription)
    if risk:
        return "no" if risk.outlook == "lost" else "undecided"
    return "yes" if _AGREED.match((subscription.get("will_renew") or "").strip()) else "unknown"


def _numbered(year: int, quarter: int) -> int:
    return (_CENTURY + year) * _QUARTERS + quarter - 1


def quarter_number(day: date) -> int:
    """The quarter in which a day lies as a number: that of the quarter after it is greater by one."""
    return _numbered(day.year - _CENTURY, (day.month + 2) // 3)


def quarter_words(number: int) -> str:
    """A quarter by its number as people write it: "Q1 2027"."""
    return f"Q{number % _QUARTERS + 1} {number // _QUARTERS}"


def quarter_of(day: date) -> str:
    """The quarter in which a day lies, as the app writes it: "Q4'26"."""
    return f"Q{(day.month + 2) // 3}'{day.year % 100:02}"


def quarter_days(quarter: str | None) -> tuple[date, date] | None:
    """The first and the last day of a quarter as typed; None for words such as "Next Yr" and where nothing is said."""
    year, number = _when(quarter)
    if (year, number) in (_LATER, _UNKNOWN):
        return None
    first = date(2000 + year, 3 * number - 2, 1)
    after = date(2000 + year + number // 4, 3 * number % 12 + 1, 1)
    return first, after - timedelta(days=1)


def timing(quarter: str | None, day: date | None) -> Timing:
    """How a quarter as typed lies to a day; words such as "Next Yr" are to come. Unknown without a quarter or a day."""
    when = _when(quarter)
    if day is None or when == _UNKNOWN:
        return "unknown"
    present = _when(quarter_of(day))
    return "past" if when < present else "now" if when == present else "later"
