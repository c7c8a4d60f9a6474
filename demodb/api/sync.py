"""`demodb sync`: what files say into the store, merged, and what the store says into the files; once, or as files change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from demodb.api.export import AS_USUAL, Asked, ExportBy, ExportReport, export
from demodb.api.import_ import ImportBy, ImportReport, Sources, import_project
from demodb.clock import Clock
from demodb.errors import ExitCode
from demodb.model.paths import project_path
from demodb.progress import Progress, silent, telling
from demodb.sources.watching import settled_changes
from demodb.store.engine import Store, own_files
from demodb.store.files import known_files

__all__ = ["SyncBy", "SyncReport", "sync", "watch"]


@dataclass(frozen=True)
class SyncBy:
    """How files and the store are brought together: `root`, `clock` and `dry_run` as in ImportBy, the rest as in ExportBy."""

    root: Path = field(default_factory=Path)
    clock: Clock = field(default_factory=Clock)
    remove: bool = False
    force: bool = False
    dry_run: bool = False
    asked: Asked = AS_USUAL

    @property
    def importing(self) -> ImportBy:
        """How the import is told."""
        return ImportBy(self.root, self.clock, dry_run=self.dry_run)

    @property
    def exporting(self) -> ExportBy:
        """How the export is told."""
        return ExportBy(self.root, self.clock, remove=self.remove, force=self.force, asked=self.asked)


PLAINLY = SyncBy()


@dataclass(frozen=True)
class SyncReport:
    """What a round did: the import, None where there was nothing to read, and the export, None in a dry run."""

    imported: ImportReport | None
    exported: ExportReport | None

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with: the first that is not "done", of the import's and the export's."""
        codes = (report.exit_code for report in (self.imported, self.exported) if report)
        return next(filter(None, codes), ExitCode.DONE)

    @property
    def changes(self) -> bool:
        """Whether it wrote anything, or has something to tell."""
        wrote = self.exported is not None and (self.exported.written or self.exported.removed)
        read = self.imported is not None and (self.imported.changes or self.imported.taken_in or self.imported.earlier)
        return bool(wrote or read or self.exit_code)


def sync(store: Store, sources: Sources, directory: Path, how: SyncBy = PLAINLY, *, progress: Progress = silent) -> SyncReport:
    """Import the sources and what the app wrote into `directory`, and export to it: both sides say the same afterwards.

    A change in a file and one in the store are merged as `import_sources` says. In a dry run nothing is kept and nothing
    exported: the report is that of the import. Raises StoreError where the store cannot be used.
    """
    imported = import_project(store, sources, directory, how.importing, progress=progress)
    if how.dry_run:
        return SyncReport(imported, None)
    with telling(lambda: ["what the files say is in the store"]):
        return SyncReport(imported, export(store, directory, how.exporting))


def watch(
    store: Store,
    sources: Sources,
    directory: Path,
    how: SyncBy = PLAINLY,
    *,
    tell: Callable[[SyncReport], None],
    stop: Event | None = None,
) -> ExitCode:
    """Sync, and again whenever files have changed and settled, until Ctrl-C or until `stop` is set.

    `tell` gets the report of each round. What a round itself writes starts no other one. Gives what the last round ended
    with. Ctrl-C that meets a round at work, or comes before the first one has ended, raises KeyboardInterrupt.
    """
    directory.mkdir(parents=True, exist_ok=True)
    last: SyncReport | None = None
    at_work = True
    try:
        for changed in settled_changes([*sources.paths, directory], own_files(store.engine.url), stop):
            if last is None or _is_news(store, changed, how.root):
                at_work = True
                last = sync(store, sources, directory, replace(how, dry_run=False))
                at_work = False
                tell(last)
    except KeyboardInterrupt:
        if at_work:
            raise
    return last.exit_code if last else ExitCode.DONE


def _is_news(store: Store, changed: Collection[Path], root: Path) -> bool:
    """Whether one of these files says something else than what it was last read or written with."""
    places = {project_path(path, root): path for path in changed}
    with store.read() as connection:
        known = known_files(connection, list(places))
    contents = {place: known[place].sha256 if place in known else None for place in places}
    return any(_sha256(path) != contents[place] for place, path in places.items())


def _sha256(path: Path) -> bytes | None:
    """None for what is no file, or none any more."""
    try:
        return hashlib.sha256(path.read_bytes()).digest() if path.is_file() else None
    except OSError:
        return None
