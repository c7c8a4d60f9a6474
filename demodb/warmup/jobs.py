"""An account whose intelligence is to be made by Claude, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from demodb.cache.keys import intelligence_key
from demodb.cache.lifetimes import Kind
from demodb.model.material import Material
from demodb.store.calls import Call
from demodb.warmup.outcome import Failure

KIND: Kind = "claude-enrichment"
"""The kind of every entry of intelligence."""

Progress = Callable[[int, int], None]
"""Told how many calls, or requests of a batch, are done, and how many there are."""


@dataclass
class Job:
    """An account to be asked for, with the hash of what is sent; `calls` are the attempts so far, as they were logged."""

    material: Material
    input_hash: str
    calls: list[Call] = field(default_factory=list)
    seconds: float = 0.0
    failure: Failure | None = None
    made: bool = False
    skipped: bool = False

    @property
    def key(self) -> str:
        """The key of its entry."""
        return intelligence_key(self.material.slug)
