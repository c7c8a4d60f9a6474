"""Laws of the merge, for any three documents of a section."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_edits import SIDES, WILD_SIDES, Row, Sides, changed_document

from demodb.model.canonical import same
from demodb.model.documents import ROW_LISTS, Document, Section, row_lists
from demodb.model.faults import section_faults
from demodb.model.merge import ABSENT, Conflict, MergeResult, merge


def equal(one: MergeResult, document: Document, base: Document) -> bool:
    return same(one.document, document) and same(one.base, base) and not one.conflicts


def by_id(section: Section, name: str, document: Document) -> dict[str, Row]:
    """The rows of one of a document's lists."""
    return {row["id"]: row for row in row_lists(section, document)[name]}


def objects(section: Section, *documents: Document) -> Iterator[tuple[str, str, list[Row | None]]]:
    """Every row of some documents, and what a strategy holds beside its lists: (list, id, what each document has)."""
    for name in ROW_LISTS[section]:
        lists = [by_id(section, name, document) for document in documents]
        for own in dict.fromkeys(own for rows in lists for own in rows):
            yield name, own, [rows.get(own) for rows in lists]
    if section == "strategy":
        yield "", "", [{k: v for k, v in d.items() if k not in ROW_LISTS[section]} for d in documents if isinstance(d, dict)]


def fields(section: Section, *documents: Document) -> Iterator[tuple[str, str, str, list[Any]]]:
    """Every field of the objects that ours and theirs both have: (list, id, field, values with ABSENT)."""
    for name, own, sides in objects(section, *documents):
        if sides[1] is not None and sides[2] is not None:
            for field in dict.fromkeys(key for side in sides for key in side or {}):
                yield name, own, field, [(side or {}).get(field, ABSENT) for side in sides]


@given(SIDES)
def test_what_ours_left_alone_becomes_theirs(sides: Sides) -> None:
    section, base, _, theirs = sides
    assert equal(merge(section, base, copy.deepcopy(base), theirs), theirs, theirs)


@given(SIDES)
def test_what_theirs_left_alone_stays_ours(sides: Sides) -> None:
    section, base, ours, _ = sides
    assert equal(merge(section, base, ours, copy.deepcopy(base)), ours, base)


@given(SIDES)
def test_what_both_made_alike_is_no_conflict(sides: Sides) -> None:
    section, base, ours, _ = sides
    assert equal(merge(section, base, ours, copy.deepcopy(ours)), ours, ours)


@given(SIDES)
def test_a_merge_of_valid_documents_is_a_valid_document(sides: Sides) -> None:
    section = sides[0]
    assert section_faults(section, merge(*sides).document) == []


@given(SIDES)
def test_a_merge_changes_none_of_its_documents(sides: Sides) -> None:
    before = copy.deepcopy(sides)
    merge(*sides)
    assert repr(sides) == repr(before)


@given(SIDES)
def test_a_second_merge_with_the_same_theirs_changes_nothing(sides: Sides) -> None:
    section, _, _, theirs = sides
    merged = merge(*sides)
    assert equal(merge(section, merged.base, merged.document, theirs), merged.document, merged.base)


@given(SIDES)
def test_no_row_that_ours_deleted_comes_back_and_none_that_either_side_added_is_missing(sides: Sides) -> None:
    section, base, ours, theirs = sides
    for _, own, (was, mine, other, now) in objects(section, base, ours, theirs, merge(*sides).document):
        if was is not None and mine is None:
            assert now is None, own
        elif was is None or other is not None:
            assert now is not None, own


@given(SIDES)
def test_a_row_that_theirs_dropped_goes_only_if_untouched_and_not_while_a_row_that_stays_reports_to_it(sides: Sides) -> None:
    section, base, ours, theirs = sides
    merged = merge(*sides)
    needed = (
        {row.get("reportsTo") for row in by_id(section, "", merged.document).values()} if section == "stakeholders" else set()
    )
    for _, own, (was, mine, other, now, then) in objects(section, base, ours, theirs, merged.document, merged.base):
        if was is not None and mine is not None and other is None:
            untouched = same(mine, was)
            assert (now is None) == (untouched and own not in needed)
            assert now is None or same(now, mine)
            assert (then is not None) == (untouched and own in needed)


@given(SIDES)
def test_no_field_that_ours_changed_is_lost(sides: Sides) -> None:
    section, base, ours, theirs = sides
    for name, own, field, (was, mine, _, now) in fields(section, base, ours, theirs, merge(*sides).document):
        assert same(mine, was) or same(now, mine), (name, own, field)


@given(SIDES)
def test_a_field_that_theirs_alone_changed_is_theirs(sides: Sides) -> None:
    section, base, ours, theirs = sides
    for name, own, field, (was, mine, other, now) in fields(section, base, ours, theirs, merge(*sides).document):
        if same(mine, was) and (section, field) != ("stakeholders", "reportsTo"):
            assert same(now, other), (name, own, field)


@given(SIDES)
def test_conflicts_are_the_fields_that_both_changed_each_in_its_way(sides: Sides) -> None:
    section, base, ours, theirs = sides
    expected = [
        Conflict(name, own, field, was, mine, other)
        for name, own, field, (was, mine, other) in fields(section, base, ours, theirs)
        if not (same(mine, other) or same(mine, was) or same(other, was))
    ]
    found = list(merge(*sides).conflicts)
    if section == "stakeholders":
        expected, found = ([c for c in some if c.field != "reportsTo"] for some in (expected, found))
    assert sorted(map(repr, found)) == sorted(map(repr, expected))


@given(SIDES)
def test_a_conflict_about_a_boss_is_a_change_of_theirs_that_is_not_what_stands(sides: Sides) -> None:
    section, base, ours, _ = sides
    merged = merge(*sides)
    for conflict in merged.conflicts:
        if (section, conflict.field) == ("stakeholders", "reportsTo"):
            rows: list[Row] = [
                by_id(section, "", side).get(conflict.row, {}) for side in (base, ours, merged.document, merged.base)
            ]
            was, mine, now, then = (row.get("reportsTo", ABSENT) for row in rows)
            assert (conflict.base, conflict.ours, conflict.theirs) == (was, mine, then)
            assert now == mine
            assert then not in (was, mine)


@given(SIDES)
def test_a_row_that_was_untouched_is_untouched_afterwards(sides: Sides) -> None:
    section, base, ours, _ = sides
    merged = merge(*sides)
    clashing = {(conflict.list, conflict.row) for conflict in merged.conflicts}
    for name, own, (was, mine, now, then) in objects(section, base, ours, merged.document, merged.base):
        if was is not None and mine is not None and same(was, mine) and (name, own) not in clashing:
            assert same(now, then)


@given(SIDES)
def test_the_order_is_that_of_theirs_unless_ours_moved_rows(sides: Sides) -> None:
    section, base, ours, theirs = sides
    merged = merge(*sides)
    for name in ROW_LISTS[section]:
        was, mine, other, now = (list(by_id(section, name, side)) for side in (base, ours, theirs, merged.document))
        moved = [own for own in mine if own in was] != [own for own in was if own in mine]
        leading = mine if moved else other
        assert [own for own in now if own in leading] == [own for own in leading if own in now]


@given(SIDES, st.data())
def test_through_two_revisions_with_edits_between_them_no_edit_is_lost_and_deletions_stick(
    sides: Sides, data: st.DataObject
) -> None:
    section, base, ours, theirs = sides
    first = merge(*sides)
    edited = data.draw(changed_document(section, first.document), label="edited")
    following = data.draw(changed_document(section, theirs), label="following")
    second = merge(section, first.base, edited, following)
    assert section_faults(section, second.document) == []
    assert equal(merge(section, second.base, second.document, following), second.document, second.base)
    for _, own, (was, mine, other, again, now) in objects(section, base, ours, theirs, edited, second.document):
        if was is not None and mine is None and other is not None and again is None:
            assert now is None, own
    for name, own, field, (was, mine, _, now) in fields(section, first.base, edited, following, second.document):
        assert same(mine, was) or same(now, mine), (name, own, field)


@settings(max_examples=examples(30))
@given(WILD_SIDES)
def test_the_laws_hold_for_documents_that_have_nothing_in_common(sides: Sides) -> None:
    section, base, ours, theirs = sides
    assert equal(merge(section, base, base, theirs), theirs, theirs)
    assert equal(merge(section, base, ours, base), ours, base)
    assert equal(merge(section, base, ours, ours), ours, ours)
    merged = merge(*sides)
    assert section_faults(section, merged.document) == []
    assert equal(merge(section, merged.base, merged.document, theirs), merged.document, merged.base)
