"""What a program is told when something cannot be done: JSON with the codes that `--json` has, and the status that fits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from demodb.errors import DemodbError, EditRefusedError, ExitCode, PlanStaleError
from demodb.model.merge import ABSENT
from demodb.payloads.envelope import enveloped, error_payload
from demodb.studio.desk import desk_of

_STATUS = {ExitCode.USAGE: 404, ExitCode.NOT_READY: 503, ExitCode.BAD_INPUT: 422, ExitCode.STORE_UNAVAILABLE: 503}
_OF_HTTP = {
    404: ("not-found", "there is nothing at this address", "see /api/openapi.json for all that there is"),
    405: ("method", "this address does not take the method", "see the header Allow"),
    413: ("too-large", "the body is too large", "send less at once"),
    415: ("media-type", "expected JSON", "send the header Content-Type: application/json"),
}


class RequestError(DemodbError):
    """A request that cannot be understood: `faults` holds, of each fault, where it is and what is wrong there."""

    code = "bad-request"
    exit_code = ExitCode.USAGE

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        lines = "; ".join(f"{where}: {message}" if where else message for where, message in faults)
        super().__init__(lines, fix="see /api/openapi.json for what is taken here")
        self.faults = tuple(faults)


def error_answer(
    status: int, code: str, message: str, fix: str, *, headers: Mapping[str, str] | None = None, **facts: Any
) -> Response:
    """An error as JSON."""
    text = json.dumps(enveloped(error_payload(code, message, fix, **facts)), ensure_ascii=False, indent=2)
    return Response(text.encode(errors="replace"), status, dict(headers or {}), "application/json")


def on_error(request: Request, error: Exception) -> Response:
    """The answer to an error that was raised on purpose, or by nobody. A handler of Starlette's."""
    error = desk_of(request).told(error)
    if isinstance(error, DemodbError):
        return error_answer(_status(error), error.code, error.message, error.fix, **_facts(error))
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return error_answer(500, "file", f"{where}{error.strerror}", "check the path, its permissions and the space")
    return error_answer(500, "bug", f"unexpected {type(error).__name__}", "see what `demodb studio --debug` prints")


def on_http(request: Request, error: Exception) -> Response:
    """The answer where there is no such address, or where it does not take the method. A handler of Starlette's."""
    if not isinstance(error, HTTPException):
        return on_error(request, error)
    code, message, fix = _OF_HTTP.get(error.status_code, ("http", str(error.detail), ""))
    return error_answer(error.status_code, code, message, fix, headers=error.headers)


def _status(error: DemodbError) -> int:
    if isinstance(error, RequestError):
        return 400
    if isinstance(error, PlanStaleError) or (isinstance(error, EditRefusedError) and error.overtaken):
        return 409
    return _STATUS.get(error.exit_code, 422)


def _facts(error: DemodbError) -> dict[str, Any]:
    """What a program can work with, beside the message."""
    if isinstance(error, RequestError):
        return {"faults": [{"where": where, "message": message} for where, message in error.faults]}
    if isinstance(error, EditRefusedError):
        refusals = [{"place": place, "message": message} for place, message in error.refusals]
        return {"refusals": refusals, "overtaken": [_sides(*one) for one in error.overtaken]}
    return {}


def _sides(place: str, seen: Any, now: Any) -> dict[str, Any]:
    """What the editor saw and what is there now; a side that is not there is left out."""
    return {"place": place, **{side: value for side, value in (("expected", seen), ("now", now)) if value is not ABSENT}}
