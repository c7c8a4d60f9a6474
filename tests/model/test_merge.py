"""The rules of the merge, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from demodb.model.canonical import canonical
from demodb.model.documents import Document, Section
from demodb.model.merge import ABSENT, FILE, Conflict, MergeResult, merge

Row = dict[str, Any]


def action(own: str, **fields: Any) -> Row:
    return {"id": own, "title": "Call", "status": "todo", "priority": "low", "createdAt": "2026-11-24"} | fields


def person(own: str, **fields: Any) -> Row:
    return {"id": own, "name": "Ann", "title": "CTO", "role": "user", "relationshipStrength": "weak"} | fields


def actions(base: Document, ours: Document, theirs: Document) -> MergeResult:
    return merge("actions", base, ours, theirs)


def people(base: Document, ours: Document, theirs: Document) -> MergeResult:
    return merge("stakeholders", base, ours, theirs)


def ids(document: Any) -> str:
    return " ".join(row["id"] for row in document)


def lines(document: Any) -> dict[str, Any]:
    """Who reports to whom."""
    return {row["id"]: row.get("reportsTo", ABSENT) for row in document}


def listed(own_ids: str) -> list[Row]:
    return [action(own) for own in own_ids.split()]


def chart(**boss: str | None) -> list[Row]:
    return [person(own, reportsTo=other) for own, other in boss.items()]


# Fields


def test_each_side_keeps_the_fields_that_it_alone_changed() -> None:
    merged = actions([action("a")], [action("a", status="done")], [action("a", priority="high")])
    assert merged == MergeResult([action("a", status="done", priority="high")], [action("a", priority="high")], ())


def test_of_a_field_that_both_changed_ours_stays_and_theirs_is_told() -> None:
    merged = actions([action("a")], [action("a", title="Mine")], [action("a", title="Theirs")])
    assert merged.document == [action("a", title="Mine")]
    assert merged.base == [action("a", title="Theirs")]
    assert merged.conflicts == (Conflict("", "a", "title", "Call", "Mine", "Theirs"),)


def test_a_field_that_both_changed_alike_is_no_conflict() -> None:
    new = [action("a", title="New")]
    assert actions([action("a")], new, [action("a", title="New")]) == MergeResult(new, new, ())


@pytest.mark.parametrize(("ours", "expected"), [({}, {}), ({"owner": "Bo"}, {"owner": "Bo"})])
def test_a_field_that_one_side_took_away_is_a_conflict_only_if_the_other_changed_it(ours: Row, expected: Row) -> None:
    merged = actions([action("a", owner="Ann")], [action("a", **ours)], [action("a", owner="Cy")])
    assert merged.document == [action("a", **expected)]
    assert merged.conflicts == (Conflict("", "a", "owner", "Ann", ours.get("owner", ABSENT), "Cy"),)


def test_a_field_that_theirs_took_away_goes() -> None:
    assert actions([action("a", x=1)], [action("a", x=1, status="done")], [action("a")]).document == [action("a", status="done")]


def test_a_list_of_texts_is_one_field() -> None:
    base, ours, theirs = ([person("a", interests=["cloud", *more])] for more in ([], ["cost"], ["5G"]))
    merged = people(base, ours, theirs)
    assert merged.document == ours
    assert merged.conflicts == (Conflict("", "a", "interests", ["cloud"], ["cloud", "cost"], ["cloud", "5G"]),)


@pytest.mark.parametrize(("was", "now"), [(1, True), (0, False), ([1], [True]), ({"x": 0}, {"x": False}), (ABSENT, None)])
def test_true_is_not_one_and_null_is_not_absent(was: Any, now: Any) -> None:
    base = [action("a") if was is ABSENT else action("a", x=was)]
    merged = actions(base, [action("a", x=now)], [action("a", x="new")])
    assert canonical(merged.document) == canonical([action("a", x=now)])
    assert merged.conflicts == (Conflict("", "a", "x", was, now, "new"),)


def test_one_is_one_however_it_is_written() -> None:
    assert actions([action("a", x=1)], [action("a", x=1.0)], [action("a", x=2)]) == MergeResult(
        [action("a", x=2)], [action("a", x=2)], ()
    )


# Rows


def test_a_row_that_ours_deleted_stays_deleted_whatever_theirs_did_to_it() -> None:
    changed = [action("a", title="New"), action("b")]
    merged = actions(listed("a b"), listed("b"), changed)
    assert merged == MergeResult(listed("b"), changed, ())


def test_a_row_that_ours_deleted_stays_deleted_through_later_revisions() -> None:
    first = actions(listed("a b"), listed("b"), [action("a", title="Second"), action("b")])
    second = actions(first.base, first.document, [action("a", title="Third"), action("b"), action("c")])
    assert ids(second.document) == "b c"
    assert ids(second.base) == "a b c"


def test_a_row_that_both_deleted_is_forgotten() -> None:
    assert actions(listed("a b"), listed("b"), listed("b")) == MergeResult(listed("b"), listed("b"), ())


def test_rows_that_either_side_added_are_there() -> None:
    merged = actions(listed("a"), listed("a mine"), listed("a new"))
    assert (ids(merged.document), ids(merged.base)) == ("a mine new", "a new")


def test_a_row_that_both_added_is_merged_field_by_field() -> None:
    merged = actions([], [action("a", title="Mine", owner="Bo")], [action("a", title="Theirs", dueDate="2026-12-24")])
    assert merged.document == [action("a", title="Mine", owner="Bo", dueDate="2026-12-24")]
    assert merged.conflicts == (Conflict("", "a", "title", ABSENT, "Mine", "Theirs"),)


def test_a_row_that_theirs_dropped_goes_if_untouched_and_is_ours_alone_if_edited() -> None:
    merged = actions(listed("a b c"), [action("a"), action("b", status="done"), action("c")], listed("c"))
    assert merged == MergeResult([action("b", status="done"), action("c")], listed("c"), ())


# Reporting lines


def test_an_untouched_person_whom_theirs_dropped_stays_while_somebody_who_stays_reports_to_them() -> None:
    base = chart(top=None, boss="top", other="top")
    merged = people(base, [*base, person("mine", reportsTo="boss")], chart(new=None))
    assert ids(merged.document) == "top boss mine new"
    assert ids(merged.base) == "top boss new"


def test_a_person_whom_a_file_took_out_and_somebody_of_ours_reports_to_stays_with_a_conflict() -> None:
    base = chart(top=None, boss="top", other="top")
    ours = [*base, person("mine", reportsTo="boss")]
    merged = merge("stakeholders", base, ours, [], FILE)
    assert ids(merged.document) == "top boss mine"
    assert merged.conflicts == (
        Conflict("", "top", "", base[0], base[0], ABSENT),
        Conflict("", "boss", "", base[1], base[1], ABSENT),
    )
    assert people(base, ours, []).conflicts == ()


def test_a_person_who_was_kept_for_another_goes_once_nobody_needs_them() -> None:
    base = chart(top=None, boss="top")
    kept = people(base, [*base, person("mine", reportsTo="boss")], chart(new=None))
    freed = [row | {"reportsTo": None} if row["id"] == "mine" else row for row in kept.document if isinstance(row, dict)]
    assert ids(people(kept.base, freed, chart(new=None)).document) == "mine new"


def test_who_newly_reports_to_somebody_deleted_reports_to_the_next_one_up_the_line() -> None:
    merged = people(chart(top=None, b="top", c="b"), chart(top=None), chart(top=None, b="top", c="b", new="c"))
    assert lines(merged.document) == {"top": None, "new": "top"}
    assert lines(merged.base) == {"top": None, "b": "top", "c": "b", "new": "top"}


def test_who_newly_reports_to_somebody_deleted_reports_to_nobody_if_nobody_is_left_up_the_line() -> None:
    merged = people([person("a"), person("b")], [person("b")], [person("a"), person("b", reportsTo="a")])
    assert merged.document == [person("b", reportsTo=None)]
    assert merged.base == [person("a"), person("b", reportsTo=None)]


def test_deleted_people_stay_in_the_base_as_theirs_has_them() -> None:
    theirs = chart(a=None, b="a", c="b")
    assert people(chart(a=None, b=None, c=None), chart(a=None), theirs) == MergeResult(chart(a=None), theirs, ())


def test_a_boss_whom_theirs_left_alone_and_ours_deleted_is_not_replaced() -> None:
    theirs = chart(a=None, b="a", new="b")
    merged = people(chart(a=None, b="a"), [person("b")], theirs)
    assert merged == MergeResult([person("b"), person("new", reportsTo="b")], theirs, ())


def test_ours_keep_their_bosses_where_the_two_sides_together_would_close_a_circle() -> None:
    merged = people(chart(a=None, b=None), chart(a="b", b=None), chart(a=None, b="a"))
    assert lines(merged.document) == {"a": "b", "b": None}
    assert lines(merged.base) == {"a": None, "b": "a"}
    assert merged.conflicts == (Conflict("", "b", "reportsTo", None, None, "a"),)


def test_a_new_person_in_the_way_of_a_circle_keeps_their_boss() -> None:
    merged = people(chart(a=None, b=None), chart(a="b", b=None), chart(a=None, b="new", new="a"))
    assert lines(merged.document) == {"a": "b", "b": None, "new": "a"}
    assert merged.conflicts == (Conflict("", "b", "reportsTo", None, None, "new"),)


def test_a_boss_given_back_who_closes_another_circle_is_given_up_too() -> None:
    merged = people(chart(a="c", b=None, c=None), chart(a="c", b="a", c=None), chart(a="b", b=None, c="b"))
    assert lines(merged.document) == {"a": "c", "b": "a", "c": None}
    assert [(conflict.row, conflict.base, conflict.ours, conflict.theirs) for conflict in merged.conflicts] == [
        ("a", "c", "c", "b"),
        ("c", None, None, "b"),
    ]


def test_reports_to_is_a_field_like_any_other_outside_the_stakeholders() -> None:
    merged = actions(
        [action("a"), action("b")], [action("b")], [action("a"), action("b", reportsTo="a"), action("c", reportsTo=[])]
    )
    assert merged.document == [action("b", reportsTo="a"), action("c", reportsTo=[])]


# Order


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        pytest.param("a b c", "a b c", "c a b", "c a b", id="theirs moved"),
        pytest.param("a b c", "c a b", "a b c", "c a b", id="ours moved"),
        pytest.param("a b c", "b a c", "c b a", "b a c", id="both moved"),
        pytest.param("a b", "x a y z b", "b a n", "x b a y z n", id="ours behind their predecessors"),
        pytest.param("a b", "b a x", "n a m b", "n b a m x", id="theirs behind their predecessors"),
        pytest.param("a b c", "a c x", "c b a", "c x a", id="a deleted row moves nothing"),
        pytest.param("a b c", "a b x c", "a c", "a x c", id="behind one who went"),
    ],
)
def test_the_order_is_kept(base: str, ours: str, theirs: str, expected: str) -> None:
    assert ids(actions(listed(base), listed(ours), listed(theirs)).document) == expected


# Strategy


def test_a_strategys_lists_and_what_stands_beside_them_are_merged_apart() -> None:
    def strategy(pain: str, chance: str, **beside: Any) -> Row:
        day = {"description": "", "identifiedDate": "2026-11-24"}
        points = [{"id": "1", "title": pain, "status": "active", "severity": "low", **day}]
        return {"painPoints": points, "opportunities": [{"id": "1", "title": chance, "status": "won", **day}], **beside}

    merged = merge(
        "strategy",
        strategy("old", "old", goal="old", gone=1),
        strategy("mine", "old", goal="mine", gone=1),
        strategy("theirs", "new", goal="theirs", more=[1]),
    )
    assert merged.document == strategy("mine", "new", goal="mine", more=[1])
    assert merged.base == strategy("theirs", "new", goal="theirs", more=[1])
    assert merged.conflicts == (
        Conflict("painPoints", "1", "title", "old", "mine", "theirs"),
        Conflict("", "", "goal", "old", "mine", "theirs"),
    )


@pytest.mark.parametrize("section", ["stakeholders", "competitors", "actions"])
def test_an_emptied_list_stays_empty(section: Section) -> None:
    row = action("a")
    assert merge(section, [row], [], [row]) == MergeResult([], [row], ())
