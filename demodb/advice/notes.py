"""The opportunities and the risks of a brief, each as a note with the words that the account's voice chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from demodb.advice.findings import RANK, Assessment, Deal, Need, Parties, Person, Renewals, Rival
from demodb.advice.renewal_facts import due, past_facts, renewal_facts
from demodb.advice.sayings import OPPORTUNITIES, RISKS
from demodb.advice.voice import Voice
from demodb.advice.wording import capital, ended, joined, listed, money, month
from demodb.model.documents import Level

_OF_A_KIND = 2
"""How many pain points, people and competitors may stand among the risks, so that none crowds out the others."""

_STATES = {"identified": "identified so far", "exploring": "being explored", "proposed": "proposed"}
_SOMEBODY, _TEAM = "the person who decides", "the customer's own team"

Note = dict[str, Any]


@dataclass(frozen=True)
class Weighed:
    """A note that could be written, and what its place depends on."""

    level: Level
    weight: float
    overdue: bool
    write: Callable[[], Note]

    @property
    def place(self) -> tuple[bool, int, float]:
        """What is overdue comes first, then by level, then by weight."""
        return not self.overdue, RANK[self.level], -self.weight


def deal_size(deal: Deal) -> str:
    """What a deal is worth, as in "640,000 USD with a chance of 60 %"; "" where that is not known."""
    likely = "" if deal.probability is None else f" with a chance of {deal.probability:.0f} %"
    return f"{money(deal.value)}{likely}" if deal.value > 0 else ""


def opportunity_note(deal: Deal, key: str, place: int) -> Note:
    """The note on an open opportunity; `place` is its place among the others."""
    voice, size = Voice(key, OPPORTUNITIES, place), deal_size(deal)
    since = voice.say("since", month=month(deal.since)) if deal.since else ""
    state = {"state": _STATES[deal.status], "State": capital(_STATES[deal.status]), "since": since}
    if size:
        terms = voice.say("terms", size=size, Size=capital(size), **state)
    else:
        likely = "" if deal.probability is None else f", {deal.probability:.0f} % likely"
        terms = voice.say("terms, no value", likely=likely, **state)
    note = {"title": deal.title, "description": joined(ended(deal.description), terms), "confidence": deal.confidence}
    return note | ({"estimatedValue": deal.value} if deal.value > 0 else {})


class RiskNotes:
    """The risks of an account."""

    def __init__(self, assessment: Assessment, key: str) -> None:
        self._found, self._voice = assessment, Voice(key, RISKS)
        self._parties = {"decider": assessment.parties.decider or _SOMEBODY, "ally": assessment.parties.ally or _TEAM}

    def all(self) -> list[Weighed]:
        """Every risk, with how much it matters."""
        found = self._found
        outlooks = ((found.lost, "lost"), (found.undecided, "undecided"))
        return [
            *[self._weighed(one, partial(self._renewals, one, kind), overdue=one.overdue) for one, kind in outlooks if one.count],
            *[self._weighed(need, partial(self._need, need, n)) for n, need in enumerate(found.needs[:_OF_A_KIND])],
            *[self._weighed(person, partial(self._person, person, n)) for n, person in enumerate(found.people[:_OF_A_KIND])],
            *[self._weighed(rival, partial(self._rival, rival, n)) for n, rival in enumerate(found.rivals[:_OF_A_KIND])],
        ]

    def _weighed(self, of: Renewals | Need | Person | Rival, write: Callable[[], Note], *, overdue: bool = False) -> Weighed:
        return Weighed(of.level, of.weight, overdue, lambda: write() | {"severity": of.level})

    def _note(self, title: str, description: str, mitigation: str) -> Note:
        return {"title": title, "description": description, "mitigation": mitigation}

    def _renewals(self, renewals: Renewals, kind: str) -> Note:
        facts = renewal_facts(renewals) | self._parties
        if renewals.overdue:
            title = self._voice.say("overdue: title", **renewal_facts(self._found.overdue))
        else:
            title = self._voice.say(f"{kind}: title", **facts)
        described = joined(self._voice.say(kind, **facts), self._dates(renewals, kind))
        return self._note(title, described, self._voice.say(f"{kind}: mitigation{_one(renewals)}", **facts))

    def _dates(self, renewals: Renewals, kind: str) -> str:
        if renewals.past:
            return self._voice.say(f"{kind}: past", **past_facts(renewals))
        ahead = due(renewals)
        return self._voice.say(f"{kind}: ahead{_one(renewals)}", ahead=ahead) if ahead else ""

    def _need(self, need: Need, n: int) -> Note:
        facts = {"owner": need.owner, "title": need.title.rstrip("."), "partner": partner(need, self._found.parties)}
        say = self._voice.at(n).say
        owned = say("pain: owned", **facts) if need.owner else ""
        if need.since:
            state = say(f"pain: {_felt(need)}", month=month(need.since), owned=owned)
        else:
            state = say("pain: no date", state="active" if need.active else "being watched", owned=owned)
        blocked = ", blocked" if need.blocked else ""
        return self._note(
            need.title,
            joined(ended(need.description), state),
            say(f"pain: mitigation{blocked}", **facts),
        )

    def _person(self, person: Person, n: int) -> Note:
        say = self._voice.at(n).say
        facts = person_facts(person, self._voice) | self._parties
        interests = say("person: interests", interests=listed(person.interests)) if person.interests else ""
        return self._note(
            say(f"person: title, {person.relationship}", **facts),
            say("person", **facts),
            joined(say(f"{person.role}: mitigation", **facts), interests),
        )

    def _rival(self, rival: Rival, n: int) -> Note:
        say = self._voice.at(n).say
        facts = {"name": rival.name, "strengths": ", ".join(rival.strengths), "weaknesses": "".join(rival.weaknesses[:1])}
        kind = "rival: mitigation" if rival.weaknesses else "rival: mitigation, no weakness"
        return self._note(
            say("rival: title", **facts),
            joined(ended(rival.description), say("rival", **facts)),
            say(kind, **facts, **self._parties),
        )


def partner(need: Need, parties: Parties) -> str:
    """With whom a remedy is to be settled: its owner, but never a blocker."""
    return parties.first if need.blocked or not need.owner else need.owner


def person_facts(person: Person, voice: Voice) -> dict[str, str]:
    """Facts about somebody who is not close to us; `seen` says when there was a contact last, "" where nobody noted it."""
    seen = voice.say("person: seen", month=month(person.seen)) if person.seen else ""
    told = {"name": person.name, "shown": person.shown, "role": person.role, "relationship": person.relationship}
    return told | {"seen": seen}


def _felt(need: Need) -> str:
    return "active" if need.active else "watched"


def _one(renewals: Renewals) -> str:
    return ", one" if renewals.count == 1 else ""
