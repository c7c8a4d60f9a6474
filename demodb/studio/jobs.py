"""Work that takes longer than a page may: done in a thread, one piece of a kind at a time, and followed while it goes on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Any

from demodb.errors import DemodbError

REHEARSAL = "rehearsal"
"""The kind of job that a rehearsal is: pages and programs share the last one."""

_LOOK_SECONDS = 0.1
_LOG = logging.getLogger(__name__)


@dataclass
class Job:
    """A piece of work: the step that it is at, how far that is, what its stages said last; in the end its `result` or `error`.

    `what` says which one of its kind it is, in words of who started it; `before` is the result of the last one that had one.
    """

    kind: str
    what: str = ""
    step: str = ""
    done: int = 0
    total: int = 0
    stages: dict[str, Any] = field(default_factory=dict)
    result: Any = None
    before: Any = None
    error: Exception | None = None
    ended: bool = False
    version: int = 0

    def progress(self, done: int, total: int) -> None:
        """Be told how far the work is: a `demodb.progress.Progress`."""
        self.done, self.total = done, total
        self.version += 1

    def step_begins(self, step: str) -> None:
        """Be told of a step that begins, of work that has several."""
        self.step, self.done, self.total = step, 0, 0
        self.version += 1

    def stage(self, stage: Any) -> None:
        """Be told of a stage: a `demodb.progress.Watcher`; of each who, the last one is kept."""
        self.stages = {**self.stages, stage.who: stage}
        self.version += 1

    @property
    def last(self) -> Any:
        """The result, or while there is none that of the one before."""
        return self.before if self.result is None else self.result

    @property
    def told(self) -> DemodbError | None:
        """What a person is told of an error that can be met."""
        return self.error if isinstance(self.error, DemodbError) else None

    async def versions(self, left: Callable[[], bool] = lambda: False) -> AsyncIterator[int]:
        """Whenever the job has moved, until it has ended, or until it is `left`."""
        seen = -1
        while not left():
            ended = self.ended
            if self.version != seen:
                seen = self.version
                yield seen
            if ended:
                return
            await asyncio.sleep(_LOOK_SECONDS)


class Jobs:
    """The jobs of a studio, the last of each kind."""

    def __init__(self) -> None:
        self._jobs = dict[str, Job]()
        self._changed = Condition()
        self.left = False
        """Whether nobody is told of jobs any more, as the studio ends."""

    def leave(self) -> None:
        """Let nobody be told any more."""
        self.left = True

    def get(self, kind: str) -> Job | None:
        """The last job of a kind, under way or ended."""
        return self._jobs.get(kind)

    def latest(self, kinds: Collection[str]) -> Job | None:
        """The one of the last jobs of some kinds that began last."""
        return next((job for kind, job in reversed(tuple(self._jobs.items())) if kind in kinds), None)

    def start(self, kind: str, work: Callable[[Job], Any], what: str = "") -> Job:
        """Begin a piece of work; one of its kind that is under way already is given instead."""
        with self._changed:
            job = self._jobs.get(kind)
            if job and not job.ended:
                return job
            self._jobs.pop(kind, None)
            job = self._jobs[kind] = Job(kind, what, before=job.last if job else None)
        Thread(target=self._do, args=(job, work), name=f"demodb-{kind}", daemon=True).start()
        return job

    def _do(self, job: Job, work: Callable[[Job], Any]) -> None:
        try:
            job.result = work(job)
        except Exception as error:  # noqa: BLE001 - the boundary of a thread: the page tells it
            job.error = error
            if not isinstance(error, DemodbError | OSError):
                _LOG.error("%s failed", job.kind, exc_info=error)
        with self._changed:
            job.ended = True
            job.version += 1
            self._changed.notify_all()

    def wait(self, kind: str, seconds: float) -> Job | None:
        """The last job of a kind once it has ended, or as it is after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: kind not in self._jobs or self._jobs[kind].ended, seconds)
            return self._jobs.get(kind)
