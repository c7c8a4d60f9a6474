"""`demodb status`: is the demo ready? What the readiness of the store, the exported folders and the cache say, joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from demodb.api.access import access_of
from demodb.clock import epoch_ms, moment_of
from demodb.export.standing import Standing, standings
from demodb.model.counts import plural
from demodb.model.paths import project_path
from demodb.model.story import Story
from demodb.model.suggested import suggested
from demodb.settings import Settings
from demodb.status.asked import Asked
from demodb.status.concern import Concern
from demodb.status.groups import ConcernGroup, grouped
from demodb.status.heroes import HeroState, hero_hashes
from demodb.status.readiness import Rehearsed, StatusReport, judge
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.exported import said
from demodb.store.kept import kept
from demodb.store.marks import change_number
from demodb.store.readiness import figures
from demodb.store.rehearsal import KeptRehearsal, last_rehearsal, looked_at

__all__ = [
    "Asked",
    "Beside",
    "Concern",
    "ConcernGroup",
    "HeroState",
    "Rehearsed",
    "StatusReport",
    "asked_of",
    "folder_concerns",
    "grouped",
    "has_many_accounts",
    "is_current",
    "look_beside",
    "status",
]


def asked_of(settings: Settings, story: Story, root: Path, now: datetime, at: datetime | None = None) -> Asked:
    """What a status is asked of a project at the present moment `now`: of the moment `at`.

    By default of the beginning of the story's demo, where that is within a day, else of now.
    """
    demo, calls = story.demo.window(now), not isinstance(access_of(settings), str)
    if at is None and demo and demo.is_near(now):
        at = max(demo.at, now)
    return Asked(at or now, now, at is not None, calls, settings.heroes, root, settings.export_dir, demo)


@dataclass(frozen=True)
class Beside:
    """What is looked at beside the accounts: the exported folders, and the last rehearsal, at `at`; `number` is the store's.

    It takes long where accounts are many, as every file is looked at and every row is read. `at` is None before the first look.
    """

    folders: tuple[Standing, ...] = ()
    rehearsed: Rehearsed | None = None
    number: int = 0
    at: datetime | None = None

    def presumed(self, number: int) -> Beside:
        """The same for a store that has changed since: then it most probably says something else."""
        if number == self.number:
            return self
        folders = tuple(replace(folder, behind=True) for folder in self.folders)
        return replace(self, folders=folders, rehearsed=self.rehearsed and replace(self.rehearsed, changed=True))


def status(store: Store, asked: Asked | datetime, beside: Beside | None = None) -> StatusReport:
    """Judge the store as it is now for the moment asked about (aware): the demo's beginning. Reads only.

    The folder that was exported to last, and the one to export to, are looked at too, in the same moment of the store, unless
    what was seen `beside` is given.
    """
    asked = asked if isinstance(asked, Asked) else Asked(asked)
    with store.read() as connection:
        report = judge(connection, asked, kept(store, connection, figures), kept(store, connection, hero_hashes))
        number = change_number(connection)
        seen = beside.presumed(number) if beside else _beside(store, connection, asked)
    blockers, warnings = folder_concerns(seen.folders, report.accounts if seen.at else 0)
    changes = [folder.changed_at for folder in seen.folders if folder.changed_at]
    return replace(
        report,
        blockers=[*report.blockers, *blockers],
        warnings=[*report.warnings, *_blocked(seen.rehearsed), *warnings],
        rehearsed=seen.rehearsed,
        exported_at=max((folder.at for folder in seen.folders), default=None),
        app_changed_at=max(changes, default=None),
        number=number,
    )


def look_beside(store: Store, asked: Asked) -> Beside:
    """Look at what `status` looks at beside the accounts."""
    with store.read() as connection:
        return _beside(store, connection, asked)


def is_current(store: Store, beside: Beside) -> bool:
    """Whether nothing was changed in the store since something was seen beside it."""
    return store.look(change_number) == beside.number


def has_many_accounts(store: Store, most: int) -> bool:
    """Whether more accounts than so many are present; counted once for each change of the store."""
    with store.read() as connection:
        return kept(store, connection, figures).accounts > most


def _beside(store: Store, connection: Connection, asked: Asked) -> Beside:
    chosen = project_path(asked.export, asked.root) if asked.export else None
    says = partial(kept, store, connection, said)
    folders = standings(connection, asked.root, chosen, epoch_ms(asked.present), says)
    last = last_rehearsal(connection)
    changed = last is not None and last.said != looked_at(connection, says())
    rehearsed = _rehearsed(last, changed=changed) if last else None
    return Beside(tuple(folders), rehearsed, change_number(connection), asked.present)


def folder_concerns(folders: Sequence[Standing], accounts: int) -> tuple[list[Concern], list[Concern]]:
    """What is to be said of exported folders in a store of so many accounts: what blocks, and what warns."""
    return list(_behind(folders)), list(_unlike(folders, accounts))


def _rehearsed(last: KeptRehearsal, *, changed: bool) -> Rehearsed:
    worst = last.worst or {}
    counts = (last.blockers, last.warnings, last.hints)
    return Rehearsed(moment_of(last.at), *counts, worst.get("code"), worst.get("account"), worst.get("why"), changed)


def _blocked(rehearsed: Rehearsed | None) -> Iterator[Concern]:
    """What the last rehearsal found, while nothing was done about it."""
    if rehearsed and rehearsed.blockers and not rehearsed.changed:
        where = f"{rehearsed.account}: " if rehearsed.account else ""
        message = f"the last rehearsal found {plural(rehearsed.blockers, 'blocker')}; the worst: {where}{rehearsed.why}"
        yield Concern("rehearsal-blocked", message, "demodb rehearse", rehearsed.account)


def _behind(folders: Sequence[Standing]) -> Iterator[Concern]:
    """What the app would show otherwise than the store says."""
    for folder in folders:
        path, brought = str(folder.folder), suggested("export", out=str(folder.folder))
        if folder.left:
            message = f"{path} holds files that the export left alone: {_named(folder.left)}"
            yield Concern("export-left", message, suggested("sync", out=path))
        if folder.behind:
            yield Concern("export-behind", f"{path} is behind the store, which was changed since the export", brought)
        if folder.gone:
            yield Concern("export-behind", f"files are gone from {path}: {folder.gone:,}", brought)


def _unlike(folders: Sequence[Standing], accounts: int) -> Iterator[Concern]:
    """What a person should know of the folders."""
    if accounts and not folders:
        yield Concern("no-export", "nothing was exported yet, or the folder is gone: the app has no files", "demodb export")
    for folder in folders:
        path = str(folder.folder)
        if folder.has_other_advice:
            message = f"the intelligence in {path} is not what the cache has now"
            yield Concern("export-intelligence", message, suggested("export", out=path))
        if folder.changed:
            message = f"files in {path} were changed since the export, by the app or by hand: {_named(folder.changed)}"
            yield Concern("export-changed", message, suggested("sync", out=path))


def _named(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _MOST_NAMED:,} more" if len(paths) > _MOST_NAMED else ""
    return ", ".join(paths[:_MOST_NAMED]) + more


_MOST_NAMED = 3
