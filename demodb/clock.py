"""The clock as a value that is passed in: what time it is, how long something takes, how to wait."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import NamedTuple


def local_now() -> datetime:
    """The present moment with the machine's zone."""
    return datetime.now().astimezone()


EARLIEST_MS, LATEST_MS = -62_000_000_000_000, 253_000_000_000_000
"""The moments that a calendar has in every zone, in ms: from the year 5 to the year 9987."""


def moment_of(ms: int) -> datetime:
    """Milliseconds since 1970 as an aware moment, UTC; one that no calendar has is the first or the last that one has."""
    return datetime.fromtimestamp(min(max(ms, EARLIEST_MS), LATEST_MS) / 1000, UTC)


def epoch_ms(moment: datetime) -> int:
    """An aware moment as milliseconds since 1970-01-01T00:00:00Z."""
    return int(moment.timestamp() * 1000)


async def wait(seconds: float) -> None:
    """Wait while other tasks go on."""
    from asyncio import sleep  # noqa: PLC0415 - who waits so has a loop, and with it the library

    await sleep(seconds)


class Clock(NamedTuple):
    """`now` gives an aware datetime, `monotonic` seconds, `sleep` waits for seconds, `pause` too while other tasks go on."""

    now: Callable[[], datetime] = local_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    pause: Callable[[float], Awaitable[None]] = wait

    def today(self) -> date:
        """The date of `now` in its own zone."""
        return self.now().date()

    def epoch_ms(self) -> int:
        """Milliseconds since 1970-01-01T00:00:00Z."""
        return epoch_ms(self.now())
