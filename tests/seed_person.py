"""A person beside demodb, as a state machine's rules: edits by raw SQL, files and decisions, and what must hold after each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import seed_edits as sql
from compared import assert_known
from fixture_types import Contents
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from seed_model import GONE, Deeds, Place, Row, Sections, rows_of

from demodb.api.conflicts import ConflictView, edit, list_conflicts, take_mine, take_theirs
from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.errors import ConflictError
from demodb.model.changes import changes
from demodb.model.faults import section_faults
from demodb.model.merge import ABSENT
from demodb.model.names import slug
from demodb.store.engine import Store
from demodb.store.plans import read_sections

NAMES = {"acme ltd": "Acme Ltd", "borealis as": "Borealis AS", "both gmbh": "Both GmbH"}


class Person(RuleBasedStateMachine):
    """A store and what a person did to it; the machines that inherit say what demodb does in between."""

    def __init__(self, store: Store, folder: Path, contents: Contents) -> None:
        super().__init__()
        self.store, self.folder, self.contents = store, folder, contents
        self.deeds = Deeds()
        self.number = self.looks = 0

    def next(self) -> int:
        self.number += 1
        return self.number

    def sections(self) -> Sections:
        with self.store.read() as connection:
            return read_sections(connection, list(NAMES))

    def rows(self) -> dict[Row, dict[str, Any]]:
        return {own: row for stored in self.sections().values() for own, row in rows_of(stored).items()}

    def settled(self, again: Callable[[], object]) -> None:
        """What was done just now changes nothing when it is done again."""
        before = self.contents(self.store)
        again()
        assert self.contents(self.store) == before

    def touched(self, own: Row) -> bool:
        """Whether a person did something to a row, or typed something about it into a file that is in conflict."""
        typed = (self.row_of(one)[0] for one in list_conflicts(self.store) if one.path)
        return self.deeds.touched(own) or own in self.deeds.orphaned or own in typed

    # --- what a person does ----------------------------------------------------------------------------------------------

    def noted(self, own: Row, key: str) -> None:
        """A person set a field: it holds what the store says now."""
        place = own[:2]
        stored = self.sections()[place]
        if stored.origin is None:
            self.deeds.imported[place] = stored.document
        else:
            self.deeds.set_field(own, key, rows_of(stored)[own].get(key, GONE))

    def noted_row(self, own: Row) -> None:
        """A person decided about a row."""
        stored = self.sections()[own[:2]]
        if stored.origin is None:
            self.deeds.imported[own[:2]] = stored.document
        else:
            self.deeds.as_it_stands(own, stored)

    @rule(data=st.data())
    def edit_field(self, data: st.DataObject) -> None:
        rows = self.rows()
        if rows:
            own = data.draw(st.sampled_from(sorted(rows)))
            column, key, form = data.draw(st.sampled_from(sql.FIELDS[sql.TABLES[own[1], own[2]]]))
            sql.update(self.store, own, column, sql.value_of(form, self.next()))
            self.noted(own, key)

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
        """The app, or a person, changed a file: what it says otherwise is an edit like any other."""
        places = sorted(self.sections())
        if not places:
            return
        key, section = data.draw(st.sampled_from(places))
        folder = self.folder / f"export{self.next()}"
        export(self.store, folder)
        path = folder / "account-plans" / section / f"{slug(NAMES[key])}.json"
        said = self.changed(json.loads(path.read_bytes()), change)
        path.write_text(json.dumps(said), "utf-8")
        before = self.sections()
        report = import_sources(self.store, [path])
        assert (report.errors, report.orphans) == ([], [])
        self.taken(before)
        self.told((key, section), said)
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

    def taken(self, before: Sections) -> None:
        """What files changed is what a person did."""
        for place, stored in self.sections().items():
            if stored == before.get(place):
                continue
            if stored.origin is None:
                self.deeds.forget(place)
                self.deeds.imported[place] = stored.document
                continue
            old = rows_of(before[place]) if place in before else {}
            for own in old | rows_of(stored):
                if old.get(own) != rows_of(stored).get(own):
                    self.deeds.as_it_stands(own, stored)

    def told(self, place: Place, said: Any) -> None:
        """What a file says is in the store, or in a conflict."""
        stored = self.sections()[place]
        waiting = [self.row_of(one) for one in list_conflicts(self.store) if one.path]
        for change in changes(place[1], stored.document, said):
            own = (*place, change.list, change.row)
            assert change.field == "mood" or {(own, change.field), (own, "")} & set(waiting), change

    @rule(data=st.data())
    def import_an_earlier_export(self, data: st.DataObject) -> None:
        """What a whole folder says otherwise is an edit, and no row that was deleted comes back."""
        folders = sorted(self.folder.glob("export*"))
        if folders:
            before = self.sections()
            report = import_sources(self.store, [data.draw(st.sampled_from(folders))])
            assert report.errors == []
            self.taken(before)

    # --- conflicts -------------------------------------------------------------------------------------------------------

    def row_of(self, conflict: ConflictView) -> tuple[Row, str]:
        """The row that a conflict is about, and the field; "" where it is about the whole row."""
        section, *rest = conflict.place.split("/")
        name = rest.pop(0) if section == "strategy" else ""
        key = next(key for key, value in NAMES.items() if value == conflict.account)
        return (key, section, name, rest[0]), rest[1] if len(rest) > 1 else ""

    @rule(data=st.data(), decision=st.sampled_from(["mine", "theirs", "edit"]), every=st.booleans())
    def decide(self, data: st.DataObject, decision: str, *, every: bool) -> None:
        open_now = list_conflicts(self.store)
        if not open_now:
            return
        chosen = data.draw(st.sampled_from(open_now))
        if decision == "edit":
            row, key = self.row_of(chosen)
            whole = None if chosen.mine is ABSENT else chosen.mine | {"mood": self.next()} if not key else None
            edit(self.store, chosen.account, chosen.place, sql.own_value(key, self.next()) if key else whole)
            self.noted_row(row)
            return
        decided = [chosen] if not every else [one for one in open_now if one.account == chosen.account]
        place = None if every else chosen.place
        before = self.contents(self.store)
        try:
            done = (take_mine if decision == "mine" else take_theirs)(self.store, chosen.account, place)
        except ConflictError:
            assert self.contents(self.store) == before
            return
        assert [one for one in done if one not in decided] == []
        assert decision == "theirs" or done == decided
        if decision == "theirs":
            for one in done:
                self.noted_row(self.row_of(one)[0])
        decided_places = {(one.account, one.place) for one in done}
        left = [(one.account, one.place) for one in open_now]
        assert {(one.account, one.place) for one in list_conflicts(self.store)} <= set(left) - decided_places

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
            rows = rows_of(stored)
            assert one.mine == (rows[row].get(key, ABSENT) if key else rows.get(row, ABSENT))
            if not one.path:
                based = rows_of(stored._replace(document=json.loads(stored.base)))
                assert one.theirs == (based[row].get(key, ABSENT) if key else based.get(row, ABSENT))
            assert one.path or self.touched(row), one

    @invariant()
    def what_is_known_of_each_section_is_true(self) -> None:
        """Every second time it is kept: marks wait for one step or for two."""
        self.looks += 1
        assert_known(self.store, keep=self.looks % 2 == 0)
