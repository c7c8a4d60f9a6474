"""How a long piece of work tells how far it is: a function that is passed in, like the clock, or what an interruption says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Literal, NamedTuple

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much in all; 0 for a total that is not known."""


def silent(done: int, total: int) -> None:
    """Nobody is told."""
    del done, total


class Stage(NamedTuple):
    """How far one of several is: it waits (`until` a moment, if that is known), is called, is done, or failed; and why."""

    who: str
    what: Literal["waiting", "calling", "done", "failed"]
    until: datetime | None = None
    why: str = ""


Watcher = Callable[[Stage], None]
"""Told each stage as it begins."""


def unwatched(stage: Stage) -> None:
    """Nobody is told."""
    del stage


@contextmanager
def telling(done: Callable[[], Sequence[str]]) -> Iterator[None]:
    """Let an interruption of the work inside bear what was done before and stays, as notes: the last thing first."""
    try:
        yield
    except KeyboardInterrupt as interruption:
        for stands in reversed(done()):
            interruption.add_note(stands)
        raise
