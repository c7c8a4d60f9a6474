"""Which pack an account gets: the names in the settings become the keys that seeding knows."""

from __future__ import annotations

from collections.abc import Mapping

from demodb.errors import SettingsError, UnknownAccountError, did_you_mean
from demodb.model.names import nearest, unit_key
from demodb.packs.pack import PackChoice
from demodb.store.accounts import find_account
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.portfolio import units

__all__ = ["PackChoice", "pack_choice"]


def pack_choice(store: Store, pack: str, packs: Mapping[str, str]) -> PackChoice:
    """The choice that the settings `pack` and `packs` make: by default, and by the name of a business unit or an account.

    A name that is both means the business unit. Raises SettingsError with every name that is neither.
    """
    if not packs:
        return PackChoice(pack)
    with store.read() as connection:
        return _named(connection, pack, packs)


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
