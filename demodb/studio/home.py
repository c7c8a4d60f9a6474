"""`/`: the verdict on the demo, and the accounts."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.account import list_accounts
from demodb.api.status import status
from demodb.studio.desk import desk_of
from demodb.studio.pages import page


def home(request: Request) -> Response:
    """The verdict first, then the accounts."""
    desk = desk_of(request)
    values = {"report": status(desk.store, desk.asked()), "accounts": list_accounts(desk.store)}
    return page(request, "home.html", values)


ROUTES = [Route("/", home)]
