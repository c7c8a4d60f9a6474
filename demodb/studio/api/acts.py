"""The commands that programs run under `/api/`: seed, warm-up, export. A program waits until it is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from demodb.api.access import access_of
from demodb.api.export import ExportBy, asked_of, export
from demodb.api.keeping import keeping_of
from demodb.api.seed import Which, options_of, seed
from demodb.api.snapshot import save_first
from demodb.api.warmup import WarmupOptions, surroundings_of, warmup
from demodb.payloads.export import export_payload
from demodb.payloads.seed import seed_payload
from demodb.payloads.warmup import warmup_payload
from demodb.studio.api.bodies import Exporting, Seeding, Warming
from demodb.studio.api.errors import RequestError
from demodb.studio.api.operation import Call, Operation
from demodb.studio.desk import Desk


def seed_now(call: Call) -> Mapping[str, Any]:
    """Give accounts what they lack, and upgrade what is outdated, as `demodb seed --json` does."""
    desk, asked = call.desk, call.body
    which = Which(tuple(asked.accounts), tuple(asked.units))
    options = options_of(desk.store, desk.settings, call.now.date())
    return seed_payload(seed(desk.store, options, which, dry_run=asked.dry_run, by=desk.by))


def warm_up(call: Call) -> Mapping[str, Any]:
    """Put plans and intelligence into the cache, as `demodb warmup --json` does."""
    desk, asked, settings = call.desk, call.body, call.desk.settings
    until = _until(call, asked.until)
    options = WarmupOptions(tuple(asked.accounts), until=until, force=asked.force, dry_run=asked.dry_run, rules=asked.rules)
    return warmup_payload(warmup(desk.store, options, access_of(settings), surroundings_of(settings, desk.clock)))


def _until(call: Call, typed: str | None) -> datetime | None:
    """Until when entries are to last: the moment that is named, else the story's end where that is near."""
    until, near = call.moment("until", typed), call.desk.story.demo.near(call.now)
    if until and until <= call.now:
        raise RequestError([("body.until", f"{until:%Y-%m-%d %H:%M} is past")])
    return until or (near.until if near else None)


def export_now(call: Call) -> Mapping[str, Any]:
    """Write the files that the app reads, as `demodb export --json` does; `dryRun` as its --check."""
    desk, asked, settings = call.desk, call.body, call.desk.settings
    how = ExportBy(desk.root, desk.clock, remove=asked.remove, force=asked.force, asked=asked_of(settings))
    saved = _saved_first(desk) if how.destroys and not asked.dry_run else None
    report = export(desk.store, settings.export_dir, how, check=asked.dry_run)
    return {**export_payload(report), "snapshot": saved}


def _saved_first(desk: Desk) -> str | None:
    """The name of the snapshot that is saved before files may go; None where it was too large."""
    saved, _ = save_first(desk.store, "export", keeping_of(desk.settings, root=desk.root, clock=desk.clock))
    return saved.name if saved else None


OPERATIONS = (
    Operation("POST", "/seed", seed_now, "Seeded", body=Seeding, errors=(404, 422)),
    Operation("POST", "/warmup", warm_up, "Warmed", body=Warming, errors=(404, 422)),
    Operation("POST", "/export", export_now, "Exported", body=Exporting, errors=(422,)),
)
