"""The order of rows, by their ids, that come from two lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any


def merged_order(base: Collection[str], ours: Collection[str], theirs: Collection[str], present: Collection[str]) -> list[str]:
    """Those present in the order of theirs, unless ours moved rows of the base; each side has its ids in its order."""
    moved = [row_id for row_id in ours if row_id in base] != [row_id for row_id in base if row_id in ours]
    return joined_order(ours, theirs, present) if moved else joined_order(theirs, ours, present)


def joined_order(first: Iterable[str], second: Iterable[str], present: Collection[str]) -> list[str]:
    """Those present in the order of the first list, and behind each those who follow it in the second list only."""
    leading = [row_id for row_id in first if row_id in present]
    following: dict[str | None, list[str]] = {None: [], **{row_id: [row_id] for row_id in leading}}
    at = None
    for row_id in second:
        if row_id in following:
            at = row_id
        elif row_id in present:
            following[at].append(row_id)
    return [row_id for group in following.values() for row_id in group]


def reordered(rows: Sequence[dict[str, Any]], ids: Iterable[str]) -> list[dict[str, Any]]:
    """The rows with those of some ids in the order of these, in the places that they have together; all others stay."""
    known = {row["id"]: row for row in rows}
    wanted = [known[row_id] for row_id in ids]
    meant, following = {row["id"] for row in wanted}, iter(wanted)
    return [next(following) if row["id"] in meant else row for row in rows]
