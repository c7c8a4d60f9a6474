"""Undo and restore: take away exactly the template rows that nobody touched, and bring back what was taken away."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from demodb.model.canonical import same
from demodb.model.documents import Document, Section
from demodb.model.merge import merge
from demodb.model.reporting import bosses, reported_to
from demodb.model.rows import row_lists
from demodb.seed.run import RunContext
from demodb.store.bulk import CHUNK
from demodb.store.conflicts import drop_deleted, put_deleted, read_deleted
from demodb.store.connection import Connection
from demodb.store.plans import NewSection, StoredSection, delete_sections, read_sections, rewrite_sections
from demodb.store.portfolio import existing_accounts
from demodb.store.runs import PastRun, note_run
from demodb.store.seeding import accounts_from_templates, accounts_in, scope_counts


@dataclass(frozen=True)
class KeptRow:
    """A row that an undo left where it is, and why."""

    account: str
    place: str
    why: str


@dataclass
class UndoReport:
    """What an undo, or a restore, did: accounts looked at, sections that went whole, rows that went or came."""

    accounts: int
    dry_run: bool
    sections: int = 0
    rows: int = 0
    kept: list[KeptRow] = field(default_factory=list)
    packs: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, done."""
        return bool(self.sections or self.rows)


def undone(stored: StoredSection) -> tuple[Document, dict[str, str]]:
    """A section from a template without the rows that nobody touched, and why each row that stays does, by its place."""
    base = json.loads(stored.base)
    why: dict[str, str] = {}
    lists = {}
    for name, rows in row_lists(stored.section, stored.document).items():
        known = {row["id"]: row for row in row_lists(stored.section, base)[name]}
        current = {row["id"]: row for row in rows}
        untouched = {own for own, row in current.items() if same(row, known.get(own))}
        needed = reported_to(bosses(current), untouched) if stored.section == "stakeholders" else set()
        lists[name] = [row for own, row in current.items() if own not in untouched - needed]
        for row in lists[name]:
            own = row["id"]
            place = "/".join(part for part in (stored.section, name, own) if part)
            why[place] = "needed: somebody who stays reports to it" if own in needed else "edited" if own in known else "added"
    document = {**stored.document, **lists} if isinstance(stored.document, dict) else lists[""]
    return document, why


def _beside(document: Document, section: Section) -> Mapping[str, object]:
    """The fields of a section's object beside its lists."""
    if not isinstance(document, dict):
        return {}
    return {key: value for key, value in document.items() if key not in row_lists(section, document)}


def undo_seeding(connection: Connection, context: RunContext) -> UndoReport:
    """Take away the untouched template rows of the scope; a section of which nothing else is left goes whole.

    What a person deleted is remembered: it stays away when the section is seeded again.
    """
    report = UndoReport(scope_counts(connection, context.scope)[0], context.dry_run)
    done = 0
    for keys in accounts_from_templates(connection, context.scope, CHUNK):
        _undo_chunk(connection, keys, report)
        done += len(keys)
        context.progress(done, report.accounts)
    _finish(connection, "undo", context, report)
    return report


def _undo_chunk(connection: Connection, keys: list[str], report: UndoReport) -> None:
    names = {key: row.name for key, row in existing_accounts(connection, keys).items()}
    whole, rewritten = [], []
    deleted = dict(read_deleted(connection, keys))
    for (key, section), stored in read_sections(connection, keys).items():
        if stored.origin is None:
            continue
        report.packs[stored.origin.pack] = max(stored.origin.revision, report.packs.get(stored.origin.pack, ""))
        document, why = undone(stored)
        report.kept += [KeptRow(names[key], place, reason) for place, reason in why.items()]
        report.rows += _row_count(section, stored.document) - _row_count(section, document)
        if not why and same(dict(_beside(document, section)), dict(_beside(json.loads(stored.base), section))):
            whole.append((key, section))
            deleted[key, section] = [*deleted.get((key, section), ()), *stored.missing]
        elif not same(document, stored.document):
            rewritten.append(NewSection(key, section, document, stored.origin, stored.base))
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
    report = UndoReport(scope_counts(connection, context.scope)[0], context.dry_run)
    done = 0
    for keys in accounts_in(connection, context.scope, CHUNK):
        changed = list(_restored(connection, keys, report))
        waiting = read_deleted(connection, keys)
        report.rows += sum(len(rows) for rows in waiting.values())
        if not context.dry_run:
            rewrite_sections(connection, changed)
            drop_deleted(connection, waiting)
        done += len(keys)
        context.progress(done, report.accounts)
    _finish(connection, "restore", context, report)
    return report


def _restored(connection: Connection, keys: list[str], report: UndoReport) -> Iterator[NewSection]:
    for (key, section), stored in read_sections(connection, keys).items():
        missing = stored.missing if stored.origin else []
        if not missing or stored.origin is None:
            continue
        report.packs[stored.origin.pack] = max(stored.origin.revision, report.packs.get(stored.origin.pack, ""))
        report.rows += len(missing)
        base = json.loads(stored.base)
        lists = {
            name: [row for row in rows if (name, row["id"]) not in missing] for name, rows in row_lists(section, base).items()
        }
        without = {**base, **lists} if isinstance(base, dict) else lists[""]
        merged = merge(section, without, stored.document, base)
        yield NewSection(key, section, merged.document, stored.origin, stored.base)


def _finish(connection: Connection, kind: str, context: RunContext, report: UndoReport) -> None:
    if report.changed and not report.dry_run:
        counts = {"sections": report.sections, "rows": report.rows, "kept": len(report.kept)}
        note_run(connection, PastRun(kind, context.stamp.at, context.stamp.person, report.packs, counts))
