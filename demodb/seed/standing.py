"""How a section stands: what the store has of it, what its account's pack makes of it, and what comes of both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from demodb.model.account import AccountFacts
from demodb.model.canonical import canonical
from demodb.model.documents import Document, Section
from demodb.model.merge import Conflict, MergeResult, MergeRule, merge
from demodb.model.origin import MadeFrom, TemplateOrigin
from demodb.model.rows import RowPlace, row_lists, row_places, with_lists, with_rows_at
from demodb.model.subjects import Subjects, subjects_by_name, subjects_of, subjects_text
from demodb.packs.chosen import ChosenPacks
from demodb.packs.template import Made, Template
from demodb.store.plans import NewSection, StoredSection

State = Literal["missing", "imported", "generated", "at head", "outdated"]


@dataclass(frozen=True)
class Standing:
    """A section of an account, or its lack, beside its pack. What costs something is found out when it is asked for.

    `stored` is None where the section is missing. `new` is the template that a missing one is made from, one of `packs`.
    `deleted` are the rows that a person deleted once and that the base does not tell of, as another revision had them, or as
    the section was undone. `waiting` are the open conflicts with files.
    """

    facts: AccountFacts
    section: Section
    stored: StoredSection | None
    new: Template
    packs: ChosenPacks
    deleted: Sequence[RowPlace] = ()
    waiting: Sequence[Conflict] = ()

    @property
    def head(self) -> str:
        """The newest revision of the pack for the section."""
        return self.new.pack.section_revisions[self.section]

    @property
    def state(self) -> State:
        """Outdated is what is from a template, and from another pack or revision than a new section would be."""
        if self.stored is None:
            return "missing"
        origin = self.stored.origin
        if origin is None:
            return "generated" if self.stored.generated else "imported"
        return "at head" if (origin.pack, origin.revision) == (self.new.pack.name, self.head) else "outdated"

    @cached_property
    def touched(self) -> bool:
        """Whether there is a person's work to be kept: an edit, one that waits in a file, or rows that were deleted once."""
        return bool(self.deleted or self.waiting) or (self.stored is not None and self.stored.edited)

    @cached_property
    def clashes(self) -> bool:
        """Whether a person and the template changed the same fields or rows, each in its way."""
        return bool(self.merged.conflicts)

    @property
    def reason(self) -> str:
        """Why a section that stands so is created, upgraded or kept, in words."""
        if self.stored is None:
            return "missing"
        origin, pack = self.stored.origin, self.new.pack.name
        if self.state in ("outdated", "generated"):
            was = "undone" if origin and origin.undone else f"{origin.pack} {origin.revision}" if origin else "generated"
            return f"{was} -> {pack} {self.head}" + (", edited" if self.touched else "")
        if origin is None:
            return "imported"
        return ("edited, " if self.stored.edited else "") + f"at {pack} {origin.revision}, the newest of its section"

    @property
    def template(self) -> Template:
        """The pack's newest revision, with the seed and the as-of date that the section was made with, unless it was undone."""
        origin = self.stored.origin if self.stored else None
        if origin is None or origin.undone:
            return self.new
        return Template(self.new.pack, origin.seed, origin.day)

    @cached_property
    def made(self) -> Made:
        """The section as the template makes it, and what its rows are about."""
        return self.template.made(self.section, self._made_from)

    @property
    def _made_from(self) -> AccountFacts:
        """An undone section is completed from the facts that the rest of it was made with."""
        stored = self.stored
        return stored.made_from(self.facts) if stored and stored.origin and stored.origin.undone else self.facts

    @property
    def theirs(self) -> Document:
        """The section as the template makes it."""
        return self.made.document

    @cached_property
    def subjects(self) -> Subjects:
        """What the rows of the store are about.

        Those of a store that did not note it yet are made again from the origin, or from the newest revision where that one
        is not at hand, and are known by their names.
        """
        if self.stored is None or self.stored.origin is None:
            return {}
        if self.stored.subjects is not None:
            return subjects_of(self.section, self.stored.subjects)
        pack = self.packs.pack_at(self.stored.origin.pack, self.stored.origin.revision)
        facts = self.stored.made_from(self.facts)
        made = replace(self.template, pack=pack).made(self.section, facts) if pack else self.made
        return subjects_by_name(self.section, made.subjects, made.document, json.loads(self.stored.base))

    @cached_property
    def merged(self) -> MergeResult:
        """What the store has and what the template makes, merged. Of a missing section a person has deleted every row."""
        ours = self.stored.document if self.stored else with_rows_at(self.section, self.theirs, ())
        base = json.loads(self.stored.base) if self.stored else ours
        rule = MergeRule(
            whole={place for place, subject in self.made.subjects.items() if self.subjects.get(place) != subject},
            touched={conflict.place for conflict in self.waiting},
        )
        return merge(self.section, _with_deleted(self.section, base, self.theirs, self.deleted), ours, self.theirs, rule)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The fields that a person and the template changed, and the rows that would be about something else."""
        return self.merged.conflicts

    @property
    def still_deleted(self) -> tuple[RowPlace, ...] | None:
        """The deleted rows to be remembered once it is merged; None where none are or were."""
        gone = [*self.deleted, *(self.stored.missing if self.stored else ())]
        beyond = _beyond(self.section, gone, self.merged.base, self.merged.document)
        return beyond if self.deleted or beyond else None

    def from_template(self) -> NewSection:
        """The section as the template makes it, to be written."""
        return self._written(self.theirs, None, subjects_text(self.made.subjects))

    def from_both(self) -> NewSection:
        """The section as the merge has it, to be written."""
        merged = self.merged
        places = {*row_places(self.section, merged.base), *row_places(self.section, merged.document)}
        about = {**self.subjects, **{place: at for place, at in self.made.subjects.items() if place not in merged.kept}}
        subjects = subjects_text({place: about[place] for place in places & about.keys()})
        return self._written(merged.document, canonical(merged.base), subjects)

    def _written(self, document: Document, base: str | None, subjects: str) -> NewSection:
        origin = TemplateOrigin(self.new.pack.name, self.head, self.template.seed, self.template.as_of.isoformat())
        made = self._made_from
        kept = MadeFrom(made.name, made.told, self.made.facts)
        return NewSection(self.facts.key, self.section, document, origin, base, subjects, made=kept)


def _beyond(section: Section, places: Iterable[RowPlace], *documents: Document) -> tuple[RowPlace, ...]:
    """Those places of rows that none of the documents holds."""
    present = {place for document in documents for place in row_places(section, document)}
    return tuple(place for place in places if place not in present)


def _with_deleted(section: Section, base: Document, theirs: Document, deleted: Sequence[RowPlace]) -> Document:
    """The base with those rows of theirs that a person deleted once: as ours has them no more, they stay deleted."""
    again = _beyond(section, deleted, base)
    if not again:
        return base
    added = row_lists(section, with_rows_at(section, theirs, again))
    return with_lists(base, {name: [*rows, *added[name]] for name, rows in row_lists(section, base).items()})
