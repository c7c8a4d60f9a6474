"""What a presenter has to know of an account, on one page: who is in the room, what to say, what not to touch, the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from demodb.advice.assessment import assessment_of
from demodb.advice.findings import Assessment, Deal
from demodb.advice.ids import Ids
from demodb.advice.plain_text import plain_text
from demodb.advice.presenter_numbers import Numbers, numbers_of
from demodb.advice.renewal_facts import due, renewal_facts
from demodb.advice.wording import capital, counted, ended, joined, listed, money, month, percent
from demodb.model.documents import VACANT
from demodb.model.material import Material
from demodb.model.renewals import renewals_at_risk

PEOPLE, POINTS, CARES = 8, 8, 3
"""How many people, how many things not to touch, and how many interests of a person there is room for."""
_SAID = 3
_SHORT, _TEXT = 70, 150
_ROLES = ("blocker", "champion", "decision-maker", "influencer", "user")
_MOST_OF_A_KIND = 2
_RENEWAL = "The largest renewal"


@dataclass(frozen=True)
class Attendee:
    """A person in the room; `cares` are interests, `seen` the ISO date of the last contact, "" where nobody knows."""

    name: str
    title: str
    role: str
    relationship: str
    cares: tuple[str, ...]
    note: str
    seen: str


@dataclass(frozen=True)
class Point:
    """Something to say, or not to touch: what kind it is of, in few words, and more of it."""

    kind: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Doubts:
    """What is known to be wrong with an account: the places of open conflicts, and what a rehearsal found, the worst first."""

    conflicts: Sequence[str] = ()
    findings: Sequence[str] = ()


@dataclass(frozen=True)
class Card:
    """The page: people with blockers and champions first, `others` that there is no room for, `more` points left out."""

    customer: str
    units: tuple[str, ...]
    people: tuple[Attendee, ...]
    others: int
    say: tuple[Point, ...]
    avoid: tuple[Point, ...]
    more: int
    numbers: Numbers


def presenter_card(material: Material, advice: Mapping[str, Any], doubts: Doubts, day: date) -> Card:
    """The page on an account for a demo on a day; `advice` is what its intelligence says. Missing sections give nothing."""
    found = assessment_of(material, day)
    people = _people(material)
    say = tuple(_say(found, advice))[:_SAID]
    avoid = list(_avoid(material, found, doubts, say))
    return Card(
        found.customer,
        found.units,
        tuple(people[:PEOPLE]),
        len(people[PEOPLE:]),
        say,
        tuple(avoid[:POINTS]),
        len(avoid[POINTS:]),
        numbers_of(material, day),
    )


# --- who is in the room ----------------------------------------------------------------------------------------------------


def _people(material: Material) -> list[Attendee]:
    rows: list[Any] = [*material.sections.get("stakeholders", [])]
    ids = Ids(material.sections)
    there = [row for row in rows if row["name"].strip().casefold() not in ("", VACANT.casefold())]
    return [_attendee(row, ids) for row in sorted(there, key=lambda row: _ROLES.index(row["role"]))]


def _attendee(row: Mapping[str, Any], ids: Ids) -> Attendee:
    cares = tuple(text for item in row.get("interests", []) if (text := _short(item)))
    return Attendee(
        _short(row["name"]) or "a person without a name",
        _short(row["title"]),
        row["role"],
        row["relationshipStrength"],
        cares[:CARES],
        plain_text(ids.replaced(row.get("notes", "")), _TEXT),
        row.get("lastInteraction", ""),
    )


# --- three things to say ---------------------------------------------------------------------------------------------------


def _say(found: Assessment, advice: Mapping[str, Any]) -> Iterator[Point]:
    """The worst open pain, the largest deal or renewal, what the intelligence recommends; then what else it does."""
    told = [*_pain(found), *_money(found)]
    yield from told
    notes = [note for note in advice["recommendations"] if not _says_again(note, told)]
    yield from map(_recommended, notes or advice["recommendations"])


def _pain(found: Assessment) -> Iterator[Point]:
    for need in found.needs[:1]:
        since = f"Since {month(need.since)}" if need.since else ""
        owner = f"{', w' if since else 'W'}ith {need.owner}" if need.owner and not need.blocked else ""
        yield Point("Their worst pain", need.title, joined(_ended(need.description), ended(since + owner)))


def _money(found: Assessment) -> Iterator[Point]:
    """The largest open deal, or the renewals that nobody has decided on, whichever is more; the first where both are alike."""
    deal, undecided = max(found.deals, key=lambda one: one.value, default=None), found.undecided
    if undecided.count and (deal is None or undecided.amount > deal.value):
        facts, ahead = renewal_facts(undecided), due(undecided)
        share = f"{facts['Share']} of the revenue." if facts["share"] else ""
        which = "It" if undecided.count == 1 else "The first"
        when = f"{which} was due in {undecided.past_quarters[0]}." if undecided.past else f"Due {ahead}." if ahead else ""
        yield Point(_RENEWAL, f"{facts['Renewals']}{facts['worth']} to be decided", joined(share, when))
    elif deal:
        worth = f"{money(deal.value)}, " if deal.value else ""
        yield Point("The largest deal", deal.title, joined(f"{capital(worth + _chance(deal))}.", _ended(deal.description)))


def _chance(deal: Deal) -> str:
    return f"{percent(deal.likelihood / 100)} likely, {deal.status}" if deal.likelihood else deal.status


def _says_again(note: Mapping[str, Any], told: Iterable[Point]) -> bool:
    title = note["title"].casefold()
    return any(("renewal" if point.kind == _RENEWAL else point.title.casefold()) in title for point in told)


def _recommended(note: Mapping[str, Any]) -> Point:
    first = next((step for step in note.get("nextSteps", ())), "")
    start = _ended(f"Start here: {first}") if first else ""
    return Point("Recommended", _short(note["title"]), joined(_ended(note["description"]), start))


# --- what not to touch -----------------------------------------------------------------------------------------------------


def _avoid(material: Material, found: Assessment, doubts: Doubts, say: Iterable[Point]) -> Iterator[Point]:
    """Blockers, what does not renew, what was lost, what is sore, what is in doubt: a few of each kind."""
    for person in [person for person in _people(material) if person.role == "blocker"][:_MOST_OF_A_KIND]:
        yield Point("Blocker", person.name, joined(ended(person.title), person.note))
    if found.lost.count:
        facts, quarters = renewal_facts(found.lost), _quarters_lost(material)
        yield Point("Will not renew", f"{facts['Renewals']}{facts['worth']}", ended(f"Due in {quarters}") if quarters else "")
    for row in _lost_deals(material):
        value = row.get("estimatedValue") or 0
        yield Point(
            "Lost deal", _short(row["title"]) or "A deal without a title", ended(capital(money(value))) if value > 0 else ""
        )
    yield from _sore(found, say)
    if doubts.conflicts:
        places = plain_text(", ".join(doubts.conflicts), _TEXT)
        yield Point("In conflict", capital(counted(len(doubts.conflicts), "value")), places)
    for why in doubts.findings:
        yield Point("Would be noticed", plain_text(why, _TEXT))


def _sore(found: Assessment, say: Iterable[Point]) -> Iterator[Point]:
    """What is overdue, unless it is to be said, what a blocker owns, and what was promised and is late."""
    if found.overdue.count and all(point.kind != _RENEWAL for point in say):
        facts = renewal_facts(found.overdue)
        yield Point("Overdue", f"{facts['Renewals']}{facts['worth']} still undecided", f"Due {facts['when']}.")
    for need in [need for need in found.needs if need.blocked][:_MOST_OF_A_KIND]:
        yield Point("Sore subject", need.title, f"It is {need.owner}'s, who blocks.")
    for action in found.actions.overdue[:_MOST_OF_A_KIND]:
        owner = f", with {action.owner}" if action.owner else ""
        yield Point("Promised and late", action.title, f"Due {action.due.day} {month(action.due)}{owner}.")


def _lost_deals(material: Material) -> list[Mapping[str, Any]]:
    """The largest of the deals that were lost."""
    strategy: Any = material.sections.get("strategy", {})
    lost = [row for row in strategy.get("opportunities", []) if row["status"] == "lost"]
    return sorted(lost, key=lambda row: -(row.get("estimatedValue") or 0))[:_MOST_OF_A_KIND]


def _quarters_lost(material: Material) -> str:
    lost = [plain_text(risk.quarter or "", _SHORT) for risk in renewals_at_risk(material.subscriptions) if risk.outlook == "lost"]
    return listed([quarter for quarter in dict.fromkeys(lost) if quarter][:CARES])


def _short(text: str) -> str:
    return plain_text(text, _SHORT)


def _ended(text: str) -> str:
    return ended(plain_text(text, _TEXT))
