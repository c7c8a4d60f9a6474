"""The HTTP clients of the SDK: what comes back does not hold the key, whoever sent it back."""

from __future__ import annotations

import re
from typing import Any

import anthropic
import httpx2

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
