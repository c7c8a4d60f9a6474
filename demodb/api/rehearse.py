"""`demodb rehearse`: what would go wrong in the demo's hours, over one moment of the store and the folder as it lies there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from demodb.api.status import folder_concerns
from demodb.clock import epoch_ms
from demodb.errors import UnknownValueError
from demodb.export.standing import standings
from demodb.model.material import RevenuePeriod
from demodb.model.paths import project_path
from demodb.model.story import NO_STORY, USUAL_LENGTH, Story, Window
from demodb.rehearsal.finding import SEVERITIES, Finding, Severity, Spot
from demodb.rehearsal.registry import BY_CODE, OVER
from demodb.rehearsal.report import RehearsalReport, Tally
from demodb.rehearsal.view import Scene
from demodb.rehearsal.walk import walk
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.portfolio import units
from demodb.store.rehearsal import KeptRehearsal, keep_rehearsal, last_rehearsal, looked_at

__all__ = ["SEVERITIES", "Finding", "RehearsalReport", "Rehearsing", "Severity", "hours", "rehearse"]


@dataclass(frozen=True)
class Rehearsing:
    """What a rehearsal is asked: the demo's hours, the present moment (all aware), the story, and which findings are meant so.

    `root` is the project's folder, and `export` the folder to look at beside the one that was exported to last. Without `anew`
    one that finds what the last one found is not kept in its place. `team` are the names of the people on our side.
    """

    window: Window
    now: datetime
    story: Story = NO_STORY
    ignore: Collection[str] = ()
    root: Path = field(default_factory=Path)
    export: Path | None = None
    revenue_period: RevenuePeriod = "year"
    anew: bool = True
    team: Collection[str] = ()

    @property
    def known(self) -> datetime:
        """The moment as of which the cache is known: nothing that is gone by now comes back for the demo."""
        return min(self.window.at, self.now)


def hours(story: Story, now: datetime, at: datetime | None = None, until: datetime | None = None) -> Window:
    """The hours to rehearse: those that are named, else the story's, else an hour from now; `until` as by itself of the story."""
    told = story.demo.window(now)
    begin = at or (told.at if told else now)
    end = until or (told.until if told and at is None else begin + USUAL_LENGTH)
    return Window(begin, end)


def rehearse(store: Store, asked: Rehearsing) -> RehearsalReport:
    """Walk through the hours and say what would go wrong; that it was done, and what was found, is kept in the store.

    Raises UnknownValueError for codes in `ignore` that no finding has.
    """
    _check_codes(asked.ignore)
    tally = Tally(RehearsalReport(asked.window), asked.ignore)
    with store.read() as connection:
        names = tuple(unit.name for unit in units(connection).values())
        scene = Scene(asked.window, asked.story, names, asked.revenue_period, tuple(asked.team))
        tally.take(_of_hours(asked))
        walk(connection, scene, epoch_ms(asked.known), tally)
        tally.take(_of_export(connection, asked, tally.report.accounts))
        said = looked_at(connection)
    report = tally.done()
    kept = _kept(report, asked.now, said)
    last = store.look(last_rehearsal)
    if asked.anew or last is None or not last.says_what(kept):
        store.run(lambda connection: keep_rehearsal(connection, kept))
    return report


def _check_codes(ignore: Collection[str]) -> None:
    for entry in ignore:
        code = entry.partition(":")[0].strip()
        if code not in BY_CODE:
            alike = get_close_matches(code, BY_CODE, n=3)
            raise UnknownValueError("finding to ignore, as `[rehearse]` in demodb.toml says,", code, alike or sorted(BY_CODE))


def _of_hours(asked: Rehearsing) -> Iterator[Finding]:
    """Whether the hours make sense at all."""
    if untimely := asked.window.untimely(asked.now):
        yield OVER.finding(Spot(untimely.why, untimely.cure, value=untimely.value))


def _of_export(connection: Connection, asked: Rehearsing, accounts: int) -> Iterator[Finding]:
    chosen = project_path(asked.export, asked.root) if asked.export else None
    folders = standings(connection, asked.root, chosen, epoch_ms(asked.known))
    blockers, warnings = folder_concerns(folders, accounts)
    for concern in (*blockers, *warnings):
        yield BY_CODE[concern.code].finding(Spot(concern.message, concern.fix))


def _kept(report: RehearsalReport, now: datetime, said: bytes) -> KeptRehearsal:
    worst = asdict(report.worst) if report.worst else None
    begins, ends = epoch_ms(report.window.at), epoch_ms(report.window.until)
    count = report.by_severity
    return KeptRehearsal(epoch_ms(now), begins, ends, count["blocker"], count["warning"], count["hint"], worst, said)
