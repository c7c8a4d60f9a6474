"""Many accounts through the Message Batches API, at half the price of single calls.

What is handed over stands in the store before it is, so an interrupted run is gone on with by the next one, even where nobody
heard which id the API gave the batch; nothing is paid for twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial

from demodb.advice.prompt import prompt_for
from demodb.cache.cache import Cache
from demodb.cache.inputs import input_hash
from demodb.errors import StoreBusyError
from demodb.model.counts import plural
from demodb.progress import Stage
from demodb.store.calls import (
    Batch,
    Request,
    accounts_under_way,
    batches_since,
    drop_batch,
    end_batch,
    name_batch,
    open_batches,
    pending_requests,
    put_batch,
)
from demodb.warmup.access import Access
from demodb.warmup.claude import BatchClient, BatchError
from demodb.warmup.decide import Wanted
from demodb.warmup.inquiry import KIND, Inquiry
from demodb.warmup.outcome import CallFailure, CallOutcome
from demodb.warmup.pacing import steady
from demodb.warmup.run import WarmupRun
from demodb.warmup.taking_in import Keeping, TakenIn
from demodb.warmup.watching import Watching

_LOCK = "warmup-batches"
_LOCK_MS = 15_000
"""Short, and renewed while the API is waited for: after a crash nobody waits longer than this."""

_TOGETHER = 50
_UNKNOWN = 404
_BEAT_SECONDS = 4.0
_UNNAMED = "handing-over-"
"""The beginning of the id of a batch of which it is not known yet which id the API gave it."""

_SKEW_MS = 3_600_000


class Batches:
    """The batches of a run: `submit` hands accounts over, `collect` waits and takes results in. To be closed by `close`."""

    def __init__(self, wanted: Wanted, cache: Cache, access: Access, watching: Watching, poll_seconds: float) -> None:
        self._cache, self._access, self._watching, self._poll_seconds = cache, access, watching, poll_seconds
        self._client = BatchClient(access, cache.clock, self._beat)
        self._steady = steady(_is_transient, access.pace, lambda seconds: self._pause(seconds, "the API is asked again"))
        self._occasion = wanted.occasion
        self._keeping = Keeping(cache, wanted, access.prices)
        self._is_alone = False
        self._numbers = 0
        self._waits_for = "an answer"
        self.taken_in = TakenIn()

    # --- waiting, which is never silent for long ---

    def _beat(self) -> None:
        if self._is_alone:
            with suppress(StoreBusyError):
                self._cache.renew([_LOCK], self._cache.owner, _LOCK_MS)
        self._tell(self._waits_for)

    def _tell(self, why: str, seconds: float | None = None) -> None:
        until = None if seconds is None else self._cache.clock.now() + timedelta(seconds=seconds)
        self._watching.watcher(Stage("batch", "waiting", until, why))

    def _pause(self, seconds: float, why: str) -> None:
        while seconds > 0:
            self._tell(why, seconds)
            self._cache.clock.sleep(min(_BEAT_SECONDS, seconds))
            seconds -= _BEAT_SECONDS

    # --- handing over ---

    def submit(self, inquiries: Sequence[Inquiry]) -> None:
        """Hand over a batch of the accounts that no open batch has a request for. Raises BatchError."""
        with self._alone():
            self._find()
            with self._cache.store.read() as connection:
                under_way = accounts_under_way(connection)
            wanted = [inquiry for inquiry in inquiries if inquiry.material.key not in under_way]
            if wanted:
                self._hand_over(wanted)

    def _hand_over(self, inquiries: Sequence[Inquiry]) -> None:
        self._numbers += 1
        # Ids of this run alone: by them the batch is known again.
        token = f"{self._cache.owner}-{self._numbers}"
        wanted = {f"{token}-{n}": inquiry for n, inquiry in enumerate(inquiries)}
        batch = Batch(f"{_UNNAMED}{token}", self._cache.clock.epoch_ms(), self._access.model)
        requests = [Request(custom_id, inquiry.material.key, inquiry.input_hash) for custom_id, inquiry in wanted.items()]
        self._cache.store.run(lambda connection: put_batch(connection, batch, requests))
        self._waits_for = f"the hand-over of {plural(len(requests), 'request')}"
        self._tell(self._waits_for)
        try:
            batch_id = self._client.create(
                [(one, prompt_for(inquiry.material, self._occasion)) for one, inquiry in wanted.items()]
            )
        except BatchError as error:
            # Where it is not known whether the API took it, it is looked for before anything is handed over again.
            if error.is_refusal:
                self._cache.store.run(lambda connection: drop_batch(connection, batch.id))
            raise
        self._cache.store.run(lambda connection: name_batch(connection, batch.id, batch_id))

    def _find(self) -> None:
        """Find at the API what was handed over and got no id here, or forget it where it never came there. Raises BatchError."""
        for batch in self._open():
            if batch.id.startswith(_UNNAMED):
                found = self._found(batch)
                change = (
                    partial(drop_batch, batch_id=batch.id)
                    if found is None
                    else partial(name_batch, known_as=batch.id, batch_id=found)
                )
                self._cache.store.run(change)

    def _found(self, batch: Batch) -> str | None:
        self._waits_for = "a batch of an interrupted run is looked for"
        requests, since = self._pending(batch), batch.created_at - _SKEW_MS
        with self._cache.store.read() as connection:
            known = batches_since(connection, since)
        listed = [one for one in self._client.listed(since) if one.id not in known and one.state.total == len(requests)]
        for one in sorted(listed, key=lambda one: abs(one.created_at - batch.created_at)):
            # The list does not say what is in a batch; its results do, as soon as there are any.
            if not one.state.ended or any(custom_id in requests for custom_id, _ in self._client.results(one.id)):
                return one.id
        return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time decides what is handed over."""
        cache = self._cache
        while not cache.lease(_LOCK, KIND, cache.owner, _LOCK_MS, force=True):
            self._pause(1.0, "another warm-up hands its accounts over")
        self._is_alone = True
        try:
            yield
        finally:
            self._is_alone = False
            cache.invalidate(_LOCK)

    # --- taking in ---

    def _open(self) -> list[Batch]:
        with self._cache.store.read() as connection:
            return open_batches(connection)

    def _pending(self, batch: Batch) -> dict[str, Request]:
        with self._cache.store.read() as connection:
            return pending_requests(connection, batch.id)

    def collect(self) -> None:
        """Wait for every open batch and take its results in. Raises BatchError where the API cannot be used."""
        if any(batch.id.startswith(_UNNAMED) for batch in self._open()):
            with self._alone():
                self._find()
        for batch in self._open():
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
            self._waits_for = f"how far {batch.id} is"
            state = self._steady(self._client.state, batch.id)
            self._watching.progress(state.done, state.total)
            if state.ended:
                return
            self._pause(self._poll_seconds, f"{state.done:,} of {state.total:,} requests are done")

    def _take_in(self, batch: Batch) -> None:
        self._waits_for = "the results"
        pending = self._pending(batch)
        some: list[tuple[Request, CallOutcome]] = []
        try:
            for custom_id, outcome in self._client.results(batch.id):
                some += [(pending[custom_id], outcome)] if custom_id in pending else []
                if len(some) == _TOGETHER:
                    self.taken_in.add(self._keeping.kept(batch, some))
                    some = []
        finally:
            self.taken_in.add(self._keeping.kept(batch, some))
        self._drop(batch, "its batch holds no result for it: run the command again")

    def _drop(self, batch: Batch, error: str) -> None:
        self.taken_in.errors |= {request.account_key: error for request in self._pending(batch).values()}

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()


def _is_transient(error: BaseException) -> bool:
    return isinstance(error, BatchError) and error.failure.handling in ("retry", "unreached")


def run_batches(run: WarmupRun, asked: Sequence[str], access: Access, watching: Watching, poll_seconds: float) -> None:
    """Ask for these accounts through batches; where the API cannot be used, each of them is told so."""
    batches, failure = Batches(run.wanted, run.cache, access, watching, poll_seconds), None
    try:
        for materials in run.materials(asked):
            inquiries = [Inquiry(one, input_hash(one)) for one in materials]
            failure = failure or _failure(batches.submit, inquiries)
        if failure is None or failure.handling != "run":
            failure = _failure(batches.collect) or failure
    finally:
        batches.close()
    run.taken_in(batches.taken_in, asked, failure)


def _failure(do: Callable[..., None], *arguments: object) -> CallFailure | None:
    try:
        do(*arguments)
    except BatchError as error:
        return error.failure
    return None
