"""Checks of money: stages and probabilities, the pipeline beside the revenue, records whose sums do not add up."""

from __future__ import annotations

from collections.abc import Iterator

from demodb.model.rows import Row, place_text
from demodb.model.totals import OPEN_STAGES
from demodb.rehearsal.check import Check, Meaning
from demodb.rehearsal.finding import RecordPlace, Spot
from demodb.rehearsal.view import RehearsedAccount, Scene

MOST_PIPELINE = 2.0
"""How many times its yearly revenue the open deals of an account may be worth."""
FIRST_DEAL = 50_000.0
"""USD, what the open deals of an account without revenue may be worth: a small first one."""
SLACK = 0.01
"""How much sums may be off: figures are rounded."""

_DECIDED = {"won": 100, "lost": 0}


def _upside_down(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    likely = [deal for deal in view.open_deals if deal.get("probability") is not None]
    for deal in likely:
        later = [other for other in likely if OPEN_STAGES.index(other["status"]) > OPEN_STAGES.index(deal["status"])]
        less = min(later, key=lambda other: float(other["probability"]), default=None)
        if less and less["probability"] < deal["probability"]:
            why = (
                f"“{deal['title']}” is {deal['status']} at {deal['probability']:g} %, "
                f"“{less['title']}” {less['status']} at {less['probability']:g} % only"
            )
            yield _edited(view, deal, "probability", why)


def _decided(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    for deal in view.deals:
        probability, certain = deal.get("probability"), _DECIDED.get(deal["status"])
        if probability is None:
            continue
        if certain is not None and probability != certain:
            yield _edited(view, deal, "probability", f"“{deal['title']}” is {deal['status']}, at {probability:g} %", str(certain))
        elif certain is None and probability in _DECIDED.values():
            why = f"“{deal['title']}” stands in the pipeline at {probability:g} %: it is decided"
            yield _edited(view, deal, "status", why, "won" if probability else "lost")


def _over_revenue(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    revenue, pipeline = view.material.revenue, view.pipeline
    if pipeline <= (revenue * MOST_PIPELINE if revenue > 0 else FIRST_DEAL):
        return
    largest = max(view.open_deals, key=lambda deal: deal.get("estimatedValue") or 0)
    beside = f"{pipeline / revenue:.1f} times its revenue of {revenue:,.0f}" if revenue > 0 else "and it has no revenue"
    yield _edited(view, largest, "estimatedValue", f"open deals of {pipeline:,.0f} USD, {beside}")


def _worthless(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    for deal in view.open_deals:
        value = deal.get("estimatedValue")
        if value is not None and value <= 0:
            yield _edited(view, deal, "estimatedValue", f"“{deal['title']}” is {deal['status']}, and worth {value:,.0f} USD")


def _sums(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    for record in view.material.records:
        listed = [item.get("arr") for item in record["subscriptions"]]
        total = sum(arr or 0 for arr in listed)
        if listed and abs(total - record["rr"]) > SLACK * max(abs(total), abs(record["rr"]), 1.0):
            place = RecordPlace(record["businessUnit"], record["name"], None, "rr")
            why = f"rr says {record['rr']:,.0f}, and its subscriptions' ARR adds up to {total:,.0f}"
            yield Spot(why, "correct it in the source, then demodb import", value=record["rr"], source=place)


def _edited(view: RehearsedAccount, deal: Row, field: str, why: str, value: str = "VALUE") -> Spot:
    command = view.edit(place_text("strategy", "opportunities", deal["id"], field), value)
    return Spot(why, command, "strategy", f"opportunities/{deal['id']}", field, deal.get(field))


CHECKS = (
    Check(
        Meaning(
            "upside-down",
            "warning",
            "a deal at an earlier stage is more probable than one at a later stage",
            "probability rises with the stage, and whoever sells knows it",
        ),
        _upside_down,
    ),
    Check(
        Meaning(
            "decided-deal",
            "warning",
            "a won deal is not at 100 %, a lost one not at 0 %, or an open one at either",
            "a deal that is decided is no pipeline any more",
        ),
        _decided,
    ),
    Check(
        Meaning(
            "pipeline-over-revenue",
            "warning",
            f"open deals are worth more than {MOST_PIPELINE:g} times a year's revenue, or {FIRST_DEAL:,.0f} USD without any",
            "nobody sells an account several times what it buys",
        ),
        _over_revenue,
    ),
    Check(
        Meaning(
            "worthless-deal",
            "warning",
            "an open deal is worth nothing, or less",
            "the pipeline adds it up; a value that nobody knows yet is left out",
        ),
        _worthless,
    ),
    Check(
        Meaning(
            "sums-differ",
            "warning",
            "a record's recurring revenue is not the sum of its subscriptions' ARR",
            "the app shows both on one page",
        ),
        _sums,
    ),
)
