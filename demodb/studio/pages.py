"""Templates into answers: whole pages, parts of pages for htmx, and what a person is told when something cannot be done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from demodb import __version__
from demodb.errors import DemodbError, ExitCode
from demodb.studio.desk import desk_of
from demodb.studio.words import FILTERS

_STATUS = {ExitCode.USAGE: 404, ExitCode.NOT_READY: 409, ExitCode.BAD_INPUT: 422, ExitCode.STORE_UNAVAILABLE: 503}


_COMPILED = Path(__file__).with_name("__pycache__")


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept where Python keeps compiled modules; what cannot be kept is compiled by each studio."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one, if that can be."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates: everything that is put into one is escaped, and a name that is not known is an error."""
    made = Environment(
        loader=PackageLoader("demodb.studio"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_Compiled(str(_COMPILED), f"template-{__version__}-%s.cache") if _COMPILED.is_dir() else None,
    )
    made.filters.update(FILTERS)
    return made


def page(request: Request, template: str, values: dict[str, Any], status: int = 200) -> Response:
    """A template as an answer. It knows `writes`, whether something may be changed, and `path`, where it is."""
    common = {"writes": desk_of(request).writes, "path": request.url.path, "version": __version__}
    return HTMLResponse(environment().get_template(template).render(common | values), status)


def is_part(request: Request) -> bool:
    """Whether htmx asks, for a part of a page."""
    return request.headers.get("hx-request") == "true"


def told(request: Request, message: str, fix: str = "", status: int = 422) -> Response:
    """Something that a person has to know: a page of its own, or where htmx asked, a notice over the page as it is."""
    values = {"message": message, "fix": fix}
    if not is_part(request):
        return page(request, "told.html", values, status)
    response = page(request, "_told.html", values, status)
    response.headers["HX-Retarget"] = "#told"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def said(request: Request, template: str, values: dict[str, Any], message: str) -> Response:
    """A part of a page, and a line beside it that says what was done."""
    return page(request, "_said.html", {"part": template, "done": message, **values})


def on_error(request: Request, error: Exception) -> Response:
    """The answer to an error that a person can meet. A handler of Starlette's."""
    error = desk_of(request).told(error)
    status = _STATUS.get(error.exit_code, 422) if isinstance(error, DemodbError) else 500
    return told(request, *words_of(error), status)


def words_of(error: Exception) -> tuple[str, str]:
    """What a person is told of an error, and what to do next."""
    if isinstance(error, DemodbError):
        return error.message, error.fix
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}", "check the path, its permissions and the space"
    return "this page met an error that nobody expected", "see what `demodb studio --debug` prints"


def on_http(request: Request, error: Exception) -> Response:
    """The answer to an address that leads nowhere, and to what cannot be asked of one. A handler of Starlette's."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    message = _OF_HTTP.get(status, f"this cannot be asked of {request.url.path}")
    return told(request, message, "go back to the demo", status)


_OF_HTTP = {404: "there is no such page", 405: "this page is read, or written to, in another way", 413: "that is too large"}

Endpoint = Callable[[Request], Awaitable[Response]]


def posted(function: Callable[[Request, FormData], Response]) -> Endpoint:
    """An endpoint that reads a form, and then works in a thread, as those do that read none."""

    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=20, max_fields=1000) as form:
            if any("\0" in value for _, value in form.multi_items() if isinstance(value, str)):
                return told(request, "a text cannot hold the character NUL", "take it out")
            return await run_in_threadpool(function, request, form)

    endpoint.__name__ = function.__name__
    return endpoint
