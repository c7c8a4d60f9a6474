"""The words that all commands share."""

from __future__ import annotations

from datetime import datetime

from demodb.cli.output import MOST_SHOWN, iso_moment, local_moment, shortened


def test_a_list_up_to_the_limit_is_shown_whole() -> None:
    assert list(shortened(range(MOST_SHOWN), str)) == [str(number) for number in range(MOST_SHOWN)]


def test_a_longer_list_ends_with_how_many_more_there_are_and_where() -> None:
    lines = list(shortened(range(MOST_SHOWN + 1234), str))
    assert lines[:-1] == [str(number) for number in range(MOST_SHOWN)]
    assert lines[-1] == "  … and 1,234 more; --json lists all"


def test_a_list_that_the_json_report_does_not_hold_names_no_json() -> None:
    assert list(shortened(range(MOST_SHOWN + 1), str, in_json=False))[-1] == "  … and 1 more"


def test_a_moment_is_told_to_a_person_in_the_machines_zone_and_to_a_program_in_utc() -> None:
    moment = datetime(2026, 11, 24, 14, 33, 56).astimezone()
    ms = int(moment.timestamp() * 1000)
    assert local_moment(ms) == "2026-11-24 14:33:56"
    assert datetime.fromisoformat(iso_moment(ms) or "") == moment
    assert (local_moment(None), iso_moment(None)) == ("", None)
