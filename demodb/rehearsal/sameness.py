"""What is the same in many accounts: titles, notes, values, people, the shape of plans, and near copies of texts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from demodb.model.rows import place_text
from demodb.model.suggested import suggested
from demodb.rehearsal.check import Meaning
from demodb.rehearsal.finding import Spot
from demodb.rehearsal.near import groups, shingles
from demodb.rehearsal.view import RehearsedAccount

FEW = 10
"""Fewer accounts than these are not compared."""
MOST_TITLES, MOST_NOTES, MOST_OF_A_VALUE, MOST_OF_A_SHAPE, MOST_NEAR = 0.4, 0.25, 0.03, 1 / 3, 0.05
"""The shares that are too much: of titles and notes that another account has too, of deals of one value, of accounts."""
MOST_SHAPES = 10_000
"""Shapes that are told apart; with more than these no plan is like another."""
MOST_SHOWN = 10
_CURE = "another pack gives more variety: demodb pack list"


class Shared(NamedTuple):
    """Texts of a kind: how many rows have one, how many of them one that another account has too, and the most frequent."""

    rows: int
    shared: int
    frequent: tuple[tuple[str, int], ...]


class Text(NamedTuple):
    """A text, how many accounts have it, and the name of one of them."""

    text: str
    accounts: int
    account: str


class Sameness(NamedTuple):
    """What the store says of rows that are alike: pain points' titles, notes, deals by value, people, and distinct texts.

    `values` has how many deals have a value at all, and the most frequent ones with their number; `people` by the name of a
    person whom several have the accounts, each with the row there.
    """

    accounts: int
    titles: Shared
    notes: Shared
    values: Shared
    people: Mapping[str, Sequence[tuple[str, str]]]
    texts: Sequence[Text]


@dataclass
class Shapes:
    """Counts the shapes of plans: who reports to whom, and the states of pains, deals, rivals and cards, without any text."""

    counts: Counter[bytes] = field(default_factory=Counter)
    first: dict[bytes, str] = field(default_factory=dict)

    def add(self, view: RehearsedAccount) -> None:
        """Count an account."""
        shape = hashlib.blake2b(repr(_shape(view)).encode(), digest_size=8).digest()
        if shape in self.counts or len(self.counts) < MOST_SHAPES:
            self.counts[shape] += 1
            self.first.setdefault(shape, view.name)


def _shape(view: RehearsedAccount) -> tuple[object, ...]:
    places = {person["id"]: number for number, person in enumerate(view.people)}
    chart = tuple((places.get(person.get("reportsTo") or ""), person["role"]) for person in view.people)
    pains = tuple((pain["status"], pain["severity"]) for pain in view.pains)
    rest = (tuple(row["status"] for row in view.deals), tuple(row["type"] for row in view.rivals), len(view.cards))
    return (chart, pains, *rest)


TITLES = Meaning(
    "same-titles",
    "warning",
    f"more than {MOST_TITLES:.0%} of the pain points have a title that another account has too",
    "on the second account one sees the mould",
)
NOTES = Meaning(
    "same-notes",
    "warning",
    f"more than {MOST_NOTES:.0%} of the notes on people are those of another account's too",
    "what could be said of anybody says nothing",
)
VALUES = Meaning(
    "same-values",
    "warning",
    f"more than {MOST_OF_A_VALUE:.0%} of the deals have one and the same value",
    "sums that people estimate are not alike",
)
SHAPE = Meaning(
    "one-shape",
    "warning",
    "more than a third of the accounts have plans of one shape: the same chart, the same states, in the same order",
    "on the second account one sees the mould",
)
PERSON = Meaning(
    "same-person", "warning", "people of the same name stand in the plans of several accounts", "nobody works for two customers"
)
NEAR = Meaning(
    "near-copies",
    "hint",
    f"titles or notes that differ in few words stand in more than {MOST_NEAR:.0%} of the accounts",
    "they read like one text that was filled in",
)
MEANINGS = (TITLES, NOTES, VALUES, SHAPE, PERSON, NEAR)


def sameness_spots(same: Sameness, shapes: Shapes) -> Iterator[tuple[Meaning, Spot]]:
    """What a board would recognise from account to account."""
    if same.accounts < FEW:
        return
    yield from ((TITLES, spot) for spot in _shared(same.titles, MOST_TITLES, "of the pain points have a title"))
    yield from ((NOTES, spot) for spot in _shared(same.notes, MOST_NOTES, "of the notes have a text"))
    yield from ((VALUES, spot) for spot in _values(same.values))
    yield from ((SHAPE, spot) for spot in _shapes(shapes, same.accounts))
    yield from ((PERSON, _person(name, places)) for name, places in same.people.items())
    yield from ((NEAR, spot) for spot in _near(same))


def _shared(shared: Shared, most: float, what: str) -> Iterator[Spot]:
    if shared.rows and shared.shared / shared.rows > most:
        frequent = "; ".join(f"“{text}” in {count:,}" for text, count in shared.frequent[:3])
        share = round(shared.shared / shared.rows, 3)
        yield Spot(f"{share:.0%} {what} that another account has too: {frequent}", _CURE, value=share)


def _values(values: Shared) -> Iterator[Spot]:
    for value, count in values.frequent:
        if values.rows >= FEW and count > 1 and count / values.rows > MOST_OF_A_VALUE:
            why = f"{count:,} of {values.rows:,} deals are worth {float(value):,.0f}"
            yield Spot(why, _CURE, "strategy", None, "estimatedValue", float(value))


def _shapes(shapes: Shapes, accounts: int) -> Iterator[Spot]:
    for shape, count in shapes.counts.most_common(1):
        if count / accounts > MOST_OF_A_SHAPE:
            why = f"{count:,} of {accounts:,} plans have the shape of that of {shapes.first[shape]}"
            yield Spot(why, _CURE, value=round(count / accounts, 3))


def _person(name: str, places: Sequence[tuple[str, str]]) -> Spot:
    """Somebody in several plans: the last of them is the one to edit."""
    account, row = places[-1]
    why = f"{name} stands in the plans of {', '.join(account for account, _ in places)}"
    command = suggested("edit", account, place_text("stakeholders", row_id=row, field="name"), "NAME")
    return Spot(why, command, "stakeholders", row, "name", name, account=account)


def _near(same: Sameness) -> Iterator[Spot]:
    found = groups([shingles(text.text, text.account) for text in same.texts])
    sized = sorted(((sum(same.texts[place].accounts for place in places), places) for places in found), reverse=True)
    for accounts, places in sized[:MOST_SHOWN]:
        if accounts > max(3, MOST_NEAR * same.accounts):
            one, other = (same.texts[place].text for place in places[:2])
            yield Spot(f"“{one}” and “{other}” and their like stand in {accounts:,} accounts", _CURE, value=one)
