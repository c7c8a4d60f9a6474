"""An account whose intelligence is to be made by Claude, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from demodb.cache.cache import Value
from demodb.cache.keys import intelligence_key
from demodb.model.canonical import canonical
from demodb.model.intelligence import intelligence_document
from demodb.model.lifetimes import EntryKind
from demodb.model.material import Material
from demodb.model.prices import Price, cost
from demodb.store.calls import Call
from demodb.warmup.outcome import CallFailure, CallOutcome

KIND: EntryKind = "claude-enrichment"
"""The kind of every entry of intelligence."""


@dataclass
class Inquiry:
    """An account to be asked for, with the hash of what is sent; `calls` are the attempts so far, as they were logged."""

    material: Material
    input_hash: str
    calls: list[Call] = field(default_factory=list)
    seconds: float = 0.0
    failure: CallFailure | None = None
    made: bool = False
    skipped: bool = False

    @property
    def is_done(self) -> bool:
        """Whether it is known what comes of it."""
        return bool(self.made or self.skipped or self.failure)

    @property
    def key(self) -> str:
        """The key of its entry."""
        return intelligence_key(self.material.slug)


def answered(call: Call, outcome: CallOutcome, prices: Mapping[str, Price]) -> Call:
    """A row of the log with what came of the call."""
    tokens = (outcome.input_tokens, outcome.output_tokens)
    return call._replace(
        request_id=outcome.request_id,
        status=outcome.status,
        stop_reason=outcome.stop_reason,
        input_tokens=tokens[0],
        output_tokens=tokens[1],
        cost_usd=0.0 if outcome.is_free else cost(prices, call.model, *tokens, batch=call.batch_id is not None),
        error=outcome.failure.message if outcome.failure else None,
    )


def value_by_claude(name: str, advice: dict[str, Any], model: str, hashed: str, now: datetime) -> Value:
    """Advice that Claude gave for an account, as the value of its entry."""
    document = intelligence_document(name, advice, generated_at=now, source="claude", model=model)
    return Value(canonical(document), "claude", model, hashed)
