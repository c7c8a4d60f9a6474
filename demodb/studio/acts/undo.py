"""`/act/undo`: taking away what templates gave, bringing back what of it was deleted, and the runs that wrote."""

from __future__ import annotations

from dataclasses import replace

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.seed import By, UndoReport, Which, history, restore, undo
from demodb.api.snapshot import keeping_of, save_first
from demodb.studio.acts.forms import text_of, which_of
from demodb.studio.acts.jobs import Done, act_page, acting, begun
from demodb.studio.desk import Desk, desk_of
from demodb.studio.jobs import Job
from demodb.studio.pages import posted

_LAST_RUNS = 20


def page_of_undo(request: Request) -> Response:
    """What can be undone, and the runs."""
    runs = history(desk_of(request).store)
    return act_page(request, "undo", {"runs": runs[:_LAST_RUNS], "all_runs": len(runs)})


def look(request: Request, form: FormData) -> Response:
    """What would be undone, or restored."""
    desk, which, kind = desk_of(request), which_of(form), _kind(form)
    work = lambda job: Done(_done(desk, kind, which, _by(desk, job), dry_run=True), desk.clock.now(), which)  # noqa: E731
    return begun(request, "undo-look", work)


def act(request: Request, form: FormData) -> Response:
    """Undo, or restore; a snapshot is saved first if anything goes."""
    desk, which, kind = desk_of(request), which_of(form), _kind(form)

    def work(job: Job) -> Done:
        saved = None
        if _done(desk, kind, which, desk.by, dry_run=True).changed:
            saved = save_first(desk.store, kind, keeping_of(desk.settings, root=desk.root, clock=desk.clock))
        return Done(_done(desk, kind, which, _by(desk, job)), desk.clock.now(), which, saved)

    return begun(request, "undo", work)


def _kind(form: FormData) -> str:
    return "restore" if text_of(form, "kind") == "restore" else "undo"


def _by(desk: Desk, job: Job) -> By:
    return replace(desk.by, progress=job.progress)


def _done(desk: Desk, kind: str, which: Which, by: By, *, dry_run: bool = False) -> UndoReport:
    if kind == "restore":
        return restore(desk.store, which, dry_run=dry_run, by=by)
    return undo(desk.store, which, dry_run=dry_run, by=by)


ROUTES = [
    Route("/act/undo", acting(page_of_undo)),
    Route("/act/undo/look", posted(look), methods=["POST"]),
    Route("/act/undo", posted(act), methods=["POST"]),
]
