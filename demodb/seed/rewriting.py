"""Sections written anew, or removed, on behalf of a template or a person, and the log of what that changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from demodb.model.changes import SECTION_CAME, SECTION_WENT, changes
from demodb.model.rows import Place, empty_document, row_places
from demodb.store.conflicts import put_deleted, read_deleted
from demodb.store.connection import Connection
from demodb.store.edits import NewEdit, log_edits, note_row_edits
from demodb.store.plans import NewSection, StoredSection, delete_sections, rewrite_sections

Rewriting = tuple[StoredSection, NewSection]
"""A section as it stands, and as it is to be."""

Decision = tuple[StoredSection, NewSection, str]
"""A section as it stands, as a person wants it, and where that is from, as the log names it."""


def rewrite_by_template(connection: Connection, rewritings: Sequence[Rewriting], at: int) -> None:
    """Write sections anew; what people did to their rows before, and what the template does now, is logged `at` (ms)."""
    note_row_edits(connection, (before for before, _ in rewritings), at)
    rewrite_sections(connection, [after for _, after in rewritings])
    log_edits(connection, (_edit(before, after, at) for before, after in rewritings))


def remove_by_template(connection: Connection, sections: Sequence[StoredSection], at: int) -> None:
    """Remove sections; what people did to their rows before, and the rows that go, is logged `at` (ms).

    A section that nobody touched leaves the log as it is, as the seeding that made it did.
    """
    edited = [stored for stored in sections if stored.edited]
    note_row_edits(connection, edited, at)
    delete_sections(connection, [(stored.account_key, stored.section) for stored in sections])
    log_edits(connection, (_edit(stored, None, at) for stored in edited))


def rewrite_by_decision(
    connection: Connection, decisions: Sequence[Decision], at: int, person: str | None = None, came: Collection[Place] = ()
) -> None:
    """Write sections as a person decided. Rows that are there again count as deleted no more; logged `at` (ms).

    `came`: the sections that were missing, and were made just now without rows.
    """
    note_row_edits(connection, (before for before, _, _ in decisions), at)
    rewrite_sections(connection, [after for _, after, _ in decisions])
    present = {(after.account_key, after.section): row_places(after.section, after.document) for _, after, _ in decisions}
    deleted = read_deleted(connection, sorted({key for key, _ in present}))
    there = ((place, rows, present[place]) for place, rows in deleted.items() if place in present)
    put_deleted(connection, {place: [row for row in rows if row not in again] for place, rows, again in there})
    log_edits(connection, (_decided(decision, at, person, came) for decision in decisions))


def _decided(decision: Decision, at: int, person: str | None, came: Collection[Place]) -> NewEdit:
    before, after, source = decision
    made = list(changes(before.section, before.document, after.document))
    first = [SECTION_CAME] if (before.account_key, before.section) in came else []
    return NewEdit(before.account_key, before.section, at, "decision", source, [*first, *made], person)


def remove_by_decision(connection: Connection, stored: StoredSection, source: str, at: int, person: str | None = None) -> None:
    """Take a section out as a person decided, its rows first; logged `at` (ms)."""
    note_row_edits(connection, [stored], at)
    made = [*changes(stored.section, stored.document, empty_document(stored.section)), SECTION_WENT]
    log_edits(connection, [NewEdit(stored.account_key, stored.section, at, "decision", source, made, person)])
    delete_sections(connection, [(stored.account_key, stored.section)])


def _edit(before: StoredSection, after: NewSection | None, at: int) -> NewEdit:
    made = list(changes(before.section, before.document, after.document if after else None))
    origin = after.origin if after and after.origin and not after.origin.undone else before.origin
    source = f"{origin.pack} {origin.revision}" if origin else ""
    return NewEdit(before.account_key, before.section, at, "template", source, made)
