"""Reads and writes of single accounts: finding one by any of its names, aliases, hero marks, the move of one into another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, select, update

from demodb.errors import UnknownAccountError
from demodb.model.account import Account
from demodb.model.names import match_key, nearest, slug
from demodb.store.bulk import chunked, upsert
from demodb.store.edits import move_edits
from demodb.store.files import keep_agreed, move_files
from demodb.store.news import FEED
from demodb.store.portfolio import (
    ACCOUNT,
    ALIAS,
    APART,
    PRESENT,
    RECORD,
    account_of,
    existing_accounts,
    insert_accounts,
    settle_names,
    slug_owners,
)


class AccountLine(NamedTuple):
    """An account with what a list says of it; revenue in USD a year, `departed_at` in milliseconds since 1970."""

    key: str
    name: str
    slug: str
    hero: bool
    revenue: float
    records: int
    names: tuple[str, ...]
    departed_at: int | None = None


def find_account(connection: Connection, name: str) -> Account:
    """The account known by a name, spelling, alias or slug. Raises UnknownAccountError."""
    accounts = find_accounts(connection, [name])
    if name not in accounts:
        raise unknown_account(connection, name)
    return accounts[name]


def find_accounts(connection: Connection, names: Iterable[str]) -> dict[str, Account]:
    """By name the accounts known by these names, spellings, aliases or slugs; a name that nobody has is left out.

    A name that is kept apart means the account to which it belongs as typed; any other one the account of which it is an
    alias, else the one whose match key it has, else the one whose slug.
    """
    accounts: dict[str, Account] = {}
    for chunk in chunked(names):
        keys = [match_key(name) for name in chunk]
        apart = apart_owners(connection, chunk)
        by_alias, by_key = alias_owners(connection, keys), existing_accounts(connection, keys)
        slugs = slug_owners(connection, [slug(name) for name in chunk])
        by_slug = existing_accounts(connection, sorted({key for owners in slugs.values() for key in owners}))
        for name, key in zip(chunk, keys, strict=True):
            known = apart.get(name) or by_alias.get(key) or by_key.get(key)
            account = known or next((by_slug[owner] for owner in slugs.get(slug(name), ())), None)
            if account:
                accounts[name] = account
    return accounts


def unknown_account(connection: Connection, name: str) -> UnknownAccountError:
    """What to say of a name that no account has."""
    return UnknownAccountError(name, nearest(name, account_names(connection)))


def alias_owners(connection: Connection, keys: Sequence[str]) -> dict[str, Account]:
    """The accounts of the aliases that are there, of at most a chunk of match keys, by key."""
    owned = select(ALIAS.c.key.label("alias"), ACCOUNT).join(ACCOUNT, ACCOUNT.c.key == ALIAS.c.account_key)
    return {row.alias: account_of(row) for row in connection.execute(owned.where(ALIAS.c.key.in_(keys)))}


def apart_owners(connection: Connection, names: Sequence[str]) -> dict[str, Account]:
    """The accounts of the names that are kept apart, of at most a chunk of names as typed, by name."""
    owned = select(APART.c.name.label("apart"), ACCOUNT).join(ACCOUNT, ACCOUNT.c.key == APART.c.account_key)
    return {row.apart: account_of(row) for row in connection.execute(owned.where(APART.c.name.in_(names)))}


def account_names(connection: Connection) -> list[str]:
    """The names of all accounts that are present, in the order of their keys."""
    return list(present_names(connection).values())


def present_names(connection: Connection) -> dict[str, str]:
    """The names of the accounts that are present by key, in the order of the keys."""
    return _names(connection, PRESENT)


def departed_names(connection: Connection) -> dict[str, str]:
    """The names of the departed accounts by key, in the order of the keys."""
    return _names(connection, ~PRESENT)


def has_accounts(connection: Connection) -> bool:
    """Whether there is any account, present or departed."""
    return connection.execute(select(ACCOUNT.c.key).limit(1)).first() is not None


def named_accounts(connection: Connection) -> Iterator[tuple[str, str]]:
    """The key and the name of every account, in the order of the keys."""
    rows = connection.execute(select(ACCOUNT.c.key, ACCOUNT.c.name).order_by(ACCOUNT.c.key))
    return ((key, name) for key, name in rows)


def _names(connection: Connection, wanted: ColumnElement[bool]) -> dict[str, str]:
    rows = connection.execute(select(ACCOUNT.c.key, ACCOUNT.c.name).where(wanted).order_by(ACCOUNT.c.key))
    return {row.key: row.name for row in rows}


def account_keys(connection: Connection) -> list[str]:
    """The keys of all accounts that are present, in order."""
    return list(present_names(connection))


def heroes(connection: Connection) -> list[Account]:
    """The accounts that the demo opens."""
    rows = connection.execute(select(ACCOUNT).where(PRESENT, ACCOUNT.c.hero == 1).order_by(ACCOUNT.c.key))
    return [account_of(row) for row in rows]


def mark_heroes(connection: Connection, keys: Iterable[str], *, hero: bool) -> int:
    """Mark accounts as heroes, or take the mark away; how many changed."""
    changed = update(ACCOUNT).where(ACCOUNT.c.key.in_(list(keys)), ACCOUNT.c.hero != int(hero)).values(hero=int(hero))
    return connection.execute(changed).rowcount


class StoredAlias(NamedTuple):
    """Another name of an account, and the account's own."""

    name: str
    account: str


def alias_rows(connection: Connection, *, present_only: bool = False) -> list[StoredAlias]:
    """Every alias, or with `present_only` every one of an account that is present, in the order of the keys."""
    joined = select(ALIAS.c.name, ACCOUNT.c.name).join(ACCOUNT, ACCOUNT.c.key == ALIAS.c.account_key)
    joined = joined.where(PRESENT) if present_only else joined
    return [StoredAlias(*row) for row in connection.execute(joined.order_by(ALIAS.c.key))]


def apart_rows(connection: Connection) -> list[StoredAlias]:
    """Every name that is kept apart with the name of its account, in the order of the names."""
    joined = select(APART.c.name, ACCOUNT.c.name).join(ACCOUNT, ACCOUNT.c.key == APART.c.account_key)
    return [StoredAlias(*row) for row in connection.execute(joined.order_by(APART.c.name))]


def aliases_of(connection: Connection, account_key: str) -> list[str]:
    """The aliases of an account, in the order of their keys."""
    wanted = select(ALIAS.c.name).where(ALIAS.c.account_key == account_key).order_by(ALIAS.c.key)
    return list(connection.execute(wanted).scalars())


def departed_at(connection: Connection, account_key: str) -> int | None:
    """Since when no source lists an account, in milliseconds since 1970; None where one does."""
    since: int | None = connection.execute(select(ACCOUNT.c.departed_at).where(ACCOUNT.c.key == account_key)).scalar_one()
    return since


def put_aliases(connection: Connection, aliases: Mapping[str, str]) -> None:
    """Make names mean accounts, given by their keys; what a name meant before is forgotten."""
    rows = [
        {"key": match_key(name), "name": name, "slug": slug(name), "account_key": account_key}
        for name, account_key in aliases.items()
    ]
    upsert(connection, ALIAS, rows)


def drop_alias(connection: Connection, key: str) -> None:
    """Let the alias with a match key mean nothing any more."""
    connection.execute(delete(ALIAS).where(ALIAS.c.key == key))


def put_apart(connection: Connection, names: Mapping[str, str]) -> None:
    """Keep names, as typed, apart from the accounts whose match keys they have: by name the key of their own account."""
    upsert(connection, APART, [{"name": name, "account_key": key} for name, key in names.items()])


def move_apart(connection: Connection, source: str, target: str) -> None:
    """Let the names of an account that are kept apart be another one's; those that mean it anyway need no word any more."""
    names = connection.execute(select(APART.c.name).where(APART.c.account_key == source)).scalars()
    joined = [name for name in names if match_key(name) == target]
    connection.execute(delete(APART).where(APART.c.name.in_(joined)))
    connection.execute(update(APART).where(APART.c.account_key == source).values(account_key=target))


def borne_names(connection: Connection, names: Sequence[str]) -> set[str]:
    """Those of at most a chunk of names that a record bears just so."""
    return set(connection.execute(select(RECORD.c.name).where(RECORD.c.name.in_(names))).scalars())


def move_records(connection: Connection, names: Sequence[str], source: str, target: str) -> None:
    """Give the records that bear some names from an account to another one, which is made if it is not there."""
    if target not in existing_accounts(connection, [target]):
        # The slug that it will have may still be the other's; no account has an empty one.
        insert_accounts(connection, [{"key": target, "name": names[0], "slug": ""}])
    moved = (RECORD.c.account_key == source) & RECORD.c.name.in_(names)
    connection.execute(update(RECORD).where(moved).values(account_key=target))
    for key in (source, target):
        settle_names(connection, [key])


def account_lines(connection: Connection, *, departed: bool = False) -> Iterator[AccountLine]:
    """Every account that is present, or every `departed` one, with revenue and spellings, in the order of the keys."""
    names: dict[str, list[str]] = defaultdict(list)
    revenue: dict[str, float] = defaultdict(float)
    for row in connection.execute(select(RECORD.c.account_key, RECORD.c.name, (RECORD.c.rr + RECORD.c.nrr).label("total"))):
        names[row.account_key].append(row.name)
        revenue[row.account_key] += row.total
    for row in connection.execute(select(ACCOUNT).where(~PRESENT if departed else PRESENT).order_by(ACCOUNT.c.key)):
        spellings = names[row.key]
        facts = (round(revenue[row.key], 2), len(spellings), tuple(sorted(set(spellings))), row.departed_at)
        yield AccountLine(row.key, row.name, row.slug, bool(row.hero), *facts)


def remove_account(connection: Connection, key: str) -> None:
    """Remove an account with all that hangs on it."""
    connection.execute(delete(ACCOUNT).where(ACCOUNT.c.key == key))


def move_account(connection: Connection, source: str, target: str, *, with_news: bool) -> None:
    """Give all records and names of an account, and its news if so, to another one, and remove it with what it still has.

    The memory of its files goes along, with the log of its edits: what they say is compared with the sections that will stand.
    """
    keep_agreed(connection, [source])
    move_files(connection, source, target)
    move_edits(connection, source, target)
    move_apart(connection, source, target)
    for table in (RECORD, ALIAS, FEED) if with_news else (RECORD, ALIAS):
        connection.execute(update(table).where(table.c.account_key == source).values(account_key=target))
    connection.execute(delete(ACCOUNT).where(ACCOUNT.c.key == source))
