"""The files of an import, recognised before the store is touched, in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from demodb.errors import Problem
from demodb.intake.plans import PlanFile
from demodb.intake.report import ImportReport
from demodb.model.manifest import MANIFEST
from demodb.sources.manifest import Manifest, read_manifest
from demodb.sources.recognise import files_below, recognise
from demodb.sources.records import FileKind, RecognisedFile, Rejected


@dataclass
class Files:
    """The files of an import by kind, and the report that looking at them began."""

    report: ImportReport = field(default_factory=ImportReport)
    portfolios: list[tuple[Path, FileKind]] = field(default_factory=list)
    plans: list[PlanFile] = field(default_factory=list)
    news: list[Path] = field(default_factory=list)
    manifests: list[Manifest] = field(default_factory=list)


def recognised_files(paths: Sequence[Path], ignored: Collection[Path]) -> Files:
    """Look at every file below `paths` but the `ignored`; workbooks come before customer files."""
    files = Files()
    for path in _present(paths, ignored, files.report):
        try:
            file = recognise(path)
            files.report.files[file.kind or "not recognised"] += 1
            _sort(file, files)
        except Rejected as rejected:
            files.report.errors += rejected.problems
            if path.name != MANIFEST:
                files.report.count("customer_record" if path.name.startswith("customers") else "plan_section", "rejected")
    files.portfolios.sort(key=lambda portfolio: portfolio[1] != "workbook")
    return files


def _sort(file: RecognisedFile, files: Files) -> None:
    if file.kind in ("workbook", "customers"):
        files.portfolios.append((file.path, file.kind))
    elif file.kind == "plan" and file.section:
        files.plans.append(PlanFile(file.path, file.section))
    elif file.kind == "news":
        files.news.append(file.path)
    elif file.kind == "manifest":
        files.manifests.append(read_manifest(file.path))
    elif file.kind == "extract":
        files.report.skip(file.path, "an extract without business unit: its customers are counted where they have one")
    elif file.kind == "intelligence":
        files.report.skip(file.path, "intelligence: it lives in the cache, and `demodb warmup` makes it anew")
    else:
        files.report.skip(file.path, file.why)


def _present(paths: Sequence[Path], ignored: Collection[Path], report: ImportReport) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            report.errors.append(Problem(str(path), "", "is not there: check the path"))
    yield from dict.fromkeys(files_below([path for path in paths if path.exists()], ignored))
