"""Restore brings back the template rows that a person deleted: all of them, or some by name."""

from __future__ import annotations

from typing import Any

import pytest
import seed_edits as sql
from fixture_types import Contents
from pack_texts import release
from seeded_accounts import BOSS, PAIN_POINT, REPORT, ids, seeded

from demodb.api.seed import Which, restore, undo
from demodb.api.show import show_account
from demodb.errors import UnknownValueError
from demodb.store.engine import Store


def test_restore_brings_deleted_rows_back_where_they_were_and_touches_no_edit(two: Store, small: str, contents: Contents) -> None:
    seeded(two, small)
    sql.update(two, REPORT, "title", "Mine")
    edited = contents(two)
    sql.delete(two, PAIN_POINT)
    sql.delete(two, BOSS)
    report = restore(two, Which(["Acme Ltd"]))
    assert report.rows == 2
    assert ids(two) == ["sh-001", "sh-002"]
    sql.update(two, REPORT, "reports_to", "sh-001")
    assert contents(two) == edited


def test_restore_takes_rows_by_name(two: Store, small: str) -> None:
    seeded(two, small)
    for row in (PAIN_POINT, REPORT, ("borealis as", *PAIN_POINT[1:])):
        sql.delete(two, row)
    assert restore(two, Which(["Acme Ltd"]), ["strategy/painPoints/pp-001"], dry_run=True).rows == 1
    assert restore(two, Which(["Acme Ltd"]), ["strategy/painPoints/pp-001"]).rows == 1
    assert (ids(two), ids(two, "strategy"), ids(two, "strategy", "Borealis AS")) == (["sh-001"], ["pp-001"], [])
    assert restore(two, Which(["Acme Ltd"]), ["stakeholders/"]).rows == 1
    assert ids(two) == ["sh-001", "sh-002"]


def test_restore_takes_rows_of_a_removed_section_by_name(two: Store, small: str) -> None:
    seeded(two, small)
    for row in (PAIN_POINT, REPORT):
        sql.delete(two, row)
    undo(two)
    assert restore(two, Which(["Acme Ltd"]), ["stakeholders/sh-002"]).rows == 1
    seeded(two, small)
    assert (ids(two), ids(two, "strategy")) == (["sh-001", "sh-002"], [])


def test_restore_refuses_a_place_at_which_no_row_was_deleted_and_names_those_where_one_was(
    two: Store, small: str, contents: Contents
) -> None:
    seeded(two, small)
    sql.delete(two, REPORT)
    before = contents(two)
    with pytest.raises(UnknownValueError, match="there is no deleted row 'stakeholders/sh-00'") as caught:
        restore(two, Which(["Acme Ltd"]), ["stakeholders/sh-002", "stakeholders/sh-00"])
    assert caught.value.known == ("stakeholders/sh-002",)
    assert contents(two) == before


def test_a_person_who_is_restored_after_an_undo_reports_to_the_next_one_up_the_line_who_is_there(two: Store, small: str) -> None:
    third = '[[stakeholders.rows]]\nid = "sh-003"\nreportsTo = "sh-002"\nrole = "user"\nrelationship = { weak = 1 }\n'
    third += (
        'tenure = [1, 2]\nlastInteraction = [1, 2]\ntitles = [{ key = "a", en = "A" }]\ninterests = ["B", "C"]\nnotes = ["D."]\n'
    )
    behind = "[[strategy.painPoints.rows]]"
    release(small, 1, (behind, f"{third}\n{behind}"))
    seeded(two, small)
    sql.update(two, BOSS, "title", "Mine")
    sql.delete(two, ("acme ltd", "stakeholders", "", "sh-003"))
    undo(two, Which(["Acme Ltd"]))
    assert ids(two) == ["sh-001"]
    restore(two, Which(["Acme Ltd"]))
    people: Any = show_account(two, "Acme Ltd").sections["stakeholders"].document
    assert {row["id"]: row["reportsTo"] for row in people} == {"sh-001": None, "sh-003": "sh-001"}
    seeded(two, small)
    assert ids(two) == ["sh-001", "sh-002", "sh-003"]


def test_restore_lets_rows_of_an_undone_section_come_with_the_next_seeding(two: Store, small: str) -> None:
    seeded(two, small)
    sql.delete(two, REPORT)
    undo(two)
    assert restore(two).rows == 1
    seeded(two, small)
    assert ids(two) == ["sh-001", "sh-002"]
