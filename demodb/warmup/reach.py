"""Is there a network? Found out without the SDK, whose import takes longer than many an answer."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from functools import partial

import httpx2

from demodb.warmup.access import Access
from demodb.warmup.deadline import within
from demodb.warmup.outcome import CallFailure

_KNOCKS = 2
_BETWEEN_SECONDS = 0.3


def offline(access: Access, sleep: Callable[[float], None]) -> CallFailure | None:
    """Why no call can be made: the API's host is not reached, or answers nothing at all, twice in a row. None where it does."""
    why = ""
    for knock in range(_KNOCKS):
        if knock:
            sleep(_BETWEEN_SECONDS)
        try:
            within(access.connect, partial(_knock, access))
        except (TimeoutError, httpx2.TransportError, httpx2.InvalidURL) as error:
            why = unreached(error) or ""
        if not why:
            return None
    return CallFailure("offline", told_unreached(access.address, why))


def _knock(access: Access) -> None:
    """Ask for nothing, without the key: any answer will do."""
    httpx2.head(access.address, timeout=_KNOCKS * access.connect)


def told_unreached(address: str, why: str) -> str:
    """That an address is not reached, in a line."""
    try:
        host = httpx2.URL(address).netloc.decode("ascii").rpartition("@")[2]
    except httpx2.InvalidURL:
        host = "ANTHROPIC_BASE_URL"
    return f"{host or 'ANTHROPIC_BASE_URL'} {why}"


def unreached(error: BaseException | None) -> str | None:
    """How a host was not reached, for an error that means it; None for any other one."""
    if isinstance(error, (TimeoutError, httpx2.ConnectTimeout)):
        return "does not answer"
    if isinstance(error, (httpx2.UnsupportedProtocol, httpx2.InvalidURL)):
        return "is no address of the web"
    if not isinstance(error, (httpx2.ConnectError, httpx2.ProxyError)):
        return None
    causes = list(_causes(error))
    told = ((socket.gaierror, "is a name that nobody knows here"), (ConnectionRefusedError, "refuses connections"))
    return next((text for kind, text in told if any(isinstance(one, kind) for one in causes)), "cannot be reached")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
