"""`/api/snapshots` and `/api/reset`: what is kept of the project, and the way back to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from demodb.api.keeping import Keeping, keeping_of
from demodb.api.reset import reset
from demodb.api.snapshot import drop, list_snapshots, save
from demodb.payloads.differences import snapshot_payload, snapshots_payload
from demodb.payloads.reset import reset_payload
from demodb.studio.api.bodies import Dropping, Resetting, Saving
from demodb.studio.api.operation import Call, Operation


def snapshots(call: Call) -> Mapping[str, Any]:
    """The snapshots of the store, the newest first, as `demodb snapshot list --json` tells them."""
    return snapshots_payload(list_snapshots(call.desk.store, _keeping(call)))


def save_snapshot(call: Call) -> Mapping[str, Any]:
    """Save the store, its cache and the exported files under a name, as `demodb snapshot save --json` does."""
    return {"snapshot": snapshot_payload(save(call.desk.store, call.body.name, _keeping(call)))}


def go_back(call: Call) -> Mapping[str, Any]:
    """Bring back what a snapshot holds, as `demodb reset --json` does; what there is becomes one first."""
    asked = call.body
    return reset_payload(reset(call.desk.settings.db, _keeping(call), asked.name, dry_run=asked.dry_run))


def drop_snapshots(call: Call) -> Mapping[str, Any]:
    """Remove snapshots, and what only they hold, as `demodb snapshot drop --json` does."""
    return {"dropped": [one.name for one in drop(call.desk.store, call.body.names, _keeping(call))]}


def _keeping(call: Call) -> Keeping:
    desk = call.desk
    return keeping_of(desk.settings, root=desk.root, clock=desk.clock)


OPERATIONS = (
    Operation("GET", "/snapshots", snapshots, "Snapshots"),
    Operation("POST", "/snapshots", save_snapshot, "Saved", body=Saving, errors=(404, 422)),
    Operation("POST", "/reset", go_back, "Reset", body=Resetting, errors=(404, 422)),
    Operation("POST", "/snapshots/drop", drop_snapshots, "Dropped", body=Dropping, errors=(404, 422)),
)
