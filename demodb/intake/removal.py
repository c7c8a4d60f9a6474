"""An account that a person takes out of the store, with all that is its own."""

from __future__ import annotations

from typing import NamedTuple

from demodb.cache.strays import drop_accounts
from demodb.model.documents import Section
from demodb.store import accounts as store
from demodb.store.connection import Connection
from demodb.store.listing import sources_of
from demodb.store.plans import read_sections
from demodb.store.portfolio import record_names


class RemovedAccount(NamedTuple):
    """An account that is gone: its name, the names of its records, its sections, and the sources that still list it."""

    account: str
    records: list[str]
    sections: list[Section]
    sources: list[str]


def remove_account(connection: Connection, name: str) -> RemovedAccount:
    """Take an account out, with its records, names, plan, news and entries of the cache. Raises UnknownAccountError.

    A source that lists it brings it back when it is read the next time.
    """
    account = store.find_account(connection, name)
    names = record_names(connection, [account.key]).get(account.key, {})
    sections = sorted(section for _, section in read_sections(connection, [account.key]))
    removed = RemovedAccount(account.name, sorted(names), sections, sources_of(connection, account.key))
    drop_accounts(connection, {account.slug, *names.values()})
    store.remove_account(connection, account.key)
    return removed
