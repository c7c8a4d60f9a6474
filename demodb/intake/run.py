"""The import: recognise the files, take them in the order in which they need each other, report all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection

from demodb.errors import Problem
from demodb.intake.names import declare_aliases, declare_heroes, known_aliases, note_spellings
from demodb.intake.news import take_news
from demodb.intake.plans import PlanFile, take_plans
from demodb.intake.portfolio import take_portfolio
from demodb.intake.report import ImportReport, ProjectNames
from demodb.sources.customers import read_customers
from demodb.sources.manifest import Manifest, read_manifest
from demodb.sources.recognise import files_below, recognise
from demodb.sources.records import Kind, Portfolio, Rejected
from demodb.sources.workbook import read_workbook
from demodb.store.plans import TemplateOrigin
from demodb.store.portfolio import counts

Progress = Callable[[str], None]
"""Told what is being read."""


@dataclass
class _Files:
    portfolios: list[tuple[Path, Kind]] = field(default_factory=list)
    plans: list[PlanFile] = field(default_factory=list)
    news: list[Path] = field(default_factory=list)
    manifests: list[Manifest] = field(default_factory=list)


def import_files(connection: Connection, paths: Sequence[Path], names: ProjectNames, progress: Progress) -> ImportReport:
    """Read every file below `paths` into the store; a file with an error is left out whole."""
    report = ImportReport()
    files = _recognised(paths, report)
    names = _declared(names, files.manifests)
    aliases = known_aliases(connection, names)
    touched: set[str] = set()
    for path, kind in files.portfolios:
        progress(str(path))
        try:
            touched |= take_portfolio(connection, _portfolio(path, kind), aliases, report)
        except Rejected as rejected:
            report.errors += rejected.problems
            report.count("customer_record", "rejected", rejected.records)
    declare_aliases(connection, names, report)
    declare_heroes(connection, names.heroes, report)
    progress("account plans")
    take_plans(connection, files.plans, _origins(files.manifests), report)
    progress("news")
    take_news(connection, files.news, aliases, report)
    note_spellings(connection, touched, report)
    report.count("account", "same", max(0, len(touched) - report.tables.get("account", {}).get("new", 0)))
    report.records, report.accounts = counts(connection)
    return report


def _recognised(paths: Sequence[Path], report: ImportReport) -> _Files:
    files = _Files()
    for path in _there(paths, report):
        try:
            found = recognise(path)
        except Rejected as rejected:
            report.errors += rejected.problems
            report.count(_table_of(path), "rejected")
            continue
        report.files[found.kind or "not recognised"] += 1
        if found.kind in ("workbook", "customers"):
            files.portfolios.append((path, found.kind))
        elif found.kind == "plan" and found.section:
            files.plans.append(PlanFile(path, found.section))
        elif found.kind == "news":
            files.news.append(path)
        elif found.kind == "manifest":
            files.manifests.append(read_manifest(path))
        elif found.kind == "extract":
            report.skip(path, "an extract without business unit: its customers are counted where they have one")
        else:
            report.skip(path, found.why)
    files.portfolios.sort(key=lambda file: file[1] != "workbook")
    return files


def _table_of(path: Path) -> str:
    return "customer_record" if path.name.startswith("customers") else "plan_section"


def _there(paths: Sequence[Path], report: ImportReport) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            report.errors.append(Problem(str(path), "", "is not there: check the path"))
    yield from dict.fromkeys(files_below([path for path in paths if path.exists()]))


def _portfolio(path: Path, kind: Kind) -> Portfolio:
    return read_workbook(path) if kind == "workbook" else read_customers(path)


def _declared(names: ProjectNames, manifests: Sequence[Manifest]) -> ProjectNames:
    for manifest in manifests:
        names = replace(
            names, aliases={**manifest.aliases, **names.aliases}, heroes=tuple(dict.fromkeys((*names.heroes, *manifest.heroes)))
        )
    return names


def _origins(manifests: Sequence[Manifest]) -> dict[Path, TemplateOrigin]:
    return {path: TemplateOrigin(*origin) for manifest in manifests for path, origin in manifest.template_files.items()}
