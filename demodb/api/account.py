"""`demodb account …`: the list of accounts, their names and marks."""

from __future__ import annotations

from demodb.intake import identity
from demodb.intake.identity import MergedAccounts
from demodb.store import accounts
from demodb.store.accounts import AccountLine
from demodb.store.engine import Store

__all__ = ["AccountLine", "MergedAccounts", "account_names", "alias_account", "list_accounts", "mark_hero", "merge_accounts"]


def list_accounts(store: Store, *, departed: bool = False) -> list[AccountLine]:
    """Every account that is present, or every `departed` one, in the order of its key."""
    with store.read() as connection:
        return list(accounts.account_lines(connection, departed=departed))


def account_names(store: Store) -> list[str]:
    """The names of all accounts."""
    with store.read() as connection:
        return accounts.account_names(connection)


def alias_account(store: Store, name: str, account: str) -> tuple[str, bool]:
    """Make `name` (a spelling, or an orphan file's slug) mean an account: the account's name, and whether that is new.

    Raises AliasError where the name means another account already, UnknownAccountError for an unknown account.
    """
    with store.write() as connection:
        target, new = identity.give_alias(connection, name, account)
        return target.name, new


def merge_accounts(store: Store, source: str, target: str) -> MergedAccounts:
    """Make two accounts one: records, aliases and news of `source` go to `target`, and the sections that it lacks.

    Returns both names and the sections taken over. A section written by hand outweighs one from a template; where both
    have one written by hand, AliasError is raised and nothing is changed.
    """
    with store.write() as connection:
        return identity.merge_accounts(connection, source, target)


def mark_hero(store: Store, name: str, *, hero: bool = True) -> tuple[str, bool]:
    """Mark an account as a hero, or take the mark away: its name, and whether that changed anything."""
    with store.write() as connection:
        account = accounts.find_account(connection, name)
        return account.name, bool(accounts.mark_heroes(connection, [account.key], hero=hero))
