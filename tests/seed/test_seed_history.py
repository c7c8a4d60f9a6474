"""Any history of seeding: whatever is seeded, edited, released, shifted and undone, no edit is lost, nothing deleted returns."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from pack_edits import ANOTHER, EDITS, Edit, edited, first_revision, regraded, released
from seed_model import GONE, Deeds, Place, Row, Sections, rows_of
from sqlalchemy import text

from demodb.api.conflicts import OpenConflict, edit, list_conflicts, take_mine, take_theirs
from demodb.api.exporting import export
from demodb.api.importing import import_sources
from demodb.api.seeding import Choice, SeedOptions, Which, apply, plan, plan_text, restore, seed, step_payload, undo
from demodb.api.shifting import shift
from demodb.errors import ConflictError, PlanStaleError
from demodb.model.canonical import canonical
from demodb.model.documents import SECTIONS, Section
from demodb.model.faults import section_faults
from demodb.model.names import slug
from demodb.store.engine import Store
from demodb.store.plans import read_sections
from demodb.store.schema import open_store

Contents = Callable[[Store], dict[str, list[tuple[Any, ...]]]]
NAMES = {"acme ltd": "Acme Ltd", "borealis as": "Borealis AS", "both gmbh": "Both GmbH"}
MEMBERS = {"Kandy": {"acme ltd", "both gmbh"}, "STL": {"borealis as", "both gmbh"}}
WHICH = st.builds(
    Which,
    st.just(()) | st.lists(st.sampled_from(list(NAMES.values())), min_size=1, max_size=2, unique=True).map(tuple),
    st.just(()) | st.sampled_from([("Kandy",), ("STL",)]),
)
DATES = st.sampled_from([date(2026, 11, 24), date(2026, 12, 3), date(2027, 2, 7)])
SOME_SECTIONS = st.just(SECTIONS) | st.lists(st.sampled_from(SECTIONS), min_size=1, max_size=2, unique=True).map(tuple)


class History(RuleBasedStateMachine):
    """A person, a pack and a store, held against what the person did."""

    def __init__(self, store: Store, folder: Path, contents: Contents) -> None:
        super().__init__()
        self.store, self.folder, self.contents = store, folder, contents
        self.deeds = Deeds()
        self.number = 0
        self.parts, self.revision = first_revision(), 1
        everything = [part for part in self.parts if part not in ("message", "date")]
        released(folder / "mine", 1, self.parts, everything)
        other, _ = edited(self.parts, ANOTHER)
        released(folder / "other", 1, other, everything)

    def next(self) -> int:
        self.number += 1
        return self.number

    def sections(self) -> Sections:
        with self.store.read() as connection:
            return read_sections(connection, list(NAMES))

    def rows(self) -> dict[Row, dict[str, Any]]:
        return {own: row for stored in self.sections().values() for own, row in rows_of(stored).items()}

    def options(self, as_of: date, sections: tuple[Section, ...], *, other: bool) -> SeedOptions:
        by_unit = {"stl": f"{self.folder}/other"} if other else {}
        return SeedOptions(as_of, Choice(f"{self.folder}/mine", by_unit), "0", sections)

    def settled(self, again: Callable[[], object]) -> None:
        """What was done just now changes nothing when it is done again."""
        before = self.contents(self.store)
        again()
        assert self.contents(self.store) == before

    # --- what demodb does ------------------------------------------------------------------------------------------------

    @rule(which=WHICH, as_of=DATES, sections=SOME_SECTIONS, other=st.booleans(), by_plan=st.booleans())
    def seed(self, which: Which, as_of: date, sections: tuple[Section, ...], *, other: bool, by_plan: bool) -> None:
        """A plan says what the run then does, and nothing else changes; the plan as a file does the same."""
        options = self.options(as_of, sections, other=other)
        before = self.sections()
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
        if foreseen:
            with pytest.raises(PlanStaleError):
                apply(self.store, path, options.choice)

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

    @rule(which=WHICH)
    def undo(self, which: Which) -> None:
        """What is left of templates was touched by a person, or somebody who was reports to it."""
        undo(self.store, which)
        scope = self.scope(which)
        after = self.sections()
        for place, stored in after.items():
            if place[0] in scope and stored.origin is not None:
                rows = rows_of(stored)
                assert any(self.touched(own) for own in rows) or not rows, place
                idle = {own for own in rows if not self.touched(own)}
                assert idle <= self.needed(rows), idle - self.needed(rows)
        self.settled(lambda: undo(self.store, which))

    def touched(self, own: Row) -> bool:
        return self.deeds.touched(own) or own in self.deeds.orphaned

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

    # --- what a person does ----------------------------------------------------------------------------------------------

    def noted(self, own: Row, key: str) -> None:
        """A person set a field: it holds what the store says now."""
        place = own[:2]
        stored = self.sections()[place]
        if stored.origin is None:
            self.deeds.imported[place] = stored.document
        else:
            self.deeds.set_field(own, key, rows_of(stored)[own].get(key, GONE))

    @rule(data=st.data())
    def edit_field(self, data: st.DataObject) -> None:
        rows = self.rows()
        if rows:
            own = data.draw(st.sampled_from(sorted(rows)))
            column, key, form = data.draw(st.sampled_from(sql.FIELDS[sql.TABLES[own[1], own[2]]]))
            sql.update(self.store, own, column, sql.value_of(form, self.next()))
            self.noted(own, key)

    @rule(data=st.data(), name=st.sampled_from(["stakeholders", "painPoints", "opportunities", "actions"]))
    def edit_what_a_release_changes_too(self, data: st.DataObject, name: str) -> None:
        rows = sorted(own for own in self.rows() if name in own[1:3] and not own[3].startswith(("mine", "file")))
        if rows:
            own = data.draw(st.sampled_from(rows))
            column, key, value = sql.GRADES[name]
            sql.update(self.store, own, column, value)
            self.noted(own, key)
            self.release(regraded(self.parts, name, own[3]))
            self.seed(Which([NAMES[own[0]]]), date(2026, 12, 3), SECTIONS, other=False, by_plan=False)

    @rule(data=st.data())
    def edit_list(self, data: st.DataObject) -> None:
        rows = sorted(own for own, row in self.rows().items() if row.get("interests") or row.get("strengths"))
        if rows:
            own = data.draw(st.sampled_from(rows))
            sql.rewrite_first_string(self.store, own, f"Mine {self.next()}")
            self.noted(own, "interests" if own[1] == "stakeholders" else "strengths")

    @rule(data=st.data())
    def write_unknown_key(self, data: st.DataObject) -> None:
        rows = self.rows()
        if rows:
            own = data.draw(st.sampled_from(sorted(rows)))
            sql.note_unknown_key(self.store, own, self.next())
            self.noted(own, "mood")

    @rule(data=st.data())
    def delete_row(self, data: st.DataObject) -> None:
        rows = self.rows()
        if rows:
            own = data.draw(st.sampled_from(sorted(rows)))
            reports = [other for other, row in rows.items() if other[:3] == own[:3] and row.get("reportsTo") == own[3]]
            sql.delete(self.store, own)
            self.deleted(own, reports)

    def deleted(self, own: Row, reports: list[Row]) -> None:
        stored = self.sections()[own[:2]]
        if stored.origin is None:
            self.deeds.imported[own[:2]] = stored.document
            return
        self.deeds.delete(own)
        for other in reports:
            if other in self.deeds.added:
                self.deeds.added[other] = rows_of(stored)[other]
            else:
                self.deeds.unset_field(other, "reportsTo")
                self.deeds.orphaned.add(other)

    @rule(data=st.data(), position=st.sampled_from([0, 99]))
    def add_row(self, data: st.DataObject, position: int) -> None:
        lists = sorted((*place, name) for place in self.sections() for section, name in sql.TABLES if section == place[1])
        if lists:
            own = (*data.draw(st.sampled_from(lists)), f"mine-{self.next()}")
            bosses = sorted(row[3] for row in self.rows() if row[:3] == own[:3] and own[1] == "stakeholders")
            sql.add(self.store, own, position, data.draw(st.none() | st.sampled_from(bosses)) if bosses else None)
            stored = self.sections()[own[:2]]
            if stored.origin is None:
                self.deeds.imported[own[:2]] = stored.document
            else:
                self.deeds.added[own] = rows_of(stored)[own]

    @rule(data=st.data())
    def report_to_somebody_added(self, data: st.DataObject) -> None:
        """A template never says so, and nobody added reports to anybody from here on: no circle can come of it."""
        added = sorted(own for own, row in self.deeds.added.items() if own[1] == "stakeholders" and not row.get("reportsTo"))
        pairs = [(own, boss) for boss in added for own in sorted(self.rows()) if own[:3] == boss[:3] and own not in added]
        if pairs:
            own, boss = data.draw(st.sampled_from(pairs))
            sql.update(self.store, own, "reports_to", boss[3])
            self.noted(own, "reportsTo")

    # --- files -----------------------------------------------------------------------------------------------------------

    @rule(data=st.data(), change=st.sampled_from(["nothing", "edit", "drop", "extend"]))
    def import_an_edited_export(self, data: st.DataObject, change: str) -> None:
        """The app, or a person, changed a file: its section is imported from then on, as the file has it."""
        places = sorted(self.sections())
        if not places:
            return
        key, section = data.draw(st.sampled_from(places))
        folder = self.folder / f"export{self.next()}"
        export(self.store, folder)
        path = folder / "account-plans" / section / f"{slug(NAMES[key])}.json"
        before = path.read_bytes()
        path.write_text(json.dumps(self.changed(json.loads(before), change)), "utf-8")
        moved = json.loads(before) != json.loads(path.read_text("utf-8"))
        report = import_sources(self.store, [path])
        assert (report.errors, report.orphans) == ([], [])
        if moved:
            self.taken((key, section))
        self.settled(lambda: import_sources(self.store, [path]))

    def changed(self, document: Any, change: str) -> Any:
        rows = document if isinstance(document, list) else document["painPoints"]
        if change == "edit" and rows:
            rows[0]["mood"] = f"In a file {self.next()}"
        elif change == "drop" and rows:
            gone = rows.pop()["id"]
            for row in rows:
                if row.get("reportsTo") == gone:
                    row["reportsTo"] = None
        elif change == "extend":
            rows += [row | {"id": f"file-{self.next()}"} for row in rows[:1]]
        return document

    def taken(self, place: Place) -> None:
        stored = self.sections()[place]
        self.deeds.forget(place)
        if stored.origin is None:
            self.deeds.imported[place] = stored.document

    @rule(data=st.data())
    def import_an_earlier_export(self, data: st.DataObject) -> None:
        """What is taken of a whole folder takes the place of what was there."""
        folders = sorted(self.folder.glob("export*"))
        if folders:
            before = self.sections()
            report = import_sources(self.store, [data.draw(st.sampled_from(folders))])
            assert report.errors == []
            for place, stored in self.sections().items():
                if stored != before.get(place):
                    self.taken(place)

    # --- conflicts -------------------------------------------------------------------------------------------------------

    def row_of(self, conflict: OpenConflict) -> tuple[Row, str]:
        section, *rest = conflict.place.split("/")
        name = rest.pop(0) if len(rest) == 3 else ""
        key = next(key for key, value in NAMES.items() if value == conflict.account)
        return (key, section, name, rest[0]), rest[1]

    @rule(data=st.data(), decision=st.sampled_from(["mine", "theirs", "edit"]), every=st.booleans())
    def decide(self, data: st.DataObject, decision: str, *, every: bool) -> None:
        open_now = list_conflicts(self.store)
        if not open_now:
            return
        chosen = data.draw(st.sampled_from(open_now))
        if decision == "edit":
            row, key = self.row_of(chosen)
            edit(self.store, chosen.account, chosen.place, sql.own_value(key, self.next()))
            self.noted(row, key)
            return
        decided = [chosen] if not every else [one for one in open_now if one.account == chosen.account]
        place = None if every else chosen.place
        before = self.contents(self.store)
        try:
            done = (take_mine if decision == "mine" else take_theirs)(self.store, chosen.account, place)
        except ConflictError:
            assert self.contents(self.store) == before
            return
        assert done == decided
        if decision == "theirs":
            for one in decided:
                self.deeds.unset_field(*self.row_of(one))
        left = [one for one in open_now if one not in decided]
        assert list_conflicts(self.store) == left

    # --- what holds always -----------------------------------------------------------------------------------------------

    @invariant()
    def nothing_that_a_person_did_is_lost(self) -> None:
        sections = self.sections()
        assert self.deeds.breaches(sections) == []
        for (_, section), stored in sections.items():
            assert section_faults(section, stored.document) == []
        for one in list_conflicts(self.store):
            row, key = self.row_of(one)
            stored = sections[row[:2]]
            based = rows_of(stored._replace(document=json.loads(stored.base)))
            assert one.mine == rows_of(stored)[row].get(key, one.mine)
            assert one.theirs == based[row].get(key, one.theirs)
            assert self.touched(row), one


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


def history_on(new_store: Callable[[], Store], tmp_path: Path, contents: Contents) -> type[History]:
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


def test_any_history_on_sqlite(tmp_path: Path, portfolio: Path, contents: Contents) -> None:
    with open_store(tmp_path / "first.db", create=True) as store:
        import_sources(store, [portfolio])

    def copied() -> Store:
        shutil.copyfile(tmp_path / "first.db", tmp_path / "store.db")
        return open_store(tmp_path / "store.db")

    thorough = settings(max_examples=60, stateful_step_count=25, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(history_on(copied, tmp_path, contents), settings=thorough)


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_any_history_on_postgresql(db: str, tmp_path: Path, portfolio: Path, contents: Contents) -> None:
    open_store(db, create=True).close()

    def emptied() -> Store:
        store = open_store(db)
        with store.write() as connection:
            connection.execute(text("TRUNCATE account, business_unit, seed_run, pack_revision CASCADE"))
        import_sources(store, [portfolio])
        return store

    brief = settings(max_examples=10, stateful_step_count=20, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(history_on(emptied, tmp_path, contents), settings=brief)
