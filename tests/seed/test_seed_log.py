"""The log of edits: what templates and decisions changed, with what people did to the rows before it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import seed_edits as sql
from pack_texts import SEVERITY, TITLE, release
from seeded_accounts import AS_OF, PAIN_POINT

from demodb.api.conflicts import edit, take_mine, take_theirs
from demodb.api.seed import By, PackChoice, SeedOptions, restore, seed, undo
from demodb.api.shift import shift
from demodb.clock import Clock, epoch_ms
from demodb.model.merge import ABSENT
from demodb.store.edits import read_edits
from demodb.store.engine import Store

MOMENT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BY = By("Ann", Clock(now=lambda: MOMENT))


def seeded(store: Store, pack: str) -> None:
    seed(store, SeedOptions(AS_OF, PackChoice(pack)), by=BY)


def logged(store: Store) -> list[tuple[str, str, list[tuple[str, Any, Any]]]]:
    """The edits of Acme's strategy, the oldest first: side, source, and by field what was and what is."""
    with store.read() as connection:
        edits = [entry for entry in read_edits(connection, "acme ltd") if entry.section == "strategy"]
    return [
        (entry.side, entry.source, [(change.field, change.was, change.now) for change in entry.changes]) for entry in edits[::-1]
    ]


@pytest.fixture
def clashing(two: Store, small: str) -> Store:
    """Somebody changed a title by SQL, and the second revision changes it too."""
    seeded(two, small)
    sql.update(two, PAIN_POINT, "title", "Mine")
    release(small, 2, SEVERITY, TITLE)
    seeded(two, small)
    return two


def test_a_first_seed_leaves_no_entry(two: Store, small: str) -> None:
    seeded(two, small)
    assert logged(two) == []


def test_an_upgrade_is_logged_with_its_pack_behind_the_edit_of_the_rows(clashing: Store) -> None:
    assert logged(clashing) == [
        ("row", "", [("title", "Old systems", "Mine")]),
        ("template", "small 0002", [("severity", "high", "medium")]),
    ]
    with clashing.read() as connection:
        assert {entry.at for entry in read_edits(connection, "acme ltd")} == {epoch_ms(MOMENT)}


def test_a_decision_is_logged_with_what_it_is_about(clashing: Store) -> None:
    before = logged(clashing)
    take_theirs(clashing)
    assert logged(clashing)[len(before) :] == [("decision", "small 0002", [("title", "Mine", "Ageing systems")])]


def test_a_decision_that_changes_nothing_leaves_no_entry(clashing: Store) -> None:
    before = logged(clashing)
    take_mine(clashing)
    assert logged(clashing) == before


def test_a_value_that_was_typed_is_logged_as_a_decision(clashing: Store) -> None:
    before = logged(clashing)
    sql.update(clashing, PAIN_POINT, "owner", "Me")
    edit(clashing, "Acme Ltd", "strategy/painPoints/pp-001/title", "Third")
    assert logged(clashing)[len(before) :] == [
        ("row", "", [("owner", ABSENT, "Me")]),
        ("decision", "small 0002", [("title", "Mine", "Third")]),
    ]


def test_a_shift_is_logged(clashing: Store, small: str) -> None:
    before = logged(clashing)
    shift(clashing, date(2026, 12, 1), PackChoice(small), by=BY)
    ((side, source, changes),) = logged(clashing)[len(before) :]
    assert (side, source, {field for field, _, _ in changes}) == ("template", "small 0002", {"identifiedDate"})


def test_an_undo_and_a_restore_are_logged(clashing: Store, small: str) -> None:
    before = logged(clashing)
    undo(clashing, by=BY)
    seeded(clashing, small)
    sql.delete(clashing, ("acme ltd", "strategy", "opportunities", "op-001"))
    restore(clashing, by=BY)
    entries = [
        (side, source, [now is ABSENT for _, _, now in changes]) for side, source, changes in logged(clashing)[len(before) :]
    ]
    assert entries == [
        ("template", "small 0002", [True]),
        ("template", "small 0002", [False]),
        ("row", "", [True]),
        ("template", "small 0002", [False]),
    ]


def test_an_undo_of_a_section_that_nobody_touched_leaves_no_entry_and_one_of_an_edited_section_does(
    two: Store, small: str
) -> None:
    seeded(two, small)
    undo(two)
    assert logged(two) == []
    seeded(two, small)
    sql.delete(two, PAIN_POINT)
    undo(two)
    assert [(side, source) for side, source, _ in logged(two)] == [("row", ""), ("template", "small 0001")]
