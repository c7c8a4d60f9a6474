"""The summary of a brief: where the account stands, what is at stake, what decides it. What is overdue leads."""

from __future__ import annotations

from collections.abc import Iterator

from demodb.advice.findings import Assessment
from demodb.advice.renewal_facts import renewal_facts
from demodb.advice.sayings import SUMMARY
from demodb.advice.voice import Voice
from demodb.advice.wording import capital, counted, ended, fitting, listed, money, month
from demodb.model.documents import SECTIONS
from demodb.model.material import Material

LENGTH = 420
"""Characters within which a summary ends: the app's overview shows 500 of a report, its head included."""


def summary(material: Material, assessment: Assessment) -> str:
    """The sentences that fit, the most important first."""
    said = _Summary(material, assessment)
    return fitting(said.sentences(), LENGTH)


class _Summary:
    def __init__(self, material: Material, assessment: Assessment) -> None:
        self._material, self._found = material, assessment
        self._voice = Voice(material.key, SUMMARY)

    def sentences(self) -> Iterator[str]:
        """What is overdue, the standing, then what weighs more: what may be lost or what may be won; then the rest."""
        found = self._found
        yield self._overdue()
        yield self._standing()
        both = [self._at_risk(), self._pipeline()]
        yield from both if found.at_risk.amount >= sum(deal.expected for deal in found.deals) else reversed(both)
        yield self._gaps()
        yield self._decider()
        yield self._late()
        yield ended(self._voice.say("need", title=found.needs[0].title)) if found.needs else ""

    def _overdue(self) -> str:
        overdue = self._found.overdue
        return self._voice.say("overdue", **renewal_facts(overdue)) if overdue.count else ""

    def _standing(self) -> str:
        customer = self._found.customer
        units = f" with {listed(self._found.units)}" if self._found.units else ""
        if self._material.revenue <= 0:
            return self._voice.say("no revenue", customer=customer, units=units)
        facts = {"revenue": money(self._material.revenue), "recurring": _recurring(self._material)}
        return self._voice.say("revenue", customer=customer, units=units, **facts)

    def _at_risk(self) -> str:
        """Left out where all of it is overdue, and so has been said."""
        found = self._found.at_risk
        if not found.count or found.count == self._found.overdue.count:
            return ""
        kind = "at risk, share unknown" if found.share is None else "at risk"
        return self._voice.say(kind, **renewal_facts(found))

    def _pipeline(self) -> str:
        deals = self._found.deals
        if not deals:
            return self._voice.say("no pipeline")
        named, total = counted(len(deals), "opportunity", "opportunities"), sum(deal.value for deal in deals)
        facts = {"deals": named, "Deals": capital(named), "are": "is" if len(deals) == 1 else "are"}
        if total <= 0:
            return self._voice.say("pipeline, no value", **facts)
        amounts = {"total": money(total), "Total": capital(money(total)), "expected": money(sum(deal.expected for deal in deals))}
        return self._voice.say("pipeline", **facts, **amounts)

    def _decider(self) -> str:
        """Who decides, where that is not somebody close; a plan without people is a gap and said as such."""
        distant = next((person for person in self._found.people if person.role == "decision maker"), None)
        if distant:
            return self._voice.say("distant decider", name=distant.name, relationship=distant.relationship)
        unknown = "stakeholders" in self._material.sections and not self._found.parties.decides
        return self._voice.say("no decider") if unknown else ""

    def _late(self) -> str:
        late = self._found.actions.overdue
        if not late:
            return ""
        named = counted(len(late), "action")
        facts = {"actions": named, "Actions": capital(named), "are": "is" if len(late) == 1 else "are"}
        oldest = "the oldest " if len(late) > 1 else ""
        return self._voice.say("late actions", month=month(min(action.due for action in late)), oldest=oldest, **facts)

    def _gaps(self) -> str:
        missing = [section for section in SECTIONS if section not in self._material.sections]
        return self._voice.say("gaps", missing=listed(missing), either=listed(missing, "or")) if missing else ""


def _recurring(material: Material) -> str:
    recurring, other = (sum(record[kind] for record in material.records) for kind in ("rr", "nrr"))
    if recurring <= 0 or other <= 0:
        return "none" if recurring <= 0 else "all"
    amount = money(recurring)
    return "almost all" if amount == money(material.revenue) else amount
