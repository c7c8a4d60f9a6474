"""`demodb rehearse`: what would go wrong in the demo's hours, over one moment of the store and the folder as it lies there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from demodb.api.status import folder_concerns
from demodb.clock import epoch_ms
from demodb.errors import StoreBusyError, StoreUnreachableError, UnknownAccountError, UnknownValueError
from demodb.export.standing import standings
from demodb.model.material import RevenuePeriod
from demodb.model.paths import project_path
from demodb.model.story import NO_STORY, Story, Window, hours
from demodb.rehearsal.finding import SEVERITIES, Finding, Severity, Spot
from demodb.rehearsal.registry import BY_CODE, OVER
from demodb.rehearsal.report import RehearsalReport, Tally
from demodb.rehearsal.view import Scene
from demodb.rehearsal.walk import walk, walk_account
from demodb.store.accounts import find_account
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.exported import said
from demodb.store.kept import kept
from demodb.store.news import read_news
from demodb.store.plans import read_sections
from demodb.store.portfolio import units
from demodb.store.rehearsal import KeptRehearsal, keep_rehearsal, last_rehearsal, looked_at

__all__ = [
    "BY_CODE",
    "SEVERITIES",
    "Finding",
    "RehearsalReport",
    "Rehearsing",
    "Severity",
    "hours",
    "rehearse",
    "rehearse_account",
]


@dataclass(frozen=True)
class Rehearsing:
    """What a rehearsal is asked: the demo's hours, the present moment (all aware), the story, and which findings are meant so.

    `root` is the project's folder, and `export` the folder to look at beside the one that was exported to last. Without `anew`
    one that finds what the last one found is not kept in its place. Where it is not to `keep` anything, the store is only read.
    `team` are the names of the people on our side.
    """

    window: Window
    now: datetime
    story: Story = NO_STORY
    ignore: Collection[str] = ()
    root: Path = field(default_factory=Path)
    export: Path | None = None
    revenue_period: RevenuePeriod = "year"
    anew: bool = True
    keep: bool = True
    team: Collection[str] = ()

    @property
    def known(self) -> datetime:
        """The moment as of which the cache is known: nothing that is gone by now comes back for the demo."""
        return min(self.window.at, self.now)


def rehearse(store: Store, asked: Rehearsing) -> RehearsalReport:
    """Walk through the hours and say what would go wrong; that it was done, and what was found, is kept in the store.

    Where that cannot be written to, the report says why. Raises UnknownValueError for codes in `ignore` that no finding has.
    """
    with store.read() as connection:
        tally = Tally(RehearsalReport(asked.window), ignored(connection, asked.ignore))
        scene = scene_of(connection, asked)
        tally.take(_of_hours(asked))
        walk(connection, scene, epoch_ms(asked.known), tally)
        says = partial(kept, store, connection, said)
        tally.take(_of_export(connection, asked, tally.report.accounts, says))
        looked = looked_at(connection, says())
    report = tally.done()
    now = _kept(report, asked.now, looked)
    if asked.keep and (asked.anew or not _is_known(store, now)):
        try:
            store.run(lambda connection: keep_rehearsal(connection, now))
        except (StoreBusyError, StoreUnreachableError) as error:
            report.not_kept = error.message
    return report


def _is_known(store: Store, now: KeptRehearsal) -> bool:
    """Whether the last rehearsal found the same in the same."""
    last = store.look(last_rehearsal)
    return last is not None and last.says_what(now)


def rehearse_account(store: Store, name: str, asked: Rehearsing) -> RehearsalReport:
    """What would go wrong with one account, read alone; what accounts have in common and exported folders are left out.

    Nothing is kept. Raises UnknownAccountError, and UnknownValueError for codes in `ignore` that no finding has.
    """
    with store.read() as connection:
        tally = Tally(RehearsalReport(asked.window), ignored(connection, asked.ignore))
        account = find_account(connection, name)
        read = read_sections(connection, [account.key]), read_news(connection, [account.key])
        walk_account(connection, account, read, scene_of(connection, asked), tally, epoch_ms(asked.known))
    return tally.done()


def scene_of(connection: Connection, asked: Rehearsing) -> Scene:
    """What accounts are looked at for."""
    ours = tuple(unit.name for unit in units(connection).values())
    return Scene(asked.window, asked.story, ours, asked.revenue_period, tuple(asked.team))


def ignored(connection: Connection, ignore: Collection[str]) -> list[str]:
    """What is to be ignored, accounts by their names. Raises UnknownValueError for a code or an account that is not known."""
    told = []
    for entry in ignore:
        code, colon, account = (part.strip() for part in entry.partition(":"))
        if code not in BY_CODE:
            alike = get_close_matches(code, BY_CODE, n=3)
            raise UnknownValueError(f"finding{_IGNORED}", code, alike or sorted(BY_CODE))
        told.append(f"{code}:{_account(connection, account)}" if colon else code)
    return told


def _account(connection: Connection, name: str) -> str:
    try:
        return find_account(connection, name).name
    except UnknownAccountError as error:
        raise UnknownValueError(f"account{_IGNORED}", name, error.nearest) from error


_IGNORED = " to ignore, as `[rehearse]` in demodb.toml says,"


def _of_hours(asked: Rehearsing) -> Iterator[Finding]:
    """Whether the hours make sense at all."""
    if untimely := asked.window.untimely(asked.now):
        yield OVER.finding(Spot(untimely.why, untimely.cure, value=untimely.value))


def _of_export(connection: Connection, asked: Rehearsing, accounts: int, says: Callable[[], bytes]) -> Iterator[Finding]:
    chosen = project_path(asked.export, asked.root) if asked.export else None
    folders = standings(connection, asked.root, chosen, epoch_ms(asked.known), says)
    blockers, warnings = folder_concerns(folders, accounts)
    for concern in (*blockers, *warnings):
        yield BY_CODE[concern.code].finding(Spot(concern.message, concern.fix))


def _kept(report: RehearsalReport, now: datetime, said: bytes) -> KeptRehearsal:
    worst = asdict(report.worst) if report.worst else None
    begins, ends = epoch_ms(report.window.at), epoch_ms(report.window.until)
    count = report.by_severity
    return KeptRehearsal(epoch_ms(now), begins, ends, count["blocker"], count["warning"], count["hint"], worst, said)
