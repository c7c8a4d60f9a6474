"""What an attempt to call Claude comes to: advice, or a failure that says how it is to be handled. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from demodb.advice.checker import answer_faults
from demodb.advice.excerpt import Occasion
from demodb.model.material import Material

Handling = Literal["retry", "once", "longer", "account", "run", "unreached", "offline"]
"""What follows a failure: retry it a few times; once; once with room for more tokens; give up this account; stop the run.

A host that is not reached is tried again; where it is not reached twice in a row, the run is offline, and stops.
"""


@dataclass(frozen=True)
class CallFailure:
    """Why an attempt failed, in a line that says what to do; `retry_after` in seconds, where the API asked for a pause.

    `faults` are what an answer holds though it does not stand in the material: the next attempt is told.
    """

    handling: Handling
    message: str
    retry_after: float | None = None
    faults: tuple[str, ...] = ()

    def told_from(self, now: datetime) -> CallFailure:
        """The same, for a pause that is too long to be waited for: with the moment from which a call will work."""
        if self.retry_after is None:
            return self
        moment = now + timedelta(seconds=self.retry_after)
        said = f"{moment:%H:%M:%S}" if moment.date() == now.date() else f"{moment:%Y-%m-%d %H:%M}"
        return replace(self, message=f"{self.message}; it will work from {said} on, as the API says")


@dataclass(frozen=True)
class CallOutcome:
    """One attempt: either `advice` (the keys of `Advice`) or `failure` is there; the rest is for the log.

    `is_free` where it is sure that it costs nothing: the API refused it, or was never reached.
    """

    advice: dict[str, Any] | None = None
    failure: CallFailure | None = None
    status: int | None = None
    request_id: str | None = None
    stop_reason: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    is_free: bool = False


def checked(outcome: CallOutcome, material: Material, occasion: Occasion) -> CallOutcome:
    """The outcome; a failure in the place of advice that says what does not stand in the material."""
    faults = answer_faults(outcome.advice, material, occasion) if outcome.advice is not None else []
    if not faults:
        return outcome
    message = f"the answer holds what does not stand in the data: {', '.join(faults)}; run the warm-up again"
    return replace(outcome, advice=None, failure=CallFailure("once", message, faults=tuple(faults)))


INTERRUPTED = CallOutcome(failure=CallFailure("account", "interrupted before the answer came"))
