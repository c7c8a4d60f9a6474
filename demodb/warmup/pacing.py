"""When calls are made: apart from each other, a few at once, tried again where that helps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeVar

from tenacity import AsyncRetrying, RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from demodb.clock import Clock
from demodb.warmup.access import Pace
from demodb.warmup.outcome import CallFailure, CallOutcome

T = TypeVar("T")

_SHORTEST_PAUSE = 0.5


_SLACK = 0.05


class Gate:
    """Lets starts through at least `spacing` seconds apart, in the order in which they come."""

    def __init__(self, spacing: float, clock: Clock) -> None:
        self._clock = clock
        # From here to the wire it takes some hundredths of a second, now more, now less: on the wire they are to be apart.
        self._spacing = spacing + _SLACK if spacing else 0.0
        self._next = 0.0
        self._turn = asyncio.Lock()

    async def passed(self) -> None:
        """Wait for one's turn."""
        async with self._turn:
            now = self._clock.monotonic()
            if now < self._next:
                await self._clock.pause(self._next - now)
            self._next = self._clock.monotonic() + self._spacing


class Patience:
    """How often an account is tried: a transient failure up to the pace's attempts, a poor answer once more.

    `waits` is told each pause before another try, in seconds, and what made it necessary.
    """

    def __init__(self, pace: Pace, clock: Clock, waits: Callable[[float, CallFailure], None]) -> None:
        self._pace = pace
        self._clock = clock
        self._waits = waits
        self._backoff = _growing(pace)
        self._given: set[str] = set()
        self._was_deferred = False
        self.attempts = 0

    async def tried(self, attempt: Callable[[], Awaitable[CallOutcome]]) -> CallOutcome:
        """Try until it works, or until trying again here and now would not help; the last outcome."""
        retrying = AsyncRetrying(retry=self._again, wait=self._pause, before_sleep=self._tell, sleep=self._clock.pause)
        outcome: CallOutcome = await retrying(self._counted, attempt)
        return outcome

    async def _counted(self, attempt: Callable[[], Awaitable[CallOutcome]]) -> CallOutcome:
        self.attempts += 1
        return await attempt()

    def deferred(self, outcome: CallOutcome) -> float | None:
        """Seconds after which an account is to be tried once more behind all others, None where it is not."""
        failure = outcome.failure
        if failure is None or self._was_deferred or not self.is_long(failure):
            return None
        if failure.retry_after is None or failure.retry_after > self._pace.patience:
            return None
        self._was_deferred = True
        self._waits(failure.retry_after, failure)
        return failure.retry_after

    def is_long(self, failure: CallFailure) -> bool:
        """Whether the API asks for a pause that is not waited for at once."""
        return failure.retry_after is not None and failure.retry_after > self._pace.cap

    def _tell(self, state: RetryCallState) -> None:
        failure = state.outcome.result().failure if state.outcome else None
        if failure is not None:
            self._waits(state.upcoming_sleep, failure)

    def _again(self, state: RetryCallState) -> bool:
        if state.outcome is None or state.outcome.failed:
            return False
        failure = state.outcome.result().failure
        if failure is None or failure.handling in ("account", "run", "offline") or self.attempts >= self._pace.attempts:
            return False
        if failure.handling in ("retry", "unreached"):
            return not self._was_deferred and not self.is_long(failure)
        first = failure.handling not in self._given
        self._given.add(failure.handling)
        return first

    def _pause(self, state: RetryCallState) -> float:
        failure = state.outcome.result().failure if state.outcome else None
        if failure is None or failure.handling not in ("retry", "unreached"):
            return 0.0
        return self._backoff(state) if failure.retry_after is None else failure.retry_after


class Line(Generic[T]):
    """Items that stand in line for a few workers; one may be put back, not to be done before a while."""

    def __init__(self, items: Iterable[T], clock: Clock) -> None:
        self._numbers = count()
        self._line = [(0.0, next(self._numbers), item) for item in items]
        self._clock = clock

    async def work(self, do: Callable[[T], Awaitable[float | None]], workers: int) -> None:
        """Do all items; `do` returns the seconds after which its item is to be done again, None where it is done.

        Ends with the first error, or when it is cancelled, after every worker has come to its end.
        """
        tasks = [asyncio.create_task(self._worker(do)) for _ in range(workers)]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _worker(self, do: Callable[[T], Awaitable[float | None]]) -> None:
        while self._line:
            not_before, _, item = heappop(self._line)
            await self._clock.pause(max(0.0, not_before - self._clock.monotonic()))
            again_after = await do(item)
            if again_after is not None:
                heappush(self._line, (self._clock.monotonic() + again_after, next(self._numbers), item))


def steady(transient: Callable[[BaseException], bool], pace: Pace, sleep: Callable[[float], None]) -> Retrying:
    """Tries a blocking call again while its error is a transient one."""
    stop = stop_after_attempt(pace.attempts)
    return Retrying(retry=retry_if_exception(transient), wait=_growing(pace), stop=stop, sleep=sleep, reraise=True)


def _growing(pace: Pace) -> wait_exponential_jitter:
    """Pauses that double from the spacing to the cap, a little apart from each other."""
    return wait_exponential_jitter(multiplier=max(pace.spacing, _SHORTEST_PAUSE), max=pace.cap, jitter=pace.spacing / 4)
