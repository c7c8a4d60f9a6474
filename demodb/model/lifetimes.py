"""How long values live, and when one is fresh, stale or gone. Pure: kinds, modes, and the jitter outside a demo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

CacheMode = Literal["normal", "demo"]
EntryKind = Literal["financial", "news", "claude-response", "claude-enrichment", "customer-data", "account-plan"]

Freshness = Literal["fresh", "stale", "gone"]
"""Better than any other; to be served where no better one can be had; not to be served any more."""

SECONDS: dict[EntryKind, dict[CacheMode, int]] = {
    "financial": {"normal": 300, "demo": 1800},
    "news": {"normal": 900, "demo": 3600},
    "claude-response": {"normal": 300, "demo": 1800},
    "claude-enrichment": {"normal": 900, "demo": 3600},
    "customer-data": {"normal": 600, "demo": 1800},
    "account-plan": {"normal": 600, "demo": 1800},
}
"""Seconds for which a value of a kind is fresh; the app's own figures."""

WARMUP_SECONDS = 1800
"""Seconds for which a warm-up's intelligence is fresh, in both modes and without jitter: whatever values of its kind have."""

JITTER = 0.1
STALE_SECONDS = 24 * 3600
"""How much longer a value may be served as stale, when no better one can be had."""


def freshness(fresh_until: int, stale_until: int, now: int) -> Freshness:
    """How a value stands at the moment `now`, all in ms since 1970: the last moment of a lifetime is over already."""
    if fresh_until > now:
        return "fresh"
    return "stale" if stale_until > now else "gone"


class Lifetimes(NamedTuple):
    """The lifetimes of a mode; `uniform` draws from 0 to 1 for the jitter, which demo mode has none of."""

    mode: CacheMode
    uniform: Callable[[], float]
    stale_seconds: int = STALE_SECONDS

    def mean_ms(self, kind: EntryKind) -> int:
        """Milliseconds for which values of this kind are fresh, but for the jitter."""
        return SECONDS[kind][self.mode] * 1000

    def fresh_ms(self, kind: EntryKind) -> int:
        """Milliseconds for which a new value of this kind is fresh."""
        mean = self.mean_ms(kind)
        return mean if self.mode == "demo" else round(mean * (1 + JITTER * (2 * self.uniform() - 1)))

    @property
    def stale_ms(self) -> int:
        """Milliseconds for which a value is served as stale after that."""
        return self.stale_seconds * 1000


DEMO = Lifetimes("demo", lambda: 0.5)
"""The lifetimes of a demo, which nothing is drawn for."""
