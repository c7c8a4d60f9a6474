"""Seeding: the steps of a plan carried out chunk by chunk, in one transaction."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from demodb.model.conflicts import is_open, says_theirs
from demodb.model.documents import Section
from demodb.model.rows import Place
from demodb.model.story import Story
from demodb.packs.chosen import ChosenPacks
from demodb.seed.aiming import AimReport, aim, keep_aim
from demodb.seed.plan import SectionStep, SeedOptions, open_drawing, steps_for
from demodb.seed.rewriting import rewrite_by_template
from demodb.seed.run import RunContext, RunReport, Stamp, run
from demodb.store.bulk import CHUNK
from demodb.store.conflicts import StoredConflict, drop_conflicts, put_conflicts, put_deleted, read_conflicts
from demodb.store.connection import Connection
from demodb.store.plans import insert_sections
from demodb.store.runs import PastRun
from demodb.store.seeding import SectionCount, accounts_in, accounts_with_work, scope_counts


@dataclass(kw_only=True)
class SeedReport(RunReport):
    """What seeding did as of a date: per section how many were seeded, upgraded and kept, and the conflicts that it found.

    `rows_in_conflict` of these are about whole rows, the others about fields. `aim` is what aiming found, None without it.
    """

    as_of: date
    sections: dict[Section, dict[str, int]] = field(default_factory=dict)
    conflicts: int = 0
    rows_in_conflict: int = 0
    aim: AimReport | None = None

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

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, done."""
        return bool(self.seeded or self.upgraded)

    def tally(self, step: SectionStep) -> None:
        """Count the section that a step makes, or upgrades and so does not keep, and the conflicts that an upgrade finds."""
        counts = self.sections[step.section]
        if step.action == "create":
            counts["seeded"] += 1
            return
        counts["upgraded"] += 1
        counts["kept"] -= 1
        self.conflicts += len(step.conflicts)
        self.rows_in_conflict += sum(not conflict.field for conflict in step.conflicts)

    def past_run(self, stamp: Stamp) -> PastRun:
        """The run as the store remembers it."""
        counts = {"seeded": self.seeded, "upgraded": self.upgraded, "conflicts": self.conflicts}
        return PastRun("seed", stamp.at, stamp.person, self.packs, counts, self.as_of.isoformat())


def new_report(
    counts: tuple[int, Sequence[SectionCount]], options: SeedOptions, chosen_packs: ChosenPacks, *, dry_run: bool
) -> SeedReport:
    """The report of a run that has done nothing yet: all sections that are there are kept."""
    accounts, counted = counts
    present: Counter[Section] = Counter()
    for count in counted:
        present[count.section] += count.number
    return SeedReport(
        accounts=accounts,
        dry_run=dry_run,
        packs=chosen_packs.revisions,
        digests=chosen_packs.digests,
        as_of=options.as_of,
        sections={section: {"seeded": 0, "upgraded": 0, "kept": present[section]} for section in options.sections},
    )


def seed_accounts(connection: Connection, options: SeedOptions, context: RunContext, story: Story | None = None) -> SeedReport:
    """Give each account of the scope what it lacks and upgrade what is outdated; everything else stays as it is.

    With a story, the weights of situations are worked out for it first, and kept.
    """
    drawing = open_drawing(connection, options)
    aimed = aim(connection, drawing, story) if story else None
    if aimed:
        drawing = replace(drawing, weights={pack: stored.weights for pack, stored in aimed.stored.items()})
        if not context.dry_run:
            keep_aim(connection, aimed, options.seed)
    chosen_packs = drawing.packs
    counts = scope_counts(connection, context.scope)
    report = new_report(counts, options, chosen_packs, dry_run=context.dry_run)
    report.aim = aimed

    def seed_chunk(keys: Sequence[str]) -> None:
        carry_out(connection, steps_for(connection, keys, drawing), report, context.stamp.at)

    chunks: Iterable[Sequence[str]] = ()
    # A choice by unit or account may turn a section to another pack, which only its facts tell.
    if len(chosen_packs.packs) > 1:
        chunks = accounts_in(connection, context.scope, CHUNK)
    elif not _settled(*counts, options, chosen_packs):
        chunks = accounts_with_work(connection, context.scope, options.sections, chosen_packs.heads, CHUNK)
    run(connection, context, report, chunks, seed_chunk)
    return report


def _settled(accounts: int, counted: Sequence[SectionCount], options: SeedOptions, chosen_packs: ChosenPacks) -> bool:
    """Whether counting alone tells that there is nothing to do."""
    settled: Counter[Section] = Counter()
    for count in counted:
        at_head = count.pack and chosen_packs.heads.get((count.pack, count.section)) == count.revision
        if count.origin == "imported" or at_head:
            settled[count.section] += count.number
    return all(settled[section] == accounts for section in options.sections)


def carry_out(connection: Connection, steps: Iterable[SectionStep], report: SeedReport, at: int) -> None:
    """Do the steps of a chunk, unless the report is of a dry run, and tally them. `at` (ms since 1970) stands in the log."""
    work = [step for step in steps if step.after]
    for step in work:
        report.tally(step)
    if not report.dry_run:
        insert_sections(connection, [step.after for step in work if step.after and step.action == "create"])
        put_deleted(connection, {step.place: step.deleted for step in work if step.deleted is not None})
        _upgrade(connection, [step for step in work if step.action != "create"], at)


def _upgrade(connection: Connection, steps: Sequence[SectionStep], at: int) -> None:
    """Rewrite the sections of steps that upgrade them, and settle which conflicts about them are open."""
    _settle_conflicts(connection, {step.place: step for step in steps})
    rewrite_by_template(connection, [(step.before, step.after) for step in steps if step.before and step.after], at)


def _settle_conflicts(connection: Connection, steps: Mapping[Place, SectionStep]) -> None:
    """Note the new conflicts, and forget the older ones about which there is nothing left to decide.

    What somebody typed into a file goes before what a template says: its conflict stays in the way of one about the same.
    """
    settled, taken = [], set()
    for stored in read_conflicts(connection, sorted({key for key, _ in steps})):
        step = steps.get(stored.at)
        if step and not _still_open(stored, step):
            settled.append(stored)
        elif stored.path is not None:
            taken.add(stored.place)
    drop_conflicts(connection, settled)
    new = [stored for step in steps.values() for stored in _new_conflicts(step)]
    put_conflicts(connection, [stored for stored in new if stored.place not in taken])


def _new_conflicts(step: SectionStep) -> Iterator[StoredConflict]:
    origin = step.after.origin if step.after else None
    if origin is None:
        return
    for conflict in step.conflicts:
        subject = None if conflict.field else step.subjects.get(conflict.place)
        about = step.account_key, step.account, step.section, conflict
        yield StoredConflict(*about, origin.pack, origin.revision, subject=subject)


def _still_open(stored: StoredConflict, step: SectionStep) -> bool:
    """Whether the section says something else than a file, or than a template that still says so."""
    if step.after is None or not is_open(step.section, step.after.document, stored.conflict):
        return False
    return stored.path is not None or (
        step.after.base is not None and says_theirs(step.section, json.loads(step.after.base), stored.conflict)
    )
