"""Declared names into the store: aliases and heroes from a project's configuration or a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from demodb.errors import UnknownAccountError
from demodb.intake.report import ImportReport, JoinedNames, ProjectNames, Suggestion
from demodb.model.names import match_key, name_fault, near_key, slug
from demodb.store import accounts as store
from demodb.store.connection import Connection
from demodb.store.portfolio import aliases as stored_aliases
from demodb.store.portfolio import existing_accounts, merged_spellings, slug_owners


def known_aliases(connection: Connection, names: ProjectNames) -> dict[str, str]:
    """Account keys by match key of every alias, those in the store and those declared."""
    stored = stored_aliases(connection)
    declared = {match_key(name): account for name, account in names.aliases.items()}
    own = existing_accounts(connection, list(declared))
    meant = {key: _meant(connection, account, declared) for key, account in declared.items() if key and key not in own}
    return stored | {key: target for key, target in meant.items() if key != target}


def _meant(connection: Connection, account: str, declared: Mapping[str, str]) -> str:
    """The key of the account that a declaration names, through other declarations if need be."""
    seen: set[str] = set()
    while (key := match_key(account)) in declared and key not in seen:
        seen.add(key)
        account = declared[key]
    try:
        return store.find_account(connection, account).key
    except UnknownAccountError:
        return match_key(account)


def declare_aliases(connection: Connection, names: ProjectNames, report: ImportReport) -> None:
    """Write the declared aliases whose account is there; what cannot be is a warning that says what to do."""
    for name, account in names.aliases.items():
        warning = _declare_alias(connection, name, account, report)
        if warning:
            report.warnings.append(warning)


def _declare_alias(connection: Connection, name: str, account: str, report: ImportReport) -> str | None:
    if fault := name_fault(name):
        return f"alias {name!r} is left out: {fault}"
    try:
        target = store.find_account(connection, account)
    except UnknownAccountError as error:
        return f"alias {name!r} is left out: {error.message}; {error.fix}"
    key = match_key(name)
    if key == target.key or stored_aliases(connection).get(key) == target.key:
        report.count("alias", "same")
    elif key in existing_accounts(connection, [key]):
        return f"alias {name!r} is an account of its own: `demodb account merge` makes the two one"
    elif set(slug_owners(connection, [slug(name)]).get(slug(name), ())) - {target.key}:
        return f"alias {name!r} is left out: its file name {slug(name)!r} is already that of another account"
    else:
        store.put_alias(connection, name, target.key)
        report.count("alias", "new")
    return None


def declare_heroes(connection: Connection, names: Iterable[str], report: ImportReport) -> None:
    """Mark the declared heroes; an unknown one is a warning."""
    keys = []
    for name in names:
        try:
            keys.append(store.find_account(connection, name).key)
        except UnknownAccountError as error:
            report.warnings.append(f"hero {name!r}: {error.message}; {error.fix}")
    report.count("account", "changed", store.mark_heroes(connection, keys, hero=True))


def note_spellings(connection: Connection, touched: set[str], report: ImportReport) -> None:
    """Say which accounts have several spellings, and which accounts may be one."""
    report.merged += [JoinedNames(account, tuple(names)) for account, names in merged_spellings(connection)]
    near: dict[str, list[str]] = {}
    for name in store.account_names(connection):
        near.setdefault(near_key(name), []).append(name)
    report.suggestions += [
        Suggestion(tuple(sorted(names)))
        for names in near.values()
        if len(names) > 1 and any(match_key(name) in touched for name in names)
    ]
