"""What is drawn for an account from a pack of the second version of the facts: its situation, and then the entries of each list.

Every draw has a key of its own, so each section can be made alone: a note or a card that is about a rival or a deal draws that
again from the same inputs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain, islice
from math import floor, log10
from typing import Any, NamedTuple, TypeVar

from demodb.model import documents as d
from demodb.model.account import AccountFacts
from demodb.model.industries import industry_of
from demodb.model.kept_facts import kept_facts
from demodb.model.renewals import quarter_number, quarter_words
from demodb.model.short_names import short_name
from demodb.packs.case import Case
from demodb.packs.dates import dated
from demodb.packs.draws import Draws
from demodb.packs.fields import Offset
from demodb.packs.naming import NAMING
from demodb.packs.situated import CLOSED, BoardProfile, Card, DealEntry, PainEntry, RivalEntry, RivalProfile, Stage, TextEntry
from demodb.packs.situated_content import Entries, SituatedContent
from demodb.packs.situated_people import Note

T = TypeVar("T")
E = TypeVar("E", PainEntry, DealEntry, Card)

NAMING_2 = NAMING[2]
"""How people and places are named from the second version of the facts on."""

_WORST_FIRST = {"high": 0, "medium": 1, "low": 2}
_TENS = 10


class Pain(NamedTuple):
    """A pain point that was drawn."""

    entry: PainEntry
    severity: d.Level
    status: d.PainPointStatus
    identified: Offset

    @property
    def order(self) -> tuple[bool, int]:
        """Open ones first, the worst of them first."""
        return self.status == "resolved", _WORST_FIRST[self.severity]


class Deal(NamedTuple):
    """An opportunity that was drawn, with its value in USD."""

    entry: DealEntry
    stage: Stage
    value: int

    @property
    def order(self) -> tuple[bool, int]:
        """Open ones first, the largest of them first."""
        return self.stage in CLOSED, -self.value


class AccountDraws:
    """What is drawn for one account, each thing when it is asked for first."""

    def __init__(self, content: SituatedContent, draws: Draws, as_of: date, facts: AccountFacts) -> None:
        self.content = content
        self.draws = draws
        self.as_of = as_of
        self.facts = facts

    @cached_property
    def case(self) -> Case:
        """The account as conditions see it, in its situation."""
        unit = self.facts.unit if self.facts.unit in self.content.units else None
        quarter = quarter_number(self.as_of) if self.facts.quarter is None else self.facts.quarter
        country = NAMING_2.country(self.facts.name, self.facts.told)
        industry = self.facts.industry or industry_of(self.facts.name, self.facts.unit)
        given = (self.facts, unit, country, industry, quarter)
        return Case(*given, self._situation(Case(*given)))

    @property
    def open_situations(self) -> list[tuple[str, float]]:
        """The situations that it may be drawn into, each with its luck; one alone where it is in one already."""
        return [(key, luck) for key, luck, _ in self._situations(self.case)]

    def _situation(self, case: Case) -> str:
        """Of those that fit, the one with the most luck by its weight; there is one, as a fallback fits all."""
        return max(((weight * luck, key) for key, luck, weight in self._situations(case)), default=(0.0, ""))[1]

    def _situations(self, case: Case) -> list[tuple[str, float, float]]:
        """Those that fit, with luck and weight; the one alone that the account has already, while the pack knows it."""
        if self.facts.situation in self.content.situation_keys:
            return [(self.facts.situation or "", 1.0, 1.0)]
        for pool in self.content.situation_pools:
            if fit := [place for place, one in enumerate(pool.values) if one.holds(case)]:
                luck, fitting = pool.luck(self.draws.integer("situation"), fit), (pool.values[place] for place in fit)
                return [(one.key, its, one.weight) for its, one in zip(luck, fitting, strict=True)]
        return []

    @cached_property
    def locale(self) -> str:
        """The locale of the people's names, and of their titles."""
        return NAMING_2.locale(self.facts.name, self.case.country)

    @cached_property
    def kept(self) -> str:
        """The facts as a section keeps them."""
        return kept_facts(self.facts, self.case.industry, self.case.quarter, self.case.situation)

    @cached_property
    def rival_profile(self) -> RivalProfile | None:
        """How many competitors there are."""
        return self.content.rival_profiles.first(self.case)

    @cached_property
    def rivals(self) -> list[RivalEntry]:
        """The competitors, ours before the customer's and the likeliest of each first; never the account itself."""
        profile = self.rival_profile
        if profile is None:
            return []
        ours = self._rivals(self.content.our_rivals, self.weighed("competitors/count", profile.count))
        return ours and ours + self._rivals(self.content.their_rivals, self.weighed("competitors/customers", profile.customers))

    def _rivals(self, entries: Entries[RivalEntry], count: int) -> list[RivalEntry]:
        if not count:
            return []
        ranked = entries.ranked(self.case, self.draws, "competitors")
        return list(islice((rival for rival in ranked if not is_own(rival.match_key, self.facts.key)), count))

    @cached_property
    def rival_keys(self) -> dict[str, RivalEntry]:
        """The competitors by their keys."""
        return {rival.key: rival for rival in self.rivals}

    @cached_property
    def pains(self) -> list[Pain]:
        """The pain points in the order in which they were drawn."""
        profile = self.content.pain_profiles.first(self.case)
        if profile is None:
            return []
        ranked = self.content.pains.ranked(self.case, self.draws, "painPoints")
        count = self.weighed("painPoints/count", profile.count)
        return [
            Pain(
                entry,
                self.weighed(f"painPoints/{entry.key}/severity", profile.severity, entry.severity),
                self.weighed(f"painPoints/{entry.key}/status", profile.status),
                profile.identified,
            )
            for entry in self._taken(ranked, count, frozenset())
        ]

    @cached_property
    def deals(self) -> list[Deal]:
        """The opportunities in the order in which they were drawn; none of a group that a pain point is of."""
        profile = self.content.deal_profiles.first(self.case)
        if profile is None:
            return []
        ranked = (
            entry
            for entry in self.content.deals.ranked(self.case, self.draws, "opportunities")
            if not entry.stages or not profile.status.keys().isdisjoint(entry.stages)
        )
        count = self.weighed("opportunities/count", profile.count)
        groups = frozenset(pain.entry.group for pain in self.pains if pain.entry.group)
        values = dict[str, int]()
        worth = (entry for entry in ranked if values.setdefault(entry.key, self._value(entry)))
        return [
            Deal(entry, self.weighed(f"opportunities/{entry.key}/status", profile.status, entry.stages), values[entry.key])
            for entry in self._taken(worth, count, groups)
        ]

    def _value(self, entry: DealEntry) -> int:
        path = f"opportunities/{entry.key}/value"
        facts = self.facts
        if entry.fixed:
            return rounded(self.draws.share(path, *entry.fixed))
        if entry.share:
            return rounded(self.draws.share(path, *entry.share) * facts.revenue)
        mean = facts.recurring / len(facts.renewals) if facts.renewals else 0.0
        return rounded(self.draws.share(path, *(entry.perSubscription or (0.0, 0.0))) * mean)

    @cached_property
    def board(self) -> BoardProfile | None:
        """How many cards there are, and how they stand."""
        return self.content.board_profiles.first(self.case)

    @cached_property
    def cards(self) -> list[Card]:
        """The cards: those that pain points and deals bring, and others as far as there is room."""
        if self.board is None or not (count := self.weighed("actions/count", self.board.count)):
            return []
        brought = self._brought()
        ranked = self.content.cards.ranked(self.case, self.draws, "actions", brought)
        return self._taken((card for card in ranked if not card.onlyBrought or card.key in brought), count, frozenset())

    def _brought(self) -> frozenset[str]:
        """The cards of what is still open, and of deals that bring cards once they are won."""
        pains = (pain.entry.brings for pain in self.pains if pain.status != "resolved")
        deals = (deal for deal in self.deals if deal.stage not in CLOSED or set(deal.entry.stages) == {deal.stage})
        stages = self.content.card_stages
        sold = (key for deal in deals for key in deal.entry.brings if deal.stage in stages.get(key, (deal.stage,)))
        return frozenset((*chain.from_iterable(pains), *sold))

    def _taken(self, entries: Iterator[E], count: int, taken: Collection[str]) -> list[E]:
        """The first of those that can be said, one of each group."""
        groups, chosen = set(taken), list[E]()
        for entry in entries:
            if len(chosen) == count:
                break
            if entry.group in groups or not self.can_say(entry):
                continue
            chosen.append(entry)
            if entry.group:
                groups.add(entry.group)
        return chosen

    def fits(self, note: Note) -> bool:
        """Whether a note on somebody fits the account."""
        return (not note.asked or note.meets(self.case)) and self.can_say(note)

    def can_say(self, entry: TextEntry | Note) -> bool:
        """Whether there is what its texts are about: a competitor, or a renewal to come."""
        if entry.rival is not None and entry.rival not in self.rival_keys:
            return False
        if not entry.about:
            return True
        return ("competitor" not in entry.about or bool(self.rivals)) and (
            "renewal" not in entry.about or self.case.next_renewal is not None
        )

    def said(self, wordings: Sequence[str], path: str, field: str, rival: str | None = None) -> str:
        """One of the wordings, filled in."""
        text = wordings[0] if len(wordings) == 1 else self.draws.pick(f"{path}/{field}", wordings)
        return self.filled(text, path, rival) if "{" in text else text

    def filled(self, text: str, path: str, rival: str | None = None) -> str:
        """A text with names in the place of its placeholders."""
        values: dict[str, Any] = {"account": self.facts.name, "short": short_name(self.facts.name) if "{short}" in text else ""}
        if "{product}" in text:
            values["product"] = self.draws.pick(f"{path}/product", self.content.products_of(self.facts.unit))
        if "{competitor}" in text:
            values["competitor"] = (self.rival_keys[rival] if rival else self.rivals[0]).name
        if "{renewal}" in text and self.case.next_renewal is not None:
            values["renewal"] = quarter_words(self.case.next_renewal)
        return text.format(**values)

    def owner(self, role: str | None) -> dict[str, str]:
        """The owner of a row: the person whom settings name for a role, or the role in words."""
        return {"owner": self.facts.team.get(role) or self.content.team[role]} if role else {}

    def weighed(self, path: str, weights: Mapping[T, float], only: Sequence[T] = ()) -> T:
        """One of the keys by their weights; `only` of these, and evenly where no weight is given to any of them."""
        allowed = weights
        if only:
            allowed = {key: weights[key] for key in weights if key in only} or dict.fromkeys(only, 1.0)
        if len(allowed) == 1:
            return next(iter(allowed))
        point = self.draws.share(path, 0, sum(allowed.values()))
        bound = 0.0
        for key, weight in allowed.items():
            bound += weight
            if point < bound:
                return key
        return next(iter(allowed))

    def dated(self, path: str, offset: Offset, *, ahead: bool = False) -> str:
        """An ISO date at an offset from the as-of date; see `dated`."""
        return dated(self.as_of, self.draws, path, offset, ahead=ahead)


def rounded(value: float) -> int:
    """A figure as a person would quote it: to a fifth of a step of its second digit (57,400; 1,860), tens at least."""
    if value <= 0:
        return 0
    unit = max(_TENS, 2 * 10 ** (floor(log10(value)) - 2))
    return int(max(1, round(value / unit)) * unit)


def is_own(rival: str, account: str) -> bool:
    """Whether a competitor's match key means the account itself: its whole name is in the account's, or the first word is."""
    return f" {rival} " in f" {account} " or rival.split(maxsplit=1)[0] == account.split(maxsplit=1)[0]
