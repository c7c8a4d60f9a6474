"""Single calls: under a lease each, so that two warm-ups at once ask once, and every answer is kept as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from demodb.cache.cache import Cache
from demodb.errors import StoreBusyError
from demodb.store.cache import give_up_lease, put_leased, put_value
from demodb.store.calls import Call, log_calls
from demodb.warmup.access import Access
from demodb.warmup.claude import MAX_TOKENS, Claude, request
from demodb.warmup.decide import Wanted, is_enough
from demodb.warmup.jobs import KIND, Job, Progress, answered, value_by_claude
from demodb.warmup.outcome import INTERRUPTED, Failure, Outcome
from demodb.warmup.pacing import Gate, Line, Patience
from demodb.warmup.prompt import prompt_for

LEASE_MS = 10_000
"""Short, and renewed while a call runs: after a crash nobody waits longer than this."""

_RENEW_SECONDS = 3.0
_POLL_SECONDS = 0.25


def call_all(jobs: Sequence[Job], wanted: Wanted, cache: Cache, access: Access, progress: Progress) -> None:
    """Make every job, or say in it why not. Raises KeyboardInterrupt at Ctrl-C, with all leases given back."""
    asyncio.run(_Calls(wanted, cache, access, progress).all(jobs))


class _Calls:
    def __init__(self, wanted: Wanted, cache: Cache, access: Access, progress: Progress) -> None:
        self._wanted, self._cache, self._access, self._progress = wanted, cache, access, progress
        self._claude = Claude(access, cache.clock)
        self._gate = Gate(access.pace.spacing)
        self._patience: dict[str, Patience] = {}
        self._held: set[str] = set()
        self._stopped: Failure | None = None

    async def all(self, jobs: Sequence[Job]) -> None:
        renewing = asyncio.create_task(self._renew())
        try:
            self._progress(0, len(jobs))
            await Line(jobs).work(partial(self._do, jobs), self._access.pace.concurrency)
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)
            await self._claude.close()

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(_RENEW_SECONDS)
            if self._held:
                with suppress(StoreBusyError):
                    self._cache.renew(sorted(self._held), self._cache.owner, LEASE_MS)

    async def _do(self, jobs: Sequence[Job], job: Job) -> float | None:
        """Do a job; the seconds after which it is to be done again, behind the others."""
        again_after = await self._done(job)
        if again_after is None:
            self._progress(sum(bool(one.made or one.skipped or one.failure) for one in jobs), len(jobs))
        return again_after

    async def _done(self, job: Job) -> float | None:
        if self._stopped:
            job.failure = self._stopped
            return None
        claim = self._cache.claim(job.key, KIND, lambda found: is_enough(found, job.input_hash, self._wanted), LEASE_MS)
        if claim == "held":
            return _POLL_SECONDS
        if claim == "enough":
            job.skipped = True
            return None
        return await self._called(job)

    async def _called(self, job: Job) -> float | None:
        patience = self._patience.setdefault(job.key, Patience(self._access.pace))
        self._held.add(job.key)
        begun = self._cache.clock.monotonic()
        outcome = INTERRUPTED
        try:
            outcome = await patience.tried(_Attempts(self, job).make)
        finally:
            self._held.discard(job.key)
            job.seconds += self._cache.clock.monotonic() - begun
            if outcome.failure:
                with self._cache.store.write() as connection:
                    give_up_lease(connection, job.key, self._cache.owner, outcome.failure.message)
        again_after = patience.deferred(outcome)
        if again_after is None:
            job.failure = outcome.failure
        return again_after

    async def attempt(self, job: Job, max_tokens: int) -> Outcome:
        """Wait for a turn, call once, and keep what came."""
        asked = request(self._access.model, prompt_for(job.material), max_tokens)
        await self._gate.passed()
        if self._stopped:
            return Outcome(failure=self._stopped)
        clock = self._cache.clock
        started, begun, outcome = clock.epoch_ms(), clock.monotonic(), INTERRUPTED
        try:
            outcome = await self._claude.ask(asked)
        finally:
            self._keep(job, started, round((clock.monotonic() - begun) * 1000), outcome)
        if outcome.failure and outcome.failure.handling == "run":
            self._stopped = outcome.failure
        return outcome

    def _keep(self, job: Job, started: int, duration: int, outcome: Outcome) -> None:
        """The answer and its row in the log, in one transaction."""
        model = self._access.model
        call = answered(Call(started, duration, job.material.key, len(job.calls) + 1, model), outcome, self._access.prices)
        with self._cache.store.write() as connection:
            log_calls(connection, [call])
            if outcome.advice is not None:
                value = value_by_claude(job.material.name, outcome.advice, model, job.input_hash, self._cache.clock.now())
                new = self._cache.timed(KIND, value, self._wanted.ttl_ms)
                if not put_leased(connection, job.key, KIND, self._cache.owner, new):
                    # The lease ran out while the machine slept: what was paid for is kept all the same.
                    put_value(connection, job.key, KIND, new)
        job.calls.append(call)
        job.made = outcome.advice is not None


class _Attempts:
    """The attempts of one job: after an answer that was cut off, the next one may be twice as long."""

    def __init__(self, calls: _Calls, job: Job) -> None:
        self._calls, self._job, self._max_tokens = calls, job, MAX_TOKENS

    async def make(self) -> Outcome:
        outcome = await self._calls.attempt(self._job, self._max_tokens)
        if outcome.failure and outcome.failure.handling == "longer":
            self._max_tokens *= 2
        return outcome
