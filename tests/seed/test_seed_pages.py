"""The log of edits and the open conflicts page by page, and decisions about conflicts as they were seen."""

from __future__ import annotations

from typing import Any

import pytest
import seed_edits as sql
from pack_texts import SEVERITY, TITLE, release
from seeded_accounts import PAIN_POINT, seeded
from statements import statements_of

from demodb.api.conflicts import ConflictPage, conflict_page, edit, list_conflicts, seen_mark, take_mine, take_theirs
from demodb.api.edit import SetField
from demodb.api.edit import edit as edit_plan
from demodb.api.log import edit_log, edit_log_page, note_edits, undo_edit
from demodb.api.seed import By
from demodb.errors import ConflictError, UnknownAccountError
from demodb.store.engine import Store

AT = "strategy/painPoints/pp-001"
ACCOUNTS = ("acme-ltd", "borealis-as")


@pytest.fixture
def edited(two: Store, small: str) -> Store:
    """Both accounts were edited in turn, six times in all."""
    seeded(two, small)
    for number in range(6):
        edit_plan(two, ACCOUNTS[number % 2], [SetField(f"{AT}/title", f"Title {number}")], by=By("bob"))
    return two


@pytest.fixture
def clashing(two: Store, small: str) -> Store:
    """The title and the severity of a pain point of either account are in conflict."""
    seeded(two, small)
    for account in ACCOUNTS:
        edit_plan(two, account, [SetField(f"{AT}/title", "Mine"), SetField(f"{AT}/severity", "low")])
    release(small, 2, SEVERITY, TITLE)
    assert seeded(two, small) == 4
    return two


def test_the_log_comes_page_by_page_and_whole(edited: Store) -> None:
    entries: list[int] = []
    before: int | None = None
    while True:
        page = edit_log_page(edited, before=before, limit=4)
        entries += [entry.edit.id for entry in page.entries]
        before = page.older
        if before is None:
            break
    every = [entry.id for account in ACCOUNTS for entry in edit_log(edited, account)]
    assert entries == sorted(every, reverse=True)
    one = edit_log_page(edited, "Acme Ltd", limit=2)
    assert [(entry.edit.slug, entry.edit.changes[0].now) for entry in one.entries] == [
        ("acme-ltd", "Title 4"),
        ("acme-ltd", "Title 2"),
    ]
    assert one.older == one.entries[-1].edit.id


def test_a_page_of_the_log_takes_as_many_statements_whatever_its_length(edited: Store) -> None:
    with statements_of(edited) as few:
        edit_log_page(edited, limit=1)
    with statements_of(edited) as many:
        edit_log_page(edited, limit=200)
    assert len(few) == len(many)


def test_an_edit_is_free_exactly_where_it_can_be_taken_back(edited: Store) -> None:
    free = [entry.edit.changes[0].now for entry in edit_log_page(edited).entries if entry.free]
    assert free == ["Title 5", "Title 4"]
    newest = edit_log_page(edited, "acme-ltd").entries[0]
    undo_edit(edited, newest.edit.id, person="carol")
    undone, taken, before, *_ = edit_log_page(edited, "acme-ltd").entries
    assert (undone.edit.person, undone.free, taken.free, before.free) == ("carol", True, False, True)


def test_a_page_writes_nothing_and_edits_by_sql_are_logged_where_somebody_says_so(edited: Store) -> None:
    sql.update(edited, PAIN_POINT, "title", "By hand")
    before = len(edit_log_page(edited, "acme-ltd").entries)
    note_edits(edited, "acme-ltd")
    (first, *others) = edit_log_page(edited, "acme-ltd").entries
    assert (first.edit.side, len(others)) == ("row", before)
    with pytest.raises(UnknownAccountError):
        edit_log_page(edited, "nobody")


def pages(store: Store, limit: int) -> list[ConflictPage]:
    found = [conflict_page(store, limit=limit)]
    while found[-1].next is not None:
        found.append(conflict_page(store, after=found[-1].next, limit=limit))
    return found


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 50])
def test_conflicts_come_page_by_page_and_whole(clashing: Store, limit: int) -> None:
    found = [one for page in pages(clashing, limit) for one in page.conflicts]
    assert found == list_conflicts(clashing)
    assert [one.slug for one in found] == ["acme-ltd", "acme-ltd", "borealis-as", "borealis-as"]
    assert conflict_page(clashing, "borealis-as").conflicts == found[2:]


@pytest.mark.parametrize("after", ["", "x", "[]", '["acme ltd","strategy","","",1]', '["\\u0000","","","",""]', "[" * 9999])
def test_an_after_that_no_page_gave_is_the_beginning(clashing: Store, after: str) -> None:
    assert len(conflict_page(clashing, after=after).conflicts) == 4


def test_what_was_decided_meanwhile_does_not_stop_the_pages(clashing: Store) -> None:
    first = conflict_page(clashing, limit=2)
    take_mine(clashing, "acme-ltd")
    assert [one.slug for one in conflict_page(clashing, after=first.next).conflicts] == ["borealis-as"] * 2


@pytest.mark.parametrize("decide", [take_mine, take_theirs])
def test_conflicts_are_decided_as_they_were_seen_or_not_at_all(clashing: Store, decide: Any) -> None:
    every = list_conflicts(clashing)
    mark = seen_mark(every)
    edit_plan(clashing, "borealis-as", [SetField(f"{AT}/title", "Mine, later")])
    with pytest.raises(ConflictError, match="changed since it was read"):
        decide(clashing, seen=mark)
    assert len(list_conflicts(clashing)) == 4
    assert len(decide(clashing, seen=seen_mark(list_conflicts(clashing)))) == 4
    assert list_conflicts(clashing) == []


def test_who_decides_is_in_the_log(clashing: Store) -> None:
    (_, title, *_) = list_conflicts(clashing)
    with pytest.raises(ConflictError, match="changed since it was read"):
        edit(clashing, "acme-ltd", title.place, "Third", seen="another")
    edit(clashing, "acme-ltd", title.place, "Third", by=By("dora"), seen=seen_mark([title]))
    assert next(entry.person for entry in edit_log(clashing, "acme-ltd")) == "dora"
    take_theirs(clashing, "borealis-as", by=By("emil"))
    assert next(entry.person for entry in edit_log(clashing, "borealis-as")) == "emil"
