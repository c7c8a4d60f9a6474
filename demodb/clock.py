"""The clock as a value that is passed in: what time it is, how long something takes, how to wait."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime


def local_now() -> datetime:
    """The present moment with the machine's zone."""
    return datetime.now().astimezone()


def epoch_ms(moment: datetime) -> int:
    """An aware moment as milliseconds since 1970-01-01T00:00:00Z."""
    return int(moment.timestamp() * 1000)


@dataclass(frozen=True)
class Clock:
    """`now` gives an aware datetime, `monotonic` seconds, `sleep` waits for seconds, `pause` too while other tasks go on."""

    now: Callable[[], datetime] = local_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    def today(self) -> date:
        """The date of `now` in its own zone."""
        return self.now().date()

    def epoch_ms(self) -> int:
        """Milliseconds since 1970-01-01T00:00:00Z."""
        return epoch_ms(self.now())
