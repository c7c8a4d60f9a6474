"""Who runs a command, by which clock, and who is told how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from demodb.clock import Clock
from demodb.progress import Progress, silent
from demodb.seed.run import RunContext, Stamp
from demodb.store.seeding import Scope


@dataclass(frozen=True)
class By:
    """Who runs, by which clock, and whom to tell of the progress."""

    person: str = "a program"
    clock: Clock = field(default_factory=Clock)
    progress: Progress = silent

    def context(self, scope: Scope, *, dry_run: bool = False) -> RunContext:
        """What a run is told."""
        return RunContext(scope, Stamp(self.person, self.clock.epoch_ms()), self.progress, dry_run)


SOMEBODY = By()
"""A program that does not say who it is."""
