"""The only home of the anthropic SDK: prompts in, outcomes out, each way to fail in words that say what to do.

Importing the SDK takes most of a second: this module is imported when a call is to be made, and not before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple, cast

import anthropic
import httpx2
from anthropic.types import Message

from demodb.advice.prompt import ADVICE_SCHEMA, Prompt, read_advice
from demodb.clock import Clock
from demodb.warmup.access import Access
from demodb.warmup.http import AsyncClient, Client
from demodb.warmup.outcome import CallFailure, CallOutcome, Handling

# Given in any case: where none is, the SDK looks into the environment by itself.
_ADDRESS = "https://api.anthropic.com"
MAX_TOKENS = 4096
"""Room for an answer; one that was cut off gets twice as much once."""


def request(model: str, prompt: Prompt, max_tokens: int = MAX_TOKENS) -> dict[str, Any]:
    """The body of a call, alone or in a batch: the answer's form is fixed by a JSON schema."""
    return {
        "model": model,
        "max_tokens": max_tokens,
        "system": prompt.system,
        "messages": [{"role": "user", "content": prompt.message}],
        "output_config": {"format": {"type": "json_schema", "schema": anthropic.transform_schema(ADVICE_SCHEMA)}},
    }


class Claude:
    """Single calls, several at once; to be closed by `close`."""

    def __init__(self, access: Access, clock: Clock) -> None:
        self._model, self._clock = access.model, clock
        self._client = anthropic.AsyncAnthropic(**_client_options(access), http_client=AsyncClient(_key(access)))
        # The SDK loads these parts on first use, which would make the first call start late.
        self._raw = self._client.messages.with_raw_response

    async def ask(self, body: dict[str, Any]) -> CallOutcome:
        """One attempt with the body of `request`. Raises nothing that has to do with the call."""
        try:
            response = await self._raw.create(**body)
            status, request_id = response.http_response.status_code, response.http_response.headers.get("request-id")
            try:
                message: object = await response.parse()
            except (ValueError, anthropic.APIResponseValidationError):
                message = None
            return judged(message, status, request_id)
        except anthropic.APIError as error:
            return _outcome_of(error, self._model, self._clock.now())

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.close()


def _client_options(access: Access) -> dict[str, Any]:
    return {"api_key": _key(access), "base_url": access.base_url or _ADDRESS, "timeout": access.timeout, "max_retries": 0}


def _key(access: Access) -> str:
    return access.api_key.get_secret_value().strip()


# --- answers -------------------------------------------------------------------------------------------------------------

_NO_MESSAGE = "the answer is no message of the API: check that ANTHROPIC_BASE_URL leads to it, and that no proxy answers instead"


def judged(message: object, status: int | None, request_id: str | None) -> CallOutcome:
    """What a message that came comes to: why the model stopped is looked at before what it said."""
    # The SDK builds its objects without validating them: any part may be missing or of another type.
    parts: Any = message
    if not isinstance(message, Message) or not isinstance(getattr(parts, "content", None), list):
        return CallOutcome(failure=CallFailure("once", _NO_MESSAGE), status=status, request_id=request_id)
    advice, failure = _judged_stop(parts)
    usage: Any = getattr(parts, "usage", None)
    tokens = [_count(usage, name) for name in ("input_tokens", "output_tokens")]
    return CallOutcome(advice, failure, status, request_id, getattr(parts, "stop_reason", None), *tokens)


def _count(usage: Any, name: str) -> int | None:
    count = getattr(usage, name, None)
    return count if isinstance(count, int) else None


def _judged_stop(message: Any) -> tuple[dict[str, Any] | None, CallFailure | None]:
    stop_reason = getattr(message, "stop_reason", None)
    if stop_reason == "refusal":
        return None, CallFailure(
            "account", "Claude declined to answer: look at the account's news and plan for what it may refuse"
        )
    if stop_reason in ("max_tokens", "model_context_window_exceeded"):
        return None, CallFailure("longer", "the answer was cut off: shorten the account's plan or news if it stays so")
    texts = [getattr(block, "text", None) for block in message.content if getattr(block, "type", None) == "text"]
    text = "".join(one for one in texts if isinstance(one, str))
    advice, faults = read_advice(text)
    if advice is None:
        path, fault = faults[0] if faults else ("$", "no advice")
        return None, CallFailure("once", f"the answer has a wrong shape: {path}: {fault}; run the warm-up again")
    return advice, None


# --- failures ------------------------------------------------------------------------------------------------------------

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
_DROPPED = "the connection failed or was dropped: check the network and ANTHROPIC_BASE_URL"
_TOLD: tuple[tuple[Handling, dict[int, str]], ...] = (("run", _RUN), ("account", _ACCOUNT), ("retry", _RETRY))
_SERVER_ERROR = 500
_DETAIL = 160


def failure_of(status: int, detail: str, model: str, retry_after: float | None = None) -> CallFailure:
    """The failure that an HTTP status means; `detail` is what the API said."""
    for handling, texts in _TOLD:
        if status in texts:
            return CallFailure(handling, texts[status].format(model=model, detail=detail[:_DETAIL]), retry_after)
    handling = "retry" if status >= _SERVER_ERROR else "account"
    return CallFailure(handling, f"the API answered with status {status}: try again later", retry_after)


def _outcome_of(error: anthropic.APIError, model: str, now: datetime) -> CallOutcome:
    if isinstance(error, anthropic.APIStatusError):
        after = retry_after_seconds(error.response.headers.get("retry-after"), now)
        failure = failure_of(error.status_code, error.api_message or "no reason was given", model, after)
        return CallOutcome(failure=failure, status=error.status_code, request_id=error.request_id)
    if isinstance(error, anthropic.APITimeoutError):
        return CallOutcome(failure=CallFailure("retry", "no answer came in time: check the network, or try again later"))
    return CallOutcome(failure=CallFailure("retry", _DROPPED))


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """The pause that a `retry-after` asks for: seconds, or an HTTP date; None for anything else."""
    if not header:
        return None
    if header.strip().replace(".", "", 1).isdecimal():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - now).total_seconds())
    except (ValueError, TypeError):
        return None


# --- batches -------------------------------------------------------------------------------------------------------------


class BatchError(Exception):
    """The Message Batches API could not be used; `failure` says how that is to be handled, `status` is HTTP's, if any."""

    def __init__(self, failure: CallFailure, status: int | None = None) -> None:
        super().__init__(failure.message)
        self.failure, self.status = failure, status


class BatchState(NamedTuple):
    """How far a batch is: requests done, requests in all, and whether its results can be had."""

    done: int
    total: int
    ended: bool


class BatchClient:
    """The Message Batches API. Every method raises BatchError."""

    def __init__(self, access: Access, clock: Clock) -> None:
        self._model, self._clock = access.model, clock
        self._client = anthropic.Anthropic(**_client_options(access), http_client=Client(_key(access)))

    def create(self, prompts: Sequence[tuple[str, Prompt]]) -> str:
        """Hand over prompts, each with its custom id; the batch's id."""
        requests = [{"custom_id": custom_id, "params": request(self._model, prompt)} for custom_id, prompt in prompts]
        with self._translated():
            return self._client.messages.batches.create(requests=cast("Any", requests)).id

    def state(self, batch_id: str) -> BatchState:
        """How far it is."""
        with self._translated():
            batch = self._client.messages.batches.retrieve(batch_id)
            counts = batch.request_counts
            done = counts.succeeded + counts.errored + counts.canceled + counts.expired
            return BatchState(done, done + counts.processing, batch.processing_status == "ended")

    def results(self, batch_id: str) -> Iterator[tuple[str, CallOutcome]]:
        """The outcomes as they come, each with its custom id."""
        with self._translated():
            for line in self._client.messages.batches.results(batch_id):
                yield line.custom_id, self._result(line.result)

    def _result(self, result: Any) -> CallOutcome:
        if result.type == "succeeded":
            return judged(result.message, None, None)
        if result.type == "errored":
            error = result.error.error
            detail = str(getattr(error, "message", ""))[:_DETAIL]
            return CallOutcome(failure=CallFailure("account", f"the request failed ({error.type}): {detail}"))
        return CallOutcome(
            failure=CallFailure("account", f"the request was {result.type} before it was done: run the command again")
        )

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def _translated(self) -> _Translated:
        return _Translated(self._model, self._clock)


class _Translated:
    """Turns the SDK's errors into BatchError."""

    def __init__(self, model: str, clock: Clock) -> None:
        self._model, self._clock = model, clock

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, anthropic.APIError):
            outcome = _outcome_of(error, self._model, self._clock.now())
            raise BatchError(outcome.failure or CallFailure("account", _NO_MESSAGE), outcome.status) from error
        if isinstance(error, httpx2.HTTPError):
            raise BatchError(CallFailure("retry", _DROPPED)) from error
        if isinstance(error, (anthropic.AnthropicError, ValueError, AttributeError, TypeError)):
            raise BatchError(CallFailure("account", _NO_MESSAGE)) from error
