"""A person's edits of an account's plan, brought into the store: all of them or none, and each in the log."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from demodb.errors import EditRefusedError
from demodb.model.canonical import same
from demodb.model.changes import SECTION_CAME, Change, changes
from demodb.model.documents import Document, Section
from demodb.model.editing import EditedPlan, PlanEdit, edited
from demodb.model.rows import empty_document, place_text, row_places
from demodb.seed.rewriting import rewrite_by_decision
from demodb.seed.run import Stamp
from demodb.store.accounts import find_account
from demodb.store.conflicts import Deleted, read_deleted
from demodb.store.connection import Connection
from demodb.store.edits import read_edits
from demodb.store.plans import NewSection, StoredSection, insert_sections, read_sections

Sections = Mapping[tuple[str, Section], StoredSection]


@dataclass(frozen=True)
class SectionEdit:
    """What was, or would be, changed in a section; `entry` is its number in the log, None where nothing was written."""

    section: Section
    changes: Sequence[Change]
    entry: int | None = None

    def place_of(self, change: Change) -> str:
        """Where a change is, such as strategy/painPoints/pp-001/title."""
        return place_text(self.section, change.list, change.row, change.field)


@dataclass(frozen=True)
class EditReport:
    """What came of edits: the account's name, and each section that is another one now."""

    account: str
    sections: Sequence[SectionEdit]
    dry_run: bool

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, done."""
        return bool(self.sections)


def edit_plan(
    connection: Connection, account: str, edits: Sequence[PlanEdit], stamp: Stamp, *, dry_run: bool = False
) -> EditReport:
    """Make edits, one after another, if all of them can be. Raises EditRefusedError with all reasons, UnknownAccountError."""
    known = find_account(connection, account)
    stored = read_sections(connection, [known.key])
    documents = {section: one.document for (_, section), one in stored.items()}
    made, refusals = edited(EditedPlan(documents, _taken(stored, read_deleted(connection, [known.key]))), edits)
    if refusals:
        overtaken = [(refusal.place, *refusal.overtaken) for refusal in refusals if refusal.overtaken]
        raise EditRefusedError(known.name, [(refusal.place, refusal.message) for refusal in refusals], overtaken)
    different = {section: now for section, now in made.items() if not same(now, documents.get(section))}
    if not dry_run:
        _write(connection, known.key, stored, different, stamp)
    return EditReport(known.name, _told(connection, known.key, documents, different, dry_run=dry_run), dry_run)


def _write(connection: Connection, key: str, stored: Sections, documents: Mapping[Section, Document], stamp: Stamp) -> None:
    missing = [(key, section) for section in documents if (key, section) not in stored]
    if missing:
        insert_sections(connection, [NewSection(key, section, empty_document(section)) for _, section in missing])
        stored = read_sections(connection, [key])
    decisions = [(stored[key, section], stored[key, section].rewritten(now), "edit") for section, now in documents.items()]
    rewrite_by_decision(connection, decisions, stamp.at, stamp.person, missing)


def _told(
    connection: Connection, key: str, before: Mapping[Section, Document], after: Mapping[Section, Document], *, dry_run: bool
) -> list[SectionEdit]:
    """What differs in each section, with the number that the log gave it just now."""
    made = {section: _changes(section, before.get(section), document) for section, document in after.items()}
    logged = [section for section, its in made.items() if its]
    latest = [] if dry_run else islice(read_edits(connection, key), len(logged))
    entries = {edit.section: edit.id for edit in latest}
    return [SectionEdit(section, its, entries.get(section)) for section, its in made.items()]


def _changes(section: Section, before: Document | None, after: Document) -> list[Change]:
    return [*([SECTION_CAME] if before is None else []), *changes(section, before, after)]


def _taken(stored: Sections, deleted: Deleted) -> dict[tuple[Section, str], Collection[str]]:
    """The ids that rows had which were deleted since: a file may still have such a row."""
    taken: dict[tuple[Section, str], set[str]] = defaultdict(set)
    for (_, section), one in stored.items():
        for name, row_id in row_places(section, json.loads(one.base)):
            taken[section, name].add(row_id)
    for (_, section), places in deleted.items():
        for name, row_id in places:
            taken[section, name].add(row_id)
    return dict(taken)
