"""Counts as people read them."""

from __future__ import annotations


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: 1 account, 2,000 accounts."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
