"""The folder that is exported to: what others wrote is left alone, what is gone removed, and one export at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

from filelock import FileLock, Timeout

from demodb.clock import epoch_ms
from demodb.errors import DemodbError
from demodb.export.documents import AS_USUAL, FOLDERS, Asked, ExportFile, export_files, export_names
from demodb.export.given import GivenPaths
from demodb.export.gone import remove_gone, sweep
from demodb.export.manifest import ManifestWriter, stranger
from demodb.export.memory import Memory
from demodb.export.report import ExportReport
from demodb.export.tree import Tree
from demodb.export.writing import Batch, FileWriter, Step
from demodb.model.manifest import MANIFEST
from demodb.progress import Progress
from demodb.store.bulk import chunked
from demodb.store.engine import Store
from demodb.store.files import Known


@dataclass(frozen=True)
class Target:
    """Where an export goes and how.

    `place` is the folder's path as the memory has it, `token` 16 random hexadecimal digits. With `remove`, files of accounts
    that are gone are removed however many they are; with `force`, files that somebody changed are overwritten, and another
    store's folder is taken over.
    """

    folder: Path
    place: str
    moment: datetime
    token: str
    remove: bool = False
    force: bool = False
    asked: Asked = AS_USUAL


def write_export(store: Store, target: Target, report: ExportReport, progress: Progress) -> None:
    """Bring the folder to what the store says at one moment; the manifest is replaced last."""
    with (
        nullcontext() if report.check else alone(target.folder),
        store.read() as connection,
        Tree(target.folder, target.token) as tree,
    ):
        if not report.check:
            target.folder.mkdir(parents=True, exist_ok=True)
        memory, at = Memory(store, connection, target.place), epoch_ms(target.moment)
        tree.open_folders(FOLDERS)
        refusal = stranger(tree, memory.name)
        if refusal and not target.force:
            raise refusal
        manifest = None if report.check else ManifestWriter(tree, memory.name, export_names(connection))
        writer = FileWriter(tree, memory, report, at, force=target.force)
        exported = _write_all(writer, manifest, _counted(export_files(connection, at, target.asked), progress), report)
        remove_gone(tree, memory, exported, report, remove=target.remove)
        exported.name_rivals(tree, report)
        if manifest:
            last = _last_batch(manifest, memory, at)
            if last.steps:
                writer.sync()
            writer.publish(last)
            sweep(tree, memory, report)
            tree.sync_names()
    report.kept.sort()


def _counted(files: Iterable[ExportFile], progress: Progress) -> Iterator[ExportFile]:
    for count, file in enumerate(files, start=1):
        yield file
        progress(count, 0)


def _write_all(
    writer: FileWriter, manifest: ManifestWriter | None, files: Iterable[ExportFile], report: ExportReport
) -> GivenPaths:
    """Write the files, batch by batch, and give their paths; a batch goes to the disk while the next one is made."""
    exported = GivenPaths()
    waiting: tuple[Batch, Future[None]] | None = None
    with ThreadPoolExecutor(1) as pool:
        for some in chunked(files, _BATCH):
            new = writer.hashed(_possible(some, exported, report))
            if manifest:
                manifest.add(new)
            batch = writer.look(new)
            ready = batch, pool.submit(writer.sync if batch.steps else _nothing)
            if waiting:
                report.written += _publish(writer, *waiting)
            waiting = ready
        if waiting:
            report.written += _publish(writer, *waiting)
    return exported


def _publish(writer: FileWriter, batch: Batch, synced: Future[None]) -> int:
    synced.result()
    return writer.publish(batch)


def _nothing() -> None:
    pass


def _possible(files: Iterable[ExportFile], exported: GivenPaths, report: ExportReport) -> list[ExportFile]:
    """Of two files with one name the first, and none with a name that cannot be."""
    possible = []
    for file in files:
        why = exported.fault(file)
        if why:
            report.leave(file.path, why)
            continue
        exported.add(file.path)
        report.told += file.told
        possible.append(file)
    return possible


def _last_batch(manifest: ManifestWriter, memory: Memory, at: int) -> Batch:
    """The manifest as the last file."""
    known = memory.known([MANIFEST]).get(MANIFEST)
    written = manifest.finish()
    read_at = known.read_at if known else None
    if written.aside is None:
        if known and known.sha256 == written.sha256:
            return Batch()
        return Batch([], {MANIFEST: Known(MANIFEST, "manifest", written.sha256, read_at=read_at, written_at=at)})
    now = Known(MANIFEST, "manifest", written.sha256, read_at=read_at, written_at=at, before=written.present)
    return Batch([Step(written.aside, written.sha256, written.present, known)], {MANIFEST: now})


_BATCH = 1000
"""Files that are written aside, remembered and renamed together."""

_WAIT_SECONDS = 60.0


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One export at a time into a folder; the lock lies outside, as the folder is the app's."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(str(folder.parent.resolve() / folder.name).encode()).hexdigest()[:16]
    try:
        with FileLock(Path(gettempdir()) / f"demodb-export-{name}.lock", timeout=_WAIT_SECONDS, mode=0o666):
            yield
    except Timeout:
        raise DemodbError(f"{folder} is being exported to by another process", fix="wait until it has finished") from None
