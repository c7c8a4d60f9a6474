"""What a rehearsal says of the cache, the exported folder and the news: spoken of, mended as it advises, and gone."""

from __future__ import annotations

import json
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixture_types import Copied, CustomersFile, WriteJson
from sqlalchemy import text

from demodb.api.cache import extend_cache
from demodb.api.edit import edit
from demodb.api.export import ExportBy, export
from demodb.api.import_ import DeclaredNames, Sources, import_sources
from demodb.api.rehearse import Finding, Rehearsing, rehearse
from demodb.api.seed import SeedOptions, seed
from demodb.api.sync import SyncBy, sync
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.model.editing import SetField
from demodb.model.ranges import range_of
from demodb.model.story import Expectation, Story, Window
from demodb.store.engine import Store

NOW = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
WINDOW = Window(NOW, NOW + timedelta(hours=1))
CLOCK = Clock(now=lambda: NOW)
PLAN = Path("account-plans/strategy/acme-ltd.json")
STEP = {"title": "Ring", "description": "Ask for a date.", "priority": "high"}


@pytest.fixture
def small(copied: Copied, customers_file: CustomersFile, tmp_path: Path) -> Store:
    """Two accounts with seeded plans."""
    store = copied("empty")
    import_sources(store, [customers_file(tmp_path, "STL", [("Acme Ltd", 500_000, 0), ("Zephyr", 400_000, 0)])])
    seed(store, SeedOptions(NOW.date()))
    return store


@pytest.fixture
def folder(small: Store, tmp_path: Path) -> Path:
    """What was exported."""
    export(small, tmp_path / "export", ExportBy(root=tmp_path))
    return tmp_path / "export"


def found(store: Store, root: Path, story: Story | None = None) -> dict[str, Finding]:
    """By code the last finding of a rehearsal."""
    asked = Rehearsing(WINDOW, NOW, story or Story(), root=root, export=root / "export")
    return {finding.code: finding for finding in rehearse(store, asked).findings}


def typed(path: Path) -> None:
    """Change a plan's file as the app would."""
    plan = json.loads(path.read_bytes())
    plan["painPoints"][0]["title"] = "By the app"
    path.write_text(json.dumps(plan), "utf-8")


def test_an_entry_of_the_app_that_turns_stale_is_extended(small: Store, tmp_path: Path) -> None:
    Cache(small, CLOCK).set("financial:acme", "financial", Value("{}"))
    told = found(small, tmp_path)["cache-other"]
    assert (told.severity, told.row) == ("hint", "financial:acme")
    *words, until, key = shlex.split(told.command)
    assert (words, key) == (["demodb", "cache", "extend"], "financial:acme")
    extend_cache(small, CLOCK, datetime.fromisoformat(until.removeprefix("--until=")), key)
    assert "cache-other" not in found(small, tmp_path)


def test_files_that_the_app_changed_and_an_export_left_alone_are_merged(small: Store, folder: Path, tmp_path: Path) -> None:
    typed(folder / PLAN)
    told = found(small, tmp_path)
    assert told["export-changed"].command == f"demodb sync --out={folder}"
    export(small, folder, ExportBy(root=tmp_path))
    told = found(small, tmp_path)
    assert (told["export-left"].severity, told["export-left"].command) == ("blocker", f"demodb sync --out={folder}")
    sync(small, Sources((), DeclaredNames({}, ())), folder, SyncBy(tmp_path))
    assert not {"export-changed", "export-left"} & found(small, tmp_path).keys()


def test_files_that_the_app_changed_are_merged(small: Store, folder: Path, tmp_path: Path) -> None:
    typed(folder / PLAN)
    assert found(small, tmp_path)["export-changed"].severity == "warning"
    sync(small, Sources((), DeclaredNames({}, ())), folder, SyncBy(tmp_path))
    assert "export-changed" not in found(small, tmp_path)


def test_intelligence_that_the_folder_does_not_have_is_exported(small: Store, folder: Path, tmp_path: Path) -> None:
    advice: dict[str, object] = {
        "customerName": "Acme Ltd",
        "generatedAt": "2026-11-24T12:00:00Z",
        "summary": "Renew.",
        "opportunities": [],
    }
    advice |= {"risks": [], "recommendations": [STEP] * 3, "source": "claude", "model": "m"}
    Cache(small, CLOCK).set("intelligence:acme-ltd", "claude-enrichment", Value(json.dumps(advice), "claude"))
    told = found(small, tmp_path)["export-intelligence"]
    assert (told.severity, told.command) == ("warning", f"demodb export --out={folder}")
    export(small, folder, ExportBy(root=tmp_path), at=NOW)
    assert "export-intelligence" not in found(small, tmp_path)


def test_news_that_is_older_than_the_story_allows_is_followed_by_newer(
    small: Store, write_json: WriteJson, tmp_path: Path
) -> None:
    story = Story(accounts={"Acme Ltd": Expectation(news=range_of("<= 14 days", "days"))})
    for day, age in (("2026-10-01", 54), ("2026-11-20", None)):
        article = {"title": "Acme grows", "url": "", "source": "Post", "published": day, "summary": "", "relevance_score": 0.5}
        news = {"customer_name": "Acme Ltd", "last_updated": day, "article_count": 1, "articles": [article]}
        import_sources(small, [write_json(tmp_path / "Acme_Ltd_news.json", news)])
        told = found(small, tmp_path, story).get("story-news")
        assert (told and told.value) == age
        assert told is None or told.command.startswith("give newer news and demodb import")


def test_an_article_of_tomorrow_is_found_in_its_file(small: Store, write_json: WriteJson, tmp_path: Path) -> None:
    path = tmp_path / "Acme_Ltd_news.json"
    for day, found_in in (("Wed, 25 Nov 2026 06:00:00 GMT", "$.articles[1].published"), ("2026-11-24", None)):
        article = {"title": "Acme grows", "url": "", "source": "Post", "summary": "", "relevance_score": 0.5}
        articles = [article | {"published": published} for published in ("2026-11-20", day)]
        news = {"customer_name": "Acme Ltd", "last_updated": day, "article_count": 2, "articles": articles}
        import_sources(small, [write_json(path, news)])
        told = found(small, tmp_path).get("future-news")
        assert (told and told.path) == found_in
        assert told is None or (told.file, told.value, told.account) == (path.name, day, "Acme Ltd")


def test_one_of_two_namesakes_is_given_another_name(small: Store, customers_file: CustomersFile, tmp_path: Path) -> None:
    more = [(f"Company {chr(65 + number)}", 1000, 0) for number in range(10)]
    import_sources(small, [customers_file(tmp_path / "more", "Kandy", more)])
    with small.write() as connection:
        ids = "SELECT min(id) FROM stakeholder AS s WHERE s.account_key = stakeholder.account_key"
        connection.execute(text(f"UPDATE stakeholder SET name = 'Jo Twice' WHERE id = ({ids})"))
    told = found(small, tmp_path)["same-person"]
    words = shlex.split(told.command)
    assert words[:2] == ["demodb", "edit"]
    assert words[2:] == ["Zephyr", f"stakeholders/{told.row}/name", "NAME"]
    edit(small, "Zephyr", [SetField(f"stakeholders/{told.row}/name", "Jo Once")])
    assert "same-person" not in found(small, tmp_path)
