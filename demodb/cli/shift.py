"""`demodb shift`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import click

from demodb.api.pack_choice import pack_choice
from demodb.api.seed import By, Which
from demodb.api.shift import MoveReport, Recent, ShiftReport, recent_of, shift, shift_written
from demodb.cli.common import common, demo_day, narrowed, opened, progress
from demodb.cli.examples import examples
from demodb.cli.output import State, emit, next_step, note, printable, shortened
from demodb.cli.times import AS_OF
from demodb.environment import user_name
from demodb.model.counts import plural
from demodb.payloads.shift import shift_payload, written_payload
from demodb.settings import Settings


@click.command("shift", epilog=examples("demodb shift --as-of 2026-12-01 --bu Kandy", "demodb shift --heroes --dry-run"))
@click.option(
    "--as-of", type=AS_OF, help="The date that others are to count from. Default with --heroes: the story's, else today."
)
@click.option("--heroes", is_flag=True, help="Move the dates of the heroes' imported sections, by whole weeks.")
@click.option("--recent", type=click.IntRange(0), metavar="DAYS", help="How old their newest date may be at most. Default: 7.")
@click.option("--back", is_flag=True, help="Move the dates of imported sections back to what the files say.")
@narrowed
@click.option("--dry-run", is_flag=True, help="Write nothing, and show the same report.")
@common
def command(state: State, settings: Settings, *, as_of: datetime | None, dry_run: bool, **given: Any) -> None:
    """Move the dates of templates, so that they count from another date; or those of hand-written plans, so that they are recent.

    With --as-of the dates of templates move. A date that somebody changed stays, and so does everything that is no date.
    Sections that were imported, adopted with `import --generated` or undone are passed over.

    With --heroes, or --account without --as-of, those of imported sections move, all of an account's by the same number of
    weeks: the newest on which something happened is as recent as --recent says then. The files stay as they are, and say
    nothing new by it; --back takes it away.
    """
    which, day = Which(given["accounts"], given["units"], given["heroes"]), as_of.date() if as_of else None
    recent = recent_of(which, day, given["recent"], back=given["back"], today=day or demo_day(state))
    if recent:
        if which == Which() and not recent.back:
            raise click.UsageError("--recent goes with --heroes, --account or --bu", click.get_current_context())
        _shift_written(state, settings, recent, which, dry_run=dry_run)
    elif day is None:
        raise click.UsageError("give --as-of, --heroes or --account", click.get_current_context())
    else:
        _shift_templates(state, settings, day, which, dry_run=dry_run)


def _shift_written(state: State, settings: Settings, recent: Recent, which: Which, *, dry_run: bool) -> None:
    with opened(settings) as store, progress("Shifting", quiet=state.as_json) as tell:
        report = shift_written(store, recent, which, dry_run=dry_run, by=By(user_name(), state.clock, tell))
    if state.as_json:
        emit(written_payload(report))
    else:
        for line in written_lines(report):
            click.echo(line)
    next_step(state, state.without("--dry-run") if dry_run and report.changed else "demodb export")


_WEEK = 7


def written_lines(report: MoveReport) -> Iterator[str]:
    """The report for a person."""
    for one in report.moved:
        dates = f"{plural(one.dates, 'date')} of {plural(one.sections, 'section')}"
        how = f"{plural(abs(one.weeks), 'week')} {'later' if one.weeks > 0 else 'back'}"
        yield f"{printable(one.account)}: {dates} {how}, {f'{one.shifted:,} in all' if one.shifted else 'as the files say'}."
    would = "would move" if report.dry_run else "moved"
    near = "recent enough as they are" if report.recent.days >= _WEEK - 1 else "as near as whole weeks bring them"
    stays = "as the files say already" if report.recent.back else near
    yield f"{plural(len(report.moved), 'account')} {would}, {report.kept:,} {stays}."


def _shift_templates(state: State, settings: Settings, as_of: date, which: Which, *, dry_run: bool) -> None:
    with opened(settings) as store, progress("Shifting", quiet=state.as_json) as tell:
        choice, by = pack_choice(store, settings.pack, settings.packs), By(user_name(), state.clock, tell)
        report = shift(store, as_of, choice, which, dry_run=dry_run, by=by)
    if state.as_json:
        emit(shift_payload(report))
    else:
        for line in shift_lines(report):
            click.echo(line)
    _print_unknown(report)
    next_step(state, state.without("--dry-run") if dry_run and report.sections else "demodb export")


def shift_lines(report: ShiftReport) -> Iterator[str]:
    """The report for a person."""
    looked_at = f"{plural(report.accounts, 'account')} looked at"
    if not report.sections:
        yield f"No section has to move: {looked_at}."
        return
    would = "would count" if report.dry_run else "count now"
    yield f"{plural(report.sections, 'section')} {would} from {report.as_of}: {plural(report.moved, 'date')} moved; {looked_at}."
    if report.kept:
        yield f"{plural(report.kept, 'date')} that somebody changed {'stays' if report.kept == 1 else 'stay'}."


def _print_unknown(report: ShiftReport) -> None:
    for line in shortened(report.unknown, _unknown_line):
        note(line)
    if report.unknown:
        note("  Fix: put the pack back where the settings say")


def _unknown_line(place: str) -> str:
    return click.style("Left alone: ", fg="yellow") + f"{printable(place)} is of a pack or revision that is not at hand"
