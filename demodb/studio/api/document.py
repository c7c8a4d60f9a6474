"""`/api/openapi.json`: all that programs can do, as an OpenAPI document, written from the operations themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from inspect import cleandoc
from typing import Any

from demodb import __version__
from demodb.studio.api.operation import Operation
from demodb.studio.api.schemas import component_schemas
from demodb.studio.api.shapes import TEXT, ref

_PART = re.compile(r"\{(\w+)(?::\w+)?\}")
_JSON = "application/json"
_PARTS = {
    "account": "An account, by its slug or any of its names; percent-encoded.",
    "section": "stakeholders, strategy, competitors or actions.",
    "entry": "The number of an entry of the log.",
    "key": "The key of an entry, such as intelligence:spotify; percent-encoded.",
}
_ERRORS = {
    400: "The request cannot be understood; `error.faults` has everything that is wrong with it.",
    401: "The token is missing, or another one.",
    403: "The studio was started without --write, or the request comes from a foreign page or address.",
    404: "There is nothing of that name.",
    409: "Somebody else was faster: `error.overtaken` has what was expected, and what is there now.",
    413: "The body is too large.",
    415: "The body is no JSON.",
    422: "It cannot be done so; `error.refusals` has the places.",
    503: "The store cannot be used now.",
}


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """The document."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(_PART.sub(r"{\1}", operation.path), {})[operation.method.lower()] = _described(operation)
    bodies = {operation.body.__name__: operation.body for operation in operations if operation.body}
    bearer = {"type": "http", "scheme": "bearer", "description": "The token that the studio printed, or that of its file."}
    return {
        "openapi": "3.1.0",
        "info": {"title": "demodb studio", "version": __version__, "description": _ABOUT},
        "servers": [{"url": "/api"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": component_schemas(bodies), "securitySchemes": {"token": bearer}},
    }


_ABOUT = (
    "What the pages of the studio show, for programs, as the commands of demodb print it with `--json`. Without `--write` the"
    " studio takes GET alone."
)


def _described(operation: Operation) -> dict[str, Any]:
    told = cleandoc(operation.do.__doc__ or "").partition("\n")
    described = {
        "operationId": operation.do.__name__,
        "summary": told[0],
        "parameters": [*map(_part, _PART.findall(operation.path)), *_query(operation)],
        "responses": _responses(operation),
    }
    if operation.body:
        described["requestBody"] = {"content": {_JSON: {"schema": ref(operation.body.__name__)}}, "required": True}
    return described


def _part(name: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1} if name == "entry" else {**TEXT, "minLength": 1}
    return {"name": name, "in": "path", "required": True, "description": _PARTS[name], "schema": schema}


def _query(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "in": "query", "required": one.required, "description": one.about, "schema": one.schema}
        for one in operation.query
    ]


def _responses(operation: Operation) -> dict[str, Any]:
    schema = ref(operation.answer) if isinstance(operation.answer, str) else operation.answer
    headers = {name: {"description": about, "schema": TEXT} for name, about in operation.headers.items()}
    done = {"description": "Done.", "content": {_JSON: {"schema": schema}}, **({"headers": headers} if headers else {})}
    unchanged = (
        {"304": {"description": "The program has it already: If-None-Match named its ETag."}} if not operation.writes else {}
    )
    return {"200": done, **unchanged, **{str(status): _error(status) for status in _statuses(operation)}}


def _statuses(operation: Operation) -> list[int]:
    own = {400, 401, 403, 503, *operation.errors}
    if _PART.search(operation.path) or any(one.name == "account" for one in operation.query):
        own.add(404)
    return sorted(own | ({413, 415} if operation.body else set()))


def _error(status: int) -> Mapping[str, Any]:
    return {"description": _ERRORS[status], "content": {_JSON: {"schema": ref("Error")}}}
