"""Open conflicts: what a person and a newer template both changed, and what somebody decides about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from demodb.errors import ConflictError
from demodb.model.conflicts import decided
from demodb.model.documents import Document
from demodb.model.faults import section_faults
from demodb.model.rows import place_text
from demodb.store.accounts import find_account
from demodb.store.bulk import chunked
from demodb.store.conflicts import Place, StoredConflict, drop_conflicts, undecided
from demodb.store.connection import Connection
from demodb.store.plans import NewSection, StoredSection, read_sections, rewrite_sections


@dataclass(frozen=True)
class ConflictView:
    """A conflict as it stands now: `mine` is the value in the store, `theirs` the template's or the file's.

    ABSENT stands for a key, or a row, that is not there; a file has a path, a template its pack and revision.
    """

    account: str
    place: str
    base: Any
    mine: Any
    theirs: Any
    pack: str | None
    revision: str | None
    path: str | None


Undecided = tuple[StoredConflict, Any]
"""An open conflict, and the value that the store has now."""


def place_of(stored: StoredConflict) -> str:
    """Such as strategy/painPoints/pp-001/title."""
    conflict = stored.conflict
    return place_text(stored.section, conflict.list, conflict.row, conflict.field)


def conflict_view(stored: StoredConflict, mine: Any) -> ConflictView:
    """A conflict for people, with the value that the store has."""
    conflict = stored.conflict
    return ConflictView(stored.account, place_of(stored), conflict.base, mine, conflict.theirs, *stored[4:])


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
            documents[at] = decided(stored.section, documents.get(at, sections[at].document), stored.conflict, decision(stored))
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
    return NewSection(stored.account_key, stored.section, document, stored.origin, stored.base, stored.subjects, stored.generated)
