"""Sections compared with their base: only those that were touched since the last time, and what was found is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection

from demodb.model.rows import Place
from demodb.store.bulk import chunked
from demodb.store.conflicts import open_in
from demodb.store.marks import (
    NOTHING_FOUND,
    Found,
    due_accounts,
    due_sections,
    due_with_conflicts,
    keep_findings,
    kept_conflicts,
    kept_findings,
    sum_up,
)
from demodb.store.plans import read_sections


def compare_some(connection: Connection, after: str = "") -> str | None:
    """Compare the touched sections of some accounts behind a key, and keep what is found: the last key, None at the end."""
    keys = list(islice(_due(connection, after), _TOGETHER))
    for some in chunked(keys):
        keep_findings(connection, _compared(connection, some))
    sum_up(connection)
    return keys[-1] if len(keys) == _TOGETHER else None


_TOGETHER = 5000
"""Accounts that are compared in one transaction: other writers wait for no longer than a second or two."""


def findings(connection: Connection, keys: Sequence[str]) -> dict[Place, Found]:
    """What comparing the sections of at most a chunk of accounts finds; where that is nothing, none. Reads only."""
    found = kept_findings(connection, keys) | _compared(connection, keys)
    return {place: one for place, one in found.items() if one != NOTHING_FOUND}


def fresh_findings(connection: Connection) -> dict[Place, Found]:
    """What comparing all touched sections finds, where nobody could keep it; where that is nothing, none. Reads only."""
    compared = (_compared(connection, some) for some in chunked(_due(connection)))
    return {place: one for found in compared for place, one in found.items() if one != NOTHING_FOUND}


def open_conflicts(connection: Connection) -> int:
    """How many conflicts of accounts that are present there are to decide. Reads only."""
    compared = (_compared(connection, some) for some in chunked(due_with_conflicts(connection)))
    return kept_conflicts(connection) + sum(one.conflicts for found in compared for one in found.values())


def _due(connection: Connection, after: str = "") -> Iterator[str]:
    """The accounts of which a section was touched; what is kept meanwhile of those that were given out does no harm."""
    while keys := due_accounts(connection, after):
        yield from keys
        after = keys[-1]


def _compared(connection: Connection, keys: Sequence[str]) -> dict[Place, Found]:
    due = due_sections(connection, keys)
    if not due:
        return {}
    stored = {place: one for place, one in read_sections(connection, sorted({key for key, _ in due})).items() if place in due}
    waiting = Counter(conflict.at for conflict in open_in(connection, stored))
    return {place: Found(one.edited, waiting[place]) for place, one in stored.items()}
