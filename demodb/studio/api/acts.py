"""The commands that programs run under `/api/`: import to export, and all in one go. A program waits until it is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from demodb.api.access import access_of
from demodb.api.export import ExportBy, asked_of, export
from demodb.api.import_ import ImportBy, TableSettings, declared_names, import_sources
from demodb.api.keeping import keeping_of
from demodb.api.prepare import Preparing
from demodb.api.seed import Which, options_of, seed
from demodb.api.shift import recent_of, shift, shift_written
from demodb.api.snapshot import Saved, save_first
from demodb.api.warmup import WarmupOptions, surroundings_of, warmup
from demodb.model.story import STORY_FILE, Story
from demodb.payloads.export import export_payload
from demodb.payloads.import_ import import_payload
from demodb.payloads.prepare import prepare_payload
from demodb.payloads.seed import seed_payload
from demodb.payloads.shift import shift_payload, written_payload
from demodb.payloads.warmup import warmup_payload
from demodb.studio.api import bodies
from demodb.studio.api.errors import RequestError
from demodb.studio.api.operation import Call, Operation
from demodb.studio.desk import Desk
from demodb.studio.jobs import Job
from demodb.studio.preparing import prepared
from demodb.studio.sources import present


def import_now(call: Call) -> Mapping[str, Any]:
    """Read the sources of the project into the store, as `demodb import --json` does."""
    desk, asked, settings = call.desk, call.body, call.desk.settings
    tables = TableSettings(settings.tables, asked.unit, asked.skip_rows)
    how = ImportBy(
        desk.root, desk.clock, strict=asked.strict_conflicts, dry_run=asked.dry_run, most_json=settings.most_json, tables=tables
    )
    report = import_sources(desk.store, present(desk), declared_names(settings), how)
    return {**import_payload(report), "snapshot": None, "upload": None}


def seed_now(call: Call) -> Mapping[str, Any]:
    """Give accounts what they lack, and upgrade what is outdated, as `demodb seed --json` does."""
    desk, asked = call.desk, call.body
    which = Which(tuple(asked.accounts), tuple(asked.units))
    options = options_of(desk.store, desk.settings, call.now.date())
    story = _asking_story(desk) if asked.aim else None
    return seed_payload(seed(desk.store, options, which, dry_run=asked.dry_run, by=desk.by, story=story))


def _asking_story(desk: Desk) -> Story:
    story = desk.story
    if not story.portfolio:
        raise RequestError([("body.aim", f"{STORY_FILE} asks for nothing in [portfolio]")])
    return story


def shift_now(call: Call) -> Mapping[str, Any]:
    """Move the dates of templates, or those of hand-written plans, as `demodb shift --json` does."""
    desk, asked = call.desk, call.body
    which, day = Which(tuple(asked.accounts), tuple(asked.units), asked.heroes), call.day("asOf", asked.as_of)
    recent = recent_of(which, day, asked.recent, back=asked.back, today=call.now.date())
    if recent and (which != Which() or recent.back):
        return written_payload(shift_written(desk.store, recent, which, dry_run=asked.dry_run, by=desk.by))
    if recent:
        raise RequestError([("body.recent", "goes with heroes, accounts or units")])
    if day is None:
        raise RequestError([("body", "give asOf, heroes or accounts")])
    choice = options_of(desk.store, desk.settings, day).choice
    return shift_payload(shift(desk.store, day, choice, which, dry_run=asked.dry_run, by=desk.by))


def warm_up(call: Call) -> Mapping[str, Any]:
    """Put plans and intelligence into the cache, as `demodb warmup --json` does."""
    desk, asked, settings = call.desk, call.body, call.desk.settings
    if asked.all and asked.accounts:
        raise RequestError([("body.all", "takes every account: name none beside it")])
    until, accounts = _until(call, asked.until), tuple(asked.accounts)
    options = WarmupOptions(accounts, asked.all, until, force=asked.force, dry_run=asked.dry_run, rules=asked.rules)
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
    keeping = keeping_of(settings, root=desk.root, clock=desk.clock)
    saved = save_first(desk.store, "export", keeping) if how.destroys and not asked.dry_run else None
    report = export(desk.store, settings.export_dir, how, check=asked.dry_run)
    return {**export_payload(report), "snapshot": _name_of(saved)}


def prepare_now(call: Call) -> Mapping[str, Any]:
    """Import, seed, warm up, export and rehearse, as `demodb prepare --json` does."""
    desk, asked = call.desk, call.body
    day = call.day("asOf", asked.as_of)
    preparing = Preparing(desk.settings, desk.story, desk.root, day, remove=asked.remove, force=asked.force)
    report, saved = prepared(desk, preparing, Job("prepare"))
    return {**prepare_payload(report), "snapshot": _name_of(saved)}


def _name_of(saved: Saved | None) -> str | None:
    """The snapshot that was saved before files may go; None where it was too large, or none was needed."""
    return saved.snapshot.name if saved and saved.snapshot else None


OPERATIONS = (
    Operation("POST", "/import", import_now, "Imported", body=bodies.Importing, errors=(422,)),
    Operation("POST", "/seed", seed_now, "Seeded", body=bodies.Seeding, errors=(404, 422)),
    Operation("POST", "/shift", shift_now, "Shifted", body=bodies.Shifting, errors=(404, 422)),
    Operation("POST", "/warmup", warm_up, "Warmed", body=bodies.Warming, errors=(404, 422)),
    Operation("POST", "/export", export_now, "Exported", body=bodies.Exporting, errors=(422,)),
    Operation("POST", "/prepare", prepare_now, "Prepared", body=bodies.Preparing, errors=(422,)),
)
