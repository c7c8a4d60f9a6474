"""`demodb status`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import click

from demodb.api.status import Asked, ConcernGroup, Rehearsed, StatusReport, asked_of, grouped, status
from demodb.cli.common import common, opened, project_story
from demodb.cli.examples import examples
from demodb.cli.output import State, emit, next_step, printable
from demodb.cli.times import MOMENT
from demodb.model.counts import plural
from demodb.payloads.status import status_payload
from demodb.settings import Settings, project_root


@click.command("status", epilog=examples("demodb status --at 14:00", "demodb status --watch", "demodb status --json | jq .ready"))
@click.option(
    "--at", type=MOMENT, help="When the demo begins: 14:00 is today, or an ISO date-time. Default: the story's time, else now."
)
@click.option(
    "--watch",
    "seconds",
    is_flag=False,
    flag_value="5",
    type=click.FloatRange(min=0.2, max=3600),
    metavar="[SECONDS]",
    help="Stay, and look again every few seconds, until Ctrl-C. Default: 5.",
)
@common
def command(state: State, settings: Settings, *, at: datetime | None, seconds: float | None) -> int:
    """Say whether the demo is ready: what is there, what blocks, and the command that mends it.

    The heroes are judged by what the cache, as it is now, will have for them at that time.

    With --watch the screen is drawn anew in its place; without a terminal, and with --json, each round is a block or an
    object of its own. Ctrl-C ends it with the exit code of the last round.

    Exit code 0: ready; 3: not ready.
    """
    with opened(settings) as store:
        if seconds is not None:
            return _watched(state, lambda: status(store, _asked(state, settings, at)), seconds)
        report = status(store, _asked(state, settings, at))
    if state.as_json:
        emit(status_payload(report))
    else:
        for line in status_lines(report):
            click.echo(line)
    next_step(state, report.blockers[0].fix if report.blockers else "demodb show ACCOUNT")
    return report.exit_code


def _watched(state: State, look: Callable[[], StatusReport], seconds: float) -> int:
    from demodb.cli.status_watch import screen, watch_status  # noqa: PLC0415 - only who stays waits for rich

    if state.as_json:
        return watch_status(look, lambda report, _: emit(status_payload(report)), state.clock, seconds)
    with screen(state) as show:
        return watch_status(look, show, state.clock, seconds)


def _asked(state: State, settings: Settings, at: datetime | None) -> Asked:
    return asked_of(settings, project_story(state.clock.now()), project_root(Path()), state.clock.now(), at)


def status_lines(report: StatusReport) -> Iterator[str]:
    """The report for a person, on one screen."""
    verdict = click.style("READY", fg="green", bold=True) if report.ready else click.style("NOT READY", fg="red", bold=True)
    yield f"{verdict}  at {report.at:%Y-%m-%d %H:%M}"
    yield ""
    departed = f", {report.departed:,} departed" if report.departed else ""
    shifted = f", {report.shifted:,} with moved dates" if report.shifted else ""
    total = f"{plural(report.records, 'record')}, {plural(report.accounts, 'account')}, {report.complete:,} complete"
    yield f"{total}{departed}{shifted}"
    yield _heroes(report)
    yield rehearsed_line(report.rehearsed)
    yield ""
    origins = sorted({origin for counts in report.sections.values() for origin in counts})
    yield f"{'section':<16}" + "".join(f"{origin:>10}" for origin in origins) + f"{'missing':>10}"
    for section, counts in report.sections.items():
        lacking = report.lacking[section]
        yield f"{section:<16}" + "".join(f"{counts.get(origin, 0):>10,}" for origin in origins) + f"{lacking:>10,}"
    yield from _concerns("Blocks", "red", grouped(report.blockers, report.lacking))
    yield from _concerns("Warns", "yellow", grouped(report.warnings, report.lacking))


def rehearsed_line(rehearsed: Rehearsed | None) -> str:
    """The last rehearsal in a line: when, how much it found, the worst, and whether the store has changed since."""
    if rehearsed is None:
        return "never rehearsed: demodb rehearse"
    counts = (plural(rehearsed.blockers, "blocker"), plural(rehearsed.warnings, "warning"), plural(rehearsed.hints, "hint"))
    worst = f"; the worst: {rehearsed.worst} {rehearsed.account or ''}".rstrip() if rehearsed.worst else ""
    since = "; the store has changed since" if rehearsed.changed else ""
    return printable(f"rehearsed {rehearsed.at.astimezone():%Y-%m-%d %H:%M}: {', '.join(counts)}{worst}{since}")


def _heroes(report: StatusReport) -> str:
    count = plural(report.heroes, "hero", "heroes")
    if not report.heroes:
        return count
    by_warmth = report.by_warmth
    states = (
        f"{by_warmth['warm']} warm, {by_warmth['stale']} stale, {by_warmth['rules']} by rules, {by_warmth['missing']} missing"
    )
    last = f"; fresh until {report.lasts_until:%Y-%m-%d %H:%M}" if report.lasts_until else ""
    return f"{count}: {states}{last}"


def _concerns(title: str, color: str, groups: Iterable[ConcernGroup]) -> Iterator[str]:
    for group in groups:
        yield ""
        yield click.style(f"{title}: ", fg=color, bold=True) + printable(group.message)
        yield f"  Fix: {printable(group.fix)}"
