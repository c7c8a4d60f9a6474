"""Where a value comes from: a file, a pack's revision and what was drawn from it, or a person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from demodb.model.account import AccountFacts
from demodb.model.canonical import same
from demodb.model.documents import Section
from demodb.model.rows import row_lists
from demodb.packs.chosen import ChosenPacks
from demodb.packs.template import Template
from demodb.store.conflicts import StoredConflict
from demodb.store.plans import StoredSection


@dataclass(frozen=True)
class ExplainedValue:
    """Where one value comes from: `place` such as strategy/painPoints/pp-001/title, `source` in words.

    `kind` is imported, template, edited, added or deleted; `template` is what the template says, where that is another value;
    `entry` the key of the pool's entry that its row was drawn from; `theirs` the template's side of an open conflict, which
    may be null, or ABSENT for no such key: `conflict` says whether there is one.
    """

    place: str
    value: Any
    kind: str
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
    if stored.origin is None:
        source = f"imported from {', '.join(files)}" if files else "imported"
        yield from _against_base(stored, source, {}, {})
        return
    made = stored.origin
    pack = chosen_packs.pack_at(made.pack, made.revision)
    template = Template(pack, made.seed, date.fromisoformat(made.as_of)) if pack else None
    entries = template.entries(stored.section, facts) if template else {}
    source = f"{made.pack} {made.revision}, seed {made.seed!r}, as of {made.as_of}"
    theirs = {_place(stored.section, c.conflict.list, c.conflict.row, c.conflict.field): c.conflict.theirs for c in conflicts}
    yield from _against_base(stored, source, entries, theirs)


def _place(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def _against_base(
    stored: StoredSection, source: str, entries: Mapping[tuple[str, str], str], theirs: Mapping[str, Any]
) -> Iterator[ExplainedValue]:
    based = json.loads(stored.base)
    base = row_lists(stored.section, based)
    for name, rows in row_lists(stored.section, stored.document).items():
        known, current = ({row["id"]: row for row in side} for side in (base[name], rows))
        for own in known | current:
            place, entry = _place(stored.section, name, own), entries.get((name, own))
            if own not in known:
                yield from (
                    ExplainedValue(f"{place}/{key}", value, "added", "added by a person") for key, value in current[own].items()
                )
            elif own not in current:
                yield ExplainedValue(place, None, "deleted", f"deleted by a person since {source}", known[own], entry)
            else:
                for origin in _fields(stored, place, source, current[own], known[own]):
                    yield _with_conflict(replace(origin, entry=entry), theirs)
    if isinstance(stored.document, dict):
        beside, was = ({key: value for key, value in side.items() if key not in base} for side in (stored.document, based))
        for origin in _fields(stored, stored.section, source, beside, was):
            yield _with_conflict(origin, theirs)


def _with_conflict(origin: ExplainedValue, theirs: Mapping[str, Any]) -> ExplainedValue:
    """An edited value with the template's side of the conflict about it, where one is open."""
    if origin.kind != "edited" or origin.place not in theirs:
        return origin
    return replace(origin, theirs=theirs[origin.place], conflict=True)


def _fields(
    stored: StoredSection, place: str, source: str, current: Mapping[str, Any], known: Mapping[str, Any]
) -> Iterator[ExplainedValue]:
    """The fields of a row, or of an object beside its lists."""
    for key in {**current, **known}:
        value, was = current.get(key), known.get(key)
        if same(value, was):
            yield ExplainedValue(f"{place}/{key}", value, "template" if stored.origin else "imported", source)
        else:
            yield ExplainedValue(f"{place}/{key}", value, "edited", f"edited by a person since {source}", was)


def within(origin: ExplainedValue, field: str) -> bool:
    """Whether a value is the one of a place such as strategy/painPoints/pp-001/title, or lies below it."""
    wanted = field.strip("/")
    return not wanted or origin.place == wanted or origin.place.startswith(f"{wanted}/")


def sections_within(field: str, sections: Sequence[Section]) -> list[Section]:
    """The sections in which a place may lie."""
    first = field.strip("/").partition("/")[0]
    return [section for section in sections if not first or section == first]
