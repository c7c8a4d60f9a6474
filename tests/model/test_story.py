"""A story is read as it is typed, with any dash and sign; what contradicts itself or is not known is told, all of it at once."""

from __future__ import annotations

import time
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from demodb.errors import SettingsError
from demodb.model.ranges import Kind, Range, range_of
from demodb.model.story import Expectation, Story, story_of
from demodb.settings import load_story

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
STORY = """
[demo]
at = "14:00"
until = "15:30"
[portfolio]
at_risk_arr = "15\N{EN DASH}20 %"
pipeline_to_revenue = "0.5-1.5"
boards_in_use = "\N{GREATER-THAN OR EQUAL TO} 60 %"
[account.Spotify]
champion = "strong"
blockers = 1
renewal = "in 30\N{EN DASH}60 days"
news = "<= 14 days"
[account."Liquid Telecom"]
must_mention = ["fibre", "Kenya"]
"""


def read(text: str) -> tuple[Story, list[str]]:
    return story_of(tomllib.loads(text))


def test_a_story_is_read_as_it_is_typed() -> None:
    story, faults = read(STORY)
    assert faults == []
    assert {name: (asked.least, asked.most) for name, asked in story.portfolio.items()} == {
        "at_risk_arr": (15, 20),
        "pipeline_to_revenue": (0.5, 1.5),
        "boards_in_use": (60, None),
    }
    spotify = story.accounts["Spotify"]
    assert (spotify.champion, str(spotify.blockers), spotify.renewal and spotify.renewal.most) == ("strong", "1", 60)
    assert spotify.news == Range(None, 14, "<= 14 days")
    assert story.accounts["Liquid Telecom"] == Expectation(must_mention=("fibre", "Kenya"))


@pytest.mark.parametrize(
    ("typed", "kind", "ends"),
    [
        ("15 - 20%", "percent", (15, 20)),
        (">= 60 %", "percent", (60, None)),
        ("\N{LESS-THAN OR EQUAL TO}2", "ratio", (None, 2)),
        ("0,5-1,5", "ratio", (0.5, 1.5)),
        (2, "count", (2, 2)),
        ("1\N{EM DASH}3", "count", (1, 3)),
        ("1\N{NON-BREAKING HYPHEN}3", "count", (1, 3)),
        ("1\N{FIGURE DASH}3", "count", (1, 3)),
        ("1\N{MINUS SIGN}3", "count", (1, 3)),
        ("in 1 - 2 Days", "days", (1, 2)),
        ("<= 1 day", "days", (None, 1)),
    ],
)
def test_a_range_may_be_typed_with_any_dash_sign_and_spaces(typed: object, kind: Kind, ends: tuple[float, float]) -> None:
    found = range_of(typed, kind)
    assert (found.least, found.most) == ends


@pytest.mark.parametrize(
    ("typed", "kind", "told"),
    [
        ("20-15 %", "percent", "holds nothing: 20 is more than 15"),
        ("1.5", "count", "expected whole numbers"),
        ("0-2,5", "count", "expected whole numbers"),
        ("50-150 %", "percent", "no share of more than 100 %"),
        ("about 20 %", "percent", 'is no range: expected "15-20 %" or ">= 60 %"'),
        ("15-20", "percent", "is no range"),
        ("0.5-1.5 days", "ratio", "is no range"),
        ("15 %", "percent", "is no range"),
        (True, "count", "expected a text such as 1"),
        (0.5, "ratio", "expected a text such as"),
        ("-3", "count", "is no range"),
    ],
)
def test_what_is_no_range_is_told_with_one_that_is(typed: object, kind: Kind, told: str) -> None:
    with pytest.raises(ValueError, match=r".") as fault:
        range_of(typed, kind)
    assert told in str(fault.value)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(-1, 101))
@settings(max_examples=examples(50))
def test_a_range_holds_what_lies_between_its_ends_both_included(one: int, other: int, value: int) -> None:
    least, most = sorted((one, other))
    assert range_of(f"{least}-{most} %", "percent").holds(value) == (least <= value <= most)
    assert range_of(f">= {least} days", "days").holds(value) == (least <= value)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('[portfollio]\nx = "1"', ["portfollio: is not known here; did you mean 'portfolio'?"]),
        ('[portfolio]\nboards = ">= 60 %"', ["portfolio.boards: is not known here; did you mean 'boards_in_use'?"]),
        ('[account.A]\nchampions = "strong"', ["account.A.champions: is not known here; did you mean 'champion'?"]),
        ('[account.A]\nchampion = "very"', ["account.A.champion: 'very' is no strength: expected one of strong, moderate, weak"]),
        ('[account]\nA = "strong"', ["account.A: expected a table, [account.A]"]),
        ('[account.A]\nmust_mention = "fibre"', ["account.A.must_mention: expected a list of words"]),
        ('[demo]\nat = "2 pm"', ["demo.at: '2 pm' is no time"]),
        ('[demo]\nat = "25:00"', ["demo.at: '25:00' is no time"]),
        ('[demo]\nuntil = "15:30"', ["demo.until: a demo that ends has to begin: give `at` too"]),
        ('[demo]\nat = "14:00"\nuntil = "14:00"', ["demo.until: is not later than `at`, 14:00"]),
        ('[demo]\nat = "2026-12-01T14:00"\nuntil = "2026-12-01T13:00"', ["demo.until: is not later than `at`, 2026-12-01 14:00"]),
        (
            '[demo]\nat = "15:00"\nuntil = "14:00"',
            ["demo.until: 14:00 comes 23 hours after `at`, 15:00: a demo that takes so long"],
        ),
        ("[demo]\nat = 2026-12-01T15:00:00\nuntil = 02:59:00", []),
        ("[demo]\nat = 2026-12-01T15:00:00\nuntil = 03:01:00", ["demo.until: 03:01 comes 12 hours after `at`, 15:00"]),
        ('[demo]\nat = "08:00"\nuntil = "21:00"', []),
        ('[demo]\nat = "14:00"\nuntil = "2026-12-01T15:00"', ["demo.until: names a date, and `at` none"]),
        (
            '[portfolio]\nat_risk_arr = "9-1 %"\n[account.A]\nnews = "old"',
            ["portfolio.at_risk_arr: '9-1 %' holds nothing", "account.A.news: 'old' is no range"],
        ),
    ],
)
def test_all_that_is_wrong_with_a_story_is_told_with_its_place(text: str, faults: list[str]) -> None:
    _, found = read(text)
    assert len(found) == len(faults)
    for told, expected in zip(found, faults, strict=True):
        assert told.startswith(expected)


def test_a_time_of_day_means_the_demo_under_way_or_else_the_next_one() -> None:
    demo = read(STORY)[0].demo
    for hours, days in ((0, 0), (2, 0), (3.5, 0), (3.6, 1), (13, 1), (-11, 0)):
        now = NOON + timedelta(hours=hours)
        window = demo.window(now)
        assert window is not None
        assert (window.at, window.until - window.at) == (NOON + timedelta(days=days, hours=2), timedelta(hours=1.5))
        assert not window.is_over(now)
        assert window.is_near(now)


def test_a_demo_over_midnight_is_under_way_on_both_days() -> None:
    demo = read('[demo]\nat = "23:30"\nuntil = "0:30"')[0].demo
    window = demo.window(NOON.replace(hour=0, minute=10))
    assert window is not None
    assert (window.at.day, window.until.day) == (23, 24)


def test_a_moment_may_be_over_or_far_and_ends_an_hour_later_where_no_end_is_told() -> None:
    window = read('[demo]\nat = "2026-11-26T14:00Z"')[0].demo.window(NOON)
    assert window is not None
    assert window.until - window.at == timedelta(hours=1)
    assert not window.is_near(NOON)
    assert window.is_near(NOON + timedelta(days=2))
    assert window.is_over(NOON + timedelta(days=3))
    assert Story().demo.window(NOON) is None


def test_dates_count_from_the_demo_unless_it_is_over_or_none_is_told() -> None:
    demo = read('[demo]\nat = "2026-11-26T14:00Z"')[0].demo
    assert demo.as_of(NOON).isoformat() == "2026-11-26"
    assert demo.as_of(NOON + timedelta(days=9)).isoformat() == "2026-12-03"
    assert Story().demo.as_of(NOON).isoformat() == "2026-11-24"
    assert [demo.near(NOON + timedelta(days=days)) is not None for days in (0, 2, 3)] == [False, True, False]
    assert Story().demo.near(NOON) is None


def test_the_story_lies_beside_the_project_and_is_told_with_its_path_where_it_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "demodb.toml").write_text("", "utf-8")
    (tmp_path / "below").mkdir()
    assert load_story(tmp_path, NOON.date()) is None
    (tmp_path / "story.toml").write_text(STORY, "utf-8")
    story = load_story(tmp_path / "below", NOON.date())
    assert story is not None
    assert set(story.accounts) == {"Spotify", "Liquid Telecom"}
    (tmp_path / "story.toml").write_text("[demo]\nat = 3\n[x]", "utf-8")
    with pytest.raises(SettingsError) as error:
        load_story(tmp_path, NOON.date())
    assert [fault.partition(": ")[2] for fault in error.value.faults] == [
        "x: is not known here; known: demo, portfolio, account",
        'demo.at: 3 is no time: expected one such as "14:00", or "2026-12-01T14:00"',
    ]


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(SettingsError) as error:
        load_story(folder, NOON.date())
    return [fault.removeprefix(f"{folder / 'story.toml'}: ") for fault in error.value.faults]


def test_a_story_that_nobody_can_read_is_no_story_that_asks_for_nothing(tmp_path: Path) -> None:
    story = tmp_path / "story.toml"
    story.symlink_to(tmp_path / "gone")
    assert faults_of(tmp_path) == ["cannot be read: No such file or directory"]
    story.unlink()
    story.mkdir()
    assert faults_of(tmp_path) == ["cannot be read: Is a directory"]
    story.rmdir()
    story.write_text(STORY, "utf-8-sig")
    assert faults_of(tmp_path) == ["begins with a byte order mark: save it as UTF-8 without BOM"]


@pytest.mark.parametrize("day", ["2027-11-26", "2030-11-29"])
def test_a_day_more_than_a_year_ahead_was_mistyped(tmp_path: Path, day: str) -> None:
    (tmp_path / "story.toml").write_text(f'[demo]\nat = "{day}T14:00"\n', "utf-8")
    assert faults_of(tmp_path) == [f"demo.at: {day} is more than a year away"]


@pytest.mark.parametrize("day", ["2020-01-01", "2027-11-20"])
def test_a_demo_of_long_ago_and_one_within_a_year_are_none_of_those(tmp_path: Path, day: str) -> None:
    (tmp_path / "story.toml").write_text(f'[demo]\nat = "{day}T14:00"\n', "utf-8")
    assert load_story(tmp_path, NOON.date()) is not None


@pytest.mark.parametrize(("at", "fault"), [("2027-03-28T02:30", "does not exist"), ("2026-10-25T02:30", "comes twice")])
def test_a_time_that_a_change_of_the_clock_skips_or_repeats_cannot_be_meant(
    monkeypatch: pytest.MonkeyPatch, at: str, fault: str
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        _, faults = read(f'[demo]\nat = "{at}"\n')
        _, with_zone = read(f'[demo]\nat = "{at}+01:00"\n')
    finally:
        monkeypatch.undo()
        time.tzset()
    assert [fault in told for told in faults] == [True]
    assert with_zone == []


def test_the_story_of_the_sample_can_be_read(sample: Path) -> None:
    story = load_story(sample, NOON.date())
    assert story is not None
    assert "Spotify" in story.accounts
