"""The log of edits: what changed in an account's plan, and taking one of it back where nothing later stands on it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from demodb.errors import EditError
from demodb.model.changes import SECTION_CAME, Change, taken_back
from demodb.model.documents import Document
from demodb.model.faults import section_faults
from demodb.model.rows import Place, empty_document, place_text, row_places
from demodb.model.weeks import changes_by_weeks
from demodb.seed.rewriting import remove_by_decision, rewrite_by_decision
from demodb.store.accounts import find_account
from demodb.store.connection import Connection
from demodb.store.edits import LoggedEdit, note_row_edits, read_edits
from demodb.store.plans import NewSection, StoredSection, insert_sections, read_sections


def note_edits_of(connection: Connection, account: str, at: int) -> str:
    """Log the edits of an account's rows that are not logged yet; the account's key."""
    key = find_account(connection, account).key
    note_row_edits(connection, read_sections(connection, [key]).values(), at)
    return key


def free_ones(connection: Connection, edits: Sequence[LoggedEdit]) -> set[int]:
    """The numbers of those of some edits, of at most `CHUNK` accounts, on which nothing later stands."""
    stored = read_sections(connection, sorted({edit.account_key for edit in edits}))
    there = ((edit, stored.get((edit.account_key, edit.section))) for edit in edits)
    return {edit.id for edit, section in there if not _without(edit, section)[1]}


def take_back(connection: Connection, edit: LoggedEdit, at: int, person: str | None = None) -> LoggedEdit:
    """Take an edit back: the edit that did so. Raises EditError where that cannot be."""
    place = edit.account_key, edit.section
    stored = read_sections(connection, [edit.account_key]).get(place)
    document, later = _without(edit, stored)
    if later and stored is None:
        raise EditError(f"{edit.account} has no {edit.section} any more", fix="import or seed the section first")
    if later and stored:
        note_row_edits(connection, [stored], at)
        raise _stood_on(edit, later, list(read_edits(connection, edit.account_key)))
    faults = [f"{path}: {message}" for path, message in section_faults(edit.section, document)] if document is not None else []
    if faults:
        raise EditError("the app would refuse this:\n  " + "\n  ".join(faults), fix="take what follows from it back first")
    _write(connection, edit, document, at, person)
    return next(read_edits(connection, edit.account_key))


def _write(connection: Connection, edit: LoggedEdit, document: Document | None, at: int, person: str | None) -> None:
    """Let a section be as it is without an edit; None: missing."""
    place, source = (edit.account_key, edit.section), f"undo of {edit.id}"
    stored, came = read_sections(connection, [edit.account_key]).get(place), list[Place]()
    if stored is None:
        insert_sections(connection, [NewSection(*place, empty_document(edit.section))])
        stored, came = read_sections(connection, [edit.account_key])[place], [place]
    if document is None:
        remove_by_decision(connection, stored, source, at, person)
    else:
        rewrite_by_decision(connection, [(stored, stored.rewritten(document), source)], at, person, came)


def _without(edit: LoggedEdit, stored: StoredSection | None) -> tuple[Document | None, list[Change]]:
    """The section's document without what an edit changed, None for no section, and what of it something later stands on."""
    if stored is None:
        return taken_back(edit.section, None, edit.changes)
    made = changes_by_weeks(edit.section, edit.changes, stored.weeks - edit.weeks)
    document, later = taken_back(edit.section, stored.document, made)
    if document is None and row_places(edit.section, json.loads(stored.base)):
        return document, [SECTION_CAME, *later]  # a file, or a template, gave it rows since
    return document, later


def _stood_on(edit: LoggedEdit, later: Sequence[Change], edits: Sequence[LoggedEdit]) -> EditError:
    lines = [
        f"{place_text(edit.section, change.list, change.row, change.field)}{_entries_on(edit, change, edits)}" for change in later
    ]
    return EditError(
        f"something later stands on entry {edit.id} of {edit.account}:\n  " + "\n  ".join(lines),
        fix="take that back first, or change the value itself",
    )


def _entries_on(edit: LoggedEdit, change: Change, edits: Sequence[LoggedEdit]) -> str:
    """The later entries about the same field or row."""
    numbers = [
        other.id
        for other in edits
        if other.id > edit.id and other.section == edit.section and any(_meet(change, theirs) for theirs in other.changes)
    ]
    return f" (entry {', '.join(map(str, numbers))})" if numbers else ""


def _meet(one: Change, other: Change) -> bool:
    return one.is_section or other.is_section or _same_place(one, other)


def _same_place(one: Change, other: Change) -> bool:
    return (one.list, one.row) == (other.list, other.row) and (one.field == other.field or "" in (one.field, other.field))
