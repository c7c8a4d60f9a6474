"""What stands before every page: foreign pages and names are refused, and every answer bears the policy for browsers."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from demodb.studio.access import Access
from demodb.studio.api.errors import error_answer

_ALLOWED = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
POLICY = "; ".join(f"{what} {who}" for what, who in _ALLOWED.items())
"""The Content-Security-Policy: nothing from another host, and no script or style that stands in a page."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_CHANGING = ("POST", "PUT", "PATCH", "DELETE")
_ENTER, _STATIC = "/enter", "/static/"
_API = "/api/"
_OPEN = "open the address that `demodb studio` printed"


@dataclass(frozen=True)
class Guard:
    """An ASGI app around the studio's two. `writes`: whether pages may change something, `api_writes`: whether programs may."""

    pages: ASGIApp
    programs: ASGIApp
    access: Access
    writes: bool
    api_writes: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.pages(scope, receive, send)
            return
        request = Request(scope)
        answer = self._refusal(request) or self._stranger(request) or self._reader(request)
        path = request.url.path

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if not path.startswith(_STATIC) and "cache-control" not in headers:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await (answer or (self.programs if path.startswith(_API) else self.pages))(scope, receive, sent)

    def _refusal(self, request: Request) -> Response | None:
        """What is said to who comes from elsewhere; None to anybody else."""
        headers, path = request.headers, request.url.path
        if "\0" in path or b"%00" in request.scope["query_string"]:
            return _refused(path, "address", "this is no address of the studio", "begin at /", 400)
        if not self.access.is_own_host(headers.get("host", "")):
            return _refused(path, "foreign", "this is not the studio's address", _OPEN)
        if not _is_own_page(headers, self.access):
            return _refused(path, "foreign", "the studio answers its own pages only", _OPEN)
        from_page = path.startswith(_API) or path == _ENTER or _shows_own_page(headers)
        if request.method in _CHANGING and not from_page:
            return _refused(path, "foreign", "the studio takes changes from its own pages only", _OPEN)
        return None

    def _stranger(self, request: Request) -> Response | None:
        """What is said to who has not shown a session, or the token; None to who has."""
        path = request.url.path
        if path.startswith(_API):
            kind, _, token = request.headers.get("authorization", "").partition(" ")
            if kind.casefold() == "bearer" and self.access.knows_token(token.strip()):
                return None
            return _refused(path, "token", "the API asks for the studio's token", "send `Authorization: Bearer TOKEN`", 401)
        if path == _ENTER or path.startswith(_STATIC) or self.access.knows_session(request.cookies.get(self.access.cookie)):
            return None
        if request.method not in _CHANGING and "hx-request" not in request.headers:
            return RedirectResponse("/enter", 303)
        return _refused(path, "stranger", "the studio does not know this browser", "open /enter", 401)

    def _reader(self, request: Request) -> Response | None:
        """What is said to who may only read, and would change something; None to anybody else."""
        path = request.url.path
        programs = path.startswith(_API)
        if request.method not in _CHANGING or path == _ENTER or (self.api_writes if programs else self.writes):
            return None
        return _refused(path, "read-only", *_READ_ONLY["api" if programs else "pages"])


_READ_ONLY = {
    "pages": ("nothing can be changed here", "start the studio without --read-only"),
    "api": ("the API only reads", "start the studio with --write"),
}


def _is_own_page(headers: Headers, access: Access) -> bool:
    """Whether nothing says that another page asks. Browsers write the origin "null" where a page sends no referrer."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    return site in (None, "same-origin", "none") and (origin in (None, "null") or access.is_own_origin(origin))


def _shows_own_page(headers: Headers) -> bool:
    """Whether something shows that a page of the studio asks: what no other page can have a browser send."""
    return (
        headers.get("sec-fetch-site") == "same-origin"
        or headers.get("origin") not in (None, "null")
        or headers.get("hx-request") == "true"
    )


def _refused(path: str, code: str, message: str, fix: str = "", status: int = 403) -> Response:
    """A refusal: to programs as JSON, to all others as a line."""
    if not path.startswith(_API):
        return PlainTextResponse(f"{message}{fix and f': {fix}'}\n", status)
    headers = {"WWW-Authenticate": "Bearer"} if status == _WHO else None
    return error_answer(status, code, message, fix, headers=headers)


_WHO = 401
