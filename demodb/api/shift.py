"""`demodb shift`: let the dates of templates follow the demo's date."""

from __future__ import annotations

from datetime import date

from demodb.api.seed import ALL, SOMEBODY, By, Which
from demodb.packs.chosen import ChosenPacks
from demodb.packs.pack import PackChoice
from demodb.seed.shift import ShiftReport, shift_dates
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.runs import used_revisions

__all__ = ["ShiftReport", "shift"]


def shift(
    store: Store, as_of: date, choice: PackChoice, which: Which = ALL, *, dry_run: bool = False, by: By = SOMEBODY
) -> ShiftReport:
    """Move the untouched dates of template sections to another as-of date, and keep those that a person changed.

    What is moved is as if it had been seeded as of that date. Raises PackError, UnknownAccountError, UnknownValueError.
    """

    def work(connection: Connection) -> ShiftReport:
        chosen_packs = ChosenPacks(choice, used_revisions(connection))
        return shift_dates(connection, as_of, chosen_packs, by.context(which.scope(connection), dry_run=dry_run))

    return (store.look if dry_run else store.run)(work)
