"""Undo: take away exactly the template rows that nobody touched."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from demodb.model.canonical import canonical, same
from demodb.model.documents import Document, Section
from demodb.model.merge import Conflict
from demodb.model.origin import UNDONE
from demodb.model.reporting import bosses, nearest_outside, reported_to
from demodb.model.rows import Place, Row, RowsById, beside_lists, place_text, row_lists, row_places, rows_by_id, with_lists
from demodb.model.subjects import subjects_of, subjects_text
from demodb.seed.rewriting import remove_by_template, rewrite_by_template
from demodb.seed.run import RunContext, RunReport, Stamp, run
from demodb.store.bulk import CHUNK
from demodb.store.conflicts import drop_template_conflicts, open_in, put_deleted, read_deleted, with_files
from demodb.store.connection import Connection
from demodb.store.plans import NewSection, StoredSection, read_sections
from demodb.store.portfolio import existing_accounts
from demodb.store.runs import PastRun
from demodb.store.seeding import accounts_from_templates, scope_counts


class KeptRow(NamedTuple):
    """A row that an undo left where it is, and why."""

    account: str
    place: str
    why: str


class _Undone(NamedTuple):
    """A section as it stands, and without the rows that nobody touched on both sides.

    `why` tells of each row that stays, by its place, why it does; `waiting` whether a conflict of it with a file is open.
    """

    stored: StoredSection
    document: Document
    base: Document
    why: dict[str, str]
    waiting: bool

    @property
    def whole(self) -> bool:
        """Whether the section goes whole: nothing stays, nobody edited what stands beside its rows, and no file waits."""
        if self.why or self.waiting:
            return False
        section = self.stored.section
        return same(beside_lists(section, self.document), beside_lists(section, self.base))

    @property
    def partly(self) -> bool:
        """Whether rows of the section go, and the section itself stays."""
        return not self.whole and not same(self.document, self.stored.document)

    @property
    def rows_gone(self) -> int:
        """How many rows go."""
        return _row_count(self.stored.section, self.stored.document) - _row_count(self.stored.section, self.document)

    @property
    def section_left(self) -> NewSection:
        """The section as an undo leaves it: before all revisions of its pack."""
        stored, subjects = self.stored, self.stored.subjects
        if subjects is not None:
            places = {*row_places(stored.section, self.document), *row_places(stored.section, self.base)}
            about = subjects_of(stored.section, subjects)
            subjects = subjects_text({place: about[place] for place in about.keys() & places})
        origin = stored.origin._replace(revision=UNDONE) if stored.origin else None
        return stored.rewritten(self.document)._replace(origin=origin, base=canonical(self.base), subjects=subjects)


def _at(stored: StoredSection) -> Place:
    return stored.account_key, stored.section


def _row_count(section: Section, document: Document) -> int:
    return sum(len(rows) for rows in row_lists(section, document).values())


@dataclass(kw_only=True)
class UndoReport(RunReport):
    """What an undo, or a restore, did: sections that went whole, rows that went or came, conflicts with templates that went.

    `kept` are the rows that an undo left.
    """

    kind: Literal["undo", "restore"]
    sections: int = 0
    rows: int = 0
    conflicts: int = 0
    kept: list[KeptRow] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, done."""
        return bool(self.sections or self.rows or self.conflicts)

    def tally(self, undone: _Undone, account: str) -> None:
        """Count what an undo takes out of a section of an account, and note the rows that stay."""
        if undone.stored.origin:
            self.met(undone.stored.origin)
        self.sections += undone.whole
        self.rows += undone.rows_gone
        self.kept += [KeptRow(account, place, why) for place, why in undone.why.items()]

    def past_run(self, stamp: Stamp) -> PastRun:
        """The run as the store remembers it."""
        counts = {"sections": self.sections, "rows": self.rows, "conflicts": self.conflicts, "kept": len(self.kept)}
        return PastRun(self.kind, stamp.at, stamp.person, self.packs, counts)


def undone(stored: StoredSection, waiting: Sequence[Conflict] = ()) -> _Undone:
    """What an undo leaves of a section from a template; `waiting` are the open conflicts of it with files.

    What it takes out goes from the base as well, so that it is not deleted by a person: the next seed makes it again. A row
    that a person deleted stays in the base.
    """
    base = json.loads(stored.base)
    reporting = stored.section == "stakeholders"
    bases = row_lists(stored.section, base)
    lists: dict[str, list[Row]] = {}
    why: dict[str, str] = {}
    for name, rows in row_lists(stored.section, stored.document).items():
        current, based = rows_by_id(rows), rows_by_id(bases[name])
        typed = {conflict.row for conflict in waiting if conflict.list == name}
        staying = _staying(current, based, typed, reporting=reporting)
        lists[name] = [current[row_id] for row_id in staying]
        bases[name] = _without(based, current.keys() - staying.keys(), reporting=reporting)
        why |= {place_text(stored.section, name, row_id): reason for row_id, reason in staying.items()}
    return _Undone(stored, with_lists(stored.document, lists), with_lists(base, bases), why, bool(waiting))


def _staying(current: RowsById, based: RowsById, typed: Collection[str], *, reporting: bool) -> dict[str, str]:
    """The ids of the rows of a list that stay, in its order, and why: somebody touched them, or reports to them.

    `typed` are the ids of those about which a conflict with a file is open.
    """
    touched = {
        row_id: _why_touched(row_id, based, typed)
        for row_id, row in current.items()
        if row_id in typed or not same(row, based.get(row_id))
    }
    needed = reported_to(bosses(current), current.keys() - touched.keys()) if reporting else set()
    why = touched | dict.fromkeys(needed, "needed: somebody who stays reports to it")
    return {row_id: why[row_id] for row_id in current if row_id in why}


def _why_touched(row_id: str, based: Collection[str], typed: Collection[str]) -> str:
    if row_id not in based:
        return "added"
    return "a conflict with a file is open" if row_id in typed else "edited"


def _without(rows: RowsById, gone: Collection[str], *, reporting: bool) -> list[Row]:
    """Rows of a base without those that go; nobody reports to one of these, but to the next one up the line."""
    left = [row for row_id, row in rows.items() if row_id not in gone]
    if not reporting:
        return left
    outside = nearest_outside(bosses(rows), gone)
    return [row | {"reportsTo": outside[row["reportsTo"]]} if row.get("reportsTo") in gone else row for row in left]


def undo_seeding(connection: Connection, context: RunContext) -> UndoReport:
    """Take away the untouched template rows of the scope, and the conflicts with templates.

    A section of which nothing else is left goes whole; one of which something stays is outdated, so the next seed completes
    it. What a person deleted is remembered: it stays away when the section is seeded again.
    """
    report = UndoReport(kind="undo", accounts=scope_counts(connection, context.scope)[0], dry_run=context.dry_run)
    chunks = accounts_from_templates(connection, context.scope, CHUNK)
    run(connection, context, report, chunks, lambda keys: _undo_chunk(connection, keys, report, context.stamp.at))
    return report


def _undo_chunk(connection: Connection, keys: Sequence[str], report: UndoReport, at: int) -> None:
    accounts = existing_accounts(connection, keys)
    sections = {place: stored for place, stored in read_sections(connection, keys).items() if stored.origin}
    conflicts = open_in(connection, sections)
    waiting = with_files(conflicts)
    results = [undone(stored, waiting.get(place, ())) for place, stored in sections.items()]
    for result in results:
        report.tally(result, accounts[result.stored.account_key].name)
    report.conflicts += sum(stored.path is None for stored in conflicts)
    if not report.dry_run:
        drop_template_conflicts(connection, sections)
        _remove(connection, [result.stored for result in results if result.whole], at)
        rewrite_by_template(connection, [(result.stored, result.section_left) for result in results if result.partly], at)


def _remove(connection: Connection, sections: Sequence[StoredSection], at: int) -> None:
    """Remove whole sections, and remember the rows of them that a person deleted."""
    deleted = read_deleted(connection, sorted({stored.account_key for stored in sections}))
    remove_by_template(connection, sections, at)
    put_deleted(connection, {_at(stored): [*deleted.get(_at(stored), ()), *stored.missing] for stored in sections})
