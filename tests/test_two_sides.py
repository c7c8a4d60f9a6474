"""Two sides, one truth: whatever the app, a person, templates and moved folders do in any order, nothing is lost between them."""

from __future__ import annotations

import copy
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from effort import examples, steps
from fixture_types import Contents, CustomersFile
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from pack_texts import release, small_revision, written
from sqlalchemy import text
from two_sides import Rows, SectionModel

from demodb.api.conflicts import list_conflicts
from demodb.api.export import ExportBy, export
from demodb.api.import_ import ImportBy, ImportReport, import_sources
from demodb.api.seed import PackChoice, SeedOptions, seed
from demodb.model.merge import ABSENT
from demodb.store.plans import read_sections
from demodb.store.schema import open_store

NAMES = ("Foo-Bar Ltd", "Foobar Ltd")
FILES = ("foo-bar-ltd", "foobar-ltd")
FIELDS = ("title", "description")
KNOWN = {"id", "title", "description", "status", "severity", "identifiedDate", "owner"}
SLUG = st.sampled_from(FILES)
FIELD = st.sampled_from(FIELDS)
NTH = st.integers(0, 20)


class TwoSides(RuleBasedStateMachine):
    """A project of one account with two files, held against a model of what each side said."""

    def __init__(self, folder: Path, contents: Contents, customers: CustomersFile) -> None:
        super().__init__()
        self.root, self.contents, self.customers, self.number = folder / "0", contents, customers, 0

    @initialize()
    def begin(self) -> None:
        shutil.rmtree(self.root.parent, ignore_errors=True)
        self.root.mkdir(parents=True)
        self.customers(self.root, "STL", [(NAMES[0], 1000, 0), (NAMES[1], 10, 0)])
        self.title, self.text, self.revision = "Old systems", "Systems at {account} are old.", 1
        written(self.root / "mine", small_revision())
        self.store = open_store(self.root / "demodb.db", create=True)
        self.take([self.root])
        self.seed()
        rows = self.rows()
        self.model = SectionModel(copy.deepcopy(rows), copy.deepcopy(rows))
        self.disk: dict[str, Rows] = {}
        self.agreed: dict[str, Rows] = {}
        self.old: list[bytes] = []
        self.export()

    def teardown(self) -> None:
        self.store.close()

    # --- what the test looks at ------------------------------------------------------------------------------------------

    def next(self) -> str:
        self.number += 1
        return f"text {self.number}"

    def rows(self) -> Rows:
        with self.store.read() as connection:
            document: Any = read_sections(connection, ["foobar ltd"])["foobar ltd", "strategy"].document
        return {row["id"]: row for row in document["painPoints"]}

    def path(self, slug: str) -> Path:
        return self.root / "export" / "account-plans" / "strategy" / f"{slug}.json"

    def take(self, paths: list[Path]) -> ImportReport:
        report = import_sources(self.store, paths, how=ImportBy(root=self.root))
        assert report.errors == []
        return report

    def seed(self) -> None:
        seed(self.store, SeedOptions(date(2026, 11, 24), PackChoice(str(self.root / "mine"))))

    def sql(self, statement: str, **values: Any) -> None:
        with self.store.write() as connection:
            connection.execute(text(statement), values)

    def chosen(self, rows: Rows, nth: int) -> str | None:
        ids = sorted(rows)
        return ids[nth % len(ids)] if ids else None

    # --- the app: reads a file, changes it, writes it whole; unknown keys and the last line's end are lost ----------------

    def save(self, slug: str, rows: Rows) -> None:
        self.disk[slug] = {row_id: {key: row[key] for key in row if key in KNOWN} for row_id, row in rows.items()}
        document = json.loads(self.path(slug).read_text("utf-8"))
        document = {"painPoints": list(self.disk[slug].values()), "opportunities": document["opportunities"]}
        self.path(slug).write_text(json.dumps(document, indent=2), "utf-8")

    @rule(slug=SLUG, nth=NTH, field=FIELD)
    def app_edits(self, slug: str, nth: int, field: str) -> None:
        rows = copy.deepcopy(self.disk[slug])
        row_id = self.chosen(rows, nth)
        if row_id:
            rows[row_id][field] = self.next()
            self.save(slug, rows)

    @rule(slug=SLUG)
    def app_adds(self, slug: str) -> None:
        row = {"id": f"app {self.next()}", "title": self.next(), "description": "", "status": "active", "severity": "low"}
        self.save(slug, {**copy.deepcopy(self.disk[slug]), row["id"]: row | {"identifiedDate": "2026-11-01"}})

    @rule(slug=SLUG, nth=NTH)
    def app_deletes_a_row_and_edits_another(self, slug: str, nth: int) -> None:
        rows = copy.deepcopy(self.disk[slug])
        row_id = self.chosen(rows, nth)
        if row_id and len(rows) > 1:
            del rows[row_id]
            rows[min(rows)]["description"] = self.next()
            self.save(slug, rows)

    # --- the person: edits rows of the store ------------------------------------------------------------------------------

    @rule(nth=NTH, field=FIELD)
    def person_edits(self, nth: int, field: str) -> None:
        row_id = self.chosen(self.model.rows, nth)
        if row_id:
            value = self.model.rows[row_id][field] = self.next()
            self.sql(f"UPDATE pain_point SET {field} = :value WHERE id = :id", value=value, id=row_id)

    @rule(nth=NTH)
    def person_gives_an_unknown_key(self, nth: int) -> None:
        row_id = self.chosen(self.model.rows, nth)
        if row_id:
            value = self.model.rows[row_id]["x"] = self.next()
            self.sql("UPDATE pain_point SET extra = :extra WHERE id = :id", extra=json.dumps({"x": value}), id=row_id)

    @rule()
    def person_adds(self) -> None:
        row_id, title = f"mine {self.next()}", self.next()
        row = {"id": row_id, "title": title, "description": "", "status": "active", "severity": "low"}
        self.model.rows[row_id] = row | {"identifiedDate": "2026-11-01"}
        self.sql(
            "INSERT INTO pain_point (account_key, id, section, position, title, description, status, severity, identified_date)"
            " VALUES ('foobar ltd', :id, 'strategy', :position, :title, '', 'active', 'low', '2026-11-01')",
            id=row_id,
            position=1000 + self.number,
            title=title,
        )

    @rule(nth=NTH)
    def person_deletes(self, nth: int) -> None:
        row_id = self.chosen(self.model.rows, nth)
        if row_id:
            del self.model.rows[row_id]
            self.sql("DELETE FROM pain_point WHERE id = :id", id=row_id)

    # --- demodb -----------------------------------------------------------------------------------------------------------

    @rule(slugs=st.sampled_from([FILES, FILES[:1], FILES[1:]]))
    def imports(self, slugs: tuple[str, ...]) -> None:
        for slug in slugs:
            if self.disk[slug] != self.agreed[slug]:
                self.model.hear(self.agreed[slug], self.heard(slug))
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

    @rule()
    def export(self) -> None:
        kept = export(self.store, self.root / "export", ExportBy(root=self.root)).kept
        pending = {str(self.path(slug)) for slug in FILES if self.disk.get(slug) != self.agreed.get(slug)}
        assert {path for path in kept if "strategy" in path} == pending
        for slug in FILES:
            if str(self.path(slug)) not in pending:
                self.disk[slug], self.agreed[slug] = copy.deepcopy(self.model.rows), copy.deepcopy(self.model.rows)
                self.old.append(self.path(slug).read_bytes())

    @rule(field=FIELD)
    def a_new_revision_is_seeded(self, field: str) -> None:
        self.title, self.text = (self.next(), self.text) if field == "title" else (self.title, self.next())
        self.revision += 1
        release(str(self.root / "mine"), self.revision, ("Old systems", self.title), ("Systems at {account} are old.", self.text))
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
        self.export()
        before = self.contents(self.store)
        assert self.take([self.path(slug) for slug in FILES]).changes == 0
        assert export(self.store, self.root / "export", ExportBy(root=self.root)).written == 0
        self.seed()
        assert self.contents(self.store) == before

    # --- what has to hold -------------------------------------------------------------------------------------------------

    @invariant()
    def the_store_says_what_the_model_says(self) -> None:
        if hasattr(self, "model"):
            assert self.rows() == self.model.rows

    @invariant()
    def what_two_sides_changed_waits_as_a_conflict_and_nothing_else_does(self) -> None:
        if hasattr(self, "model"):
            assert {(conflict.place, shown(conflict.theirs)) for conflict in list_conflicts(self.store)} == self.open()

    def open(self) -> set[tuple[str, str]]:
        places = set()
        for (row_id, key), theirs in self.model.conflicts.items():
            row = self.model.rows.get(row_id)
            stands = row if not key else row and row.get(key)
            if stands != theirs and (row is not None or not key):
                place = f"strategy/painPoints/{row_id}/{key}" if key else f"strategy/painPoints/{row_id}"
                places.add((place, shown(ABSENT if theirs is None else theirs)))
        return places


def shown(value: Any) -> str:
    return "absent" if value is ABSENT else json.dumps(value, sort_keys=True)


@pytest.mark.slow
def test_nothing_is_lost_between_the_store_the_files_and_the_app(
    tmp_path: Path, contents: Contents, customers_file: CustomersFile
) -> None:
    class Machine(TwoSides):
        def __init__(self) -> None:
            super().__init__(tmp_path / "project", contents, customers_file)

    effort = settings(
        max_examples=examples(15, deep=300),
        stateful_step_count=steps(25),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(Machine, settings=effort)
