"""Entries of accounts that are gone from under their slugs: departed, renamed, merged or told apart."""

from __future__ import annotations

from collections.abc import Iterable

from demodb.cache.keys import account_keys_of, intelligence_key, plan_key
from demodb.store.bulk import chunked
from demodb.store.cache import drop_keys, drop_unowned
from demodb.store.connection import Connection


def drop_strays(connection: Connection) -> None:
    """Remove the plans and the intelligence under slugs that the app looks for no more."""
    for prefix in (plan_key(""), intelligence_key("")):
        drop_unowned(connection, prefix)


def drop_accounts(connection: Connection, slugs: Iterable[str]) -> None:
    """Remove the plans and the intelligence under these slugs: they are another account's now."""
    for some in chunked(key for slug in slugs for key in account_keys_of(slug)):
        drop_keys(connection, some)
