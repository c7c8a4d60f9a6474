"""`demodb import`: files into the store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from demodb.intake.files import recognised_files
from demodb.intake.identity import DeclaredNames, joined
from demodb.intake.report import Difference, ImportReport, JoinedNames, Orphan, Replaced, Suggestion
from demodb.intake.run import import_files
from demodb.progress import Progress, silent
from demodb.settings import read_project
from demodb.store.engine import Store, own_files

__all__ = ["DeclaredNames", "Difference", "ImportReport", "JoinedNames", "Orphan", "Replaced", "Suggestion", "import_sources"]


def import_sources(
    store: Store,
    paths: Sequence[Path],
    names: DeclaredNames | None = None,
    *,
    dry_run: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Read files, and everything below folders, into the store in one transaction.

    Files are recognised by their content. A file with an error is left out whole and reported, the others are taken.
    `names` declares aliases and heroes; a folder's own demodb.toml adds to them. With `dry_run` nothing is kept, and the
    report is the one that the import would give. `progress` is told the files done, of all workbooks, customer files, plan
    files and news. Raises StoreError where the store cannot be used.
    """
    projects = [project for path in paths if path.is_dir() and (project := read_project(path))]
    declared = joined([names or DeclaredNames(), *(DeclaredNames(project.aliases, project.heroes) for project in projects)])
    files = recognised_files(paths, own_files(store.engine.url))
    with store.write(keep=not dry_run) as connection:
        report = import_files(connection, files, declared, progress)
    report.dry_run = dry_run
    return report
