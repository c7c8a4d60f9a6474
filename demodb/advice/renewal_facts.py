"""What briefs say of renewals: how many, worth what, due when, as facts that sentences are filled with."""

from __future__ import annotations

from demodb.advice.findings import Renewals
from demodb.advice.wording import capital, counted, listed, money, number_word, percent

_NEXT_YEAR = ("next yr", "next year")
_FEW = 2
_EVERY = {1: "it", 2: "both"}


def renewal_facts(renewals: Renewals) -> dict[str, str]:
    """Facts about some renewals: `worth` and `share` are "" where nobody knows, and so is `when` where nothing is past."""
    one, named = renewals.count == 1, counted(renewals.count, "renewal")
    amount = money(renewals.amount) if renewals.amount > 0 else ""
    share = "" if renewals.share is None else percent(renewals.share)
    return {
        "renewals": named,
        "Renewals": capital(named),
        "are": "is" if one else "are",
        "were": "was" if one else "were",
        "stand": "stands" if one else "stand",
        "amount": amount,
        "Amount": capital(amount),
        "share": share,
        "Share": capital(share),
        "worth": f" worth {amount} a year" if amount else "",
        "when": _when(renewals),
        "quarters": _quarters(renewals),
        "first": renewals.past_quarters[0] if renewals.past else "",
    }


def past_facts(renewals: Renewals) -> dict[str, str]:
    """Facts about those whose quarter has ended; `next` is what comes after them, "" where nothing does."""
    every = renewals.past == renewals.count
    named = counted(renewals.past, "renewal")
    told = _EVERY.get(renewals.count, "all of them") if every else f"{number_word(renewals.past)} of them"
    one = renewals.past == 1
    following = f"; the next is due {due(renewals)}" if renewals.next_quarter else ""
    return renewal_facts(renewals) | {
        "past": told,
        "Past": capital(told),
        "overdue": named,
        "was_past": "was" if one else "were",
        "is_past": "is" if one else "are",
        "next": following,
    }


def due(renewals: Renewals) -> str:
    """When the first that is not past is due: "this quarter, Q4'26", "in Q1'27", "next year"; "" where nobody knows."""
    quarter = renewals.next_quarter
    if not quarter:
        return ""
    if quarter.casefold() in _NEXT_YEAR:
        return "next year"
    return f"this quarter, {quarter}" if renewals.is_now else f"in {quarter}"


def _when(renewals: Renewals) -> str:
    past = renewals.past_quarters
    return "" if not past else f"between {past[0]} and {past[-1]}" if len(past) > _FEW else f"in {listed(past)}"


def _quarters(renewals: Renewals) -> str:
    past = renewals.past_quarters
    return listed(past) if len(past) <= _FEW else f"{past[0]} to {past[-1]}"
