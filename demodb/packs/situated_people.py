"""What a pack of the second version of the facts may say of people: places, org charts, moods and notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Annotated, ClassVar, Self

from pydantic import ConfigDict, Field, model_validator

from demodb.model import documents as d
from demodb.packs.case import Conditions, Situated
from demodb.packs.draws import Pool
from demodb.packs.fields import DateOffset, Part, Plain, SpokenText, Weight, Words, Years, no_items
from demodb.packs.situated import Entry, exactly_one, told_of

Strengths = Annotated[dict[d.Relationship, Weight], Field(min_length=1)]


class JobTitle(Conditions):
    """A title of a person by language, "en" for English, and as "fr_f" that of a woman; other keys are conditions."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Plain]

    key: Words
    weight: Weight = 1.0

    @model_validator(mode="after")
    def _languages(self) -> Self:
        unknown = sorted(name for name in self._told if not _LANGUAGE.fullmatch(name))
        if unknown:
            raise ValueError(f"expected languages by two letters, with _f for women, found {unknown}")
        if "en" not in self._told:
            raise ValueError("expected the title in English as `en`")
        if alone := sorted(name for name in self._told if name.removesuffix(_FEMALE) not in self._told):
            raise ValueError(f"expected the title itself beside that of a woman, found {alone} alone")
        return self

    @cached_property
    def asks(self) -> bool:
        """Whether it is for some accounts only."""
        return bool(self.bu or self.asked)

    @property
    def _told(self) -> dict[str, str]:
        return self.__pydantic_extra__

    @cached_property
    def by_language(self) -> dict[str, str]:
        """The title in each language."""
        return {name: title for name, title in self._told.items() if not name.endswith(_FEMALE)}

    def spoken(self, language: str, *, female: bool) -> str:
        """The title in a language that it has, as a woman or a man bears it."""
        title = self.by_language[language]
        return self._told.get(f"{language}{_FEMALE}", title) if female else title


_FEMALE = "_f"
_LANGUAGE = re.compile(f"[a-z]{{2}}(?:{_FEMALE})?")


class Place(Part):
    """A place that somebody may have: a shape says which of them an account has. One that is `vacant` nobody has."""

    id: Words
    role: d.Role
    raciRole: d.RaciRole | None = None  # noqa: N815
    relationship: Strengths | None = None
    tenure: Years | None = None
    months: Years | None = None
    lastInteraction: DateOffset | None = None  # noqa: N815
    titles: list[JobTitle] = Field(min_length=1)
    interests: list[Plain] = Field(default_factory=no_items)
    vacant: bool = False

    @model_validator(mode="after")
    def _peopled(self) -> Self:
        if not self.vacant:
            exactly_one(self, "tenure", "months")
            if self.relationship is None or self.lastInteraction is None or len(self.interests) < _INTERESTS:
                raise ValueError("expected relationship, lastInteraction and two interests at least, or vacant = true")
        return self

    @cached_property
    def path(self) -> str:
        """Where its draws are keyed."""
        return f"stakeholders/{self.id}"

    @cached_property
    def seat(self) -> tuple[str, str, str]:
        """What notes ask for: its role, its id, and whether nobody is there."""
        return self.role, self.id, str(self.vacant)

    @cached_property
    def interest_pool(self) -> Pool[str]:
        """The interests."""
        return Pool(self.interests, self.interests)

    @cached_property
    def title_pool(self) -> Pool[JobTitle]:
        """The titles."""
        return Pool((title.key for title in self.titles), self.titles, [title.weight for title in self.titles])


_INTERESTS = 2


class Shape(Situated):
    """An org chart: who is there, in the order of the document, and whom each reports to, "" for the one at the top."""

    key: Words
    weight: Weight = 1.0
    people: dict[Words, str] = Field(min_length=1)
    group: ClassVar[None] = None
    first: ClassVar[bool] = False
    comes_alone: ClassVar[bool] = True


class Mood(Situated):
    """How strong relationships are, by role, where it fits."""

    relationship: dict[d.Role, Strengths] = Field(default={})
    lastInteraction: DateOffset | None = None  # noqa: N815


class Note(Entry):
    """A remark on a person: for these roles or rows and strengths of relationship; `more` are second sentences to draw from."""

    roles: list[d.Role] = Field(default_factory=no_items)
    rows: list[Words] = Field(default_factory=no_items)
    strength: list[d.Relationship] = Field(default_factory=no_items)
    text: SpokenText
    more: list[SpokenText] = Field(default_factory=no_items)
    rival: Words | None = None
    vacant: bool = False

    @cached_property
    def whole_text(self) -> str:
        """All its texts."""
        return "\n".join((self.text, *self.more))

    @cached_property
    def about(self) -> frozenset[str]:
        """What its texts are about; see `told_of`."""
        return told_of(self.whole_text)


SEAT: tuple[Callable[[Note], Collection[str]], ...] = (
    lambda note: note.roles,
    lambda note: note.rows,
    lambda note: [str(note.vacant)],
)
"""By what notes are indexed: `Place.seat` of whom they are about."""


class People(Part):
    """The places, the org charts, the moods and the notes."""

    rows: list[Place] = Field(min_length=1)
    shapes: list[Shape] = Field(min_length=1)
    moods: list[Mood] = Field(default_factory=no_items)
    notes: list[Note] = Field(min_length=1)
