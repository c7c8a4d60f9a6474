"""The HTTP clients of the SDK: what comes back does not hold the key, whoever sent it back."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

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
    spellings = sorted({key, quote(key, safe="")}, key=len, reverse=True)
    headers, content = response.headers.multi_items(), response.content
    cleaned_headers = [(name, _cleaned(value, spellings)) for name, value in headers]
    cleaned = content
    for spelling in spellings:
        cleaned = cleaned.replace(spelling.encode(), _TAKEN_OUT.encode())
    if cleaned == content and cleaned_headers == headers:
        return response
    # The content is decoded, and of another length.
    kept = [(name, value) for name, value in cleaned_headers if name.lower() not in ("content-encoding", "content-length")]
    answer = httpx2.Response(response.status_code, headers=kept, content=cleaned, request=response.request)
    answer.elapsed = response.elapsed
    return answer


def _cleaned(text: str, spellings: list[str]) -> str:
    for spelling in spellings:
        text = text.replace(spelling, _TAKEN_OUT)
    return text
