"""Undo: take away exactly the template rows that nobody touched."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from demodb.model.canonical import canonical, same
from demodb.model.documents import Document, Section
from demodb.model.merge import Conflict
from demodb.model.origin import UNDONE
from demodb.model.reporting import bosses, first_outside, reported_to
from demodb.model.rows import Row, RowsById, beside_lists, place_text, row_lists, row_places, rows_by_id, with_lists
from demodb.model.subjects import subjects_of, subjects_text
from demodb.seed.rewriting import Rewriting, remove_by_template, rewrite_by_template
from demodb.seed.run import RunContext, RunReport, Stamp, run
from demodb.store.bulk import CHUNK
from demodb.store.conflicts import Place, drop_template_conflicts, open_in, put_deleted, read_deleted, with_files
from demodb.store.connection import Connection
from demodb.store.plans import NewSection, StoredSection, read_sections
from demodb.store.portfolio import existing_accounts
from demodb.store.runs import PastRun
from demodb.store.seeding import accounts_from_templates, scope_counts


@dataclass(frozen=True)
class KeptRow:
    """A row that an undo left where it is, and why."""

    account: str
    place: str
    why: str


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

    def past_run(self, stamp: Stamp) -> PastRun:
        """The run as the store remembers it."""
        counts = {"sections": self.sections, "rows": self.rows, "conflicts": self.conflicts, "kept": len(self.kept)}
        return PastRun(self.kind, stamp.at, stamp.person, self.packs, counts)


@dataclass(frozen=True)
class _Undone:
    """A section without the rows that nobody touched, on both sides, and why each row that stays does, by its place."""

    document: Document
    base: Document
    why: dict[str, str]


def undone(stored: StoredSection, waiting: Sequence[Conflict] = ()) -> _Undone:
    """What an undo leaves of a section from a template; `waiting` are the open conflicts of it with files.

    What it takes out goes from the base as well, so that it is not deleted by a person: the next seed makes it again. A row
    that a person deleted stays in the base.
    """
    base = json.loads(stored.base)
    why: dict[str, str] = {}
    lists, bases = {}, {}
    for name, rows in row_lists(stored.section, stored.document).items():
        based, current = rows_by_id(row_lists(stored.section, base)[name]), rows_by_id(rows)
        typed = {conflict.row for conflict in waiting if conflict.list == name}
        untouched = {row_id for row_id, row in current.items() if row_id not in typed and same(row, based.get(row_id))}
        reporting = stored.section == "stakeholders"
        needed = reported_to(bosses(current), untouched) if reporting else set()
        gone = untouched - needed
        lists[name] = [row for row_id, row in current.items() if row_id not in gone]
        bases[name] = _without(based, gone, reporting=reporting)
        for row_id in (row["id"] for row in lists[name]):
            reason = _NEEDED if row_id in needed else "added" if row_id not in based else _why_touched(row_id, typed)
            why[place_text(stored.section, name, row_id)] = reason
    return _Undone(with_lists(stored.document, lists), with_lists(base, bases), why)


def _why_touched(row_id: str, typed: Collection[str]) -> str:
    return "a conflict with a file is open" if row_id in typed else "edited"


def _without(rows: RowsById, gone: Collection[str], *, reporting: bool) -> list[Row]:
    """Rows of a base without those that go; nobody reports to one of these, but to the next one up the line."""
    left = [row for row_id, row in rows.items() if row_id not in gone]
    if not reporting:
        return left
    boss = bosses(rows)
    return [row | {"reportsTo": first_outside(row["id"], boss, gone)} if row.get("reportsTo") in gone else row for row in left]


_NEEDED = "needed: somebody who stays reports to it"


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
    names = {key: account.name for key, account in existing_accounts(connection, keys).items()}
    sections = {place: stored for place, stored in read_sections(connection, keys).items() if stored.origin}
    conflicts = open_in(connection, sections)
    waiting = with_files(conflicts)
    whole, rewritten = list[StoredSection](), list[Rewriting]()
    deleted = dict(read_deleted(connection, keys))
    for place, stored in sections.items():
        left = undone(stored, waiting.get(place, ()))
        report.kept += [KeptRow(names[stored.account_key], row_place, reason) for row_place, reason in left.why.items()]
        report.rows += _row_count(stored.section, stored.document) - _row_count(stored.section, left.document)
        beside = (beside_lists(stored.section, side) for side in (left.document, left.base))
        if stored.origin:
            report.met(stored.origin)
        if not left.why and same(*beside) and not waiting.get(place):
            whole.append(stored)
            deleted[place] = [*deleted.get(place, ()), *stored.missing]
        elif not same(left.document, stored.document):
            rewritten.append((stored, _left(stored, left)))
    report.sections += len(whole)
    report.conflicts += sum(stored.path is None for stored in conflicts)
    if not report.dry_run:
        drop_template_conflicts(connection, sections)
        remove_by_template(connection, whole, at)
        put_deleted(connection, {_at(stored): deleted[_at(stored)] for stored in whole})
        rewrite_by_template(connection, rewritten, at)


def _at(stored: StoredSection) -> Place:
    return stored.account_key, stored.section


def _left(stored: StoredSection, left: _Undone) -> NewSection:
    """A section as an undo leaves it: before all revisions of its pack."""
    subjects = stored.subjects
    if subjects is not None:
        places = {*row_places(stored.section, left.document), *row_places(stored.section, left.base)}
        about = subjects_of(stored.section, subjects)
        subjects = subjects_text({place: about[place] for place in about.keys() & places})
    origin = replace(stored.origin, revision=UNDONE) if stored.origin else None
    return NewSection(*_at(stored), left.document, origin, canonical(left.base), subjects)


def _row_count(section: Section, document: Document) -> int:
    return sum(len(rows) for rows in row_lists(section, document).values())
