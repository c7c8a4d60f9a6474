"""What each way to fail means, and the words for it. Pure: nothing of the SDK is known here."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from demodb.warmup.outcome import CallFailure, Handling

_RUN = {
    401: "the API key is not accepted (401): check ANTHROPIC_API_KEY",
    402: "the API asks for payment (402): check the billing of the key's organisation",
    403: "the API key may not do this (403): check the permissions of the key and its workspace",
    404: "there is no model {model!r} at this address (404): check --model and ANTHROPIC_BASE_URL",
}
_ACCOUNT = {
    400: "the API refused the request (400): {detail}",
    413: "the request is too large (413): shorten the account's plan or news",
    422: "the API refused the request (422): {detail}",
}
_RETRY = {
    408: "the API waited too long for the request (408): try again later",
    409: "the API was in conflict with itself (409): try again later",
    429: "the rate limit is reached (429): wait, or widen --spacing",
    500: "the API had an error of its own (500): try again later",
    503: "the API is not available (503): try again later",
    504: "the API took too long (504): try again later",
    529: "the API is overloaded (529): try again later",
}
DROPPED = "the connection failed or was dropped: check the network and ANTHROPIC_BASE_URL"
LATE = CallFailure("retry", "no whole answer came in time: check the network, or try again later")
_TOLD: tuple[tuple[Handling, dict[int, str]], ...] = (("run", _RUN), ("account", _ACCOUNT), ("retry", _RETRY))
SERVER_ERROR = 500
DETAIL = 160


def failure_of(status: int, detail: str, model: str, retry_after: float | None = None) -> CallFailure:
    """The failure that an HTTP status means; `detail` is what the API said."""
    for handling, texts in _TOLD:
        if status in texts:
            return CallFailure(handling, texts[status].format(model=model, detail=detail[:DETAIL]), retry_after)
    handling = "retry" if status >= SERVER_ERROR else "account"
    return CallFailure(handling, f"the API answered with status {status}: try again later", retry_after)


_LONGEST_PAUSE = 366 * 24 * 3600.0


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """The pause that a `retry-after` asks for: seconds, or an HTTP date; None for anything else."""
    if not header:
        return None
    if header.strip().replace(".", "", 1).isdecimal():
        return min(float(header), _LONGEST_PAUSE)
    try:
        return min(max(0.0, (parsedate_to_datetime(header) - now).total_seconds()), _LONGEST_PAUSE)
    except (ValueError, TypeError):
        return None
