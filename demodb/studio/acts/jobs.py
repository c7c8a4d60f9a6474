"""Acts that take a while: begun as jobs, and followed by a part of the page that moves as they do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from demodb.api.import_ import KINDS
from demodb.api.prepare import STEPS
from demodb.api.snapshot import Saved
from demodb.api.status import grouped
from demodb.studio.acts.changes import change_lines
from demodb.studio.desk import Desk, desk_of
from demodb.studio.jobs import Job, Jobs
from demodb.studio.pages import environment, is_part, page, told, words_of

PAGES = {
    "prepare": "prepare",
    "seed-plan": "seed",
    "seed": "seed",
    "aim-look": "seed",
    "aim": "seed",
    "undo-look": "undo",
    "undo": "undo",
    "shift-look": "shift",
    "shift": "shift",
    "warmup-look": "warmup",
    "warmup": "warmup",
    "import-look": "import",
    "import": "import",
    "export-look": "export",
    "export": "export",
    "sync-look": "export",
    "sync": "export",
    "snapshot": "snapshots",
    "snapshot-look": "snapshots",
    "reset": "snapshots",
}
"""The jobs of acts, and the page below /act/ on which each one is followed. One that ends in -look or -plan changes nothing."""

_WORDS: Mapping[str, Any] = {"lines": change_lines, "kinds": KINDS, "steps": STEPS, "grouped": grouped}
"""What the parts put into words."""

_SOON_SECONDS = 0.4
"""How long an answer waits for a job that may be done at once."""


@dataclass(frozen=True)
class Done:
    """What a job came to: its report, when it ended, what it was asked for, and the snapshot that was saved first."""

    report: Any
    at: datetime
    asked: Any = None
    saved: Saved | None = None


@dataclass(frozen=True)
class View:
    """A job as a template sees it."""

    name: str
    job: Job

    @property
    def part(self) -> str:
        """The template of what it is at, and of what it came to."""
        return f"act/_{self.name}.html"

    @property
    def page(self) -> str:
        """The page below /act/ on which it is followed."""
        return PAGES[self.name]

    @property
    def is_look(self) -> bool:
        """Whether it changes nothing."""
        return self.name.endswith(("-look", "-plan"))

    @property
    def done(self) -> Done | None:
        """What it came to."""
        done: Done | None = self.job.result
        return done

    @property
    def failure(self) -> tuple[str, str] | None:
        """What a person is told of an error, and what to do next."""
        return words_of(self.job.error) if self.job.error else None


def view_of(desk: Desk, name: str) -> View | None:
    """The last job of a name, under way or ended."""
    job = desk.jobs.get(_kind(name))
    return View(name, job) if job else None


def done_of(desk: Desk, name: str) -> Done | None:
    """What the last job of a name came to; None where it is under way, or failed."""
    view = view_of(desk, name)
    return view.done if view else None


def _kind(name: str) -> str:
    return f"act-{name}"


def act_page(request: Request, name: str, values: Mapping[str, Any]) -> Response:
    """The page of an act, with the one of its jobs that began last."""
    names = {_kind(job): job for job, where in PAGES.items() if where == name}
    job = desk_of(request).jobs.latest(names)
    view = View(names[job.kind], job) if job else None
    return page(request, f"act/{name}.html", {"view": view, **_WORDS, **values})


def begun(request: Request, name: str, work: Callable[[Job], Done]) -> Response:
    """Begin a job, or join the one of its name that is under way, and show how it goes."""
    desk = desk_of(request)
    job = desk.jobs.start(_kind(name), work)
    if not is_part(request):
        return RedirectResponse(f"/act/{PAGES[name]}", 303)
    desk.jobs.wait(_kind(name), _SOON_SECONDS)
    return page(request, "act/_job.html", {"view": View(name, job), **_WORDS})


def follow(request: Request) -> Response:
    """A job as it goes, event by event until it ends."""
    desk = desk_of(request)
    view = view_of(desk, request.path_params["name"])
    if view is None:
        return told(request, "there is no such work under way", "start it at /act", 404)
    return StreamingResponse(_events(view, desk.jobs), media_type="text/event-stream")


async def _events(view: View, jobs: Jobs) -> AsyncIterator[str]:
    async for _ in view.job.versions(lambda: jobs.left):
        if not view.job.ended:
            yield await run_in_threadpool(_event, view)
    if not view.job.ended:
        return
    yield await run_in_threadpool(_event, view)
    yield "event: ended\ndata: \n\n"


def _event(view: View) -> str:
    text = environment().get_template(view.part).render(view=view, **_WORDS)
    return "".join(f"data: {line}\n" for line in text.splitlines() if line.strip()) + "\n"


Endpoint = Callable[[Request], Response]


def acting(function: Endpoint) -> Endpoint:
    """An endpoint that is there only where something may be changed."""

    def endpoint(request: Request) -> Response:
        if desk_of(request).writes:
            return function(request)
        return told(request, "nothing can be changed here", "start the studio without --read-only", 403)

    endpoint.__name__ = function.__name__
    return endpoint


ROUTES = [Route("/act/job/{name}", acting(follow))]
