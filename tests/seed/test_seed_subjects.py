"""Rows are about something: a row that somebody touched never becomes one about something else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import WriteJson
from pack_texts import SEVERITY, TITLE, release, small_revision, written
from seeded_accounts import PAIN_POINT, seeded

from demodb.api.conflicts import edit, list_conflicts, take_mine, take_theirs
from demodb.api.explain import explain
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, Which, undo
from demodb.api.shift import shift
from demodb.api.show import show_account
from demodb.errors import ConflictError
from demodb.store.engine import Store
from demodb.store.plans import read_sections

AT = "strategy/painPoints/pp-001"
OTHER = ('key = "legacy"\ntitle = "Old systems"', 'key = "outages"\ntitle = "Outages at night"')
"""Another entry of the pool behind the pain point."""


def pain_points(store: Store, account: str = "Acme Ltd") -> list[dict[str, Any]]:
    document: Any = show_account(store, account).sections["strategy"].document
    rows: list[dict[str, Any]] = document["painPoints"]
    return rows


def people(store: Store) -> dict[str, dict[str, Any]]:
    document: Any = show_account(store, "Acme Ltd").sections["stakeholders"].document
    return {row["id"]: row for row in document}


def listed(store: Store) -> list[tuple[str, Any, str | None]]:
    """The open conflicts: where, what the template's row is called, and its revision."""
    return [(one.place, one.theirs["title"], one.revision) for one in list_conflicts(store)]


@pytest.fixture
def resolved(two: Store, small: str) -> Store:
    """Somebody set the status of Acme's pain point."""
    seeded(two, small)
    sql.update(two, PAIN_POINT, "status", "resolved")
    return two


@pytest.fixture
def replaced(resolved: Store, small: str) -> Store:
    """The second revision has another entry behind the pain point."""
    release(small, 2, OTHER)
    assert seeded(resolved, small) == 1
    return resolved


def test_a_status_that_a_person_set_stands_after_an_upgrade_under_the_same_pain_point_or_in_a_conflict_never_under_another_one(
    resolved: Store, small: str
) -> None:
    release(small, 2, TITLE)
    assert seeded(resolved, small) == 0
    (row,) = pain_points(resolved)
    assert (row["title"], row["status"]) == ("Ageing systems", "resolved")
    release(small, 3, OTHER)
    assert seeded(resolved, small) == 1
    assert pain_points(resolved) == [row]
    assert listed(resolved) == [(AT, "Outages at night", "0003")]
    (conflict,) = list_conflicts(resolved)
    assert (conflict.mine, conflict.theirs["status"], conflict.subject) == (row, "active", "outages")


def test_a_row_that_nobody_touched_is_replaced(replaced: Store) -> None:
    assert [row["title"] for row in pain_points(replaced, "Borealis AS")] == ["Outages at night"]


def test_taking_theirs_replaces_the_row_and_what_it_is_about(replaced: Store, small: str) -> None:
    take_theirs(replaced, "Acme Ltd", AT)
    assert list_conflicts(replaced) == []
    assert not show_account(replaced, "Acme Ltd").sections["strategy"].edited
    sql.update(replaced, PAIN_POINT, "status", "resolved")
    release(small, 3, (OTHER[0], OTHER[1].replace("at night", "by day")))
    assert seeded(replaced, small) == 0
    assert [(row["title"], row["status"]) for row in pain_points(replaced)] == [("Outages by day", "resolved")]


def test_taking_mine_keeps_the_row_and_only_another_row_of_the_template_asks_again(replaced: Store, small: str) -> None:
    before = pain_points(replaced)
    take_mine(replaced, "Acme Ltd", AT)
    release(small, 3, OTHER, ("A first step.", "A step."))
    assert seeded(replaced, small) == 0
    release(small, 4, ('key = "legacy"\ntitle = "Old systems"', 'key = "audits"\ntitle = "Audits"'))
    assert seeded(replaced, small) == 1
    assert pain_points(replaced) == before
    assert listed(replaced) == [(AT, "Audits", "0004")]


def test_the_same_subject_again_is_merged_by_field(replaced: Store, small: str) -> None:
    release(small, 3, SEVERITY)
    assert seeded(replaced, small) == 0
    assert list_conflicts(replaced) == []
    (row,) = pain_points(replaced)
    assert (row["title"], row["status"], row["severity"]) == ("Old systems", "resolved", "medium")


def test_a_conflict_of_a_row_waits_through_revisions_that_do_not_change_it(replaced: Store, small: str) -> None:
    release(small, 3, OTHER, ("A first step.", "Another step."))
    assert seeded(replaced, small) == 0
    assert listed(replaced) == [(AT, "Outages at night", "0002")]


def test_a_row_may_be_written_anew_or_taken_out(replaced: Store) -> None:
    for wrong in ("text", 1, {}, {"id": "pp-002"}):
        with pytest.raises(ConflictError, match="expected a JSON object with the id 'pp-001', or null"):
            edit(replaced, "Acme Ltd", AT, wrong)
    with pytest.raises(ConflictError, match="the app would refuse this"):
        edit(replaced, "Acme Ltd", AT, {"id": "pp-001"})
    (row,) = pain_points(replaced)
    edit(replaced, "Acme Ltd", AT, row | {"title": "My own"})
    assert [row["title"] for row in pain_points(replaced)] == ["My own"]
    assert list_conflicts(replaced) == []


def test_null_takes_a_row_in_conflict_out_for_good(replaced: Store, small: str) -> None:
    edit(replaced, "Acme Ltd", AT, None)
    release(small, 3, OTHER, SEVERITY)
    assert seeded(replaced, small) == 0
    assert pain_points(replaced) == []


def test_a_row_that_a_person_added_stays_whole_where_a_template_has_one_with_its_id(two: Store, small: str) -> None:
    seeded(two, small)
    sql.add(two, ("acme ltd", "strategy", "painPoints", "pp-002"), 9)
    before = pain_points(two)
    more = '[[strategy.painPoints.rows]]\nid = "pp-002"\nseverity = "low"\nstatus = "active"\nidentified = [1, 2]\n\n'
    pool = "[[strategy.painPoints.pool]]\n"
    entry = f'{pool}key = "audits"\ntitle = "Audits"\ndescription = "By hand."\n\n'
    release(small, 2, (pool, f"{more}{entry}{pool}"))
    conflicts = seeded(two, small)
    assert pain_points(two)[1] == before[1]
    assert {one.place for one in list_conflicts(two)} >= {"strategy/painPoints/pp-002"}
    assert conflicts == len(list_conflicts(two))


def test_rows_of_an_old_store_are_about_what_their_revision_made_them_from(resolved: Store, small: str) -> None:
    with resolved.write() as connection:
        connection.exec_driver_sql("UPDATE plan_section SET subjects = NULL")
    release(small, 2, TITLE)
    assert seeded(resolved, small) == 0
    assert [(row["title"], row["status"]) for row in pain_points(resolved)] == [("Ageing systems", "resolved")]
    with resolved.read() as connection:
        stored = read_sections(connection, ["acme ltd"])["acme ltd", "strategy"]
    assert stored.subjects == '{"opportunities/op-001":"cloud","painPoints/pp-001":"legacy"}'


def test_rows_of_an_old_store_stay_whole_where_the_entry_behind_them_changed(resolved: Store, small: str) -> None:
    with resolved.write() as connection:
        connection.exec_driver_sql("UPDATE plan_section SET subjects = NULL")
    release(small, 2, OTHER)
    assert seeded(resolved, small) == 1
    assert [(row["title"], row["status"]) for row in pain_points(resolved)] == [("Old systems", "resolved")]


def test_people_who_report_to_somebody_who_stays_stay_with_them(two: Store, small: str, tmp_path: Path) -> None:
    seeded(two, small)
    sql.update(two, ("acme ltd", "stakeholders", "", "sh-001"), "notes", "Mine")
    before = people(two)
    other = written(tmp_path / "other", small_revision(('reportsTo = "sh-001"\n', "")))
    assert seeded(two, other) == 1
    after = people(two)
    assert after["sh-001"] == before["sh-001"]
    assert after["sh-002"]["name"] != before["sh-002"]["name"]
    assert after["sh-002"]["reportsTo"] == "sh-001"
    take_theirs(two)
    assert people(two)["sh-001"]["name"] != before["sh-001"]["name"]


def test_a_kept_row_is_explained_by_what_it_is_about(replaced: Store, small: str) -> None:
    values = {value.place: value for value in explain(replaced, "Acme Ltd", PackChoice(small), "strategy")[1]}
    assert (values[AT].conflict, values[AT].entry, values[AT].theirs["title"]) == (True, "legacy", "Outages at night")
    title = values[f"{AT}/title"]
    assert title.source.startswith("kept with its row, which is about 'legacy': that of small 0002,")
    assert title.source.endswith("is about 'outages'")


def test_the_dates_of_a_row_in_conflict_follow_the_demos_date_on_both_sides(replaced: Store, small: str) -> None:
    (before,) = list_conflicts(replaced)
    shift(replaced, date(2026, 12, 1), PackChoice(small))
    (after,) = list_conflicts(replaced)
    assert after.theirs == before.theirs | {"identifiedDate": after.theirs["identifiedDate"]}
    assert after.theirs["identifiedDate"] > before.theirs["identifiedDate"]
    take_theirs(replaced)
    assert not show_account(replaced, "Acme Ltd").sections["strategy"].edited


# --- conflicts of files --------------------------------------------------------------------------------------------------


@pytest.fixture
def typed(two: Store, small: str, tmp_path: Path, write_json: WriteJson) -> Store:
    """Somebody typed a title into a file, and somebody else another one into the store."""
    seeded(two, small)
    document: Any = show_account(two, "Acme Ltd").sections["strategy"].document
    sql.update(two, PAIN_POINT, "title", "Mine")
    row = document["painPoints"][0] | {"title": "From the file"}
    import_sources(two, [write_json(tmp_path / "plans" / "strategy" / "acme-ltd.json", document | {"painPoints": [row]})])
    (conflict,) = list_conflicts(two)
    assert (conflict.place, conflict.theirs, conflict.pack) == (f"{AT}/title", "From the file", None)
    assert str(conflict.path).endswith("strategy/acme-ltd.json")
    return two


def test_an_upgrade_leaves_the_conflict_of_a_file_open_and_the_template_takes_its_place_nowhere(typed: Store, small: str) -> None:
    release(small, 2, TITLE)
    seeded(typed, small)
    assert [(one.place, one.theirs) for one in list_conflicts(typed)] == [(f"{AT}/title", "From the file")]


@pytest.mark.parametrize("moved", [OTHER, ('id = "pp-001"', 'id = "pp-007"')])
def test_a_row_stays_while_a_file_is_in_conflict_about_it(typed: Store, small: str, moved: tuple[str, str]) -> None:
    sql.update(typed, PAIN_POINT, "title", "Old systems")
    before = pain_points(typed)
    release(small, 2, moved)
    seeded(typed, small)
    assert before[0] in pain_points(typed)
    assert (f"{AT}/title", "From the file") in [(one.place, one.theirs) for one in list_conflicts(typed)]


def test_an_undo_leaves_a_row_about_which_a_file_is_in_conflict(typed: Store) -> None:
    sql.update(typed, PAIN_POINT, "title", "Old systems")
    report = undo(typed, Which(["Acme Ltd"]))
    assert [(row.place, row.why) for row in report.kept] == [(AT, "a conflict with a file is open")]
    take_theirs(typed)
    assert [row["title"] for row in pain_points(typed)] == ["From the file"]
