"""Who is told how far the calls of a warm-up are."""

from __future__ import annotations

from dataclasses import dataclass

from demodb.progress import Progress, Watcher


@dataclass(frozen=True)
class Watching:
    """`progress` is told how many are done, `watcher` at which stage each one is."""

    progress: Progress
    watcher: Watcher
