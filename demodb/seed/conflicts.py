"""Open conflicts: what the store and a newer template, or a file, say each in its way, and what somebody decides about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from demodb.errors import ConflictError
from demodb.model.conflicts import decided, says_theirs
from demodb.model.faults import section_faults
from demodb.model.merge import ABSENT
from demodb.model.places import FieldPlace
from demodb.model.rows import Place, place_text
from demodb.model.subjects import subjects_of, subjects_text
from demodb.seed.rewriting import rewrite_by_decision
from demodb.store.accounts import find_account
from demodb.store.bulk import chunked
from demodb.store.conflicts import StoredConflict, drop_conflicts, undecided
from demodb.store.connection import Connection
from demodb.store.edits import entries_behind, newest_entry
from demodb.store.plans import NewSection, read_sections


@dataclass(frozen=True)
class ConflictView:
    """A conflict as it stands now: `mine` is the value in the store, `theirs` the template's or the file's.

    ABSENT stands for a key, or a row, that is not there; a file has a path, a template its pack and revision, and for a whole
    row the `subject` that its row is about. `slug` is the account's, `at` the place in its parts, `entry` the number in the log
    of the edit that decided it, where it is decided so.
    """

    account: str
    place: str
    base: Any
    mine: Any
    theirs: Any
    pack: str | None
    revision: str | None
    path: str | None
    subject: str | None
    slug: str
    at: FieldPlace
    entry: int | None = None


Undecided = tuple[StoredConflict, Any]
"""An open conflict, and the value that the store has now."""


def place_of(stored: StoredConflict) -> str:
    """Such as strategy/painPoints/pp-001/title."""
    conflict = stored.conflict
    return place_text(stored.section, conflict.list, conflict.row, conflict.field)


def conflict_view(stored: StoredConflict, mine: Any) -> ConflictView:
    """A conflict for people, with the value that the store has."""
    conflict = stored.conflict
    source = stored.pack, stored.revision, stored.path, stored.subject, stored.slug
    at = FieldPlace(stored.section, conflict.list, conflict.row, conflict.field)
    return ConflictView(stored.account, place_of(stored), conflict.base, mine, conflict.theirs, *source, at)


def open_conflicts(connection: Connection, account: str | None) -> Iterator[Undecided]:
    """The conflicts about which there is something to decide, of an account by any of its names, or of all present ones."""
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


def without_fields_of_rows(conflicts: Sequence[Undecided]) -> list[Undecided]:
    """Conflicts that can be decided together: no field of a row that is itself one of them, as the row takes it along."""
    rows = {(*stored.at, *stored.conflict.place) for stored, _ in conflicts if not stored.conflict.field}
    return [
        (stored, mine)
        for stored, mine in conflicts
        if not stored.conflict.field or (*stored.at, *stored.conflict.place) not in rows
    ]


def typed_value(stored: StoredConflict, value: Any) -> Any:
    """What somebody decided by typing it: for a whole row its object, or null for no such row. Raises ConflictError."""
    if stored.conflict.field:
        return value
    if value is None:
        return ABSENT
    if not isinstance(value, dict) or value.get("id") != stored.conflict.row:
        message = f"{place_of(stored)} is a whole row: expected a JSON object with the id {stored.conflict.row!r}, or null"
        raise ConflictError(message, fix="see `demodb conflicts list` for both sides, or give null for no such row")
    return value


def decide(
    connection: Connection,
    conflicts: Sequence[StoredConflict],
    decision: Callable[[StoredConflict], Any],
    at: int,
    person: str | None = None,
) -> dict[Place, int]:
    """Write the decided values, section by section, log them `at` (ms since 1970), and close the conflicts.

    The numbers of the edits that did so, by section. Raises ConflictError with all that cannot be.
    """
    faults, entries = list[str](), dict[Place, int]()
    for chunk in chunked(conflicts):
        sections = read_sections(connection, sorted({stored.account_key for stored in chunk}))
        decided_sections: dict[Place, NewSection] = {}
        for stored in chunk:
            before = decided_sections.get(stored.at) or sections[stored.at].rewritten(sections[stored.at].document)
            decided_sections[stored.at] = _with_decision(before, stored, decision(stored))
        names = {stored.account_key: stored.account for stored in chunk}
        faults += [
            f"{names[key]}: {section}: {path}: {message}"
            for (key, section), after in decided_sections.items()
            for path, message in section_faults(section, after.document)
        ]
        if not faults:
            sources = {place: _sources(chunk, place) for place in decided_sections}
            decisions = [(sections[place], after, sources[place]) for place, after in decided_sections.items()]
            last = newest_entry(connection)
            rewrite_by_decision(connection, decisions, at, person)
            entries |= entries_behind(connection, last, "decision")
            drop_conflicts(connection, chunk)
    if faults:
        raise ConflictError(
            "the app would refuse this:\n  " + "\n  ".join(faults), fix="decide otherwise: `demodb conflicts edit`"
        )
    return entries


def _with_decision(section: NewSection, stored: StoredConflict, value: Any) -> NewSection:
    """A section with a decision about it. A row that is the template's now is about what the template's is about."""
    conflict = stored.conflict
    after = section._replace(document=decided(section.section, section.document, conflict, value))
    if section.subjects is None or stored.subject is None or not says_theirs(section.section, after.document, conflict):
        return after
    subjects = {**subjects_of(section.section, section.subjects), conflict.place: stored.subject}
    return after._replace(subjects=subjects_text(subjects))


def _sources(conflicts: Sequence[StoredConflict], place: Place) -> str:
    """Where the other sides of a section's conflicts are from, as the log names it."""
    sources = (stored.path or f"{stored.pack} {stored.revision}" for stored in conflicts if stored.at == place)
    return ", ".join(dict.fromkeys(sources))
