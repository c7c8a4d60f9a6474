"""Two sides, one truth: whatever the app, a person, templates, moved folders and resets do in any order, nothing is lost."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from compared import assert_known
from effort import examples, steps
from fixture_types import Contents, CustomersFile
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from pack_texts import release
from snapshot_project import files_of, rows_of
from two_sides import Rows, SectionModel, rows_later
from two_sides_project import FIELD, FILES, NAMES, NTH, SLUG, Project

from demodb.api.conflicts import list_conflicts
from demodb.api.export import ExportBy, export
from demodb.api.keeping import Keeping
from demodb.api.reset import reset
from demodb.api.shift import MoveReport, Recent, shift_written
from demodb.api.snapshot import drop, list_snapshots, save
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.model.merge import ABSENT
from demodb.store.schema import open_store


@dataclass(frozen=True)
class Moment:
    """What there was as a snapshot was saved: the store but for the clock, the files, and what each side had said."""

    name: str
    rows: dict[str, list[tuple[Any, ...]]]
    files: Mapping[str, bytes]
    sides: tuple[SectionModel, dict[str, Rows], dict[str, Rows], list[bytes], int, dict[str, int]]


class TwoSides(Project):
    """The project while demodb works on it, held against the model."""

    def __init__(self, folder: Path, customers: CustomersFile, contents: Contents) -> None:
        super().__init__(folder, customers)
        self.contents = contents
        self.moments: list[Moment] = []

    # --- demodb -----------------------------------------------------------------------------------------------------------

    @rule(slugs=st.sampled_from([FILES, FILES[:1], FILES[1:]]))
    def imports(self, slugs: tuple[str, ...]) -> None:
        for slug in slugs:
            if self.disk[slug] != self.agreed[slug]:
                behind = self.weeks - self.ahead[slug]
                self.model.hear(rows_later(self.agreed[slug], behind), rows_later(self.heard(slug), behind))
                self.agreed[slug] = copy.deepcopy(self.disk[slug])
        self.take([self.path(slug) for slug in slugs])

    def heard(self, slug: str) -> Rows:
        """What a file says: unknown keys that it lost all at once are not taken out by anybody."""
        said = copy.deepcopy(self.disk[slug])
        if not any("x" in row for row in said.values()):
            for row_id, row in said.items():
                if "x" in self.agreed[slug].get(row_id, {}):
                    row["x"] = self.agreed[slug][row_id]["x"]
        return said

    @rule(field=FIELD)
    def a_new_revision_is_seeded(self, field: str) -> None:
        self.title, self.text = (self.next(), self.text) if field == "title" else (self.title, self.next())
        self.revision += 1
        release(str(self.root / "mine"), self.revision, ("Old systems", self.title), ("Systems at {account} are old.", self.text))
        self.upgrade()

    def upgrade(self) -> None:
        if self.by_hand:
            self.seed()
            return
        row = self.model.template["pp-001"] | {"title": self.title, "description": self.text.format(account=NAMES[0])}
        self.model.upgrade({"pp-001": row})
        self.seed()

    @rule()
    def the_folder_is_moved(self) -> None:
        self.store.close()
        moved = self.root.parent / str(int(self.root.name) + 1)
        self.root = self.root.rename(moved)
        self.store = open_store(self.root / "demodb.db")

    @precondition(lambda self: bool(self.old))
    @rule(nth=NTH, slug=SLUG)
    def an_older_export_is_imported_from_elsewhere(self, nth: int, slug: str) -> None:
        path = self.root / "older" / "strategy" / f"{slug}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.old[nth % len(self.old)])
        before = self.contents(self.store)
        assert self.take([path]).changes == 0
        assert self.contents(self.store) == before

    @rule()
    def everything_done_twice_is_done_once(self) -> None:
        self.imports(FILES)
        self.upgrade()
        self.export()
        if self.by_hand:
            self.what_was_written_by_hand_says_nothing_new()
        before = self.contents(self.store)
        assert self.take([self.path(slug) for slug in FILES]).changes == 0
        assert export(self.store, self.root / "export", ExportBy(root=self.root)).written == 0
        self.seed()
        assert self.contents(self.store) == before

    @precondition(lambda self: self.by_hand)
    @rule()
    def what_was_written_by_hand_says_nothing_new(self) -> None:
        before = self.contents(self.store)
        assert self.take([self.hand]).changes == 0
        assert self.contents(self.store) == before

    @rule(days=st.integers(0, 300))
    def dates_move_by_weeks(self, days: int) -> None:
        self.shifted(shift_written(self.store, Recent(date(2027, 1, 1), days)))

    @rule()
    def dates_move_back(self) -> None:
        self.shifted(shift_written(self.store, Recent(date(2027, 1, 1), back=True)))
        assert self.weeks == 0

    def shifted(self, report: MoveReport) -> None:
        """What the report says is what the model does; a template's section does not move."""
        weeks = sum(one.weeks for one in report.moved)
        assert self.by_hand or not weeks
        self.model.shift(weeks)
        self.weeks += weeks

    # --- snapshots, and going back to them ---------------------------------------------------------------------------------

    def keeping(self) -> Keeping:
        return Keeping(self.root, self.root / "export")

    def moment(self, name: str) -> Moment:
        sides = copy.deepcopy((self.model, self.disk, self.agreed, self.old, self.weeks, self.ahead))
        return Moment(name, rows_of(self.store), files_of(self.root / "export"), sides)

    @rule()
    def the_cache_gets_a_value(self) -> None:
        Cache(self.store, Clock()).set("note:foobar", "customer-data", Value(json.dumps(self.next())))

    @rule()
    def a_snapshot_is_saved(self) -> None:
        name = f"demo-{self.next()[5:]}"
        save(self.store, name, self.keeping())
        self.moments.append(self.moment(name))

    @precondition(lambda self: bool(self.moments))
    @rule(nth=NTH)
    def a_reset_goes_back(self, nth: int) -> None:
        there, target = self.moment(""), self.moments[nth % len(self.moments)]
        before = self.go_back_to(target)
        self.moments = [moment for moment in (*self.moments, replace(there, name=before)) if moment.name in self.names()]

    @precondition(lambda self: bool(self.moments))
    @rule(nth=NTH)
    def a_reset_is_taken_back(self, nth: int) -> None:
        there = self.moment("")
        before = self.go_back_to(self.moments[nth % len(self.moments)])
        self.go_back_to(replace(there, name=before))
        self.moments = [moment for moment in self.moments if moment.name in self.names()]

    @precondition(lambda self: bool(self.moments))
    @rule(nth=NTH)
    def a_snapshot_is_dropped(self, nth: int) -> None:
        moment = self.moments[nth % len(self.moments)]
        drop(self.store, [moment.name], self.keeping())
        self.moments = [one for one in self.moments if one.name != moment.name]

    def go_back_to(self, target: Moment) -> str:
        """Reset, and compare all with what there was; gives the automatic snapshot."""
        report = reset(self.root / "demodb.db", self.keeping(), target.name)
        assert report.before
        assert report.files.left == {}
        assert rows_of(self.store) == target.rows
        assert files_of(self.root / "export") == target.files
        self.model, self.disk, self.agreed, self.old, self.weeks, self.ahead = copy.deepcopy(target.sides)
        return report.before.name

    def names(self) -> set[str]:
        """The snapshots that there are: those that a person saved, and the last automatic ones."""
        names = {snapshot.name for snapshot in list_snapshots(self.store, self.keeping()).snapshots}
        assert {moment.name for moment in self.moments if moment.name.startswith("demo-")} <= names
        return names

    # --- what has to hold -------------------------------------------------------------------------------------------------

    @invariant()
    def the_store_says_what_the_model_says(self) -> None:
        if hasattr(self, "model"):
            assert self.rows() == self.model.rows

    @invariant()
    def what_two_sides_changed_waits_as_a_conflict_and_nothing_else_does(self) -> None:
        if hasattr(self, "model"):
            assert {(conflict.place, shown(conflict.theirs)) for conflict in list_conflicts(self.store)} == self.open()

    @invariant()
    def what_is_known_of_each_section_is_true(self) -> None:
        """Where it is kept, it may be so before a snapshot is saved, or after one was gone back to."""
        if hasattr(self, "model"):
            assert_known(self.store, keep=self.number % 2 == 0)

    def open(self) -> set[tuple[str, str]]:
        return {
            (f"strategy/painPoints/{row_id}/{key}".rstrip("/"), shown(ABSENT if theirs is None else theirs))
            for (row_id, key), theirs in self.model.conflicts.items()
            if self.model.is_open((row_id, key))
        }


def shown(value: Any) -> str:
    return "absent" if value is ABSENT else json.dumps(value, sort_keys=True)


@pytest.mark.slow
def test_nothing_is_lost_between_the_store_the_files_and_the_app(
    tmp_path: Path, contents: Contents, customers_file: CustomersFile
) -> None:
    class Machine(TwoSides):
        def __init__(self) -> None:
            super().__init__(tmp_path / "project", customers_file, contents)

    effort = settings(
        max_examples=examples(10, deep=300),
        stateful_step_count=steps(25),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(Machine, settings=effort)
