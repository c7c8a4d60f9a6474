"""`demodb import`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from demodb.api.import_ import DeclaredNames, Difference, ImportBy, ImportReport, Replaced, import_sources
from demodb.cli.common import common, opened, progress
from demodb.cli.output import State, emit, next_step, note, plural, shortened
from demodb.errors import InputError, Problem
from demodb.settings import Settings, project_root

_KINDS = {
    "workbook": ("workbook", "workbooks"),
    "customers": ("customer file", "customer files"),
    "extract": ("extract", "extracts"),
    "plan": ("plan file", "plan files"),
    "news": ("news file", "news files"),
    "manifest": ("manifest", "manifests"),
    "not recognised": ("other file", "other files"),
}


@click.command("import", epilog="Examples: demodb import portfolio.xlsx account-plans   demodb import . --dry-run")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--dry-run", is_flag=True, help="Write nothing, and show the same report.")
@common
def command(state: State, settings: Settings, paths: tuple[Path, ...], *, dry_run: bool) -> int:
    """Read files, and everything below folders, into the store.

    Workbooks, customer files, plan files and news are recognised by their content. A file with an error is left out
    whole, the others are taken; exit code 4 then. Importing the same twice changes nothing.
    """
    if not any(path.exists() for path in paths):
        raise InputError([Problem(str(path), "", "is not there: check the path") for path in paths])
    names = DeclaredNames(settings.aliases, settings.heroes)
    with opened(settings, create=True, dry_run=dry_run) as store, progress("Reading", quiet=state.as_json) as show_progress:
        how = ImportBy(root=project_root(Path()), dry_run=dry_run)
        report = import_sources(store, paths, names, how, progress=show_progress)
    if state.as_json:
        emit(import_payload(report))
    else:
        for line in import_lines(report):
            click.echo(line)
    print_problems(report)
    next_step(state, "demodb import PATH" if report.errors else "demodb seed")
    return report.exit_code


def import_payload(report: ImportReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "dryRun": report.dry_run,
        "records": report.records,
        "accounts": report.accounts,
        "files": dict(report.files),
        "merged": [{"account": merged.account, "names": list(merged.names)} for merged in report.merged],
        "suggestions": [list(suggestion.accounts) for suggestion in report.suggestions],
        "orphans": [asdict(orphan) for orphan in report.orphans],
        "repairs": [asdict(repair) for repair in report.repairs],
        "replaced": [asdict(replaced) for replaced in report.replaced],
        "differences": [
            {
                "businessUnit": d.business_unit,
                "customer": d.customer,
                "field": d.field,
                "was": d.was,
                "now": d.now,
                "path": d.path,
            }
            for d in report.differences
        ],
        "skipped": [{"path": path, "why": why} for path, why in report.skipped],
        "warnings": list(report.warnings),
        "errors": [asdict(error) for error in report.errors],
        "tables": report.tables,
    }


def import_lines(report: ImportReport) -> Iterator[str]:
    """The report for a person."""
    read = [plural(count, *_KINDS[kind]) for kind, count in report.files.items() if kind in _KINDS]
    yield f"Read {', '.join(read) or 'nothing'}."
    would = "would have" if report.dry_run else "has"
    yield f"The store {would} {plural(report.records, 'customer record')} of {plural(report.accounts, 'account')}."
    yield ""
    yield f"{'table':<16}{'new':>8}{'changed':>9}{'same':>8}{'rejected':>10}"
    for table, tally in report.tables.items():
        yield f"{table:<16}{tally['new']:>8,}{tally['changed']:>9,}{tally['same']:>8,}{tally['rejected']:>10,}"
    yield from _listed("One account under several names", [f"{m.account}: {' = '.join(m.names)}" for m in report.merged])
    yield from _listed("Repaired", [str(repair) for repair in report.repairs])
    yield from replaced_lines(report)
    yield from _listed("Changed by the later source", [_difference(difference) for difference in report.differences])
    yield from _listed("Left out", [f"{path}: {why}" for path, why in report.skipped])


def replaced_lines(report: ImportReport) -> Iterator[str]:
    """Which sections a file took the place of."""
    yield from _listed("Sections replaced", [_replaced(replaced) for replaced in report.replaced])


def _replaced(replaced: Replaced) -> str:
    edited = ", edited since" if replaced.edited else ""
    return f"{replaced.account}: {replaced.section} (was {replaced.origin}{edited}) by {replaced.path}"


def _difference(difference: Difference) -> str:
    if isinstance(difference.was, int | float):
        return f"{difference.customer}: {difference.field} {difference.was:,} -> {difference.now:,} ({difference.path})"
    return f"{difference.customer}: {difference.field} ({difference.path})"


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{title} ({len(lines)}):"
        yield from shortened(lines, "  {}".format)


def print_problems(report: ImportReport) -> None:
    """Orphans, suggestions, warnings and errors, on stderr."""
    for orphan in report.orphans:
        near = f"; nearest: {orphan.nearest}" if orphan.nearest else ""
        fix = f": demodb account alias {Path(orphan.path).stem!r} {(orphan.nearest or 'ACCOUNT')!r}"
        note(click.style("Orphan: ", fg="yellow") + f"{orphan.path} fits no account{near}{fix}")
    for suggestion in report.suggestions:
        note(click.style("Perhaps one account: ", fg="yellow") + " = ".join(suggestion.accounts) + " (demodb account merge)")
    for warning in report.warnings:
        note(click.style("Warning: ", fg="yellow") + warning)
    for error in report.errors:
        note(click.style("Error: ", fg="red", bold=True) + str(error))
    if report.errors:
        count = len({error.path for error in report.errors})
        note(f"{plural(len(report.errors), 'error')} in {plural(count, 'file')}: mend them and import again.")
