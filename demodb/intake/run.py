"""The import: each kind of file in its turn, in one transaction, and one report of it all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from demodb.cache.strays import drop_strays
from demodb.intake.admission import Admission
from demodb.intake.declared import declare_aliases, declare_apart, declare_heroes, note_spellings, settle_spellings
from demodb.intake.failed import note_failed
from demodb.intake.files import PORTFOLIO_KINDS, Files, PortfolioKind
from demodb.intake.identity import AccountKeys, DeclaredNames, joined, known_keys
from demodb.intake.news import NewsOptions, take_news
from demodb.intake.plans import take_plans
from demodb.intake.portfolio import PortfolioChange, PortfolioIntake
from demodb.intake.renames import note_renames
from demodb.intake.report import FilesDone, ImportReport
from demodb.intake.sections import PlanOptions
from demodb.intake.units import UnitNames
from demodb.model.names import match_key
from demodb.model.origin import TemplateOrigin
from demodb.progress import Progress
from demodb.sources.customers import read_customers
from demodb.sources.manifest import Manifest
from demodb.sources.records import Portfolio, Rejected
from demodb.sources.tables import TableSettings, read_csv
from demodb.sources.workbook import read_workbook
from demodb.store.connection import Connection
from demodb.store.files import Known, known_files, note_read
from demodb.store.portfolio import counts, units
from demodb.store.staging import staging


@dataclass(frozen=True)
class ImportOptions:
    """How files are taken: `at` is the moment in milliseconds since 1970.

    `replaces` is a source, by its path in the memory, that the files replace; the rest as in `PlanOptions`.
    """

    at: int
    replace: bool = False
    generated: bool = False
    strict: bool = False
    replaces: str | None = None


def import_files(
    connection: Connection, files: Files, names: DeclaredNames, options: ImportOptions, progress: Progress
) -> ImportReport:
    """Take every file into the store; one with an error is left out whole. `progress` is told the files done, of all."""
    report = files.report
    done = FilesDone(len(files.portfolios) + len(files.plans) + len(files.news), progress)
    note_failed(connection, files, options.at)
    names = joined([names, *(DeclaredNames(manifest.aliases, manifest.heroes, manifest.apart) for manifest in files.manifests)])
    keys = known_keys(connection, names) if files.has_news else AccountKeys()
    change = PortfolioChange()
    if files.portfolios or options.replaces:
        admission = _admission(connection, names, report)
        admission.exports = {os.path.dirname(file.place) for file in files.seen_manifests}  # noqa: PTH120 - as the memory has it
        with staging(connection) as staged:
            intake = PortfolioIntake(connection, keys, admission, report, staged)
            _take_portfolios(connection, files, intake, options.at, done)
            admission.warn()
            change = intake.write(options.at, options.replaces if _may_replace(report) else None)
            note_spellings(connection, staged, report)
    else:
        settle_spellings(connection, report)
    report.records, report.accounts = counts(connection)
    if report.accounts:
        declare_apart(connection, keys, report)
        declare_aliases(connection, names, report)
        declare_heroes(connection, names.heroes, report)
    take_plans(connection, files.plans, _plan_options(files.manifests, options), report, done)
    take_news(connection, files.news, NewsOptions(keys, options.at), report, done)
    note_read(connection, [Known(file.place, "manifest", file.sha256, read_at=options.at) for file in files.seen_manifests])
    note_renames(connection, change, report)
    drop_strays(connection)
    return report


def _admission(connection: Connection, names: DeclaredNames, report: ImportReport) -> Admission:
    known = UnitNames(names.units, report)
    for unit in units(connection).values():
        known.add(unit.name)
    return Admission(connection, known, report, names.names, frozenset(map(match_key, names.not_accounts)))


def _take_portfolios(connection: Connection, files: Files, intake: PortfolioIntake, at: int, done: FilesDone) -> None:
    """Take the records of every portfolio file; one that cannot be taken is remembered as such, and its list stands."""
    known = known_files(connection, [file.place for file, _ in files.portfolios])
    written = {path: file.written_at for path, file in known.items() if file.written_at is not None}
    # What demodb wrote itself comes last: it is measured by what the sources say.
    for file, kind in sorted(files.portfolios, key=lambda portfolio: portfolio[0].place in written):
        memory = Known(file.place, kind, file.sha256, read_at=at, read_with=files.bearing.digest(file.place, kind))
        memory = memory._replace(written_at=written.get(file.place))
        try:
            read = _portfolio(file.path, kind, files.bearing.tables, intake.admission.units)
            intake.add(read, file.path, memory, rest=file.rest)
        except Rejected as rejected:
            if rejected.foreign and not (file.is_named or file.place in known):
                files.report.pass_over(file.path, rejected.foreign)
                done.add()
                continue
            files.report.errors += rejected.problems
            files.report.doubts += rejected.doubts
            files.report.in_rows |= rejected.in_rows
            files.report.count("customer_record", "rejected", rejected.records)
            note_read(connection, [memory._replace(sha256=None, failed=str(rejected.problems[0]))])
        done.add()


def _may_replace(report: ImportReport) -> bool:
    """Whether there is a list, and no fault in it: else the source that it was to replace stays."""
    return not (report.errors or report.left_out) and any(report.files.get(kind) for kind in PORTFOLIO_KINDS)


def _portfolio(path: Path, kind: PortfolioKind, tables: TableSettings, known: UnitNames) -> Portfolio:
    if kind == "customers":
        return read_customers(path, skip_rows=tables.skip_rows)
    return read_workbook(path, tables, known.typed) if kind == "workbook" else read_csv(path, tables)


def _plan_options(manifests: Sequence[Manifest], options: ImportOptions) -> PlanOptions:
    origins = {path: TemplateOrigin(*origin) for manifest in manifests for path, origin in manifest.template_files.items()}
    made = {path: facts for manifest in manifests for path, facts in manifest.made.items()}
    shifted = {path: weeks for manifest in manifests for path, weeks in manifest.shifted.items()}
    return PlanOptions(options.at, origins, options.replace, options.generated, options.strict, made, shifted)
