"""Why a value says what it does: its three sides, where it comes from, what was done to it, and putting the base back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import WriteJson
from pack_texts import SEVERITY, TITLE, release
from seeded_accounts import AS_OF, PAIN_POINT, ids, seeded
from statements import statements_of

from demodb.api.conflicts import list_conflicts
from demodb.api.edit import DeleteRow, SetField, edit
from demodb.api.import_ import import_sources
from demodb.api.log import edit_log
from demodb.api.seed import By, PackChoice, SeedOptions
from demodb.api.show import show_account
from demodb.api.why import ABSENT, Why, put_back, why
from demodb.errors import EditRefusedError, UnknownAccountError, UnknownValueError
from demodb.store.engine import Store

ROW = "strategy/painPoints/pp-001"
TITLE_AT = f"{ROW}/title"
BY = By("bea")


def asked(store: Store, pack: str, place: str) -> Why:
    return why(store, "acme-ltd", place, SeedOptions(AS_OF, PackChoice(pack)))


def sides(found: Why) -> tuple[Any, Any, Any]:
    return found.base, found.ours, found.theirs and found.theirs.value


def title(store: Store) -> str:
    document = show_account(store, "Acme Ltd").sections["strategy"].document
    assert isinstance(document, dict)
    return str(document["painPoints"][0]["title"])


def test_what_nobody_touched_has_one_side_and_its_template(two: Store, small: str) -> None:
    seeded(two, small)
    found = asked(two, small, TITLE_AT)
    assert (found.account, found.slug, sides(found)) == ("Acme Ltd", "acme-ltd", ("Old systems", "Old systems", None))
    assert [(value.kind, value.entry) for value in found.values] == [("template", "legacy")]
    assert (found.path, found.files, found.edits, found.unlogged) == ("$.painPoints[?@.id=='pp-001'].title", [], [], [])


@pytest.mark.slow
def test_a_newer_template_is_theirs_before_it_is_seeded_and_where_both_changed_says_that_it_clashes(
    two: Store, small: str
) -> None:
    seeded(two, small)
    release(small, 2, SEVERITY, TITLE)
    theirs = asked(two, small, TITLE_AT).theirs
    assert theirs
    assert (theirs.value, theirs.source, theirs.conflict, theirs.clashes) == (
        "Ageing systems",
        "small 0002",
        False,
        False,
    )
    sql.update(two, PAIN_POINT, "title", "Mine")
    theirs = asked(two, small, TITLE_AT).theirs
    assert theirs
    assert (theirs.value, theirs.conflict, theirs.clashes) == ("Ageing systems", False, True)
    assert asked(two, small, f"{ROW}/description").theirs is None


def test_an_open_conflict_is_theirs_of_the_field_and_of_its_row(two: Store, small: str) -> None:
    seeded(two, small)
    sql.update(two, PAIN_POINT, "title", "Mine")
    release(small, 2, TITLE)
    seeded(two, small)
    found = asked(two, small, TITLE_AT)
    assert sides(found) == ("Ageing systems", "Mine", "Ageing systems")
    assert found.theirs
    assert (found.theirs.conflict, found.theirs.place, found.theirs.source) == (True, TITLE_AT, "small 0002")
    row = asked(two, small, ROW)
    assert row.theirs
    assert row.theirs.value == {**row.ours, "title": "Ageing systems"}


def test_a_conflict_with_a_file_names_it(two: Store, small: str, tmp_path: Path, write_json: WriteJson) -> None:
    seeded(two, small)
    document = show_account(two, "Acme Ltd").sections["strategy"].document
    assert isinstance(document, dict)
    path = tmp_path / "plans" / "strategy" / "acme-ltd.json"
    write_json(path, document)
    import_sources(two, [path])
    edit(two, "Acme Ltd", [SetField(TITLE_AT, "Mine")], by=BY)
    write_json(path, {**document, "painPoints": [{**document["painPoints"][0], "title": "The file's"}]})
    import_sources(two, [path])
    found = asked(two, small, TITLE_AT)
    assert found.theirs
    assert (found.theirs.value, found.theirs.is_file) == ("The file's", True)
    assert found.theirs.source.endswith("plans/strategy/acme-ltd.json")
    assert [file.endswith("plans/strategy/acme-ltd.json") for file in found.files] == [True]


def test_the_edits_of_a_place_are_those_that_touched_it_the_newest_first(two: Store, small: str) -> None:
    seeded(two, small)
    edit(two, "Acme Ltd", [SetField(TITLE_AT, "One"), SetField(f"{ROW}/severity", "low")], by=BY)
    edit(two, "Acme Ltd", [SetField(TITLE_AT, "Two")], by=BY)
    sql.update(two, PAIN_POINT, "title", "By hand")
    found = asked(two, small, TITLE_AT)
    assert [(change.was, change.now) for change in found.unlogged] == [("Two", "By hand")]
    assert [(edit.person, [change.now for change in edit.changes]) for edit in found.edits] == [
        ("bea", ["Two"]),
        ("bea", ["One"]),
    ]
    assert len(asked(two, small, ROW).edits[1].changes) == 2
    assert asked(two, small, f"{ROW}/description").edits == []


def test_a_row_that_is_gone_has_its_base_still(two: Store, small: str) -> None:
    seeded(two, small)
    edit(two, "Acme Ltd", [DeleteRow("stakeholders/sh-002")], by=BY)
    found = asked(two, small, "stakeholders/sh-002")
    assert (found.base["title"], found.ours, found.values[0].kind) == ("VP Operations", ABSENT, "deleted")


@pytest.mark.parametrize("place", ["strategy/painPoints/none/title", "nothing", "", "strategy"])
def test_a_place_that_is_none_is_refused_by_name(two: Store, small: str, place: str) -> None:
    seeded(two, small)
    with pytest.raises(UnknownValueError):
        asked(two, small, place)
    with pytest.raises(UnknownAccountError):
        why(two, "Nobody", TITLE_AT, SeedOptions(AS_OF, PackChoice(small)))


def test_a_missing_section_is_told(two: Store, small: str) -> None:
    with pytest.raises(UnknownValueError, match="section of Acme Ltd"):
        asked(two, small, TITLE_AT)


# --- putting the base back -----------------------------------------------------------------------------------------------


def test_the_base_is_put_back_as_an_edit_that_the_log_has(two: Store, small: str) -> None:
    seeded(two, small)
    edit(two, "Acme Ltd", [SetField(TITLE_AT, "Mine"), SetField(f"{ROW}/owner", "Me")], by=BY)
    put_back(two, "Acme Ltd", TITLE_AT, expected="Mine", by=BY)
    assert title(two) == "Old systems"
    assert edit_log(two, "Acme Ltd")[0].person == "bea"
    put_back(two, "Acme Ltd", f"{ROW}/owner", by=BY)
    assert asked(two, small, f"{ROW}/owner").ours is ABSENT
    assert not show_account(two, "Acme Ltd").sections["strategy"].edited


def test_a_deleted_row_is_put_back_at_its_place_and_an_added_one_goes(two: Store, small: str) -> None:
    seeded(two, small)
    sql.update(two, ("acme ltd", "stakeholders", "", "sh-002"), "reports_to", None)
    edit(two, "Acme Ltd", [DeleteRow("stakeholders/sh-001")], by=BY)
    put_back(two, "Acme Ltd", "stakeholders/sh-001", by=BY)
    assert ids(two) == ["sh-001", "sh-002"]
    sql.add(two, ("acme ltd", "strategy", "painPoints", "mine"), 5)
    put_back(two, "Acme Ltd", "strategy/painPoints/mine", by=BY)
    assert ids(two, "strategy") == ["pp-001"]


def test_two_people_at_one_value_the_second_is_told_and_nothing_is_put_back(two: Store, small: str) -> None:
    seeded(two, small)
    edit(two, "Acme Ltd", [SetField(TITLE_AT, "Faster")], by=BY)
    with pytest.raises(EditRefusedError, match="somebody else changed it meanwhile"):
        put_back(two, "Acme Ltd", TITLE_AT, expected="Mine", by=BY)
    assert title(two) == "Faster"


def test_what_the_app_would_refuse_is_not_put_back(two: Store, small: str) -> None:
    """The base's second person reports to one who is gone."""
    seeded(two, small)
    sql.update(two, ("acme ltd", "stakeholders", "", "sh-002"), "reports_to", None)
    edit(two, "Acme Ltd", [DeleteRow("stakeholders/sh-001")], by=BY)
    with pytest.raises(EditRefusedError):
        put_back(two, "Acme Ltd", "stakeholders/sh-002/reportsTo", by=BY)
    with pytest.raises(EditRefusedError, match="put the row back first"):
        put_back(two, "Acme Ltd", "stakeholders/sh-001/name", by=BY)


def test_a_conflict_stays_to_be_decided_where_the_base_is_put_back(two: Store, small: str) -> None:
    seeded(two, small)
    sql.update(two, PAIN_POINT, "title", "Mine")
    release(small, 2, TITLE)
    seeded(two, small)
    put_back(two, "Acme Ltd", TITLE_AT, by=BY)
    assert (title(two), list_conflicts(two)) == ("Ageing systems", [])


def test_the_statements_of_a_question_do_not_grow_with_the_plan_or_the_log(two: Store, small: str) -> None:
    seeded(two, small)
    release(small, 2, TITLE)
    with statements_of(two) as few:
        asked(two, small, TITLE_AT)
    for number in range(9):
        sql.add(two, ("acme ltd", "strategy", "painPoints", f"mine-{number}"), 5 + number)
        edit(two, "Acme Ltd", [SetField(f"{ROW}/owner", f"Me {number}")], by=BY)
    with statements_of(two) as many:
        asked(two, small, TITLE_AT)
    assert len(many) == len(few) <= 60, len(few)
