"""What `demodb warmup` wrote is found by the package's stand-in for the app's cache module, in real Node."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fixture_types import CustomersFile, WriteJson
from fixtures_node import Asked, Asking

from demodb.api.account import alias_account
from demodb.api.import_ import import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.api.warmup import Surroundings, WarmupOptions, warmup
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.model.lifetimes import DEMO
from demodb.store.engine import Store
from demodb.store.schema import open_store

NOW = 1_795_510_800_000
MINUTE = 60_000
NAME = "British Telecommunications plc"
ARTICLE = {
    "title": "A <b>title</b>",
    "url": "https://news.example/1",
    "source": "Wire",
    "published": "2026-11-20",
    "summary": 'ü "quoted"',
    "relevance_score": 0.5,
}


@pytest.fixture(scope="module")
def warm(
    tmp_path_factory: pytest.TempPathFactory, empty_store: Path, customers_file: CustomersFile, write_json: WriteJson
) -> Path:
    """A store with two accounts, seeded, and warm by rules for half an hour."""
    folder = tmp_path_factory.mktemp("warm")
    news = {"customer_name": NAME, "last_updated": "2026-11-21", "article_count": 2}
    articles = [ARTICLE, ARTICLE | {"title": "Second", "relevance_score": 1}]
    write_json(folder / "in" / "news" / "British_Telecommunications_plc_news.json", news | {"articles": articles})
    customers_file(folder / "in", "STL", [(NAME, 900.0, 0.0), ("Spotify", 10.0, 0.0)])
    shutil.copyfile(empty_store, folder / "store.db")
    with open_store(folder / "store.db") as store:
        import_sources(store, [folder / "in"])
        alias_account(store, "The Telephone", NAME)
        seed(store, SeedOptions(date(2026, 11, 24)))
        warm_again(store, Clock(now=lambda: date_of(NOW)))
    return folder / "store.db"


def date_of(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def warm_again(store: Store, clock: Clock, *names: str) -> None:
    warmup(store, WarmupOptions(names or (NAME, "Spotify"), force=True), "no key", Surroundings(clock, DEMO))


@pytest.fixture
def store(warm: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copyfile(warm, tmp_path / "store.db")
    with open_store(tmp_path / "store.db") as opened:
        yield opened


@pytest.fixture
def asked(store: Store, asking: Asking) -> Asked:
    """An app at the moment of the warm-up."""
    asked = asking(store.place)
    asked("at", NOW)
    return asked


def entry(store: Store, key: str) -> Any:
    found = Cache(store, Clock(now=lambda: date_of(NOW))).get(key)
    assert found
    return json.loads(found.value)


def put(store: Store, value: str) -> None:
    """Write intelligence about Spotify by hand."""
    Cache(store, Clock(now=lambda: date_of(NOW))).set("intelligence:spotify", "news", Value(value, "claude", "claude-x"))


def test_intelligence_is_found_by_name_alias_and_slug_as_the_old_warm_up_gave_it(store: Store, asked: Asked) -> None:
    document = entry(store, "intelligence:british-telecommunications-plc")
    for name in (NAME, NAME.upper(), "The Telephone", "the-telephone", "british-telecommunications-plc"):
        found = asked("get", f"intelligence:{name}", "fail")
        assert found.keys() == {"content", "generatedAt", "model"}, name
        assert (found["generatedAt"], found["model"]) == (document["generatedAt"], "rules")
        assert found["content"].startswith(document["summary"] + "\n\n")
        for part in ("opportunities", "risks", "recommendations"):
            for one in document[part]:
                assert one["title"] in found["content"]
                assert one["description"] in found["content"]
        assert asked("metadata", f"intelligence:{name}")["value"] == found
    assert asked("stats") == {"size": 0, "hitRate": 1, "missRate": 0}


def test_intelligence_by_claude_bears_its_model_and_is_a_text_for_people(store: Store, asked: Asked) -> None:
    note = {"title": "T", "description": "D.", "confidence": "high", "estimatedValue": 1250000}
    document = {
        "customerName": "Spotify",
        "generatedAt": "2026-11-24T08:00:00Z",
        "summary": "All is well.",
        "opportunities": [note],
        "risks": [],
        "recommendations": [{"title": "Call", "description": "Do.", "priority": "low", "nextSteps": ["one", "two"]}],
        "source": "claude",
        "model": "claude-x",
    }
    put(store, json.dumps(document))
    assert asked("get", "intelligence:Spotify", "fail") == {
        "content": "All is well.\n\nOpportunities\n- T (high, $1,250,000): D.\n\n"
        "Recommendations\n1. Call (low): Do.\n   - one\n   - two",
        "generatedAt": "2026-11-24T08:00:00Z",
        "model": "claude-x",
    }


def test_a_plan_has_the_text_of_the_intelligence_and_the_news_of_its_account(store: Store, asked: Asked) -> None:
    found = asked("get", f"account-plan:{NAME}", "fail")
    text = asked("get", f"intelligence:{NAME}", "fail")["content"]
    assert found.pop("intelligence") == {"raw": text}
    assert found.pop("news") == [ARTICLE, ARTICLE | {"title": "Second", "relevance_score": 1}]
    assert found == entry(store, "account-plan:british-telecommunications-plc")
    Cache(store, Clock()).invalidate("intelligence:spotify")
    other = asked("get", "account-plan:Spotify", "fail")
    assert (other["intelligence"], other["news"]) == ({"raw": ""}, [])


def test_metadata_are_the_times_of_the_warm_up(asked: Asked) -> None:
    asked("at", NOW + 10 * MINUTE)
    found = asked("metadata", "account-plan:spotify")
    assert (found["createdAt"], found["ttlRemaining"]) == ("2026-11-24T09:00:00.000Z", 20 * MINUTE)
    assert found["expiresAt"] == "2026-11-24T09:30:00.000Z"


def test_a_stale_value_is_served_only_where_the_fetcher_fails_and_an_error_only_where_there_is_nothing(asked: Asked) -> None:
    fresh = asked("get", "intelligence:Spotify", "new")
    asked("at", NOW + 30 * MINUTE)
    assert asked("metadata", "intelligence:Spotify") is None
    assert asked("get", "intelligence:Spotify", "fail") == fresh
    assert asked("get", "intelligence:Spotify", "new") == "new"
    assert asked("get", "intelligence:Spotify", "fail") == "new"
    asked("at", NOW + 25 * 60 * MINUTE)
    assert asked("get", "intelligence:Spotify", "fail") is None
    assert asked.error == "Error: the fetcher failed"


def test_a_value_that_becomes_fresh_while_the_fetcher_fails_is_served(asked: Asked) -> None:
    asked("at", NOW + 30 * MINUTE)
    assert asked("getFailingAt", "intelligence:Spotify", NOW)["model"] == "rules"


def test_of_what_the_app_keeps_and_what_is_warm_the_one_that_was_made_last_is_served(store: Store, asked: Asked) -> None:
    asked("at", NOW + MINUTE)
    asked("set", "intelligence:Spotify", "mine", {"ttl": 600})
    assert asked("get", "intelligence:Spotify", "fail") == "mine"
    warm_again(store, Clock(now=lambda: date_of(NOW + 2 * MINUTE)))
    asked("at", NOW + 2 * MINUTE)
    assert asked("get", "intelligence:Spotify", "fail")["model"] == "rules"


def test_what_was_invalidated_is_passed_over_under_every_name_until_it_is_made_anew(store: Store, asked: Asked) -> None:
    assert asked("invalidate", "intelligence:The Telephone") is True
    assert asked("invalidate", f"intelligence:{NAME}") is False
    assert asked("metadata", f"intelligence:{NAME}") is None
    assert asked("get", f"intelligence:{NAME}", "fetched") == "fetched"
    assert asked("invalidate", f"intelligence:{NAME}") is True
    Cache(store, Clock(now=lambda: date_of(NOW))).extend(["intelligence:british-telecommunications-plc"], NOW + 60 * MINUTE)
    assert asked("get", f"intelligence:{NAME}", "fail") is None
    assert asked("get", "account-plan:The Telephone", "fail")["customerName"] == NAME
    warm_again(store, Clock(now=lambda: date_of(NOW + MINUTE)), NAME)
    assert asked("get", f"intelligence:{NAME}", "fail")["model"] == "rules"


@pytest.mark.parametrize(
    ("pattern", "count", "left"),
    [
        ("intelligence:*", 2, {"account-plan:british-telecommunications-plc", "account-plan:spotify"}),
        ("*:The Tele*", 2, {"account-plan:spotify", "intelligence:spotify"}),
        ("*:spotify", 2, {"account-plan:british-telecommunications-plc", "intelligence:british-telecommunications-plc"}),
        ("*:spot.fy", 0, None),
        ("spotify", 0, None),
    ],
)
def test_a_pattern_fits_what_is_warm_under_any_of_its_names(
    asked: Asked, pattern: str, count: int, left: set[str] | None
) -> None:
    keys = {
        f"{kind}:{slug}" for kind in ("account-plan", "intelligence") for slug in ("british-telecommunications-plc", "spotify")
    }
    assert asked("invalidatePattern", pattern) == count
    assert {key for key in keys if asked("metadata", key)} == (keys if left is None else left)
    assert asked("invalidatePattern", pattern) == 0


def test_clear_passes_over_all_that_is_warm_and_changes_nothing_in_the_store(store: Store, asked: Asked) -> None:
    before = entry(store, "account-plan:spotify")
    asked("clear")
    assert asked("metadata", "account-plan:spotify") is None
    assert entry(store, "account-plan:spotify") == before


def test_a_store_that_cannot_be_read_is_told_of_once_and_counts_as_empty(tmp_path: Path, asking: Asking) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"no database at all, and long enough to be looked at as one" * 100)
    asked = asking(path)
    for _ in range(2):
        assert asked("get", "intelligence:Spotify", "fetched") == "fetched"
        assert asked("get", "news:Spotify", [1]) == [1]
        assert asked("invalidatePattern", "*") == 2
    (said,) = asked("told")
    assert said.startswith(f"{path} cannot be read: file is not a database")


@pytest.mark.parametrize("value", ["{", "[]", '{"summary":"only"}'])
def test_a_value_that_is_no_intelligence_is_told_of_once_and_fetched(store: Store, asked: Asked, value: str) -> None:
    put(store, value)
    for name in ("Spotify", "spotify"):
        assert asked("get", f"intelligence:{name}", "fetched") == "fetched"
        assert asked("get", f"account-plan:{name}", "fetched") == "fetched"
    fix = "`demodb cache clear 'intelligence:spotify'` removes it"
    assert asked("told") == [f"the cache holds no whole document under intelligence:spotify; {fix}"]
