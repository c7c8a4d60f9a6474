"""What a pack of the second version of the facts may say: situations, and what pains, deals, rivals and cards are drawn from."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from demodb.model import documents as d
from demodb.model.names import match_key
from demodb.packs.case import Conditions, Situated
from demodb.packs.fields import (
    Amounts,
    Company,
    Counts,
    DateOffset,
    DueOffset,
    Part,
    Percents,
    Plain,
    Shares,
    SpokenText,
    Weight,
    Words,
    no_items,
)

Stage = d.OpportunityStatus
CLOSED: frozenset[Stage] = frozenset(("won", "lost"))


class Situation(Conditions):
    """What may be going on with an account; one that is a `fallback` is drawn only where no other fits."""

    key: Words
    weight: Weight = 1.0
    fallback: bool = False


class Entry(Situated):
    """What is drawn: `key` is its identity for ever. Entries of one `group` exclude each other, `first` ones come first."""

    key: Words
    weight: Weight = 1.0
    group: Words | None = None
    first: bool = False

    @property
    def comes_alone(self) -> bool:
        """Whether it comes where nothing brings it."""
        return True


_ABOUT = ("competitor", "renewal")


def told_of(text: str) -> frozenset[str]:
    """What there has to be for a text to be said: of "competitor" and "renewal" those whose placeholders are in it."""
    return frozenset(name for name in _ABOUT if f"{{{name}}}" in text)


def exactly_one(part: Part, *names: str) -> None:
    """Raises ValueError unless a part has one of these keys."""
    given = [name for name in names if getattr(part, name) is not None]
    if len(given) != 1:
        raise ValueError(f"expected one of {', '.join(names)}, found {', '.join(given) or 'none'}")


class TextEntry(Entry):
    """A pain point, a deal or a card: wordings of it to draw from, its owner's role on our side, and cards that it brings.

    With `rival` it is only where that competitor is.
    """

    title: SpokenText | None = None
    titles: list[SpokenText] | None = Field(default=None, min_length=1)
    description: SpokenText | None = None
    descriptions: list[SpokenText] | None = Field(default=None, min_length=1)
    owner: Words | None = None
    brings: list[Words] = Field(default_factory=no_items)
    rival: Words | None = None

    @model_validator(mode="after")
    def _worded(self) -> Self:
        exactly_one(self, "title", "titles")
        exactly_one(self, "description", "descriptions")
        return self

    @cached_property
    def title_pool(self) -> list[str]:
        """The wordings of its title."""
        return self.titles or [self.title or ""]

    @cached_property
    def description_pool(self) -> list[str]:
        """The wordings of its description."""
        return self.descriptions or [self.description or ""]

    @cached_property
    def whole_text(self) -> str:
        """All its texts."""
        return "\n".join((*self.title_pool, *self.description_pool))

    @cached_property
    def about(self) -> frozenset[str]:
        """What its texts are about; see `told_of`."""
        return told_of(self.whole_text)


class PainEntry(TextEntry):
    """A pain point; `severity` narrows that of the profile."""

    severity: list[d.Level] = Field(default_factory=no_items)


class DealEntry(TextEntry):
    """An opportunity: its value as a share of the yearly revenue, for each subscription, or fixed in USD; `stages` narrows."""

    beside: ClassVar[frozenset[str]] = frozenset(("share",))

    share: Shares | None = None
    perSubscription: Shares | None = None  # noqa: N815 - the pack's keys
    fixed: Amounts | None = None
    stages: list[Stage] = Field(default_factory=no_items)

    @model_validator(mode="after")
    def _valued(self) -> Self:
        exactly_one(self, "share", "perSubscription", "fixed")
        return self


class Card(TextEntry):
    """A card of the board; with `onlyBrought` it comes only where a pain point or a deal brings it.

    With `stages` only the deals at one of these bring it.
    """

    onlyBrought: bool = False  # noqa: N815
    stages: list[Stage] = Field(default_factory=no_items)

    @property
    def comes_alone(self) -> bool:
        """Whether it comes where nothing brings it."""
        return not self.onlyBrought


class RivalEntry(Entry):
    """A competitor, and the notes that it brings."""

    name: Company
    type: d.CompetitorType
    description: Plain
    strengths: list[Plain] = Field(min_length=1)
    weaknesses: list[Plain] = Field(min_length=1)
    brings: list[Words] = Field(default_factory=no_items)

    @cached_property
    def match_key(self) -> str:
        """The match key of its name: no account gets itself as a competitor."""
        return match_key(self.name)

    @property
    def ours(self) -> bool:
        """Whether it is met by us."""
        return self.type != "customer-competitor"


class PainProfile(Situated):
    """How many pain points, and how they stand."""

    count: Counts
    severity: Annotated[dict[d.Level, Weight], Field(min_length=1)]
    status: Annotated[dict[d.PainPointStatus, Weight], Field(min_length=1)]
    identified: DateOffset


class DealProfile(Situated):
    """How many opportunities, and at which stages."""

    count: Counts
    status: Annotated[dict[Stage, Weight], Field(min_length=1)]


class StageFacts(Part):
    """What follows from a stage: the probability in percent, and when it was found."""

    probability: Percents
    identified: DateOffset


class RivalProfile(Situated):
    """How many competitors of ours, how many of the customer's beside them, and when they were looked at."""

    count: Counts
    customers: Counts
    updated: DateOffset


class BoardProfile(Situated):
    """How many cards, how they stand, when they were made and when they are due."""

    count: Counts
    status: Annotated[dict[d.ActionStatus, Weight], Field(min_length=1)]
    priority: Annotated[dict[d.Level, Weight], Field(min_length=1)]
    created: DateOffset
    due: dict[d.ActionStatus, DueOffset]


class Pains(Part):
    """Profiles, of which the first that fits counts, and the pool."""

    drawn: list[PainProfile] = Field(min_length=1)
    pool: list[PainEntry] = Field(default_factory=no_items)


class Deals(Part):
    """Stages, profiles, of which the first that fits counts, and the pool."""

    stages: dict[Stage, StageFacts]
    drawn: list[DealProfile] = Field(min_length=1)
    pool: list[DealEntry] = Field(default_factory=no_items)


class Strategy(Part):
    """Both lists of the strategy section."""

    painPoints: Pains  # noqa: N815
    opportunities: Deals


class Rivals(Part):
    """Profiles, of which the first that fits counts, and the pool."""

    drawn: list[RivalProfile] = Field(min_length=1)
    pool: list[RivalEntry] = Field(default_factory=no_items)


class Board(Part):
    """Profiles, of which the first that fits counts, and the pool."""

    drawn: list[BoardProfile] = Field(min_length=1)
    pool: list[Card] = Field(default_factory=no_items)
