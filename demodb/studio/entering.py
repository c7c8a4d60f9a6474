"""`/enter`: by the link that was opened once, or with the token, a browser becomes one that the studio knows."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from demodb.studio.access import Access
from demodb.studio.pages import page, posted


def enter(request: Request) -> Response:
    """Let in who comes by the link for the first time; ask anybody else for the token."""
    access: Access = request.app.state.access
    if access.knows_session(request.cookies.get(access.cookie)):
        return RedirectResponse("/", 303)
    once = request.query_params.get("once")
    session = access.enter(once) if once else None
    if session:
        return _let_in(access, session)
    return page(request, "enter.html", {"used": once is not None, "wrong": False}, 401)


def enter_by_token(request: Request, form: FormData) -> Response:
    """Let in who has the token."""
    access: Access = request.app.state.access
    session = access.enter_by_token(str(form.get("token", "")).strip())
    return _let_in(access, session) if session else page(request, "enter.html", {"used": False, "wrong": True}, 401)


def _let_in(access: Access, session: str) -> Response:
    response = RedirectResponse("/", 303)
    response.set_cookie(access.cookie, session, httponly=True, samesite="strict", path="/")
    return response


ROUTES = [Route("/enter", enter), Route("/enter", posted(enter_by_token), methods=["POST"])]
