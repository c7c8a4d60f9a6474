"""The import: each kind of file in its turn, in one transaction, and one report of it all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from demodb.intake.declared import declare_aliases, declare_apart, declare_heroes, note_spellings
from demodb.intake.files import Files
from demodb.intake.identity import AccountKeys, DeclaredNames, joined, known_keys
from demodb.intake.news import take_news
from demodb.intake.plans import take_plans
from demodb.intake.portfolio import PortfolioIntake
from demodb.intake.report import FilesDone, ImportReport
from demodb.intake.sections import PlanOptions
from demodb.model.origin import TemplateOrigin
from demodb.progress import Progress
from demodb.sources.customers import read_customers
from demodb.sources.manifest import Manifest
from demodb.sources.records import FileKind, Portfolio, Rejected
from demodb.sources.workbook import read_workbook
from demodb.store.connection import Connection
from demodb.store.files import Known, note_read
from demodb.store.portfolio import counts


@dataclass(frozen=True)
class ImportOptions:
    """How files are taken: `at` is the moment in milliseconds since 1970; the rest as in `PlanOptions`."""

    at: int
    replace: bool = False
    generated: bool = False
    strict: bool = False


def import_files(
    connection: Connection, files: Files, names: DeclaredNames, options: ImportOptions, progress: Progress
) -> ImportReport:
    """Take every file into the store; one with an error is left out whole. `progress` is told the files done, of all."""
    report = files.report
    done = FilesDone(len(files.portfolios) + len(files.plans) + len(files.news), progress)
    names = joined([names, *(DeclaredNames(manifest.aliases, manifest.heroes, manifest.apart) for manifest in files.manifests)])
    keys = known_keys(connection, names) if files.any else AccountKeys()
    touched = _take_portfolios(connection, files, keys, report, done) if files.portfolios else set()
    report.records, report.accounts = counts(connection)
    if report.accounts:
        declare_apart(connection, keys, report)
        declare_aliases(connection, names, report)
        declare_heroes(connection, names.heroes, report)
    take_plans(connection, files.plans, _plan_options(files.manifests, options), report, done)
    take_news(connection, files.news, keys, report, done, at=options.at)
    note_read(connection, [Known(file.place, "manifest", file.sha256, read_at=options.at) for file in files.seen_manifests])
    if touched:
        note_spellings(connection, touched, report)
    return report


def _take_portfolios(connection: Connection, files: Files, keys: AccountKeys, report: ImportReport, done: FilesDone) -> set[str]:
    intake = PortfolioIntake(connection, keys, report)
    for file, kind in files.portfolios:
        try:
            intake.add(_portfolio(file.path, kind))
        except Rejected as rejected:
            report.errors += rejected.problems
            report.count("customer_record", "rejected", rejected.records)
        done.add()
    return intake.write()


def _portfolio(path: Path, kind: FileKind) -> Portfolio:
    return read_workbook(path) if kind == "workbook" else read_customers(path)


def _plan_options(manifests: Sequence[Manifest], options: ImportOptions) -> PlanOptions:
    origins = {path: TemplateOrigin(*origin) for manifest in manifests for path, origin in manifest.template_files.items()}
    return PlanOptions(options.at, origins, options.replace, options.generated, options.strict)
