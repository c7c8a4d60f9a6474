"""`demodb warmup`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import datetime
from functools import partial

import click

from demodb.api.access import access_of
from demodb.api.keep_warm import KeptWarm, keep_warm
from demodb.api.warmup import (
    PATIENCE_SECONDS,
    AccountOutcome,
    Expected,
    Pace,
    WarmupOptions,
    WarmupReport,
    surroundings_of,
    warmup,
)
from demodb.cli.common import account_names, common, opened, project_story
from demodb.cli.examples import examples
from demodb.cli.output import State, emit, next_step, note, printable, shortened
from demodb.cli.times import MOMENT, SPAN
from demodb.cli.warmup_view import watching
from demodb.clock import Clock
from demodb.model.counts import plural
from demodb.payloads.comparison import comparison_payload
from demodb.payloads.warmup import kept_payload, warmup_payload
from demodb.settings import Settings


@click.command("warmup", epilog=examples("demodb warmup --until 15:30", "demodb warmup Spotify --force", "demodb warmup --all"))
@click.argument("accounts", nargs=-1, shell_complete=account_names)
@click.option("--all", "every", is_flag=True, help="Every account, through the Message Batches API at half the price.")
@click.option(
    "--until",
    type=MOMENT,
    help="Make entries last until then: 15:30 is today, or an ISO date-time. Default: the story's end, if it is near.",
)
@click.option("--ttl", type=SPAN, metavar="SECONDS", help="How long entries are fresh. Default: 1800.")
@click.option("--force", is_flag=True, help="Make everything anew, even what still lasts.")
@click.option("--keep-warm", "keep", is_flag=True, help="Stay, and refresh before anything expires, until --until.")
@click.option("--no-brief", is_flag=True, help="Leave empty what Claude does not fill.")
@click.option("--rules", is_flag=True, help="Make no call at all: briefs by rules.")
@click.option("--model", metavar="NAME", help="The Claude model. Default: the setting `model`.")
@click.option("--spacing", type=click.FloatRange(min=0), metavar="SECONDS", help="Between the starts of calls. Default: 2.")
@click.option("--concurrency", type=click.IntRange(min=1, max=50), metavar="N", help="Calls in flight at once. Default: 3.")
@click.option(
    "--patience",
    type=click.FloatRange(min=0, max=3600),
    metavar="SECONDS",
    default=PATIENCE_SECONDS,
    help="How long a pause that the API asks for is waited for at the end. Default: 180.",
)
@click.option("--dry-run", is_flag=True, help="Show the calls and their estimated tokens; call nothing, write nothing.")
@click.option("--compare", metavar="ACCOUNT", help="Show Claude's cached advice beside the rules'; no call is made.")
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
    rules: bool,
    model: str | None,
    spacing: float | None,
    concurrency: int | None,
    patience: float,
    dry_run: bool,
    compare: str | None,
) -> None:
    """Put plans and intelligence into the cache, fresh for a demo: of the heroes, or of the accounts named.

    Intelligence is by Claude where a key is set, else a brief by rules stands in. What lasts long enough is left alone.
    """
    clock = state.clock
    if compare is not None:
        _show_comparison(state, settings, compare, alone=not any((accounts, every, keep, dry_run, force, until)))
        return
    until = until or _story_end(clock, ttl)
    _check_time(until, clock, keep=keep, dry_run=dry_run)
    _check_accounts(accounts, every=every)
    _check_rules(model, rules=rules, no_brief=no_brief)
    options = WarmupOptions(accounts, every, until, ttl, force, not no_brief, dry_run, rules)
    access = access_of(settings, model=model, pace=_pace(settings, spacing, concurrency, patience))
    with opened(settings) as store, watching("Warming up", quiet=state.as_json) as shown:
        around = surroundings_of(settings, clock, *shown)
        kept = keep_warm(store, options, access, around, told=partial(_round, clock)) if keep else None
        report = kept.report if kept else warmup(store, options, access, around)
    if until:
        print_short(report, until)
    _print(state, report, kept)
    next_step(state, state.without("--dry-run") if dry_run else "demodb status")


def _print(state: State, report: WarmupReport, kept: KeptWarm | None) -> None:
    """The report, and its warning where no round told it."""
    if report.warning and not kept:
        print_warning(report.warning)
    if state.as_json:
        emit(warmup_payload(report) | (kept_payload(kept) if kept else {}))
        return
    for line in (*warmup_lines(report), *([_stopped(kept)] if kept else [])):
        click.echo(line)


def _show_comparison(state: State, settings: Settings, account: str, *, alone: bool) -> None:
    from demodb.api.comparison import compare  # noqa: PLC0415 - of the warm-ups only this one needs it, and rich
    from demodb.cli.comparison_view import comparison_view  # noqa: PLC0415 - it needs rich
    from demodb.cli.plan_view import print_all  # noqa: PLC0415 - it needs rich

    if not alone:
        raise click.UsageError("--compare shows what there is for one account: give it alone")
    with opened(settings) as store:
        found = compare(store, state.clock, account)
    if state.as_json:
        emit(comparison_payload(found))
    else:
        print_all(state, comparison_view(found))
    next_step(state, "demodb status" if found.claude else shlex.join(["demodb", "warmup", account]))


def _pace(settings: Settings, spacing: float | None, concurrency: int | None, patience: float) -> Pace:
    spacing = settings.spacing if spacing is None else spacing
    return Pace(spacing, settings.concurrency if concurrency is None else concurrency, patience=patience)


def _story_end(clock: Clock, ttl: int | None) -> datetime | None:
    """When the story's demo ends, where nothing else is asked for and it is under way or begins within a day."""
    demo = project_story(clock.now()).demo.near(clock.now()) if ttl is None else None
    return demo.until if demo else None


def _check_time(until: datetime | None, clock: Clock, *, keep: bool, dry_run: bool) -> None:
    if until and until <= clock.now():
        raise click.BadParameter(f"{until:%Y-%m-%d %H:%M} is past", param_hint="--until")
    if keep and until is None:
        raise click.UsageError("--keep-warm needs an end: give --until too")
    if keep and dry_run:
        raise click.UsageError("--keep-warm and --dry-run do not go together")


def _check_accounts(accounts: tuple[str, ...], *, every: bool) -> None:
    if every and accounts:
        raise click.UsageError("--all takes every account: name none beside it")


def _check_rules(model: str | None, *, rules: bool, no_brief: bool) -> None:
    if rules and (no_brief or model):
        raise click.UsageError(f"--rules makes briefs and no call: leave {'--no-brief' if no_brief else '--model'} out")


def _round(clock: Clock, report: WarmupReport, again: datetime | None) -> None:
    """What a round did, with its warning, as it ends."""
    next_round = f" Again at {again.astimezone():%H:%M:%S}." if again else ""
    note(f"{clock.now():%H:%M:%S} {summary(report)}{next_round}")
    if report.warning:
        print_warning(report.warning)


def _stopped(kept: KeptWarm) -> str:
    """The last line of keeping warm: when it stopped, and why."""
    why = "all that was asked for lasts to the end" if kept.why == "lasts" else "the end came, and not all lasts beyond it"
    return f"Stopped at {kept.stopped_at.astimezone():%H:%M:%S} after {plural(kept.rounds, 'round')}: {why}."


def print_warning(text: str) -> None:
    """The one line about what Claude did not do."""
    note(click.style("Warning: ", fg="yellow", bold=True) + printable(text))


def print_short(report: WarmupReport, until: datetime) -> None:
    """Name the accounts that do not last until the moment asked for, and say what makes them last."""
    for line in shortened(report.short, lambda outcome: f"{_outcome_ends(outcome)}, and not until {_moment(until)}"):
        print_warning(line)
    if report.short:
        until_then = f"--until {until.isoformat(timespec='minutes')}"
        extend = f"demodb cache extend {until_then} --anyway"
        note(f"  Fix: `demodb warmup {until_then}` once Claude can be called, or `{extend}` for what is there")


def _outcome_ends(outcome: AccountOutcome) -> str:
    ends = f"is fresh until {_moment(outcome.fresh_until)}" if outcome.fresh_until else "is not fresh"
    return f"{printable(outcome.account)} {ends}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def warmup_lines(report: WarmupReport) -> Iterator[str]:
    """The report for a person: what was done, what it took, and the accounts, those with an error first."""
    yield summary(report)
    if report.calls:
        yield _taken(report)
    if not report.accounts:
        yield "No account is marked as a hero: demodb account hero NAME, or demodb warmup NAME."
        return
    if report.dry_run:
        yield from _expected_lines(report)
        return
    failed_first = sorted(report.accounts, key=lambda outcome: outcome.error is None)
    yield ""
    yield f"{'account':<40}{'source':>10}{'seconds':>10}{'attempts':>10}  fresh until"
    yield from shortened(failed_first, _account_line)


def _expected_lines(report: WarmupReport) -> Iterator[str]:
    calls_first = sorted(report.expected, key=lambda one: one.action != "call")
    yield ""
    yield f"{'account':<40}{'would':>6}{'tokens':>9}{'USD, at most':>14}  why"
    yield from shortened(calls_first, _expected_line)


def _expected_line(one: Expected) -> str:
    usd = "not known" if one.cost_usd is None else f"{one.cost_usd:.4f}"
    return f"{printable(one.account)[:39]:<40}{one.action:>6}{one.input_tokens:>9,}{usd:>14}  {one.why}"


def _account_line(outcome: AccountOutcome) -> str:
    until = _moment(outcome.fresh_until) if outcome.fresh_until else "-"
    line = f"{outcome.account[:39]:<40}{outcome.source or '-':>10}{outcome.seconds:>10.1f}{outcome.attempts:>10}  {until}"
    return f"{line}\n  {outcome.error}" if outcome.error else line


def summary(report: WarmupReport) -> str:
    """The run in a line."""
    would = "would be made" if report.dry_run else "made"
    parts = [f"{plural(report.plans, 'plan')}, {report.intelligence:,} intelligence, {plural(report.briefs, 'brief')} {would}"]
    parts += [f"{report.skipped:,} skipped as fresh"] if report.skipped else []
    parts += [f"{report.kept:,} left as it was"] if report.kept else []
    return "; ".join([", ".join(parts), *_lasting(report)]) + "."


def _lasting(report: WarmupReport) -> Iterator[str]:
    """Until when all that was asked for is fresh, or how much of it is not."""
    cold = sum(outcome.fresh_until is None for outcome in report.accounts)
    if report.expires_at:
        yield f"fresh until {_moment(report.expires_at)}"
    elif cold and not report.dry_run:
        yield f"{plural(cold, 'account')} not fresh"


def _taken(report: WarmupReport) -> str:
    usd = None if report.cost_usd is None else f"{report.cost_usd:.4f} USD"
    if report.dry_run:
        most = f"{usd} at most" if usd else "at an unknown price (see [prices] in the settings)"
        return f"{plural(report.calls, 'call')}, about {report.input_tokens:,} tokens in, {most}."
    cost = usd or "at a cost that is not known (see [prices] in the settings)"
    return f"{plural(report.calls, 'call')}, {report.input_tokens:,} tokens in, {report.output_tokens:,} out, {cost}."
