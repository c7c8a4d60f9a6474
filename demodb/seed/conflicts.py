"""Open conflicts: what a person and a newer template both changed, and what somebody decides about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from demodb.errors import ConflictError
from demodb.model.documents import Document, Section
from demodb.model.faults import section_faults
from demodb.model.merge import ABSENT, Conflict
from demodb.model.rows import row_lists
from demodb.store.accounts import find_account
from demodb.store.bulk import chunked
from demodb.store.conflicts import StoredConflict, drop_conflicts, undecided
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


def place_of(section: Section, conflict: Conflict) -> str:
    """Such as strategy/painPoints/pp-001/title."""
    return "/".join(part for part in (section, conflict.list, conflict.row, conflict.field) if part)


def shown(stored: StoredConflict, value: Any) -> ConflictView:
    """A conflict for people, with the value that the store has."""
    found = stored.conflict
    place = place_of(stored.section, found)
    return ConflictView(stored.account, place, found.base, value, found.theirs, stored.pack, stored.revision)


def open_now(connection: Connection, account: str | None) -> Iterator[tuple[StoredConflict, Any]]:
    """The conflicts about which there is something to decide, with the value that the store has now."""
    yield from undecided(connection, None if account is None else [find_account(connection, account).key])


def chosen_conflicts(connection: Connection, account: str | None, place: str | None) -> list[tuple[StoredConflict, Any]]:
    """The open conflicts of an account at a place or below it, None meaning all. Raises ConflictError where there is none."""
    found = list(open_now(connection, account))
    if place is None:
        return found
    wanted = place.strip("/")
    chosen = [
        (stored, value) for stored, value in found if f"{place_of(stored.section, stored.conflict)}/".startswith(f"{wanted}/")
    ]
    if not chosen:
        raise ConflictError(f"there is no open conflict at {place!r} of {account!r}", fix="see `demodb conflicts list`")
    return chosen


def decide(
    connection: Connection, chosen: Sequence[tuple[StoredConflict, Any]], decided: Callable[[StoredConflict], Any]
) -> None:
    """Write the decided values, section by section, and close the conflicts. Raises ConflictError with all that cannot be."""
    faults: list[str] = []
    for chunk in chunked(chosen):
        sections = read_sections(connection, sorted({stored.account_key for stored, _ in chunk}))
        documents: dict[tuple[str, Section], Document] = {}
        for stored, _ in chunk:
            at = (stored.account_key, stored.section)
            documents[at] = _with(stored, documents.get(at, sections[at].document), decided(stored))
        names = {stored.account_key: stored.account for stored, _ in chunk}
        faults += [
            f"{names[key]}: {section}: {path}: {message}"
            for (key, section), document in documents.items()
            for path, message in section_faults(section, document)
        ]
        if not faults:
            rewrite_sections(connection, [_rewritten(sections[at], document) for at, document in documents.items()])
            drop_conflicts(connection, [stored for stored, _ in chunk])
    if faults:
        raise ConflictError(
            "the app would refuse this:\n  " + "\n  ".join(faults), fix="decide otherwise: `demodb conflicts edit`"
        )


def _rewritten(stored: StoredSection, document: Document) -> NewSection:
    return NewSection(stored.account_key, stored.section, document, stored.origin, stored.base)


def _with(stored: StoredConflict, document: Document, value: Any) -> Document:
    """The document with a value in the conflict's field, or without the key where it is ABSENT."""
    found = stored.conflict
    if not found.row:
        return _set(document, found.field, value) if isinstance(document, dict) else document
    lists = {
        name: [_set(row, found.field, value) if (name, row["id"]) == (found.list, found.row) else row for row in rows]
        for name, rows in row_lists(stored.section, document).items()
    }
    return {**document, **lists} if isinstance(document, dict) else lists[""]


def _set(row: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
    return {key: old for key, old in row.items() if key != field} if value is ABSENT else {**row, field: value}
