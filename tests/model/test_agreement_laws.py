"""Laws of what files say: nothing typed is lost, nothing deleted comes back by itself, what is the same is no news."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from plan_edits import SIDES, Row, Sides, changed_document

from demodb.model.agreement import Standing, nearest, settled, with_unknown_keys
from demodb.model.canonical import same
from demodb.model.changes import change_from, change_payload, changes, taken_back
from demodb.model.contract import contract_keys
from demodb.model.documents import Document, Section
from demodb.model.faults import section_faults
from demodb.model.merge import ABSENT, FILE, merge
from demodb.model.rows import RowPlace, beside_lists, row_lists, row_places, with_lists

Cell = tuple[str, str, str]


def cells(section: Section, document: Document) -> dict[Cell, Any]:
    """Every value of a document by list, row and field; the order of rows is left out."""
    beside = {("", "", key): value for key, value in beside_lists(section, document).items()}
    lists = row_lists(section, document).items()
    return beside | {(name, row["id"], key): value for name, rows in lists for row in rows for key, value in row.items()}


def alike(section: Section, one: Document, other: Document) -> bool:
    """Whether two documents say the same, whatever the order of their rows."""
    return same(
        {"/".join(place): value for place, value in cells(section, one).items()},
        {"/".join(place): value for place, value in cells(section, other).items()},
    )


def without_unknown(section: Section, document: Document) -> Document:
    """What a writer leaves of a document that drops every key that it does not know."""
    lists = {
        name: [{key: value for key, value in row.items() if key in contract_keys(section, name)} for row in rows]
        for name, rows in row_lists(section, document).items()
    }
    return with_lists({} if isinstance(document, dict) else document, lists)


def unknown(section: Section, document: Document) -> dict[Cell, Any]:
    return {
        place: value
        for place, value in cells(section, document).items()
        if not place[1] or place[2] not in contract_keys(section, place[0])
    }


@given(SIDES)
def test_changes_taken_back_give_the_document_of_before(sides: Sides) -> None:
    section, before, after, _ = sides
    document, later = taken_back(section, after, changes(section, before, after))
    assert later == []
    assert document is not None
    assert alike(section, document, before)


@given(SIDES)
def test_changes_are_the_same_after_they_were_written_as_json(sides: Sides) -> None:
    section, before, after, _ = sides
    for change in changes(section, before, after):
        assert change_from(change_payload(change)) == change


@given(SIDES)
def test_what_something_later_stands_on_is_not_taken_back(sides: Sides) -> None:
    section, before, after, latest = sides
    made = list(changes(section, before, after))
    document, later = taken_back(section, latest, made)
    assert document is not None
    assert all(change in made for change in later)
    changed = {(change.list, change.row, change.field) for change in made if change not in later}
    rows = {place[:2] for place in changed if not place[2]}
    touched = {place for place, value in cells(section, latest).items() if not same(cells(section, document).get(place), value)}
    assert all(place in changed or place[:2] in rows for place in touched)


@given(SIDES)
def test_every_value_that_a_side_typed_is_in_the_result_or_in_a_conflict(sides: Sides) -> None:
    section, base, ours, theirs = sides
    merged = merge(section, base, ours, theirs, FILE)
    result = cells(section, merged.document)
    told = {(c.list, c.row, c.field): c.theirs for c in merged.conflicts}
    was = cells(section, base)
    for place, value in cells(section, ours).items():
        assert same(value, was.get(place, ABSENT)) or same(value, result.get(place, ABSENT)), place
    for place, value in cells(section, theirs).items():
        row = told.get((*place[:2], ""), {})
        in_conflict = same(value, told.get(place, ABSENT)) or (row is not ABSENT and same(value, row.get(place[2], ABSENT)))
        assert same(value, was.get(place, ABSENT)) or same(value, result.get(place, ABSENT)) or in_conflict, place


@st.composite
def standings(draw: st.DrawFn) -> tuple[Section, Standing, Document, Document]:
    """A section as it stands, with rows that were deleted once, what was agreed on, and what a file says."""
    section, base, document, said = draw(SIDES)
    agreed = draw(st.sampled_from([base, document]) | changed_document(section, base))
    free = sorted({*row_places(section, base), *row_places(section, said)} - {*row_places(section, document)})
    gone: set[RowPlace] = draw(st.sets(st.sampled_from(free))) if free else set()
    return section, Standing(document, base, draw(st.booleans()), gone), agreed, said


@given(standings())
def test_what_stands_after_a_file_has_spoken_is_a_valid_document(given_: tuple[Section, Standing, Document, Document]) -> None:
    section, standing, agreed, said = given_
    assert section_faults(section, settled(section, standing, agreed, said).document) == []


@given(standings())
def test_a_row_that_was_deleted_once_comes_back_only_as_a_conflict(given_: tuple[Section, Standing, Document, Document]) -> None:
    section, standing, agreed, said = given_
    settlement = settled(section, standing, agreed, said)
    present = {*row_places(section, standing.document)}
    deleted = {*standing.gone, *row_places(section, standing.base)} - present
    assert not deleted & {*row_places(section, settlement.document)}
    conflicts = {conflict.place for conflict in settlement.conflicts if not conflict.field}
    assert (deleted & {*row_places(section, said)}) - {*row_places(section, agreed)} <= conflicts


@given(standings(), st.data())
def test_a_row_that_is_gone_after_a_file_has_spoken_does_not_come_back_from_the_next_one(
    given_: tuple[Section, Standing, Document, Document], data: st.DataObject
) -> None:
    section, standing, agreed, said = given_
    first = settled(section, standing, agreed, said)
    gone = {*row_places(section, standing.document)} - {*row_places(section, first.document)}
    following = data.draw(changed_document(section, standing.document), label="following")
    then = Standing(first.document, first.base, standing.template, first.deleted)
    assert not gone & {*row_places(section, settled(section, then, said, following).document)}


@given(standings())
def test_a_file_that_says_what_was_agreed_on_changes_nothing(given_: tuple[Section, Standing, Document, Document]) -> None:
    section, standing, agreed, _ = given_
    settlement = settled(section, standing, agreed, agreed)
    assert alike(section, settlement.document, standing.document)
    assert settlement.conflicts == ()


@given(standings())
def test_a_file_that_speaks_again_changes_nothing_more(given_: tuple[Section, Standing, Document, Document]) -> None:
    section, standing, agreed, said = given_
    first = settled(section, standing, agreed, said)
    then = Standing(first.document, first.base, standing.template, first.deleted)
    second = settled(section, then, said, said)
    assert same(second.document, first.document)
    assert (second.conflicts, {*second.deleted}) == ((), {*first.deleted})


@given(SIDES, st.data())
def test_unknown_keys_survive_a_writer_that_drops_all_of_them(sides: Sides, data: st.DataObject) -> None:
    section, document, _, _ = sides
    said = without_unknown(section, data.draw(changed_document(section, document), label="said"))
    settlement = settled(section, Standing(document, document), document, said)
    rows = {*row_places(section, said)}
    expected = {place: value for place, value in unknown(section, document).items() if place[:2] in rows or not place[1]}
    standing = cells(section, settlement.document)
    assert all(same(value, standing.get(place, ABSENT)) for place, value in expected.items())
    assert len(settlement.kept) == len(expected)


@given(SIDES)
def test_who_takes_out_one_unknown_key_of_several_by_hand_takes_out_that_one(sides: Sides) -> None:
    section, document, said, _ = sides
    if unknown(section, said):
        assert with_unknown_keys(section, document, said) == (said, ())


@given(SIDES)
def test_a_file_is_made_of_its_own_version_unless_it_says_more_of_another_one(sides: Sides) -> None:
    section, own, other, said = sides
    assert nearest(section, own, [own, other], own=True) is own
    assert nearest(section, without_rows(section, said), [own, other], own=True) is own
    chosen = nearest(section, said, [own, other], own=True)
    spoken, mine, theirs = (cells(section, document) for document in (said, own, other))
    only = [
        sum(same(value, one.get(place, ABSENT)) and not same(value, two.get(place, ABSENT)) for place, value in spoken.items())
        for one, two in ((mine, theirs), (theirs, mine))
    ]
    assert (chosen is other) == (only[1] > only[0])


def without_rows(section: Section, document: Document) -> Document:
    return with_lists({} if isinstance(document, dict) else document, {name: [] for name in row_lists(section, document)})


def test_a_card_that_was_added_and_taken_out_again_with_another_edit_is_no_sign_of_the_version_before() -> None:
    first: list[Row] = [{"id": "a", "title": "Call"}]
    own: list[Row] = [*first, {"id": "card", "title": "New"}]
    assert nearest("actions", [{"id": "a", "title": "Call them"}], [own, first], own=True) is own
    assert nearest("actions", [{"id": "a", "title": "Call them"}], [own, first], own=False) is first
