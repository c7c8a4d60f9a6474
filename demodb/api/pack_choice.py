"""Which pack an account gets, and what else settings tell templates: names in the settings, found in the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from demodb.errors import SettingsError, UnknownAccountError, did_you_mean
from demodb.model.names import match_key, nearest, unit_key
from demodb.packs.pack import PackChoice
from demodb.store.accounts import find_account
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.portfolio import units

__all__ = ["pack_choice"]


def pack_choice(
    store: Store,
    pack: str,
    packs: Mapping[str, str],
    team: Mapping[str, str] | None = None,
    industries: Mapping[str, str] | None = None,
) -> PackChoice:
    """The choice that the settings `pack` and `packs` make: by default, and by the name of a business unit or an account.

    A name that is both means the business unit. `team` are names by roles, `industries` those of accounts by any of their
    names; an account that is not there yet is meant by this name. Raises SettingsError with every name in `packs` that is
    neither.
    """
    choice = PackChoice(pack, team=team or {})
    if not packs and not industries:
        return choice
    with store.read() as connection:
        named = _named(connection, pack, packs)
        told = {_key(connection, name): industry for name, industry in (industries or {}).items()}
    return replace(choice, by_unit=named.by_unit, by_account=named.by_account, industries=told)


def _key(connection: Connection, name: str) -> str:
    try:
        return find_account(connection, name).key
    except UnknownAccountError:
        return match_key(name)


def _named(connection: Connection, pack: str, packs: Mapping[str, str]) -> PackChoice:
    known = units(connection)
    by_unit, by_account, faults = dict[str, str](), dict[str, str](), list[str]()
    for name, chosen in packs.items():
        if unit_key(name) in known:
            by_unit[unit_key(name)] = chosen
            continue
        try:
            by_account[find_account(connection, name).key] = chosen
        except UnknownAccountError as error:
            alike = [*nearest(name, [unit.name for unit in known.values()]), *error.nearest][:2]
            hint = f": {did_you_mean(alike)}" if alike else ""
            faults.append(f"packs: {name!r} is neither a business unit nor an account of the store{hint}")
    if faults:
        raise SettingsError(faults)
    return PackChoice(pack, by_unit, by_account)
