"""`demodb account …` and `demodb show`: single accounts, their names, marks and plans."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from demodb.errors import AliasError
from demodb.model.documents import SECTIONS, Section
from demodb.model.names import match_key, name_fault, slug
from demodb.store import accounts as store_accounts
from demodb.store.accounts import AccountLine
from demodb.store.engine import Store
from demodb.store.news import read_news
from demodb.store.plans import StoredSection, read_sections
from demodb.store.portfolio import StoredRecord, existing_accounts, records_of, slug_owners, units

__all__ = [
    "AccountLine",
    "AccountView",
    "StoredSection",
    "account_names",
    "alias_account",
    "list_accounts",
    "mark_hero",
    "merge_accounts",
    "show_account",
]


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


def list_accounts(store: Store) -> list[AccountLine]:
    """Every account in the order of its key."""
    with store.read() as connection:
        return list(store_accounts.account_lines(connection))


def account_names(store: Store) -> list[str]:
    """The names of all accounts."""
    with store.read() as connection:
        return store_accounts.account_names(connection)


def show_account(store: Store, name: str) -> AccountView:
    """All of an account. Raises UnknownAccountError with the names most like it."""
    with store.read() as connection:
        account = store_accounts.find_account(connection, name)
        stored = read_sections(connection, [account.key])
        named = units(connection)
        return AccountView(
            account.name,
            account.slug,
            account.hero,
            [replace(record, unit=named[record.unit].name) for record in records_of(connection, [account.key])],
            {section: stored[account.key, section] for section in SECTIONS if (account.key, section) in stored},
            read_news(connection, [account.key]).get(account.key),
            [row.name for row in store_accounts.alias_rows(connection) if row.account_key == account.key],
        )


def alias_account(store: Store, name: str, account: str) -> tuple[str, bool]:
    """Make `name` (a spelling, or an orphan file's slug) mean an account: the account's name, and whether that is new.

    Raises AliasError where the name means another account already, UnknownAccountError for an unknown account.
    """
    fault = name_fault(name)
    if fault:
        raise AliasError(f"{name!r} cannot be an alias: {fault}")
    with store.write() as connection:
        target = store_accounts.find_account(connection, account)
        own = existing_accounts(connection, [match_key(name)]).get(match_key(name))
        if own is not None and own.key != target.key:
            raise AliasError(f"{own.name!r} is an account of its own", fix=_merge_hint(own.name, target.name))
        owners = slug_owners(connection, [slug(name)]).get(slug(name), {})
        if match_key(name) in (
            target.key,
            *(row.key for row in store_accounts.alias_rows(connection) if row.account_key == target.key),
        ):
            return target.name, False
        other = next((owner for key, owner in owners.items() if key != target.key), None)
        if other is not None:
            raise AliasError(f"the file name {slug(name)!r} is already that of {other!r}", fix=_merge_hint(other, target.name))
        store_accounts.put_alias(connection, name, target.key)
        return target.name, True


def _merge_hint(source: str, target: str) -> str:
    return f"if the two are one: demodb account merge {source!r} {target!r}"


def merge_accounts(store: Store, source: str, target: str) -> tuple[str, str, list[str]]:
    """Make two accounts one: records, aliases and news of `source` go to `target`, and the sections that it lacks.

    Returns both names and the sections taken over. A section written by hand outweighs one from a template; where both
    have one written by hand, AliasError is raised and nothing is changed.
    """
    with store.write() as connection:
        gone = store_accounts.find_account(connection, source)
        kept = store_accounts.find_account(connection, target)
        if gone.key == kept.key:
            raise AliasError(f"{source!r} and {target!r} are one account already")
        sections = read_sections(connection, [gone.key, kept.key])
        both = [
            section
            for section in SECTIONS
            if all((key, section) in sections and sections[key, section].by_hand for key in (gone.key, kept.key))
            and sections[gone.key, section].document != sections[kept.key, section].document
        ]
        if both:
            raise AliasError(
                f"both {gone.name!r} and {kept.name!r} have {', '.join(both)} written by hand",
                fix="make them equal in their plan files and import those first",
            )
        return gone.name, kept.name, store_accounts.merge_accounts(connection, gone, kept)


def mark_hero(store: Store, name: str, *, hero: bool = True) -> tuple[str, bool]:
    """Mark an account as a hero, or take the mark away: its name, and whether that changed anything."""
    with store.write() as connection:
        account = store_accounts.find_account(connection, name)
        return account.name, bool(store_accounts.mark_heroes(connection, [account.key], hero=hero))
