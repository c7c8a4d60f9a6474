"""Dates and date-times of documents: laws of their parts."""

from __future__ import annotations

from datetime import date

import pytest
from effort import examples
from hypothesis import given, settings
from plan_documents import DATES

from demodb.model.dates import day_of, day_text, iso_date, time_text


@given(text=DATES)
@settings(max_examples=examples(200))
def test_any_valid_date_stays_as_written_and_is_its_day_and_its_time(text: str) -> None:
    assert iso_date(text) == text
    assert day_text(text) + time_text(text) == text
    assert day_of(text) == date.fromisoformat(day_text(text))
    assert time_text(text)[:1] in ("", "T")


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-24T09:30:00.000Z", "2026-11-24T09:30:00Z", "2026-11-24T09:30:00", "2026-11-24T09:30", "2024-02-29T23:59Z"),
        *("2026-11-24T09:30:00+02:00", "2026-11-24T09:30:00.5-0330", "2026-11-24T09:30:00.123456789+05", "2024-02-29"),
    ],
)
def test_seconds_their_fraction_and_a_zone_may_be_absent(text: str) -> None:
    assert iso_date(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-29", "2026-13-01", "24.11.2026", "20261124", "2026-W48-2", "", " 2026-11-24", "2026-11-24\n", "0000-01-01"),
        *("2026-02-29T09:30:00Z", "2026-11-31T00:00", "2026-11-24T24:00:00Z", "2026-11-24T09:60Z", "2026-11-24T09:30:61Z"),
        *("2026-11-24T", "2026-11-24Z", "2026-11-24T09", "2026-11-24 09:30:00", "2026-11-24t09:30:00z", "20261124T093000Z"),
        *(
            "2026-11-24T09:30:00.Z",
            "2026-11-24T09:30.5Z",
            "2026-11-24T09:30+24:00",
            "2026-11-24T09:30 Z",
            "2026-11-24T0\u0669:30",
        ),
    ],
)
def test_an_impossible_day_or_time_and_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected an ISO date such as"):
        iso_date(text)


@pytest.mark.parametrize("text", ["", "soon", "2026-11-24 or later", "24.11.2026"])
def test_a_text_that_is_no_date_has_no_time_and_is_its_own_day(text: str) -> None:
    assert (day_text(text), time_text(text)) == (text, "")


@pytest.mark.parametrize("text", [None, "", "soon", "2026-02-30T09:30"])
def test_what_names_no_day_is_on_none(text: str | None) -> None:
    assert day_of(text) is None
