"""`demodb export`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from demodb.api.export import ExportBy, ExportReport, IntoReport, asked_of, export
from demodb.cli.common import common, opened, overriding, progress
from demodb.cli.examples import examples
from demodb.cli.output import State, emit, next_step, note, printable, shortened
from demodb.cli.saving import Saving, saved_first
from demodb.model.counts import plural
from demodb.model.suggested import suggested
from demodb.payloads.export import export_payload
from demodb.settings import Settings, project_root


@click.command("export", epilog=examples("demodb export --out ../app/data", "demodb export --check"))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder to write. Default: export.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything differs.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="BOOK",
    help="Replace the sheets RR Input and NRR Input of this workbook as well, after a copy of it.",
)
@overriding
@click.option("--at-once", is_flag=True, help="Let all files change in one moment: the folder becomes a link.")
@common
def command(  # noqa: PLR0913 - click passes each option as a parameter
    state: State,
    settings: Settings,
    *,
    out: Path | None,
    check: bool,
    into: Path | None,
    remove: bool,
    force: bool,
    at_once: bool,
) -> int:
    """Write plan files, intelligence, reports, customer files, news and manifest.json as the app reads them.

    Each file is replaced atomically and an unchanged one is not touched. A file that somebody changed since it was
    imported or exported is left alone and named: import it first, then export again.
    """
    how = ExportBy(
        project_root(Path()), state.clock, remove=remove, force=force, at_once=at_once, asked=asked_of(settings), into=into
    )
    with opened(settings) as store, progress("Exporting", quiet=state.as_json) as show_progress:
        directory = out or settings.export_dir
        saved = saved_first(Saving(settings, state.clock, directory), store, "export", needed=how.destroys and not check)
        report = export(store, directory, how, check=check, progress=show_progress)
    if state.as_json:
        emit({**export_payload(report), "snapshot": saved})
    else:
        for line in export_lines(report):
            click.echo(line)
    print_kept(report)
    next_step(state, next_after_export(state, report) or "demodb status")
    return report.exit_code


def next_after_export(state: State, report: ExportReport | None) -> str | None:
    """What an export asks for next: files that others changed first, then those that stayed; None for nothing."""
    if report is None:
        return None
    if report.mergeable:
        return suggested("import", report.directory)
    if report.not_removed:
        return _removing(report)
    return state.without("--check") if report.check and not report.clean else None


def _removing(report: ExportReport) -> str:
    return suggested("export --remove", out=report.directory)


def export_lines(report: ExportReport) -> Iterator[str]:
    """The report for a person."""
    verbs = ("would be written", "would be removed") if report.check else ("written", "removed")
    yield (
        f"{report.directory}: {plural(report.written, 'file')} {verbs[0]}, {report.unchanged:,} unchanged,"
        f" {report.removed:,} {verbs[1]}."
    )
    if report.check:
        yield from shortened(report.differing, "  {}".format, lists_all="")
    if report.into:
        yield f"{report.into.path}: {_became(report.into, check=report.check)}"


def _became(into: IntoReport, *, check: bool) -> str:
    if not into.changed:
        return "its two sheets are as they should be."
    return "its two sheets would be replaced." if check else f"its two sheets are replaced; as it was: {into.copy}"


def print_kept(report: ExportReport) -> None:
    """Name the files that were left alone, and say what was not removed."""
    for path in report.kept:
        note(click.style("Left alone: ", fg="yellow") + printable(f"{path} {report.reasons[path]}"))
    if report.mergeable:
        note(f"  Fix: {suggested('import', report.directory)} takes the changes in; or move the files away.")
    elif report.kept:
        note(f"  Fix: move them away, or {suggested('export --force', out=report.directory)} overwrites what stands in the way.")
    for line in shortened(report.told, printable, lists_all=""):
        note(click.style("Not in the workbook: ", fg="yellow") + line)
    if report.not_removed:
        gone = plural(report.not_removed, "file")
        note(click.style("Not removed: ", fg="yellow") + f"{gone} of accounts that are gone: {report.why_not_removed}")
        note(f"  Fix: look at `demodb account list`; if they may go, {_removing(report)}")
