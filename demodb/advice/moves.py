"""The recommendations of a brief: more than are asked for, each with how much it matters, in the account's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from demodb.advice.findings import Action, Assessment, Deal, Need, Person, Rival
from demodb.advice.move_sayings import MOVES
from demodb.advice.notes import Note, Weighed, deal_size, partner, person_facts
from demodb.advice.renewal_facts import due, renewal_facts
from demodb.advice.sayings import RISKS
from demodb.advice.voice import Voice
from demodb.advice.wording import capital, counted, listed, money, month
from demodb.model.documents import Level

_SOMEBODY = "the person who decides"
_LATE_WEIGHT, _ALWAYS_WEIGHT = 0.1, 0.0


class Moves:
    """What could be recommended for an account."""

    def __init__(self, assessment: Assessment, key: str) -> None:
        self._found, self._voice, self._key = assessment, Voice(key, MOVES), key
        self._parties = {
            "decider": assessment.parties.decider or _SOMEBODY,
            "ally": assessment.parties.ally,
            "partner": assessment.parties.first,
        }

    def all(self) -> Iterator[Weighed]:
        """The first of each kind, then what is always right: at least three."""
        found = self._found
        if found.at_risk.count:
            yield _weighed(found.at_risk.level, found.at_risk.weight, self._secure, overdue=found.at_risk.overdue)
        for action in found.actions.overdue[:1]:
            write = partial(self._finish_late, action)
            yield _weighed(action.level, _LATE_WEIGHT, write, overdue=action.level == "high")
        if found.actions.urgent and not found.actions.overdue:
            yield _weighed("medium", _LATE_WEIGHT, self._finish)
        for person in found.people[:1]:
            yield _weighed(person.level, person.weight, partial(self._meet, person))
        for deal in found.deals[:1]:
            yield _weighed("high" if deal.confidence == "high" else "medium", deal.weight, partial(self._pursue, deal))
        for need in found.needs[:1]:
            yield _weighed(need.level, need.weight, partial(self._relieve, need))
        for rival in found.rivals[:1]:
            yield _weighed(rival.level, rival.weight, partial(self._outdo, rival))
        yield from self._always()

    def _note(self, title: str, description: str, *steps: str) -> Note:
        return {"title": title, "description": description, "nextSteps": list(steps)}

    def _always(self) -> Iterator[Weighed]:
        decides = self._found.parties.decides
        learn = partial(self._plain, "learn", "learn, decider" if decides else "learn")
        yield _weighed("low" if decides else "medium", _ALWAYS_WEIGHT, learn)
        yield _weighed("low", _ALWAYS_WEIGHT, partial(self._plain, "priorities", "priorities"))
        yield _weighed("low", _ALWAYS_WEIGHT, partial(self._plain, "review", "review"))

    def _plain(self, kind: str, described: str) -> Note:
        say, parties = self._voice.say, self._parties
        steps = [say(f"{kind}: {n}", **parties) for n in (1, 2)]
        return self._note(say(f"{kind}: title"), say(described), *steps)

    def _secure(self) -> Note:
        found, say = self._found.at_risk, self._voice.say
        facts = renewal_facts(found) | self._parties
        facts |= {"share": f", {facts['share']} of the revenue" if facts["share"] else "", "dates": self._dates()}
        several = found.count > 1 and found.largest > 0
        facts["largest"] = f", {money(found.largest)} a year" if several else ""
        facts["largest_aside"] = f" ({money(found.largest)} a year)" if several else ""
        unknown = "" if facts["amount"] else ", no amount"
        if found.overdue:
            overdue = renewal_facts(self._found.overdue)
            title = say("secure: title, overdue", overdue=overdue["renewals"], first=overdue["first"])
        else:
            title = say(f"secure: title{unknown}", **facts)
        one = ", one" if found.count == 1 else ""
        steps = [*(say(f"secure: {n}{one}", **facts) for n in (1, 2)), *([say("secure: 3", **facts)] if several else [])]
        return self._note(title, say(f"secure{unknown}", **facts), *steps)

    def _dates(self) -> str:
        found, ahead = self._found.at_risk, due(self._found.at_risk)
        told = f"was due in {found.past_quarters[0]}" if found.past else f"is due {ahead}" if ahead else ""
        if not told:
            return ""
        return f"; the first {told}" if found.count > 1 else f"; it {told}"

    def _meet(self, person: Person) -> Note:
        say = self._voice.say
        facts = person_facts(person, Voice(self._key, RISKS)) | self._parties
        friend = "meet: 1" if facts["ally"] not in ("", person.name) else "meet: 1, no ally"
        interests = [say("meet: 2", **facts, interests=listed(person.interests))] if person.interests else []
        return self._note(
            say("meet: title", **facts),
            say(f"meet: {person.role}", **facts),
            say(friend, **facts),
            *interests,
            say("meet: 3", **facts),
        )

    def _pursue(self, deal: Deal) -> Note:
        say, size, several = self._voice.say, deal_size(deal), len(self._found.deals) > 1
        kind = "pursue, no value" if not size else "pursue" if several else "pursue, one"
        named = counted(len(self._found.deals), "open opportunity", "open opportunities")
        steps = [say(f"pursue: {deal.status}{second}", **self._parties) for second in ("", ", 2")]
        return self._note(say("pursue: title", title=deal.title), say(kind, size=size, deals=named), *steps)

    def _relieve(self, need: Need) -> Note:
        say = self._voice.say
        since = say("relieve: since", month=month(need.since)) if need.since else ""
        several, pains = len(self._found.needs) > 1, counted(len(self._found.needs), "pain point")
        facts = {"partner": partner(need, self._found.parties), "owner": need.owner}
        return self._note(
            say("relieve: title", title=need.title),
            say("relieve" if several else "relieve, one", since=since, pains=pains),
            say("relieve: 1, blocked" if need.blocked else "relieve: 1", **facts),
            say("relieve: 2"),
        )

    def _outdo(self, rival: Rival) -> Note:
        say = self._voice.say
        facts = {"name": rival.name, "strengths": ", ".join(rival.strengths), "weaknesses": "".join(rival.weaknesses[-1:])}
        facts |= {"partner": self._parties["partner"]}
        second = "outdo: 2" if rival.weaknesses else "outdo: 2, no weakness"
        return self._note(say("outdo: title", **facts), say("outdo", **facts), say("outdo: 1", **facts), say(second, **facts))

    def _finish_late(self, action: Action) -> Note:
        say, late = self._voice.say, self._found.actions.overdue
        owner = f", with {action.owner}" if action.owner else ""
        others = f"; in all {counted(len(late), 'action')} are late" if len(late) > 1 else ""
        described = say("finish, late", month=month(action.due), owner=owner, others=others)
        return self._note(say("finish: title, late", title=action.title), described, *self._finishing())

    def _finish(self) -> Note:
        say, urgent = self._voice.say, self._found.actions.urgent
        named, are = counted(urgent, "action"), "is" if urgent == 1 else "are"
        facts = {"actions": named, "Actions": capital(named), "are": are, "are_there": f"there {are}"}
        return self._note(say("finish: title", **facts), say("finish", **facts), *self._finishing())

    def _finishing(self) -> list[str]:
        return [self._voice.say(f"finish: {n}") for n in (1, 2)]


def _weighed(level: Level, weight: float, write: Callable[[], Note], *, overdue: bool = False) -> Weighed:
    return Weighed(level, weight, overdue, lambda: write() | {"priority": level})
