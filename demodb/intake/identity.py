"""Who is whom: what names are declared, whose account a name means, and what may be an alias."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from demodb.errors import AliasError
from demodb.intake.report import Orphan
from demodb.model.account import Account
from demodb.model.canonical import canonical
from demodb.model.likeness import AlikeNames
from demodb.model.names import LIKELY, apart_key, match_key, name_fault, nearest, slug
from demodb.model.suggested import is_pasteable, suggested
from demodb.store import accounts as store
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.portfolio import aliases as stored_aliases
from demodb.store.portfolio import apart_names, existing_accounts, slug_owners


@dataclass(frozen=True)
class AccountKeys:
    """Account keys: by the match keys of aliases, and by names, as typed, that are kept apart."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, str] = field(default_factory=dict)


# --- what is declared ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeclaredNames:
    """Names that settings, a project or a manifest declares: aliases (name to account), heroes, names to be kept apart.

    `apart` has by name, as typed, the name of the account of its own to which it belongs; `names` by a customer's name, as
    typed, the one to be used for it; `units` by a business unit's, its spelling. `not_accounts` are names of no customers.
    """

    aliases: Mapping[str, str] = field(default_factory=dict)
    heroes: Sequence[str] = ()
    apart: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    not_accounts: Sequence[str] = ()
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def read_with(self) -> bytes | None:
        """The SHA-256 of what bears on how a list is read; None where nothing does."""
        bearing = [dict(self.names), sorted(self.not_accounts), dict(self.units)]
        return hashlib.sha256(canonical(bearing).encode()).digest() if any(bearing) else None


def joined(declarations: Iterable[DeclaredNames]) -> DeclaredNames:
    """All that is declared. Who is first to declare an alias, in whatever spelling, outweighs those who come after."""
    aliases: dict[str, str] = {}
    apart: dict[str, str] = {}
    names: dict[str, str] = {}
    units: dict[str, str] = {}
    heroes: list[str] = []
    not_accounts: list[str] = []
    for declared in declarations:
        known = {match_key(name) for name in aliases}
        aliases |= {name: account for name, account in declared.aliases.items() if match_key(name) not in known}
        apart = {**declared.apart, **apart}
        names = {**declared.names, **names}
        units = {**declared.units, **units}
        heroes += declared.heroes
        not_accounts += declared.not_accounts
    return DeclaredNames(aliases, tuple(dict.fromkeys(heroes)), apart, names, tuple(dict.fromkeys(not_accounts)), units)


def owner_of(name: str, keys: AccountKeys) -> str:
    """The key of the account that a name means."""
    key = match_key(name)
    return keys.apart.get(name) or keys.aliases.get(key, key)


# --- what may be an alias ------------------------------------------------------------------------------------------------


@dataclass
class KnownNames:
    """What the store knows of some names: the accounts that they mean by match key, as an alias, as typed, by slug."""

    accounts: dict[str, Account] = field(default_factory=dict)
    aliases: dict[str, Account] = field(default_factory=dict)
    slugs: dict[str, dict[str, str]] = field(default_factory=dict)
    apart: dict[str, Account] = field(default_factory=dict)

    def owner(self, name: str) -> Account | None:
        """The account that a name means as it is typed, as an alias, or else bears."""
        key = match_key(name)
        return self.apart.get(name) or self.aliases.get(key) or self.accounts.get(key)

    def alias_of(self, name: str) -> Account | None:
        """The account of which a name is no more than an alias."""
        key = match_key(name)
        owner = None if name in self.apart else self.aliases.get(key)
        return owner if owner is not None and owner.key != key else None

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
        known.apart |= store.apart_owners(connection, chunk)
        known.slugs |= slug_owners(connection, [slug(name) for name in chunk])
    return known


def alias_fault(name: str, account: Account, known: KnownNames) -> AliasError | None:
    """Why a name cannot be an alias of an account, or None: no name and no slug means two accounts."""
    if fault := name_fault(name):
        return AliasError(f"{name!r} cannot be an alias: {fault}", fix="give another name")
    owner = known.owner(name)
    if owner == account:
        return None
    if owner is not None and known.alias_of(name):
        move = suggested("account alias", name, account.name)
        return AliasError(f"{name!r} is an alias of {owner.name!r} already", fix=f"to let it mean {account.name!r}: {move}")
    if owner is not None:
        return AliasError(f"{owner.name!r} is an account of its own", fix=merge_hint(owner.name, account.name))
    return slug_fault(name, account, known)


def slug_fault(name: str, account: Account, known: KnownNames, former: Account | None = None) -> AliasError | None:
    """Why the slug of a name cannot be an account's, or None: it is another one's, and not the `former` one's of the name."""
    keys = {account.key, former.key if former else account.key}
    others = [other for key, other in known.slugs.get(slug(name), {}).items() if key not in keys]
    if not others:
        return None
    message = f"the file name {slug(name)!r} is already that of {others[0]!r}"
    return AliasError(message, fix=merge_hint(others[0], account.name))


def merge_hint(source: str, target: str) -> str:
    """What to do where two accounts may be one."""
    return f"if the two are one: {suggested('account merge', source, target)}"


def orphan(path: str, name: str, names: AlikeNames, *, by_slug: bool = False) -> Orphan:
    """What to say of a file whose name means no account: a command is suggested where one account alone is likely meant.

    A file that is found `by_slug` can only be given to an account if its name is one.
    """
    near = names.likely(name)
    likely = nearest(name, near, 2, LIKELY)
    if (
        len(likely) != 1
        or name_fault(name)
        or (by_slug and slug(name) != name)
        or not (is_pasteable(name) and is_pasteable(likely[0]))
    ):
        return Orphan(path, near[0] if near else None)
    return Orphan(path, near[0], suggested("account alias", name, likely[0]))


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


def known_keys(connection: Connection, names: DeclaredNames) -> AccountKeys:
    """Account keys of every alias and every name kept apart: those in the store, and those declared of names yet unknown.

    An account that a declared name means may come with the same import.
    """
    known = known_names(connection, names.aliases)
    meant = accounts_meant(names, known)
    accounts = store.find_accounts(connection, meant.values())
    apart = _declared_apart(connection, names) | apart_names(connection)
    declared = {}
    for name, account in meant.items():
        key = match_key(name)
        target = accounts[account].key if account in accounts else apart.get(account, match_key(account))
        if key and key != target and known.owner(name) is None:
            declared[key] = target
    return AccountKeys(stored_aliases(connection) | declared, apart)


def _declared_apart(connection: Connection, names: DeclaredNames) -> dict[str, str]:
    """Keys of the names that are declared to be kept apart and that no record bears: where one does, the store has decided."""
    keys: dict[str, str] = {}
    for chunk in chunked(names.apart):
        borne = store.borne_names(connection, chunk)
        for name in chunk:
            account = names.apart[name]
            # An account's name that is kept apart itself is that of an account of its own.
            key = apart_key(account) if account in names.apart else match_key(account)
            if name not in borne and match_key(account):
                keys[name] = key
    return keys
