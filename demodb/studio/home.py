"""`/`: whether the demo is ready, until when, what mends what is not; the heroes, all accounts, and what happened lately."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from demodb.api.happened import what_happened
from demodb.studio import home_accounts, home_rehearsal
from demodb.studio.desk import Desk, desk_of
from demodb.studio.home_verdict import MOST_HEROES, verdict_of
from demodb.studio.jobs import Job
from demodb.studio.mending import steps_of
from demodb.studio.mending_acts import Bench, can_mend, mend
from demodb.studio.pages import is_part, page, posted, said, told

_MENDING, _PART = "mending", "home/_verdict.html"
_PATIENCE_SECONDS = 5.0
"""How long an act is waited for before the page says that it is under way."""
_LINES = 8


def home(request: Request) -> Response:
    """The whole page."""
    desk = desk_of(request)
    verdict = _verdict(desk, request.query_params.get("at", ""))
    accounts = home_accounts.values(request, desk) | home_accounts.form_values(desk)
    lately = {"happened": what_happened(desk.store, limit=_LINES)}
    return page(request, "home.html", verdict | home_rehearsal.values(desk) | accounts | lately)


def _verdict(desk: Desk, at: str) -> dict[str, Any]:
    verdict = verdict_of(desk, at)
    rehearses = home_rehearsal.rehearse_unasked(desk, verdict.report)
    return {
        "verdict": verdict,
        "rehearses": rehearses,
        "most_heroes": MOST_HEROES,
        "mending": desk.jobs.get(_MENDING),
        "seen": "",
    }


def verdict(request: Request) -> Response:
    """The verdict at a moment; 204 where it is as the page has `seen` it. What else is to be shown anew is triggered."""
    asked = request.query_params
    values = _verdict(desk_of(request), asked.get("at", ""))
    digest = sha256(page(request, _PART, values).body).hexdigest()[:16]
    same = asked.get("seen") == digest
    response = Response(status_code=204) if same else page(request, _PART, values | {"seen": digest})
    moved = asked.get("number") not in (None, str(values["verdict"].report.number))
    response.headers["HX-Trigger"] = ", ".join(
        name for name, is_so in (("rehearses", values["rehearses"]), ("moved", moved)) if is_so
    )
    return response


def mended(request: Request, form: FormData) -> Response:
    """Do what a button says, and show the verdict as it is then."""
    desk, fix = desk_of(request), str(form.get("command", ""))
    steps = steps_of(fix)
    if not can_mend(steps):
        return told(request, f"no button does this: {fix}", "copy the command, and complete it")
    job = desk.jobs.start(_MENDING, lambda job: mend(Bench(desk, job), steps), fix)
    if job.what != fix:
        return told(request, f"{job.what} is under way", "wait until it is done", 409)
    desk.jobs.wait(_MENDING, _PATIENCE_SECONDS)
    if job.error:
        raise job.error
    return _done(request, desk, job, str(form.get("at", ""))) if is_part(request) else _back(form)


def _back(form: FormData) -> Response:
    """To the account's page from which a button was pressed, else to the demo's."""
    page = str(form.get("back", ""))
    return RedirectResponse(page if page.startswith("/account/") else "/", 303)


def _done(request: Request, desk: Desk, job: Job, at: str) -> Response:
    done = job.result or f"{job.what} is under way: the page shows when it is done."
    response = said(request, _PART, _verdict(desk, at), done)
    response.headers["HX-Trigger"] = "changed"
    return response


def happened(request: Request) -> Response:
    """What happened before what the page shows."""
    lines = what_happened(desk_of(request).store, request.query_params.get("before"), _LINES)
    return page(request, "home/_happened.html", {"happened": lines})


ROUTES = [
    Route("/", home),
    Route("/verdict", verdict),
    Route("/mend", posted(mended), methods=["POST"]),
    Route("/happened", happened),
    *home_rehearsal.ROUTES,
    *home_accounts.ROUTES,
]
