"""`demodb import`: files into the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from demodb.api.source import gone_warnings, known_path
from demodb.clock import Clock
from demodb.errors import InputError, Problem
from demodb.intake.bearing import Bearing
from demodb.intake.files import MOST_JSON, Looking, Memory, recognised_files
from demodb.intake.identity import DeclaredNames, joined
from demodb.intake.report import (
    Difference,
    Earlier,
    ImportReport,
    JoinedNames,
    LeftOut,
    LeftRecord,
    Orphan,
    Rename,
    Replaced,
    Suggestion,
    TakenIn,
)
from demodb.intake.run import ImportOptions, import_files
from demodb.progress import Progress, silent
from demodb.settings import UPLOADS, Project, Settings, read_project
from demodb.sources.recognise import recognise
from demodb.sources.records import Choice, Doubt, Rejected
from demodb.sources.tables import PLAIN_TABLES, SeenColumn, SeenTable, TableSettings, explain_csv
from demodb.sources.walk import exported_by
from demodb.sources.workbook import explain_workbook
from demodb.store.connection import Connection
from demodb.store.engine import Store, own_files
from demodb.store.files import failed_files, relocate_files, store_name
from demodb.store.remembered import known_contents

__all__ = [
    "KINDS",
    "Choice",
    "ColumnsInDoubtError",
    "DeclaredNames",
    "Difference",
    "Doubt",
    "Earlier",
    "ImportBy",
    "ImportReport",
    "JoinedNames",
    "LeftOut",
    "LeftRecord",
    "Orphan",
    "Rename",
    "Replaced",
    "SeenColumn",
    "SeenTable",
    "Sources",
    "Suggestion",
    "TableSettings",
    "TakenIn",
    "configured_sources",
    "declared_names",
    "explain_tables",
    "import_project",
    "import_sources",
    "sources_of",
]


@dataclass(frozen=True)
class ImportBy:
    """How files are imported.

    `root` is the project's folder, from which the memory counts paths. `replace` takes plan files as they are, over whatever
    there is; `generated` takes them as made by other scripts; with `strict`, two sides in one row are a conflict even in
    different fields. `replaces` names a source whose records the files list instead. With `dry_run` nothing is kept. Of
    `exported`, the folder that this store writes, plan files and news are read, and no lists of customers: these are the
    sources'. A JSON file of more than `most_json` bytes is refused. `tables` is what the settings say of tables. With `asking`,
    columns in doubt end the import before anything is kept, as a ColumnsInDoubtError.
    """

    root: Path = field(default_factory=Path)
    clock: Clock = field(default_factory=Clock)
    replace: bool = False
    generated: bool = False
    strict: bool = False
    replaces: Path | None = None
    dry_run: bool = False
    exported: Path | None = None
    most_json: float = MOST_JSON
    tables: TableSettings = PLAIN_TABLES
    industries: Mapping[str, str] = field(default_factory=dict)
    asking: bool = False

    @property
    def destroys(self) -> bool:
        """Whether something may go that somebody typed, or that a source lists."""
        return bool(self.replace or self.generated or self.replaces) and not self.dry_run

    def options(self, connection: Connection) -> ImportOptions:
        """What the import is told. Raises UnknownValueError where the store does not know the source to be replaced."""
        replaced = known_path(connection, self.replaces, self.root) if self.replaces else None
        return ImportOptions(self.clock.epoch_ms(), self.replace, self.generated, self.strict, replaced)


KINDS: Mapping[str, tuple[str, str]] = {
    "workbook": ("workbook", "workbooks"),
    "table": ("table", "tables"),
    "customers": ("customer file", "customer files"),
    "extract": ("extract", "extracts"),
    "plan": ("plan file", "plan files"),
    "news": ("news file", "news files"),
    "manifest": ("manifest", "manifests"),
    "report": ("report", "reports"),
    "not recognised": ("other file", "other files"),
}
"""What one file, and several, of a kind are called; the kinds of which a report does not speak are left out."""

PLAINLY = ImportBy()


class ColumnsInDoubtError(InputError):
    """Columns for which several titles could be meant: nothing was imported, as somebody can be asked."""

    def __init__(self, problems: Sequence[Problem], doubts: Sequence[Doubt]) -> None:
        super().__init__(problems)
        self.doubts = tuple(doubts)


@dataclass(frozen=True)
class Sources:
    """What to import, the names that are declared for it, the packs of business units and accounts, and industries, by names.

    A JSON file of more than `most_json` bytes is refused. `tables` is what the settings say of tables.
    """

    paths: Sequence[Path]
    names: DeclaredNames
    packs: Mapping[str, str] = field(default_factory=dict)
    most_json: float = MOST_JSON
    tables: TableSettings = PLAIN_TABLES
    industries: Mapping[str, str] = field(default_factory=dict)


def declared_names(project: Project) -> DeclaredNames:
    """The names that a project, or the settings, declare."""
    names, apart = (project.names, project.not_accounts, project.units), dict[str, str]()
    return DeclaredNames(project.aliases, project.heroes, apart, *names)


def sources_of(settings: Settings, root: Path) -> tuple[Path, ...]:
    """The sources that the settings name, and behind them what was uploaded, unless it lies in one of them.

    `root` is the project's folder.
    """
    uploads = root / UPLOADS
    if not uploads.is_dir() or any(uploads.resolve().is_relative_to(source.resolve()) for source in settings.sources):
        return settings.sources
    return (*settings.sources, uploads)


def configured_sources(settings: Settings, root: Path, project: Project | None = None) -> Sources:
    """What the settings say is to be imported, and how; a `project` in their place says which files, and which names."""
    paths, names = (project.sources if project else sources_of(settings, root)), declared_names(project or settings)
    return Sources(paths, names, settings.packs, settings.most_json, TableSettings(settings.tables), settings.industries)


def import_sources(
    store: Store,
    paths: Sequence[Path],
    names: DeclaredNames | None = None,
    how: ImportBy = PLAINLY,
    *,
    progress: Progress = silent,
) -> ImportReport:
    """Read files, and everything below folders, into the store in one transaction.

    Files are recognised by their content. One that still says what it said when it was last read or written is no news. A
    plan file that says something else is merged with what the store says now. A file with an error is left out whole and
    reported, the others are taken. `names` declares aliases and heroes; a folder's own demodb.toml adds to them. `progress`
    is told the files done, of all that may have news. Raises StoreError where the store cannot be used.
    """
    projects = [project for path in paths if path.is_dir() and (project := read_project(path))]
    declared = joined([names or DeclaredNames(), *map(declared_names, projects)])
    return store.retried(partial(_imported, store, paths, declared, how, progress))


def _imported(store: Store, paths: Sequence[Path], declared: DeclaredNames, how: ImportBy, progress: Progress) -> ImportReport:
    bearing = Bearing(how.root, declared, how.tables)
    with store.read() as connection:
        said = known_contents(connection, how.root, bearing.digest)
        failed = [file.path for file in failed_files(connection)]
    memory = Memory(how.root, {} if how.replace or how.generated else said, {*said, *failed})
    looking = Looking(how.exported, how.most_json, bearing)
    files = recognised_files(paths, own_files(store.engine.url), memory, looking)
    with store.write(keep=not how.dry_run) as connection:
        relocate_files(connection, how.root)
        report = import_files(connection, files, declared, how.options(connection), progress)
        report.warnings += gone_warnings(connection, how.root)
        if how.asking and report.doubts:
            raise ColumnsInDoubtError(report.errors, report.doubts)
    report.dry_run = how.dry_run
    return report


def import_project(
    store: Store, sources: Sources, directory: Path, how: ImportBy = PLAINLY, *, progress: Progress = silent
) -> ImportReport | None:
    """Import the sources and then the plans and news in `directory`, if this store wrote it; None where there is neither.

    A folder of another store is not read.
    """
    with store.read() as connection:
        exported = directory if exported_by(directory, store_name(connection)) else None
    paths = [*sources.paths, *([exported] if exported else [])]
    if not paths:
        return None
    how = replace(how, exported=exported, most_json=sources.most_json, tables=sources.tables)
    return import_sources(store, paths, sources.names, how, progress=progress)


def explain_tables(path: Path, tables: TableSettings = PLAIN_TABLES) -> list[SeenTable]:
    """How a CSV file, or a workbook's sheets, would be understood; nothing is imported. Raises InputError for any other file."""
    try:
        kind = recognise(path).kind
        if kind in ("workbook", "table"):
            return explain_workbook(path, tables) if kind == "workbook" else explain_csv(path, tables)
    except Rejected as rejected:
        raise InputError(rejected.problems) from rejected
    raise InputError([Problem(str(path), "", "is neither a workbook nor a CSV file: only their columns can be explained")])
