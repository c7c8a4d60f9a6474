"""`demodb edit`: change an account's plan as a person does: fields, rows, their order; several at once, or none of them."""

from __future__ import annotations

from collections.abc import Sequence

from demodb.api.by import SOMEBODY, By
from demodb.model.editing import AddRow, DeleteRow, EmptyList, MoveRow, PlanEdit, SetField
from demodb.model.merge import ABSENT
from demodb.model.refusals import UNASKED
from demodb.seed.editing import EditReport, SectionEdit, edit_plan
from demodb.seed.run import Stamp
from demodb.store.engine import Store

__all__ = [
    "ABSENT",
    "UNASKED",
    "AddRow",
    "DeleteRow",
    "EditReport",
    "EmptyList",
    "MoveRow",
    "PlanEdit",
    "SectionEdit",
    "SetField",
    "edit",
]


def edit(store: Store, account: str, edits: Sequence[PlanEdit], *, dry_run: bool = False, by: By = SOMEBODY) -> EditReport:
    """Make edits of an account's plan, one after another, in one transaction; each section's is an entry of the log.

    An edit may say what its editor saw, `expected`: where the store says something else by now, it is refused. Raises
    UnknownAccountError, and EditRefusedError with all that cannot be, and then nothing is changed.
    """
    stamp = Stamp(by.person, by.clock.epoch_ms())
    do = store.look if dry_run else store.run
    return do(lambda connection: edit_plan(connection, account, edits, stamp, dry_run=dry_run))
