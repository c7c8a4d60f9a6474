"""The plan: for each account and section whether it is created, upgraded or kept, and why. Reads, and writes nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from demodb.model.account import AccountFacts
from demodb.model.canonical import canonical, digest, same
from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.merge import Conflict, merge
from demodb.model.origin import TemplateOrigin
from demodb.model.rows import RowPlace, row_lists, row_places
from demodb.packs.chosen import ChosenPacks
from demodb.packs.pack import Pack, PackChoice
from demodb.packs.template import Template
from demodb.store.conflicts import Deleted, read_deleted
from demodb.store.connection import Connection
from demodb.store.plans import NewSection, StoredSection, read_sections
from demodb.store.seeding import account_facts

StepAction = Literal["create", "upgrade", "conflict", "keep"]


@dataclass(frozen=True)
class SeedOptions:
    """What to seed with: as-of date, the choice of packs, seed, and the sections wanted."""

    as_of: date
    choice: PackChoice = field(default_factory=PackChoice)
    seed: str = "0"
    sections: Sequence[Section] = SECTIONS


@dataclass(frozen=True)
class SectionStep:
    """What is to be done with a section: `after` is None where it is kept.

    An upgrade is a `conflict` where a person and the template changed the same fields: it runs as well, and they are noted.
    """

    account: str
    section: Section
    action: StepAction
    reason: str
    before: StoredSection | None = None
    after: NewSection | None = None
    conflicts: tuple[Conflict, ...] = ()
    deleted: tuple[RowPlace, ...] | None = None
    """Rows to be remembered as deleted, as the new base has them no more; None where nothing was or is to be remembered."""

    @property
    def digests(self) -> tuple[str | None, str | None]:
        """Versioned hashes of the section as it is, and as it will be."""
        before, after = self.before, self.after
        return (
            digest([before.document, before.base, _words(before.origin)]) if before else None,
            digest([after.document, after.base, _words(after.origin)]) if after else None,
        )


def _words(origin: TemplateOrigin | None) -> list[str] | None:
    return [origin.pack, origin.revision, origin.seed, origin.as_of] if origin else None


def steps_for(
    connection: Connection, keys: Sequence[str], options: SeedOptions, chosen_packs: ChosenPacks, *, kept: bool = False
) -> Iterator[SectionStep]:
    """The steps of at most a chunk of accounts; with `kept` also those that keep a section, which costs reading them all."""
    stored = read_sections(connection, keys, options.sections)
    deleted = read_deleted(connection, keys)
    for facts in account_facts(connection, keys):
        pack = chosen_packs.pack_for(facts)
        for section in options.sections:
            before = stored.get((facts.key, section))
            if before is None:
                yield _created(facts, section, Template(pack, options.seed, options.as_of), deleted)
            elif _is_outdated(before, pack):
                yield _upgraded(facts, before, pack, deleted.get((facts.key, section), ()))
            elif kept:
                yield SectionStep(facts.name, section, "keep", _why_kept(before, pack), before)


def _is_outdated(stored: StoredSection, pack: Pack) -> bool:
    """Whether it is from a template, and from another pack or revision than a new one would be."""
    origin = stored.origin
    return origin is not None and (origin.pack, origin.revision) != (pack.name, pack.section_revisions[stored.section])


def _why_kept(stored: StoredSection, pack: Pack) -> str:
    if stored.origin is None:
        return "imported"
    head = f"{pack.name} {stored.origin.revision}, the newest of its section"
    return f"edited, at {head}" if stored.edited else f"at {head}"


def _created(facts: AccountFacts, section: Section, template: Template, deleted: Deleted) -> SectionStep:
    origin = _origin(template, section)
    document = template.section(section, facts)
    gone = deleted.get((facts.key, section), ())
    if not gone:
        return SectionStep(facts.name, section, "create", "missing", None, NewSection(facts.key, section, document, origin))
    merged = merge(section, _only(section, document, gone), _only(section, document, ()), document)
    new = NewSection(facts.key, section, merged.document, origin, canonical(merged.base))
    return SectionStep(facts.name, section, "create", "missing", None, new, deleted=_beyond(section, gone, merged.base))


def _only(section: Section, document: Document, places: Collection[RowPlace]) -> Document:
    """A document with just these rows."""
    lists = {name: [row for row in rows if (name, row["id"]) in places] for name, rows in row_lists(section, document).items()}
    return {**document, **lists} if isinstance(document, dict) else lists[""]


def _beyond(section: Section, places: Iterable[RowPlace], *documents: Document) -> tuple[RowPlace, ...]:
    """Those places of rows that none of the documents holds."""
    held = {place for document in documents for place in row_places(section, document)}
    return tuple(place for place in places if place not in held)


def _upgraded(facts: AccountFacts, before: StoredSection, pack: Pack, gone: Sequence[RowPlace]) -> SectionStep:
    """The section as the pack's newest revision makes it, with the seed and the as-of date that it was made with."""
    if before.origin is None:
        raise ValueError(f"{before.section} of {facts.name} is from no template")
    was, section = before.origin, before.section
    template = Template(pack, was.seed, date.fromisoformat(was.as_of))
    theirs = template.section(section, facts)
    reason = f"{was.pack} {was.revision} -> {pack.name} {pack.section_revisions[section]}"
    if not before.edited and not gone:
        after = NewSection(facts.key, section, theirs, _origin(template, section))
        return SectionStep(facts.name, section, "upgrade", reason, before, after)
    merged = merge(section, _with_deleted(section, json.loads(before.base), theirs, gone), before.document, theirs)
    after = NewSection(facts.key, section, merged.document, _origin(template, section), canonical(merged.base))
    action: StepAction = "conflict" if merged.conflicts else "upgrade"
    forgotten = _beyond(section, [*gone, *before.missing], merged.base, merged.document)
    remembered = forgotten if gone or forgotten else None
    return SectionStep(facts.name, section, action, f"{reason}, edited", before, after, merged.conflicts, remembered)


def _with_deleted(section: Section, base: Document, theirs: Document, gone: Sequence[RowPlace]) -> Document:
    """The base with those rows of theirs that a person deleted once, when another revision had them: they stay deleted."""
    again = _beyond(section, gone, base)
    if not again:
        return base
    rows = row_lists(section, _only(section, theirs, again))
    lists = {name: [*held, *rows[name]] for name, held in row_lists(section, base).items()}
    return {**base, **lists} if isinstance(base, dict) else lists[""]


def _origin(template: Template, section: Section) -> TemplateOrigin:
    pack = template.pack
    return TemplateOrigin(pack.name, pack.section_revisions[section], template.seed, template.as_of.isoformat())


@dataclass(frozen=True)
class Change:
    """A field that a step changes; `was` and `now` are JSON values, None where there was or will be none.

    `field` is "" for a whole row that comes or goes.
    """

    place: str
    was: Any
    now: Any


def changes(step: SectionStep) -> Iterator[Change]:
    """Field by field what a step does to the document."""
    if step.after is None:
        return
    before: Mapping[str, list[Any]] = row_lists(step.section, step.before.document) if step.before else {}
    for name, rows in row_lists(step.section, step.after.document).items():
        old = {row["id"]: row for row in before.get(name, ())}
        new = {row["id"]: row for row in rows}
        for own in old | new:
            place = "/".join(part for part in (step.section, name, own) if part)
            yield from _row_changes(place, old.get(own), new.get(own))


def _row_changes(place: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Iterator[Change]:
    if old is None or new is None:
        yield Change(place, old, new)
        return
    for key in old | new:
        if not same(old.get(key), new.get(key)):
            yield Change(f"{place}/{key}", old.get(key), new.get(key))
