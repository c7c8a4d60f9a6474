"""`demodb snapshot`: the store, its cache and the exported files as they are, kept to go back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from demodb.api.keeping import GIGABYTE, Keeping, at_work, held_in, keeping_of
from demodb.errors import SnapshotNameError
from demodb.export.snapshots import differing_files, files_size
from demodb.model.snapshots import Snapshot, is_snapshot_name
from demodb.store.differences import Differences, differences
from demodb.store.engine import Store
from demodb.store.held import at_head, beside, store_size

__all__ = [
    "Differences",
    "Keeping",
    "Saved",
    "Snapshot",
    "SnapshotDetails",
    "SnapshotList",
    "drop",
    "keeping_of",
    "list_snapshots",
    "save",
    "save_first",
    "show",
]


class Saved(NamedTuple):
    """An automatic snapshot, which may be an older one that keeps just the same; or why there is none."""

    snapshot: Snapshot | None
    skipped: str = ""


@dataclass(frozen=True)
class SnapshotList:
    """The snapshots of a store, the newest first; bytes of all that they keep together; what is wrong with others."""

    snapshots: list[Snapshot]
    size: int
    damaged: list[str]


@dataclass(frozen=True)
class SnapshotDetails:
    """A snapshot, and what differs from it by now: in the store, and of the exported files by their paths."""

    snapshot: Snapshot
    differences: Differences
    files: list[str]


def save(store: Store, name: str, keeping: Keeping) -> Snapshot:
    """Save a snapshot under a name. Raises SnapshotNameError, StoreError, OSError; then nothing is saved."""
    if not is_snapshot_name(name):
        raise SnapshotNameError(
            f"{name!r} is no name for a snapshot", fix="take up to 40 lower-case letters, digits, and - . _ between them"
        )
    with at_work(keeping) as work:
        if work.snapshots.is_taken(name):
            raise SnapshotNameError(
                f"there is a snapshot {name!r} already", fix=f"choose another name, or first: demodb snapshot drop {name}"
            )
        work.clear_begun(store)
        return work.saved(store, name)


def save_first(store: Store, before: str, keeping: Keeping) -> Saved:
    """Save an automatic snapshot before some work, such as "undo"; the oldest of more than ten goes."""
    size = store_size(store) + files_size(keeping.directory, keeping.token())
    if size > keeping.limit:
        return Saved(
            None, f"what there is takes {size / GIGABYTE:,.1f} GB, more than snapshot_limit = {keeping.limit / GIGABYTE:g}"
        )
    with at_work(keeping) as work:
        snapshot = work.saved_before(store, before)
        work.prune(store)
        return Saved(snapshot)


def list_snapshots(store: Store, keeping: Keeping) -> SnapshotList:
    """The snapshots of a store. Reads only."""
    snapshots = keeping.snapshots()
    return SnapshotList(
        snapshots.all(keeping.database(store.place)), snapshots.contents().size(), [str(error) for error in snapshots.damaged()]
    )


def show(store: Store, name: str, keeping: Keeping) -> SnapshotDetails:
    """A snapshot, and what differs from it by now. Raises UnknownSnapshotError. Reads only."""
    snapshots = keeping.snapshots()
    snapshot = snapshots.get(name, keeping.database(store.place))
    with snapshots.contents() as contents:
        files = snapshots.files(snapshot, contents)
        with at_head(store, held_in(snapshot, contents)) as held, beside(store, held) as both:
            found = differences(store, held, both)
        return SnapshotDetails(snapshot, found, differing_files(keeping.root / snapshot.folder.place, files, keeping.token()))


def drop(store: Store, names: Sequence[str], keeping: Keeping) -> list[Snapshot]:
    """Remove snapshots, and what only they kept. Raises UnknownSnapshotError before any of them is removed."""
    with at_work(keeping) as work:
        dropped = [work.snapshots.get(name, keeping.database(store.place)) for name in names]
        for snapshot in dropped:
            work.drop(store, snapshot)
        work.snapshots.collect(work.contents)
        return dropped
