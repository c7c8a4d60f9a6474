"""The people of an account, from a pack of the second version of the facts: a shape of org chart, and who sits where."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demodb.model import documents as d
from demodb.packs.account_draws import NAMING_2, AccountDraws
from demodb.packs.fields import Offset
from demodb.packs.situated_content import first_that_fits
from demodb.packs.situated_people import JobTitle, Mood, Note, Place

_INTERESTS = 2
_WEEKS_OF_A_MONTH = 4


@dataclass(frozen=True)
class Seat:
    """A place in an account's chart: whom it reports to, None at the top, and how strong our relationship is."""

    place: Place
    boss: str | None
    strength: d.Relationship

    @property
    def path(self) -> str:
        """Where its draws are keyed."""
        return f"stakeholders/{self.place.id}"


def people(drawn: AccountDraws) -> list[tuple[str, dict[str, Any]]]:
    """The stakeholders with what each is about, the name. A name that is no company's has none."""
    if not NAMING_2.peopled(drawn.facts.name):
        return []
    mood = first_that_fits(drawn.content.stakeholders.moods, drawn.case)
    seats = _seats(drawn, mood)
    titles, notes = _titles(drawn, seats), _notes(drawn, seats)
    domain = NAMING_2.domain(drawn.facts.name, drawn.case.country)
    taken, rows = list[str](), list[tuple[str, dict[str, Any]]]()
    for seat, title in zip(seats, titles, strict=True):
        note = notes.get(seat.place.id)
        about = {"title": title, "role": seat.place.role, **_about(drawn, seat, mood), **({"notes": note} if note else {})}
        raci = {"raciRole": seat.place.raciRole} if seat.place.raciRole else {}
        if seat.place.vacant:
            name, mail = d.VACANT, dict[str, str]()
        else:
            person = NAMING_2.persona(drawn.draws, seat.path, drawn.locale, taken)
            taken.append(person.last_name)
            name, mail = person.name, {"email": f"{person.mailbox}@{domain}"}
        rows.append((name, {"id": seat.place.id, "name": name, **mail, "reportsTo": seat.boss, **about, **raci}))
    return rows


def _seats(drawn: AccountDraws, mood: Mood | None) -> list[Seat]:
    shape = next(drawn.content.shapes.ranked(drawn.case, drawn.draws, "stakeholders/shape"), None)
    places = drawn.content.places
    chart = shape.people if shape else {}
    return [Seat(places[who], boss or None, _strength(drawn, places[who], mood)) for who, boss in chart.items()]


def _strength(drawn: AccountDraws, place: Place, mood: Mood | None) -> d.Relationship:
    weights = (mood.relationship.get(place.role) if mood else None) or place.relationship
    return drawn.weighed(f"stakeholders/{place.id}/relationship", weights) if weights and not place.vacant else "unknown"


def _titles(drawn: AccountDraws, seats: Sequence[Seat]) -> list[str]:
    """A title for each, no two alike; all in the language of the account's country, or all in English."""
    titles, titled = list[JobTitle](), set[str]()
    for seat in seats:
        pool = seat.place.title_pool
        scores = pool.quick_scores(drawn.draws.integer(f"{seat.path}/title"))
        fit = [
            (score, title.key, title) for score, title in zip(scores, pool.values, strict=True) if title.holds(drawn.case)
        ] or [(score, title.key, title) for score, title in zip(scores, pool.values, strict=True)]
        titles.append(max([found for found in fit if found[1] not in titled] or fit)[2])
        titled.add(titles[-1].key)
    language = NAMING_2.language(drawn.locale)
    spoken = language if all(language in title.by_language for title in titles) else "en"
    return [title.by_language[spoken] for title in titles]


def _about(drawn: AccountDraws, seat: Seat, mood: Mood | None) -> dict[str, Any]:
    """What is said of a person, whoever it is; of a place that nobody has only that we know nobody there."""
    place, draws = seat.place, drawn.draws
    if place.vacant or place.lastInteraction is None:
        return {"relationshipStrength": seat.strength}
    months, years = place.months, place.tenure or [0, 0]
    time = draws.between(f"{seat.path}/tenure", *(months or years))
    unit = "month" if months else "year"
    last: Offset = (mood.lastInteraction if mood else None) or place.lastInteraction
    if months:
        last = _since(last, time)
    return {
        "tenure": f"{time} {unit}{'' if time == 1 else 's'}",
        "interests": draws.ranked(f"{seat.path}/interests", place.interest_pool, _INTERESTS),
        "relationshipStrength": seat.strength,
        "lastInteraction": drawn.dated(f"{seat.path}/lastInteraction", last),
    }


def _since(offset: Offset, months: int) -> Offset:
    """An offset within the time for which somebody is there."""
    most = max(1, _WEEKS_OF_A_MONTH * months - 1) * (1 if offset.weeks else 7)
    return offset._replace(low=min(offset.low, most), high=min(offset.high, most))


def _notes(drawn: AccountDraws, seats: Sequence[Seat]) -> Mapping[str, str]:
    """By place a note, none twice.

    A note belongs to the one person of those whom it fits with whom it scores best: so a new note takes the place of one
    other at most.
    """
    brought = frozenset(key for rival in drawn.rivals for key in rival.brings)
    ranked = [_ranked(drawn, seat, brought) for seat in seats]
    notes, used = dict[str, str](), set[str]()
    for seat, (listed, own) in zip(seats, ranked, strict=True):
        others = [scores for _, scores in ranked if scores is not own]
        fit = (note for note in listed if note.key not in used and _fits(drawn, note))
        if chosen := _own(fit, own, others):
            used.add(chosen.key)
            notes[seat.place.id] = _note_text(drawn, chosen, seat)
    return notes


def _own(notes: Iterator[Note], own: dict[str, float], others: Sequence[dict[str, float]]) -> Note | None:
    """The first note that scores best with this person, or the first of all where there is none."""
    fallback = None
    for note in notes:
        if all(scores.get(note.key, -1.0) < own[note.key] for scores in others):
            return note
        fallback = fallback or note
    return fallback


def _ranked(drawn: AccountDraws, seat: Seat, brought: Collection[str]) -> tuple[Iterator[Note], dict[str, float]]:
    """The notes that are for somebody at a place with this strength of relationship, the best first, and their scores."""
    suited = drawn.content.notes(seat.place, seat.strength, drawn.case)
    scores = suited.pool.quick_scores(drawn.draws.integer(f"{seat.path}/notes"))
    return suited.ordered(scores, brought), dict(zip(suited.places, scores, strict=True))


def _fits(drawn: AccountDraws, note: Note) -> bool:
    return note.meets(drawn.case) and drawn.can_say(note.whole_text, note.rival)


def _note_text(drawn: AccountDraws, note: Note, seat: Seat) -> str:
    path = f"{seat.path}/notes/{note.key}"
    text = drawn.filled(note.text, path, note.rival) if "{" in note.text else note.text
    return f"{text} {drawn.said(note.more, path, 'more', note.rival)}" if note.more else text
