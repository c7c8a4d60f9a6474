"""`/act/export`: what an export would write, and the export; what a sync would take in, and the sync."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.export import ExportBy, ExportReport, asked_of, export
from demodb.api.import_ import configured_sources
from demodb.api.snapshot import Saved, keeping_of, save_first
from demodb.api.sync import SyncBy, SyncReport, sync
from demodb.studio.acts.forms import is_ticked
from demodb.studio.acts.jobs import Done, act_page, acting, begun
from demodb.studio.desk import Desk, desk_of
from demodb.studio.jobs import Job
from demodb.studio.pages import posted


@dataclass(frozen=True)
class Asked:
    """What an export may do that it does not by itself."""

    remove: bool = False
    force: bool = False
    at_once: bool = False

    @property
    def destroys(self) -> bool:
        """Whether files may go that somebody still wants."""
        return self.remove or self.force


def page_of_export(request: Request) -> Response:
    """Where the files go, and what was done last."""
    return act_page(request, "export", {"directory": desk_of(request).settings.export_dir})


def look(request: Request, form: FormData) -> Response:
    """What would be written, removed and left alone."""
    desk, asked = desk_of(request), _asked(form)
    return begun(request, "export-look", lambda job: Done(_exported(desk, asked, job, check=True), desk.clock.now(), asked))


def act(request: Request, form: FormData) -> Response:
    """Export; a snapshot is saved first where files may go."""
    desk, asked = desk_of(request), _asked(form)

    def work(job: Job) -> Done:
        saved = _saved(desk, "export", asked)
        return Done(_exported(desk, asked, job), desk.clock.now(), asked, saved)

    return begun(request, "export", work)


def look_sync(request: Request, form: FormData) -> Response:
    """What a sync would take in."""
    desk, asked = desk_of(request), _asked(form)
    return begun(request, "sync-look", lambda job: Done(_synced(desk, asked, job, dry_run=True), desk.clock.now(), asked))


def act_sync(request: Request, form: FormData) -> Response:
    """Take in what the files say, and export; a snapshot is saved first where files may go."""
    desk, asked = desk_of(request), _asked(form)

    def work(job: Job) -> Done:
        saved = _saved(desk, "sync", asked)
        return Done(_synced(desk, asked, job), desk.clock.now(), asked, saved)

    return begun(request, "sync", work)


def _asked(form: FormData) -> Asked:
    return Asked(is_ticked(form, "remove"), is_ticked(form, "force"), is_ticked(form, "at_once"))


def _saved(desk: Desk, before: str, asked: Asked) -> Saved | None:
    return save_first(desk.store, before, keeping_of(desk.settings, root=desk.root, clock=desk.clock)) if asked.destroys else None


def _exported(desk: Desk, asked: Asked, job: Job, *, check: bool = False) -> ExportReport:
    settings = desk.settings
    how = ExportBy(desk.root, desk.clock, remove=asked.remove, force=asked.force, at_once=asked.at_once, asked=asked_of(settings))
    return export(desk.store, settings.export_dir, how, check=check, progress=job.progress)


def _synced(desk: Desk, asked: Asked, job: Job, *, dry_run: bool = False) -> SyncReport:
    settings = desk.settings
    how = SyncBy(desk.root, desk.clock, asked.remove, asked.force, dry_run, asked_of(settings))
    return sync(desk.store, configured_sources(settings, desk.root), settings.export_dir, how, progress=job.progress)


ROUTES = [
    Route("/act/export", acting(page_of_export)),
    Route("/act/export/look", posted(look), methods=["POST"]),
    Route("/act/export", posted(act), methods=["POST"]),
    Route("/act/sync/look", posted(look_sync), methods=["POST"]),
    Route("/act/sync", posted(act_sync), methods=["POST"]),
]
