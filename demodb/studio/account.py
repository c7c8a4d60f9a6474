"""`/account/{slug}`: all of one account."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.show import show_account
from demodb.studio.desk import desk_of
from demodb.studio.pages import page


def account(request: Request) -> Response:
    """The account's page."""
    view = show_account(desk_of(request).store, request.path_params["slug"])
    return page(request, "account.html", {"view": view})


ROUTES = [Route("/account/{slug}", account)]
