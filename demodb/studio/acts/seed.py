"""`/act/seed`: the plan of what would be seeded and upgraded, and doing just that."""

from __future__ import annotations

import shutil
import weakref
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.seed import SeedReport, Which, apply, options_of, seed
from demodb.api.seed_plan import SavedPlan, differences, save_plan
from demodb.model.story import STORY_FILE
from demodb.studio.acts.changes import change_lines, conflict_lines
from demodb.studio.acts.forms import day_of, text_of, which_of
from demodb.studio.acts.jobs import Done, act_page, acting, begun, done_of
from demodb.studio.desk import Desk, desk_of
from demodb.studio.jobs import Job
from demodb.studio.pages import page, posted, told

PAGE = 25
"""How many accounts a page of a plan has."""


@dataclass(frozen=True)
class Aiming:
    """What is to be seeded so that all accounts show what the story asks for."""

    which: Which
    day: date
    seed: str | None


def page_of_seed(request: Request) -> Response:
    """What a plan is made of, and the last one."""
    desk = desk_of(request)
    return act_page(request, "seed", {"day": desk.day, "seed": desk.settings.seed, "portfolio": desk.story.portfolio})


def make_plan(request: Request, form: FormData) -> Response:
    """Make a plan, which changes nothing."""
    desk, which = desk_of(request), which_of(form)
    options = options_of(desk.store, desk.settings, day_of(form, desk), text_of(form, "seed") or None)

    def work(job: Job) -> Done:
        folder = Path(mkdtemp(prefix="demodb-plan-"))
        saved = save_plan(desk.store, options, which, folder / "plan.json", job.progress)
        weakref.finalize(saved, shutil.rmtree, folder, ignore_errors=True)
        return Done(saved, desk.clock.now(), which)

    return begun(request, "seed-plan", work)


def more(request: Request) -> Response:
    """The next page of the plan."""
    saved = _plan(desk_of(request), request.query_params.get("plan", ""))
    first = request.query_params.get("from", "")
    if saved is None or not first.isdecimal():
        return _gone(request)
    return page(request, "act/_seed-plan-rows.html", {"plan": saved, "first": int(first)})


def account(request: Request) -> Response:
    """The plan for one account, field by field, as the store is now."""
    desk = desk_of(request)
    saved = _plan(desk, request.query_params.get("plan", ""))
    if saved is None:
        return _gone(request)
    steps = differences(desk.store, saved.options, request.query_params.get("account", ""))
    lines = [(step, change_lines(step.section, step.changes), conflict_lines(step.section, step.conflicts)) for step in steps]
    return page(request, "act/_seed-plan-account.html", {"steps": lines})


def apply_plan(request: Request, form: FormData) -> Response:
    """Do exactly what the plan says that the person saw."""
    desk = desk_of(request)
    saved = _plan(desk, text_of(form, "plan"))
    if saved is None:
        return _gone(request)
    choice = options_of(desk.store, desk.settings, saved.options.as_of).choice

    def work(job: Job) -> Done:
        report = apply(desk.store, saved.path, choice, by=replace(desk.by, progress=job.progress))
        return Done(report, desk.clock.now())

    return begun(request, "seed", work)


def look_aim(request: Request, form: FormData) -> Response:
    """What aiming at the story would come to."""
    return _aimed(request, form, "aim-look", dry_run=True)


def aim(request: Request, form: FormData) -> Response:
    """Aim at the story, and seed."""
    return _aimed(request, form, "aim", dry_run=False)


def _aimed(request: Request, form: FormData, name: str, *, dry_run: bool) -> Response:
    desk = desk_of(request)
    asked = Aiming(which_of(form), day_of(form, desk), text_of(form, "seed") or None)
    story = desk.story
    if not story.portfolio:
        return told(request, f"{STORY_FILE} asks for nothing of all accounts", "say there, in [portfolio], what they are to show")

    def work(job: Job) -> Done:
        options = options_of(desk.store, desk.settings, asked.day, asked.seed)
        by = replace(desk.by, progress=job.progress)
        report: SeedReport = seed(desk.store, options, asked.which, dry_run=dry_run, by=by, story=story)
        return Done(report, desk.clock.now(), asked)

    return begun(request, name, work)


def _plan(desk: Desk, token: str) -> SavedPlan | None:
    """The last plan that was made, if it is the one of this token."""
    done = done_of(desk, "seed-plan")
    saved: SavedPlan | None = done.report if done else None
    return saved if saved and saved.path.parent.name == token else None


def _gone(request: Request) -> Response:
    return told(request, "another plan was made since", "look at that one, and apply it", 409)


ROUTES = [
    Route("/act/seed", acting(page_of_seed)),
    Route("/act/seed/plan", posted(make_plan), methods=["POST"]),
    Route("/act/seed/plan/more", acting(more)),
    Route("/act/seed/plan/account", acting(account)),
    Route("/act/seed/apply", posted(apply_plan), methods=["POST"]),
    Route("/act/seed/aim/look", posted(look_aim), methods=["POST"]),
    Route("/act/seed/aim", posted(aim), methods=["POST"]),
]
