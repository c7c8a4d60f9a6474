"""Briefs: the same document as Claude's advice, by rules from the plan and the customer records alone. No clock, no chance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from demodb.advice.assessment import RANK, Assessment, Deal, Need, Person, Renewals, Rival, assessment_of
from demodb.advice.wording import counted, ended, items, joined, listed, money
from demodb.model.documents import SECTIONS
from demodb.model.intelligence import RECOMMENDATIONS
from demodb.model.material import Material

NOTES = 5
"""How many opportunities and how many risks a brief holds at most."""
_OF_A_KIND = 2
"""How many pain points, people and competitors may stand among the risks, so that none crowds out the others."""

Note = dict[str, Any]


def brief(material: Material) -> dict[str, Any]:
    """The advice on an account by rules, valid against `Advice` for every valid plan; the same material gives the same brief."""
    assessment = assessment_of(material)
    return {
        "summary": _summary(material, assessment),
        "opportunities": [_opportunity(deal) for deal in assessment.deals[:NOTES]],
        "risks": _most_pressing(_risks(assessment), "severity")[:NOTES],
        "recommendations": _most_pressing(_recommendations(assessment), "priority")[:RECOMMENDATIONS],
    }


def _most_pressing(notes: Iterable[Note], by: str) -> list[Note]:
    """By level; among equals the order in which the rules stand."""
    return sorted(notes, key=lambda note: RANK[note[by]])


# --- the summary ---------------------------------------------------------------------------------------------------------


def _summary(material: Material, assessment: Assessment) -> str:
    return joined(
        _standing(material, assessment),
        _pipeline(assessment.deals),
        f"The most pressing pain point: {ended(assessment.needs[0].title)}" if assessment.needs else "",
        _exposure(assessment.at_risk),
        _gaps(material),
    )


def _standing(material: Material, assessment: Assessment) -> str:
    units = f" with {listed(assessment.units)}" if assessment.units else ""
    if material.revenue <= 0:
        return f"No revenue is on record for {assessment.customer}{units}."
    return f"{assessment.customer} brings in {money(material.revenue)} a year{units}, {_recurring(material)} of it recurring."


def _recurring(material: Material) -> str:
    recurring, other = (sum(record[kind] for record in material.records) for kind in ("rr", "nrr"))
    if recurring <= 0 or other <= 0:
        return "none" if recurring <= 0 else "all"
    amount = money(recurring)
    return "almost all" if amount == money(material.revenue) else amount


def _pipeline(deals: tuple[Deal, ...]) -> str:
    if not deals:
        return "No opportunity is open."
    total, expected = sum(deal.value for deal in deals), sum(deal.expected for deal in deals)
    are = "is" if len(deals) == 1 else "are"
    start = f"{counted(len(deals), 'opportunity', 'opportunities').capitalize()} {are} open"
    worth = f", worth {money(total)} and {money(expected)} weighted by probability" if total > 0 else ", not valued yet"
    return f"{start}{worth}."


def _exposure(renewals: Renewals) -> str:
    if not renewals.count:
        return ""
    worth = f", worth {money(renewals.amount)} a year," if renewals.amount > 0 else ""
    return f"{counted(renewals.count, 'renewal').capitalize()}{worth} {'is' if renewals.count == 1 else 'are'} at risk."


def _gaps(material: Material) -> str:
    missing = [section for section in SECTIONS if section not in material.sections]
    return f"The plan has no {listed(missing, 'or')} yet." if missing else ""


# --- opportunities and risks ---------------------------------------------------------------------------------------------


_STATES = {"identified": "It has been identified", "exploring": "It is being explored", "proposed": "It has been proposed"}


def _opportunity(deal: Deal) -> Note:
    likely = "" if deal.probability is None else f", with a probability of {deal.probability:.0f} %"
    terms = f"{_STATES[deal.status]}{likely}."
    worth = f"It is worth {money(deal.value)}." if deal.value > 0 else ""
    note = {"title": deal.title, "description": joined(ended(deal.description), worth, terms), "confidence": deal.confidence}
    return note | ({"estimatedValue": deal.value} if deal.value > 0 else {})


def _risks(assessment: Assessment) -> list[Note]:
    return [
        *[_renewal_risk(renewals) for renewals in (assessment.lost, assessment.undecided) if renewals.count],
        *[_need_risk(need) for need in assessment.needs[:_OF_A_KIND]],
        *[_person_risk(person) for person in assessment.people[:_OF_A_KIND]],
        *[_rival_risk(rival) for rival in assessment.rivals[:_OF_A_KIND]],
    ]


def _risk(title: str, description: str, severity: str, mitigation: str) -> Note:
    return {"title": title, "description": description, "severity": severity, "mitigation": mitigation}


def _renewal_risk(renewals: Renewals) -> Note:
    outlook = "not expected to renew" if renewals.level == "high" else "undecided"
    are = "is" if renewals.count == 1 else "are"
    worth = f", worth {money(renewals.amount)} a year" if renewals.amount > 0 else ""
    due = f"The earliest is due {renewals.due}." if renewals.due else ""
    return _risk(
        "Renewals likely to be lost" if renewals.level == "high" else "Renewals not decided yet",
        joined(f"{counted(renewals.count, 'subscription').capitalize()} {are} {outlook}{worth}.", due),
        renewals.level,
        "Ask the decision maker for the reasons and the terms on which they would renew."
        if renewals.level == "high"
        else "Name an owner for each renewal and get a decision before its quarter begins.",
    )


def _need_risk(need: Need) -> Note:
    owner = f"{need.owner} owns it." if need.owner else ""
    state = "It is an active pain point." if need.active else "It is being monitored."
    steps = f"Agree with {need.owner} on" if need.owner else "Agree with the customer on"
    return _risk(
        need.title,
        joined(ended(need.description), state, owner),
        need.level,
        f"{steps} a remedy, a date and a measure of success.",
    )


def _person_risk(person: Person) -> Note:
    state = f"{person.shown} is a {person.role}, and the relationship is {person.relationship}."
    goal = "win them over, or limit their influence" if person.role == "blocker" else "meet them and learn what they expect"
    interests = ended(f"Start from what they care about: {items(person.interests)}") if person.interests else ""
    title = f"{person.relationship.capitalize()} relationship with {person.name}"
    return _risk(title, state, person.level, joined(f"Make it somebody's task to {goal}.", interests))


def _rival_risk(rival: Rival) -> Note:
    answer = (
        ended(f"Show where they are weaker: {items(rival.weaknesses)}") if rival.weaknesses else "Find out where they are weaker."
    )
    return _risk(
        f"{rival.name} competes for the account",
        joined(ended(rival.description), ended(f"Their strengths: {items(rival.strengths)}")),
        rival.level,
        answer,
    )


# --- recommendations -----------------------------------------------------------------------------------------------------

_MOVES = {
    "identified": ("Confirm the need and who would sponsor it.", "Estimate value and effort with the customer."),
    "exploring": ("Agree on scope and business case.", "Fix a date for the proposal."),
    "proposed": ("Clear up the open terms.", "Agree on the date of the decision."),
}


def _recommendations(assessment: Assessment) -> list[Note]:
    """More than are asked for: the first of each kind, then what is always right."""
    return [
        *([_secure(assessment.at_risk)] if assessment.at_risk.count else []),
        *[_meet(person) for person in assessment.people[:1]],
        *[_pursue(deal) for deal in assessment.deals[:1]],
        *[_relieve(need) for need in assessment.needs[:1]],
        *[_outdo(rival) for rival in assessment.rivals[:1]],
        *([_finish(assessment.urgent)] if assessment.urgent else []),
        _learn_who_decides(assessment),
        *_ALWAYS,
    ]


def _recommendation(title: str, description: str, priority: str, *steps: str) -> Note:
    return {"title": title, "description": description, "priority": priority, "nextSteps": list(steps)}


def _secure(renewals: Renewals) -> Note:
    worth = f"{money(renewals.amount)} a year depends on them" if renewals.amount > 0 else "The relationship depends on them"
    first = f"; the earliest is due {renewals.due}" if renewals.due else ""
    return _recommendation(
        "Secure the renewals at risk",
        f"{worth}{first}.",
        renewals.level,
        "List each renewal with its quarter and the person who decides.",
        "Ask what would have to change for a yes.",
        "Bring an offer for the largest one first.",
    )


def _meet(person: Person) -> Note:
    steps = [ended(f"Prepare what matters to them: {items(person.interests)}")] if person.interests else []
    return _recommendation(
        f"Build the relationship with {person.name}",
        f"{person.shown} is a {person.role}, and the relationship is {person.relationship}.",
        person.level,
        "Ask for an introduction by somebody who knows them well.",
        *steps,
        "Meet, and note what they expect.",
    )


def _pursue(deal: Deal) -> Note:
    worth = f" It is worth {money(deal.value)}." if deal.value > 0 else ""
    return _recommendation(
        f"Move forward: {deal.title}",
        f"It is the most promising open opportunity.{worth}",
        "high" if deal.confidence == "high" else "medium",
        *_MOVES[deal.status],
    )


def _relieve(need: Need) -> Note:
    return _recommendation(
        f"Relieve the pain: {need.title}",
        "It is what hurts the customer most, and what they will judge us by.",
        need.level,
        f"Agree on a remedy and a date with {need.owner or 'the customer'}.",
        "Report progress until they call it solved.",
    )


def _outdo(rival: Rival) -> Note:
    weak = [ended(f"Gather proof where they are weaker: {items(rival.weaknesses)}")] if rival.weaknesses else []
    return _recommendation(
        f"Prepare the case against {rival.name}",
        ended(f"Their strengths: {items(rival.strengths)}"),
        rival.level,
        "Decide which of their strengths matter to this customer.",
        *weak,
    )


def _finish(urgent: int) -> Note:
    return _recommendation(
        "Finish the urgent actions",
        f"{counted(urgent, 'action').capitalize()} of high priority {'is' if urgent == 1 else 'are'} still open.",
        "medium",
        "Give each an owner and a date.",
        "Drop what no longer matters.",
    )


def _learn_who_decides(assessment: Assessment) -> Note:
    return _recommendation(
        "Learn who decides",
        "A plan holds only as far as the people behind it are known."
        if assessment.decider
        else "No decision maker is on record, and nothing is settled without one.",
        "low" if assessment.decider else "medium",
        "Complete the list of people with their roles.",
        "Name who on our side knows each of them.",
    )


_ALWAYS = (
    _recommendation(
        "Ask for the customer's priorities",
        "What the customer wants to reach in the coming year decides what we should offer.",
        "low",
        "Hold a review meeting with the customer.",
        "Write their priorities into the plan.",
    ),
    _recommendation(
        "Review the account plan",
        "A plan that is up to date shows gaps before the customer does.",
        "low",
        "Go through every section with the account team.",
        "Record competitors and open actions.",
    ),
)
