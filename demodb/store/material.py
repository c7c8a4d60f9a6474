"""Reads of everything that intelligence is made from, set by set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from demodb.model.account import Account
from demodb.model.documents import SECTIONS
from demodb.model.material import Material
from demodb.model.rows import Place
from demodb.store.bulk import Keys
from demodb.store.news import read_news
from demodb.store.plans import StoredSection, read_sections
from demodb.store.portfolio import existing_accounts, records_of, units


def read_material(connection: Connection, keys: Sequence[str]) -> Iterator[Material]:
    """The material of at most `CHUNK` accounts, in the order of their keys."""
    accounts = existing_accounts(connection, keys)
    sections = read_sections(connection, keys)
    news = read_news(connection, keys)
    yield from material_of(connection, [account for _, account in sorted(accounts.items())], keys, sections, news)


def material_of(
    connection: Connection,
    accounts: Iterable[Account],
    keys: Keys,
    sections: Mapping[Place, StoredSection],
    news: Mapping[str, dict[str, Any]],
) -> Iterator[Material]:
    """The material of accounts, which have these keys, and of which sections and news were read already."""
    records = _records(connection, keys)
    for key, name, slug, _ in accounts:
        documents = {section: sections[key, section].document for section in SECTIONS if (key, section) in sections}
        yield Material(key, name, slug, tuple(records[key]), documents, news.get(key))


def _records(connection: Connection, keys: Keys) -> dict[str, list[dict[str, Any]]]:
    units_by_key = units(connection)
    records: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in records_of(connection, keys):
        records[record.account_key].append(
            {
                "businessUnit": units_by_key[record.unit].name,
                "name": record.name,
                "rr": record.rr,
                "nrr": record.nrr,
                "subscriptions": list(record.subscriptions),
            }
        )
    return records
