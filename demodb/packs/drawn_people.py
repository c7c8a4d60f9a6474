"""The people of an account, from a pack of the second version of the facts: a shape of org chart, and who sits where."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from demodb.model import documents as d
from demodb.packs.account_draws import NAMING_2, AccountDraws
from demodb.packs.fields import Offset
from demodb.packs.situated_content import Suited
from demodb.packs.situated_people import JobTitle, Mood, Note, Place

_INTERESTS = 2
_WEEKS_OF_A_MONTH = 4


class Seat(NamedTuple):
    """A place in an account's chart: whom it reports to, None at the top, and how strong our relationship is."""

    place: Place
    boss: str | None
    strength: d.Relationship


def people(drawn: AccountDraws) -> list[tuple[str, dict[str, Any]]]:
    """The stakeholders with what each is about, the name. A name that is no company's has none."""
    if not NAMING_2.peopled(drawn.facts.name):
        return []
    mood = drawn.content.moods.first(drawn.case)
    seats = _seats(drawn, mood)
    titles, notes = _titles(drawn, seats), _notes(drawn, seats)
    spoken = _language(drawn, titles)
    domain = NAMING_2.domain(drawn.facts.name, drawn.case.country)
    taken, rows = list[str](), list[tuple[str, dict[str, Any]]]()
    for seat, title in zip(seats, titles, strict=True):
        place = seat.place
        row: dict[str, Any] = {"id": place.id, "name": d.VACANT}
        person = None if place.vacant else NAMING_2.persona(drawn.draws, place.path, drawn.locale, taken)
        if person:
            taken.append(person.last_name)
            row["name"], row["email"] = person.name, f"{person.mailbox}@{domain}"
        told = title.spoken(spoken, female=person is not None and person.female)
        row |= {"reportsTo": seat.boss, "title": told, "role": place.role, **_about(drawn, seat, mood)}
        if note := notes.get(place.id):
            row["notes"] = note
        if place.raciRole:
            row["raciRole"] = place.raciRole
        rows.append((row["name"], row))
    return rows


def _seats(drawn: AccountDraws, mood: Mood | None) -> list[Seat]:
    shape = next(drawn.content.shapes.ranked(drawn.case, drawn.draws, "stakeholders/shape"), None)
    places = drawn.content.places
    chart = shape.people if shape else {}
    return [Seat(places[who], boss or None, _strength(drawn, places[who], mood)) for who, boss in chart.items()]


def _strength(drawn: AccountDraws, place: Place, mood: Mood | None) -> d.Relationship:
    weights = (mood.relationship.get(place.role) if mood else None) or place.relationship
    return drawn.weighed(f"{place.path}/relationship", weights) if weights and not place.vacant else "unknown"


def _titles(drawn: AccountDraws, seats: Sequence[Seat]) -> list[JobTitle]:
    """A title for each, no two alike."""
    titles, titled = list[JobTitle](), set[str]()
    for seat in seats:
        titles.append(_title(drawn, seat.place, titled))
        titled.add(titles[-1].key)
    return titles


def _language(drawn: AccountDraws, titles: Sequence[JobTitle]) -> str:
    """That of the account's country where all titles have it, else English: nobody's is in another one than the rest."""
    language = NAMING_2.language(drawn.locale)
    return language if all(language in title.by_language for title in titles) else "en"


def _title(drawn: AccountDraws, place: Place, titled: Collection[str]) -> JobTitle:
    """Of those that fit, or of all where none does, the likeliest that nobody of these keys has, or of all again."""
    pool, case = place.title_pool, drawn.case
    titles = pool.values
    fit = [n for n, title in enumerate(titles) if not title.asks or title.holds(case)] or range(len(titles))
    free = [n for n in fit if titles[n].key not in titled] or fit
    return titles[pool.best(drawn.draws.integer(f"{place.path}/title"), free)]


def _about(drawn: AccountDraws, seat: Seat, mood: Mood | None) -> dict[str, Any]:
    """What is said of a person, whoever it is; of a place that nobody has only that we know nobody there."""
    place, draws = seat.place, drawn.draws
    if place.vacant or place.lastInteraction is None:
        return {"relationshipStrength": seat.strength}
    months, years = place.months, place.tenure or [0, 0]
    time = draws.between(f"{seat.place.path}/tenure", *(months or years))
    unit = "month" if months else "year"
    last: Offset = (mood.lastInteraction if mood else None) or place.lastInteraction
    if months:
        last = _since(last, time)
    return {
        "tenure": f"{time} {unit}{'' if time == 1 else 's'}",
        "interests": draws.ranked(f"{seat.place.path}/interests", place.interest_pool, _INTERESTS),
        "relationshipStrength": seat.strength,
        "lastInteraction": drawn.dated(f"{seat.place.path}/lastInteraction", last),
    }


def _since(offset: Offset, months: int) -> Offset:
    """An offset within the time for which somebody is there."""
    most = max(1, _WEEKS_OF_A_MONTH * months - 1) * (1 if offset.weeks else 7)
    return Offset(min(offset.low, most), min(offset.high, most), offset.weeks)


def _notes(drawn: AccountDraws, seats: Sequence[Seat]) -> Mapping[str, str]:
    """By place a note, none twice and one of each group.

    A note belongs to the one person of those whom it fits with whom it scores best: so a new note takes the place of one
    other at most.
    """
    brought = frozenset(key for rival in drawn.rivals for key in rival.brings)
    scored = [_scored(drawn, seat) for seat in seats]
    notes, used, groups = dict[str, str](), set[str](), set[str | None]()
    for seat, own in zip(seats, scored, strict=True):
        listed = own.notes.ordered(own.bits, drawn.case.industry, brought)
        fit = (note for note in listed if note.key not in used and note.group not in groups and drawn.fits(note))
        if chosen := _own(fit, own, scored):
            used.add(chosen.key)
            groups.update((chosen.group,) if chosen.group else ())
            notes[seat.place.id] = _note_text(drawn, chosen, seat.place.path)
    return notes


class Scored(NamedTuple):
    """The notes that are for somebody at a place with this strength of relationship, and their bits: how they score."""

    notes: Suited[Note]
    bits: Sequence[int]

    def is_beaten(self, key: str, others: Sequence[Scored]) -> bool:
        """Whether a note, by its key, scores as high with somebody else."""
        score = self.bits[self.notes.places[key]]
        for other in others:
            at = other.notes.places.get(key)
            if at is not None and other.bits[at] >= score and other is not self:
                return True
        return False


def _scored(drawn: AccountDraws, seat: Seat) -> Scored:
    notes = drawn.content.notes(seat.place, seat.strength, drawn.case)
    return Scored(notes, notes.pool.bits(drawn.draws.integer(f"{seat.place.path}/notes")))


def _own(notes: Iterator[Note], own: Scored, everybody: Sequence[Scored]) -> Note | None:
    """The first note that scores best with this person, or the first of all where there is none."""
    fallback = None
    for note in notes:
        if not own.is_beaten(note.key, everybody):
            return note
        fallback = fallback or note
    return fallback


def _note_text(drawn: AccountDraws, note: Note, place: str) -> str:
    path = f"{place}/notes/{note.key}"
    text = drawn.filled(note.text, path, note.rival) if "{" in note.text else note.text
    return f"{text} {drawn.said(note.more, path, 'more', note.rival)}" if note.more else text
