"""`demodb shift`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from demodb.api.pack_choice import pack_choice
from demodb.api.seed import By, Which
from demodb.api.shift import ShiftReport, shift
from demodb.cli.common import common, narrowed, opened, progress
from demodb.cli.output import State, emit, next_step, note, plural, printable, shortened
from demodb.cli.times import AS_OF
from demodb.environment import user_name
from demodb.settings import Settings


@click.command("shift", epilog="Examples: demodb shift --as-of 2026-12-01   demodb shift --as-of 2026-12-01 --bu Kandy --dry-run")
@click.option("--as-of", type=AS_OF, required=True, help="The date that all others are to count from.")
@narrowed
@click.option("--dry-run", is_flag=True, help="Write nothing, and show the same report.")
@common
def command(
    state: State,
    settings: Settings,
    *,
    as_of: datetime,
    accounts: tuple[str, ...],
    units: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Move the dates of templates, so that they count from another date.

    A date that somebody changed stays, and so does everything that is no date. Sections that were imported, adopted with
    `import --generated` or undone are passed over.
    """
    with opened(settings) as store, progress("Shifting", quiet=state.as_json) as tell:
        choice, by = pack_choice(store, settings.pack, settings.packs), By(user_name(), progress=tell)
        report = shift(store, as_of.date(), choice, Which(accounts, units), dry_run=dry_run, by=by)
    if state.as_json:
        emit(shift_payload(report))
    else:
        for line in shift_lines(report):
            click.echo(line)
    _print_unknown(report)
    next_step(state, state.without("--dry-run") if dry_run and report.sections else "demodb export")


def shift_payload(report: ShiftReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "dryRun": report.dry_run,
        "accounts": report.accounts,
        "asOf": report.as_of.isoformat(),
        "sections": report.sections,
        "moved": report.moved,
        "kept": report.kept,
        "unknown": report.unknown,
    }


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
