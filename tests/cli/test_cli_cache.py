"""`demodb cache` and `show`: what a person and a program are told of entries, and that no text in them steers a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fixture_types import Command

from demodb.cache.cache import Cache, Value
from demodb.cli.times import MOMENT
from demodb.clock import Clock
from demodb.model.intelligence import intelligence_document
from demodb.store.schema import open_store

ADVICE = {
    "summary": "Grows \x1b[31mfast\x9b.",
    "opportunities": [{"title": "Upsell", "description": "Because", "confidence": "high", "estimatedValue": 5000}],
    "risks": [{"title": "Churn", "description": "Price", "severity": "low", "mitigation": "Call\x07 them"}],
    "recommendations": [
        {"title": f"Step {n}", "description": "Do", "priority": "low", "nextSteps": ["a", "b"]} for n in range(3)
    ],
}


def spotify(at: datetime) -> str:
    document = intelligence_document("Spotify", ADVICE, generated_at=at, source="claude", model="claude-x")
    return json.dumps(document, ensure_ascii=False)


def ago(**span: float) -> Clock:
    moment = datetime.now().astimezone() - timedelta(**span)
    return Clock(now=lambda: moment)


@pytest.fixture
def cold(prepared: Path) -> Path:
    """The working directory with the sample's store, and nothing in its cache."""
    with open_store(prepared / "demodb.db") as store:
        Cache(store, Clock()).invalidate("*")
    return prepared


@pytest.fixture
def cache(cold: Path) -> Iterator[Cache]:
    """Fresh intelligence of ten minutes ago, and a plan that went stale."""
    with open_store(cold / "demodb.db") as store:
        old = ago(minutes=10)
        Cache(store, old).set("intelligence:spotify", "claude-enrichment", Value(spotify(old.now()), "claude", "claude-x"))
        Cache(store, ago(hours=1)).set("account-plan:spotify", "account-plan", Value("{}", "store"))
        yield Cache(store, Clock())


@pytest.mark.usefixtures("cache")
def test_a_list_says_state_source_time_left_and_size_and_adds_up(demodb: Command) -> None:
    lines = demodb("cache", "list").out.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["stale", "fresh"]
    assert [line.split()[-1] for line in lines[:2]] == ["account-plan:spotify", "intelligence:spotify"]
    assert "23h 29m" in lines[0]
    assert "49m" in lines[1]
    assert lines[2:] == [
        "account-plan: 0 fresh, 1 stale, 2 characters.",
        f"claude-enrichment: 1 fresh, 0 stale, {len(spotify(datetime.now().astimezone()))} characters.",
    ]


@pytest.mark.usefixtures("cache")
def test_a_list_as_json_by_pattern(demodb: Command) -> None:
    found = demodb("cache", "list", "account-*", "--json").json
    (entry,) = found["entries"]
    assert (entry["key"], entry["state"], entry["source"], entry["size"]) == ("account-plan:spotify", "stale", "store", 2)
    assert 0 < entry["secondsLeft"] <= 23.5 * 3600
    assert (found["fresh"], found["stale"], found["size"]) == (0, 1, 2)
    assert found["kinds"] == {"account-plan": {"fresh": 0, "stale": 1, "size": 2}}


def test_get_prints_the_value_alone_and_its_state_beside_it(demodb: Command, cache: Cache) -> None:
    result = demodb("cache", "get", "intelligence:spotify")
    found = cache.get("intelligence:spotify")
    assert found is not None
    assert json.loads(result.out) == json.loads(found.value)
    assert result.err.startswith("fresh until ")
    assert demodb("cache", "get", "account-plan:spotify").err.startswith("stale until ")


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(
    "arguments", [("cache", "get", "intelligence:spotify"), ("show", "Spotify"), ("show", "Spotify", "--json")]
)
def test_no_text_of_an_entry_reaches_a_terminal_as_a_control_character(demodb: Command, arguments: tuple[str, ...]) -> None:
    printed = demodb(*arguments).out
    assert "fast" in printed
    assert [hex(ord(char)) for char in printed if (ord(char) < 32 and char != "\n") or 127 <= ord(char) < 160] == []


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("command", [("get",), ("extend", "--until", "23:59:59"), ("clear",)], ids=lambda given: given[0])
def test_a_key_that_is_not_there_is_an_error_that_names_those_like_it(demodb: Command, command: tuple[str, ...]) -> None:
    result = demodb("cache", *command, "intelligence:spotfy", "--json")
    assert (result.code, result.json["error"]["code"]) == (2, "unknown-entry")
    assert "intelligence:spotify" in result.json["error"]["fix"]


def test_extend_keeps_what_fits_fresh_until_then_and_sweeps_what_is_gone(demodb: Command, cache: Cache) -> None:
    Cache(cache.store, ago(days=3)).set("gone", "news", Value("1"))
    until = (datetime.now().astimezone() + timedelta(hours=2)).replace(microsecond=0)
    found = demodb("cache", "extend", "--until", until.isoformat(), "--json").json
    assert (found["entries"], found["extended"], datetime.fromisoformat(found["until"])) == (2, 2, until)
    assert {entry.fresh_until for entry in cache.list()} == {until.timestamp() * 1000}
    again = demodb("cache", "extend", "intelligence:*", "--until", (until - timedelta(hours=1)).isoformat())
    assert again.out.endswith("; 1 entry lasted longer already.\n")
    assert cache.sweep() == 0


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(
    "until", ["2001-01-01T12:00", "00:00", "noon", "2026-12-01", "25:00", "9999-99-99T00:00", "9999-12-31T23:59"]
)
def test_a_time_that_is_past_or_none_is_refused(demodb: Command, until: str) -> None:
    result = demodb("cache", "extend", "--until", until)
    assert result.code == 2
    told = ("is past", "is no time: expected a time today such as 15:30", "is more than a year away")
    assert any(words in result.err for words in told)


def test_a_time_of_day_is_today_in_the_machine_s_zone_and_an_iso_date_time_keeps_its_own() -> None:
    today = datetime.now().astimezone()
    assert MOMENT.convert("15:30", None, None) == today.replace(hour=15, minute=30, second=0, microsecond=0)
    assert MOMENT.convert("2026-12-01T15:30+09:00", None, None).isoformat() == "2026-12-01T15:30:00+09:00"
    naive = MOMENT.convert("2026-12-01 15:30", None, None)
    assert naive.tzinfo is not None
    assert naive == datetime(2026, 12, 1, 15, 30).astimezone()


def test_clear_takes_a_pattern_or_all_and_not_both(demodb: Command, cache: Cache) -> None:
    assert demodb("cache", "clear", "account-*", "--json").json["cleared"] == 1
    assert [entry.key for entry in cache.list()] == ["intelligence:spotify"]
    assert (demodb("cache", "clear").code, demodb("cache", "clear", "x", "--all").code) == (2, 2)
    assert demodb("cache", "clear", "--all").out == "1 entry cleared.\n"
    assert cache.list() == []


@pytest.mark.usefixtures("cold")
def test_an_empty_cache_says_so(demodb: Command) -> None:
    assert demodb("cache", "list").out == "The cache has nothing that fits.\n"
    assert demodb("cache", "extend", "--until", "23:59:59", "--json").json["entries"] == 0


def test_show_prints_the_intelligence_with_its_age_its_author_and_its_state(demodb: Command, cache: Cache) -> None:
    out = demodb("show", "Spotify").out
    assert "Intelligence  fresh  by Claude, claude-x, 10m 0" in out
    assert all(word in out for word in ("Upsell", "5,000", "Churn", "Step 2", "a b"))
    told = demodb("show", "Spotify", "--json").json["intelligence"]
    assert (told["state"], told["source"], told["model"]) == ("fresh", "claude", "claude-x")
    assert 600 <= told["ageSeconds"] < 700
    assert told["document"]["summary"] == ADVICE["summary"]
    cache.invalidate("*")
    assert demodb("show", "Spotify", "--json").json["intelligence"] is None
    assert "Intelligence  none in the cache" in demodb("show", "Spotify").out


def test_status_at_a_time_judges_that_time(demodb: Command, cache: Cache) -> None:
    cache.extend_fitting("*", Clock().epoch_ms() + 3_600_000)
    assert demodb("status", "--json").json["heroes"]["warm"] == 1
    late = (datetime.now().astimezone() + timedelta(hours=2)).isoformat(timespec="seconds")
    result = demodb("status", "--at", late, "--json")
    assert result.code == 3
    assert (result.json["at"], result.json["heroes"]["stale"], result.json["heroes"]["missing"]) == (late, 1, 4)
    text = demodb("status", "--at", late).out
    assert "5 heroes: 0 warm, 1 stale, 0 by rules, 4 missing\n" in text
    assert "Blocks: 4 heroes have no plan or no intelligence in the cache: AT&T SERVICES, INC., " in text
    assert "Blocks: plan and intelligence of Spotify will be stale\n  Fix: demodb cache extend --until " in text
