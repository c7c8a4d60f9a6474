"""`demodb sync`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from demodb.api.export import asked_of
from demodb.api.import_ import configured_sources
from demodb.api.sync import SyncBy, SyncReport, sync, watch
from demodb.cli.common import common, in_full, opened, overriding, progress
from demodb.cli.examples import examples
from demodb.cli.export import export_lines, next_after_export, print_kept
from demodb.cli.import_ import import_lines, next_after_import, section_lines
from demodb.cli.output import State, emit, next_step, note
from demodb.cli.problem_view import print_problems, print_tally
from demodb.cli.saving import Saving, saved_first
from demodb.model.counts import plural
from demodb.payloads.sync import sync_payload
from demodb.settings import Settings, project_root


@click.command("sync", epilog=examples("demodb sync", "demodb sync --watch"))
@click.option("--watch", "watching", is_flag=True, help="Go on as files change, until Ctrl-C.")
@click.option("--dry-run", is_flag=True, help="Write nothing, and show what the import would take in.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder to write. Default: export.")
@overriding
@common
@in_full
def command(  # noqa: PLR0913 - click passes each option as a parameter
    state: State, settings: Settings, *, watching: bool, dry_run: bool, out: Path | None, remove: bool, force: bool
) -> int:
    """Take in what the sources and the app's files say, merge it with the store, and export.

    With --watch a round follows whenever files have changed and half a second has passed; Ctrl-C ends it with the exit
    code of the last round, or with 130 where it meets one at work. With --json each round is one object.
    """
    if watching and dry_run:
        raise click.UsageError("give --watch or --dry-run, not both", click.get_current_context())
    root = project_root(Path())
    sources = configured_sources(settings, root)
    directory, how = out or settings.export_dir, SyncBy(root, state.clock, remove, force, dry_run, asked_of(settings))
    with opened(settings, create=True, dry_run=dry_run) as store:
        saved = saved_first(
            Saving(settings, state.clock, directory), store, "sync", needed=how.exporting.destroys and not dry_run
        )
        if watching:
            rounds = _Rounds(state, saved)
            note(f"Watching {', '.join(map(str, (*sources.paths, directory)))}; Ctrl-C ends it.")
            code = watch(store, sources, directory, how, tell=rounds.tell)
            note(f"Stopped after {plural(rounds.count, 'round')}.")
            return code
        with progress("Syncing", quiet=state.as_json) as show_progress:
            report = sync(store, sources, directory, how, progress=show_progress)
    _print(state, report, list(_lines(report, verbose=state.verbose)), saved)
    asked = next_after_import(state, report.imported) or next_after_export(state, report.exported)
    next_step(state, asked or "demodb status")
    return report.exit_code


class _Rounds:
    """Tells the rounds of a watch as they end."""

    def __init__(self, state: State, saved: str | None) -> None:
        self._state, self._saved, self.count = state, saved, 0

    def tell(self, report: SyncReport) -> None:
        """Print what a round did; one that had nothing to do is passed over, but the first."""
        self.count += 1
        if report.changes or self.count == 1:
            lines = [f"  {line}" for line in _short_lines(report, verbose=self._state.verbose)]
            _print(self._state, report, [f"{self._state.clock.now():%H:%M:%S}", *lines], self._saved)


def _print(state: State, report: SyncReport, lines: list[str], saved: str | None) -> None:
    if report.imported:
        print_problems(report.imported, verbose=state.verbose)
    if state.as_json:
        emit({**sync_payload(report), "snapshot": saved})
    else:
        click.echo("\n".join(lines))
    if report.exported:
        print_kept(report.exported)
    if report.imported:
        print_tally(report.imported)


def _lines(report: SyncReport, *, verbose: bool) -> Iterator[str]:
    yield from (
        import_lines(report.imported, verbose=verbose)
        if report.imported
        else ("Nothing to read: no sources, and no export of this store.",)
    )
    if report.exported:
        yield ""
        yield from export_lines(report.exported)


def _short_lines(report: SyncReport, *, verbose: bool) -> Iterator[str]:
    if report.imported:
        yield f"{plural(report.imported.changes, 'row')} new or changed."
        yield from filter(None, section_lines(report.imported, verbose=verbose))
    if report.exported:
        yield from export_lines(report.exported)
