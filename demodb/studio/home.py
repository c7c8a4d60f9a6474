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
PATIENCE_SECONDS = 5.0
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
    job = desk.jobs.get(_MENDING)
    rehearses = home_rehearsal.rehearse_unasked(desk, verdict.report)
    return {
        "verdict": verdict,
        "rehearses": rehearses,
        "most_heroes": MOST_HEROES,
        "mending": job,
        "doing": job is not None and not job.ended,
        "seen": "",
    }


def verdict(request: Request) -> Response:
    """The verdict at a moment; 204 where it is as the page has `seen` it. What else is to be shown anew is triggered."""
    asked, desk = request.query_params, desk_of(request)
    values = _verdict(desk, asked.get("at", ""))
    response = _ended(request, values) if asked.get("doing") else None
    response = response or _part(request, values, asked.get("seen"))
    moved = asked.get("number") not in (None, str(values["verdict"].report.number))
    triggered = {"rehearses": values["rehearses"], "moved": moved}
    response.headers["HX-Trigger"] = ", ".join(name for name, is_so in triggered.items() if is_so)
    return response


def _part(request: Request, values: dict[str, Any], seen: str | None) -> Response:
    digest = sha256(page(request, _PART, values).body).hexdigest()[:16]
    return Response(status_code=204) if seen == digest else page(request, _PART, values | {"seen": digest})


def _ended(request: Request, values: dict[str, Any]) -> Response | None:
    """The verdict with what came of the act that the page shows as under way; None while it goes on."""
    job: Job | None = values["mending"]
    if job is None or values["doing"]:
        return None
    if job.error is None:
        return said(request, _PART, values, job.result)
    told_of = {"message": job.told.message, "fix": job.told.fix} if job.told else {"message": f"{job.what} failed", "fix": ""}
    return page(request, "home/_failed.html", values | told_of)


def mended(request: Request, form: FormData) -> Response:
    """Do what a button says, and show the verdict as it is then."""
    desk, fix = desk_of(request), str(form.get("command", ""))
    steps = steps_of(fix)
    if not can_mend(steps):
        return told(request, f"no button does this: {fix}", "copy the command, and complete it")
    job = desk.jobs.start(_MENDING, lambda job: mend(Bench(desk, job), steps), fix)
    if job.what != fix:
        return told(request, f"{job.what} is under way", "wait until it is done", 409)
    desk.jobs.wait(_MENDING, PATIENCE_SECONDS)
    ended = job.ended  # asked once: what ends from here on is told by the page's next look
    if ended and job.error:
        raise job.error
    if not is_part(request):
        return RedirectResponse("/", 303)
    message = job.result if ended else f"{fix} is under way: the page shows when it is done."
    response = said(request, _PART, _verdict(desk, str(form.get("at", ""))) | {"doing": not ended}, message)
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
