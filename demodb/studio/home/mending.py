"""`/mend`: what a button beside a blocker or a finding does. Apart from the home's page, which loads none of the acts."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from demodb.studio.desk import desk_of
from demodb.studio.home.mending_acts import Bench, can_mend, mend
from demodb.studio.home.page import MENDING, PART, verdict_values
from demodb.studio.mending import steps_of
from demodb.studio.pages import is_part, posted, said, told


def mended(request: Request, form: FormData) -> Response:
    """Do what a button says, and show the verdict as it is then, or the page again on which the button stood."""
    desk, fix = desk_of(request), str(form.get("command", ""))
    steps = steps_of(fix)
    if not can_mend(steps):
        return told(request, f"no button does this: {fix}", "copy the command, and complete it")
    job = desk.jobs.start(MENDING, lambda job: mend(Bench(desk, job), steps), fix)
    if job.what != fix:
        return told(request, f"{job.what} is under way", "wait until it is done", 409)
    desk.jobs.wait(MENDING, desk.patience)
    ended = job.ended  # asked once: what ends from here on is told by the page's next look
    if ended and job.error:
        raise job.error
    if not is_part(request):
        return _back(form)
    message = job.result if ended else f"{fix} is under way: the page shows when it is done."
    response = said(request, PART, verdict_values(desk, str(form.get("at", ""))) | {"doing": not ended}, message)
    response.headers["HX-Trigger"] = "changed"
    return response


def _back(form: FormData) -> Response:
    """To the account's page from which a button was pressed, else to the demo's."""
    page = str(form.get("back", ""))
    return RedirectResponse(page if page.startswith("/account/") else "/", 303)


ROUTES = [Route("/mend", posted(mended), methods=["POST"])]
