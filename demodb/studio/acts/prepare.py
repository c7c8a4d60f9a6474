"""`/act/prepare`: all that makes a demo ready in one go, step by step as `demodb prepare` does it."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.prepare import Preparing
from demodb.studio.acts.forms import day_of, is_ticked, text_of
from demodb.studio.acts.jobs import Done, act_page, acting, begun
from demodb.studio.desk import Desk, desk_of
from demodb.studio.jobs import Job
from demodb.studio.pages import posted
from demodb.studio.preparing import prepared


def page_of_prepare(request: Request) -> Response:
    """What would be done, and from what."""
    desk = desk_of(request)
    day = desk.day
    return act_page(request, "prepare", {"day": day, "directory": desk.settings.export_dir})


def act(request: Request, form: FormData) -> Response:
    """Make the demo ready; a snapshot is saved first where files may go."""
    desk, asked = desk_of(request), _asked(desk_of(request), form)

    def work(job: Job) -> Done:
        report, saved = prepared(desk, asked, job)
        return Done(report, desk.clock.now(), asked, saved)

    return begun(request, "prepare", work)


def _asked(desk: Desk, form: FormData) -> Preparing:
    """What the form asks for. Raises TypedTimeError."""
    as_of = day_of(form, desk) if text_of(form, "day") else None
    return Preparing(
        desk.settings, desk.story, desk.root, as_of, remove=is_ticked(form, "remove"), force=is_ticked(form, "force")
    )


ROUTES = [
    Route("/act/prepare", acting(page_of_prepare)),
    Route("/act/prepare", posted(act), methods=["POST"]),
]
