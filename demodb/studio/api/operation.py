"""What a program can do at an address, as one value: the API answers by it, and its document is written from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Literal

from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.errors import TypedTimeError
from demodb.model.strict_json import parse_json
from demodb.model.typed_times import typed_day, typed_moment
from demodb.payloads.envelope import enveloped
from demodb.studio.api.errors import RequestError
from demodb.studio.api.parameters import Parameter, read_query
from demodb.studio.desk import Desk, desk_of

MOST_BYTES = 16 * 2**20
"""How large the body of a request may be."""


class _Anything(Convertor[str]):
    """The rest of an address, whatever is in it: keys and names hold slashes, and may hold line breaks."""

    regex = "(?s:.+)"

    def convert(self, value: str) -> str:
        """As it is."""
        return value

    def to_string(self, value: str) -> str:
        """As it is."""
        return value


register_url_convertor("anything", _Anything())


@dataclass(frozen=True)
class Call:
    """A request that was understood: where it came to, and what it gave."""

    request: Request
    query: Mapping[str, Any]
    body: Any = None

    @property
    def desk(self) -> Desk:
        """The studio that it came to."""
        return desk_of(self.request)

    def path(self, name: str) -> str:
        """A part of the address."""
        part: str = self.request.path_params[name]
        return part

    @property
    def now(self) -> datetime:
        """The present moment, with the machine's zone."""
        return self.desk.clock.now().astimezone()

    def day(self, name: str, typed: str | None) -> date | None:
        """A day that the body has under a name, as somebody typed it. Raises RequestError."""
        try:
            return None if typed is None else typed_day(typed, self.now.date())
        except TypedTimeError as error:
            raise RequestError([(f"body.{name}", error.message)]) from error

    def moment(self, name: str, typed: str | None) -> datetime | None:
        """A moment that the body has under a name, as somebody typed it. Raises RequestError."""
        try:
            return None if typed is None else typed_moment(typed, self.now)
        except TypedTimeError as error:
            raise RequestError([(f"body.{name}", error.message)]) from error


Do = Callable[[Call], Mapping[str, Any] | Response]
"""Does what was asked: a report, which is sent with its version, or an answer that is sent as it is."""


@dataclass(frozen=True)
class Operation:
    """A method at an address. `do` has the name and the description; `answer` is the name of a schema, or a schema.

    `errors` are the statuses beside those that every operation may answer with, `headers` what its answer bears.
    """

    method: Literal["GET", "POST", "PATCH"]
    path: str
    do: Do
    answer: str | Mapping[str, Any]
    query: Sequence[Parameter] = ()
    body: type[BaseModel] | None = None
    errors: Sequence[int] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether it needs a studio that lets programs write."""
        return self.method != "GET"


def routes_of(operations: Sequence[Operation]) -> list[Route]:
    """The routes of operations, one for each address."""
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        by_path.setdefault(operation.path, {})[operation.method] = operation
    return [Route(f"/api{path}", _endpoint(methods), methods=list(methods)) for path, methods in by_path.items()]


def _endpoint(methods: Mapping[str, Operation]) -> Callable[..., Any]:
    async def endpoint(request: Request) -> Response:
        operation = methods["GET" if request.method == "HEAD" else request.method]
        data = await _read(request) if operation.body else b""
        return await run_in_threadpool(_answered, request, operation, data)

    return endpoint


async def _read(request: Request) -> bytes:
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MOST_BYTES:
            raise HTTPException(413)
    return bytes(data)


def _answered(request: Request, operation: Operation, data: bytes) -> Response:
    query = read_query(request.query_params, operation.query, desk_of(request).clock.now().astimezone())
    body = _body(request, operation.body, data) if operation.body else None
    done = operation.do(Call(request, query, body))
    return done if isinstance(done, Response) else sent(request, enveloped(done))


def _body(request: Request, model: type[BaseModel], data: bytes) -> BaseModel:
    """What a request brought. Raises RequestError."""
    if data and request.headers.get("content-type", "").partition(";")[0].strip().casefold() != "application/json":
        raise HTTPException(415)
    value, faults = parse_json(data or b"{}")
    if faults:
        raise RequestError([(place or "body", message) for place, message in faults])
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise RequestError([(_place(fault["loc"]), fault["msg"]) for fault in error.errors(include_url=False)]) from error


def _place(parts: Sequence[str | int]) -> str:
    """Where a fault is; what a list holds is of several kinds, and the name of a kind, behind its number, is no key."""
    keys = [part for before, part in zip(("", *parts), parts, strict=False) if isinstance(part, int) or isinstance(before, str)]
    return "body" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)


def sent(request: Request, value: Any) -> Response:
    """A JSON value as an answer."""
    return sent_json(request, json.dumps(value, ensure_ascii=False, indent=2))


def sent_json(request: Request, text: str, headers: Mapping[str, str] | None = None) -> Response:
    """JSON text as an answer, with a tag by which it can be asked for again; 304 where the program has it."""
    data = text.encode(errors="replace")
    tag = f'"{sha256(data).hexdigest()[:32]}"'
    told = {"ETag": tag, "Vary": "Authorization", "Cache-Control": "private, no-cache", **(headers or {})}
    if request.method in ("GET", "HEAD") and _has(request.headers.getlist("if-none-match"), tag):
        return Response(status_code=304, headers=told)
    return Response(data, headers=told, media_type="application/json")


def _has(lines: Sequence[str], tag: str) -> bool:
    """Whether If-None-Match names a tag; weak ones are compared as the strong ones that they were."""
    tags = [one.strip().removeprefix("W/") for line in lines for one in line.split(",")]
    return tag in tags or "*" in tags
