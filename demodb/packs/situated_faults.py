"""What is wrong with a pack of the second version of the facts as a whole, such as keys that are not there and dry pools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from demodb.model.industries import INDUSTRIES
from demodb.model.names import unit_key
from demodb.packs.case import Conditions, Situated
from demodb.packs.chart_faults import chart_faults
from demodb.packs.dry_pools import dry_pools
from demodb.packs.faults import Fault
from demodb.packs.situated import Entry, TextEntry
from demodb.packs.situated_content import SituatedContent

Listed = tuple[str, str, Sequence[Conditions]]
"""The part that a list lies in, its place in the file, and what it holds."""

_PAINS, _DEALS = "strategy.painPoints", "strategy.opportunities"


def situated_faults(content: SituatedContent) -> list[Fault]:
    """All of them; [] for a pack that can be drawn from."""
    return [
        *_situations(content),
        *_unknown(content),
        *_twice(content),
        *_references(content),
        *_profiles(content),
        *dry_pools(content),
        *_renewals(content),
        *chart_faults(content),
        *_default(content),
    ]


def _default(content: SituatedContent) -> Iterator[Fault]:
    if "default" not in content.products:
        yield "products", "products", "expected a list `default` for other business units"


def _lists(content: SituatedContent) -> Iterator[Listed]:
    """Everything that has conditions."""
    yield "situations", "situations", content.situations
    people = content.stakeholders
    for name, listed in (("shapes", people.shapes), ("moods", people.moods), ("notes", people.notes)):
        yield "stakeholders", f"stakeholders.{name}", listed
    for n, place in enumerate(people.rows):
        yield "stakeholders", f"stakeholders.rows[{n}].titles", place.titles
    yield from _profile_lists(content)
    yield from _pools(content)


def _pools(content: SituatedContent) -> Iterator[tuple[str, str, Sequence[Entry]]]:
    yield "strategy", f"{_PAINS}.pool", content.strategy.painPoints.pool
    yield "strategy", f"{_DEALS}.pool", content.strategy.opportunities.pool
    yield "competitors", "competitors.pool", content.competitors.pool
    yield "actions", "actions.pool", content.actions.pool


def _profile_lists(content: SituatedContent) -> Iterator[tuple[str, str, Sequence[Situated]]]:
    yield "strategy", f"{_PAINS}.drawn", content.strategy.painPoints.drawn
    yield "strategy", f"{_DEALS}.drawn", content.strategy.opportunities.drawn
    yield "competitors", "competitors.drawn", content.competitors.drawn
    yield "actions", "actions.drawn", content.actions.drawn


def _situations(content: SituatedContent) -> Iterator[Fault]:
    if not any(one.fallback and not one.asked and not one.bu for one in content.situations):
        yield (
            "situations",
            "situations",
            "expected one with fallback = true and no condition, for accounts that no other one fits",
        )


def _unknown(content: SituatedContent) -> Iterator[Fault]:
    """Situations, business units and industries that are not there."""
    for part, place, listed in _lists(content):
        for n, one in enumerate(listed):
            at = f"{place}[{n}]"
            for name in one.bu:
                if unit_key(name) not in content.units:
                    yield part, f"{at}.bu", f"expected business units that have products, found {name!r}"
            for name in one.industry:
                if name not in INDUSTRIES:
                    yield part, f"{at}.industry", f"expected one of {', '.join(INDUSTRIES)}, found {name!r}"
            for name in one.situation if isinstance(one, Situated) else ():
                if name not in content.situation_keys:
                    yield part, f"{at}.situation", f"expected the key of a situation, found {name!r}"


def _twice(content: SituatedContent) -> Iterator[Fault]:
    people = content.stakeholders
    identified: list[tuple[str, str, str, Iterable[str]]] = [
        ("situations", "situations", "key", (one.key for one in content.situations)),
        ("stakeholders", "stakeholders.rows", "id", (place.id for place in people.rows)),
        ("stakeholders", "stakeholders.shapes", "key", (shape.key for shape in people.shapes)),
        ("stakeholders", "stakeholders.notes", "key", (note.key for note in people.notes)),
        *((part, place, "key", (entry.key for entry in entries)) for part, place, entries in _pools(content)),
    ]
    for part, path, name, identities in identified:
        for identity, count in Counter(identities).items():
            if count > 1:
                yield part, path, f"expected {name} {identity!r} once, found it {count} times"


def _references(content: SituatedContent) -> Iterator[Fault]:
    """Owners, cards, rivals and notes that are not there."""
    cards = {card.key for card in content.actions.pool}
    rivals = {rival.key for rival in content.competitors.pool}
    notes = {note.key for note in content.stakeholders.notes}
    for part, place, entries in _pools(content):
        for n, entry in enumerate(entries):
            if isinstance(entry, TextEntry):
                yield from _text_references(content, (part, f"{place}[{n}]"), entry, (cards, rivals))
    for n, rival in enumerate(content.competitors.pool):
        yield from _missing(("competitors", f"competitors.pool[{n}].brings"), rival.brings, notes, "a note's key")
    for n, note in enumerate(content.stakeholders.notes):
        at = ("stakeholders", f"stakeholders.notes[{n}].rival")
        yield from _missing(at, [note.rival] if note.rival else [], rivals, "a competitor's key")


def _text_references(
    content: SituatedContent, at: tuple[str, str], entry: TextEntry, known: tuple[set[str], set[str]]
) -> Iterator[Fault]:
    part, place = at
    yield from _missing((part, f"{place}.brings"), entry.brings, known[0], "a card's key")
    yield from _missing((part, f"{place}.rival"), [entry.rival] if entry.rival else [], known[1], "a competitor's key")
    yield from _missing((part, f"{place}.owner"), [entry.owner] if entry.owner else [], set(content.team), "a role of [team]")


def _missing(at: tuple[str, str], names: Iterable[str], known: set[str], what: str) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield *at, f"expected {what}, found {name!r}"


def _profiles(content: SituatedContent) -> Iterator[Fault]:
    """The last profile of each list is for all; stages and due dates are there for each status that may be drawn."""
    for part, place, profiles in _profile_lists(content):
        if not profiles[-1].for_all or profiles[-1].bu:
            yield (
                part,
                f"{place}[{len(profiles) - 1}]",
                "expected the last one without conditions, for accounts that no other one fits",
            )
    stages = content.strategy.opportunities.stages
    for n, deals in enumerate(content.strategy.opportunities.drawn):
        for stage in deals.status.keys() - stages.keys():
            yield "strategy", f"{_DEALS}.drawn[{n}].status", f"expected stages that {_DEALS}.stages has, found {stage!r}"
    for n, board in enumerate(content.actions.drawn):
        for status in board.status.keys() - board.due.keys():
            yield "actions", f"actions.drawn[{n}].due", f"expected when cards that are {status!r} are due"


def _renewals(content: SituatedContent) -> Iterator[Fault]:
    """A text that names the quarter of a renewal is for accounts that have one to come."""
    notes = [
        ("stakeholders", f"stakeholders.notes[{n}]", note, note.whole_text) for n, note in enumerate(content.stakeholders.notes)
    ]
    texts = [
        (part, f"{place}[{n}]", entry, entry.whole_text)
        for part, place, entries in _pools(content)
        for n, entry in enumerate(entries)
        if isinstance(entry, TextEntry)
    ]
    for part, place, entry, text in [*notes, *texts]:
        if "{renewal}" in text and not _has_renewal(entry):
            yield part, place, "expected someRenewal with quarters from 0 on, as its text has {renewal}"


def _has_renewal(entry: Conditions) -> bool:
    asked = (entry.someRenewal, entry.everyRenewal)
    return any(one is not None and one.quarters is not None and one.quarters[0] >= 0 for one in asked)
