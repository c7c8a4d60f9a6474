"""`demodb warmup`: plans and intelligence into the cache, fresh for the time of a demo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from demodb.advice.excerpt import Occasion
from demodb.cache.cache import Cache
from demodb.clock import Clock, epoch_ms
from demodb.model.lifetimes import Lifetimes
from demodb.progress import Progress, silent, telling
from demodb.settings import Settings
from demodb.store.accounts import account_keys, find_account, heroes
from demodb.store.engine import Store
from demodb.warmup.access import Access, Pace, key_fault
from demodb.warmup.decide import Wanted
from demodb.warmup.inquiry import Inquiry
from demodb.warmup.report import AccountOutcome, WarmupReport
from demodb.warmup.run import TTL_SECONDS, WarmupRun

__all__ = [
    "Access",
    "AccountOutcome",
    "Pace",
    "Surroundings",
    "WarmupOptions",
    "WarmupReport",
    "access_of",
    "keep_warm",
    "lifetimes_of",
    "warmup",
]

UNTIL_MARGIN = timedelta(minutes=10)
"""How much longer than --until entries last: demos run over."""

_LEAD_SECONDS = 300.0
_RETRY_SECONDS = 60.0
NO_KEY = "no ANTHROPIC_API_KEY is set"


@dataclass(frozen=True)
class WarmupOptions:
    """What to warm, and how: `accounts` by name, the heroes by default, `every` for all.

    Entries last until `until` and a margin, else for `ttl` seconds, else for half an hour. `force` makes them anew. Without
    `brief`, nothing stands in where Claude is not there. `dry_run` calls nothing and writes nothing.
    """

    accounts: tuple[str, ...] = ()
    every: bool = False
    until: datetime | None = None
    ttl: int | None = None
    force: bool = False
    brief: bool = True
    dry_run: bool = False

    @property
    def ttl_ms(self) -> int:
        """The lifetime of new intelligence in milliseconds."""
        return (self.ttl or TTL_SECONDS) * 1000


@dataclass(frozen=True)
class Surroundings:
    """What a warm-up works with: the clock, the lifetimes, who is told how far it is, and how often batches are asked (s).

    `sells` says what business units sell, by their names; only Claude is told.
    """

    clock: Clock
    lifetimes: Lifetimes
    progress: Progress = silent
    poll_seconds: float = 15.0
    sells: Mapping[str, str] = field(default_factory=dict)


def access_of(settings: Settings, *, model: str | None = None, pace: Pace | None = None) -> Access | str:
    """How Claude is reached, or why it cannot be; nothing is sent to find out."""
    if settings.api_key is None or not settings.api_key.get_secret_value().strip():
        return NO_KEY
    fault = key_fault(settings.api_key)
    if fault:
        return fault
    chosen = pace or Pace(settings.spacing, settings.concurrency)
    return Access(settings.api_key, model or settings.model, settings.base_url, chosen, prices=settings.prices)


def lifetimes_of(settings: Settings, uniform: Callable[[], float]) -> Lifetimes:
    """The lifetimes that the settings choose; `uniform` draws from 0 to 1 for the jitter of the normal ones."""
    return Lifetimes(settings.cache_mode, uniform)


def warmup(store: Store, options: WarmupOptions, access: Access | str, around: Surroundings) -> WarmupReport:
    """Write plans and intelligence into the cache; what is fresh, made from the same input and lasts long enough is left.

    `access` is how Claude is reached, or the reason why it is not: then, and where Claude fails, what is stale is kept and
    briefs by rules fill what is empty; the report's `warning` says so in a line. Raises UnknownAccountError, StoreError.
    """
    with store.read() as connection:
        marked = {row.key for row in heroes(connection)}
        named = [find_account(connection, name).key for name in options.accounts]
        keys = account_keys(connection) if options.every else sorted(set(named)) or sorted(marked)
    report = WarmupReport(options.dry_run, heroes=len(marked & set(keys)))
    cache = Cache(store, around.clock, around.lifetimes)
    plan_ttl_ms = None if options.ttl is None else options.ttl_ms
    run = WarmupRun(cache, _wanted(options, access, around), report, plan_ttl_ms)
    with telling(lambda: [] if options.dry_run or not report.plans else [f"{report.plans} plans written to the cache"]):
        _warm(run, keys, options, access, around)
    report.warning = _warning(report, access)
    return report


def _warm(run: WarmupRun, keys: Sequence[str], options: WarmupOptions, access: Access | str, around: Surroundings) -> None:
    if not options.dry_run:
        run.cache.sweep()
    if isinstance(access, str):
        _look(run, keys, _nobody_asked)
    elif options.dry_run:
        _look(run, keys, run.expect)
    elif options.every:
        _through_batches(run, keys, access, around)
    else:
        _one_by_one(run, keys, access, around)
    run.finish()


def _wanted(options: WarmupOptions, access: Access | str, around: Surroundings) -> Wanted:
    clock = around.clock
    until = None if options.until is None else epoch_ms(options.until + UNTIL_MARGIN)
    model = None if isinstance(access, str) else access.model
    demo = options.until.astimezone().date() if options.until else None
    occasion = Occasion(clock.today(), demo, around.sells)
    return Wanted(clock.epoch_ms(), options.ttl_ms, until, model, options.force, options.brief, occasion=occasion)


def _look(run: WarmupRun, keys: Sequence[str], make: Callable[[list[Inquiry]], None]) -> None:
    for materials in run.materials(keys):
        make(run.look(materials))


def _nobody_asked(_: list[Inquiry]) -> None:
    """Without a key there are no inquiries."""


def _one_by_one(run: WarmupRun, keys: Sequence[str], access: Access, around: Surroundings) -> None:
    inquiries: list[Inquiry] = []
    _look(run, keys, inquiries.extend)
    if inquiries:
        from demodb.warmup.calling import call_all  # noqa: PLC0415 - the SDK is paid for only where a call is made

        with telling(lambda: [f"intelligence of {sum(one.made for one in inquiries)} of {len(inquiries)} accounts made"]):
            call_all(inquiries, run.wanted, run.cache, access, around.progress)
        run.called(inquiries)


def _through_batches(run: WarmupRun, keys: Sequence[str], access: Access, around: Surroundings) -> None:
    from demodb.warmup.batches import run_batches  # noqa: PLC0415 - the SDK is paid for only where a call is made

    run_batches(run, keys, access, around.progress, around.poll_seconds)


def _warning(report: WarmupReport, access: Access | str) -> str | None:
    failed = [outcome for outcome in report.accounts if outcome.error]
    if isinstance(access, str):
        return f"{access}: {_instead(report)}; set it in the environment or in .env and run demodb warmup again"
    if not failed:
        return None
    first = f"{failed[0].account}: {failed[0].error}"
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    return f"Claude failed for {first}{more}; {_instead(report)}"


def _instead(report: WarmupReport) -> str:
    briefs = "1 brief" if report.briefs == 1 else f"{report.briefs} briefs"
    parts = [f"{briefs} by rules instead" if report.briefs else "", f"{report.kept} kept as it was" if report.kept else ""]
    return ", ".join(part for part in parts if part) or "what is cached is served"


def keep_warm(
    store: Store,
    options: WarmupOptions,
    access: Access | str,
    around: Surroundings,
    *,
    told: Callable[[WarmupReport], None],
) -> WarmupReport:
    """Warm up again before anything expires, until everything lasts until `options.until`; the last report.

    Entries have their own lifetimes, so what changes meanwhile is taken up. `told` gets the report of every round.
    """
    if options.until is None:
        raise ValueError("keep_warm needs an end")
    clock, rounds = around.clock, replace(options, until=None)
    while True:
        report = warmup(store, rounds, access, around)
        told(report)
        rounds = replace(rounds, force=False)
        now = clock.now()
        if now >= options.until or (report.expires_at is not None and report.expires_at >= options.until + UNTIL_MARGIN):
            return report
        clock.sleep(_pause(report, options, now))


def _pause(report: WarmupReport, options: WarmupOptions, now: datetime) -> float:
    """Seconds until the next round: shortly before the first expiry, sooner after a failure, never after the end."""
    end = (options.until - now).total_seconds() if options.until else _RETRY_SECONDS
    left = (report.expires_at - now).total_seconds() if report.expires_at else _RETRY_SECONDS
    lead = min(_LEAD_SECONDS, options.ttl_ms / 4000)
    failed = any(outcome.error for outcome in report.accounts)
    wait = _RETRY_SECONDS if failed else max(1.0, left - lead)
    return max(0.0, min(wait, end))
