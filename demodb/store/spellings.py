"""Reads of slugs: under which ones the app looks for an account, and whose one is."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import CompoundSelect, Connection, select, union

from demodb.store.bulk import Keys, among, chunked
from demodb.store.portfolio import ACCOUNT, PRESENT, RECORD


def slugs_of(connection: Connection, keys: Keys) -> dict[str, list[str]]:
    """The slugs of at most a chunk of accounts, by key and in order: an account's own, and those of its records' spellings."""
    of_accounts = union(
        select(ACCOUNT.c.key, ACCOUNT.c.slug).where(among(ACCOUNT.c.key, keys)),
        select(RECORD.c.account_key, RECORD.c.slug).where(among(RECORD.c.account_key, keys)),
    )
    slugs: dict[str, list[str]] = {}
    for key, slug in sorted(tuple(row) for row in connection.execute(of_accounts)):
        slugs.setdefault(key, []).append(slug)
    return slugs


def slug_accounts(connection: Connection, slugs: Iterable[str]) -> dict[str, str]:
    """The keys of the accounts that are present and that the app looks for under these slugs, by slug."""
    accounts: dict[str, str] = {}
    for some in chunked(slugs):
        own = select(ACCOUNT.c.slug, ACCOUNT.c.key).where(PRESENT, ACCOUNT.c.slug.in_(some))
        joined = RECORD.join(ACCOUNT, ACCOUNT.c.key == RECORD.c.account_key)
        spelt = select(RECORD.c.slug, ACCOUNT.c.key).select_from(joined).where(PRESENT, RECORD.c.slug.in_(some))
        accounts |= {row.slug: row.key for row in connection.execute(union(own, spelt))}
    return accounts


def every_slug() -> CompoundSelect[tuple[str]]:
    """The query for all slugs under which the app looks for an account that is present."""
    joined = RECORD.join(ACCOUNT, ACCOUNT.c.key == RECORD.c.account_key)
    return union(select(ACCOUNT.c.slug).where(PRESENT), select(RECORD.c.slug).select_from(joined).where(PRESENT))
