"""The pause that the API asks for: seconds or an HTTP date, and nothing that could upset the run."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.warmup.failures import retry_after_seconds

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        ("0.5", 0.5),
        ("Tue, 24 Nov 2026 09:00:20 GMT", 20.0),
        ("Tue, 24 Nov 2026 08:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("Tue, 24 Nov 2026 09:00:20", None),
    ],
)
def test_seconds_and_dates_are_read_and_all_else_is_passed_over(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds


@given(st.text())
def test_no_header_upsets_the_run(header: str) -> None:
    seconds = retry_after_seconds(header, NOW)
    assert seconds is None or seconds >= 0
