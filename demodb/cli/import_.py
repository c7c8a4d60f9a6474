"""`demodb import`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from demodb.api.import_ import (
    KINDS,
    Difference,
    ImportBy,
    ImportReport,
    Replaced,
    TableSettings,
    TakenIn,
    declared_names,
    import_sources,
    sources_of,
)
from demodb.api.upload import Upload, save_upload
from demodb.cli.asking import may_ask, with_answers
from demodb.cli.common import common, in_full, opened, progress
from demodb.cli.examples import examples
from demodb.cli.explained_tables import explained
from demodb.cli.left_view import left_lines
from demodb.cli.output import IN_FULL, State, emit, listed, next_step, note, printable
from demodb.cli.problem_view import print_problems, print_tally, repair_lines
from demodb.cli.saving import Saving, saved_first
from demodb.errors import InputError, Problem
from demodb.model.counts import plural
from demodb.model.toml import toml_text
from demodb.payloads.import_ import import_payload, upload_payload
from demodb.settings import Settings, project_root


@click.command("import", epilog=examples("demodb import portfolio.xlsx account-plans", "demodb import --dry-run"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH...]")
@click.option("--replace", is_flag=True, help="Take the plan files at PATH as they are, over whatever there is.")
@click.option("--generated", is_flag=True, help="Take the plans at PATH as made by other scripts: the next seed upgrades them.")
@click.option("--strict-conflicts", is_flag=True, help="Two sides in one row are a conflict even in different fields.")
@click.option(
    "--replaces", type=click.Path(path_type=Path), metavar="OLD", help="The files list the records that the source OLD listed."
)
@click.option("--bu", metavar="NAME", help="The business unit of rows in tables that name none.")
@click.option("--name", metavar="FILE", help="The name under which a list that is piped in, as PATH -, is saved in uploads/.")
@click.option("--skip-rows", is_flag=True, help="Leave out rows that cannot be read, not their whole file; exit code 4 then.")
@click.option("--explain", is_flag=True, help="Import nothing, and show how the columns of the tables at PATH are understood.")
@click.option("--dry-run", is_flag=True, help="Write nothing, and show the same report.")
@common
@in_full
def command(  # noqa: PLR0913 - one for each option
    state: State,
    settings: Settings,
    paths: tuple[Path, ...],
    *,
    replace: bool,
    generated: bool,
    strict_conflicts: bool,
    replaces: Path | None,
    bu: str | None,
    name: str | None,
    skip_rows: bool,
    explain: bool,
    dry_run: bool,
) -> int:
    """Read files, and everything below folders, into the store; without a PATH the sources of the settings.

    Workbooks, CSV files, customer files, plan files and news are recognised by their content. A file that still says what it said
    is no news. One that says something else is merged with what the store says; see `demodb conflicts`. A file with an
    error is left out whole, the others are taken; exit code 4 then. Importing the same twice changes nothing.
    """
    if (replace or generated or replaces) and not paths:
        raise click.UsageError("name the PATH that is to be taken so", _context())
    upload = _uploaded(settings, paths, name, only_looks=explain or dry_run)
    paths = _present(_with_upload(paths, upload) or configured_sources(settings))
    tables = TableSettings(settings.tables, bu, skip_rows)
    if explain:
        return explained(state, paths, tables)
    how = ImportBy(
        project_root(Path()),
        clock=state.clock,
        replace=replace,
        generated=generated,
        strict=strict_conflicts,
        replaces=replaces,
        dry_run=dry_run,
        most_json=settings.most_json,
        tables=tables,
        asking=may_ask(state) and not dry_run,
    )
    report, saved = with_answers(partial(_imported, state, settings, paths), how)
    _print(state, report, saved, upload)
    _keep_unit(paths, bu)
    next_step(state, next_after_import(state, report) or "demodb seed")
    return report.exit_code


def _keep_unit(paths: Sequence[Path], unit: str | None) -> None:
    """Say how a unit that was given once holds from now on: the next import without it would not know."""
    if unit:
        name = paths[0].name if len(paths) == 1 else "FILE"
        note(printable(f"For every import: unit = {toml_text(unit)} under [tables.{toml_text(name)}] in demodb.toml."))


def _print(state: State, report: ImportReport, saved: str | None, upload: Upload | None) -> None:
    print_problems(report, verbose=state.verbose)
    if state.as_json:
        emit({**import_payload(report), "snapshot": saved, "upload": upload_payload(upload)})
    else:
        for line in import_lines(report, verbose=state.verbose):
            click.echo(line)
    print_tally(report)


def _with_upload(paths: Sequence[Path], upload: Upload | None) -> tuple[Path, ...]:
    return tuple(upload.path if upload and path == _PIPE else path for path in paths)


def _uploaded(settings: Settings, paths: Sequence[Path], name: str | None, *, only_looks: bool) -> Upload | None:
    """What is piped in, saved under its name; None where nothing is."""
    if (_PIPE in paths) != (name is not None):
        raise click.UsageError("give - and --name FILE for a list that is piped in: one needs the other", _context())
    if name is None:
        return None
    if only_looks:
        raise click.UsageError("what is piped in is saved first: --explain and --dry-run need a file", _context())
    upload = save_upload(project_root(Path()), name, sys.stdin.buffer, settings.most_json)
    earlier = f"; what it was before is kept as {upload.earlier}" if upload.earlier else ""
    note(printable(f"Saved as {upload.path}{earlier}."))
    return upload


_PIPE = Path("-")


def _context() -> click.Context:
    return click.get_current_context()


def _imported(state: State, settings: Settings, paths: Sequence[Path], how: ImportBy) -> tuple[ImportReport, str | None]:
    """The report, and the snapshot that was saved first."""
    with (
        opened(settings, create=True, dry_run=how.dry_run) as store,
        progress("Reading", quiet=state.as_json) as show_progress,
    ):
        saved = saved_first(Saving(settings, state.clock), store, "import", needed=how.destroys)
        return import_sources(store, paths, declared_names(settings), how, progress=show_progress), saved


def _present(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The paths, of which at least one has to be there."""
    if not any(path.exists() for path in paths):
        raise InputError([Problem(str(path), "", "is not there: check the path") for path in paths])
    return paths


def configured_sources(settings: Settings) -> tuple[Path, ...]:
    """The sources of the settings; it is wrong use to ask for them where there are none."""
    if not (sources := sources_of(settings, project_root(Path()))):
        message = "no PATH is given and no sources are configured: name files, or list them as `sources` in demodb.toml"
        raise click.UsageError(message, _context())
    return sources


def next_after_import(state: State, report: ImportReport | None) -> str | None:
    """What an import asks for next: its errors first, then that it is kept, then its conflicts; None for nothing."""
    if report is None:
        return None
    if report.errors or report.left_out:
        return "demodb import PATH"
    if report.dry_run:
        return state.without("--dry-run")
    return "demodb conflicts list" if any(taken.conflicts for taken in report.taken_in) else None


def import_lines(report: ImportReport, *, verbose: bool = False) -> Iterator[str]:
    """The report for a person: its lists, and then what fits on a screen."""
    merged = [f"{account.account}: {' = '.join(account.names)}" for account in report.merged]
    lists = [
        *listed("One account under several names", merged, verbose=verbose, lists_all=IN_FULL),
        *listed("Repaired", repair_lines(report.repairs, verbose=verbose), verbose=verbose, lists_all=IN_FULL),
        *section_lines(report, verbose=verbose),
        *listed("Changed by the later source", [*map(_difference, report.differences)], verbose=verbose, lists_all=IN_FULL),
        *listed("Passed over", [f"{path}: {why}" for path, why in report.passed_over], verbose=verbose, lists_all=IN_FULL),
    ]
    if lists:
        yield from (*lists[not lists[0] :], "")
    read = [plural(count, *KINDS[kind]) for kind, count in report.files.items() if kind in KINDS]
    unchanged = f"; {report.unchanged:,} say what they said last" if report.unchanged else ""
    yield f"Read {', '.join(read) or 'nothing'}{unchanged}."
    would = "would have" if report.dry_run else "has"
    yield f"The store {would} {plural(report.records, 'customer record')} of {plural(report.accounts, 'account')}."
    if report.tables:
        yield ""
        yield f"{'table':<16}{'new':>8}{'changed':>9}{'same':>8}{'rejected':>10}"
    for table, tally in report.tables.items():
        yield f"{table:<16}{tally['new']:>8,}{tally['changed']:>9,}{tally['same']:>8,}{tally['rejected']:>10,}"
    if report.not_accounts:
        yield f"{plural(report.not_accounts, 'record')} passed over: the settings say that these are no accounts."


def section_lines(report: ImportReport, *, verbose: bool = False) -> Iterator[str]:
    """What files changed in sections, took the place of, or said nothing new of, and what left its source."""
    earlier = [f"{said.account}: {said.section} stays; {said.path} says an earlier version" for said in report.earlier]
    lists = {
        "Changes taken in": [_taken_in(taken) for taken in report.taken_in],
        "Sections replaced": [_replaced(replaced) for replaced in report.replaced],
        "Earlier versions (`demodb import --replace PATH` goes back to one)": earlier,
    }
    for title, lines in lists.items():
        yield from listed(title, lines, verbose=verbose, lists_all=IN_FULL)
    yield from left_lines(report, verbose=verbose, lists_all=IN_FULL)


def _taken_in(taken: TakenIn) -> str:
    parts = [plural(taken.fields, "change")]
    if taken.conflicts:
        parts.append(f"{plural(taken.conflicts, 'conflict')} (demodb conflicts list)")
    if taken.kept:
        parts.append(f"kept though the file left them out: {', '.join(taken.kept)}")
    made_of = ", made of an earlier version" if taken.earlier else ""
    return f"{taken.account}: {taken.section}: {'; '.join(parts)} ({taken.path}{made_of})"


def _replaced(replaced: Replaced) -> str:
    edited = ", edited since" if replaced.edited else ""
    return f"{replaced.account}: {replaced.section} (was {replaced.origin}{edited}) by {replaced.path}"


def _difference(difference: Difference) -> str:
    if isinstance(difference.was, int | float):
        return f"{difference.customer}: {difference.field} {difference.was:,} -> {difference.now:,} ({difference.path})"
    return f"{difference.customer}: {difference.field} ({difference.path})"
