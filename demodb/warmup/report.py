"""What a warm-up did: counts, and a line for each account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from demodb.store.calls import Call
from demodb.warmup.expected import Expected


@dataclass
class AccountOutcome:
    """An account after the run: who made what is cached now (None: nothing is), and what went into it.

    `fresh_until` is when the first of its plan and its intelligence stops being fresh, under any of its slugs; None: it is not.
    """

    account: str
    source: str | None = None
    seconds: float = 0.0
    attempts: int = 0
    error: str | None = None
    fresh_until: datetime | None = None


_COUNTED = ("plans", "intelligence", "briefs", "skipped", "kept", "calls", "input_tokens", "output_tokens")


@dataclass
class WarmupReport:
    """A run: `heroes` of the accounts looked at, entries made and skipped, calls with tokens and USD (None: not known).

    `expires_at` is when the first of all entries that were asked for stops being fresh; None: one of them is not. `short` are
    the accounts that are not fresh at the moment asked for. `kept` counts accounts whose old value is served as
    stale. `offline` says why there were no calls, or no more of them, for want of a network.
    In a dry run the figures are those that are to be expected, the tokens an estimate and the cost the most that it may be;
    `expected` says of each account what would be done and why.
    """

    dry_run: bool = False
    heroes: int = 0
    plans: int = 0
    intelligence: int = 0
    briefs: int = 0
    skipped: int = 0
    kept: int = 0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0
    expires_at: datetime | None = None
    accounts: list[AccountOutcome] = field(default_factory=list)
    short: list[AccountOutcome] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    warning: str | None = None
    offline: str | None = None

    def plus(self, later: WarmupReport) -> WarmupReport:
        """This run and a later one: their counts together, the accounts as they are after the later one."""
        sums = {name: getattr(self, name) + getattr(later, name) for name in _COUNTED}
        cost = added(self.cost_usd, later.cost_usd)
        return replace(later, **sums, cost_usd=cost, heroes=later.heroes or self.heroes, accounts=later.accounts or self.accounts)

    def count(self, calls: Sequence[Call]) -> None:
        """Add calls to the sums."""
        self.calls += len(calls)
        for call in calls:
            self.input_tokens += call.input_tokens or 0
            self.output_tokens += call.output_tokens or 0
            self.cost_usd = added(self.cost_usd, call.cost_usd)


def added(one: float | None, other: float | None) -> float | None:
    """The sum of two costs; not known where one of them is not."""
    return None if one is None or other is None else one + other
