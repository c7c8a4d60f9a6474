"""A section as templates need it: its lists of rows, and for each value the mark that says where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from demodb.api.account_page import AccountPlan, ExplainedValue
from demodb.model.documents import Section
from demodb.model.rows import Row, beside_lists, place_text, row_lists
from demodb.studio.account.chart import Chart, chart_of
from demodb.studio.account.chart_list import Listed, listed
from demodb.studio.account.view import Pipeline, by_level, pipeline_by_stage


class Kind(NamedTuple):
    """How a value's origin is marked: a letter, the class of its colour, and the word for both."""

    letter: str
    style: str
    word: str


KINDS: Mapping[str, Kind] = {
    "imported": Kind("F", "f", "file"),
    "generated": Kind("S", "t", "script"),
    "template": Kind("T", "t", "template"),
    "edited": Kind("E", "e", "edited"),
    "added": Kind("A", "e", "added"),
    "deleted": Kind("D", "e", "deleted"),
    "conflict": Kind("!", "c", "conflict"),
}


class Source(NamedTuple):
    """Where some of a section's values come from: the mark that they bear, and the words."""

    kind: Kind
    words: str


class Mark(NamedTuple):
    """The mark of one value; `number` is that of its source among those of the section that bear the same letter."""

    kind: Kind
    number: int


@dataclass(frozen=True)
class ShownSection:
    """One section of a plan; where it is missing it has no rows."""

    section: Section
    plan: AccountPlan

    @property
    def slug(self) -> str:
        """The account's slug."""
        return self.plan.account.slug

    @property
    def is_there(self) -> bool:
        """Whether the account has the section, be it empty."""
        return self.section in self.plan.sections

    @cached_property
    def lists(self) -> Mapping[str, Sequence[Row]]:
        """The rows of its lists, by their names; "" is the section itself."""
        stored = self.plan.sections.get(self.section)
        return row_lists(self.section, stored.document) if stored else {}

    def rows(self, name: str = "") -> Sequence[Row]:
        """The rows of one of its lists."""
        return self.lists.get(name, ())

    @property
    def beside(self) -> Mapping[str, Any]:
        """What people wrote beside the lists."""
        stored = self.plan.sections.get(self.section)
        return beside_lists(self.section, stored.document) if stored else {}

    def place(self, row: Row, name: str = "") -> str:
        """Where a row is, such as strategy/painPoints/pp-001."""
        return place_text(self.section, name, row["id"])

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of stakeholders by their ids."""
        return {row["id"]: row["name"] for row in self.rows()}

    @property
    def chart_list(self) -> list[Listed]:
        """Who reports to whom, as a list in lists."""
        return listed(self.rows())

    @cached_property
    def chart(self) -> Chart:
        """The org chart of stakeholders."""
        return chart_of(self.rows())

    @cached_property
    def pains(self) -> Sequence[Row]:
        """Pain points, the worst first."""
        return by_level(self.rows("painPoints"), "severity")

    @cached_property
    def pipeline(self) -> Pipeline:
        """Opportunities by stage."""
        return pipeline_by_stage(self.rows("opportunities"))

    @cached_property
    def sources(self) -> Sequence[Source]:
        """Where its values come from, each once, in the order in which they are met."""
        return list(dict.fromkeys(source_of(value) for value in self._values()))

    @cached_property
    def usual(self) -> Source | None:
        """Where most of its values come from."""
        counts = Counter(source_of(value) for value in self._values() if value.kind != "deleted")
        return counts.most_common(1)[0][0] if counts else None

    @cached_property
    def _numbers(self) -> Mapping[Source, int]:
        of_letter: dict[str, int] = {}
        numbers = {}
        for source in self.sources:
            numbers[source] = of_letter[source.kind.letter] = of_letter.get(source.kind.letter, -1) + 1
        return numbers

    def mark(self, place: str) -> Mark | None:
        """The mark of the value at a place; None where it is from the usual source, or nothing stands there."""
        value = self.plan.origins.get(place)
        source = source_of(value) if value else None
        return Mark(source.kind, self._numbers[source]) if source and source != self.usual else None

    @cached_property
    def gone(self) -> Sequence[str]:
        """The places of rows that a person deleted since they came in."""
        return [value.place for value in self._values() if value.kind == "deleted"]

    def _values(self) -> Iterator[ExplainedValue]:
        return (value for place, value in self.plan.origins.items() if place.startswith(f"{self.section}/"))


def source_of(value: ExplainedValue) -> Source:
    """Where a value comes from, as its mark says it: an open conflict before all else."""
    return Source(KINDS["conflict" if value.conflict else value.kind], value.source)
