"""`demodb reset`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from demodb.api.keeping import keeping_of
from demodb.api.reset import ResetReport, reset
from demodb.cli.common import common
from demodb.cli.difference_view import before_line, difference_lines
from demodb.cli.examples import examples
from demodb.cli.moments import local_moment
from demodb.cli.output import State, emit, next_step, note, printable
from demodb.errors import ExitCode
from demodb.model.counts import plural
from demodb.model.suggested import suggested
from demodb.payloads.reset import reset_payload
from demodb.settings import Settings


@click.command("reset", epilog=examples("demodb reset", "demodb reset before-the-board --dry-run"))
@click.argument("name", required=False)
@click.option("--dry-run", is_flag=True, help="Write nothing, and show what would be taken back.")
@common
def command(state: State, settings: Settings, *, name: str | None, dry_run: bool) -> ExitCode:
    """Bring back the store, its cache and the exported files as they were in the snapshot NAME.

    Without NAME it is the last one that was saved by name. What there is now becomes a snapshot first, so nothing is lost.
    What the cache holds lives as long as it had left. A reset that is killed is completed by the next command.
    """
    report = reset(settings.db, keeping_of(settings, clock=state.clock), name, dry_run=dry_run)
    if state.as_json:
        emit(reset_payload(report))
    else:
        for line in reset_lines(report):
            click.echo(line)
    for path, why in report.files.left.items():
        note(click.style("Left alone: ", fg="yellow") + printable(f"{report.snapshot.folder.place}/{path} {why}"))
    if report.files.left and not report.files.mergeable:
        note("  Fix: move them away, and reset again.")
    next_step(state, state.without("--dry-run") if dry_run else _next_after(report))
    return report.exit_code


def _next_after(report: ResetReport) -> str:
    if report.files.mergeable:
        return suggested("import", report.snapshot.folder.place)
    return suggested("reset", report.snapshot.name) if report.files.left else "demodb status"


def reset_lines(report: ResetReport) -> Iterator[str]:
    """The report for a person: what was taken back, and where it is now."""
    yield from difference_lines(report.differences)
    snapshot, files = report.snapshot, report.files
    said = f"the snapshot {snapshot.name} of {local_moment(snapshot.at)}"
    if report.dry_run:
        yield f"The store would be as in {said}; {plural(files.written, 'exported file')} would change."
        return
    yield f"The store is as in {said}; {plural(files.written, 'exported file')} written, {files.removed:,} removed."
    if report.damaged:
        yield f"The store that was there is damaged: it lies in {printable(report.damaged)} now."
    if report.before and report.before.name != snapshot.name:
        yield before_line(report.before)
