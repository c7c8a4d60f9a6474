"""What a dry run says of an account: called or not, why, and what that would take. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from demodb.advice.prompt import Prompt, estimated_tokens
from demodb.cache.cache import CachedValue
from demodb.model.prices import cost
from demodb.warmup.access import MAX_TOKENS, Access
from demodb.warmup.decide import Wanted, WarmupAction

ExpectedAction = Literal["call", "brief", "skip", "keep"]
_ACTIONS: dict[WarmupAction, ExpectedAction] = {
    "call": "call",
    "brief": "brief",
    "skip": "skip",
    "last": "skip",
    "keep": "keep",
}


@dataclass(frozen=True)
class Expected:
    """An account in a dry run: what would be done and why, the tokens sent (an estimate), and what it costs at most, in USD.

    The cost is that of an answer as long as may be; None where the model's price is not known.
    """

    account: str
    action: ExpectedAction
    why: str
    input_tokens: int = 0
    cost_usd: float | None = 0.0


def expected(account: str, action: WarmupAction, why: str) -> Expected:
    """An account for which no call would be made."""
    return Expected(account, _ACTIONS[action], why)


def expected_call(account: str, why: str, prompt: Prompt, access: Access, *, batch: bool) -> Expected:
    """An account for which Claude would be called, through a batch or not."""
    tokens = estimated_tokens(prompt)
    return Expected(account, "call", why, tokens, cost(access.prices, access.model, tokens, MAX_TOKENS, batch=batch))


def reason(entry: CachedValue | None, hashed: str, wanted: Wanted) -> str:
    """Why an account is left or not: how what is cached of it stands beside what is wanted."""
    if entry is None:
        return "nothing is cached"
    ends = f"{datetime.fromtimestamp(entry.fresh_until / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"
    faults = (
        (not entry.fresh, "what is cached is stale"),
        (entry.input_hash != hashed, "the plan or the news changed since"),
        (wanted.model is not None and entry.source != "claude", "what is cached is not by Claude"),
        (wanted.model is not None and entry.model != wanted.model, f"what is cached is by {entry.model}"),
        (wanted.force, "--force was given"),
        (not wanted.lasts(entry), f"what is cached ends too soon: {ends}"),
    )
    return next((text for holds, text in faults if holds), f"fresh until {ends}")
