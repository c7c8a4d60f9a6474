"""Dates that do not rot: the untouched dates of templates move to another as-of date, and nothing else does."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from demodb.model.account import AccountFacts
from demodb.model.canonical import canonical, same
from demodb.model.conflicts import row_of, says_theirs, standing
from demodb.model.dates import time_text
from demodb.model.documents import Document, Section
from demodb.model.merge import merge
from demodb.model.rows import Row, row_lists, rows_by_id, with_lists
from demodb.packs.chosen import ChosenPacks
from demodb.packs.template import Template
from demodb.seed.rewriting import Rewriting, rewrite_by_template
from demodb.seed.run import RunContext, RunReport, Stamp, run
from demodb.store.bulk import CHUNK
from demodb.store.conflicts import put_conflicts, read_conflicts
from demodb.store.connection import Connection
from demodb.store.plans import NewSection, StoredSection, read_sections
from demodb.store.runs import PastRun
from demodb.store.seeding import account_facts, accounts_from_templates, scope_counts


@dataclass(kw_only=True)
class ShiftReport(RunReport):
    """What a shift did: sections that count from the new date now, dates that moved, and those that a person had changed.

    `unknown` names the sections whose pack or revision is not at hand.
    """

    as_of: date
    sections: int = 0
    moved: int = 0
    kept: int = 0
    unknown: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, done."""
        return bool(self.sections)

    def past_run(self, stamp: Stamp) -> PastRun:
        """The run as the store remembers it."""
        counts = {"sections": self.sections, "moved": self.moved, "kept": self.kept}
        return PastRun("shift", stamp.at, stamp.person, self.packs, counts, self.as_of.isoformat())


def shift_dates(connection: Connection, as_of: date, chosen_packs: ChosenPacks, context: RunContext) -> ShiftReport:
    """Let the template sections of the scope count from `as_of`. A date that a person changed stays.

    A section whose pack or revision is not at hand stays as it is, and is named in `unknown`. One that was undone is passed
    over: the next seed completes it, as of its own date.
    """
    report = ShiftReport(accounts=scope_counts(connection, context.scope)[0], dry_run=context.dry_run, as_of=as_of)

    def shift_chunk(keys: Sequence[str]) -> None:
        shifted = list(_shifted_chunk(connection, keys, chosen_packs, report))
        if not report.dry_run:
            rewrite_by_template(connection, shifted, context.stamp.at)
            _shift_conflicts(connection, [after for _, after in shifted])

    run(connection, context, report, accounts_from_templates(connection, context.scope, CHUNK), shift_chunk)
    return report


def _shifted_chunk(
    connection: Connection, keys: Sequence[str], chosen_packs: ChosenPacks, report: ShiftReport
) -> Iterator[Rewriting]:
    sections: dict[str, list[StoredSection]] = defaultdict(list)
    for (key, _), stored in read_sections(connection, keys).items():
        sections[key].append(stored)
    for facts in account_facts(connection, keys):
        for stored in sections[facts.key]:
            shifted = _shifted(facts, stored, chosen_packs, report)
            if shifted:
                yield stored, shifted


def _shifted(facts: AccountFacts, stored: StoredSection, chosen_packs: ChosenPacks, report: ShiftReport) -> NewSection | None:
    origin = stored.origin
    if origin is None or origin.undone or origin.as_of == report.as_of.isoformat():
        return None
    pack = chosen_packs.pack_at(origin.pack, origin.revision)
    if pack is None:
        report.unknown.append(f"{facts.name}: {stored.section} ({origin.pack} {origin.revision})")
        return None
    facts = stored.made_from(facts)
    old = Template(pack, origin.seed, origin.day).section(stored.section, facts)
    new = Template(pack, origin.seed, report.as_of).section(stored.section, facts)
    base = json.loads(stored.base)
    moved_base = moved(stored.section, base, old, new)
    times = _Times(stored.section, base, stored.document)
    merged = merge(stored.section, times.behind(base), stored.document, times.behind(moved_base))
    report.sections += 1
    report.met(origin)
    report.kept += len(merged.conflicts)
    report.moved += _differing(stored.section, stored.document, merged.document)
    new_origin = origin._replace(as_of=report.as_of.isoformat())
    return stored.rewritten(merged.document)._replace(origin=new_origin, base=canonical(moved_base))


def _shift_conflicts(connection: Connection, shifted: Sequence[NewSection]) -> None:
    """Let the template's side of open conflicts say what the moved templates say."""
    bases = {(new.account_key, new.section): json.loads(new.base) for new in shifted if new.base}
    changed = []
    for stored in read_conflicts(connection, sorted({key for key, _ in bases})):
        base, conflict = bases.get(stored.at), stored.conflict
        if stored.path is not None or base is None or row_of(stored.section, base, conflict) is None:
            continue
        if not says_theirs(stored.section, base, conflict):
            changed.append(stored._replace(conflict=conflict._replace(theirs=standing(stored.section, base, conflict))))
    put_conflicts(connection, changed)


def moved(section: Section, base: Document, old: Document, new: Document) -> Document:
    """The base with those fields moved that differ between a template's documents for two dates: its dates, and only they."""
    lists = {}
    for name, rows in row_lists(section, base).items():
        before, after = (rows_by_id(row_lists(section, side)[name]) for side in (old, new))
        lists[name] = [row | _dates(row, before.get(row["id"], {}), after.get(row["id"], {})) for row in rows]
    return with_lists(base, lists)


def _dates(row: Row, old: Row, new: Row) -> Row:
    return {key: value for key, value in new.items() if not same(value, old.get(key)) and same(row.get(key), old.get(key))}


@dataclass(frozen=True)
class _Times:
    """The times that somebody wrote behind dates of a template, where the day is still the base's: they go with the date."""

    section: Section
    base: Document
    document: Document

    def behind(self, side: Document) -> Document:
        """A document of the base's rows with these times behind its own dates."""
        lists = {}
        for name, rows in row_lists(self.section, side).items():
            before, now = (rows_by_id(row_lists(self.section, document)[name]) for document in (self.base, self.document))
            lists[name] = [row | _timed(row, before[row["id"]], now.get(row["id"], {})) for row in rows]
        return with_lists(side, lists)


def _timed(row: Row, before: Row, now: Row) -> Row:
    times = {key: time_text(value) for key, value in now.items() if _is_longer(value, before.get(key))}
    return {key: row[key] + time for key, time in times.items() if time and now[key] == before[key] + time}


def _is_longer(value: object, before: object) -> bool:
    return isinstance(value, str) and isinstance(before, str) and value != before and value.startswith(before)


def _differing(section: Section, before: Document, after: Document) -> int:
    """How many fields differ; both have the same rows."""
    rows = row_lists(section, before)
    return sum(
        sum(not same(value, old.get(key)) for key, value in row.items())
        for name, now in row_lists(section, after).items()
        for old, row in zip(rows[name], now, strict=True)
    )
