"""What joins the two parts of a snapshot, the store and the exported files: where snapshots go, and the work of saving one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from demodb.clock import Clock
from demodb.export.contents import Contents
from demodb.export.folder import alone
from demodb.export.snapshot_folder import SnapshotFolder
from demodb.export.snapshots import keep_files
from demodb.model.paths import project_path
from demodb.model.snapshot_places import SNAPSHOTS
from demodb.model.snapshots import Files, KeptFolder, KeptStore, Snapshot, files_text
from demodb.settings import Settings, project_root
from demodb.store.engine import Store
from demodb.store.held import Held, count_accounts, drop_held, held_size, hold, refuse_taken, schema_name
from demodb.store.schema import revision_of

KEPT_AUTOMATIC = 10
"""How many automatic snapshots of a store are kept: the last ones."""

GIGABYTE = 1_000_000_000


@dataclass(frozen=True)
class Keeping:
    """Where snapshots go, and of what: `root` is the project's folder, `directory` the exported one.

    No automatic snapshot is saved of what takes more than `limit` bytes. `token` gives 16 random hexadecimal digits.
    """

    root: Path
    directory: Path
    limit: float = 2 * GIGABYTE
    clock: Clock = field(default_factory=Clock)
    token: Callable[[], str] = lambda: token_hex(8)

    def snapshots(self) -> SnapshotFolder:
        """The folder of the snapshots."""
        return SnapshotFolder(self.root / SNAPSHOTS, self.token())

    def database(self, place: Path | str) -> str:
        """What a snapshot says of whose it is; `place` as a store has it."""
        return project_path(place, self.root) if isinstance(place, Path) else place


def keeping_of(
    settings: Settings, directory: Path | None = None, *, root: Path | None = None, clock: Clock | None = None
) -> Keeping:
    """Where the settings say; `directory` in the place of their exported folder.

    `root` is the project's folder, by default that of the working directory.
    """
    top, limit = root or project_root(Path()), settings.snapshot_limit * GIGABYTE
    return Keeping(top, directory or settings.export_dir, limit, clock or Clock())


def held_in(snapshot: Snapshot, contents: Contents) -> Held:
    """The store of a snapshot. Raises SnapshotError where it is gone."""
    return Held(contents.path(snapshot.store.sha256)) if snapshot.store.sha256 else Held(schema=snapshot.store.schema_name or "")


@dataclass(frozen=True)
class Work:
    """The folder of snapshots while nobody else writes to it, nor exports."""

    keeping: Keeping
    snapshots: SnapshotFolder
    contents: Contents

    def saved_before(self, store: Store, before: str) -> Snapshot:
        """An automatic snapshot; an older one if it keeps just the same."""
        moment = self.keeping.clock.now()
        name = next(name for name in _names(f"before-{before}-{moment:%Y%m%d-%H%M%S}") if not self.snapshots.is_taken(name))
        return self.saved(store, name, before)

    def saved(self, store: Store, name: str, before: str = "") -> Snapshot:
        """A snapshot of this name, on the disk. Raises SnapshotError where another folder holds one of it on the server."""
        if isinstance(store.place, str):
            # Before it is noted: what is noted is ours, and is cleared after a kill.
            refuse_taken(store, schema_name(name))
        with self.beginning(store, name):
            snapshot = self._new(store, name, before)
            twin = self._twin(snapshot) if before else None
            if twin is None:
                self.snapshots.put(snapshot)
        return twin or snapshot

    @contextmanager
    def beginning(self, store: Store, name: str) -> Iterator[str]:
        """Note what is being held under a name on a server: a kill leaves the note, and `clear_begun` clears."""
        on_server = isinstance(store.place, str)
        if on_server:
            self.snapshots.begin(name)
        yield name
        if on_server:
            self.snapshots.forget_begun(name)

    def _new(self, store: Store, name: str, before: str) -> Snapshot:
        at, files = self.keeping.clock.epoch_ms(), keep_files(self.keeping.directory, self.contents, self.keeping.token())
        listed = self.contents.add(files_text(files).encode())
        kept_store = self._kept_store(store, name)
        self.contents.settle()
        place = project_path(self.keeping.directory, self.keeping.root)
        size = sum(file.size for file in files.values())
        folder = KeptFolder(place=place, sha256=listed.sha256, count=len(files), size=size)
        database = self.keeping.database(store.place)
        return Snapshot(name=name, at=at, before=before, database=database, store=kept_store, folder=folder)

    def _kept_store(self, store: Store, name: str) -> KeptStore:
        facts = {"revision": revision_of(store) or "", "accounts": count_accounts(store)}
        if isinstance(store.place, str):
            held = Held(schema=schema_name(name))
            hold(store, held)
            return KeptStore(schema_name=held.schema, size=held_size(store, held), **facts)
        aside = self.snapshots.aside()
        hold(store, Held(aside))
        kept = self.contents.take(aside)
        return KeptStore(sha256=kept.sha256, size=kept.size, **facts)

    def _twin(self, new: Snapshot) -> Snapshot | None:
        same = (one for one in self.snapshots.all(new.database) if one.store.sha256 and one.store.sha256 == new.store.sha256)
        return next((one for one in same if one.folder == new.folder), None)

    def files(self, snapshot: Snapshot) -> Files:
        """The exported files that a snapshot keeps."""
        return self.snapshots.files(snapshot, self.contents)

    def prune(self, store: Store, but: str = "") -> None:
        """Remove all automatic snapshots but the last ten, and but the one named."""
        automatic = [one for one in self.snapshots.all(self.keeping.database(store.place)) if one.automatic and one.name != but]
        for snapshot in automatic[KEPT_AUTOMATIC:]:
            self.drop(store, snapshot)
        self.clear_begun(store)
        if automatic[KEPT_AUTOMATIC:]:
            self.snapshots.collect(self.contents)

    def clear_begun(self, store: Store) -> None:
        """Remove what killed commands left on a server of snapshots that they had begun to save."""
        for name in self.snapshots.begun() if isinstance(store.place, str) else ():
            if not self.snapshots.is_taken(name):
                drop_held(store, schema_name(name))
            self.snapshots.forget_begun(name)

    def drop(self, store: Store, snapshot: Snapshot) -> None:
        """Remove a snapshot; what only it kept goes with `collect`."""
        self.snapshots.remove(snapshot.name)
        if snapshot.store.schema_name:
            drop_held(store, snapshot.store.schema_name)


def _names(first: str) -> Iterator[str]:
    yield first
    yield from (f"{first}-{number}" for number in range(2, 1000))


@contextmanager
def at_work(keeping: Keeping) -> Iterator[Work]:
    """Alone with the snapshots and the exported folder."""
    snapshots = keeping.snapshots()
    with snapshots.alone() as contents, alone(keeping.directory):
        yield Work(keeping, snapshots, contents)
