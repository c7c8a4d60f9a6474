"""`/`: whether the demo is ready, until when, what mends what is not; the heroes, all accounts, and what happened lately."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.happened import what_happened
from demodb.studio.desk import Desk, desk_of
from demodb.studio.home import accounts, rehearsal
from demodb.studio.home.verdict import MOST_HEROES, verdict_of
from demodb.studio.jobs import Job
from demodb.studio.pages import page, said

MENDING, PART = "mending", "home/_verdict.html"
"""The kind of job that a button begins, and the part of the page that shows the verdict."""

_LINES = 8


def home(request: Request) -> Response:
    """The whole page."""
    desk = desk_of(request)
    verdict = verdict_values(desk, request.query_params.get("at", ""), rehearses=False)
    listed = accounts.values(request, desk) | accounts.form_values(desk)
    lately = {"happened": what_happened(desk.store, limit=_LINES)}
    response = page(request, "home.html", verdict | rehearsal.values(desk) | listed | lately)
    # A rehearsal takes the processor for a while: it begins once the page is on its way.
    response.background = BackgroundTask(rehearsal.rehearse_unasked, desk, verdict["verdict"].report)
    return response


def verdict_values(desk: Desk, at: str, *, rehearses: bool = True) -> dict[str, Any]:
    """What the part with the verdict at a moment, as it is typed, shows; `rehearses`: a rehearsal is run where one is due."""
    verdict = verdict_of(desk, at)
    job = desk.jobs.get(MENDING)
    return {
        "verdict": verdict,
        "rehearses": rehearses and rehearsal.rehearse_unasked(desk, verdict.report),
        "most_heroes": MOST_HEROES,
        "mending": job,
        "doing": job is not None and not job.ended,
        "seen": "",
    }


def verdict(request: Request) -> Response:
    """The verdict at a moment; 204 where it is as the page has `seen` it. What else is to be shown anew is triggered."""
    asked, desk = request.query_params, desk_of(request)
    values = verdict_values(desk, asked.get("at", ""))
    response = _ended(request, values) if asked.get("doing") else None
    response = response or _part(request, values, asked.get("seen"))
    moved = asked.get("number") not in (None, str(values["verdict"].report.number))
    triggered = {"rehearses": values["rehearses"], "moved": moved}
    response.headers["HX-Trigger"] = ", ".join(name for name, is_so in triggered.items() if is_so)
    return response


def _part(request: Request, values: dict[str, Any], seen: str | None) -> Response:
    digest = sha256(page(request, PART, values).body).hexdigest()[:16]
    return Response(status_code=204) if seen == digest else page(request, PART, values | {"seen": digest})


def _ended(request: Request, values: dict[str, Any]) -> Response | None:
    """The verdict with what came of the act that the page shows as under way; None while it goes on."""
    job: Job | None = values["mending"]
    if job is None or values["doing"]:
        return None
    if job.error is None:
        return said(request, PART, values, job.result)
    told_of = {"message": job.told.message, "fix": job.told.fix} if job.told else {"message": f"{job.what} failed", "fix": ""}
    return page(request, "home/_failed.html", values | told_of)


def happened(request: Request) -> Response:
    """What happened before what the page shows."""
    lines = what_happened(desk_of(request).store, request.query_params.get("before"), _LINES)
    return page(request, "home/_happened.html", {"happened": lines})


ROUTES = [
    Route("/", home),
    Route("/verdict", verdict),
    Route("/happened", happened),
    *rehearsal.ROUTES,
    *accounts.ROUTES,
]
