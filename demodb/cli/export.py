"""`demodb export`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from demodb.api.export import ExportReport, export
from demodb.cli.common import common, opened, progress
from demodb.cli.output import State, emit, next_step, note, plural, shortened
from demodb.model.suggested import suggested
from demodb.settings import Settings


@click.command("export", epilog="Examples: demodb export --out ../app/data   demodb export --check")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder to write. Default: export.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything differs.")
@common
def command(state: State, settings: Settings, *, out: Path | None, check: bool) -> int:
    """Write plan files, intelligence, customer files, news and manifest.json as the app reads them.

    Each file is replaced atomically and an unchanged one is not touched. A file that somebody changed since it was
    exported is left alone and named: import it first, then export again.
    """
    with opened(settings) as store, progress("Exporting", quiet=state.as_json) as show_progress:
        report = export(store, out or settings.export_dir, check=check, progress=show_progress)
    if state.as_json:
        emit(export_payload(report))
    else:
        for line in export_lines(report):
            click.echo(line)
    print_kept(report)
    next_step(state, _next(state, report))
    return report.exit_code


def _next(state: State, report: ExportReport) -> str:
    if report.kept:
        return suggested("import", report.directory)
    return state.without("--check") if report.check and not report.clean else "demodb status"


def export_payload(report: ExportReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "directory": report.directory,
        "check": report.check,
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "kept": report.kept,
    }


def export_lines(report: ExportReport) -> Iterator[str]:
    """The report for a person."""
    verbs = ("would be written", "would be removed") if report.check else ("written", "removed")
    yield (
        f"{report.directory}: {plural(report.written, 'file')} {verbs[0]}, {report.unchanged:,} unchanged,"
        f" {report.removed:,} {verbs[1]}."
    )
    if report.check:
        yield from shortened(report.differing, "  {}".format, in_json=False)


def print_kept(report: ExportReport) -> None:
    """Name the files that were left alone."""
    for path in report.kept:
        note(click.style("Left alone: ", fg="yellow") + f"{path} was changed since the export, or is not demodb's")
    if report.kept:
        note(f"  Fix: {suggested('import', report.directory)} takes the changes in; or move the files away.")
