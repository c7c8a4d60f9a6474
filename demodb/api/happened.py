"""What happened lately in a store: imports, runs, edits, exports, and changes by the app, the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from demodb.store.engine import Store
from demodb.store.happened import HappenedKind, HappenedLine, happened

__all__ = ["HappenedKind", "HappenedLine", "HappenedPage", "what_happened"]


@dataclass(frozen=True)
class HappenedPage:
    """Lines, the newest first; `next` is the `after` of those before them, None where there are none."""

    lines: list[HappenedLine]
    next: str | None


def what_happened(store: Store, after: str | None = None, limit: int = 20) -> HappenedPage:
    """A page of what happened lately; `after` is what the page before gave as its `next`, another one means the newest."""
    with store.read() as connection:
        return HappenedPage(*happened(connection, after, limit))
