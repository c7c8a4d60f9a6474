"""`demodb warmup`."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from demodb.api.warmup import (
    AccountOutcome,
    Pace,
    Surroundings,
    WarmupOptions,
    WarmupReport,
    access_of,
    keep_warm,
    lifetimes_of,
    warmup,
)
from demodb.cli.common import MOMENT, account_names, common, opened, progress
from demodb.cli.output import State, emit, next_step, note, plural, shortened
from demodb.clock import Clock
from demodb.settings import Settings


@click.command("warmup", epilog="Examples: demodb warmup --until 15:30   demodb warmup Spotify --force   demodb warmup --all")
@click.argument("accounts", nargs=-1, shell_complete=account_names)
@click.option("--all", "every", is_flag=True, help="Every account, through the Message Batches API at half the price.")
@click.option("--until", type=MOMENT, help="Make entries last until then: 15:30 is today, or an ISO date-time.")
@click.option("--ttl", type=click.IntRange(min=1), metavar="SECONDS", help="How long entries are fresh. Default: 1800.")
@click.option("--force", is_flag=True, help="Make everything anew, even what still lasts.")
@click.option("--keep-warm", "keep", is_flag=True, help="Stay, and refresh before anything expires, until --until.")
@click.option("--no-brief", is_flag=True, help="Leave empty what Claude does not fill.")
@click.option("--model", metavar="NAME", help="The Claude model. Default: the setting `model`.")
@click.option("--spacing", type=click.FloatRange(min=0), metavar="SECONDS", help="Between the starts of calls. Default: 2.")
@click.option("--concurrency", type=click.IntRange(min=1, max=50), metavar="N", help="Calls in flight at once. Default: 3.")
@click.option("--dry-run", is_flag=True, help="Show the calls and their estimated tokens; call nothing, write nothing.")
@common
def command(  # noqa: PLR0913 - click passes each option as a parameter
    state: State,
    settings: Settings,
    *,
    accounts: tuple[str, ...],
    every: bool,
    until: datetime | None,
    ttl: int | None,
    force: bool,
    keep: bool,
    no_brief: bool,
    model: str | None,
    spacing: float | None,
    concurrency: int | None,
    dry_run: bool,
) -> None:
    """Put plans and intelligence into the cache, fresh for a demo: of the heroes, or of the accounts named.

    Intelligence is by Claude where a key is set, else a brief by rules stands in. What lasts long enough is left alone.
    """
    clock = Clock()
    if until and until <= clock.now():
        raise click.BadParameter(f"{until:%Y-%m-%d %H:%M} is past", param_hint="--until")
    _check(accounts, until, every=every, keep=keep, dry_run=dry_run)
    options = WarmupOptions(accounts, every, until, ttl, force, not no_brief, dry_run)
    pace = Pace(settings.spacing if spacing is None else spacing, settings.concurrency if concurrency is None else concurrency)
    access = access_of(settings, model=model, pace=pace)
    with opened(settings) as store, progress("Warming up", quiet=state.as_json) as show_progress:
        around = Surroundings(clock, lifetimes_of(settings, random.random), show_progress, sells=settings.unit_descriptions)
        report = keep_warm(store, options, access, around, told=_round) if keep else warmup(store, options, access, around)
    if report.warning:
        print_warning(report.warning)
    if state.as_json:
        emit(warmup_payload(report))
    else:
        for line in warmup_lines(report):
            click.echo(line)
    next_step(state, state.without("--dry-run") if dry_run else "demodb status")


def _check(accounts: tuple[str, ...], until: datetime | None, *, every: bool, keep: bool, dry_run: bool) -> None:
    if every and accounts:
        raise click.UsageError("--all takes every account: name none beside it")
    if keep and until is None:
        raise click.UsageError("--keep-warm needs an end: give --until too")
    if keep and dry_run:
        raise click.UsageError("--keep-warm and --dry-run do not go together")


def _round(report: WarmupReport) -> None:
    note(f"{Clock().now():%H:%M} {summary(report)}")


def print_warning(text: str) -> None:
    """The one line about what Claude did not do."""
    note(click.style("Warning: ", fg="yellow", bold=True) + text)


def warmup_payload(report: WarmupReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "heroes": report.heroes,
        "plans": report.plans,
        "intelligence": report.intelligence,
        "briefs": report.briefs,
        "skipped": report.skipped,
        "calls": report.calls,
        "inputTokens": report.input_tokens,
        "outputTokens": report.output_tokens,
        "costUsd": report.cost_usd,
        "expiresAt": report.expires_at.astimezone().isoformat(timespec="seconds") if report.expires_at else None,
        "accounts": [asdict(outcome) for outcome in report.accounts],
    }


def warmup_lines(report: WarmupReport) -> Iterator[str]:
    """The report for a person: what was done, what it took, and the accounts, those with an error first."""
    yield summary(report)
    if report.calls:
        yield _taken(report)
    if not report.accounts:
        yield "No account is marked as a hero: demodb account hero NAME, or demodb warmup NAME."
        return
    failed_first = sorted(report.accounts, key=lambda outcome: outcome.error is None)
    yield ""
    yield f"{'account':<40}{'source':>10}{'seconds':>10}{'attempts':>10}"
    yield from shortened(failed_first, _account_line)


def _account_line(outcome: AccountOutcome) -> str:
    line = f"{outcome.account[:39]:<40}{outcome.source or '-':>10}{outcome.seconds:>10.1f}{outcome.attempts:>10}"
    return f"{line}\n  {outcome.error}" if outcome.error else line


def summary(report: WarmupReport) -> str:
    """The run in a line."""
    would = "would be made" if report.dry_run else "made"
    parts = [f"{plural(report.plans, 'plan')}, {report.intelligence:,} intelligence, {plural(report.briefs, 'brief')} {would}"]
    parts += [f"{report.skipped:,} skipped as fresh"] if report.skipped else []
    parts += [f"{report.kept:,} left as it was"] if report.kept else []
    fresh = [f"fresh until {report.expires_at.astimezone():%Y-%m-%d %H:%M}"] if report.expires_at else []
    return "; ".join([", ".join(parts), *fresh]) + "."


def _taken(report: WarmupReport) -> str:
    if report.dry_run:
        return f"{plural(report.calls, 'call')}, about {report.input_tokens:,} tokens in."
    usd = "at an unknown price (see [prices] in the settings)" if report.cost_usd is None else f"{report.cost_usd:.4f} USD"
    return f"{plural(report.calls, 'call')}, {report.input_tokens:,} tokens in, {report.output_tokens:,} out, {usd}."
