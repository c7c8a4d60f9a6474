"""What a run does about an account's intelligence. Pure: what is cached, what is wanted, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from demodb.advice.excerpt import Occasion
from demodb.cache.cache import CachedValue

WarmupAction = Literal["skip", "call", "brief", "last", "keep"]
"""Leave it; call Claude; write a brief; make a fresh value last longer; keep what is there, be it stale or nothing."""


@dataclass(frozen=True)
class Wanted:
    """What a run wants of its entries, and for which occasion; times in ms. `model` is None where no call can be made.

    `plan_ms` is how long a plan lives where no moment is wanted, `ttl_ms` how long intelligence does.
    """

    begun: int
    ttl_ms: int
    plan_ms: int
    until: int | None = None
    model: str | None = None
    force: bool = False
    brief: bool = True
    occasion: Occasion = field(kw_only=True)

    def lasts(self, entry: CachedValue) -> bool:
        """Whether intelligence lasts long enough: until the moment wanted, else for half of the lifetime wanted."""
        return self._lasts(entry, self.ttl_ms)

    def plan_lasts(self, entry: CachedValue) -> bool:
        """The same of a plan."""
        return self._lasts(entry, self.plan_ms)

    def _lasts(self, entry: CachedValue, lifetime: int) -> bool:
        return entry.fresh_until >= (self.begun + lifetime // 2 if self.until is None else self.until)


def made_from(entry: CachedValue | None, hashed: str) -> bool:
    """Whether an entry is fresh and made from the same input."""
    return entry is not None and entry.fresh and entry.input_hash == hashed


def is_enough(entry: CachedValue | None, hashed: str, wanted: Wanted) -> bool:
    """Whether nothing is to be done: a good value that lasts, or one that another process made since this run began."""
    if entry is None or not made_from(entry, hashed):
        return False
    if wanted.model and (entry.source, entry.model) != ("claude", wanted.model):
        return False
    return entry.created_at > wanted.begun or (wanted.lasts(entry) and not wanted.force)


def is_plan_enough(entry: CachedValue | None, hashed: str, wanted: Wanted) -> bool:
    """Whether a plan's entry may stay as it is."""
    return entry is not None and made_from(entry, hashed) and wanted.plan_lasts(entry) and not wanted.force


def action(entry: CachedValue | None, hashed: str, wanted: Wanted) -> WarmupAction:
    """What to do about an account's intelligence."""
    if is_enough(entry, hashed, wanted):
        return "skip"
    return "call" if wanted.model else action_without_call(entry, hashed, wanted)


def action_without_call(entry: CachedValue | None, hashed: str, wanted: Wanted) -> WarmupAction:
    """What to do where there is no key, or where Claude failed. A brief never takes the place of a value by Claude."""
    if entry is None:
        return "brief" if wanted.brief else "keep"
    by_claude = entry.source == "claude"
    if made_from(entry, hashed) and (by_claude or not wanted.force):
        return "skip" if wanted.lasts(entry) else "last"
    return "brief" if wanted.brief and not by_claude else "keep"


def best(entries: Iterable[CachedValue], hashed: str) -> CachedValue | None:
    """Which of the entries under an account's slugs is its intelligence: by Claude before rules, then from the same input."""
    return max(entries, key=lambda entry: (entry.source == "claude", entry.input_hash == hashed, entry.fresh_until), default=None)
