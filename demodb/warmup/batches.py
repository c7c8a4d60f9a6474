"""Many accounts through the Message Batches API, at half the price of single calls.

What was handed over stands in the store, so an interrupted run is gone on with by the next one; nothing is paid for twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from demodb.advice.prompt import prompt_for
from demodb.cache.cache import Cache
from demodb.cache.keys import intelligence_key
from demodb.progress import Progress
from demodb.store.cache import put_values
from demodb.store.calls import (
    Batch,
    Call,
    Request,
    accounts_under_way,
    end_batch,
    log_calls,
    open_batches,
    pending_requests,
    put_batch,
)
from demodb.store.connection import Connection
from demodb.store.portfolio import existing_accounts
from demodb.warmup.access import Access
from demodb.warmup.claude import BatchClient, BatchError
from demodb.warmup.decide import Wanted
from demodb.warmup.inquiry import KIND, Inquiry, answered, value_by_claude
from demodb.warmup.outcome import CallFailure, CallOutcome
from demodb.warmup.pacing import steady
from demodb.warmup.run import WarmupRun

_LOCK = "warmup-batches"
_LOCK_MS = 120_000
_TOGETHER = 50
_UNKNOWN = 404
_LONGEST_MS = 2**31 - 1


class Batches:
    """The batches of a run: `submit` hands accounts over, `collect` waits and takes results in. To be closed by `close`."""

    def __init__(self, wanted: Wanted, cache: Cache, access: Access, progress: Progress, poll_seconds: float) -> None:
        self._wanted, self._cache, self._access, self._progress = wanted, cache, access, progress
        self._poll_seconds = poll_seconds
        self._client = BatchClient(access, cache.clock)
        self._steady = steady(_is_transient, access.pace, cache.clock.sleep)
        self.calls: list[Call] = []
        self.errors: dict[str, str] = {}

    def submit(self, inquiries: Sequence[Inquiry]) -> None:
        """Hand over a batch of the accounts that no open batch has a request for. Raises BatchError."""
        with self._alone():
            with self._cache.store.read() as connection:
                under_way = accounts_under_way(connection)
            wanted = {f"account-{n}": inquiry for n, inquiry in enumerate(inquiries) if inquiry.material.key not in under_way}
            if wanted:
                self._hand_over(wanted)

    def _hand_over(self, wanted: Mapping[str, Inquiry]) -> None:
        prompts = [(custom_id, prompt_for(inquiry.material, self._wanted.occasion)) for custom_id, inquiry in wanted.items()]
        # Not tried again: whether a lost answer was a batch taken on is not known, and it would be paid for twice.
        batch = Batch(self._client.create(prompts), self._cache.clock.epoch_ms(), self._access.model)
        requests = [Request(custom_id, inquiry.material.key, inquiry.input_hash) for custom_id, inquiry in wanted.items()]
        self._cache.store.run(lambda connection: put_batch(connection, batch, requests))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time decides what is handed over."""
        cache = self._cache
        while not cache.lease(_LOCK, KIND, cache.owner, _LOCK_MS, force=True):
            cache.clock.sleep(1.0)
        try:
            yield
        finally:
            cache.invalidate(_LOCK)

    def collect(self) -> None:
        """Wait for every open batch and take its results in. Raises BatchError where the API cannot be used."""
        with self._cache.store.read() as connection:
            batches = open_batches(connection)
        for batch in batches:
            try:
                self._wait(batch)
                self._take_in(batch)
            except BatchError as error:
                if error.status != _UNKNOWN:
                    raise
                self._drop(batch, "the API does not know its batch any more: run the command again")
            self._end(batch)

    def _end(self, batch: Batch) -> None:
        self._cache.store.run(lambda connection: end_batch(connection, batch.id, self._cache.clock.epoch_ms()))

    def _wait(self, batch: Batch) -> None:
        while True:
            state = self._steady(self._client.state, batch.id)
            self._progress(state.done, state.total)
            if state.ended:
                return
            self._cache.clock.sleep(self._poll_seconds)

    def _take_in(self, batch: Batch) -> None:
        with self._cache.store.read() as connection:
            pending = pending_requests(connection, batch.id)
        some: list[tuple[Request, CallOutcome]] = []
        try:
            for custom_id, outcome in self._client.results(batch.id):
                some += [(pending[custom_id], outcome)] if custom_id in pending else []
                if len(some) == _TOGETHER:
                    self._keep(batch, some)
                    some = []
        finally:
            self._keep(batch, some)
        self._drop(batch, "its batch holds no result for it: run the command again")

    def _drop(self, batch: Batch, error: str) -> None:
        with self._cache.store.read() as connection:
            self.errors |= {request.account_key: error for request in pending_requests(connection, batch.id).values()}

    def _keep(self, batch: Batch, results: Sequence[tuple[Request, CallOutcome]]) -> None:
        """Results and their rows in the log, in one transaction; those that another process took in meanwhile are left out."""
        calls, failed = self._cache.store.run(lambda connection: self._kept(connection, batch, results))
        self.calls += calls
        self.errors |= failed

    def _kept(
        self, connection: Connection, batch: Batch, results: Sequence[tuple[Request, CallOutcome]]
    ) -> tuple[list[Call], dict[str, str]]:
        """The calls that were logged, and the failures by account."""
        pending = pending_requests(connection, batch.id)
        pending_results = [(request, outcome) for request, outcome in results if request.custom_id in pending]
        accounts = existing_accounts(connection, [request.account_key for request, _ in pending_results])
        now = self._cache.clock.now()
        calls = [self._call(batch, request, outcome) for request, outcome in pending_results]
        log_calls(connection, calls)
        rows = []
        for request, outcome in pending_results:
            account = accounts.get(request.account_key)
            if outcome.advice is not None and account is not None:
                value = value_by_claude(account.name, outcome.advice, batch.model, request.input_hash, now)
                new = self._cache.timed(KIND, value, self._wanted.ttl_ms)
                rows.append((intelligence_key(account.slug), KIND, new))
        put_values(connection, rows)
        return calls, {request.account_key: outcome.failure.message for request, outcome in pending_results if outcome.failure}

    def _call(self, batch: Batch, request: Request, outcome: CallOutcome) -> Call:
        duration = min(max(0, self._cache.clock.epoch_ms() - batch.created_at), _LONGEST_MS)
        call = Call(batch.created_at, duration, request.account_key, 1, batch.model, batch.id)
        return answered(call, outcome, self._access.prices)

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()


def _is_transient(error: BaseException) -> bool:
    return isinstance(error, BatchError) and error.failure.handling == "retry"


def run_batches(run: WarmupRun, keys: Sequence[str], access: Access, progress: Progress, poll_seconds: float) -> None:
    """Warm all these accounts through batches; where the API cannot be used, each account that was asked for is told so."""
    batches, asked, failure = Batches(run.wanted, run.cache, access, progress, poll_seconds), list[str](), None
    try:
        for materials in run.materials(keys):
            inquiries = run.look(materials)
            asked += [inquiry.material.key for inquiry in inquiries]
            failure = failure or _failure(batches.submit, inquiries)
        if failure is None or failure.handling != "run":
            failure = _failure(batches.collect) or failure
    finally:
        batches.close()
    done = {call.account_key for call in batches.calls} | batches.errors.keys()
    untold = {key: failure.message for key in asked if key not in done} if failure else {}
    run.taken_in(batches.calls, batches.errors | untold)


def _failure(do: Callable[..., None], *arguments: object) -> CallFailure | None:
    try:
        do(*arguments)
    except BatchError as error:
        return error.failure
    return None
