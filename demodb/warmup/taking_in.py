"""Results of batches into the cache: only where they are better than what is there, each with its row in the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from demodb.cache.cache import Cache
from demodb.cache.inputs import input_hash
from demodb.cache.keys import intelligence_key
from demodb.model.material import Material
from demodb.model.prices import Price
from demodb.store.cache import KeyedValue, StoredEntry, entries_of, put_values
from demodb.store.calls import Batch, Call, Request, log_calls, pending_requests
from demodb.store.connection import Connection
from demodb.store.material import read_material
from demodb.warmup.decide import Wanted
from demodb.warmup.inquiry import KIND, answered, value_by_claude
from demodb.warmup.outcome import CallOutcome, checked

OUTDATED = "its plan or its news changed while its batch was under way: run the command again"
_LONGEST_MS = 2**31 - 1


@dataclass
class TakenIn:
    """What came of batches: rows of the log, and by account what was written, left for something newer, or went wrong."""

    calls: list[Call] = field(default_factory=list)
    made: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def accounts(self) -> set[str]:
        """The keys of the accounts of which it is known what came of them."""
        return self.made | self.skipped | self.errors.keys()

    def is_written(self, batch: Batch, request: Request, material: Material, entry: StoredEntry | None) -> bool:
        """Whether an answer is better than what is there, and so is written; it is noted what came of the account."""
        if request.input_hash != input_hash(material):
            self.errors[request.account_key] = OUTDATED
            return False
        newer = _is_newer(entry, batch, request)
        (self.skipped if newer else self.made).add(request.account_key)
        return not newer

    def add(self, other: TakenIn) -> None:
        """Take in what came of some more."""
        self.calls += other.calls
        self.made |= other.made
        self.skipped |= other.skipped
        self.errors |= other.errors


@dataclass(frozen=True)
class Keeping:
    """How results are kept: where, as which run wants them, and at which prices."""

    cache: Cache
    wanted: Wanted
    prices: Mapping[str, Price]

    def kept(self, batch: Batch, results: Sequence[tuple[Request, CallOutcome]]) -> TakenIn:
        """Results and their rows in the log, in one transaction; those that another process took in meanwhile are left out."""
        return self.cache.store.run(lambda connection: self._kept(connection, batch, results))

    def _kept(self, connection: Connection, batch: Batch, results: Sequence[tuple[Request, CallOutcome]]) -> TakenIn:
        pending = pending_requests(connection, batch.id)
        awaited = [(request, outcome) for request, outcome in results if request.custom_id in pending]
        materials = {one.key: one for one in read_material(connection, [request.account_key for request, _ in awaited])}
        some = [(request, self._checked(request, outcome, materials)) for request, outcome in awaited]
        keys = [intelligence_key(one.slug) for one in materials.values()]
        entries = entries_of(connection, keys, self.cache.clock.epoch_ms())
        taken_in = TakenIn([self._call(batch, request, outcome) for request, outcome in some], errors=_failures(some))
        rows = []
        for request, material, advice in _answers(some, materials):
            if taken_in.is_written(batch, request, material, entries.get(intelligence_key(material.slug))):
                rows.append(self._row(batch, request, material, advice))
        put_values(connection, rows)
        log_calls(connection, taken_in.calls)
        return taken_in

    def _checked(self, request: Request, outcome: CallOutcome, materials: Mapping[str, Material]) -> CallOutcome:
        """The outcome, held against the data that was asked about: what changed since is told as such."""
        material, occasion = materials.get(request.account_key), self.wanted.occasion
        if material is None or request.input_hash != input_hash(material):
            return outcome
        return checked(outcome, material.over(occasion.revenue_period), occasion)

    def _row(self, batch: Batch, request: Request, material: Material, advice: dict[str, Any]) -> KeyedValue:
        value = value_by_claude(material.name, advice, batch.model, request.input_hash, self.cache.clock.now())
        return intelligence_key(material.slug), KIND, self.cache.timed(KIND, value, self.wanted.ttl_ms)

    def _call(self, batch: Batch, request: Request, outcome: CallOutcome) -> Call:
        duration = min(max(0, self.cache.clock.epoch_ms() - batch.created_at), _LONGEST_MS)
        call = Call(batch.created_at, duration, request.account_key, 1, batch.model, batch.id)
        return answered(call, outcome, self.prices)


def _failures(results: Sequence[tuple[Request, CallOutcome]]) -> dict[str, str]:
    return {request.account_key: outcome.failure.message for request, outcome in results if outcome.failure}


def _answers(
    results: Sequence[tuple[Request, CallOutcome]], materials: Mapping[str, Material]
) -> Iterator[tuple[Request, Material, dict[str, Any]]]:
    """The answers about accounts that are still there."""
    for request, outcome in results:
        if outcome.advice is not None and request.account_key in materials:
            yield request, materials[request.account_key], outcome.advice


def _is_newer(entry: StoredEntry | None, batch: Batch, request: Request) -> bool:
    """Whether Claude wrote what is there from the same input, and after the batch was handed over."""
    if entry is None or entry.source != "claude" or entry.input_hash != request.input_hash:
        return False
    return entry.created_at > batch.created_at
