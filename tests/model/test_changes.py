"""What differs between two documents, and taking such differences back: only where nothing later stands on them."""

from __future__ import annotations

import pytest

from demodb.model.changes import Change, changes, taken_back
from demodb.model.merge import ABSENT

CARD = {"id": "a", "title": "Call", "notes": "soon"}


def test_changes_that_are_taken_back_leave_the_document_as_it_was() -> None:
    after = [{"id": "a", "title": "Write"}, {"id": "b", "title": "New"}]
    assert taken_back("actions", after, changes("actions", [CARD], after)) == ([CARD], [])


@pytest.mark.parametrize("now", [ABSENT, "later"])
def test_a_field_is_not_taken_back_where_its_row_is_gone(now: object) -> None:
    change = Change("", "a", "notes", "soon", now)
    assert taken_back("actions", [], [change]) == ([], [change])
