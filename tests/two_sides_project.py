"""A project of one account with two files: what an app does to the files and a person to the store, each told to a model."""

from __future__ import annotations

import copy
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from fixture_types import CustomersFile
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from pack_texts import small_revision, written
from sqlalchemy import text
from two_sides import DATE, Rows, SectionModel

from demodb.api.export import ExportBy, export
from demodb.api.import_ import ImportBy, ImportReport, import_sources
from demodb.api.seed import PackChoice, SeedOptions, seed
from demodb.store.plans import read_sections
from demodb.store.schema import open_store

NAMES = ("Foo-Bar Ltd", "Foobar Ltd")
FILES = ("foo-bar-ltd", "foobar-ltd")
FIELDS = ("title", "description")
KNOWN = {"id", "title", "description", "status", "severity", "identifiedDate", "owner"}
HAND_WRITTEN = {
    "id": "pp-001",
    "title": "Old systems",
    "description": "Theirs",
    "status": "active",
    "severity": "high",
    "identifiedDate": "2026-06-02",
}
SLUG = st.sampled_from(FILES)
FIELD = st.sampled_from(FIELDS)
NTH = st.integers(0, 20)


class Project(RuleBasedStateMachine):
    """A project of one account with two files, and a model of what each side said."""

    def __init__(self, folder: Path, customers: CustomersFile) -> None:
        super().__init__()
        self.root, self.customers, self.number = folder / "0", customers, 0

    @initialize(by_hand=st.booleans())
    def begin(self, *, by_hand: bool) -> None:
        """By hand: the section is from a file that somebody wrote, and not from a template."""
        self.by_hand, self.weeks, self.ahead = by_hand, 0, dict.fromkeys(FILES, 0)
        shutil.rmtree(self.root.parent, ignore_errors=True)
        self.root.mkdir(parents=True)
        self.customers(self.root, "STL", [(NAMES[0], 1000, 0), (NAMES[1], 10, 0)])
        self.title, self.text, self.revision = "Old systems", "Systems at {account} are old.", 1
        written(self.root / "mine", small_revision())
        if by_hand:
            self.hand.parent.mkdir(parents=True)
            self.hand.write_text(json.dumps({"painPoints": [HAND_WRITTEN], "opportunities": []}), "utf-8")
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

    def a_moment(self) -> str:
        """A date that no other one ever is, however many weeks that one moves."""
        self.number += 1
        return f"2026-11-01T{self.number // 3600:02}:{self.number // 60 % 60:02}:{self.number % 60:02}Z"

    def rows(self) -> Rows:
        with self.store.read() as connection:
            document: Any = read_sections(connection, ["foobar ltd"])["foobar ltd", "strategy"].document
        return {row["id"]: row for row in document["painPoints"]}

    @property
    def hand(self) -> Path:
        """What somebody wrote by hand."""
        return self.root / "hand" / "account-plans" / "strategy" / f"{FILES[0]}.json"

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

    # --- what demodb writes to the files ------------------------------------------------------------------------------------

    @rule()
    def export(self) -> None:
        kept = export(self.store, self.root / "export", ExportBy(root=self.root)).kept
        pending = {str(self.path(slug)) for slug in FILES if self.disk.get(slug) != self.agreed.get(slug)}
        assert {path for path in kept if "strategy" in path} == pending
        for slug in FILES:
            if str(self.path(slug)) not in pending:
                self.disk[slug], self.agreed[slug] = copy.deepcopy(self.model.rows), copy.deepcopy(self.model.rows)
                self.ahead[slug] = self.weeks
                self.old.append(self.path(slug).read_bytes())

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

    @rule(slug=SLUG, nth=NTH)
    def app_changes_a_date(self, slug: str, nth: int) -> None:
        rows = copy.deepcopy(self.disk[slug])
        row_id = self.chosen(rows, nth)
        if row_id:
            rows[row_id][DATE] = self.a_moment()
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

    @rule(nth=NTH)
    def person_changes_a_date(self, nth: int) -> None:
        row_id = self.chosen(self.model.rows, nth)
        if row_id:
            value = self.model.rows[row_id][DATE] = self.a_moment()
            self.sql("UPDATE pain_point SET identified_date = :value WHERE id = :id", value=value, id=row_id)

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
