"""Snapshots, and what differs from one, as JSON."""

from __future__ import annotations

from typing import Any

from demodb.api.snapshot import Differences, Snapshot, SnapshotList
from demodb.model.changes import change_payload
from demodb.payloads.moments import iso_moment


def snapshot_payload(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot as JSON."""
    return {
        "name": snapshot.name,
        "at": iso_moment(snapshot.at),
        "before": snapshot.before or None,
        "accounts": snapshot.store.accounts,
        "files": snapshot.folder.count,
        "exported": snapshot.folder.place,
        "bytes": snapshot.size,
    }


def snapshots_payload(found: SnapshotList) -> dict[str, Any]:
    """The snapshots of a store as JSON."""
    snapshots = [snapshot_payload(snapshot) for snapshot in found.snapshots]
    return {"snapshots": snapshots, "bytes": found.size, "damaged": found.damaged}


def differences_payload(differences: Differences) -> dict[str, Any]:
    """What differs from a snapshot as JSON: `was` is the snapshot's side."""
    return {
        "accounts": {"came": differences.came, "gone": differences.gone},
        "sections": [
            {
                "account": section.account,
                "section": section.section,
                "came": section.came,
                "gone": section.gone,
                "changes": [change_payload(change) for change in section.changes],
            }
            for section in differences.sections
        ],
        "cacheEntries": differences.entries,
        "tables": differences.rows,
    }
