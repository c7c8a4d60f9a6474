"""`demodb seed`: give every account the sections that it lacks."""

from __future__ import annotations

from collections.abc import Sequence

from demodb.errors import UnknownValueError
from demodb.model.documents import SECTIONS, Section
from demodb.seed.run import Progress, SeedOptions, SeedReport, seed_missing
from demodb.store.accounts import find_account
from demodb.store.engine import Store
from demodb.store.portfolio import units
from demodb.store.seeding import Scope

__all__ = ["SECTIONS", "Section", "SeedOptions", "SeedReport", "seed"]


def _silent(done: int, accounts: int) -> None:
    """Nobody is told."""
    del done, accounts


def seed(
    store: Store,
    options: SeedOptions,
    *,
    accounts: Sequence[str] = (),
    business_units: Sequence[str] = (),
    dry_run: bool = False,
    progress: Progress = _silent,
) -> SeedReport:
    """Seed what is missing, in one transaction; a section that is there, an empty one included, is never touched.

    `accounts` and `business_units` name what to look at, all by default. Raises UnknownAccountError and
    UnknownValueError for names that are not known, PackError, StoreError.
    """
    with store.read() if dry_run else store.write() as connection:
        keys = tuple(find_account(connection, name).key for name in accounts)
        known = units(connection)
        for name in business_units:
            if name.casefold() not in known:
                raise UnknownValueError("business unit", name, [row.name for row in known.values()])
        scope = Scope(keys, tuple(name.casefold() for name in business_units))
        return seed_missing(connection, scope, options, progress, dry_run=dry_run)
