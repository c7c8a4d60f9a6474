"""Rows that are one piece, as the template has one about something else: rules of their merge, and laws."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from plan_edits import SIDES, Sides

from demodb.model.canonical import same
from demodb.model.documents import Document, Section
from demodb.model.faults import section_faults
from demodb.model.merge import ABSENT, Conflict, MergeResult, MergeRule, merge
from demodb.model.reporting import bosses
from demodb.model.rows import RowPlace, row_lists, row_places, rows_by_id

Row = dict[str, Any]
RULES = st.integers(0, 2**16).map(lambda bits: bits | 1)


def person(own: str, boss: str | None = None, **fields: Any) -> Row:
    row = {"id": own, "name": "Ann", "title": "CTO", "role": "user", "relationshipStrength": "weak", "reportsTo": boss}
    return row | fields


def people(base: Document, ours: Document, theirs: Document, *whole: str, touched: str = "") -> MergeResult:
    rule = MergeRule(whole={("", own) for own in whole}, touched={("", own) for own in touched.split()})
    return merge("stakeholders", base, ours, theirs, rule)


# Rules


def test_a_touched_row_stays_whole_and_theirs_is_a_conflict_of_the_row() -> None:
    base, ours, theirs = person("a"), person("a", title="Mine"), person("a", name="Bo", role="champion")
    merged = people([base], [ours], [theirs], "a")
    assert merged.document == [ours]
    assert merged.base == [theirs]
    assert merged.conflicts == (Conflict("", "a", "", base, ours, theirs),)
    assert merged.kept == (("", "a"),)


def test_an_untouched_row_is_replaced() -> None:
    theirs = [person("a", name="Bo")]
    assert people([person("a")], [person("a")], theirs, "a") == MergeResult(theirs, theirs, ())


def test_a_row_that_ours_deleted_stays_deleted() -> None:
    theirs = [person("a", name="Bo")]
    assert people([person("a")], [], theirs, "a") == MergeResult([], theirs, ())


def test_a_row_that_ours_added_is_a_conflict_of_the_row() -> None:
    ours, theirs = person("a", title="Mine"), person("a", name="Bo")
    assert people([], [ours], [theirs], "a").conflicts == (Conflict("", "a", "", ABSENT, ours, theirs),)


def test_a_row_that_stays_asks_only_when_theirs_changes() -> None:
    first = people([person("a")], [person("a", title="Mine")], [person("a", name="Bo")], "a")
    again = people(first.base, first.document, [person("a", name="Bo")], "a")
    assert (again.document, again.conflicts, again.kept) == (first.document, (), (("", "a"),))
    assert len(people(again.base, again.document, [person("a", name="Cy")], "a").conflicts) == 1


def test_people_who_report_to_a_row_that_stays_stay_with_it_and_are_not_edited_for_it() -> None:
    base = [person("a"), person("b"), person("c", "a"), person("d", "a")]
    ours = [person("a", title="Mine"), person("b"), person("c", "a"), person("d", "a", notes="Mine")]
    theirs = [person("a", name="Bo"), person("b"), person("c", "b", title="New"), person("d", "b"), person("e", "b")]
    merged = people(base, ours, theirs, "a")
    assert bosses(rows_by_id(row_lists("stakeholders", merged.document)[""])) == {"c": "a", "d": "a", "e": "b"}
    assert person("c", "a", title="New") in row_lists("stakeholders", merged.base)[""]
    second = people(merged.base, merged.document, theirs, "a")
    assert second.document == merged.document


def test_people_who_report_to_a_row_that_is_replaced_follow_theirs() -> None:
    base = [person("a"), person("b"), person("c", "a")]
    theirs = [person("a", name="Bo"), person("b"), person("c", "b")]
    assert people(base, base, theirs, "a").document == theirs


def test_somebody_else_reports_to_nobody_who_was_deleted() -> None:
    base = [person("a"), person("b", "a")]
    merged = people(base, [person("b", None, title="Mine")], [person("a"), person("b", "a", name="Bo")], "b")
    assert merged.conflicts[0].theirs == person("b", None, name="Bo")


def test_a_row_that_counts_as_touched_is_neither_dropped_nor_replaced() -> None:
    base = [person("a"), person("b")]
    assert people(base, base, [person("b", name="Bo")], "b", touched="a b").document == base


def test_a_row_that_counts_as_touched_takes_the_fields_that_theirs_changed() -> None:
    theirs = [person("a", title="New")]
    assert people([person("a")], [person("a")], theirs, touched="a").document == theirs


# Laws


def chosen(section: Section, theirs: Document, bits: int) -> set[RowPlace]:
    """Some of the rows of theirs, by the bits of a number."""
    return {place for n, place in enumerate(row_places(section, theirs)) if bits >> n & 1}


def rows(section: Section, document: Document) -> dict[RowPlace, Row]:
    return {(name, row["id"]): row for name, listed in row_lists(section, document).items() for row in listed}


@given(SIDES, RULES)
def test_a_row_that_ours_touched_is_never_one_of_theirs_about_something_else(sides: Sides, bits: int) -> None:
    section, base, ours, theirs = sides
    whole = chosen(section, theirs, bits)
    merged = merge(*sides, MergeRule(whole=whole))
    assert section_faults(section, merged.document) == []
    before, mine, after = (rows(section, side) for side in (base, ours, merged.document))
    for place in whole & mine.keys():
        if not same(mine[place], before.get(place)):
            assert same(after[place], mine[place])
    asked = {conflict.place for conflict in merged.conflicts if not conflict.field}
    assert asked <= set(merged.kept) <= whole


@given(SIDES, RULES)
def test_what_waits_for_a_decision_is_what_the_next_base_says(sides: Sides, bits: int) -> None:
    section, theirs = sides[0], sides[3]
    merged = merge(*sides, MergeRule(whole=chosen(section, theirs, bits)))
    based = rows(section, merged.base)
    assert all(same(based[conflict.place], conflict.theirs) for conflict in merged.conflicts if not conflict.field)


@given(SIDES, RULES)
def test_a_second_merge_with_the_same_theirs_changes_nothing(sides: Sides, bits: int) -> None:
    section, _, _, theirs = sides
    rule = MergeRule(whole=chosen(section, theirs, bits))
    merged = merge(*sides, rule)
    again = merge(section, merged.base, merged.document, theirs, rule)
    assert (again.document, again.base, again.conflicts) == (merged.document, merged.base, ())


@given(SIDES, RULES)
def test_who_reported_to_a_row_that_stays_does_so_afterwards(sides: Sides, bits: int) -> None:
    section, _, ours, theirs = sides
    merged = merge(*sides, MergeRule(whole=chosen(section, theirs, bits)))
    if section != "stakeholders":
        return
    before, after = bosses(rows_by_id(row_lists(section, ours)[""])), bosses(rows_by_id(row_lists(section, merged.document)[""]))
    present = {own for _, own in row_places(section, merged.document)}
    kept = {own for _, own in merged.kept}
    for own, boss in before.items():
        if boss in kept and own in present:
            assert after[own] == boss


@given(SIDES, RULES)
def test_rows_that_count_as_touched_stay(sides: Sides, bits: int) -> None:
    section, _, ours, theirs = sides
    touched = chosen(section, ours, bits)
    merged = merge(section, sides[1], ours, theirs, MergeRule(whole=set(row_places(section, theirs)), touched=touched))
    after, mine = rows(section, merged.document), rows(section, ours)
    clashing = {conflict.place for conflict in merged.conflicts if conflict.field}
    assert all(same(after[place] | {"reportsTo": None}, mine[place] | {"reportsTo": None}) for place in touched - clashing)
