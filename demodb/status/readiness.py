"""The verdict: a snapshot of the store turned into blockers and warnings, each with the command that mends it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from demodb.errors import ExitCode
from demodb.model.documents import Section
from demodb.status.asked import Asked
from demodb.status.cold import cold_heroes, heroes_by_rules
from demodb.status.concern import Concern
from demodb.status.demo import date_concerns, demo_concerns
from demodb.status.heroes import WARMTHS, HeroState, KnownHero, Warmth, heroes_known
from demodb.status.sources import failed_concerns, gone_concerns
from demodb.store.accounts import departed_names, find_accounts
from demodb.store.comparing import open_conflicts
from demodb.store.connection import Connection
from demodb.store.readiness import Figures, heroes_by_template, missing_sections

MOST_LISTED = 200
"""Missing sections that are listed one by one, for each section."""


@dataclass(frozen=True)
class Rehearsed:
    """The last rehearsal: when it was, how many findings of each kind, the worst, and whether the store has `changed` since."""

    at: datetime
    blockers: int
    warnings: int
    hints: int
    worst: str | None = None
    account: str | None = None
    why: str | None = None
    changed: bool = False


@dataclass(frozen=True)
class StatusReport:
    """What stands in the store, judged for the moment `at`; `warmth` has one state for each hero, `known` what it was judged by.

    `exported_at` is when an export last brought something, `app_changed_at` when a file of it was last written since. `number`
    is the one of the store's last change.
    """

    at: datetime
    records: int
    accounts: int
    complete: int
    departed: int
    shifted: int
    warmth: tuple[HeroState, ...]
    known: Sequence[KnownHero]
    sections: dict[Section, dict[str, int]]
    blockers: list[Concern] = field(default_factory=list)
    warnings: list[Concern] = field(default_factory=list)
    exported_at: datetime | None = None
    app_changed_at: datetime | None = None
    rehearsed: Rehearsed | None = None
    number: int = 0

    @property
    def ready(self) -> bool:
        """Whether nothing blocks the demo."""
        return not self.blockers

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with."""
        return ExitCode.DONE if self.ready else ExitCode.NOT_READY

    @property
    def lacking(self) -> dict[Section, int]:
        """How many accounts have no such section."""
        return {section: self.accounts - sum(counts.values()) for section, counts in self.sections.items()}

    @property
    def heroes(self) -> int:
        """How many accounts are marked as heroes."""
        return len(self.warmth)

    @property
    def by_warmth(self) -> dict[Warmth, int]:
        """How many heroes are warm, stale, by rules, missing."""
        return {warmth: sum(hero.intelligence == warmth for hero in self.warmth) for warmth in WARMTHS}

    @property
    def lasts_until(self) -> datetime | None:
        """When the first of what is fresh for the heroes turns stale; None where nothing is fresh."""
        return min((hero.fresh_until for hero in self.warmth if hero.fresh_until), default=None)


def judge(connection: Connection, asked: Asked, counted: Figures, hashes: Mapping[str, str]) -> StatusReport:
    """Look at the whole store, of which this was counted, and whether the sources below the project's folder are still there.

    `hashes` say what the heroes' entries would be made from now.
    """
    known = heroes_known(connection, asked, hashes)
    warmth = tuple(hero.state(asked) for hero in known)
    cold = list(cold_heroes(warmth, asked))
    departed = departed_names(connection) if counted.departed else {}
    return StatusReport(
        at=asked.at,
        records=counted.records,
        accounts=counted.accounts,
        complete=counted.complete,
        departed=counted.departed,
        shifted=counted.shifted,
        warmth=warmth,
        known=known,
        sections=counted.sections,
        blockers=[
            *_blockers(connection, counted),
            *_unknown_heroes(connection, asked, departed),
            *(cold if asked.hour else ()),
            *failed_concerns(connection, asked.root),
        ],
        warnings=[
            *_warnings(connection, counted.accounts, len(warmth)),
            *demo_concerns(asked),
            *_outdated(connection, asked, counted),
            *(() if asked.hour else cold),
            *heroes_by_rules(warmth, asked),
            *gone_concerns(connection, asked.root),
            *_departed(list(departed.values())),
        ],
    )


def _blockers(connection: Connection, counted: Figures) -> Iterator[Concern]:
    if not counted.accounts:
        yield Concern("no-accounts", "the store holds no account", "demodb import PATH")
    for missing in missing_sections(connection, counted, MOST_LISTED):
        message = f"{missing.account} has no {missing.section} section"
        yield Concern("missing-section", message, "demodb seed", missing.account, missing.section)
    for section, there in counted.sections.items():
        more = counted.accounts - sum(there.values()) - MOST_LISTED
        if more > 0:
            yield Concern("missing-section", f"{more} more accounts have no {section} section", "demodb seed", None, section)


def _warnings(connection: Connection, accounts: int, marked: int) -> Iterator[Concern]:
    if accounts and not marked:
        yield Concern("no-heroes", "no account is marked as a hero", "demodb account hero NAME")
    for name in heroes_by_template(connection):
        message = f"nothing of the plan of {name} was written by hand: is its plan file an orphan? An import names those"
        yield Concern("hero-by-template", message, "demodb import PATH --dry-run", name)


def _unknown_heroes(connection: Connection, asked: Asked, departed: Collection[str]) -> Iterator[Concern]:
    """The heroes that the settings declare, and that no account is, or only a departed one."""
    found = find_accounts(connection, asked.heroes)
    for name in asked.heroes:
        if name not in found:
            message = f"{name} is declared a hero, and no account is known by that name"
            yield Concern("hero-unknown", message, "demodb account alias NAME ACCOUNT, or correct `heroes` in demodb.toml", name)
        elif found[name].key in departed:
            message = f"{name} is declared a hero, and no source lists it any more"
            yield Concern("hero-unknown", message, "demodb import PATH, or correct `heroes` in demodb.toml", name)


def _departed(names: Sequence[str]) -> Iterator[Concern]:
    if names:
        shown = ", ".join(names[:_MOST_NAMED]) + (" and others" if len(names) > _MOST_NAMED else "")
        message = f"accounts that no source lists any more: {len(names):,} ({shown})"
        yield Concern("departed", message, "demodb account list --departed")


_MOST_NAMED = 5


def _outdated(connection: Connection, asked: Asked, counted: Figures) -> Iterator[Concern]:
    """What a person has to decide about templates, and dates of theirs that do not suit the demo's date."""
    conflicts = open_conflicts(connection)
    if conflicts:
        message = f"open conflicts between a person and a newer template: {conflicts:,}"
        yield Concern("open-conflicts", message, "demodb conflicts list")
    yield from date_concerns(asked, counted.as_of)
