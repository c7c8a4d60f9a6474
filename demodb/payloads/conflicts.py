"""Conflicts as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from demodb.api.conflicts import ConflictView
from demodb.model.merge import ABSENT


def conflicts_payload(conflicts: Iterable[ConflictView]) -> dict[str, Any]:
    """The open conflicts as JSON."""
    return {"conflicts": [conflict_payload(conflict) for conflict in conflicts]}


def conflict_payload(conflict: ConflictView) -> dict[str, Any]:
    """A conflict as JSON; a side whose key is not there is left out, and so is where theirs is not from."""
    sources = ("pack", "revision", "path", "subject")
    facts = {key: value for key, value in asdict(conflict).items() if key not in ("slug", "at", "entry")}
    return {key: value for key, value in facts.items() if value is not ABSENT and not (key in sources and value is None)}
