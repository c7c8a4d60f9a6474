"""What an attempt to call Claude comes to: advice, or a failure that says how it is to be handled. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Handling = Literal["retry", "once", "longer", "account", "run"]
"""What follows a failure: retry it a few times; once; once with room for more tokens; give up this account; stop the run."""


@dataclass(frozen=True)
class CallFailure:
    """Why an attempt failed, in a line that says what to do; `retry_after` in seconds, where the API asked for a pause."""

    handling: Handling
    message: str
    retry_after: float | None = None


@dataclass(frozen=True)
class CallOutcome:
    """One attempt: either `advice` (the keys of `Advice`) or `failure` is there; the rest is for the log."""

    advice: dict[str, Any] | None = None
    failure: CallFailure | None = None
    status: int | None = None
    request_id: str | None = None
    stop_reason: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None


INTERRUPTED = CallOutcome(failure=CallFailure("account", "interrupted before the answer came"))
