"""What a rehearsal looks at: an account with all that is shown of it, and the hours, the story and the rest of the scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from demodb.model.documents import SECTIONS, Section
from demodb.model.material import Material, RevenuePeriod
from demodb.model.rows import Row, row_lists
from demodb.model.story import NO_STORY, Expectation, Story, Window
from demodb.model.suggested import suggested
from demodb.model.totals import OPEN_STAGES, pipeline_of
from demodb.rehearsal.finding import Spot
from demodb.rehearsal.plan_texts import LISTS, PlanText, plan_texts


@dataclass(frozen=True)
class Cached:
    """An entry of the cache: when it turns stale and gone (ms since 1970), who made it, what it says, if anybody knows.

    `changed`: it would be made from something else now. `advice` is the document, of intelligence alone, `broken` why the app
    would refuse it.
    """

    fresh_until: int
    stale_until: int
    source: str | None = None
    changed: bool = False
    advice: Mapping[str, Any] | None = None
    broken: str | None = None


@dataclass(frozen=True)
class Scene:
    """The hours of the demo, what the story asks for, the names of our business units, and how amounts are told.

    `team` are the names of the people on our side.
    """

    window: Window
    story: Story = NO_STORY
    units: tuple[str, ...] = ()
    revenue_period: RevenuePeriod = "year"
    team: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day of the demo."""
        return self.window.at.date()


@dataclass(frozen=True)
class RehearsedAccount:
    """One account: its material, whether the demo opens it, which sections a template made, what the cache has by key.

    `expected` is what the story asks of it, `country` the told one with which a template made its people.
    """

    material: Material
    hero: bool = False
    templated: frozenset[Section] = frozenset()
    cached: Mapping[str, Cached] = field(default_factory=dict)
    expected: Expectation | None = None
    country: str | None = None

    @property
    def missing(self) -> Sequence[Section]:
        """The sections that it lacks."""
        return [section for section in SECTIONS if section not in self.material.sections]

    @cached_property
    def people(self) -> Sequence[Row]:
        """Its stakeholders."""
        return self.rows("stakeholders", "")

    @cached_property
    def pains(self) -> Sequence[Row]:
        """Its pain points."""
        return self.rows("strategy", "painPoints")

    @cached_property
    def deals(self) -> Sequence[Row]:
        """Its opportunities."""
        return self.rows("strategy", "opportunities")

    @cached_property
    def rivals(self) -> Sequence[Row]:
        """Its competitors."""
        return self.rows("competitors", "")

    @cached_property
    def cards(self) -> Sequence[Row]:
        """Its action items."""
        return self.rows("actions", "")

    @property
    def articles(self) -> Sequence[Row]:
        """Its news."""
        articles: Sequence[Row] = (self.material.news or {}).get("articles", [])
        return articles

    @cached_property
    def open_deals(self) -> Sequence[Row]:
        """The opportunities that are still to be decided."""
        return [deal for deal in self.deals if deal["status"] in OPEN_STAGES]

    @cached_property
    def pipeline(self) -> float:
        """USD, the values of its open deals."""
        return pipeline_of(self.deals)

    @property
    def name(self) -> str:
        """The account's name."""
        return self.material.name

    @cached_property
    def texts(self) -> Sequence[PlanText]:
        """The texts of its rows."""
        return [text for of_list in LISTS for text in plan_texts(of_list, self.rows(*of_list))]

    def rows(self, section: Section, path: str) -> Sequence[Row]:
        """The rows of a list; none where its section is missing."""
        document = self.material.sections.get(section)
        return [] if document is None else row_lists(section, document).get(path, [])

    def edit(self, place: str, value: str = "VALUE") -> str:
        """The command that gives a field another value."""
        return suggested("edit", self.name, place, value)

    def of_text(self, text: PlanText, why: str) -> Spot:
        """What there is to be said of a text, with the command that gives another one."""
        command = self.edit(text.place, "LIST" if text.several else "TEXT")
        return Spot(why, command, text.section, text.row, text.key, text.text)

    def delete(self, place: str) -> str:
        """The command that takes a row out of its list."""
        return suggested("edit", self.name, delete=place)

    def shift(self, section: Section, day: date) -> str | None:
        """The command that brings the dates of a section near the demo's day; None where they count from that day already."""
        if section in self.templated:
            return None if self.material.as_of == day else suggested("shift", as_of=day.isoformat())
        return "demodb shift --heroes" if self.hero else suggested("shift", account=self.name)
