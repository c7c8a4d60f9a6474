"""`demodb show`: all of one account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from demodb.model.documents import SECTIONS, Section
from demodb.store.accounts import aliases_of, find_account
from demodb.store.engine import Store
from demodb.store.news import read_news
from demodb.store.plans import StoredSection, read_sections
from demodb.store.portfolio import StoredRecord, records_of, units

__all__ = ["AccountView", "StoredSection", "show_account"]


@dataclass(frozen=True)
class AccountView:
    """All of one account: its records (with their business unit's name), the sections that are there, and its news."""

    name: str
    slug: str
    hero: bool
    records: list[StoredRecord]
    sections: dict[Section, StoredSection]
    news: dict[str, Any] | None = None
    aliases: list[str] = field(default_factory=list)


def show_account(store: Store, name: str) -> AccountView:
    """All of an account. Raises UnknownAccountError with the names most like it."""
    with store.read() as connection:
        account = find_account(connection, name)
        sections = read_sections(connection, [account.key])
        unit_names = {key: unit.name for key, unit in units(connection).items()}
        return AccountView(
            account.name,
            account.slug,
            account.hero,
            [record._replace(unit=unit_names[record.unit]) for record in records_of(connection, [account.key])],
            {section: sections[account.key, section] for section in SECTIONS if (account.key, section) in sections},
            read_news(connection, [account.key]).get(account.key),
            aliases_of(connection, account.key),
        )
