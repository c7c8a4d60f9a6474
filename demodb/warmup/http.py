"""The HTTP clients of the SDK: what comes back does not hold the key, whoever sent it back."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import anthropic
import httpx2

from demodb.warmup.access import Access
from demodb.warmup.deadline import within
from demodb.warmup.outcome import CallFailure

_TAKEN_OUT = "***"


class AsyncClient(anthropic.DefaultAsyncHttpxClient):
    """For single calls, several at once. A proxy, or a server that tells of a request, may send the key back."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """The response, read whole."""
        response = await super().send(request, **options)
        await response.aread()
        return without_key(response, self._key)


class Client(anthropic.DefaultHttpxClient):
    """For the Message Batches API."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key

    def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """The response, read whole."""
        response = super().send(request, **options)
        response.read()
        return without_key(response, self._key)


# --- is there a network? -------------------------------------------------------------------------------------------------

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
    with Client(access.key) as client:
        client.head(access.address, timeout=_KNOCKS * access.connect, follow_redirects=False)


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


# --- what comes back -----------------------------------------------------------------------------------------------------


def without_key(response: httpx2.Response, key: str) -> httpx2.Response:
    """The response as it came, or one like it without the key in its headers and its content."""
    spelled = "".join(map(_spelled, key))
    headers, content = response.headers.multi_items(), response.content
    cleaned_headers = [(name, re.sub(spelled, _TAKEN_OUT, value)) for name, value in headers]
    cleaned = re.sub(spelled.encode(), _TAKEN_OUT.encode(), content)
    if cleaned == content and cleaned_headers == headers:
        return response
    # The content is decoded, and of another length.
    kept = [(name, value) for name, value in cleaned_headers if name.lower() not in ("content-encoding", "content-length")]
    answer = httpx2.Response(response.status_code, headers=kept, content=cleaned, request=response.request)
    answer.elapsed = response.elapsed
    return answer


def _spelled(character: str) -> str:
    """The pattern of a character as it is, as in a URL, or as in JSON."""
    code = ord(character)
    return f"(?:{re.escape(character)}|(?i:%{code:02x})|(?i:\\\\u{code:04x}))"
