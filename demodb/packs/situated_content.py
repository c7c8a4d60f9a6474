"""A pack of the second version of the facts as it is drawn from: its parts together, and their entries made ready."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import compress, count
from operator import attrgetter, itemgetter
from typing import Generic, Literal, NamedTuple, TypeVar

from demodb.model import documents as d
from demodb.model.names import unit_key
from demodb.packs.case import PLACE, Case, Placed
from demodb.packs.draws import Draws, Loads, Pool, loaded
from demodb.packs.fields import Part, Plain, Products, Words
from demodb.packs.format import TemplateRow
from demodb.packs.index import Index
from demodb.packs.situated import (
    Board,
    BoardProfile,
    Card,
    DealEntry,
    DealProfile,
    Entry,
    PainEntry,
    PainProfile,
    RivalEntry,
    RivalProfile,
    Rivals,
    Situation,
    Stage,
    Strategy,
)
from demodb.packs.situated_people import SEAT, Mood, Note, People, Place, Shape

E = TypeVar("E", Note, PainEntry, DealEntry, Card, RivalEntry, Shape)


_KEY, _WEIGHT, _FIRST = map(attrgetter, ("key", "weight", "first"))


class Fitting(NamedTuple, Generic[E]):
    """The entries that come alone and are for an industry; `taking` takes theirs of the bits of all."""

    entries: Sequence[E]
    loads: Loads
    taking: Callable[[Sequence[int]], Sequence[int]]


class Suited(Generic[E]):
    """Entries of a business unit and a situation; what else they ask for is still to be seen."""

    def __init__(self, entries: Sequence[E]) -> None:
        self.entries: Sequence[E] = entries
        self.pool: Pool[E] = Pool(map(_KEY, entries), entries, list(map(_WEIGHT, entries)))
        self.firsts = list(compress(count(), map(_FIRST, entries)))
        self._fitting: dict[str, Fitting[E]] = {}

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each entry stands, by its key."""
        return {entry.key: n for n, entry in enumerate(self.entries)}

    def _for_industry(self, industry: str) -> Fitting[E]:
        fitting = self._fitting.get(industry)
        if fitting is None:
            comes = [one.comes_alone and (not one.industry or industry in one.industry) for one in self.entries]
            taking = _taking(list(compress(count(), comes)))
            fitting = Fitting(list(compress(self.entries, comes)), list(compress(self.pool.loads, comes)), taking)
            self._fitting[industry] = fitting
        return fitting

    def ordered(self, bits: Sequence[int], industry: str, before: Collection[str] = ()) -> Iterator[E]:
        """The entries by these bits of the pool, the `first` ones and those of the keys `before` others.

        Of these all that come alone, without those that are not for the industry.
        """
        told = set[str]()
        if ahead := {*self.firsts, *(self.places[key] for key in self.places.keys() & before)} if before else self.firsts:
            scores = loaded(bits, self.pool.loads)
            for n in sorted(ahead, key=scores.__getitem__, reverse=True):
                told.add(self.entries[n].key)
                yield self.entries[n]
        entries, loads, taking = self._for_industry(industry)
        left = list(loaded(taking(bits), loads))
        # Few are asked for: to look for the greatest again and again is quicker than to sort all.
        while left and (greatest := max(left)) >= 0:
            n = left.index(greatest)
            left[n] = -1
            if not told or entries[n].key not in told:
                yield entries[n]


def _taking(places: Sequence[int]) -> Callable[[Sequence[int]], Sequence[int]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda bits: [bits[n] for n in places]


class Entries(Generic[E]):
    """Entries that are drawn from by what fits an account."""

    def __init__(self, entries: Sequence[E]) -> None:
        self._entries: Placed[E] = Placed(entries)
        self._suited: dict[tuple[str | None, str], Suited[E]] = {}

    def suited(self, case: Case) -> Suited[E]:
        """Those of a business unit and a situation."""
        place = (case.unit, case.situation)
        if place not in self._suited:
            self._suited[place] = Suited(self._entries.of(case))
        return self._suited[place]

    def ranked(self, case: Case, draws: Draws, path: str, before: Collection[str] = ()) -> Iterator[E]:
        """Those that fit an account, by rendezvous: the `first` ones and those of the keys `before` others."""
        suited = self.suited(case)
        listed = suited.ordered(suited.pool.bits(draws.integer(path)), case.industry, before)
        return (entry for entry in listed if not entry.asked or entry.meets(case))


class SituatedContent(Part):
    """Everything that sections are made from, and what is going on with accounts."""

    products: Products
    situations: list[Situation]
    team: dict[Words, Plain]
    stakeholders: People
    strategy: Strategy
    competitors: Rivals
    actions: Board

    def sources_of(self, part: str) -> set[str]:
        """The parts that a section is made from: its own, and those that its texts, conditions and cards draw on."""
        parts = {part, "situations", "products", "team"} - ({"team"} if part in ("stakeholders", "competitors") else set())
        rivals = part in ("stakeholders", "strategy", "actions")
        return parts | ({"competitors"} if rivals else set()) | ({"strategy"} if part == "actions" else set())

    def pools(self) -> Iterator[tuple[str, list[TemplateRow], Sequence[Entry]]]:
        """The pools with their names, as (name, no rows, entries)."""
        yield "painPoints", [], self.strategy.painPoints.pool
        yield "opportunities", [], self.strategy.opportunities.pool
        yield "competitors", [], self.competitors.pool
        yield "actions", [], self.actions.pool

    @property
    def most(self) -> dict[str, int]:
        """How many rows of each kind an account gets at most."""
        rivals = (max(profile.count) + max(profile.customers) for profile in self.competitors.drawn)
        return {
            "stakeholders": max(len(shape.people) for shape in self.stakeholders.shapes),
            "painPoints": max(max(profile.count) for profile in self.strategy.painPoints.drawn),
            "opportunities": max(max(profile.count) for profile in self.strategy.opportunities.drawn),
            "competitors": max(rivals),
            "actions": max(max(profile.count) for profile in self.actions.drawn),
        }

    @cached_property
    def units(self) -> frozenset[str]:
        """The keys of the business units that have products of their own."""
        return frozenset(unit_key(name) for name in self.products if name != "default")

    @cached_property
    def _products_by_unit(self) -> dict[str, list[str]]:
        return {unit_key(name): products for name, products in self.products.items()}

    def products_of(self, unit: str) -> list[str]:
        """The product names for `{product}` in texts for a business unit (its key)."""
        return self._products_by_unit.get(unit) or self._products_by_unit["default"]

    @cached_property
    def situation_keys(self) -> frozenset[str]:
        """The keys of the situations."""
        return frozenset(situation.key for situation in self.situations)

    @cached_property
    def situation_pools(self) -> tuple[Pool[Situation], ...]:
        """What a situation is drawn from: first those that are no fallback, then the others."""
        listed = ([one for one in self.situations if one.fallback == fallback] for fallback in (False, True))
        return tuple(Pool((one.key for one in some), some, [one.weight for one in some]) for some in listed)

    @cached_property
    def pain_profiles(self) -> Placed[PainProfile]:
        """How many pain points there are, and how they stand."""
        return Placed(self.strategy.painPoints.drawn)

    @cached_property
    def deal_profiles(self) -> Placed[DealProfile]:
        """How many opportunities there are, and at which stages."""
        return Placed(self.strategy.opportunities.drawn)

    @cached_property
    def rival_profiles(self) -> Placed[RivalProfile]:
        """How many competitors there are."""
        return Placed(self.competitors.drawn)

    @cached_property
    def board_profiles(self) -> Placed[BoardProfile]:
        """How many cards there are, and how they stand."""
        return Placed(self.actions.drawn)

    @cached_property
    def moods(self) -> Placed[Mood]:
        """How strong relationships are."""
        return Placed(self.stakeholders.moods)

    @cached_property
    def pains(self) -> Entries[PainEntry]:
        """The pain points."""
        return Entries(self.strategy.painPoints.pool)

    @cached_property
    def deals(self) -> Entries[DealEntry]:
        """The opportunities."""
        return Entries(self.strategy.opportunities.pool)

    @cached_property
    def our_rivals(self) -> Entries[RivalEntry]:
        """The competitors that are met by us."""
        return Entries([rival for rival in self.competitors.pool if rival.ours])

    @cached_property
    def their_rivals(self) -> Entries[RivalEntry]:
        """The competitors of customers alone."""
        return Entries([rival for rival in self.competitors.pool if not rival.ours])

    @cached_property
    def cards(self) -> Entries[Card]:
        """The cards."""
        return Entries(self.actions.pool)

    @cached_property
    def card_stages(self) -> dict[str, list[Stage]]:
        """The stages of deals that bring a card, by the keys of the cards that not every deal brings."""
        return {card.key: card.stages for card in self.actions.pool if card.stages}

    @cached_property
    def shapes(self) -> Entries[Shape]:
        """The org charts."""
        return Entries(self.stakeholders.shapes)

    @cached_property
    def places(self) -> dict[str, Place]:
        """The places of people, by their ids."""
        return {place.id: place for place in self.stakeholders.rows}

    @cached_property
    def _notes(self) -> Index[Note]:
        return Index(self.stakeholders.notes, *PLACE, *SEAT, lambda note: () if note.vacant else note.strength)

    @cached_property
    def _suited_notes(self) -> dict[tuple[str | None, ...], Suited[Note]]:
        return {}

    def notes(self, place: Place, strength: d.Relationship, case: Case) -> Suited[Note]:
        """The notes of an account's unit and situation on somebody at a place with whom our relationship is so strong."""
        at = (case.situation, case.unit, *place.seat, strength)
        if at not in self._suited_notes:
            self._suited_notes[at] = Suited(self._notes.of(*at))
        return self._suited_notes[at]


class SituatedRevision(Part):
    """One revision file of a pack of the second version of the facts; see `Revision`."""

    message: Words
    date: date
    facts: Literal[2] = 2
    products: Products | None = None
    situations: list[Situation] | None = None
    team: dict[Words, Plain] | None = None
    stakeholders: People | None = None
    strategy: Strategy | None = None
    competitors: Rivals | None = None
    actions: Board | None = None
