"""What a pack's files may say: the parts of a revision, each judged as it is read, and what they draw from.

A revision is a file; it holds the parts that it changes, whole. What it does not mention stays as the revision before has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from demodb.model import documents as d
from demodb.model.names import match_key, unit_key
from demodb.packs.draws import Pool, weighted_pool
from demodb.packs.fields import (
    Band,
    Company,
    Country,
    DateOffset,
    FilledText,
    Part,
    Percents,
    Plain,
    Products,
    Shares,
    Title,
    Words,
    Years,
    no_items,
)

_REFERENCES = {"{product}": "products", '"bu":["': "products", "{competitor}": "competitors"}
"""What stands in a part that draws on another part."""


class PoolEntry(Part):
    """An entry of a pool: `key` is its identity for ever; the conditions say for which accounts it may be drawn.

    `bu` names business units, `country` the codes of countries, `revenue` a band in USD a year (its upper bound, which may be
    inf, left out), and `renewalRisk` whether a renewal of the account has to be at risk, or none. What is not given is met by
    all.
    """

    key: Words
    bu: list[str] = Field(default_factory=no_items)
    country: list[Country] = Field(default_factory=no_items)
    revenue: Band | None = None
    renewalRisk: bool | None = None  # noqa: N815 - the pack's keys are the document's
    weight: float = Field(default=1.0, gt=0)

    @property
    def for_all(self) -> bool:
        """Whether it may be drawn for every account of its business units."""
        return not self.country and self.revenue is None and self.renewalRisk is None

    @cached_property
    def units(self) -> frozenset[str]:
        """The keys of its business units."""
        return frozenset(unit_key(name) for name in self.bu)


class Text(PoolEntry):
    """A pain point, an opportunity or an action."""

    title: FilledText
    description: FilledText


class Rival(PoolEntry):
    """A competitor."""

    name: Company
    type: d.CompetitorType
    description: Plain
    strengths: list[Plain] = Field(min_length=1)
    weaknesses: list[Plain] = Field(min_length=1)

    @cached_property
    def match_key(self) -> str:
        """The match key of its name: no account gets itself as a competitor."""
        return match_key(self.name)


class TemplateRow(Part):
    """A row that a pack makes; `id` is its own in the section."""

    id: Words


class StakeholderRow(TemplateRow):
    """A place in the org chart."""

    role: d.Role
    raciRole: d.RaciRole | None = None  # noqa: N815 - the pack's keys are the document's
    reportsTo: str | None = None  # noqa: N815
    relationship: dict[d.Relationship, Annotated[float, Field(gt=0)]] = Field(min_length=1)
    tenure: Years
    lastInteraction: DateOffset  # noqa: N815
    titles: list[Title] = Field(min_length=1)
    interests: list[Plain] = Field(min_length=2)
    notes: list[FilledText] = Field(min_length=1)

    @cached_property
    def title_pool(self) -> Pool[dict[str, str]]:
        """The titles, by language."""
        return Pool((title["key"] for title in self.titles), self.titles)

    @cached_property
    def interest_pool(self) -> Pool[str]:
        """The interests."""
        return Pool(self.interests, self.interests)

    @cached_property
    def note_pool(self) -> Pool[str]:
        """The notes."""
        return Pool(self.notes, self.notes)

    @cached_property
    def relationship_pool(self) -> Pool[d.Relationship]:
        """The relationship's strengths, by weight."""
        return weighted_pool(self.relationship)


class PainPointRow(TemplateRow):
    """A pain point's place."""

    severity: d.Level
    status: d.PainPointStatus
    identified: DateOffset


class OpportunityRow(TemplateRow):
    """An opportunity's place: `share` of the yearly revenue, at least `minimum` USD; `probability` in percent."""

    status: d.OpportunityStatus
    probability: Percents
    share: Shares
    minimum: int = Field(ge=0, le=10**12)
    identified: DateOffset


class CompetitorRow(TemplateRow):
    """A competitor's place, which is there with a chance from 0 to 1."""

    chance: float = Field(default=1.0, ge=0, le=1)
    updated: DateOffset


class ActionRow(TemplateRow):
    """A card's place on the board: made some days before the as-of date, due some days after it."""

    status: d.ActionStatus
    priority: d.Level
    created: DateOffset
    due: DateOffset


class Stakeholders(Part):
    """The org chart."""

    rows: list[StakeholderRow]


class PainPoints(Part):
    """Rows, and the pool they are drawn from."""

    rows: list[PainPointRow]
    pool: list[Text]


class Opportunities(Part):
    """Rows, and the pool they are drawn from."""

    rows: list[OpportunityRow]
    pool: list[Text]


class Strategy(Part):
    """Both lists of the strategy section."""

    painPoints: PainPoints  # noqa: N815
    opportunities: Opportunities


class Competitors(Part):
    """Rows, and the pool they are drawn from."""

    rows: list[CompetitorRow]
    pool: list[Rival]


class Actions(Part):
    """Rows, and the pool they are drawn from; without rows the board is empty."""

    rows: list[ActionRow]
    pool: list[Text] = Field(default_factory=no_items)


class Content(Part):
    """Everything that sections are made from: a pack as it stands at one of its revisions."""

    products: Products
    stakeholders: Stakeholders
    strategy: Strategy
    competitors: Competitors
    actions: Actions

    def sources_of(self, part: str) -> set[str]:
        """The parts that a section is made from: its own, and those that its texts and conditions draw on."""
        text = getattr(self, part).model_dump_json()
        drawn = {source for mark, source in _REFERENCES.items() if mark in text}
        return {part, *drawn, *(self.sources_of("competitors") if part != "competitors" and "competitors" in drawn else ())}

    def pools(self) -> Iterator[tuple[str, list[TemplateRow], list[PoolEntry]]]:
        """The pools with their names, as (name, rows, entries)."""
        yield "painPoints", list(self.strategy.painPoints.rows), list(self.strategy.painPoints.pool)
        yield "opportunities", list(self.strategy.opportunities.rows), list(self.strategy.opportunities.pool)
        yield "competitors", list(self.competitors.rows), list(self.competitors.pool)
        yield "actions", list(self.actions.rows), list(self.actions.pool)


class Revision(Part):
    """One revision file: what it brings in a line, its date, and the parts that it changes."""

    message: Words
    date: date
    facts: Literal[1] = 1
    products: Products | None = None
    stakeholders: Stakeholders | None = None
    strategy: Strategy | None = None
    competitors: Competitors | None = None
    actions: Actions | None = None
