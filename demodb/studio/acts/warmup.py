"""`/act/warmup`: what a warm-up would call and cost, and the warm-up, hero by hero as it goes."""

from __future__ import annotations

from datetime import datetime

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.access import access_of
from demodb.api.warmup import WarmupOptions, WarmupReport, surroundings_of, warmup
from demodb.errors import TypedTimeError
from demodb.studio.acts.forms import is_ticked, moment_of, text_of
from demodb.studio.acts.jobs import Done, act_page, acting, begun
from demodb.studio.desk import Desk, desk_of
from demodb.studio.jobs import Job
from demodb.studio.pages import posted, told


def page_of_warmup(request: Request) -> Response:
    """What to warm, and until when."""
    desk = desk_of(request)
    access = access_of(desk.settings)
    without = access if isinstance(access, str) else ""
    model = "" if isinstance(access, str) else access.model
    return act_page(request, "warmup", {"until": _story_end(desk), "without": without, "model": model})


def look(request: Request, form: FormData) -> Response:
    """What would be done about each account, and what it would take."""
    return _begun(request, "warmup-look", _options(desk_of(request), form, dry_run=True))


def act(request: Request, form: FormData) -> Response:
    """Warm up."""
    return _begun(request, "warmup", _options(desk_of(request), form))


def _begun(request: Request, name: str, options: WarmupOptions) -> Response:
    desk = desk_of(request)
    if options.every and options.accounts:
        return told(request, "every account is to be warmed, and some are named", "name none, or leave out that it is every one")
    return begun(request, name, lambda job: Done(warmed(desk, options, job), desk.clock.now(), options))


def warmed(desk: Desk, options: WarmupOptions, job: Job) -> WarmupReport:
    """A warm-up by the project's settings, which tells a job how far it is."""
    settings = desk.settings
    around = surroundings_of(settings, desk.clock, job.progress, job.stage)
    return warmup(desk.store, options, access_of(settings), around)


def _options(desk: Desk, form: FormData, *, dry_run: bool = False) -> WarmupOptions:
    """What the form asks for. Raises TypedTimeError."""
    until = moment_of(form, "until", desk)
    if until and until <= desk.clock.now():
        raise TypedTimeError(f"{until.astimezone():%Y-%m-%d %H:%M} is past", fix="choose a later time")
    accounts = tuple(filter(None, (name.strip() for name in text_of(form, "accounts").splitlines())))
    every, force, rules = (is_ticked(form, box) for box in ("all", "force", "rules"))
    return WarmupOptions(accounts, every, until, force=force, rules=rules, dry_run=dry_run)


def _story_end(desk: Desk) -> datetime | None:
    near = desk.story.demo.near(desk.clock.now())
    return near.until.astimezone() if near else None


ROUTES = [
    Route("/act/warmup", acting(page_of_warmup)),
    Route("/act/warmup/look", posted(look), methods=["POST"]),
    Route("/act/warmup", posted(act), methods=["POST"]),
]
