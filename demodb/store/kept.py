"""What was worked out over a whole store, kept with the open store for as long as nothing is changed in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from demodb.store.engine import Store
from demodb.store.marks import change_number

T = TypeVar("T")


def kept(store: Store, connection: Connection, work: Callable[[Connection], T]) -> T:
    """What `work` finds in what is counted as changed (see `triggers`), and in nothing else: it is done once for each change."""
    number = change_number(connection)
    known = store.worked_out.get(work)
    if known is None or known[0] != number:
        known = store.worked_out[work] = (number, work(connection))
    found: T = known[1]
    return found
