"""The studio as an ASGI app: which modules answer which addresses. They are loaded when somebody asks for the first of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from demodb.errors import DemodbError
from demodb.studio.access import Access
from demodb.studio.desk import Desk
from demodb.studio.guard import Guard
from demodb.studio.pages import on_error, on_http

MOST_BYTES = 512 * 2**20
"""How large a request may be; a list that is uploaded is bounded more closely where it is read."""

STATIC = Path(__file__).parent / "static"

MODULES: Mapping[str, tuple[str, ...]] = {
    "account": ("account.page", "account.app_view", "account.presenter", "edits.page", "edits.places", "edits.rows", "edits.why"),
    "act": ("acts.page",),
    "conflicts": ("edits.conflicts",),
    "log": ("edits.log",),
    "mend": ("home.mending",),
}
"""The modules whose `ROUTES` answer what begins with a word; all else is the home's."""

_HOME = ("entering", "home.page")


def application(desk: Desk, access: Access) -> ASGIApp:
    """The app of one running studio, behind its guard."""
    return Guard(_Pages(desk, access), _Programs(desk), access, desk.writes, desk.api_writes)


class _Pages:
    """The pages: an app for each word that an address begins with."""

    def __init__(self, desk: Desk, access: Access) -> None:
        self._desk, self._access = desk, access
        self._apps = dict[str, ASGIApp]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        word = scope["path"].split("/")[1] if scope["type"] == "http" else ""
        word = word if word in MODULES else ""
        app = self._apps.get(word)
        if app is None:
            app = self._apps[word] = self._made(MODULES.get(word, _HOME))
        await app(scope, receive, send)

    def _made(self, modules: tuple[str, ...]) -> ASGIApp:
        routes: list[BaseRoute] = [Route("/favicon.ico", _icon), Mount("/static", StaticFiles(directory=STATIC))]
        for name in modules:
            routes += import_module(f"demodb.studio.{name}").ROUTES
        handlers = {HTTPException: on_http, DemodbError: on_error, OSError: on_error, Exception: on_error}
        app = Starlette(routes=routes, exception_handlers=handlers, max_body_size=MOST_BYTES)
        app.state.desk, app.state.access = self._desk, self._access
        return app


class _Programs:
    """What answers under /api/."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            self._app = import_module("demodb.studio.api.programs").programs(self._desk)
        await self._app(scope, receive, send)


def _icon(request: Request) -> Response:
    del request
    return RedirectResponse("/static/studio.svg", 301)
