"""Edits of a plan: all or none, checked as an import is, told to the log, refused where somebody else was faster."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fixture_types import CustomersFile, WriteJson
from sqlalchemy import text

from demodb.api.edit import ABSENT, AddRow, DeleteRow, EditReport, EmptyList, MoveRow, PlanEdit, SetField, edit
from demodb.api.export import ExportBy, export
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.log import edit_log, undo_edit
from demodb.api.seed import By
from demodb.clock import Clock
from demodb.errors import EditError, EditRefusedError, UnknownAccountError
from demodb.model.documents import Section
from demodb.store.engine import Store
from demodb.store.plans import read_sections

BY = By("Ann", Clock(now=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC)))
ACME = "Acme Ltd"


def person(row_id: str, boss: str | None = None) -> dict[str, Any]:
    return {
        "id": row_id,
        "name": f"Person {row_id}",
        "title": "Head",
        "role": "user",
        "email": f"{row_id}@acme.example",
        "relationshipStrength": "weak",
        "reportsTo": boss,
    }


def card(row_id: str, **fields: Any) -> dict[str, Any]:
    return {"id": row_id, "title": row_id, "status": "todo", "priority": "high", "createdAt": "2026-11-01"} | fields


DAY = "2026-10-01"
PAIN = {"id": "pp-001", "title": "Old", "description": "It", "status": "active", "severity": "high", "identifiedDate": DAY}
DEAL = {"id": "o/1", "title": "Sell", "description": "It", "status": "proposed", "identifiedDate": DAY, "probability": 40}
RIVAL = {"id": "c1", "name": "R", "type": "both", "description": "", "strengths": [], "weaknesses": [], "lastUpdated": DAY}
PLANS: dict[Section, Any] = {
    "stakeholders": [person("sh-01"), person("sh-02", "sh-01"), person("sh-03", "sh-01")],
    "strategy": {"painPoints": [PAIN], "opportunities": [DEAL], "note": "by hand"},
    "actions": [card("ac-1", x=1), card("ac-2"), card("ac-3")],
}
"""There are no competitors yet."""


@pytest.fixture
def acme(store: Store, tmp_path: Path, customers_file: CustomersFile, write_json: WriteJson) -> Store:
    """One account with three imported sections, on each engine in turn."""
    customers_file(tmp_path / "in", "Kandy", [(ACME, 1000, 0)])
    for section, document in PLANS.items():
        write_json(tmp_path / "in" / "account-plans" / section / "acme-ltd.json", document)
    import_sources(store, [tmp_path / "in"], how=ImportBy(root=tmp_path))
    return store


def document(store: Store, section: Section) -> Any:
    with store.read() as connection:
        return read_sections(connection, ["acme ltd"])["acme ltd", section].document


def documents(store: Store) -> dict[Section, Any]:
    with store.read() as connection:
        return {section: stored.document for (_, section), stored in read_sections(connection, ["acme ltd"]).items()}


def change(store: Store, *edits: PlanEdit, **how: Any) -> EditReport:
    return edit(store, ACME, edits, by=BY, **how)


def typed(place: str, value: str) -> SetField:
    return SetField(place, value, typed=True)


def refusals(store: Store, *edits: PlanEdit) -> dict[str, str]:
    """By place why edits cannot be; nothing is changed and nothing is logged."""
    before, entries = documents(store), edit_log(store, ACME)
    with pytest.raises(EditRefusedError) as caught:
        change(store, *edits)
    assert (documents(store), edit_log(store, ACME)) == (before, entries)
    return dict(caught.value.refusals)


def ids(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_a_value_is_what_the_type_of_its_field_makes_of_it(acme: Store) -> None:
    change(
        acme,
        typed("strategy/painPoints/pp-001/title", "42"),
        typed("strategy/opportunities/o/1/estimatedValue", "42000"),
        typed("strategy/opportunities/o/1/probability", "null"),
        typed("strategy/note", "by somebody else"),
        typed("stakeholders/sh-01/interests", '["golf", "tea"]'),
        typed("stakeholders/sh-02/reportsTo", "null"),
        typed("stakeholders/sh-03/email", "null"),
        typed("actions/ac-1/x", "2"),
    )
    strategy, people = document(acme, "strategy"), document(acme, "stakeholders")
    assert strategy["painPoints"] == [PAIN | {"title": "42"}]
    wanted = {key: value for key, value in DEAL.items() if key != "probability"} | {"estimatedValue": 42000}
    assert (strategy["opportunities"], strategy["note"]) == ([wanted], "by somebody else")
    assert people[0]["interests"] == ["golf", "tea"]
    assert people[1]["reportsTo"] is None
    assert "email" not in people[2]
    assert document(acme, "actions")[0]["x"] == 2


def test_every_reason_is_told_at_once_with_what_may_be_meant(acme: Store) -> None:
    told = refusals(
        acme,
        typed("strategy/painPoints/pp-001/severty", "low"),
        typed("strategy/painPoint/pp-001/severity", "low"),
        typed("strategy/painPoints/pp-01/severity", "low"),
        typed("strategies/painPoints", "low"),
        typed("competitors/c1/name", "R"),
        typed("strategy/painPoints/pp-001/severity", "lo"),
        typed("strategy/opportunities/o/1/probability", "many"),
        typed("actions/ac-1/title", "null"),
        typed("actions/ac-2/id", "ac-9"),
        typed("actions/ac-2/createdAt", "yesterday"),
        AddRow("actions", {"titel": "Call", "status": "tod", "priority": "high", "createdAt": "2026-11-01"}),
        AddRow("actions", "Call"),
        AddRow("strategy", {}),
        DeleteRow("actions/ac-2/title"),
        MoveRow("actions/ac-2", before="ac-7"),
    )
    assert told["strategy/painPoints/pp-001/severty"] == "there is no field 'severty': did you mean 'severity'?"
    assert told["strategy/painPoint/pp-001/severity"] == "strategy has no list 'painPoint': did you mean 'painPoints'?"
    assert told["strategy/painPoints/pp-01/severity"] == "strategy/painPoints has no row 'pp-01': did you mean 'pp-001'?"
    assert told["strategies/painPoints"] == "a plan has no section 'strategies': did you mean 'strategy' or 'stakeholders'?"
    assert told["competitors/c1/name"] == "this account has no competitors yet: add a row, or set it empty"
    severity = told["strategy/painPoints/pp-001/severity"]
    assert severity == "expected one of 'high', 'medium' or 'low', found 'lo': did you mean 'low'?"
    assert told["strategy/opportunities/o/1/probability"] == "expected a valid number, found 'many'"
    assert told["actions/ac-1/title"] == "this field has to be there: give it a value"
    assert told["actions/ac-2/id"].startswith("an id stays as it is")
    assert told["actions/ac-2/createdAt"].startswith("expected an ISO date such as")
    assert told["actions/ac-4"].startswith("there is no field 'titel': did you mean 'title'?")
    assert told["actions/ac-4/title"] == "this key is missing"
    assert told["actions/ac-4/status"].endswith("did you mean 'todo'?")
    assert told["actions"] == "expected a row as a JSON object, found 'Call'"
    assert told["strategy"] == "expected one of strategy/painPoints and strategy/opportunities"
    assert told["actions/ac-2/title"] == "expected the place of a row, such as actions/ac-002"
    assert told["actions/ac-2"].startswith("there is no row 'ac-7' to put it before")


def test_what_the_app_would_refuse_of_the_whole_section_is_refused(acme: Store) -> None:
    circle = refusals(acme, SetField("stakeholders/sh-01/reportsTo", "sh-02"))
    assert set(circle) == {"stakeholders/sh-01/reportsTo", "stakeholders/sh-02/reportsTo"}
    assert "NUL" in refusals(acme, SetField("actions/ac-1/title", "a\0b"))["actions/ac-1/title"]
    (endless,) = refusals(acme, SetField("actions/ac-1/x", float("nan"))).values()
    assert endless.startswith("this cannot be written as JSON")


def test_a_row_is_added_with_an_id_that_was_never_used(acme: Store) -> None:
    change(acme, DeleteRow("actions/ac-3"))
    row = {"title": "Call", "status": "todo", "priority": "low", "createdAt": "2026-11-24"}
    change(acme, AddRow("actions", row, before="ac-1"), AddRow("competitors", {**RIVAL, "id": "mine"}))
    actions = document(acme, "actions")
    assert (ids(actions), actions[0]) == (["ac-4", "ac-1", "ac-2"], {"id": "ac-4", **row})
    assert document(acme, "competitors") == [{**RIVAL, "id": "mine"}]
    assert "already" in refusals(acme, AddRow("actions", {**row, "id": "ac-1"}))["actions/ac-1"]
    assert "a text" in refusals(acme, AddRow("actions", {**row, "id": 5}))["actions/5"]


def test_a_person_to_whom_others_report_stays_until_they_do_not(acme: Store) -> None:
    told = refusals(acme, DeleteRow("stakeholders/sh-01"))["stakeholders/sh-01"]
    assert told == "Person sh-02 (sh-02) and Person sh-03 (sh-03) report to this person: change that first"
    change(acme, DeleteRow("stakeholders/sh-02"), SetField("stakeholders/sh-03/reportsTo", None), DeleteRow("stakeholders/sh-01"))
    assert ids(document(acme, "stakeholders")) == ["sh-03"]


def test_rows_move_and_lists_are_emptied(acme: Store) -> None:
    change(acme, MoveRow("actions/ac-1"), MoveRow("actions/ac-3", before="ac-2"))
    assert ids(document(acme, "actions")) == ["ac-3", "ac-2", "ac-1"]
    change(acme, EmptyList("actions"), EmptyList("strategy/painPoints"), EmptyList("competitors"))
    assert document(acme, "actions") == document(acme, "competitors") == []
    assert document(acme, "strategy")["painPoints"] == []
    assert ids(document(acme, "strategy")["opportunities"]) == ["o/1"]
    change(acme, EmptyList("strategy"))
    assert document(acme, "strategy")["opportunities"] == []


EDITS: list[list[PlanEdit]] = [
    [SetField("actions/ac-2/title", "Visit")],
    [SetField("stakeholders/sh-03/email", None)],
    [AddRow("actions", card("new"), before="ac-1")],
    [DeleteRow("actions/ac-1"), DeleteRow("actions/ac-2")],
    [MoveRow("actions/ac-3", before="ac-1")],
    [MoveRow("actions/ac-3", before="ac-1"), DeleteRow("actions/ac-1"), SetField("actions/ac-2/priority", "low")],
    [EmptyList("strategy/painPoints"), EmptyList("strategy/opportunities")],
]


@pytest.mark.parametrize("edits", EDITS)
def test_each_edit_is_logged_with_who_made_it_and_can_be_taken_back(acme: Store, edits: list[PlanEdit]) -> None:
    before = documents(acme)
    report = change(acme, *edits)
    (section,) = report.sections
    (entry,) = edit_log(acme, ACME)
    assert (entry.id, entry.side, entry.source, entry.person) == (section.entry, "decision", "edit", "Ann")
    assert list(entry.changes) == list(section.changes)
    after = documents(acme)
    back = undo_edit(acme, entry.id, person="Bob")
    assert documents(acme) == before
    assert back.person == "Bob"
    undo_edit(acme, back.id)
    assert documents(acme) == after


def test_an_edit_on_which_another_one_stands_is_not_taken_back(acme: Store) -> None:
    first = change(acme, SetField("actions/ac-2/title", "Visit")).sections[0].entry
    change(acme, SetField("actions/ac-2/title", "Write"))
    moved = change(acme, MoveRow("actions/ac-3", before="ac-1")).sections[0].entry
    change(acme, MoveRow("actions/ac-2", before="ac-3"))
    assert first
    assert moved
    for entry in (first, moved):
        with pytest.raises(EditError, match="something later stands on"):
            undo_edit(acme, entry)
    change(acme, SetField("actions/ac-1/title", "Other"))
    assert document(acme, "actions")[0]["title"] == "Write"


def test_of_two_editors_of_one_value_the_second_is_told_what_the_first_wrote(acme: Store) -> None:
    change(acme, SetField("actions/ac-2/title", "Visit", expected="ac-2"), DeleteRow("actions/ac-3", expected=card("ac-3")))
    with pytest.raises(EditRefusedError) as caught:
        change(
            acme,
            SetField("actions/ac-2/title", "Write", expected="ac-2"),
            SetField("actions/ac-2/owner", "Bo", expected=ABSENT),
            DeleteRow("actions/ac-2", expected=card("ac-2")),
            MoveRow("actions/ac-2", before="ac-1", expected=["ac-1", "ac-2", "ac-3"]),
            EmptyList("actions", expected=["ac-1", "ac-2"]),
        )
    now = card("ac-2", title="Visit")
    assert caught.value.overtaken[:2] == (
        ("actions/ac-2/title", "ac-2", "Visit"),
        ("actions/ac-2", card("ac-2"), now | {"owner": "Bo"}),
    )
    assert caught.value.overtaken[2] == ("actions", ["ac-1", "ac-2", "ac-3"], ["ac-1", "ac-2"])
    assert 'it was "ac-2" when it was read, and is "Visit" now' in str(caught.value)
    assert document(acme, "actions") == [card("ac-1", x=1), now]


def test_what_says_the_same_changes_nothing_and_is_not_logged(acme: Store) -> None:
    assert not change(acme, SetField("actions/ac-2/title", "ac-2"), MoveRow("actions/ac-3")).changed
    assert edit_log(acme, ACME) == []


def test_a_dry_run_reports_and_writes_nothing(acme: Store) -> None:
    report = change(acme, SetField("actions/ac-2/title", "Visit"), AddRow("competitors", RIVAL), dry_run=True)
    told = [(one.section, one.entry, len(one.changes)) for one in report.sections]
    assert told == [("competitors", None, 2), ("actions", None, 1)]
    assert (edit_log(acme, ACME), documents(acme)) == ([], PLANS)


def test_an_account_is_found_by_any_of_its_names(acme: Store) -> None:
    assert edit(acme, "ACME, LTD", [SetField("actions/ac-2/title", "Visit")]).account == ACME
    with pytest.raises(UnknownAccountError):
        edit(acme, "Acne", [])


def test_what_was_done_by_sql_is_logged_before_an_edit(acme: Store) -> None:
    with acme.write() as connection:
        connection.execute(text("UPDATE action_item SET title = 'By SQL' WHERE id = 'ac-1'"))
    change(acme, SetField("actions/ac-2/title", "Visit"))
    assert [entry.side for entry in edit_log(acme, ACME)] == ["decision", "row"]


def test_an_export_writes_an_edit_and_the_next_import_says_nothing_new(acme: Store, tmp_path: Path) -> None:
    change(acme, SetField("actions/ac-2/title", "Visit"), DeleteRow("actions/ac-3"), MoveRow("actions/ac-2", before="ac-1"))
    change(acme, AddRow("competitors", RIVAL))
    export(acme, tmp_path / "out", ExportBy(root=tmp_path))
    for section, wanted in documents(acme).items():
        path = tmp_path / "out" / "account-plans" / section / "acme-ltd.json"
        assert json.loads(path.read_text("utf-8")) == wanted
    before = documents(acme)
    report = import_sources(acme, [tmp_path / "in", tmp_path / "out"], how=ImportBy(root=tmp_path))
    assert (report.errors, report.changes, documents(acme)) == ([], 0, before)
