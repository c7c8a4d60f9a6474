"""Progress: every run tells how far it is, never goes back, and ends at all the accounts that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from demodb.api.seed import By, PackChoice, SeedOptions, Which, apply, history, plan, plan_text, restore, seed, step_payload, undo
from demodb.api.shift import shift
from demodb.seed.run import RunContext, Stamp, run
from demodb.seed.undo import UndoReport
from demodb.store.engine import Store
from demodb.store.seeding import Scope

OPTIONS = SeedOptions(date(2026, 11, 24))
STAMP = Stamp("me", 0)


class Told:
    """What was told of the progress, in order."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.steps.append((done, total))

    @property
    def by(self) -> By:
        return By("me", progress=self)


def plan_of(store: Store, path: Path) -> Path:
    with plan(store, OPTIONS) as seed_plan:
        path.write_text("".join(plan_text(seed_plan.head, map(step_payload, seed_plan.steps))), "utf-8")
    return path


Run = Callable[[Store, Path, By], object]
RUNS: dict[str, Run] = {
    "seed": lambda store, _, by: seed(store, OPTIONS, by=by),
    "apply": lambda store, folder, by: apply(store, plan_of(store, folder / "plan.json"), PackChoice(), by=by),
    "undo": lambda store, _, by: undo(store, by=by),
    "restore": lambda store, _, by: restore(store, by=by),
    "shift": lambda store, _, by: shift(store, date(2027, 1, 1), PackChoice(), by=by),
}


@pytest.mark.slow
@pytest.mark.parametrize("seeded", [(), ("Acme Ltd",), ("Acme Ltd", "Both GmbH", "Borealis AS")], ids=["none", "one", "all"])
@pytest.mark.parametrize("kind", RUNS)
def test_the_progress_of_a_run_ends_at_all_accounts_whatever_of_them_has_work(
    two_units: Store, tmp_path: Path, kind: str, seeded: Sequence[str]
) -> None:
    if seeded:
        seed(two_units, OPTIONS, Which(seeded))
    told = Told()
    RUNS[kind](two_units, tmp_path, told.by)
    assert told.steps == sorted(told.steps)
    assert told.steps[-1] == (3, 3)


def test_the_progress_ends_at_the_accounts_asked_for(two_units: Store) -> None:
    told = Told()
    seed(two_units, OPTIONS, Which(business_units=["Kandy"]), by=told.by)
    assert told.steps[-1] == (2, 2)


def test_each_chunk_is_told_of_when_it_is_done(two_units: Store) -> None:
    told, done = Told(), list[str]()

    def chunks() -> Iterator[list[str]]:
        for keys in (["a"], ["b", "c"]):
            assert told.steps == ([(1, 5)] if done else [])
            yield keys

    with two_units.write() as connection:
        report = UndoReport(kind="undo", accounts=5, dry_run=False)
        run(connection, RunContext(Scope(), STAMP, told), report, chunks(), done.extend)
    assert (done, told.steps) == (["a", "b", "c"], [(1, 5), (3, 5), (5, 5)])


@pytest.mark.parametrize(("rows", "dry_run", "noted"), [(1, False, 1), (0, False, 0), (1, True, 0)])
def test_only_a_run_that_did_something_and_was_no_dry_run_is_noted(
    two_units: Store, rows: int, *, dry_run: bool, noted: int
) -> None:
    with two_units.write() as connection:
        report = UndoReport(kind="restore", accounts=3, dry_run=dry_run, rows=rows)
        run(connection, RunContext(Scope(), STAMP), report, (), lambda _: None)
    assert [(past.kind, past.person) for past in history(two_units)] == [("restore", "me")] * noted
