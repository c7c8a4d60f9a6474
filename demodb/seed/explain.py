"""Where a value comes from: a file, a pack's revision and what was drawn from it, or a person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from demodb.model.account import AccountFacts
from demodb.model.canonical import same
from demodb.model.documents import Section
from demodb.model.rows import Row, RowPlace, beside_lists, place_text, row_lists, rows_by_id
from demodb.packs.chosen import ChosenPacks
from demodb.packs.template import Template
from demodb.seed.conflicts import place_of
from demodb.store.conflicts import StoredConflict
from demodb.store.plans import StoredSection

ValueKind = Literal["imported", "template", "edited", "added", "deleted"]


@dataclass(frozen=True)
class ExplainedValue:
    """Where one value comes from: `place` such as strategy/painPoints/pp-001/title, `source` in words.

    `template` is what the template says, where that is another value; `entry` the key of the pool's entry that its row was
    drawn from; `theirs` the template's side of an open conflict, which may be null, or ABSENT for no such key: `conflict` says
    whether there is one.
    """

    place: str
    value: Any
    kind: ValueKind
    source: str
    template: Any = None
    entry: str | None = None
    theirs: Any = None
    conflict: bool = False


def explained(
    facts: AccountFacts,
    stored: StoredSection,
    files: Sequence[str],
    conflicts: Sequence[StoredConflict],
    chosen_packs: ChosenPacks,
) -> Iterator[ExplainedValue]:
    """Field by field where a section's values come from; `files` are the plan files that told of it."""
    origin = stored.origin
    if origin is None:
        yield from _against_base(stored, f"imported from {', '.join(files)}" if files else "imported", {}, {})
        return
    pack = chosen_packs.pack_at(origin.pack, origin.revision)
    template = Template(pack, origin.seed, date.fromisoformat(origin.as_of)) if pack else None
    entries = template.entries(stored.section, facts) if template else {}
    source = f"{origin.pack} {origin.revision}, seed {origin.seed!r}, as of {origin.as_of}"
    theirs = {place_of(conflict): conflict.conflict.theirs for conflict in conflicts}
    yield from _against_base(stored, source, entries, theirs)


def _against_base(
    stored: StoredSection, source: str, entries: Mapping[RowPlace, str], theirs: Mapping[str, Any]
) -> Iterator[ExplainedValue]:
    """Each value of a section, and each row that is gone, held against the base."""
    base = json.loads(stored.base)
    base_lists = row_lists(stored.section, base)
    for name, rows in row_lists(stored.section, stored.document).items():
        based, current = rows_by_id(base_lists[name]), rows_by_id(rows)
        for row_id in based | current:
            place, entry = place_text(stored.section, name, row_id), entries.get((name, row_id))
            if row_id not in based:
                yield from (
                    ExplainedValue(f"{place}/{key}", value, "added", "added by a person")
                    for key, value in current[row_id].items()
                )
            elif row_id not in current:
                yield ExplainedValue(place, None, "deleted", f"deleted by a person since {source}", based[row_id], entry)
            else:
                for value in _fields(stored, place, source, current[row_id], based[row_id]):
                    yield _with_conflict(replace(value, entry=entry), theirs)
    beside = (beside_lists(stored.section, side) for side in (stored.document, base))
    for value in _fields(stored, stored.section, source, *beside):
        yield _with_conflict(value, theirs)


def _with_conflict(value: ExplainedValue, theirs: Mapping[str, Any]) -> ExplainedValue:
    """An edited value with the template's side of the conflict about it, where one is open."""
    if value.kind != "edited" or value.place not in theirs:
        return value
    return replace(value, theirs=theirs[value.place], conflict=True)


def _fields(stored: StoredSection, place: str, source: str, current: Row, based: Row) -> Iterator[ExplainedValue]:
    """The fields of a row, or of an object beside its lists."""
    for key in current | based:
        value, before = current.get(key), based.get(key)
        if same(value, before):
            yield ExplainedValue(f"{place}/{key}", value, "template" if stored.origin else "imported", source)
        else:
            yield ExplainedValue(f"{place}/{key}", value, "edited", f"edited by a person since {source}", before)


def within(value: ExplainedValue, field: str) -> bool:
    """Whether a value is the one of a place such as strategy/painPoints/pp-001/title, or lies below it."""
    wanted = field.strip("/")
    return not wanted or value.place == wanted or value.place.startswith(f"{wanted}/")


def sections_within(field: str, sections: Sequence[Section]) -> list[Section]:
    """The sections in which a place may lie."""
    first = field.strip("/").partition("/")[0]
    return [section for section in sections if not first or section == first]
