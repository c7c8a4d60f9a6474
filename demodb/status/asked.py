"""What a status is asked: of which moment, and what is known to who asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from demodb.model.story import Window

_EXTENSION = timedelta(hours=1)
"""What the fix for a cold entry buys at least, counted from the moment asked about."""


@dataclass(frozen=True)
class Asked:
    """The moment `at` that is asked about (aware), and the present one, by default the same.

    `hour` says whether a person named the moment: then what does not last until it blocks the demo. `calls` says whether
    Claude can be called, `heroes` are the names that the settings declare, `root` is the project's folder, `export`
    the one to export to: it is judged, and the one that was exported to last. `demo` are the hours that the story tells.
    """

    at: datetime
    now: datetime | None = None
    hour: bool = False
    calls: bool = False
    heroes: tuple[str, ...] = ()
    root: Path = field(default_factory=Path)
    export: Path | None = None
    demo: Window | None = None

    @property
    def present(self) -> datetime:
        """The present moment."""
        return self.now or self.at

    @property
    def until(self) -> str:
        """Until when the cache is to last, as an option is given it."""
        return self._end.isoformat(timespec="minutes")

    @property
    def _end(self) -> datetime:
        """To the end of the demo that goes on at the moment asked about, and for a while in any case."""
        lasting = self.at + _EXTENSION
        return max(lasting, self.demo.until) if self.demo and self.demo.at <= self.at <= self.demo.until else lasting

    @property
    def warmup(self) -> str:
        """The warm-up that makes the cache last until the hour asked about."""
        lasting = self.hour and self._end > self.present
        return f"demodb warmup --until {self.until}" if lasting else "demodb warmup"

    @property
    def call(self) -> str:
        """The same by Claude."""
        return self.warmup if self.calls else f"set ANTHROPIC_API_KEY, then {self.warmup}"

    @property
    def extend(self) -> str:
        """The command that buys time for what is good."""
        return f"demodb cache extend --until {self.until}"
