"""`demodb prepare`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain, islice, repeat
from pathlib import Path

import click

from demodb.api.by import By
from demodb.api.prepare import STEPS, PrepareReport, Preparing, prepare_project, project_for
from demodb.api.rehearse import hours
from demodb.api.store import Store
from demodb.cli.common import common, in_full, opened, overriding, project_story
from demodb.cli.examples import examples
from demodb.cli.export import export_lines, next_after_export, print_kept
from demodb.cli.import_ import next_after_import, section_lines
from demodb.cli.output import State, emit, next_step, note
from demodb.cli.problem_view import print_problems, print_tally
from demodb.cli.rehearsal_view import hours_text
from demodb.cli.rehearsal_view import summary as summary_of_rehearsal
from demodb.cli.saving import Saving, saved_first
from demodb.cli.seed import seed_lines
from demodb.cli.shift import shift_lines
from demodb.cli.status import status_lines
from demodb.cli.times import AS_OF
from demodb.cli.warmup import print_warning, summary
from demodb.cli.warmup_view import watching
from demodb.environment import user_name
from demodb.model.counts import plural
from demodb.model.story import Window
from demodb.payloads.prepare import prepare_payload
from demodb.settings import PROJECT_FILE, Project, Settings, project_root


@click.command("prepare", epilog=examples("demodb prepare --as-of 2026-12-01"))
@click.option(
    "--as-of",
    type=AS_OF,
    help="The date that template dates count from, earlier ones too. Default: that of the story, else today.",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder to write. Default: export.")
@overriding
@common
@in_full
def command(state: State, settings: Settings, *, as_of: datetime | None, out: Path | None, remove: bool, force: bool) -> int:
    """Import the sources, seed, upgrade and warm up, export, and say whether the demo is ready.

    Without a demodb.toml and with a store that has read no file, the sample portfolio is taken. A second run changes nothing.
    """
    asked = Preparing(
        settings, project_story(state.clock.now()), project_root(Path()), as_of.date() if as_of else None, out, remove, force
    )
    with opened(settings, create=True) as store, watching("Preparing", quiet=state.as_json) as shown:
        show_progress, watcher = shown
        project = _project(store, asked)
        by = By(user_name(), state.clock, show_progress)
        step = lambda _: show_progress(0, 0)  # noqa: E731 - told which step begins
        saved = saved_first(Saving(settings, state.clock, asked.directory), store, "prepare", needed=asked.destroys)
        report = prepare_project(store, project, asked, by, watcher=watcher, step=step)
    if report.imported:
        print_problems(report.imported, verbose=state.verbose)
    if state.as_json:
        emit({**prepare_payload(report), "snapshot": saved})
    else:
        for line in _lines(report, verbose=state.verbose):
            click.echo(line)
    if report.imported:
        print_tally(report.imported)
    if report.warmed.warning:
        print_warning(report.warmed.warning)
    print_kept(report.exported)
    after = next_after_import(state, report.imported) or next_after_export(state, report.exported)
    mending = after or next((blocker.fix for blocker in report.status.blockers), None)
    next_step(state, mending or _after(report, hours(asked.story, state.clock.now())))
    return report.exit_code


def _after(report: PrepareReport, usual: Window) -> str:
    """What comes next where nothing is left to do: a look at what the rehearsal found, in its hours if they are not the usual."""
    rehearsed = report.rehearsed
    if not rehearsed.findings:
        return "demodb show ACCOUNT"
    told = (("--at", rehearsed.window.at, usual.at), ("--until", rehearsed.window.until, usual.until))
    options = (f" {name} {its.isoformat(timespec='minutes')}" for name, its, other in told if abs(its - other) > _MINUTE)
    return f"demodb rehearse{''.join(options)}"


_MINUTE = timedelta(minutes=1)


def _project(store: Store, asked: Preparing) -> Project:
    """The project's own declarations, or those of the sample where there are none."""
    project = project_for(store, asked.settings, asked.root)
    if project is None:
        todo = f"list your files as `sources` in {PROJECT_FILE}, or name them: demodb import PATH"
        message = f"no sources are configured, and the store is empty: {todo}"
        raise click.UsageError(message, click.get_current_context())
    if project is not asked.settings:
        note("No sources are configured and the store is empty: taking the sample portfolio. Your own: demodb init")
    return project


def _lines(report: PrepareReport, *, verbose: bool) -> Iterator[str]:
    yield from _step("import", _imported_lines(report, verbose=verbose))
    yield from _step("seed", islice(seed_lines(report.seeded), 1))
    if report.shifted and report.shifted.changed:
        yield from _step("shift", shift_lines(report.shifted))
    yield from _step("warmup", [summary(report.warmed)])
    yield from _step("export", islice(export_lines(report.exported), 1))
    yield from _step("rehearse", [f"{summary_of_rehearsal(report.rehearsed)}, {hours_text(report.rehearsed)}."])
    yield ""
    yield from status_lines(report.status)


def _step(name: str, lines: Iterable[str]) -> Iterator[str]:
    """What a step did, beside its name."""
    for label, line in zip(chain([name], repeat("")), lines, strict=False):
        yield f"{label:<{_WIDTH}}{line}".rstrip()


_WIDTH = max(map(len, STEPS)) + 2


def _imported_lines(report: PrepareReport, *, verbose: bool) -> Iterator[str]:
    imported = report.imported
    if imported is None:
        yield "no sources are configured, and there is no export of this store: it stands as it is."
        yield f"To have your files read each time, list them as `sources` in {PROJECT_FILE}."
    else:
        records, accounts = plural(imported.records, "customer record"), plural(imported.accounts, "account")
        yield f"{records} of {accounts}; {plural(imported.changes, 'row')} new or changed."
        yield from section_lines(imported, verbose=verbose)
