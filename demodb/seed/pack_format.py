"""What a pack's files may say: the parts of a revision, each judged as it is read, and what they draw from.

A revision is a file; it holds the parts that it changes, whole. What it does not mention stays as the revision before has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from string import Formatter
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from demodb.model import documents as d
from demodb.model.names import match_key
from demodb.seed.draws import Pool, weighted_pool

PLACEHOLDERS = ("account", "product", "competitor")
_LISTED = "{account}, {product} and {competitor}"


class Offset(NamedTuple):
    """How far a date lies from the as-of date, from `low` to `high`: in days, or on a working day so many `weeks` away."""

    low: int
    high: int
    weeks: bool


def _offset(value: Any) -> Offset:
    weeks = isinstance(value, dict) and list(value) == ["weeks"]
    pair = value["weeks"] if weeks else value
    if not isinstance(pair, list) or [type(bound) for bound in pair] != [int, int]:
        raise ValueError("expected days as [from, to], or { weeks = [from, to] }")
    if not int(weeks) <= pair[0] <= pair[1]:
        raise ValueError(f"expected from no greater than to, and from {int(weeks)} on")
    return Offset(pair[0], pair[1], weeks)


def _placeholders(text: str) -> str:
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        raise ValueError(f"expected text with {_LISTED}: {error}") from error
    unknown = sorted(str(name) for _, name, form, conversion in parts if name not in PLACEHOLDERS or form or conversion)
    if unknown:
        raise ValueError(f"expected no placeholder but {_LISTED}, found {unknown}")
    return text


def _range(pair: list[Any]) -> list[Any]:
    if pair[0] > pair[1]:
        raise ValueError("expected [from, to] with from no greater than to")
    return pair


def _title(title: dict[str, str]) -> dict[str, str]:
    lacking = {"key", "en"} - title.keys()
    if lacking:
        raise ValueError(f"expected a title with `key` and `en`, without {', '.join(sorted(lacking))}")
    return title


_PAIR = Field(min_length=2, max_length=2)
DateOffset = Annotated[Any, AfterValidator(_offset)]
Title = Annotated[dict[str, str], AfterValidator(_title)]
Template = Annotated[str, AfterValidator(_placeholders)]
Years = Annotated[list[Annotated[int, Field(ge=0)]], _PAIR, AfterValidator(_range)]
Amounts = Annotated[list[Annotated[float, Field(ge=0)]], _PAIR, AfterValidator(_range)]
Percents = Annotated[list[Annotated[int, Field(ge=0, le=100)]], _PAIR, AfterValidator(_range)]


class Part(BaseModel):
    """What every part of a pack obeys: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True, allow_inf_nan=False, hide_input_in_errors=True)


class PoolEntry(Part):
    """An entry of a pool: `key` is its identity for ever; the conditions say for which accounts it may be drawn.

    `bu` names business units, `country` ISO 3166 codes, `revenue` a range in USD a year (the upper bound left out), and
    `renewalRisk` whether a renewal of the account has to be at risk, or none. A condition that is not given is met by all.
    """

    key: str
    bu: list[str] = []
    country: list[Annotated[str, Field(pattern="^[A-Z]{2}$")]] = []
    revenue: Amounts | None = None
    renewalRisk: bool | None = None  # noqa: N815 - the pack's keys are the document's
    weight: float = Field(default=1.0, gt=0)

    @property
    def for_all(self) -> bool:
        """Whether it may be drawn for every account of its business units."""
        return not self.country and self.revenue is None and self.renewalRisk is None

    @cached_property
    def units(self) -> frozenset[str]:
        """The keys of its business units."""
        return frozenset(name.casefold() for name in self.bu)


class Text(PoolEntry):
    """A pain point, an opportunity or an action."""

    title: Template
    description: Template


class Rival(PoolEntry):
    """A competitor."""

    name: str
    type: d.CompetitorType
    description: str
    strengths: list[str] = Field(min_length=1)
    weaknesses: list[str] = Field(min_length=1)

    @cached_property
    def match_key(self) -> str:
        """The match key of its name: no account gets itself as a competitor."""
        return match_key(self.name)


class StakeholderRow(Part):
    """A place in the org chart."""

    id: str
    role: d.Role
    raciRole: d.RaciRole | None = None  # noqa: N815 - the pack's keys are the document's
    reportsTo: str | None = None  # noqa: N815
    relationship: dict[d.Relationship, Annotated[float, Field(gt=0)]] = Field(min_length=1)
    tenure: Years
    lastInteraction: DateOffset  # noqa: N815
    titles: list[Title] = Field(min_length=1)
    interests: list[str] = Field(min_length=2)
    notes: list[Template] = Field(min_length=1)

    @cached_property
    def title_pool(self) -> Pool[dict[str, str]]:
        """The titles, by language."""
        return Pool((title["key"], title) for title in self.titles)

    @cached_property
    def interest_pool(self) -> Pool[str]:
        """The interests."""
        return Pool((text, text) for text in self.interests)

    @cached_property
    def note_pool(self) -> Pool[str]:
        """The notes."""
        return Pool((text, text) for text in self.notes)

    @cached_property
    def relationship_pool(self) -> Pool[d.Relationship]:
        """The relationship's strengths, by weight."""
        return weighted_pool(self.relationship)


class PainPointRow(Part):
    """A pain point's place."""

    id: str
    severity: d.Level
    status: d.PainPointStatus
    identified: DateOffset


class OpportunityRow(Part):
    """An opportunity's place: `share` of the yearly revenue, at least `minimum` USD; `probability` in percent."""

    id: str
    status: d.OpportunityStatus
    probability: Percents
    share: Amounts
    minimum: int = Field(ge=0)
    identified: DateOffset


class CompetitorRow(Part):
    """A competitor's place, which is there with a chance from 0 to 1."""

    id: str
    chance: float = Field(default=1.0, ge=0, le=1)
    updated: DateOffset


class ActionRow(Part):
    """A card's place on the board: made some days before the as-of date, due some days after it."""

    id: str
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
    pool: list[Text] = []


class Content(Part):
    """Everything that sections are made from: a pack as it stands at one of its revisions."""

    products: dict[str, Annotated[list[str], Field(min_length=1)]]
    stakeholders: Stakeholders
    strategy: Strategy
    competitors: Competitors
    actions: Actions

    def pools(self) -> Iterator[tuple[str, list[Any], list[Any]]]:
        """The pools with their names, as (name, rows, entries)."""
        yield "painPoints", list(self.strategy.painPoints.rows), list(self.strategy.painPoints.pool)
        yield "opportunities", list(self.strategy.opportunities.rows), list(self.strategy.opportunities.pool)
        yield "competitors", list(self.competitors.rows), list(self.competitors.pool)
        yield "actions", list(self.actions.rows), list(self.actions.pool)


class Revision(Part):
    """One revision file: what it brings in a line, its date, and the parts that it changes."""

    message: str
    date: date
    products: dict[str, Annotated[list[str], Field(min_length=1)]] | None = None
    stakeholders: Stakeholders | None = None
    strategy: Strategy | None = None
    competitors: Competitors | None = None
    actions: Actions | None = None
