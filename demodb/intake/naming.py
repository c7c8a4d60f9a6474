"""What a person decides about names: which account one means, and which are kept apart. Records and files follow their names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import PurePath
from typing import NamedTuple

from demodb.cache.strays import drop_accounts, drop_strays
from demodb.errors import AliasError
from demodb.intake.identity import alias_fault, known_names, slug_fault
from demodb.model.account import Account
from demodb.model.names import apart_key, match_key, name_fault, slug
from demodb.model.suggested import suggested
from demodb.store import accounts as store
from demodb.store.connection import Connection
from demodb.store.files import forget_files, known_files, plan_paths
from demodb.store.portfolio import apart_names, existing_accounts, records_of


class GivenAlias(NamedTuple):
    """The account that a name means now, the name of the one that it meant before, if any, and whether something changed."""

    account: str
    before: str | None
    changed: bool


class RemovedAlias(NamedTuple):
    """A name that was an alias, the account that it meant, and the records that bear it: they are an account of their own."""

    name: str
    account: str
    records: list[str]


class KeptApart(NamedTuple):
    """Two accounts, and the names, as typed, that went from the first to the second: none where they were two before."""

    account: str
    other: str
    names: list[str]


def give_alias(connection: Connection, name: str, account: str) -> GivenAlias:
    """Make a name mean an account, whatever account it was an alias of. Raises AliasError, UnknownAccountError."""
    target = store.find_account(connection, account)
    known = known_names(connection, [name])
    before = known.alias_of(name)
    if before is not None and before != target and not name_fault(name):
        if fault := slug_fault(name, target, known, before):
            raise fault
        names = _bearing(connection, before, name)
        store.put_aliases(connection, {name: target.key})
        _refuse_shared_slug([name], _staying(connection, before, names))
        _move_records(connection, before, target.key, names)
        _forget_plans(connection, before, [name, *names])
        return GivenAlias(target.name, before.name, changed=True)
    if fault := alias_fault(name, target, known):
        raise fault
    # The match key may be the account's own, and the slug nobody's.
    new = known.owner(name) != target or (target.key not in known.slugs.get(slug(name), {}) and not known.alias_of(name))
    if new:
        store.put_aliases(connection, {name: target.key})
    return GivenAlias(target.name, None, new)


def remove_alias(connection: Connection, name: str) -> RemovedAlias:
    """Let a name mean what it means without an alias: records that bear it are an account of their own.

    Raises AliasError where the name is no alias, and where nothing would be left of the account.
    """
    key = match_key(name)
    account = store.alias_owners(connection, [key]).get(key)
    if account is None:
        raise AliasError(f"{name!r} is no alias", fix=f"those that are: {suggested('account alias --list')}")
    names = [] if key == account.key else _bearing(connection, account, name)
    store.drop_alias(connection, key)
    _move_records(connection, account, key, names)
    _forget_plans(connection, account, [name, *names])
    return RemovedAlias(name, account.name, names)


def keep_apart(connection: Connection, account: str, names: Sequence[str]) -> KeptApart:
    """Let names, as typed, be an account of their own, though the match key joins them with another one.

    Raises AliasError where no record bears such a name, nothing would be left of the account, or a file name would be
    shared; and UnknownAccountError.
    """
    staying = store.find_account(connection, account)
    borne = store.borne_names(connection, names)
    if unborne := [name for name in names if name not in borne]:
        raise _unborne(connection, unborne[0])
    owners = store.find_accounts(connection, names)
    other = next((owner for owner in owners.values() if owner != staying), None)
    moved = sorted(name for name, owner in owners.items() if owner == staying)
    if other is not None and not moved:
        return KeptApart(staying.name, other.name, [])
    _refuse_other_joints(connection, staying, account, moved)
    key = other.key if other is not None else _free_key(connection, moved[0])
    _move_records(connection, staying, key, moved)
    _forget_plans(connection, staying, moved)
    store.put_apart(connection, dict.fromkeys(moved, key))
    accounts = existing_accounts(connection, [staying.key, key])
    return KeptApart(accounts[staying.key].name, accounts[key].name, moved)


def _refuse_other_joints(connection: Connection, account: Account, given: str, names: Sequence[str]) -> None:
    """Refuse a name that is the one given for the account itself, and one that an alias joins, and not the match key."""
    aliases, apart = store.alias_owners(connection, list(map(match_key, names))), store.apart_owners(connection, names)
    for name in names:
        if name == given:
            raise AliasError(f"{name!r} cannot be kept apart from itself", fix="name another spelling of the account first")
        if match_key(name) != account.key and match_key(name) in aliases and name not in apart:
            remove = suggested("account alias", remove=name)
            raise AliasError(f"{name!r} is an alias of {account.name!r}", fix=f"to let it be an account of its own: {remove}")


def _unborne(connection: Connection, name: str) -> AliasError:
    account = store.find_account(connection, name)
    spellings = sorted({record.name for record in records_of(connection, [account.key])})
    return AliasError(
        f"no record is called {name!r} just so", fix=f"those of {account.name!r}: {', '.join(map(repr, spellings))}"
    )


def _free_key(connection: Connection, name: str) -> str:
    """A key of its own for a name: an account into which others were merged since may still bear the first one."""
    key = apart_key(name)
    while existing_accounts(connection, [key]):
        key += "#"
    return key


def _bearing(connection: Connection, account: Account, name: str) -> list[str]:
    """The names of an account's records that a name, as an alias, means: those with its match key that nobody keeps apart."""
    apart, key = apart_names(connection), match_key(name)
    return sorted({r.name for r in records_of(connection, [account.key]) if match_key(r.name) == key and r.name not in apart})


def _staying(connection: Connection, account: Account, leaving: Collection[str]) -> set[str]:
    """The names that an account's other records bear, and its aliases."""
    bearing = {record.name for record in records_of(connection, [account.key])} - set(leaving)
    return bearing | set(store.aliases_of(connection, account.key))


def _move_records(connection: Connection, account: Account, key: str, names: Sequence[str]) -> None:
    """Give an account's records of some names to the account with a key, which is made if it is not there."""
    if not names:
        return
    if all(record.name in names for record in records_of(connection, [account.key])):
        raise AliasError(
            f"{account.name!r} would be left without a record: all of its own bear {' or '.join(map(repr, names))}",
            fix="leave it as it is, or import the other records first",
        )
    _refuse_shared_slug(names, _staying(connection, account, names))
    store.move_records(connection, names, account.key, key)
    drop_accounts(connection, map(slug, names))
    drop_strays(connection)


def _refuse_shared_slug(leaving: Collection[str], staying: Collection[str]) -> None:
    by_slug = {slug(name): name for name in sorted(staying)}
    for name in leaving:
        if other := by_slug.get(slug(name)):
            raise AliasError(
                f"{name!r} and {other!r} would share the file name {slug(name)!r}, which can be one account's only",
                fix="name both, or rename one in its source",
            )


def _forget_plans(connection: Connection, account: Account, names: Collection[str]) -> None:
    """Let plan files with the slugs of these names be read again, for the account that they mean now.

    Files that demodb wrote are not meant: they say what the account says.
    """
    slugs = {slug(name) for name in names}
    paths = [path for _, _, path in plan_paths(connection, [account.key]) if PurePath(path).stem in slugs]
    forget_files(connection, [path for path, known in known_files(connection, paths).items() if known.written_at is None])
