"""The last rehearsal on the demo's page, run in the background.

What rehearses, and what tells of its findings, is loaded with the first rehearsal: that begins once the page is on its way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.status import StatusReport
from demodb.studio.desk import Desk, desk_of
from demodb.studio.jobs import REHEARSAL, Job
from demodb.studio.pages import page

if TYPE_CHECKING:
    from demodb.api.rehearse import RehearsalReport
    from demodb.studio.home.findings import Findings

MOST_UNASKED = 5000
"""Accounts above which none is run unasked: it takes the machine for a while."""
FIRST = 3
"""Findings of a code that are shown at once."""


def rehearse_unasked(desk: Desk, report: StatusReport) -> bool:
    """Run one in the background where none was run here yet, or the store has changed since; no page waits for it.

    Gives whether one runs.
    """
    job = desk.jobs.get(REHEARSAL)
    moved = job is not None and job.result is not None and desk.writes and report.rehearsed and report.rehearsed.changed
    if (job is None or moved) and report.accounts <= MOST_UNASKED:
        job = start(desk, anew=False)
    return job is not None and not job.ended


def start(desk: Desk, *, anew: bool = True) -> Job:
    """Run one in the background, or join the one that runs."""
    return desk.jobs.start(REHEARSAL, lambda _: _rehearsed(desk, anew=anew))


def _rehearsed(desk: Desk, *, anew: bool) -> RehearsalReport:
    from demodb.studio.home.findings import rehearsed  # noqa: PLC0415 - the first page comes without it

    return rehearsed(desk, anew=anew)


def _groups(job: Job | None) -> list[Findings]:
    """What the last one found; nothing where there was none."""
    if job is None or job.last is None:
        return []
    from demodb.studio.home.findings import findings_of  # noqa: PLC0415 - the rehearsal loaded it

    return list(findings_of(job.last))


def values(desk: Desk) -> dict[str, object]:
    """What the part of the page needs."""
    job = desk.jobs.get(REHEARSAL)
    return {"job": job, "rehearsal": job.last if job else None, "groups": _groups(job), "first": FIRST}


def part(request: Request) -> Response:
    """How the last one stands."""
    desk = desk_of(request)
    response = page(request, "home/_rehearsal.html", values(desk))
    job = desk.jobs.get(REHEARSAL)
    if job and job.ended:
        response.headers["HX-Trigger"] = "rehearsed"
    return response


def run(request: Request) -> Response:
    """Begin one."""
    desk = desk_of(request)
    start(desk)
    return page(request, "home/_rehearsal.html", values(desk))


def of_code(request: Request) -> Response:
    """All findings of a code that are kept."""
    job, wanted = desk_of(request).jobs.get(REHEARSAL), request.query_params.get("of", "")
    found = next((group for group in _groups(job) if group.key == wanted), None)
    return page(request, "home/_findings.html", {"group": found})


ROUTES = [
    Route("/rehearsal", part),
    Route("/rehearse", run, methods=["POST"]),
    Route("/findings", of_code),
]
