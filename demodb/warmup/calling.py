"""Single calls: under a lease each, so that two warm-ups at once ask once, and every answer is kept as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

from demodb.advice.prompt import prompt_for
from demodb.cache.cache import Cache
from demodb.errors import StoreBusyError
from demodb.progress import Stage
from demodb.store.cache import give_up_lease, put_leased, put_values
from demodb.store.calls import Call, log_calls
from demodb.store.connection import Connection
from demodb.warmup.access import MAX_TOKENS, Access
from demodb.warmup.claude import Claude, request
from demodb.warmup.decide import Wanted, is_enough
from demodb.warmup.inquiry import KIND, Inquiry, answered, value_by_claude
from demodb.warmup.outcome import INTERRUPTED, CallFailure, CallOutcome, checked
from demodb.warmup.pacing import Gate, Line, Patience
from demodb.warmup.watching import Watching

LEASE_MS = 10_000
"""Short, and renewed while a call runs: after a crash nobody waits longer than this."""

_RENEW_SECONDS = 3.0
_POLL_SECONDS = 0.25


_UNREACHED_IN_A_ROW = 2


def call_all(inquiries: Sequence[Inquiry], wanted: Wanted, cache: Cache, access: Access, watching: Watching) -> None:
    """Make every inquiry, or say in it why not. Raises KeyboardInterrupt at Ctrl-C, with all leases given back."""
    asyncio.run(_Calls(wanted, cache, access, watching).all(inquiries))


class _OfflineError(Exception):
    """The API's host was not reached several times in a row: no call is of use."""

    def __init__(self, failure: CallFailure) -> None:
        super().__init__(failure.message)
        self.failure = replace(failure, handling="offline")


class _Calls:
    def __init__(self, wanted: Wanted, cache: Cache, access: Access, watching: Watching) -> None:
        self._wanted, self._cache, self._access = wanted, cache, access
        self._progress, self._watcher = watching.progress, watching.watcher
        self._claude = Claude(access, cache.clock)
        self._gate = Gate(access.pace.spacing, cache.clock)
        self._patience: dict[str, Patience] = {}
        self._held: set[str] = set()
        self._others: set[str] = set()
        self._stopped: CallFailure | None = None
        self._unreached = 0

    async def all(self, inquiries: Sequence[Inquiry]) -> None:
        renewing = asyncio.create_task(self._renew())
        try:
            self._progress(0, len(inquiries))
            await Line(inquiries, self._cache.clock).work(partial(self._do, inquiries), self._access.pace.concurrency)
        except _OfflineError as error:
            for inquiry in inquiries:
                if not inquiry.is_done:
                    inquiry.failure = error.failure
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

    async def _do(self, inquiries: Sequence[Inquiry], inquiry: Inquiry) -> float | None:
        """Do an inquiry; the seconds after which it is to be done again, behind the others."""
        again_after = await self._done(inquiry)
        if again_after is None:
            why = inquiry.failure.message if inquiry.failure else ""
            self._watcher(Stage(inquiry.material.name, "failed" if why else "done", why=why))
            self._progress(sum(one.is_done for one in inquiries), len(inquiries))
        return again_after

    async def _done(self, inquiry: Inquiry) -> float | None:
        if self._stopped:
            inquiry.failure = self._stopped
            return None
        claim = self._cache.claim(inquiry.key, KIND, lambda entry: is_enough(entry, inquiry.input_hash, self._wanted), LEASE_MS)
        if claim == "held":
            if inquiry.key not in self._others:
                self._others.add(inquiry.key)
                self._watcher(Stage(inquiry.material.name, "waiting", why="another warm-up is at it"))
            return _POLL_SECONDS
        if claim == "enough":
            inquiry.skipped = True
            return None
        return await self._called(inquiry)

    async def _called(self, inquiry: Inquiry) -> float | None:
        if inquiry.key not in self._patience:
            self._patience[inquiry.key] = Patience(self._access.pace, self._cache.clock, partial(self._tell_pause, inquiry))
        patience = self._patience[inquiry.key]
        self._held.add(inquiry.key)
        begun = self._cache.clock.monotonic()
        outcome = INTERRUPTED
        try:
            outcome = await patience.tried(_Attempts(self, inquiry).make)
        finally:
            self._held.discard(inquiry.key)
            inquiry.seconds += self._cache.clock.monotonic() - begun
            if outcome.failure:
                message = outcome.failure.message
                self._cache.store.run(lambda connection: give_up_lease(connection, inquiry.key, self._cache.owner, message))
        again_after = patience.deferred(outcome)
        failure = outcome.failure
        if again_after is None and failure:
            inquiry.failure = failure.told_from(self._cache.clock.now()) if patience.is_long(failure) else failure
        return again_after

    def _tell_pause(self, inquiry: Inquiry, seconds: float, failure: CallFailure) -> None:
        until = self._cache.clock.now() + timedelta(seconds=seconds)
        self._watcher(Stage(inquiry.material.name, "waiting", until, failure.message))

    async def attempt(self, inquiry: Inquiry, max_tokens: int, faults: Sequence[str]) -> CallOutcome:
        """Wait for a turn, call once, and keep what came, if it holds to the material; `faults` are those of the last answer."""
        asked = request(self._access.model, prompt_for(inquiry.material, self._wanted.occasion, faults), max_tokens)
        await self._gate.passed()
        if self._stopped:
            return CallOutcome(failure=self._stopped)
        self._watcher(Stage(inquiry.material.name, "calling"))
        clock = self._cache.clock
        started, begun, outcome = clock.epoch_ms(), clock.monotonic(), INTERRUPTED
        try:
            outcome = checked(await self._claude.ask(asked), inquiry.material, self._wanted.occasion)
        finally:
            self._keep(inquiry, started, round((clock.monotonic() - begun) * 1000), outcome)
        self._judge(outcome.failure)
        return outcome

    def _judge(self, failure: CallFailure | None) -> None:
        """What an attempt means for all others. Raises _OfflineError."""
        handling = failure.handling if failure else None
        self._unreached = self._unreached + 1 if handling == "unreached" else 0
        if failure and self._unreached == _UNREACHED_IN_A_ROW:
            raise _OfflineError(failure)
        if failure and handling == "run":
            self._stopped = failure

    def _keep(self, inquiry: Inquiry, started: int, duration: int, outcome: CallOutcome) -> None:
        """The answer and its row in the log, in one transaction."""
        model = self._access.model
        call = answered(
            Call(started, duration, inquiry.material.key, len(inquiry.calls) + 1, model), outcome, self._access.prices
        )
        new = None
        if outcome.advice is not None:
            value = value_by_claude(inquiry.material.name, outcome.advice, model, inquiry.input_hash, self._cache.clock.now())
            new = self._cache.timed(KIND, value, self._wanted.ttl_ms)

        def keep(connection: Connection) -> None:
            log_calls(connection, [call])
            if new is not None and not put_leased(connection, inquiry.key, KIND, self._cache.owner, new):
                # The lease ran out while the machine slept: what was paid for is kept all the same.
                put_values(connection, [(inquiry.key, KIND, new)])

        self._cache.store.run(keep)
        inquiry.calls.append(call)
        inquiry.made = outcome.advice is not None


class _Attempts:
    """The attempts of one inquiry: an answer that was cut off may be twice as long, one with faults is told of them."""

    def __init__(self, calls: _Calls, inquiry: Inquiry) -> None:
        self._calls, self._inquiry, self._max_tokens = calls, inquiry, MAX_TOKENS
        self._faults: tuple[str, ...] = ()

    async def make(self) -> CallOutcome:
        outcome = await self._calls.attempt(self._inquiry, self._max_tokens, self._faults)
        self._faults = outcome.failure.faults if outcome.failure else ()
        if outcome.failure and outcome.failure.handling == "longer":
            self._max_tokens *= 2
        return outcome
