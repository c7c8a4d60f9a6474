"""`/api/`: the studio for programs, which show its token."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp

from demodb.errors import DemodbError
from demodb.studio.api import acts, cache, reading, snapshots, writing
from demodb.studio.api.document import document
from demodb.studio.api.errors import on_error, on_http
from demodb.studio.api.operation import Call, Operation, routes_of, sent
from demodb.studio.desk import Desk


def openapi(call: Call) -> Response:
    """This document."""
    return sent(call.request, _document())


@functools.cache
def _document() -> Mapping[str, Any]:
    return document(OPERATIONS)


OPERATIONS = (
    Operation("GET", "/openapi.json", openapi, {"type": "object"}),
    *reading.OPERATIONS,
    *cache.OPERATIONS,
    *writing.OPERATIONS,
    *acts.OPERATIONS,
    *snapshots.OPERATIONS,
)


def programs(desk: Desk) -> ASGIApp:
    """The app that answers under /api/."""
    handlers = {HTTPException: on_http, DemodbError: on_error, OSError: on_error, Exception: on_error}
    app = Starlette(routes=routes_of(OPERATIONS), exception_handlers=handlers)
    app.router.redirect_slashes = False
    app.state.desk = desk
    return app
