"""Two accounts that become one: what the one takes over from the other, row by row where people wrote both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from demodb.cache.strays import drop_accounts, drop_strays
from demodb.errors import AliasError
from demodb.model.account import Account
from demodb.model.canonical import same
from demodb.model.changes import Change, changes
from demodb.model.documents import SECTIONS, Section
from demodb.model.joining import Side, joined
from demodb.model.names import is_apart
from demodb.model.rows import RowPlace, row_places
from demodb.model.suggested import suggested
from demodb.store import accounts as store
from demodb.store.conflicts import Deleted, StoredConflict, put_conflicts, put_deleted, read_conflicts, read_deleted
from demodb.store.connection import Connection
from demodb.store.edits import NewEdit, log_edits, note_row_edits
from demodb.store.listing import mark_returned
from demodb.store.news import read_news
from demodb.store.plans import NewSection, StoredSection, read_sections, replace_sections, rewrite_sections
from demodb.store.portfolio import settle_names
from demodb.store.spellings import slugs_of

_MOST_NAMED = 20
"""Rows that a refusal names one by one."""


class MergedAccounts(NamedTuple):
    """The names of two accounts that became one, the sections taken over whole, and those that were joined row by row."""

    source: str
    target: str
    sections: list[Section]
    joined: list[Section]


@dataclass(frozen=True)
class MergeSide:
    """One of two accounts, with all of it that a merge has to choose from."""

    account: Account
    sections: Mapping[Section, StoredSection]
    conflicts: Sequence[StoredConflict] = ()
    deleted: Mapping[Section, Sequence[RowPlace]] = field(default_factory=dict)
    has_news: bool = False


@dataclass(frozen=True)
class Takeover:
    """What the target of a merge takes over from the source, beside all of its records and aliases.

    `sections` stand in the place of its own, `joined` are its own with rows of both. `deleted` is all that it remembers
    afterwards, `edits` what the log has to tell, the rows that gave way to others among it.
    """

    sections: list[NewSection]
    joined: list[NewSection]
    conflicts: list[StoredConflict]
    deleted: Deleted
    edits: list[tuple[Section, list[Change]]]
    news: bool
    hero: bool


def section_side(source: StoredSection | None, target: StoredSection | None) -> Side | Literal["both"]:
    """Whose section stands after a merge: what was written by hand outweighs a template's, else the target's stands."""
    if source is None:
        return "target"
    if target is None:
        return "source"
    if source.by_hand and target.by_hand:
        return "both"
    return "source" if source.by_hand else "target"


def takeover(source: MergeSide, target: MergeSide, keep: Side | None = None) -> Takeover:
    """What the target takes over. Open conflicts and the memory of deleted rows go with the section that they belong to.

    Of two rows that differ under one id that of `keep` stands. Raises AliasError where there are such rows and no `keep`.
    """
    stands = _standing_sections(source, target)
    if keep is None:
        _refuse_clashes(source, target, stands.both)
    merged = {
        section: _joined_section(source.sections[section], target.sections[section], keep or "target") for section in stands.both
    }
    return Takeover(
        [_taken(target.account.key, source.sections[section]) for section in stands.source],
        [new for section, new in merged.items() if not same(new.document, target.sections[section].document)],
        _taken_conflicts(source, target, stands),
        _remembered(source, target, stands.target, merged),
        [edit for section in stands.both for edit in _edits(source.sections[section], target.sections[section], keep)],
        news=source.has_news and not target.has_news,
        hero=source.account.hero and not target.account.hero,
    )


class _StandingSections(NamedTuple):
    """The sections that there are after a merge, by whose stands."""

    source: list[Section]
    target: list[Section]
    both: list[Section]


def _standing_sections(source: MergeSide, target: MergeSide) -> _StandingSections:
    sides = {section: section_side(source.sections.get(section), target.sections.get(section)) for section in SECTIONS}
    return _StandingSections(
        [section for section in source.sections if sides[section] == "source"],
        [section for section in target.sections if sides[section] == "target"],
        [section for section in SECTIONS if sides[section] == "both"],
    )


def _taken_conflicts(source: MergeSide, target: MergeSide, stands: _StandingSections) -> list[StoredConflict]:
    """The conflicts of the source that go on as the target's; in a joined section the target's stays at a place of both."""
    places = {_place(stored) for stored in target.conflicts if stored.section in stands.both}
    account = target.account
    return [
        stored._replace(account_key=account.key, account=account.name)
        for stored in source.conflicts
        if stored.section not in stands.target and _place(stored) not in places
    ]


def _place(stored: StoredConflict) -> tuple[Section, RowPlace, str]:
    return stored.section, stored.conflict.place, stored.conflict.field


def _refuse_clashes(source: MergeSide, target: MergeSide, both: Sequence[Section]) -> None:
    places = {
        section: clashes
        for section in both
        if (clashes := joined(section, source.sections[section].document, target.sections[section].document).clashes)
    }
    if not places:
        return
    names = source.account.name, target.account.name
    listed = [place for clashes in places.values() for place in clashes]
    more = f" and {len(listed) - _MOST_NAMED:,} more" if len(listed) > _MOST_NAMED else ""
    commands = [suggested("account merge", *names, keep=name) for name in names]
    raise AliasError(
        f"both {names[0]!r} and {names[1]!r} have {', '.join(places)} written by hand,"
        f" and say something else in {', '.join(listed[:_MOST_NAMED])}{more}",
        fix=f"say whose rows stand, and the log keeps the others: {' or '.join(commands)}",
    )


def _joined_section(source: StoredSection, target: StoredSection, keep: Side) -> NewSection:
    document = joined(target.section, source.document, target.document, keep).document
    return target.rewritten(document)


def _taken(key: str, stored: StoredSection) -> NewSection:
    return stored.rewritten(stored.document)._replace(account_key=key)


def _remembered(
    source: MergeSide, target: MergeSide, stays: Sequence[Section], merged: Mapping[Section, NewSection]
) -> dict[tuple[str, Section], list[RowPlace]]:
    """The deleted rows that the target remembers: a row that is there is none of them."""
    remembered = {}
    for section in SECTIONS:
        rows = [*target.deleted.get(section, ()), *(() if section in stays else source.deleted.get(section, ()))]
        there = row_places(section, merged[section].document) if section in merged else ()
        if gone := [row for row in rows if row not in there]:
            remembered[target.account.key, section] = gone
    return remembered


def _edits(source: StoredSection, target: StoredSection, keep: Side | None) -> list[tuple[Section, list[Change]]]:
    """What changed in the target; and, as an edit of its own that can be taken back, what the source said otherwise."""
    section = target.section
    document = joined(section, source.document, target.document, keep or "target").document
    made = [list(changes(section, target.document, document))]
    if keep == "target":
        otherwise = joined(section, source.document, target.document, "source").document
        made.append(list(changes(section, otherwise, document)))
    return [(section, edit) for edit in made if edit]


def merge_accounts(connection: Connection, source: str, target: str, *, at: int, keep: str | None = None) -> MergedAccounts:
    """Make two accounts one: all of `source` goes to `target`, and its name becomes an alias.

    `at` (ms since 1970) stands in the log; `keep` is one of the two, by any of its names: its rows stand where both wrote
    one by hand. Raises AliasError where the two are one account already or differ in such rows and no `keep` says whose
    stand, and UnknownAccountError.
    """
    leaving, staying = store.find_account(connection, source), store.find_account(connection, target)
    if leaving == staying:
        raise AliasError(f"{source!r} and {target!r} are one account already")
    kept = _kept_side(connection, leaving, staying, keep) if keep is not None else None
    note_row_edits(connection, read_sections(connection, [leaving.key, staying.key]).values(), at)
    taken = takeover(_merge_side(connection, leaving), _merge_side(connection, staying), kept)
    drop_accounts(connection, slugs_of(connection, [leaving.key])[leaving.key])
    store.move_account(connection, leaving.key, staying.key, with_news=taken.news)
    if not is_apart(leaving.key):
        # The match key of a name that was kept apart is another account's.
        store.put_aliases(connection, {leaving.name: staying.key})
    _write(connection, staying, taken, at)
    sections = sorted(section.section for section in taken.sections)
    return MergedAccounts(leaving.name, staying.name, sections, sorted(section.section for section in taken.joined))


def _write(connection: Connection, staying: Account, taken: Takeover, at: int) -> None:
    replace_sections(connection, taken.sections)
    rewrite_sections(connection, taken.joined)
    put_conflicts(connection, taken.conflicts)
    put_deleted(connection, taken.deleted)
    log_edits(connection, [NewEdit(staying.key, section, at, "decision", "", made) for section, made in taken.edits])
    settle_names(connection, [staying.key])
    mark_returned(connection)
    drop_strays(connection)
    if taken.hero:
        store.mark_heroes(connection, [staying.key], hero=True)


def _kept_side(connection: Connection, leaving: Account, staying: Account, keep: str) -> Side:
    kept = store.find_account(connection, keep)
    if kept not in (leaving, staying):
        fix = f"keep {leaving.name!r} or {staying.name!r}"
        raise AliasError(f"{kept.name!r} is none of the two accounts that are to be merged", fix=fix)
    return "source" if kept == leaving else "target"


def _merge_side(connection: Connection, account: Account) -> MergeSide:
    keys = [account.key]
    return MergeSide(
        account,
        {section: stored for (_, section), stored in read_sections(connection, keys).items()},
        list(read_conflicts(connection, keys)),
        {section: rows for (_, section), rows in read_deleted(connection, keys).items()},
        has_news=bool(read_news(connection, keys)),
    )
