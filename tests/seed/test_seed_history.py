"""Any history of seeding: whatever is seeded, edited, released, shifted and undone, no edit is lost, nothing deleted returns."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from effort import examples, steps
from fixture_types import Contents, NewStore
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test
from pack_edits import ANOTHER, EDITS, Edit, changed_row, edited, first_revision, released, toggled
from seed_model import Row, Sections, about, rows_of
from seed_person import NAMES, Person
from sqlalchemy import text

from demodb.api.conflicts import list_conflicts
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, Which, apply, plan, plan_text, restore, seed, step_payload, undo
from demodb.api.shift import shift
from demodb.errors import PlanStaleError
from demodb.model.canonical import canonical
from demodb.model.documents import SECTIONS, Section
from demodb.store.engine import Store
from demodb.store.schema import open_store

MEMBERS = {"Kandy": {"acme ltd", "both gmbh"}, "STL": {"borealis as", "both gmbh"}}
WHICH = st.builds(
    Which,
    st.just(()) | st.lists(st.sampled_from(list(NAMES.values())), min_size=1, max_size=2, unique=True).map(tuple),
    st.just(()) | st.sampled_from([("Kandy",), ("STL",)]),
)
DATES = st.sampled_from([date(2026, 11, 24), date(2026, 12, 3), date(2027, 2, 7)])
SOME_SECTIONS = st.just(SECTIONS) | st.lists(st.sampled_from(SECTIONS), min_size=1, max_size=2, unique=True).map(tuple)


class History(Person):
    """A person, a pack and a store, held against what the person did."""

    def __init__(self, store: Store, folder: Path, contents: Contents) -> None:
        super().__init__(store, folder, contents)
        self.parts, self.revision = first_revision(), 1
        everything = [part for part in self.parts if part not in ("message", "date")]
        released(folder / "mine", 1, self.parts, everything)
        other, _ = edited(self.parts, ANOTHER)
        released(folder / "other", 1, other, everything)

    @initialize()
    def begin(self) -> None:
        self.seed(Which(), date(2026, 11, 24), SECTIONS, other=False, by_plan=False)

    def options(self, as_of: date, sections: tuple[Section, ...], *, other: bool) -> SeedOptions:
        by_unit = {"stl": f"{self.folder}/other"} if other else {}
        return SeedOptions(as_of, PackChoice(f"{self.folder}/mine", by_unit), "0", sections)

    @rule(which=WHICH, as_of=DATES, sections=SOME_SECTIONS, other=st.booleans(), by_plan=st.booleans())
    def seed(self, which: Which, as_of: date, sections: tuple[Section, ...], *, other: bool, by_plan: bool) -> None:
        """A plan says what the run then does, and nothing else changes; the plan as a file does the same."""
        options = self.options(as_of, sections, other=other)
        before = self.sections()
        touched = {own: about(row) for own, row in self.rows().items() if self.touched(own)}
        with plan(self.store, options, which) as made:
            steps = list(made.steps)
            document = "".join(plan_text(made.head, (step_payload(step, verbose=True) for step in steps)))
        path = self.folder / "plan.json"
        path.write_text(document, "utf-8")
        foreseen = {(step.after.account_key, step.section): step.after for step in steps if step.after}
        if by_plan:
            apply(self.store, path, options.choice)
        else:
            report = seed(self.store, options, which)
            assert report.seeded == sum(step.action == "create" for step in steps)
            assert report.upgraded == sum(step.action in ("upgrade", "conflict") for step in steps)
        after = self.sections()
        assert after.keys() == before.keys() | foreseen.keys()
        for place, stored in after.items():
            wanted = foreseen.get(place)
            if wanted is None:
                assert stored == before[place]
            else:
                base = wanted.base or canonical(wanted.document)
                assert (stored.document, stored.base, stored.origin) == (wanted.document, base, wanted.origin)
        self.settled(lambda: seed(self.store, options, which))
        self.same_subjects(before, touched)
        undone = {stored.account_key for stored in after.values() if stored.origin and stored.origin.undone}
        assert not undone & self.scope(which) or sections != SECTIONS
        if foreseen:
            with pytest.raises(PlanStaleError):
                apply(self.store, path, options.choice)

    def same_subjects(self, before: Sections, touched: dict[Row, str]) -> None:
        """A row that a person touched is about what it was about, unless the person wrote that."""
        rows = self.rows()
        for own, subject in touched.items():
            if before[own[:2]].origin is not None and not {"name", "title"} & self.deeds.fields.get(own, {}).keys():
                assert about(rows[own]) == subject, own

    @rule(edits=st.lists(EDITS, min_size=1, max_size=3))
    def release(self, edits: list[Edit]) -> None:
        parts, changed = edited(self.parts, edits)
        if changed:
            self.parts, self.revision = parts, self.revision + 1
            released(self.folder / "mine", self.revision, parts, changed)

    @rule(which=WHICH, as_of=DATES)
    def shift(self, which: Which, as_of: date) -> None:
        choice = self.options(as_of, SECTIONS, other=True).choice
        shift(self.store, as_of, choice, which)
        self.settled(lambda: shift(self.store, as_of, choice, which))

    @rule(which=WHICH, again=st.booleans())
    def undo(self, which: Which, *, again: bool) -> None:
        """What is left of templates was touched by a person, or somebody who was reports to it; a seed makes the rest again."""
        undo(self.store, which)
        scope = self.scope(which)
        after = self.sections()
        for place, stored in after.items():
            if place[0] in scope and stored.origin is not None:
                rows = rows_of(stored)
                assert any(self.touched(own) for own in rows) or not rows, place
                assert not any(one.pack for one in list_conflicts(self.store, NAMES[place[0]]))
                idle = {own for own in rows if not self.touched(own)}
                assert idle <= self.needed(rows), idle - self.needed(rows)
        self.settled(lambda: undo(self.store, which))
        if again:
            self.seed(Which(), date(2026, 12, 3), SECTIONS, other=False, by_plan=False)

    def needed(self, rows: dict[Row, dict[str, Any]]) -> set[Row]:
        found: set[Row] = set()
        for own in rows:
            at = own if self.touched(own) else None
            while at is not None and (boss := rows[at].get("reportsTo")) is not None:
                at = (*own[:3], boss)
                found.add(at)
        return found

    def scope(self, which: Which) -> set[str]:
        keys = {key for key, name in NAMES.items() if not which.accounts or name in which.accounts}
        return keys & {key for unit in which.business_units or MEMBERS for key in MEMBERS[unit]}

    @rule(which=WHICH)
    def restore(self, which: Which) -> None:
        restore(self.store, which)
        scope = self.scope(which)
        self.deeds.deleted = {own for own in self.deeds.deleted if own[0] not in scope}
        self.settled(lambda: restore(self.store, which))

    def move_on(self, account: str, edits: list[Edit]) -> None:
        self.release(edits)
        self.seed(Which([NAMES[account]]), date(2026, 12, 3), SECTIONS, other=False, by_plan=False)

    @rule(data=st.data())
    def drop_and_bring_back_what_a_person_deleted(self, data: st.DataObject) -> None:
        if self.deeds.deleted:
            account, section, name, own = data.draw(st.sampled_from(sorted(self.deeds.deleted)))
            for _ in range(2):
                self.move_on(account, toggled(self.parts, name or section, own))

    @rule(
        data=st.data(),
        name=st.sampled_from(sorted(sql.CHANGED)),
        dates=st.booleans(),
        then=st.sampled_from(["", "drop", "shift"]),
    )
    def edit_what_a_release_changes_too(self, data: st.DataObject, name: str, then: str, *, dates: bool) -> None:
        rows = sorted(own for own in self.rows() if name in own[1:3] and not own[3].startswith(("mine", "file")))
        if rows:
            own = data.draw(st.sampled_from(rows))
            column, key, form = sql.CHANGED[name][dates]
            sql.update(self.store, own, column, sql.value_of(form, self.next()))
            self.noted(own, key)
            self.move_on(own[0], changed_row(self.parts, name, own[3], dates=dates))
            if then == "drop":
                self.move_on(own[0], toggled(self.parts, name, own[3]))
            elif then == "shift":
                self.shift(Which(), date(2027, 2, 7))


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory, customers_file: Any) -> Path:
    """Three accounts of two business units: one in both, and one with a renewal at risk."""
    folder = tmp_path_factory.mktemp("portfolio")
    customers_file(folder, "Kandy", [("Acme Ltd", 1000, 0), ("Both GmbH", 10, 5)])
    path = customers_file(folder, "STL", [("Borealis AS", 2000, 0), ("Both GmbH", 2000, 5)])
    value = json.loads(path.read_text("utf-8"))
    value["customers"][0]["subscriptions"][0]["will_renew"] = "No"
    path.write_text(json.dumps(value), "utf-8")
    return folder


def history_on(new_store: NewStore, tmp_path: Path, contents: Contents) -> type[History]:
    """The machine over stores with the portfolio and nothing else."""
    count = iter(range(100_000))

    class OwnHistory(History):
        def __init__(self) -> None:
            folder = tmp_path / f"history{next(count)}"
            folder.mkdir()
            super().__init__(new_store(), folder, contents)

        def teardown(self) -> None:
            self.store.close()
            shutil.rmtree(self.folder)

    return OwnHistory


@pytest.mark.slow
def test_any_history_on_sqlite(tmp_path: Path, portfolio: Path, contents: Contents) -> None:
    with open_store(tmp_path / "first.db", create=True) as store:
        import_sources(store, [portfolio])

    def copied() -> Store:
        shutil.copyfile(tmp_path / "first.db", tmp_path / "store.db")
        return open_store(tmp_path / "store.db")

    thorough = settings(
        max_examples=examples(6, deep=100), stateful_step_count=steps(20), suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(history_on(copied, tmp_path, contents), settings=thorough)


@pytest.mark.slow
@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_any_history_on_postgresql(db: str, tmp_path: Path, portfolio: Path, contents: Contents) -> None:
    open_store(db, create=True).close()

    def emptied() -> Store:
        store = open_store(db)
        with store.write() as connection:
            connection.execute(text("TRUNCATE account, business_unit, known_file, seed_run, pack_revision CASCADE"))
        import_sources(store, [portfolio])
        return store

    brief = settings(max_examples=examples(3, deep=10), stateful_step_count=steps(20), suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(history_on(emptied, tmp_path, contents), settings=brief)
