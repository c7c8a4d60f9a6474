"""The run: the steps of a plan carried out chunk by chunk, in one transaction, and remembered with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from demodb.model.canonical import same
from demodb.model.documents import Section
from demodb.model.merge import ABSENT, Conflict, is_open, row_of
from demodb.packs.chosen import ChosenPacks
from demodb.progress import Progress, silent
from demodb.seed.plan import SectionStep, SeedOptions, steps_for
from demodb.store import conflicts as open_conflicts
from demodb.store.bulk import CHUNK
from demodb.store.conflicts import StoredConflict, put_deleted, read_conflicts
from demodb.store.connection import Connection
from demodb.store.plans import insert_sections, rewrite_sections
from demodb.store.runs import PastRun, note_revisions, note_run, used_revisions
from demodb.store.seeding import Scope, SectionCount, accounts_in, accounts_with_work, scope_counts


@dataclass(frozen=True)
class Stamp:
    """Who runs, and when, in milliseconds since 1970."""

    person: str
    at: int


@dataclass(frozen=True)
class RunContext:
    """What every run is told: the accounts it is about, who runs and when, whom to tell, and whether only to look."""

    scope: Scope
    stamp: Stamp
    progress: Progress = silent
    dry_run: bool = False


@dataclass
class SeedReport:
    """What a run did: accounts looked at, the packs and their newest revisions, and per section what became of it."""

    accounts: int
    packs: dict[str, str]
    as_of: date
    dry_run: bool
    sections: dict[Section, dict[str, int]] = field(default_factory=dict)
    conflicts: int = 0

    def count(self, action: str) -> int:
        """How many sections were "seeded", "upgraded" or "kept"."""
        return sum(counts[action] for counts in self.sections.values())

    @property
    def seeded(self) -> int:
        """How many sections were made."""
        return self.count("seeded")

    @property
    def upgraded(self) -> int:
        """How many sections were brought to another revision."""
        return self.count("upgraded")


def open_packs(connection: Connection, options: SeedOptions) -> ChosenPacks:
    """The packs that the options choose. Raises PackError, also where a revision that this store has seen was changed."""
    return ChosenPacks(options.choice, used_revisions(connection))


def planned(
    connection: Connection, scope: Scope, options: SeedOptions, chosen_packs: ChosenPacks, *, kept: bool = False
) -> Iterator[list[SectionStep]]:
    """The steps, a chunk of accounts at a time; with `kept` also those that keep a section."""
    # A choice by unit or account may turn a section to another pack, which only its facts tell.
    if kept or len(chosen_packs.packs) > 1:
        chunks = accounts_in(connection, scope, CHUNK)
    else:
        chunks = accounts_with_work(connection, scope, options.sections, chosen_packs.heads, CHUNK)
    for keys in chunks:
        yield list(steps_for(connection, keys, options, chosen_packs, kept=kept))


def seed_accounts(connection: Connection, options: SeedOptions, context: RunContext) -> SeedReport:
    """Give each account of the scope what it lacks and upgrade what is outdated; everything else stays as it is."""
    accounts, counted = scope_counts(connection, context.scope)
    chosen_packs = open_packs(connection, options)
    report = SeedReport(accounts, chosen_packs.revisions, options.as_of, context.dry_run)
    for section in options.sections:
        present = sum(found.number for found in counted if found.section == section)
        report.sections[section] = {"seeded": 0, "upgraded": 0, "kept": present}
    if _settled(accounts, counted, options, chosen_packs):
        return report
    done = 0
    for steps in planned(connection, context.scope, options, chosen_packs):
        carry_out(connection, steps, report)
        done += len({step.account for step in steps})
        context.progress(done, accounts)
    finish(connection, chosen_packs, context.stamp, report)
    return report


def _settled(accounts: int, counted: Sequence[SectionCount], options: SeedOptions, chosen_packs: ChosenPacks) -> bool:
    """Whether counting alone tells that there is nothing to do."""
    if len(chosen_packs.packs) > 1:
        return False
    settled: Counter[Section] = Counter()
    for found in counted:
        if found.origin == "imported" or chosen_packs.heads.get((found.pack or "", found.section)) == found.revision:
            settled[found.section] += found.number
    return all(settled[section] == accounts for section in options.sections)


def carry_out(connection: Connection, steps: Iterable[SectionStep], report: SeedReport) -> None:
    """Do the steps of a chunk, unless the report is of a dry run, and tally them."""
    made = [step for step in steps if step.action == "create"]
    changed = [step for step in steps if step.action in ("upgrade", "conflict")]
    for step in made:
        report.sections[step.section]["seeded"] += 1
    for step in changed:
        report.sections[step.section]["upgraded"] += 1
        report.sections[step.section]["kept"] -= 1
        report.conflicts += len(step.conflicts)
    if report.dry_run:
        return
    insert_sections(connection, [step.after for step in made if step.after])
    remembered = {(step.after.account_key, step.section): step.deleted for step in (*made, *changed) if step.after}
    put_deleted(connection, {place: rows for place, rows in remembered.items() if rows is not None})
    _settle_conflicts(connection, changed)
    rewrite_sections(connection, [step.after for step in changed if step.after])


def _settle_conflicts(connection: Connection, steps: Sequence[SectionStep]) -> None:
    """Note the new conflicts, and forget the older ones about which there is nothing left to decide."""
    by_place = {(step.after.account_key, step.section): step for step in steps if step.after}
    keys = sorted({key for key, _ in by_place})
    gone = [
        known
        for known in read_conflicts(connection, keys)
        if (step := by_place.get((known.account_key, known.section))) and not _still_open(known.conflict, step)
    ]
    open_conflicts.drop_conflicts(connection, gone)
    new = []
    for (key, section), step in by_place.items():
        origin = step.after.origin if step.after else None
        if origin:
            new += [StoredConflict(key, step.account, section, one, origin.pack, origin.revision) for one in step.conflicts]
    open_conflicts.put_conflicts(connection, new)


def _still_open(conflict: Conflict, step: SectionStep) -> bool:
    """Whether the new template still says what the conflict is about, and the section something else."""
    if step.after is None or step.after.base is None:
        return False
    based = row_of(step.section, json.loads(step.after.base), conflict)
    agrees = based is not None and same(based.get(conflict.field, ABSENT), conflict.theirs)
    return agrees and is_open(row_of(step.section, step.after.document, conflict), conflict)


def finish(connection: Connection, chosen_packs: ChosenPacks, stamp: Stamp, report: SeedReport) -> None:
    """Remember the run and the revisions that it used, in the same transaction; a run that did nothing leaves no trace."""
    if report.dry_run or not (report.seeded or report.upgraded):
        return
    note_revisions(connection, chosen_packs.digests)
    counts = {"seeded": report.seeded, "upgraded": report.upgraded, "conflicts": report.conflicts}
    note_run(connection, PastRun("seed", stamp.at, stamp.person, report.packs, counts, report.as_of.isoformat()))
