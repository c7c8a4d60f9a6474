"""`demodb account …`: the list of accounts, their names and marks."""

from __future__ import annotations

from demodb.clock import Clock
from demodb.intake import naming, removal, takeover
from demodb.intake.naming import GivenAlias, KeptApart, RemovedAlias
from demodb.intake.removal import RemovedAccount
from demodb.intake.takeover import MergedAccounts
from demodb.store import accounts
from demodb.store.accounts import AccountLine, StoredAlias
from demodb.store.connection import Connection
from demodb.store.engine import Store

__all__ = [
    "AccountLine",
    "GivenAlias",
    "KeptApart",
    "MergedAccounts",
    "RemovedAccount",
    "RemovedAlias",
    "StoredAlias",
    "account_names",
    "alias_account",
    "keep_apart",
    "list_accounts",
    "list_aliases",
    "mark_hero",
    "merge_accounts",
    "remove_account",
    "remove_alias",
]


def list_accounts(store: Store, *, departed: bool = False) -> list[AccountLine]:
    """Every account that is present, or every `departed` one, in the order of its key."""
    with store.read() as connection:
        return list(accounts.account_lines(connection, departed=departed))


def account_names(store: Store) -> list[str]:
    """The names of all accounts."""
    with store.read() as connection:
        return accounts.account_names(connection)


def list_aliases(store: Store) -> list[StoredAlias]:
    """Every alias with the name of its account, in the order of their match keys."""
    with store.read() as connection:
        return accounts.alias_rows(connection)


def alias_account(store: Store, name: str, account: str) -> GivenAlias:
    """Make `name` (a spelling, or an orphan file's slug) mean an account, whatever account it was an alias of.

    Records that bear the name follow it. Raises AliasError where the name is an account's own or its file name another
    one's, UnknownAccountError for an unknown account.
    """
    return store.run(lambda connection: naming.give_alias(connection, name, account))


def remove_alias(store: Store, name: str) -> RemovedAlias:
    """Take an alias away: records that bear the name are an account of their own from then on. Raises AliasError."""
    return store.run(lambda connection: naming.remove_alias(connection, name))


def keep_apart(store: Store, account: str, *names: str) -> KeptApart:
    """Let names of an account's records, as typed, be an account of their own, now and in later imports.

    The plan stays with `account`. Raises AliasError, and UnknownAccountError; merging the two takes it back.
    """
    return store.run(lambda connection: naming.keep_apart(connection, account, names))


def merge_accounts(
    store: Store, source: str, target: str, *, keep: str | None = None, clock: Clock | None = None
) -> MergedAccounts:
    """Make two accounts one: records, aliases and news of `source` go to `target`, and the sections that it lacks.

    A section written by hand outweighs one from a template; where both have one written by hand, its rows are joined. Where
    two rows differ under one id, that of the account named by `keep` stands and the log keeps the other; without `keep`
    AliasError is raised and nothing is changed.
    """
    at = (clock or Clock()).epoch_ms()
    return store.run(lambda connection: takeover.merge_accounts(connection, source, target, at=at, keep=keep))


def remove_account(store: Store, name: str) -> RemovedAccount:
    """Take an account out of the store, with its records, names, plan, news and entries of the cache.

    A source that lists it brings it back when it is read again, unless the settings say that its name is no account's.
    Raises UnknownAccountError.
    """
    return store.run(lambda connection: removal.remove_account(connection, name))


def mark_hero(store: Store, name: str, *, hero: bool = True) -> tuple[str, bool]:
    """Mark an account as a hero, or take the mark away: its name, and whether that changed anything."""

    def work(connection: Connection) -> tuple[str, bool]:
        account = accounts.find_account(connection, name)
        return account.name, bool(accounts.mark_heroes(connection, [account.key], hero=hero))

    return store.run(work)
