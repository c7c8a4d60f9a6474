"""An end to what has none of its own, such as asking for a host's address, or a server that sends a byte now and then."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


_BEAT_SECONDS = 3.0


def _nothing() -> None:
    """Nothing is done meanwhile."""


def within(seconds: float, do: Callable[[], T], meanwhile: Callable[[], None] = _nothing) -> T:
    """What `do` gives; `meanwhile` is called every few seconds as long as it is waited for.

    Raises its errors, and TimeoutError where it takes longer: what it does then is waited for by nobody.
    """
    future: Future[T] = Future()

    def work() -> None:
        try:
            future.set_result(do())
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
            future.set_exception(error)

    # A thread of an executor would be waited for when the process ends.
    Thread(target=work, daemon=True).start()
    left = seconds
    while left > 0 and not _ends(future, min(left, _BEAT_SECONDS)):
        left -= _BEAT_SECONDS
        meanwhile()
    return future.result(timeout=0)


def _ends(future: Future[T], seconds: float) -> bool:
    """Whether it has ended, well or not, when so much time has passed."""
    return bool(wait([future], timeout=seconds).done)
