"""Reads and writes of single accounts: finding one by any of its names, aliases, hero marks, merging."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from demodb.errors import UnknownAccountError
from demodb.model.account import Account
from demodb.model.documents import Section
from demodb.model.names import match_key, nearest, slug
from demodb.model.rows import RowPlace
from demodb.store.conflicts import Deleted, Place, StoredConflict, put_conflicts, put_deleted, read_conflicts, read_deleted
from demodb.store.news import FEED
from demodb.store.plans import SOURCE, NewSection, insert_sections, read_sections, replace_sections
from demodb.store.portfolio import ACCOUNT, ALIAS, RECORD, account_of, existing_accounts, settle_names, slug_owners


@dataclass(frozen=True)
class AccountLine:
    """An account with what a list says of it; revenue in USD a year."""

    key: str
    name: str
    slug: str
    hero: bool
    revenue: float
    records: int
    names: tuple[str, ...]


def find_account(connection: Connection, name: str) -> Account:
    """The account known by a name, spelling, alias or slug. Raises UnknownAccountError."""
    key = match_key(name)
    wanted = connection.execute(select(ALIAS.c.account_key).where(ALIAS.c.key == key)).scalar()
    owners = [wanted or key, *slug_owners(connection, [slug(name)]).get(slug(name), ())]
    found = existing_accounts(connection, owners)
    for owner in owners:
        if owner in found:
            return found[owner]
    raise UnknownAccountError(name, nearest(name, account_names(connection)))


def account_names(connection: Connection) -> list[str]:
    """The names of all accounts, in the order of their keys."""
    return list(connection.execute(select(ACCOUNT.c.name).order_by(ACCOUNT.c.key)).scalars())


def account_keys(connection: Connection) -> list[str]:
    """The keys of all accounts, in order."""
    return list(connection.execute(select(ACCOUNT.c.key).order_by(ACCOUNT.c.key)).scalars())


def heroes(connection: Connection) -> list[Account]:
    """The accounts that the demo opens."""
    rows = connection.execute(select(ACCOUNT).where(ACCOUNT.c.hero == 1).order_by(ACCOUNT.c.key))
    return [account_of(row) for row in rows]


def mark_heroes(connection: Connection, keys: Iterable[str], *, hero: bool) -> int:
    """Mark accounts as heroes, or take the mark away; how many changed."""
    changed = update(ACCOUNT).where(ACCOUNT.c.key.in_(list(keys)), ACCOUNT.c.hero != int(hero)).values(hero=int(hero))
    return connection.execute(changed).rowcount


def alias_rows(connection: Connection) -> list[Any]:
    """Every alias (key, name, slug) with its account's key and name."""
    joined = select(ALIAS.c.key, ALIAS.c.name, ALIAS.c.slug, ALIAS.c.account_key, ACCOUNT.c.name.label("account"))
    return list(connection.execute(joined.join(ACCOUNT, ACCOUNT.c.key == ALIAS.c.account_key).order_by(ALIAS.c.key)))


def put_alias(connection: Connection, name: str, account_key: str) -> None:
    """Make `name` mean the account; what it meant before is forgotten."""
    key = match_key(name)
    connection.execute(delete(ALIAS).where(ALIAS.c.key == key))
    connection.execute(insert(ALIAS).values(key=key, name=name, slug=slug(name), account_key=account_key))


def account_lines(connection: Connection) -> Iterator[AccountLine]:
    """Every account with revenue and spellings, in the order of the keys."""
    names: dict[str, list[str]] = {}
    revenue: dict[str, float] = {}
    for row in connection.execute(select(RECORD.c.account_key, RECORD.c.name, (RECORD.c.rr + RECORD.c.nrr).label("total"))):
        names.setdefault(row.account_key, []).append(row.name)
        revenue[row.account_key] = revenue.get(row.account_key, 0.0) + row.total
    for row in connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.key)):
        own = names.get(row.key, [])
        yield AccountLine(
            row.key, row.name, row.slug, bool(row.hero), round(revenue.get(row.key, 0.0), 2), len(own), tuple(sorted(set(own)))
        )


def merge_accounts(connection: Connection, source: Account, target: Account) -> list[str]:
    """Move everything of `source` to `target` and remove `source`; the sections that the target took over.

    A section that the target lacks, or has from a template where the source's was written by hand, is taken from the source,
    with its open conflicts and the memory of its deleted rows.
    """
    sections = read_sections(connection, [source.key, target.key])
    mine = {section: stored for (key, section), stored in sections.items() if key == source.key}
    taken = []
    for section, stored in mine.items():
        theirs = sections.get((target.key, section))
        if theirs is None or (stored.by_hand and not theirs.by_hand):
            taken.append(NewSection(target.key, section, stored.document, stored.origin, stored.base))
    kept = {section for key, section in sections if key == target.key} - {new.section for new in taken}
    conflicts, deleted = _handed_over(connection, source, target, kept)
    connection.execute(delete(SOURCE).where(SOURCE.c.account_key.in_([source.key, target.key])))
    for table in (RECORD, ALIAS):
        connection.execute(update(table).where(table.c.account_key == source.key).values(account_key=target.key))
    if not connection.execute(select(FEED.c.account_key).where(FEED.c.account_key == target.key)).scalar():
        connection.execute(update(FEED).where(FEED.c.account_key == source.key).values(account_key=target.key))
    connection.execute(delete(ACCOUNT).where(ACCOUNT.c.key == source.key))
    put_alias(connection, source.name, target.key)
    present = {new.section for new in taken if (target.key, new.section) in sections}
    replace_sections(connection, [new for new in taken if new.section in present])
    insert_sections(connection, [new for new in taken if new.section not in present])
    put_conflicts(connection, conflicts)
    put_deleted(connection, deleted)
    settle_names(connection, [target.key])
    if source.hero:
        mark_heroes(connection, [target.key], hero=True)
    return sorted(new.section for new in taken)


def _handed_over(
    connection: Connection, source: Account, target: Account, kept: Collection[Section]
) -> tuple[list[StoredConflict], Deleted]:
    """The conflicts and deleted rows that the target gets: those of all sections but the ones where it keeps its own."""
    conflicts = [
        stored._replace(account_key=target.key, account=target.name)
        for stored in read_conflicts(connection, [source.key])
        if stored.section not in kept
    ]
    deleted: dict[Place, list[RowPlace]] = defaultdict(list)
    for (key, section), rows in read_deleted(connection, [source.key, target.key]).items():
        if key == target.key or section not in kept:
            deleted[target.key, section] += rows
    return conflicts, deleted
