"""`demodb shift`: let the dates of templates follow the demo's date, and those of hand-written plans stay recent."""

from __future__ import annotations

from datetime import date

from demodb.api.by import SOMEBODY, By
from demodb.api.seed import ALL, Which
from demodb.model.weeks import RECENT_DAYS
from demodb.packs.chosen import ChosenPacks
from demodb.packs.pack import PackChoice
from demodb.seed.shift import ShiftReport, shift_dates
from demodb.seed.shift_imported import MovedAccount, MoveReport, Recent, shift_imported
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.runs import used_revisions

__all__ = ["RECENT_DAYS", "MoveReport", "MovedAccount", "Recent", "ShiftReport", "recent_of", "shift", "shift_written"]


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


def recent_of(which: Which, as_of: date | None, days: int | None, *, back: bool, today: date) -> Recent | None:
    """How the dates that people wrote are to move, where something asks for that; None where it is those of templates.

    What asks for it is a hero, a number of days, the way back, or an account without the date that templates need.
    """
    written = which.heroes or back or days is not None or (as_of is None and bool(which.accounts))
    return Recent(as_of or today, RECENT_DAYS if days is None else days, back) if written else None


def shift_written(store: Store, recent: Recent, which: Which = ALL, *, dry_run: bool = False, by: By = SOMEBODY) -> MoveReport:
    """Move the dates of imported sections by whole weeks, all of an account's by the same, or back to what the files say.

    The gaps between them stay. No file says anything new by it, and what a file says later moves by the same weeks. Raises
    UnknownAccountError, UnknownValueError.
    """
    do = store.look if dry_run else store.run
    return do(lambda connection: shift_imported(connection, recent, by.context(which.scope(connection), dry_run=dry_run)))
