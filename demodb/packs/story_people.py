"""The people of an account, from a pack of the second version of the facts: a shape of org chart, and who sits where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demodb.model import documents as d
from demodb.packs.fields import Offset
from demodb.packs.situated_content import first_that_fits
from demodb.packs.situated_people import JobTitle, Mood, Note, Place
from demodb.packs.story import NAMING_2, Story

VACANT = "Vacant"
"""The name of a place that nobody has."""

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


def people(story: Story) -> list[tuple[str, dict[str, Any]]]:
    """The stakeholders with what each is about, the name. A name that is no company's has none."""
    if not NAMING_2.peopled(story.facts.name):
        return []
    mood = first_that_fits(story.content.stakeholders.moods, story.case)
    seats = _seats(story, mood)
    titles, notes = _titles(story, seats), _notes(story, seats)
    domain = NAMING_2.domain(story.facts.name, story.case.country)
    taken, rows = list[str](), list[tuple[str, dict[str, Any]]]()
    for seat, title in zip(seats, titles, strict=True):
        note = notes.get(seat.place.id)
        about = {"title": title, "role": seat.place.role, **_about(story, seat, mood), **({"notes": note} if note else {})}
        raci = {"raciRole": seat.place.raciRole} if seat.place.raciRole else {}
        if seat.place.vacant:
            name, mail = VACANT, dict[str, str]()
        else:
            person = NAMING_2.persona(story.draws, seat.path, story.locale, taken)
            taken.append(person.last_name)
            name, mail = person.name, {"email": f"{person.mailbox}@{domain}"}
        rows.append((name, {"id": seat.place.id, "name": name, **mail, "reportsTo": seat.boss, **about, **raci}))
    return rows


def _seats(story: Story, mood: Mood | None) -> list[Seat]:
    shape = next(story.content.shapes.ranked(story.case, story.draws, "stakeholders/shape"), None)
    places = {place.id: place for place in story.content.stakeholders.rows}
    chart = shape.people if shape else {}
    return [Seat(places[who], boss or None, _strength(story, places[who], mood)) for who, boss in chart.items()]


def _strength(story: Story, place: Place, mood: Mood | None) -> d.Relationship:
    weights = (mood.relationship.get(place.role) if mood else None) or place.relationship
    return story.drawn(f"stakeholders/{place.id}/relationship", weights) if weights and not place.vacant else "unknown"


def _titles(story: Story, seats: Sequence[Seat]) -> list[str]:
    """A title for each, no two alike; all in the language of the account's country, or all in English."""
    titles = list[JobTitle]()
    for seat in seats:
        pool = seat.place.title_pool
        ranked = story.draws.ranked(f"{seat.path}/title", pool, len(pool.values))
        fit = [title for title in ranked if title.holds(story.case)] or ranked
        titles.append(next((title for title in fit if title not in titles), fit[0]))
    language = NAMING_2.language(story.locale)
    spoken = language if all(language in title.by_language for title in titles) else "en"
    return [title.by_language[spoken] for title in titles]


def _about(story: Story, seat: Seat, mood: Mood | None) -> dict[str, Any]:
    """What is said of a person, whoever it is; of a place that nobody has only that we know nobody there."""
    place, draws = seat.place, story.draws
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
        "lastInteraction": story.dated(f"{seat.path}/lastInteraction", last),
    }


def _since(offset: Offset, months: int) -> Offset:
    """An offset within the time for which somebody is there."""
    most = max(1, _WEEKS_OF_A_MONTH * months - 1) * (1 if offset.weeks else 7)
    return offset._replace(low=min(offset.low, most), high=min(offset.high, most))


def _notes(story: Story, seats: Sequence[Seat]) -> Mapping[str, str]:
    """By place a note, none twice.

    A note belongs to the one person of those whom it fits with whom it scores best: so a new note takes the place of one
    other at most.
    """
    brought = frozenset(key for rival in story.rivals for key in rival.brings)
    ranked = {seat.place.id: _ranked(story, seat) for seat in seats}
    best: dict[str, tuple[float, str]] = {}
    for who, scored in ranked.items():
        for score, note in scored:
            best[note.key] = max(best.get(note.key, (-1.0, "")), (score, who))
    notes, used = dict[str, str](), set[str]()
    for seat in seats:
        who = seat.place.id
        listed = [note for _, note in ranked[who]]
        own = [note for note in listed if best[note.key][1] == who]
        ahead = [note for note in own if note.first or note.key in brought]
        fit = (note for note in (*ahead, *own, *listed) if note.key not in used and _fits(story, note))
        if chosen := next(fit, None):
            used.add(chosen.key)
            notes[who] = _note_text(story, chosen, seat)
    return notes


def _ranked(story: Story, seat: Seat) -> list[tuple[float, Note]]:
    """The notes that are for somebody at a place with this strength of relationship, the best first."""
    pool = story.content.note_pools[seat.place.id].suited(story.case)
    scores = pool.scores(story.draws.integer(f"{seat.path}/notes"))
    fit = [(score, note) for score, note in zip(scores, pool.values, strict=True) if _suits(note, seat)]
    return sorted(fit, key=lambda pair: pair[0], reverse=True)


def _suits(note: Note, seat: Seat) -> bool:
    return not note.strength or seat.place.vacant or seat.strength in note.strength


def _fits(story: Story, note: Note) -> bool:
    return note.meets(story.case) and story.can_say(note.whole_text, note.rival)


def _note_text(story: Story, note: Note, seat: Seat) -> str:
    path = f"{seat.path}/notes/{note.key}"
    text = story.filled(note.text, path, note.rival) if "{" in note.text else note.text
    return f"{text} {story.said(note.more, path, 'more', note.rival)}" if note.more else text
