"""Who is whom: what is declared, what may be an alias, and what one account takes over from another that is merged into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from demodb.errors import AliasError
from demodb.model.account import Account
from demodb.model.documents import SECTIONS, Section
from demodb.model.names import match_key, name_fault, slug
from demodb.model.rows import RowPlace
from demodb.store import accounts as store
from demodb.store.bulk import chunked
from demodb.store.conflicts import Deleted, StoredConflict, put_conflicts, put_deleted, read_conflicts, read_deleted
from demodb.store.connection import Connection
from demodb.store.listing import mark_returned
from demodb.store.news import read_news
from demodb.store.plans import NewSection, StoredSection, read_sections, replace_sections
from demodb.store.portfolio import aliases as stored_aliases
from demodb.store.portfolio import existing_accounts, settle_names, slug_owners

AccountKeys = Mapping[str, str]
"""Account keys by the match keys of aliases."""


# --- what is declared ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeclaredNames:
    """Names that settings, a project or a manifest declares: aliases (name to account), and heroes."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    heroes: Sequence[str] = ()


def joined(declarations: Iterable[DeclaredNames]) -> DeclaredNames:
    """All that is declared. Who is first to declare an alias, in whatever spelling, outweighs those who come after."""
    aliases: dict[str, str] = {}
    heroes: list[str] = []
    for declared in declarations:
        known = {match_key(name) for name in aliases}
        aliases |= {name: account for name, account in declared.aliases.items() if match_key(name) not in known}
        heroes += declared.heroes
    return DeclaredNames(aliases, tuple(dict.fromkeys(heroes)))


def owner_of(name: str, aliases: AccountKeys) -> str:
    """The key of the account that a name means."""
    key = match_key(name)
    return aliases.get(key, key)


# --- what may be an alias ------------------------------------------------------------------------------------------------


@dataclass
class KnownNames:
    """What the store knows of some names: the accounts with their match keys, whose aliases and whose slugs they are."""

    accounts: dict[str, Account] = field(default_factory=dict)
    aliases: dict[str, Account] = field(default_factory=dict)
    slugs: dict[str, dict[str, str]] = field(default_factory=dict)

    def owner(self, name: str) -> Account | None:
        """The account that a name means as an alias, or else bears."""
        key = match_key(name)
        return self.aliases.get(key) or self.accounts.get(key)

    def add(self, name: str, account: Account) -> None:
        """Take note of a new alias."""
        self.aliases[match_key(name)] = account
        self.slugs.setdefault(slug(name), {}).setdefault(account.key, name)


def known_names(connection: Connection, names: Iterable[str]) -> KnownNames:
    """What the store knows of these names."""
    known = KnownNames()
    for chunk in chunked(names):
        keys = [match_key(name) for name in chunk]
        known.accounts |= existing_accounts(connection, keys)
        known.aliases |= store.alias_owners(connection, keys)
        known.slugs |= slug_owners(connection, [slug(name) for name in chunk])
    return known


def alias_fault(name: str, account: Account, known: KnownNames) -> AliasError | None:
    """Why a name cannot be an alias of an account, or None: no name and no slug means two accounts."""
    if fault := name_fault(name):
        return AliasError(f"{name!r} cannot be an alias: {fault}")
    owner = known.owner(name)
    if owner == account:
        return None
    if owner is not None:
        own_name = match_key(name) == owner.key
        message = f"{owner.name!r} is an account of its own" if own_name else f"{name!r} is an alias of {owner.name!r} already"
        return AliasError(message, fix=_merge_hint(owner.name, account.name))
    others = [other for key, other in known.slugs.get(slug(name), {}).items() if key != account.key]
    if others:
        message = f"the file name {slug(name)!r} is already that of {others[0]!r}"
        return AliasError(message, fix=_merge_hint(others[0], account.name))
    return None


def _merge_hint(source: str, target: str) -> str:
    return f"if the two are one: demodb account merge {source!r} {target!r}"


def give_alias(connection: Connection, name: str, account: str) -> tuple[Account, bool]:
    """Make a name mean an account: the account, and whether that is new. Raises AliasError, UnknownAccountError."""
    target = store.find_account(connection, account)
    known = known_names(connection, [name])
    if fault := alias_fault(name, target, known):
        raise fault
    new = known.owner(name) != target
    if new:
        store.put_aliases(connection, {name: target.key})
    return target, new


def accounts_meant(names: DeclaredNames, known: KnownNames) -> dict[str, str]:
    """By declared alias the name of the account that it means, through other declared aliases if need be.

    Through a name that means an account already leads no way: what is declared of it does not hold.
    """
    declared = {match_key(name): account for name, account in names.aliases.items() if known.owner(name) is None}
    meant = {}
    for name, account in names.aliases.items():
        passed = {match_key(name)}
        end = account
        while (key := match_key(end)) in declared and key not in passed:
            passed.add(key)
            end = declared[key]
        meant[name] = end
    return meant


def known_aliases(connection: Connection, names: DeclaredNames) -> AccountKeys:
    """Account keys by match key of every alias, those in the store and those declared of names that mean no account yet.

    An account that a declared alias means may come with the same import.
    """
    known = known_names(connection, names.aliases)
    meant = accounts_meant(names, known)
    accounts = store.find_accounts(connection, meant.values())
    declared = {}
    for name, account in meant.items():
        key = match_key(name)
        target = accounts[account].key if account in accounts else match_key(account)
        if key and key != target and known.owner(name) is None:
            declared[key] = target
    return stored_aliases(connection) | declared


# --- what a merge takes from which side ----------------------------------------------------------------------------------

Side = Literal["source", "target"]


class MergedAccounts(NamedTuple):
    """The names of two accounts that became one, and the sections that the second took over from the first."""

    source: str
    target: str
    sections: list[Section]


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

    `deleted` is all that the target remembers afterwards.
    """

    sections: list[NewSection]
    conflicts: list[StoredConflict]
    deleted: Deleted
    news: bool
    hero: bool


def section_side(source: StoredSection | None, target: StoredSection | None) -> Side | None:
    """Whose section stands after a merge: one written by hand outweighs a template's, else the target's; None if both are."""
    if source is None:
        return "target"
    if target is None:
        return "source"
    if source.by_hand and target.by_hand:
        return "target" if source.document == target.document else None
    return "source" if source.by_hand else "target"


def takeover(source: MergeSide, target: MergeSide) -> Takeover:
    """What the target takes over. Open conflicts and the memory of deleted rows go with the section that they belong to.

    Raises AliasError where both have a section written by hand, and the two differ.
    """
    sides = {section: section_side(source.sections.get(section), target.sections.get(section)) for section in SECTIONS}
    undecided = [section for section, side in sides.items() if side is None]
    if undecided:
        raise AliasError(
            f"both {source.account.name!r} and {target.account.name!r} have {', '.join(undecided)} written by hand",
            fix="make them equal in their plan files and import those first",
        )
    key, name = target.account.key, target.account.name
    taken = [source.sections[section] for section in SECTIONS if sides[section] == "source"]
    kept = {section for section in target.sections if sides[section] == "target"}
    remembered = {
        (key, section): [*target.deleted.get(section, ()), *(() if section in kept else source.deleted.get(section, ()))]
        for section in SECTIONS
    }
    return Takeover(
        [NewSection(key, stored.section, stored.document, stored.origin, stored.base) for stored in taken],
        [conflict._replace(account_key=key, account=name) for conflict in source.conflicts if conflict.section not in kept],
        {place: rows for place, rows in remembered.items() if rows},
        news=source.has_news and not target.has_news,
        hero=source.account.hero and not target.account.hero,
    )


def merge_accounts(connection: Connection, source: str, target: str) -> MergedAccounts:
    """Make two accounts one: all of `source` goes to `target`, and its name becomes an alias.

    Raises AliasError where the two are one account already or have a section each that was written by hand, and
    UnknownAccountError.
    """
    leaving, staying = store.find_account(connection, source), store.find_account(connection, target)
    if leaving == staying:
        raise AliasError(f"{source!r} and {target!r} are one account already")
    taken = takeover(_merge_side(connection, leaving), _merge_side(connection, staying))
    store.move_account(connection, leaving.key, staying.key, with_news=taken.news)
    store.put_aliases(connection, {leaving.name: staying.key})
    replace_sections(connection, taken.sections)
    put_conflicts(connection, taken.conflicts)
    put_deleted(connection, taken.deleted)
    settle_names(connection, [staying.key])
    mark_returned(connection)
    if taken.hero:
        store.mark_heroes(connection, [staying.key], hero=True)
    return MergedAccounts(leaving.name, staying.name, sorted(section.section for section in taken.sections))


def _merge_side(connection: Connection, account: Account) -> MergeSide:
    keys = [account.key]
    return MergeSide(
        account,
        {section: stored for (_, section), stored in read_sections(connection, keys).items()},
        list(read_conflicts(connection, keys)),
        {section: rows for (_, section), rows in read_deleted(connection, keys).items()},
        has_news=bool(read_news(connection, keys)),
    )
