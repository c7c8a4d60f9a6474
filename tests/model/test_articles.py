"""When an article appeared is read as feeds write it, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.model.articles import published_at

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-24T08:00:00Z", MORNING),
        ("2026-11-24T08:00:00.000Z", MORNING),
        ("2026-11-24 08:00", MORNING),
        ("2026-11-24T10:00:00+02:00", MORNING),
        ("Tue, 24 Nov 2026 08:00:00 GMT", MORNING),
        ("Tue, 24 Nov 2026 10:00:00 +0200", MORNING),
        ("24 Nov 2026 08:00 UT", MORNING),
        ("2026-11-24", MIDNIGHT),
        (" 2026-11-24\n", MIDNIGHT),
        ("Tue, 24 Nov 2026", MIDNIGHT),
        ("November 24, 2026", MIDNIGHT),
    ],
)
def test_a_moment_is_read_as_feeds_write_it(text: str, moment: datetime) -> None:
    assert published_at(text) == moment


@pytest.mark.parametrize("text", ["", "lately", "3 hours ago", "24/11/2026", "Tue, 99 Nov 2026", "2026-13-01", "12 12 12"])
def test_what_tells_no_moment_tells_none(text: str) -> None:
    assert published_at(text) is None


@given(text=st.text())
def test_any_text_is_taken(text: str) -> None:
    moment = published_at(text)
    assert moment is None or moment.tzinfo is not None


@given(moment=st.datetimes(timezones=st.just(timezone(timedelta(hours=5, minutes=30)))))
def test_a_moment_in_iso_8601_keeps_its_zone(moment: datetime) -> None:
    assert published_at(moment.isoformat()) == moment
