"""Reads of everything that intelligence is made from, set by set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from demodb.model.account import Account
from demodb.model.documents import SECTIONS, Section
from demodb.model.material import Material
from demodb.model.origin import as_of_day
from demodb.model.rows import Place
from demodb.store.bulk import Keys
from demodb.store.news import read_news
from demodb.store.plans import StoredSection, read_sections
from demodb.store.portfolio import existing_accounts, records_of, units
from demodb.store.runs import newest_as_of
from demodb.store.spellings import slugs_of


def read_material(connection: Connection, keys: Sequence[str]) -> Iterator[Material]:
    """The material of at most `CHUNK` accounts, in the order of their keys."""
    accounts = existing_accounts(connection, keys)
    sections = read_sections(connection, keys)
    news = read_news(connection, keys)
    present = [account for _, account in sorted(accounts.items())]
    yield from material_of(connection, present, keys, (sections, news), newest_as_of(connection))


def material_of(
    connection: Connection,
    accounts: Iterable[Account],
    keys: Keys,
    read: tuple[Mapping[Place, StoredSection], Mapping[str, dict[str, Any]]],
    newest: str | None,
) -> Iterator[Material]:
    """The material of accounts, which have these keys, and of which sections and news were read already.

    `newest` is the as-of date for those of which no template made anything.
    """
    sections, news = read
    records = _records(connection, keys)
    slugs = slugs_of(connection, keys)
    for key, name, slug, _ in accounts:
        present = {section: sections[key, section] for section in SECTIONS if (key, section) in sections}
        documents = {section: stored.document for section, stored in present.items()}
        as_of = _as_of(present) or newest
        day = as_of_day(as_of) if as_of else None
        others = tuple(other for other in slugs[key] if other != slug)
        yield Material(key, name, slug, tuple(records[key]), documents, news.get(key), day, others)


def _as_of(sections: Mapping[Section, StoredSection]) -> str | None:
    """The latest day from which one of the sections counts; None where no template made any."""
    return max((stored.origin.as_of for stored in sections.values() if stored.origin), default=None)


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
