"""Why one place of a plan says what it does: its base, the store's value, what a newer template or a file says, its edits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from demodb.errors import UnknownValueError
from demodb.model.account import Account, AccountFacts
from demodb.model.canonical import same
from demodb.model.changes import Change, changes
from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.editing import PlanEdit
from demodb.model.merge import ABSENT, Conflict
from demodb.model.places import FieldPlace, NoPlaceError
from demodb.model.putting_back import PutBack, place_in, value_at
from demodb.model.refusals import UNASKED
from demodb.packs.chosen import ChosenPacks
from demodb.seed.editing import EditReport, edit_plan
from demodb.seed.explain import ExplainedValue, explained, within
from demodb.seed.plan import SectionStep, SeedOptions, drawing_of, steps_for
from demodb.seed.run import Stamp
from demodb.store.accounts import find_account
from demodb.store.conflicts import StoredConflict, open_in
from demodb.store.connection import Connection
from demodb.store.edits import LoggedEdit, read_edits
from demodb.store.files import plan_paths
from demodb.store.plans import StoredSection, read_sections
from demodb.store.runs import used_revisions
from demodb.store.seeding import account_facts


@dataclass(frozen=True)
class Theirs:
    """What another side says at a place, ABSENT for nothing there; `source` is a file's path, or a pack and its revision.

    `conflict`: it waits to be decided, at `place`, which is the row's where all of it is in conflict; else the next seed would
    bring it, and make a conflict of it where it `clashes`.
    """

    value: Any
    source: str
    conflict: bool
    place: str = ""
    is_file: bool = False
    clashes: bool = False


@dataclass(frozen=True)
class Why:
    """Why a place says what it does. `base`, `ours` and `theirs` are JSON values, whole rows, or ABSENT for nothing there.

    `values` say field by field where it comes from; `files` are the plan files that told of the section, and `path` is where
    in them it stands. `edits` are those that touched the place, the newest first, each with no other changes than these, and
    `unlogged` what was done to the rows since the log last looked at them. `weeks`: by how many the dates were moved.
    """

    account: str
    slug: str
    at: FieldPlace
    values: Sequence[ExplainedValue]
    base: Any
    ours: Any
    theirs: Theirs | None
    files: Sequence[str] = ()
    path: str = ""
    edits: Sequence[LoggedEdit] = ()
    unlogged: Sequence[Change] = ()
    weeks: int = 0


def why(connection: Connection, account: str, place: str, options: SeedOptions) -> Why:
    """Why a field or a row says what it does, in a fixed number of statements; `options` are what a seed would be run with.

    Raises UnknownAccountError, and UnknownValueError where nothing lies at that place on any side.
    """
    known, section = find_account(connection, account), _section_of(place)
    stored = read_sections(connection, [known.key], [section]).get((known.key, section))
    if stored is None:
        raise UnknownValueError(f"section of {known.name}", section, [])
    packs = ChosenPacks(options.choice, used_revisions(connection))
    facts = next(account_facts(connection, [known.key]))
    conflicts = open_in(connection, {(known.key, section): stored})
    step = _newer(connection, facts, stored, options, packs)
    at = _place(known, stored, conflicts, step, place)
    files = [path for _, of, path in plan_paths(connection, [known.key]) if of == section]
    return Why(
        known.name,
        known.slug,
        at,
        [value for value in explained(facts, stored, files, conflicts, packs) if within(value, at.text)],
        value_at(stored.base_document, at),
        value_at(stored.document, at),
        _theirs(at, stored, conflicts, step),
        files,
        _json_path(at),
        [_about(edit, at) for edit in read_edits(connection, known.key) if _about(edit, at).changes],
        [change for change in _unlogged(stored) if _meets(change, at)],
        stored.weeks,
    )


def put_back(connection: Connection, account: str, place: str, stamp: Stamp, expected: Any = UNASKED) -> EditReport:
    """Let a field, or a row, say again what it did when its section came in: an edit.

    Raises UnknownAccountError, UnknownValueError, and EditRefusedError where the app would refuse what comes of it, or where
    the store says something else by now than `expected`.
    """
    known, section = find_account(connection, account), _section_of(place)
    stored = read_sections(connection, [known.key], [section]).get((known.key, section))
    if stored is None:
        raise UnknownValueError(f"section of {known.name}", section, [])
    at = _place(known, stored, (), None, place)
    edits: list[PlanEdit] = [PutBack(at, stored.base_document, expected)]
    return edit_plan(connection, known.name, edits, stamp)


def _section_of(place: str) -> Section:
    """The section of a place. Raises UnknownValueError."""
    first = place.strip("/").partition("/")[0]
    for section in SECTIONS:
        if section == first:
            return section
    raise UnknownValueError("section", first, SECTIONS)


def _newer(
    connection: Connection, facts: AccountFacts, stored: StoredSection, options: SeedOptions, packs: ChosenPacks
) -> SectionStep | None:
    """What the next seed would do to a section from a template or other scripts; read only where it is outdated."""
    head, origin = packs.pack_for(facts), stored.origin
    newest = origin and (origin.pack, origin.revision) == (head.name, head.section_revisions[stored.section])
    if newest or (origin is None and not stored.generated):
        return None
    drawing = drawing_of(connection, replace(options, sections=(stored.section,)), packs)
    return next(steps_for(connection, [stored.account_key], drawing), None)


def _place(
    account: Account, stored: StoredSection, conflicts: Iterable[StoredConflict], step: SectionStep | None, place: str
) -> FieldPlace:
    documents: list[Document] = [stored.document, stored.base_document]
    documents += [step.after.document] if step and step.after else []
    for waiting in conflicts:  # a row that a file brings back is in no document
        row = FieldPlace(stored.section, *waiting.conflict.place)
        if not waiting.conflict.field and f"{place}/".startswith(f"{row.text}/"):
            return row._replace(field=place[len(row.text) + 1 :])
    try:
        return place_in(stored.section, documents, place)
    except NoPlaceError as error:
        raise UnknownValueError(f"place of {account.name}", place, [str(error)]) from error


def _theirs(
    at: FieldPlace, stored: StoredSection, conflicts: Iterable[StoredConflict], step: SectionStep | None
) -> Theirs | None:
    waiting = [one for one in conflicts if _is_about(one.conflict, at)]
    ours = value_at(stored.document, at)
    return _waiting(at, ours, waiting) if waiting else _coming(at, ours, step)


def _waiting(at: FieldPlace, ours: Any, waiting: Sequence[StoredConflict]) -> Theirs:
    """What waits in open conflicts."""
    sources = dict.fromkeys(one.path or f"{one.pack} {one.revision}" for one in waiting)
    whole = any(not one.conflict.field for one in waiting)
    value = _theirs_of([one.conflict for one in waiting], at, ours)
    is_file = all(one.path is not None for one in waiting)
    return Theirs(value, ", ".join(sources), conflict=True, place=(at._replace(field="") if whole else at).text, is_file=is_file)


def _coming(at: FieldPlace, ours: Any, step: SectionStep | None) -> Theirs | None:
    """What the next seed would bring; None where that is what stands there."""
    if step is None or step.after is None or step.after.origin is None:
        return None
    clashing = [conflict for conflict in step.conflicts if _is_about(conflict, at)]
    value = _theirs_of(clashing, at, value_at(step.after.document, at))
    if not clashing and same(value, ours):
        return None
    source = f"{step.after.origin.pack} {step.after.origin.revision}"
    return Theirs(value, source, conflict=False, clashes=bool(clashing))


def _is_about(conflict: Conflict, at: FieldPlace) -> bool:
    """Whether a conflict is about a place, the whole row that it is in, or for a row about a field of it."""
    return conflict.place == (at.list, at.row) and (not at.field or conflict.field in (at.field, ""))


def _theirs_of(conflicts: Sequence[Conflict], at: FieldPlace, beside: Any) -> Any:
    """What theirs says at a place: of the conflicts about it, the rest as it stands `beside`."""
    value = beside
    for conflict in conflicts:
        if conflict.field == at.field:
            value = conflict.theirs
        elif at.field:
            value = conflict.theirs.get(at.field, ABSENT) if isinstance(conflict.theirs, dict) else ABSENT
        elif isinstance(value, dict):
            rest = {key: old for key, old in value.items() if key != conflict.field}
            value = rest if conflict.theirs is ABSENT else {**value, conflict.field: conflict.theirs}
    return value


def _about(edit: LoggedEdit, at: FieldPlace) -> LoggedEdit:
    """An edit with those of its changes that are about a place."""
    here = [change for change in edit.changes if edit.section == at.section and _meets(change, at)]
    return edit._replace(changes=here)


def _meets(change: Change, at: FieldPlace) -> bool:
    return (change.list, change.row) == (at.list, at.row) and (not at.field or change.field in ("", at.field))


def _unlogged(stored: StoredSection) -> Iterator[Change]:
    return changes(stored.section, json.loads(stored.seen or stored.base), stored.document)


def _json_path(at: FieldPlace) -> str:
    """Where a place stands in its section's file, as RFC 9535 writes it."""
    row = f"[?@.id=={_quoted(at.row)}]" if at.row else ""
    field = f".{at.field}" if at.field.isidentifier() else f"[{_quoted(at.field)}]" if at.field else ""
    return "$" + (f".{at.list}" if at.list else "") + row + field


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
