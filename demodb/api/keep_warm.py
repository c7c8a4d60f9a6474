"""`demodb warmup --keep-warm`: one warm-up after another, so that nothing expires before a demo's end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from demodb.api.warmup import UNTIL_MARGIN, Access, Surroundings, WarmupOptions, WarmupReport, warmup
from demodb.clock import Clock
from demodb.errors import StoreBusyError
from demodb.progress import telling
from demodb.store.engine import Store

__all__ = ["KeptWarm", "Told", "keep_warm"]

Told = Callable[[WarmupReport, datetime | None], None]
"""Told the report of every round as it ends, and when the next one begins; None where it was the last."""

_LEAD_SECONDS = 300.0
_RETRY_SECONDS = 60.0
_SLICE_SECONDS = 30.0


@dataclass(frozen=True)
class KeptWarm:
    """All rounds: `report` has their sums, and the accounts as they were after the last one.

    `why` it stopped then: everything "lasts" to the end and a margin, or the "end" came and something does not.
    """

    report: WarmupReport
    rounds: int
    stopped_at: datetime
    why: Literal["lasts", "end"]


def keep_warm(store: Store, options: WarmupOptions, access: Access | str, around: Surroundings, *, told: Told) -> KeptWarm:
    """Warm up again before anything expires, until everything lasts until `options.until` and a margin.

    Entries have their own lifetimes, so what changes meanwhile is taken up; those of the last round last to the end. A round
    that failed, or that found the store busy, is made again soon. Raises what `warmup` raises but StoreBusyError.
    """
    if options.until is None:
        raise ValueError("keep_warm needs an end")
    clock, until, total, rounds = around.clock, options.until, WarmupReport(), 0
    with telling(lambda: [f"kept warm for {rounds} round{'s' * (rounds != 1)}"] if rounds else []):
        while True:
            report = _round(store, _options(options, until, clock.now(), first=rounds == 0), access, around)
            total, rounds, now = total.plus(report), rounds + 1, clock.now()
            lasts = _lasts(report, until + UNTIL_MARGIN)
            if now >= until or (lasts and not _failed(report)):
                told(report, None)
                return KeptWarm(total, rounds, now, "lasts" if lasts else "end")
            again = min(now + _pause(report, options, now), until)
            told(report, again)
            _sleep_until(again, clock)


def _options(options: WarmupOptions, until: datetime, now: datetime, *, first: bool) -> WarmupOptions:
    """How a round is made: only the first by force, and with the end in view to its end."""
    reaches = now + timedelta(milliseconds=options.ttl_ms) >= until
    return replace(options, force=options.force and first, until=until if reaches else None)


def _round(store: Store, options: WarmupOptions, access: Access | str, around: Surroundings) -> WarmupReport:
    try:
        return warmup(store, options, access, around)
    except StoreBusyError as error:
        return WarmupReport(warning=f"{error.message}: it is tried again")


def _lasts(report: WarmupReport, end: datetime) -> bool:
    """Whether all that was asked for is fresh until the end."""
    return report.expires_at is not None and report.expires_at >= end and not report.kept


def _failed(report: WarmupReport) -> bool:
    return report.expires_at is None or any(outcome.error for outcome in report.accounts)


def _pause(report: WarmupReport, options: WarmupOptions, now: datetime) -> timedelta:
    """Until the next round: shortly before the first expiry, and sooner after a failure; both in proportion to the lifetime."""
    lead = min(_LEAD_SECONDS, options.ttl_ms / 4000)
    if report.expires_at is None or _failed(report):
        return timedelta(seconds=min(_RETRY_SECONDS, lead))
    return max(timedelta(seconds=1), report.expires_at - now - timedelta(seconds=lead))


def _sleep_until(moment: datetime, clock: Clock) -> None:
    """Sleep in slices: a machine that is suspended does not count the time, and wakes up late."""
    while (left := (moment - clock.now()).total_seconds()) > 0:
        clock.sleep(min(left, _SLICE_SECONDS))
