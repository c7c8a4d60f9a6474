"""Where a value comes from: a file, a pack's revision and what was drawn from it, or a person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from demodb.model.account import AccountFacts
from demodb.model.canonical import same
from demodb.model.counts import plural
from demodb.model.documents import Section
from demodb.model.kept_facts import facts_from
from demodb.model.rows import Row, RowPlace, beside_lists, place_text, row_lists, rows_by_id
from demodb.model.subjects import Subjects, subjects_of
from demodb.packs.chosen import ChosenPacks
from demodb.packs.template import Template
from demodb.seed.conflicts import place_of
from demodb.store.conflicts import StoredConflict
from demodb.store.plans import StoredSection

ValueKind = Literal["imported", "generated", "template", "edited", "added", "deleted"]


@dataclass(frozen=True)
class ExplainedValue:
    """Where one value, or a whole row, comes from: `place` such as strategy/painPoints/pp-001/title, `source` in words.

    `template` is what the template says, where that is another value; `entry` the key of the pool's entry that its row was
    drawn from; `theirs` the other side of an open conflict, which may be null, or ABSENT for nothing there: `conflict` says
    whether there is one, and `path` names the file where it is with a file.
    """

    place: str
    value: Any
    kind: ValueKind
    source: str
    template: Any = None
    entry: str | None = None
    theirs: Any = None
    conflict: bool = False
    path: str | None = None


@dataclass(frozen=True)
class _Source:
    """Where a section comes from, in words, and what its rows and its template's are about, as far as that is known."""

    kind: ValueKind
    words: str
    subjects: Subjects = field(default_factory=dict)
    template_subjects: Subjects = field(default_factory=dict)

    def entry(self, section: Section, place: RowPlace) -> str | None:
        """The key of the pool's entry that a row was drawn from; people are not drawn from a pool."""
        return None if section == "stakeholders" else self.subjects.get(place, self.template_subjects.get(place))

    def kept(self, place: RowPlace) -> str | None:
        """Why a row is another one than its template's, in words; None where it is not."""
        mine, theirs = self.subjects.get(place), self.template_subjects.get(place)
        if not mine or not theirs or mine == theirs:
            return None
        return f"kept with its row, which is about {mine!r}: that of {self.words} is about {theirs!r}"


def explained(
    facts: AccountFacts,
    stored: StoredSection,
    files: Sequence[str],
    conflicts: Sequence[StoredConflict],
    chosen_packs: ChosenPacks,
) -> Iterator[ExplainedValue]:
    """Field by field where a section's values come from; `files` are the plan files that told of it.

    Where the facts that a template made it from are kept, they come first, at the place of the section.
    """
    yield from _explained(stored, conflicts, _source(stored, files, _drawn(facts, stored, chosen_packs)))


def noted(stored: StoredSection, files: Sequence[str], conflicts: Sequence[StoredConflict]) -> Iterator[ExplainedValue]:
    """The same by what the store alone knows, without reading a pack: what a template's row is about now stays open."""
    yield from _explained(stored, conflicts, _source(stored, files, {}))


def _explained(stored: StoredSection, conflicts: Sequence[StoredConflict], source: _Source) -> Iterator[ExplainedValue]:
    about = {place_of(conflict): conflict for conflict in conflicts}
    if stored.origin and (kept := facts_from(stored.made.facts)):
        yield ExplainedValue(stored.section, kept.model_dump(mode="json", by_alias=True), "template", f"facts of {source.words}")
    for value in _against_base(stored, source, about):
        conflict = about.get(value.place)
        yield replace(value, theirs=conflict.conflict.theirs, conflict=True, path=conflict.path) if conflict else value


def _drawn(facts: AccountFacts, stored: StoredSection, chosen_packs: ChosenPacks) -> Subjects:
    """What the rows of a section's template are about; nothing where its pack is at hand no more."""
    origin = stored.origin
    pack = chosen_packs.pack_at(origin.pack, origin.revision) if origin else None
    if origin is None or pack is None:
        return {}
    return Template(pack, origin.seed, origin.day).made(stored.section, stored.made_from(facts)).subjects


def _source(stored: StoredSection, files: Sequence[str], drawn: Subjects) -> _Source:
    origin = stored.origin
    if origin is None:
        kind: ValueKind = "generated" if stored.generated else "imported"
        words = "made by other scripts, adopted" if stored.generated else "imported"
        moved = f", dates {plural(stored.weeks, 'week')} later" if stored.weeks else ""
        return _Source(kind, (f"{words} from {', '.join(files)}" if files else words) + moved)
    counted = f"seed {origin.seed!r}, as of {origin.as_of}"
    kept = facts_from(stored.made.facts)
    counted += f", {kept.situation}" if kept else ""
    words = f"{origin.pack}, undone since, {counted}" if origin.undone else f"{origin.pack} {origin.revision}, {counted}"
    return _Source("template", words, subjects_of(stored.section, stored.subjects) if stored.subjects else {}, drawn)


def _against_base(stored: StoredSection, source: _Source, about: Mapping[str, StoredConflict]) -> Iterator[ExplainedValue]:
    """Each value of a section, and each row that is gone or in conflict as a whole, held against the base."""
    base = json.loads(stored.base)
    base_lists = row_lists(stored.section, base)
    for name, rows in row_lists(stored.section, stored.document).items():
        based, current = rows_by_id(base_lists[name]), rows_by_id(rows)
        others = [conflict.conflict.row for conflict in about.values() if conflict.conflict.list == name]
        for row_id in based | current | dict.fromkeys(row_id for row_id in others if row_id):
            place, row, before = (name, row_id), current.get(row_id), based.get(row_id)
            text, entry = place_text(stored.section, *place), source.entry(stored.section, place)
            if row is not None and text in about:
                yield ExplainedValue(text, row, "edited", source.kept(place) or "in conflict as a whole", before, entry)
            yield from _row_values(text, source, place, row, before, entry)
    beside = (beside_lists(stored.section, side) for side in (stored.document, base))
    yield from _fields(stored.section, source, *beside)


def _row_values(
    text: str, source: _Source, place: RowPlace, row: Row | None, before: Row | None, entry: str | None
) -> Iterator[ExplainedValue]:
    """The fields of a row, or the row where it is gone."""
    if row is None:
        yield ExplainedValue(text, None, "deleted", f"deleted by a person since {source.words}", before, entry)
    elif before is None:
        yield from (ExplainedValue(f"{text}/{key}", value, "added", "added by a person") for key, value in row.items())
    else:
        for value in _fields(text, source, row, before):
            kept = source.kept(place) if value.kind == "edited" else None
            yield replace(value, entry=entry, source=kept or value.source)


def _fields(place: str, source: _Source, current: Row, based: Row) -> Iterator[ExplainedValue]:
    """The fields of a row, or of an object beside its lists."""
    for key in current | based:
        value, before = current.get(key), based.get(key)
        if same(value, before):
            yield ExplainedValue(f"{place}/{key}", value, source.kind, source.words)
        else:
            yield ExplainedValue(f"{place}/{key}", value, "edited", f"edited by a person since {source.words}", before)


def within(value: ExplainedValue, field: str) -> bool:
    """Whether a value is the one of a place such as strategy/painPoints/pp-001/title, or lies below it."""
    wanted = field.strip("/")
    return not wanted or value.place == wanted or value.place.startswith(f"{wanted}/")


def sections_within(field: str, sections: Sequence[Section]) -> list[Section]:
    """The sections in which a place may lie."""
    first = field.strip("/").partition("/")[0]
    return [section for section in sections if not first or section == first]
