"""The studio as an ASGI app: which function answers which address."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from demodb.errors import DemodbError
from demodb.studio import account, act, api, entering, home
from demodb.studio.access import Access
from demodb.studio.desk import Desk
from demodb.studio.guard import Guard
from demodb.studio.pages import on_error

MOST_BYTES = 512 * 2**20
"""How large a request may be; a list that is uploaded is bounded more closely where it is read."""

STATIC = Path(__file__).parent / "static"


def application(desk: Desk, access: Access) -> ASGIApp:
    """The app of one running studio, behind its guard."""
    handlers = {DemodbError: on_error, OSError: on_error, Exception: on_error}
    app = Starlette(routes=_routes(), exception_handlers=handlers, max_body_size=MOST_BYTES)
    app.state.desk, app.state.access = desk, access
    return Guard(app, api.programs(desk), access, desk.writes, desk.api_writes)


def _routes() -> list[Route | Mount]:
    return [
        Route("/favicon.ico", _icon),
        Mount("/static", StaticFiles(directory=STATIC)),
        *entering.ROUTES,
        *home.ROUTES,
        *account.ROUTES,
        *act.ROUTES,
    ]


def _icon(request: Request) -> Response:
    del request
    return RedirectResponse("/static/studio.svg", 301)
