"""Times as people type them, and as raw SQL leaves them: what makes no sense is refused at the door, and nothing stored fails."""

from __future__ import annotations

import os
import time as machine
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest
from fixture_types import Command
from sqlalchemy import text

from demodb.cli.times import AS_OF, MOMENT, SPAN
from demodb.store.schema import open_store


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine in a zone whose clocks change."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    machine.tzset()
    yield
    monkeypatch.undo()
    machine.tzset()


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2027-03-28T02:30", "does not exist on that day: the clock is put forward, and 03:30 comes in its place"),
        (
            "2026-10-25T02:30",
            "comes twice on that day, as the clock is put back: write 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00",
        ),
    ],
)
def test_a_time_that_a_change_of_the_clock_skips_or_repeats_is_told(typed: str, told: str) -> None:
    with pytest.raises(click.BadParameter) as refused:
        MOMENT.convert(typed, None, None)
    assert told in refused.value.message


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize("typed", ["2027-03-28T01:59", "2027-03-28T03:00", "2026-10-25T01:59", "2026-10-25T03:00"])
def test_the_times_beside_a_change_of_the_clock_are_taken(typed: str) -> None:
    assert f"{MOMENT.convert(typed, None, None):%Y-%m-%dT%H:%M}" == typed


def test_a_time_may_have_one_digit_for_the_hour() -> None:
    moment = MOMENT.convert("9:30", None, None)
    assert (moment.hour, moment.minute, moment.date()) == (9, 30, datetime.now().astimezone().date())
    assert MOMENT.convert("9:30:15", None, None).second == 15


@pytest.mark.parametrize("days", [-367, 367, 400_000])
def test_a_moment_or_a_date_more_than_a_year_away_is_refused(days: int) -> None:
    away = datetime.now().astimezone() + timedelta(days=days)
    for kind, typed in ((MOMENT, away.isoformat()), (AS_OF, f"{away:%Y-%m-%d}")):
        with pytest.raises(click.BadParameter) as refused:
            kind.convert(typed, None, None)
        assert "more than a year away" in refused.value.message


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "9999-12-31T23:59+00:00", "0001-01-01T00:00-14:00"])
def test_the_ends_of_the_calendar_are_refused_and_no_bug(typed: str) -> None:
    with pytest.raises(click.BadParameter):
        MOMENT.convert(typed, None, None)


def test_a_lifetime_of_more_than_a_year_is_refused() -> None:
    assert SPAN.convert(31_536_000, None, None) == 31_536_000
    for typed in (31_536_001, 0, -1, 10**30):
        with pytest.raises(click.BadParameter):
            SPAN.convert(typed, None, None)


ODD = ("9223372036854775807", "-9223372036854775808", "'soon'", "x'00ff'", "1e300", "-1e300", "0", "253402300800000")
COMMANDS = (
    ("status",),
    ("status", "--json"),
    ("cache", "list"),
    ("cache", "list", "--json"),
    ("cache", "get", "intelligence:spotify"),
    ("show", "Spotify"),
    ("show", "Spotify", "--json"),
    ("warmup",),
    ("prepare",),
)


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODD)
def test_no_time_in_the_cache_makes_a_command_fail_however_it_came_there(prepared: Path, demodb: Command, odd: str) -> None:
    later = (datetime.now().astimezone() + timedelta(hours=2)).isoformat()
    columns = ("created_at", "fresh_until", "stale_until", "lease_until", "generation")
    for commands in (COMMANDS[:5], COMMANDS[5:8], (("cache", "extend", "--until", later), ("cache", "clear", "--all"))):
        with open_store(prepared / "demodb.db") as store, store.write() as connection:
            connection.execute(text("PRAGMA ignore_check_constraints = ON"))
            connection.execute(text(f"UPDATE cache_entry SET {', '.join(f'{column} = {odd}' for column in columns)}"))
            connection.execute(text("PRAGMA ignore_check_constraints = OFF"))
        for arguments in commands:
            done = demodb(*arguments)
            assert (done.code in (0, 1, 2, 3), "Traceback" in done.err, "bug" in done.err) == (True, False, False), arguments


@pytest.mark.slow
def test_prepare_mends_what_raw_sql_did_to_times(prepared: Path, demodb: Command) -> None:
    with open_store(prepared / "demodb.db") as store, store.write() as connection:
        connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        connection.execute(text("UPDATE cache_entry SET fresh_until = -5, stale_until = 'never'"))
        connection.execute(text("UPDATE plan_section SET as_of = '2026-99-99' WHERE as_of IS NOT NULL"))
    done = demodb("prepare", "--json")
    assert (done.code, os.linesep in done.out) == (0, True)
    assert demodb("status").code == 0
