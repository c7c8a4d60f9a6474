"""Dates that move by weeks: whole, exactly back, and only they."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_documents import DOCUMENTS

from demodb.model.canonical import canonical
from demodb.model.dates import moved_by_weeks
from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.weeks import by_weeks, dates_of, newest_past, spoken_weeks, weeks_until

TODAY = date(2026, 11, 24)
WEEKS = st.integers(-30_000, 30_000)


@settings(max_examples=examples(60))
@given(data=st.data(), section=st.sampled_from(SECTIONS), weeks=WEEKS)
def test_what_moves_back_is_byte_for_byte_as_before(data: st.DataObject, section: Section, weeks: int) -> None:
    document: Document = data.draw(DOCUMENTS[section])
    moved = by_weeks(section, document, weeks)
    assert canonical(by_weeks(section, moved, -weeks)) == canonical(document)
    assert [place[:3] for place in dates_of(section, moved)] == [place[:3] for place in dates_of(section, document)]


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("2026-11-24", "2026-12-08"),
        ("2026-12-24T09:30:00.000Z", "2027-01-07T09:30:00.000Z"),
        ("2024-02-20T00:00", "2024-03-05T00:00"),
        ("9999-12-31", "9999-12-31"),
        ("0001-01-01", "0001-01-01"),
        ("8999-12-31", "1900-01-14"),
        ("2026-02-30", "2026-02-30"),
        ("soon", "soon"),
    ],
)
def test_a_date_moves_by_whole_weeks_with_its_time(text: str, moved: str) -> None:
    assert (moved_by_weeks(text, 2), moved_by_weeks(moved, -2)) == (moved, text)


def test_a_key_that_only_looks_like_a_date_stays() -> None:
    rows = [{"id": "a", "title": "2026-11-24", "createdAt": "2026-11-24", "seenAt": "2026-11-24"}]
    (row,) = by_weeks("actions", rows, 1)
    assert row == {"id": "a", "title": "2026-11-24", "createdAt": "2026-12-01", "seenAt": "2026-11-24"}


@given(age=st.integers(0, 4000), recent=st.integers(0, 60))
def test_the_weeks_make_a_date_as_recent_as_asked_and_never_one_to_come(age: int, recent: int) -> None:
    weeks = weeks_until(TODAY - timedelta(age), TODAY, recent)
    after = age - 7 * weeks
    assert after >= 0
    assert after <= max(recent, 6)
    assert weeks == 0 or age - 7 * (weeks - 1) > recent


def test_the_newest_date_is_one_on_which_something_happened() -> None:
    rows = [
        {"id": "a", "createdAt": "2026-10-01T09:00:00Z", "dueDate": "2026-11-23"},
        {"id": "b", "createdAt": "2026-12-01"},
    ]
    assert newest_past("actions", rows, TODAY) == date(2026, 10, 1)
    assert newest_past("actions", [], TODAY) is None


def test_the_weeks_of_a_copy_are_those_by_which_most_dates_agree() -> None:
    stands = [{"id": row_id, "createdAt": "2026-10-22"} for row_id in "abc"]
    said = [
        {"id": "a", "createdAt": "2026-10-01"},
        {"id": "b", "createdAt": "2026-10-01"},
        {"id": "c", "createdAt": "2026-10-22"},
    ]
    assert spoken_weeks("actions", said, stands, (3, 0)) == 3
    assert spoken_weeks("actions", stands, stands, (3, 0)) == 0
    assert spoken_weeks("actions", [], stands, (3, 0)) == 3
