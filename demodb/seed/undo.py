"""Undo and restore: take away exactly the template rows that nobody touched, and bring back what was taken away."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from demodb.model.canonical import same
from demodb.model.documents import Document, Section
from demodb.model.merge import merge
from demodb.model.reporting import bosses, reported_to
from demodb.model.rows import beside_lists, place_text, row_lists, rows_by_id, with_lists, without_rows_at
from demodb.seed.run import RunContext, RunReport, Stamp, run
from demodb.store.bulk import CHUNK
from demodb.store.conflicts import drop_deleted, put_deleted, read_deleted
from demodb.store.connection import Connection
from demodb.store.plans import NewSection, StoredSection, delete_sections, read_sections, rewrite_sections
from demodb.store.portfolio import existing_accounts
from demodb.store.runs import PastRun
from demodb.store.seeding import accounts_from_templates, accounts_in, scope_counts


@dataclass(frozen=True)
class KeptRow:
    """A row that an undo left where it is, and why."""

    account: str
    place: str
    why: str


@dataclass(kw_only=True)
class UndoReport(RunReport):
    """What an undo, or a restore, did: sections that went whole, rows that went or came, and rows that an undo left."""

    kind: Literal["undo", "restore"]
    sections: int = 0
    rows: int = 0
    kept: list[KeptRow] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, done."""
        return bool(self.sections or self.rows)

    def past_run(self, stamp: Stamp) -> PastRun:
        """The run as the store remembers it."""
        counts = {"sections": self.sections, "rows": self.rows, "kept": len(self.kept)}
        return PastRun(self.kind, stamp.at, stamp.person, self.packs, counts)


def undone(stored: StoredSection) -> tuple[Document, dict[str, str]]:
    """A section from a template without the rows that nobody touched, and why each row that stays does, by its place."""
    base = row_lists(stored.section, json.loads(stored.base))
    why: dict[str, str] = {}
    lists = {}
    for name, rows in row_lists(stored.section, stored.document).items():
        based, current = rows_by_id(base[name]), rows_by_id(rows)
        untouched = {row_id for row_id, row in current.items() if same(row, based.get(row_id))}
        needed = reported_to(bosses(current), untouched) if stored.section == "stakeholders" else set()
        lists[name] = [row for row_id, row in current.items() if row_id not in untouched - needed]
        for row_id in (row["id"] for row in lists[name]):
            why[place_text(stored.section, name, row_id)] = (
                _NEEDED if row_id in needed else "edited" if row_id in based else "added"
            )
    return with_lists(stored.document, lists), why


_NEEDED = "needed: somebody who stays reports to it"


def undo_seeding(connection: Connection, context: RunContext) -> UndoReport:
    """Take away the untouched template rows of the scope; a section of which nothing else is left goes whole.

    What a person deleted is remembered: it stays away when the section is seeded again.
    """
    report = UndoReport(kind="undo", accounts=scope_counts(connection, context.scope)[0], dry_run=context.dry_run)
    chunks = accounts_from_templates(connection, context.scope, CHUNK)
    run(connection, context, report, chunks, lambda keys: _undo_chunk(connection, keys, report))
    return report


def _undo_chunk(connection: Connection, keys: Sequence[str], report: UndoReport) -> None:
    names = {key: account.name for key, account in existing_accounts(connection, keys).items()}
    whole, rewritten = [], []
    deleted = dict(read_deleted(connection, keys))
    for place, stored in read_sections(connection, keys).items():
        if stored.origin is None:
            continue
        report.met(stored.origin)
        document, why = undone(stored)
        report.kept += [KeptRow(names[stored.account_key], row_place, reason) for row_place, reason in why.items()]
        report.rows += _row_count(stored.section, stored.document) - _row_count(stored.section, document)
        if not why and same(beside_lists(stored.section, document), beside_lists(stored.section, json.loads(stored.base))):
            whole.append(place)
            deleted[place] = [*deleted.get(place, ()), *stored.missing]
        elif not same(document, stored.document):
            rewritten.append(NewSection(*place, document, stored.origin, stored.base))
    report.sections += len(whole)
    if not report.dry_run:
        delete_sections(connection, whole)
        put_deleted(connection, {place: deleted[place] for place in whole})
        rewrite_sections(connection, rewritten)


def _row_count(section: Section, document: Document) -> int:
    return sum(len(rows) for rows in row_lists(section, document).values())


def restore_rows(connection: Connection, context: RunContext) -> UndoReport:
    """Bring back the template rows that are gone from sections of the scope.

    Those of sections that an undo removed come back when the section is seeded again.
    """
    report = UndoReport(kind="restore", accounts=scope_counts(connection, context.scope)[0], dry_run=context.dry_run)
    chunks = accounts_in(connection, context.scope, CHUNK)
    run(connection, context, report, chunks, lambda keys: _restore_chunk(connection, keys, report))
    return report


def _restore_chunk(connection: Connection, keys: Sequence[str], report: UndoReport) -> None:
    restored = list(_restored(connection, keys, report))
    waiting = read_deleted(connection, keys)
    report.rows += sum(len(rows) for rows in waiting.values())
    if not report.dry_run:
        rewrite_sections(connection, restored)
        drop_deleted(connection, waiting)


def _restored(connection: Connection, keys: Sequence[str], report: UndoReport) -> Iterator[NewSection]:
    for (key, section), stored in read_sections(connection, keys).items():
        missing = stored.missing if stored.origin else []
        if not missing or stored.origin is None:
            continue
        report.met(stored.origin)
        report.rows += len(missing)
        base = json.loads(stored.base)
        merged = merge(section, without_rows_at(section, base, missing), stored.document, base)
        yield NewSection(key, section, merged.document, stored.origin, stored.base)
