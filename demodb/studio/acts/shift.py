"""`/act/shift`: the dates of templates to another day, and those of hand-written plans to recent weeks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.seed import Which, options_of
from demodb.api.shift import RECENT_DAYS, MoveReport, Recent, ShiftReport, shift, shift_written
from demodb.studio.acts.forms import day_of, is_ticked, text_of, which_of
from demodb.studio.acts.jobs import Done, act_page, acting, begun
from demodb.studio.desk import Desk, desk_of
from demodb.studio.jobs import Job
from demodb.studio.pages import posted, told

_LONGEST_DAYS = 3660


@dataclass(frozen=True)
class Asked:
    """What is to be shifted: the dates of templates to a day, or with `recent` those that people wrote."""

    day: date
    which: Which
    recent: Recent | None = None


def dates(request: Request) -> Response:
    """The two kinds of dates."""
    desk = desk_of(request)
    return act_page(request, "shift", {"day": desk.day, "days": RECENT_DAYS})


def look(request: Request, form: FormData) -> Response:
    """What would move."""
    return _begun(request, form, "shift-look", dry_run=True)


def act(request: Request, form: FormData) -> Response:
    """Move it."""
    return _begun(request, form, "shift", dry_run=False)


def _begun(request: Request, form: FormData, name: str, *, dry_run: bool) -> Response:
    desk = desk_of(request)
    days = text_of(form, "days") or str(RECENT_DAYS)
    if not days.isdecimal() or int(days) > _LONGEST_DAYS:
        return told(request, f"{days!r} is no number of days", "give a number such as 7")
    asked = _asked(desk, form, int(days))
    return begun(request, name, lambda job: Done(_shifted(desk, asked, job, dry_run=dry_run), desk.clock.now(), asked))


def _asked(desk: Desk, form: FormData, days: int) -> Asked:
    which, day = which_of(form), day_of(form, desk)
    if text_of(form, "kind") != "written":
        return Asked(day, which)
    recent = Recent(day, days, is_ticked(form, "back"))
    return Asked(day, which if which != Which() or recent.back else Which(heroes=True), recent)


def _shifted(desk: Desk, asked: Asked, job: Job, *, dry_run: bool) -> ShiftReport | MoveReport:
    by = replace(desk.by, progress=job.progress)
    if asked.recent:
        return shift_written(desk.store, asked.recent, asked.which, dry_run=dry_run, by=by)
    choice = options_of(desk.store, desk.settings, asked.day).choice
    return shift(desk.store, asked.day, choice, asked.which, dry_run=dry_run, by=by)


ROUTES = [
    Route("/act/shift", acting(dates)),
    Route("/act/shift/look", posted(look), methods=["POST"]),
    Route("/act/shift", posted(act), methods=["POST"]),
]
