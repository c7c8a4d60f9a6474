"""Open conflicts: what a person and a newer template both changed, and what somebody decides about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from demodb.errors import ConflictError
from demodb.model.documents import Document
from demodb.model.faults import section_faults
from demodb.model.merge import ABSENT
from demodb.model.rows import Row, place_text, row_lists, with_lists
from demodb.store.accounts import find_account
from demodb.store.bulk import chunked
from demodb.store.conflicts import Place, StoredConflict, drop_conflicts, undecided
from demodb.store.connection import Connection
from demodb.store.plans import NewSection, StoredSection, read_sections, rewrite_sections


@dataclass(frozen=True)
class ConflictView:
    """A conflict as it stands now: `mine` is the value in the store, `theirs` the template's; ABSENT where there is no key."""

    account: str
    place: str
    base: Any
    mine: Any
    theirs: Any
    pack: str
    revision: str


Undecided = tuple[StoredConflict, Any]
"""An open conflict, and the value that the store has now."""


def place_of(stored: StoredConflict) -> str:
    """Such as strategy/painPoints/pp-001/title."""
    conflict = stored.conflict
    return place_text(stored.section, conflict.list, conflict.row, conflict.field)


def conflict_view(stored: StoredConflict, mine: Any) -> ConflictView:
    """A conflict for people, with the value that the store has."""
    conflict = stored.conflict
    return ConflictView(stored.account, place_of(stored), conflict.base, mine, conflict.theirs, stored.pack, stored.revision)


def open_conflicts(connection: Connection, account: str | None) -> Iterator[Undecided]:
    """The conflicts about which there is something to decide, of an account by any of its names, or of all."""
    yield from undecided(connection, None if account is None else [find_account(connection, account).key])


def conflicts_at(connection: Connection, account: str | None, place: str | None) -> list[Undecided]:
    """The open conflicts of an account at a place or below it, None meaning all. Raises ConflictError where there is none."""
    conflicts = list(open_conflicts(connection, account))
    if place is None:
        return conflicts
    wanted = place.strip("/")
    chosen = [(stored, mine) for stored, mine in conflicts if f"{place_of(stored)}/".startswith(f"{wanted}/")]
    if not chosen:
        raise ConflictError(f"there is no open conflict at {place!r} of {account!r}", fix="see `demodb conflicts list`")
    return chosen


def decide(connection: Connection, conflicts: Sequence[StoredConflict], decision: Callable[[StoredConflict], Any]) -> None:
    """Write the decided values, section by section, and close the conflicts. Raises ConflictError with all that cannot be."""
    faults: list[str] = []
    for chunk in chunked(conflicts):
        sections = read_sections(connection, sorted({stored.account_key for stored in chunk}))
        documents: dict[Place, Document] = {}
        for stored in chunk:
            at = (stored.account_key, stored.section)
            documents[at] = _with_value(documents.get(at, sections[at].document), stored, decision(stored))
        names = {stored.account_key: stored.account for stored in chunk}
        faults += [
            f"{names[key]}: {section}: {path}: {message}"
            for (key, section), document in documents.items()
            for path, message in section_faults(section, document)
        ]
        if not faults:
            rewrite_sections(connection, [_rewritten(sections[at], document) for at, document in documents.items()])
            drop_conflicts(connection, chunk)
    if faults:
        raise ConflictError(
            "the app would refuse this:\n  " + "\n  ".join(faults), fix="decide otherwise: `demodb conflicts edit`"
        )


def _rewritten(stored: StoredSection, document: Document) -> NewSection:
    return NewSection(stored.account_key, stored.section, document, stored.origin, stored.base)


def _with_value(document: Document, stored: StoredConflict, value: Any) -> Document:
    """The document with a value in the conflict's field, or without the key where it is ABSENT."""
    conflict = stored.conflict
    if not conflict.row:
        return _set(document, conflict.field, value) if isinstance(document, dict) else document
    lists = {
        name: [_set(row, conflict.field, value) if (name, row["id"]) == (conflict.list, conflict.row) else row for row in rows]
        for name, rows in row_lists(stored.section, document).items()
    }
    return with_lists(document, lists)


def _set(row: Row, field: str, value: Any) -> Row:
    return {key: old for key, old in row.items() if key != field} if value is ABSENT else {**row, field: value}
