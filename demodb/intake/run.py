"""The import: each kind of file in its turn, in one transaction, and one report of it all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from demodb.intake.files import Files
from demodb.intake.names import declare_aliases, declare_heroes, known_aliases, note_spellings
from demodb.intake.news import take_news
from demodb.intake.plans import Exported, take_plans
from demodb.intake.portfolio import PortfolioIntake
from demodb.intake.report import ImportReport, ProjectNames
from demodb.model.origin import TemplateOrigin
from demodb.sources.customers import read_customers
from demodb.sources.manifest import Manifest
from demodb.sources.records import FileKind, Portfolio, Rejected
from demodb.sources.workbook import read_workbook
from demodb.store.connection import Connection
from demodb.store.portfolio import counts

Progress = Callable[[str], None]
"""Told what is being read."""


def import_files(connection: Connection, files: Files, names: ProjectNames, progress: Progress) -> ImportReport:
    """Take every file into the store; one with an error is left out whole."""
    report = files.report
    names = _declared(names, files.manifests)
    aliases = known_aliases(connection, names)
    intake = PortfolioIntake(connection, aliases, report)
    for path, kind in files.portfolios:
        progress(str(path))
        try:
            intake.add(_portfolio(path, kind))
        except Rejected as rejected:
            report.errors += rejected.problems
            report.count("customer_record", "rejected", rejected.records)
    touched = intake.write()
    report.records, report.accounts = counts(connection)
    if report.accounts:
        declare_aliases(connection, names, report)
        declare_heroes(connection, names.heroes, report)
    progress("account plans")
    take_plans(connection, files.plans, _exported(files.manifests), report)
    progress("news")
    take_news(connection, files.news, aliases, report)
    note_spellings(connection, touched, report)
    return report


def _portfolio(path: Path, kind: FileKind) -> Portfolio:
    return read_workbook(path) if kind == "workbook" else read_customers(path)


def _declared(names: ProjectNames, manifests: Sequence[Manifest]) -> ProjectNames:
    for manifest in manifests:
        names = replace(
            names, aliases={**manifest.aliases, **names.aliases}, heroes=tuple(dict.fromkeys((*names.heroes, *manifest.heroes)))
        )
    return names


def _exported(manifests: Sequence[Manifest]) -> Exported:
    return Exported(
        {path: TemplateOrigin(*origin) for manifest in manifests for path, origin in manifest.template_files.items()},
        {path for manifest in manifests for path in manifest.changed_files},
    )
