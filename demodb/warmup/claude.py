"""The only home of the anthropic SDK: prompts in, outcomes out, each way to fail in words that say what to do.

Importing the SDK takes most of a second: this module is imported when a call is to be made, and not before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, TypeVar, cast

import anthropic
import httpx2
from anthropic.types import Message
from anthropic.types.messages import MessageBatch

from demodb.advice.prompt import ADVICE_SCHEMA, Prompt, read_advice
from demodb.clock import Clock, epoch_ms
from demodb.warmup.access import MAX_TOKENS, Access
from demodb.warmup.deadline import within
from demodb.warmup.failures import DETAIL, DROPPED, LATE, SERVER_ERROR, failure_of, retry_after_seconds
from demodb.warmup.http import AsyncClient, Client
from demodb.warmup.outcome import CallFailure, CallOutcome
from demodb.warmup.reach import told_unreached, unreached

T = TypeVar("T")

_PAGE = 100


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
        self._model, self._clock, self._seconds = access.model, clock, access.timeout
        self._client = anthropic.AsyncAnthropic(**_client_options(access), http_client=AsyncClient(access.key))
        # The SDK loads these parts on first use, which would make the first call start late.
        self._raw = self._client.messages.with_raw_response

    async def ask(self, body: dict[str, Any]) -> CallOutcome:
        """One attempt with the body of `request`. Raises nothing that has to do with the call."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._answered(body)
        except TimeoutError:
            return CallOutcome(failure=LATE)
        except anthropic.APIError as error:
            return _outcome_of(error, self._model, self._clock.now())

    async def _answered(self, body: dict[str, Any]) -> CallOutcome:
        response = await self._raw.create(**body)
        status, request_id = response.http_response.status_code, response.http_response.headers.get("request-id")
        try:
            message: object = await response.parse()
        except (ValueError, anthropic.APIResponseValidationError):
            message = None
        return judged(message, status, request_id)

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.close()


def _client_options(access: Access) -> dict[str, Any]:
    timeout = httpx2.Timeout(access.timeout, connect=access.connect)
    return {"api_key": access.key, "base_url": access.address, "timeout": timeout, "max_retries": 0}


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
    return CallOutcome(advice, failure, status, request_id, getattr(parts, "stop_reason", None), tokens[0], tokens[1])


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


def _outcome_of(error: anthropic.APIError, model: str, now: datetime) -> CallOutcome:
    if isinstance(error, anthropic.APIStatusError):
        after = retry_after_seconds(error.response.headers.get("retry-after"), now)
        failure = failure_of(error.status_code, error.api_message or "no reason was given", model, after)
        return CallOutcome(failure=failure, status=error.status_code, request_id=error.request_id, is_free=True)
    why = unreached(error.__cause__)
    if why:
        return CallOutcome(failure=CallFailure("unreached", told_unreached(str(error.request.url), why)), is_free=True)
    if isinstance(error, anthropic.APITimeoutError):
        return CallOutcome(failure=LATE)
    return CallOutcome(failure=CallFailure("retry", DROPPED))


# --- batches -------------------------------------------------------------------------------------------------------------


_DONE_NOTHING = (503, 529)


class BatchError(Exception):
    """The Message Batches API could not be used; `failure` says how that is to be handled, `status` is HTTP's, if any."""

    def __init__(self, failure: CallFailure, status: int | None = None) -> None:
        super().__init__(failure.message)
        self.failure, self.status = failure, status

    @property
    def is_refusal(self) -> bool:
        """Whether it is sure that the API did nothing of what it was asked for."""
        if self.status is None:
            return self.failure.handling in ("unreached", "offline")
        return self.status < SERVER_ERROR or self.status in _DONE_NOTHING


class BatchState(NamedTuple):
    """How far a batch is: requests done, requests in all, and whether its results can be had."""

    done: int
    total: int
    ended: bool


class Listed(NamedTuple):
    """A batch in the API's list: when it was made (ms since 1970), and how far it is."""

    id: str
    created_at: int
    state: BatchState


class BatchClient:
    """The Message Batches API. Every method raises BatchError; `meanwhile` is called every few seconds of waiting."""

    def __init__(self, access: Access, clock: Clock, meanwhile: Callable[[], None]) -> None:
        self._model, self._clock, self._seconds, self._meanwhile = access.model, clock, access.timeout, meanwhile
        self._client = anthropic.Anthropic(**_client_options(access), http_client=Client(access.key))

    def create(self, prompts: Sequence[tuple[str, Prompt]]) -> str:
        """Hand over prompts, each with its custom id; the batch's id."""
        requests = [{"custom_id": custom_id, "params": request(self._model, prompt)} for custom_id, prompt in prompts]
        with self._translated():
            return self._within(partial(self._client.messages.batches.create, requests=cast("Any", requests))).id

    def state(self, batch_id: str) -> BatchState:
        """How far it is."""
        with self._translated():
            return _state(self._within(partial(self._client.messages.batches.retrieve, batch_id)))

    def listed(self, since: int) -> Iterator[Listed]:
        """The batches that were made since then, in ms since 1970, the newest first."""
        with self._translated():
            page = self._within(partial(self._client.messages.batches.list, limit=_PAGE))
            while True:
                for batch in page.data:
                    created_at = epoch_ms(batch.created_at)
                    if created_at < since:
                        return
                    yield Listed(batch.id, created_at, _state(batch))
                if not page.has_next_page():
                    return
                page = self._within(page.get_next_page)

    def _within(self, do: Callable[[], T]) -> T:
        return within(self._seconds, do, self._meanwhile)

    def results(self, batch_id: str) -> Iterator[tuple[str, CallOutcome]]:
        """The outcomes as they come, each with its custom id."""
        with self._translated():
            # All of the results have come when this returns: they are read whole, and the key is taken out.
            for line in self._within(partial(self._client.messages.batches.results, batch_id)):
                yield line.custom_id, self._result(line.result)

    def _result(self, result: Any) -> CallOutcome:
        if result.type == "succeeded":
            return judged(result.message, None, None)
        told = f"the request was {result.type} before it was done: run the command again"
        if result.type == "errored":
            error = result.error.error
            told = f"the request failed ({error.type}): {str(getattr(error, 'message', ''))[:DETAIL]}"
        return CallOutcome(failure=CallFailure("account", told), is_free=True)

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def _translated(self) -> _Translated:
        return _Translated(self._model, self._clock)


def _state(batch: MessageBatch) -> BatchState:
    counts = batch.request_counts
    done = counts.succeeded + counts.errored + counts.canceled + counts.expired
    return BatchState(done, done + counts.processing, batch.processing_status == "ended")


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
        if isinstance(error, TimeoutError):
            raise BatchError(LATE) from error
        if isinstance(error, httpx2.HTTPError):
            raise BatchError(CallFailure("retry", DROPPED)) from error
        if isinstance(error, (anthropic.AnthropicError, ValueError, AttributeError, TypeError)):
            raise BatchError(CallFailure("account", _NO_MESSAGE)) from error
