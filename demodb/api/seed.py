"""`demodb seed`: give every account the sections that it lacks and upgrade the outdated ones; plans, undo, history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from demodb.api.by import SOMEBODY, By
from demodb.api.pack_choice import pack_choice
from demodb.errors import UnknownValueError
from demodb.model.documents import SECTIONS, Section
from demodb.model.names import unit_key
from demodb.model.story import Story
from demodb.packs.pack import PackChoice
from demodb.seed.aiming import Aimed, AimReport
from demodb.seed.plan import SectionStep, SeedOptions
from demodb.seed.plan_file import Plan, apply_plan, make_plan, plan_text, read_plan_file, scope_of, step_payload
from demodb.seed.restore import restore_rows
from demodb.seed.seeding import SeedReport, seed_accounts
from demodb.seed.undo import KeptRow, UndoReport, undo_seeding
from demodb.settings import Settings
from demodb.store.accounts import find_account
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.portfolio import units
from demodb.store.runs import PastRun, read_runs
from demodb.store.seeding import Scope, drawn_otherwise

__all__ = [
    "AimReport",
    "Aimed",
    "By",
    "KeptRow",
    "PackChoice",
    "PastRun",
    "Plan",
    "SectionStep",
    "SeedOptions",
    "SeedReport",
    "UndoReport",
    "Which",
    "apply",
    "history",
    "options_of",
    "other_seeds",
    "plan",
    "plan_text",
    "restore",
    "seed",
    "step_payload",
    "undo",
]


@dataclass(frozen=True)
class Which:
    """Which accounts: by any of their names, by business unit, the heroes, or all of these at once; all by default."""

    accounts: Sequence[str] = ()
    business_units: Sequence[str] = ()
    heroes: bool = False

    def scope(self, connection: Connection) -> Scope:
        """What they are in the store. Raises UnknownAccountError and UnknownValueError for names that are not known."""
        keys = tuple(find_account(connection, name).key for name in self.accounts)
        known = units(connection)
        for name in self.business_units:
            if unit_key(name) not in known:
                raise UnknownValueError("business unit", name, [row.name for row in known.values()])
        return Scope(keys, tuple(unit_key(name) for name in self.business_units), self.heroes)


ALL = Which()


def seed(
    store: Store,
    options: SeedOptions,
    which: Which = ALL,
    *,
    dry_run: bool = False,
    by: By = SOMEBODY,
    story: Story | None = None,
) -> SeedReport:
    """Seed what is missing and upgrade what a newer revision of its pack makes otherwise, in one transaction.

    An upgrade merges: what a person changed stays, and a row that a person touched never becomes one about something else. A
    section that was imported is never touched; one that other scripts made is replaced, but for what a person changed.

    With a story, the weights of the packs' situations are worked out first, over all accounts, so that the portfolio shows what
    it asks for; they are kept for every later run with the same seed.

    Raises UnknownAccountError and UnknownValueError for names that are not known, PackError, StoreError.
    """
    do = store.look if dry_run else store.run
    return do(lambda connection: seed_accounts(connection, options, by.context(which.scope(connection), dry_run=dry_run), story))


def options_of(
    store: Store, settings: Settings, day: date, seed: str | None = None, sections: Sequence[Section] = SECTIONS
) -> SeedOptions:
    """What the settings say is to be seeded with, as of a day; `seed` in the place of theirs. Raises SettingsError."""
    choice = pack_choice(store, settings.pack, settings.packs, settings.team, settings.industries)
    return SeedOptions(day, choice, settings.seed if seed is None else seed, sections)


def other_seeds(store: Store, seed: str, which: Which = ALL) -> int:
    """How many sections from templates were drawn with another seed: seeding leaves them as they are. Reads only."""
    with store.read() as connection:
        return drawn_otherwise(connection, which.scope(connection), seed)


@contextmanager
def plan(store: Store, options: SeedOptions, which: Which = ALL) -> Iterator[Plan]:
    """What `seed` would do, step by step, the sections that it would keep included. Reads only."""
    with store.read() as connection:
        yield make_plan(connection, which.scope(connection), options)


def apply(store: Store, path: Path, choice: PackChoice, *, by: By = SOMEBODY) -> SeedReport:
    """Do exactly what the plan in a file says.

    Raises PlanStaleError where the store or a pack has moved meanwhile, InputError for a file that is no plan.
    """
    document = read_plan_file(path)
    return store.run(lambda connection: apply_plan(connection, document, choice, by.context(scope_of(document))))


def undo(store: Store, which: Which = ALL, *, dry_run: bool = False, by: By = SOMEBODY) -> UndoReport:
    """Take away the template rows that nobody touched, until the next seed; the report names each row that stays, and why."""
    do = store.look if dry_run else store.run
    return do(lambda connection: undo_seeding(connection, by.context(which.scope(connection), dry_run=dry_run)))


def restore(
    store: Store, which: Which = ALL, places: Sequence[str] = (), *, dry_run: bool = False, by: By = SOMEBODY
) -> UndoReport:
    """Bring back the template rows that a person deleted: all of them, or those at places and below.

    A place is such as strategy/painPoints/pp-001. Raises UnknownValueError for one at which no row was deleted.
    """
    do = store.look if dry_run else store.run
    return do(lambda connection: restore_rows(connection, by.context(which.scope(connection), dry_run=dry_run), places))


def history(store: Store) -> list[PastRun]:
    """The runs that wrote, the newest first."""
    with store.read() as connection:
        return list(read_runs(connection))
