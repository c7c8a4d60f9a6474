"""A document taken apart and made whole again, and what somebody did to a section since it came in."""

from __future__ import annotations

from hypothesis import given
from plan_edits import SIDES, Sides

from demodb.model.canonical import canonical
from demodb.model.origin import TemplateOrigin, is_by_hand, is_edited, missing_rows
from demodb.model.rows import (
    beside_lists,
    place_text,
    row_lists,
    row_places,
    rows_by_id,
    with_lists,
    with_rows_at,
    without_rows_at,
)

ORIGIN = TemplateOrigin("telecom", "0001", "0", "2026-11-24")


@given(SIDES)
def test_a_document_is_its_lists_and_what_stands_beside_them(sides: Sides) -> None:
    section, document, _, _ = sides
    lists, beside = row_lists(section, document), beside_lists(section, document)
    assert with_lists(document, lists) == with_lists(beside, lists) == document
    assert not beside.keys() & lists.keys()


@given(SIDES)
def test_a_document_with_other_lists_keeps_what_stands_beside_them(sides: Sides) -> None:
    section, document, _, other = sides
    mixed = with_lists(document, row_lists(section, other))
    assert row_lists(section, mixed) == row_lists(section, other)
    assert beside_lists(section, mixed) == beside_lists(section, document)


@given(SIDES)
def test_rows_by_their_ids_are_the_list_in_its_order(sides: Sides) -> None:
    section, document, _, _ = sides
    for rows in row_lists(section, document).values():
        assert list(rows_by_id(rows).values()) == rows
        assert list(rows_by_id(rows)) == [row["id"] for row in rows]


@given(SIDES)
def test_a_document_with_and_without_some_rows_has_each_row_once(sides: Sides) -> None:
    section, document, other, _ = sides
    places = row_places(section, other)
    kept, left_out = with_rows_at(section, document, places), without_rows_at(section, document, places)
    assert set(row_places(section, kept)) == set(row_places(section, document)) & set(places)
    assert set(row_places(section, left_out)) == set(row_places(section, document)) - set(places)
    assert beside_lists(section, kept) == beside_lists(section, left_out) == beside_lists(section, document)


def test_a_place_is_written_as_people_type_it() -> None:
    assert place_text("strategy", "painPoints", "pp-001", "title") == "strategy/painPoints/pp-001/title"
    assert place_text("actions", "", "a1") == "actions/a1"
    assert place_text("strategy", field="note") == "strategy/note"
    assert place_text("strategy") == "strategy"


@given(SIDES)
def test_a_section_is_edited_if_and_only_if_it_says_something_else_than_its_base(sides: Sides) -> None:
    _, base, document, _ = sides
    edited = canonical(base) != canonical(document)
    assert is_edited(canonical(base), document) == edited
    assert is_by_hand(ORIGIN, canonical(base), document) == edited
    assert is_by_hand(None, canonical(base), document)


@given(SIDES)
def test_the_missing_rows_are_those_that_only_the_base_has(sides: Sides) -> None:
    section, base, document, _ = sides
    missing = missing_rows(section, canonical(base), document)
    assert missing == [place for place in row_places(section, base) if place not in row_places(section, document)]
