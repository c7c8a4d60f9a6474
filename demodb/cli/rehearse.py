"""`demodb rehearse`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from demodb.api.rehearse import RehearsalReport, Rehearsing, hours, rehearse, rehearse_account
from demodb.cli.common import account_names, common, in_full, opened, project_story
from demodb.cli.examples import examples
from demodb.cli.named_file import refuse_others
from demodb.cli.output import State, emit, next_step, note, printable
from demodb.cli.rehearsal_view import rehearsal_lines
from demodb.cli.times import MOMENT
from demodb.model.story import Window
from demodb.model.suggested import suggested
from demodb.payloads.rehearsal import rehearsal_payload
from demodb.settings import Settings, project_root

_PAGE_MARK = "<title>Rehearsal "
"""By this a page is known for one, and is written over."""


@click.command(
    "rehearse",
    epilog=examples(
        "demodb rehearse", "demodb rehearse Spotify", "demodb rehearse --at 14:00 --until 15:30 --html rehearsal.html"
    ),
)
@click.argument("account", required=False, shell_complete=account_names)
@click.option(
    "--at", type=MOMENT, help="When the demo begins: 14:00 is today, or an ISO date-time. Default: the story's, else now."
)
@click.option("--until", type=MOMENT, help="When it ends. Default: the story's end, else an hour after the beginning.")
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the findings as one page to send around, without scripts.",
)
@common
@in_full
def command(
    state: State, settings: Settings, account: str | None, *, at: datetime | None, until: datetime | None, page: Path | None
) -> int:
    """Walk through the hours of the demo and say what would go wrong, where, why, and which command mends it.

    The story (story.toml), the cache at every minute, the exported folder, dates, and whatever a board would stumble over, in
    seeded plans and in hand-written ones. What is meant so goes under `ignore` of [rehearse] in demodb.toml.

    With ACCOUNT only what is to be said of that one: nothing of exported folders and of what accounts have in common. That is
    no rehearsal of the demo, and `demodb status` does not tell of it.

    Exit code 0: nothing blocks; 3: something does.
    """
    if page is not None:
        refuse_others(page, _PAGE_MARK, "--html")
    now = state.clock.now()
    story = project_story(now)
    window = hours(story, now, at, until)
    _check(window)
    root = project_root(Path())
    told = (settings.rehearse.ignore, root, settings.export_dir, settings.revenue_period)
    asked = Rehearsing(window, now, story, *told, team=tuple(settings.team.values()))
    with opened(settings) as store:
        report = rehearse(store, asked) if account is None else rehearse_account(store, account, asked)
    if page is not None:
        _write(page, report, now)
    if state.as_json:
        emit(rehearsal_payload(report))
    else:
        for line in rehearsal_lines(report, verbose=state.verbose):
            click.echo(line)
    if report.not_kept:
        note(click.style("Warning: ", fg="yellow") + printable(f"`demodb status` does not know of this: {report.not_kept}"))
    shown = "demodb show ACCOUNT" if account is None else suggested("show", account)
    next_step(state, report.worst.command if report.worst else shown)
    return report.exit_code


def _check(window: Window) -> None:
    if window.until <= window.at:
        raise click.BadParameter(
            f"the demo would end at {window.until:%H:%M}, and begins at {window.at:%H:%M}", param_hint="--until"
        )


def _write(page: Path, report: RehearsalReport, now: datetime) -> None:
    from demodb.cli.rehearsal_page import rehearsal_page  # noqa: PLC0415 - only who sends a page around pays for it

    page.write_text(rehearsal_page(report, now), "utf-8")
    note(f"Written: {page}")
