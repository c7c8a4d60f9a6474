"""`demodb warmup`: plans and intelligence into the cache, fresh for the time of a demo."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from demodb.advice.excerpt import Occasion
from demodb.cache.cache import Cache
from demodb.cache.strays import drop_strays
from demodb.clock import Clock, epoch_ms
from demodb.model.lifetimes import WARMUP_SECONDS, Lifetimes
from demodb.model.material import RevenuePeriod
from demodb.progress import Progress, Stage, Watcher, silent, telling, unwatched
from demodb.settings import Settings
from demodb.store.accounts import account_keys, find_account, heroes
from demodb.store.calls import open_batches
from demodb.store.engine import Store
from demodb.warmup.access import PATIENCE_SECONDS, Access, Pace
from demodb.warmup.decide import Wanted
from demodb.warmup.expected import Expected
from demodb.warmup.inquiry import Inquiry
from demodb.warmup.outcome import CallFailure
from demodb.warmup.report import AccountOutcome, WarmupReport
from demodb.warmup.run import PLAN_KIND, WarmupRun
from demodb.warmup.taking_in import TakenIn
from demodb.warmup.watching import Watching

__all__ = [
    "PATIENCE_SECONDS",
    "UNTIL_MARGIN",
    "Access",
    "AccountOutcome",
    "Expected",
    "Pace",
    "Surroundings",
    "WarmupOptions",
    "WarmupReport",
    "lifetimes_of",
    "surroundings_of",
    "warmup",
]

UNTIL_MARGIN = timedelta(minutes=10)
"""How much longer than --until entries last: demos run over."""

BY_RULES = "--rules was given"


@dataclass(frozen=True)
class WarmupOptions:
    """What to warm, and how: `accounts` by name, the heroes by default, `every` for all.

    Entries last until `until` and a margin, else for `ttl` seconds, else for half an hour. `force` makes them anew. Without
    `brief`, nothing stands in where Claude is not there. With `rules`, Claude is not asked at all. `dry_run` calls nothing and
    writes nothing.
    """

    accounts: tuple[str, ...] = ()
    every: bool = False
    until: datetime | None = None
    ttl: int | None = None
    force: bool = False
    brief: bool = True
    dry_run: bool = False
    rules: bool = False

    @property
    def ttl_ms(self) -> int:
        """The lifetime of new intelligence in milliseconds."""
        return (self.ttl or WARMUP_SECONDS) * 1000


@dataclass(frozen=True)
class Surroundings:
    """What a warm-up works with: the clock, the lifetimes, who is told how far it is, and how often batches are asked (s).

    `watcher` is told of each account that Claude is asked for: that it waits, and until when, that it is called, that it is done.
    `sells` says what business units sell, by their names; only Claude is told. `revenue_period` says how recurring revenue is
    told.
    """

    clock: Clock
    lifetimes: Lifetimes
    progress: Progress = silent
    watcher: Watcher = unwatched
    poll_seconds: float = 15.0
    sells: Mapping[str, str] = field(default_factory=dict)
    revenue_period: RevenuePeriod = "year"

    @property
    def watching(self) -> Watching:
        """Those who are told."""
        return Watching(self.progress, self.watcher)


def lifetimes_of(settings: Settings, uniform: Callable[[], float]) -> Lifetimes:
    """The lifetimes that the settings choose; `uniform` draws from 0 to 1 for the jitter of the normal ones."""
    return Lifetimes(settings.cache_mode, uniform)


def surroundings_of(
    settings: Settings,
    clock: Clock,
    progress: Progress = silent,
    watcher: Watcher = unwatched,
    *,
    sells: Mapping[str, str] | None = None,
) -> Surroundings:
    """What the settings have a warm-up work with; `sells` in the place of what they say of business units."""
    told = settings.unit_descriptions if sells is None else sells
    lifetimes = lifetimes_of(settings, random.random)
    return Surroundings(clock, lifetimes, progress, watcher, sells=told, revenue_period=settings.revenue_period)


def warmup(store: Store, options: WarmupOptions, access: Access | str, around: Surroundings) -> WarmupReport:
    """Write plans and intelligence into the cache; what is fresh, made from the same input and lasts long enough is left.

    `access` is how Claude is reached, or the reason why it is not: then, and where Claude fails, what is stale is kept and
    briefs by rules fill what is empty; the report's `warning` says so in a line. Raises UnknownAccountError, StoreError.
    """
    access = BY_RULES if options.rules else access
    with store.read() as connection:
        marked = {row.key for row in heroes(connection)}
        named = [find_account(connection, name).key for name in options.accounts]
        keys = account_keys(connection) if options.every else sorted(set(named)) or sorted(marked)
    report = WarmupReport(options.dry_run, heroes=len(marked & set(keys)))
    cache = Cache(store, around.clock, around.lifetimes)
    plan_ttl_ms = None if options.ttl is None else options.ttl_ms
    run = WarmupRun(cache, _wanted(options, access, around), report, plan_ttl_ms)
    with telling(lambda: [] if options.dry_run else _written(report.plans, run.written_briefs)):
        _warm(run, keys, options, access, around)
    report.short = _short(report, options.until)
    report.warning = _warning(report, access)
    return report


def _written(plans: int, briefs: int) -> list[str]:
    """What stands in the cache before the first call."""
    counts = [f"{count} {noun}" for count, noun in ((plans, "plans"), (briefs, "briefs by rules")) if count]
    return [f"{' and '.join(counts)} written to the cache"] if counts else []


def _warm(run: WarmupRun, keys: Sequence[str], options: WarmupOptions, access: Access | str, around: Surroundings) -> None:
    if not options.dry_run:
        run.cache.sweep()
        run.cache.store.run(drop_strays)
    if isinstance(access, str):
        _look(run, keys, _nobody_asked)
    elif options.dry_run:
        _look(run, keys, partial(run.expect, access=access, batch=options.every))
    elif options.every:
        _through_batches(run, keys, access, around)
    else:
        _one_by_one(run, keys, access, around)
    run.finish()


def _short(report: WarmupReport, until: datetime | None) -> list[AccountOutcome]:
    """The accounts that do not last until the moment asked for."""
    if until is None or report.dry_run:
        return []
    return [outcome for outcome in report.accounts if outcome.fresh_until is None or outcome.fresh_until < until]


def _wanted(options: WarmupOptions, access: Access | str, around: Surroundings) -> Wanted:
    clock = around.clock
    until = None if options.until is None else epoch_ms(options.until + UNTIL_MARGIN)
    model = None if isinstance(access, str) else access.model
    demo = options.until.astimezone().date() if options.until else None
    occasion = Occasion(clock.today(), demo, around.sells, around.revenue_period)
    plan_ms = around.lifetimes.mean_ms(PLAN_KIND) if options.ttl is None else options.ttl_ms
    return Wanted(clock.epoch_ms(), options.ttl_ms, plan_ms, until, model, options.force, options.brief, occasion=occasion)


def _look(run: WarmupRun, keys: Sequence[str], make: Callable[[list[Inquiry]], None]) -> None:
    for materials in run.materials(keys):
        make(run.look(materials))


def _nobody_asked(_: list[Inquiry]) -> None:
    """Without a key there are no inquiries."""


def _one_by_one(run: WarmupRun, keys: Sequence[str], access: Access, around: Surroundings) -> None:
    inquiries: list[Inquiry] = []
    _look(run, keys, inquiries.extend)
    if not inquiries:
        return
    for inquiry in inquiries:
        around.watcher(Stage(inquiry.material.name, "waiting"))
    failure = _offline(access, around)
    for inquiry in inquiries:
        inquiry.failure = failure
    if not failure:
        from demodb.warmup.calling import call_all  # noqa: PLC0415 - the SDK is paid for only where a call is made

        with telling(lambda: [f"intelligence of {sum(one.made for one in inquiries)} of {len(inquiries)} accounts made"]):
            call_all(inquiries, run.wanted, run.cache, access, around.watching)
    run.called(inquiries)


def _through_batches(run: WarmupRun, keys: Sequence[str], access: Access, around: Surroundings) -> None:
    asked: list[str] = []
    # All briefs stand before the first account is handed over.
    _look(run, keys, lambda inquiries: asked.extend(inquiry.material.key for inquiry in inquiries))
    with run.cache.store.read() as connection:
        under_way = open_batches(connection)
    if not asked and not under_way:
        return
    failure = _offline(access, around)
    if failure:
        run.taken_in(TakenIn(), asked, failure)
    else:
        from demodb.warmup.batches import run_batches  # noqa: PLC0415 - the SDK is paid for only where a call is made

        run_batches(run, asked, access, around.watching, around.poll_seconds)


def _offline(access: Access, around: Surroundings) -> CallFailure | None:
    """Why nobody is reached, None where there is a network."""
    from demodb.warmup.reach import offline  # noqa: PLC0415 - the library of HTTP is paid for only where a call is to be made

    return offline(access, around.clock.sleep)


def _warning(report: WarmupReport, access: Access | str) -> str | None:
    if access == BY_RULES:
        return None
    if report.offline:
        return f"no network: {_standing(report)}; {report.offline}: run demodb warmup again when it can be reached"
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


def _standing(report: WarmupReport) -> str:
    """What the accounts that Claude was not asked for are served."""
    sources = Counter(outcome.source for outcome in report.accounts if outcome.error)
    briefs, answers = sources["rules"], sources["claude"]
    parts = [
        f"{briefs} brief{'s' * (briefs != 1)} stand{'s' * (briefs == 1)}" if briefs else "",
        f"{answers} by Claude kept as {'it was' if answers == 1 else 'they were'}" if answers else "",
        f"nothing for {sources[None]}" if sources[None] else "",
    ]
    return ", ".join(filter(None, parts))
