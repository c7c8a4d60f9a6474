"""Declared names into the store, and what the report says of names: aliases and heroes, spellings, accounts that may be one."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise

from demodb.errors import DemodbError, UnknownAccountError
from demodb.intake.identity import AccountKeys, DeclaredNames, accounts_meant, alias_fault, known_names
from demodb.intake.report import ImportReport, JoinedNames, Suggestion
from demodb.model.likeness import near_groups, near_hashes
from demodb.model.names import is_apart, nearest
from demodb.store import accounts as store
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.portfolio import (
    accounts_of_several_names,
    apart_names,
    existing_accounts,
    merged_spellings,
    settle_names,
)
from demodb.store.staging import Staging


def declare_aliases(connection: Connection, names: DeclaredNames, report: ImportReport) -> None:
    """Write the declared aliases whose account is there; what cannot be is a warning that says what to do."""
    known = known_names(connection, names.aliases)
    meant = accounts_meant(names, known)
    accounts = store.find_accounts(connection, meant.values())
    unknown = _unknown(connection, [account for account in meant.values() if account not in accounts])
    new: dict[str, str] = {}
    for name, account in meant.items():
        target = accounts.get(account)
        if target is None:
            report.warnings.append(_left_out(name, unknown[account]))
        elif fault := alias_fault(name, target, known):
            report.warnings.append(_left_out(name, fault))
        elif known.owner(name) == target:
            report.count("alias", "same")
        else:
            known.add(name, target)
            new[name] = target.key
            report.count("alias", "new")
    store.put_aliases(connection, new)


def declare_apart(connection: Connection, keys: AccountKeys, report: ImportReport) -> None:
    """Write which names are kept apart from now on, where the accounts of their own are there."""
    stored = apart_names(connection)
    for names in chunked(name for name in keys.apart if name not in stored):
        accounts = existing_accounts(connection, [keys.apart[name] for name in names])
        new = {name: keys.apart[name] for name in names if keys.apart[name] in accounts}
        store.put_apart(connection, new)
        report.count("apart_name", "new", len(new))


def declare_heroes(connection: Connection, names: Sequence[str], report: ImportReport) -> None:
    """Mark the declared heroes; an unknown one is a warning."""
    accounts = store.find_accounts(connection, names)
    unknown = _unknown(connection, [name for name in names if name not in accounts])
    report.warnings += [f"hero {name!r}: {_advice(fault)}" for name, fault in unknown.items()]
    changed = store.mark_heroes(connection, {account.key for account in accounts.values()}, hero=True)
    report.count("account", "changed", changed)


def _unknown(connection: Connection, names: Sequence[str]) -> dict[str, UnknownAccountError]:
    """What to say of names that no account has."""
    known = store.account_names(connection) if names else []
    return {name: UnknownAccountError(name, nearest(name, known)) for name in names}


def _left_out(name: str, fault: DemodbError) -> str:
    return f"alias {name!r} is left out: {_advice(fault)}"


def _advice(fault: DemodbError) -> str:
    return f"{fault.message}; {fault.fix}" if fault.fix else fault.message


def settle_spellings(connection: Connection, report: ImportReport) -> None:
    """Let each account of several names bear its own: those of an older store may bear another one."""
    for keys in chunked(accounts_of_several_names(connection)):
        report.count("account", "changed", len(settle_names(connection, keys)))


def note_spellings(connection: Connection, staged: Staging, report: ImportReport) -> None:
    """Say which accounts have several spellings, and which may be one; of one that a person keeps apart nothing is said.

    Of accounts of which no record is `staged` nothing is said either.
    """
    settle_spellings(connection, report)
    if not staged.accounts():
        return
    report.merged += [JoinedNames(account, tuple(names)) for account, names in merged_spellings(connection)]
    named = _with_alike(connection)
    touched = staged.touched(named)
    report.suggestions += [
        Suggestion(tuple(sorted(names.values()))) for names in near_groups(named) if not touched.isdisjoint(names)
    ]


def _with_alike(connection: Connection) -> dict[str, str]:
    """The accounts that have another one alike, with their names; of all others no more than hashes is held in memory."""
    hashes = sorted(array("q", (one for _, name in _named_so(connection) for one in near_hashes(name))))
    repeated = {one for one, other in pairwise(hashes) if one == other}
    return {key: name for key, name in _named_so(connection) if near_hashes(name) & repeated} if repeated else {}


def _named_so(connection: Connection) -> Iterator[tuple[str, str]]:
    return ((key, name) for key, name in store.named_accounts(connection) if not is_apart(key))
