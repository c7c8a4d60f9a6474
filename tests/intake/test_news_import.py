"""News files into the store: one feed an account, replaced where it says something new."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixture_types import Contents, CustomersFile, WriteJson

from demodb.api.import_ import DeclaredNames, ImportBy, ImportReport, Orphan, import_sources
from demodb.store.engine import Store
from demodb.store.news import read_news


def article(title: str, **values: Any) -> dict[str, Any]:
    return {"title": title, "url": "", "source": "", "published": "", "summary": "<p>x</p>", "relevance_score": 0.5} | values


def feed(*articles: dict[str, Any], customer: str = "Vestholm AS", **values: Any) -> dict[str, Any]:
    return {"customer_name": customer, "last_updated": "2026-11-24T08:00:00Z", "articles": list(articles)} | values


def news(store: Store) -> dict[str, dict[str, Any]]:
    with store.read() as connection:
        return read_news(connection, ["vestholm as", "nordvarde"])


def outcome(report: ImportReport, table: str = "news_feed") -> dict[str, int]:
    return {name: count for name, count in report.tables.get(table, {}).items() if count}


@pytest.fixture
def portfolio(store: Store, tmp_path: Path, customers_file: CustomersFile) -> Store:
    import_sources(store, [customers_file(tmp_path / "customers", "STL", [("Vestholm A/S", 1, 0), ("Nordvarde", 1, 0)])])
    return store


def test_a_news_file_becomes_the_feed_of_its_customers_account(portfolio: Store, tmp_path: Path, write_json: WriteJson) -> None:
    document = feed(article("b", tag=[None]), article("a", relevance_score=1), lang="en")
    report = import_sources(portfolio, [write_json(tmp_path / "any name.json", document)])
    assert (report.errors, outcome(report), outcome(report, "news_article")) == ([], {"new": 1}, {"new": 2})
    assert news(portfolio) == {"vestholm as": document | {"article_count": 2}}


def test_the_same_news_again_change_nothing(portfolio: Store, tmp_path: Path, write_json: WriteJson, contents: Contents) -> None:
    path = write_json(tmp_path / "news.json", feed(article("a"), article("b")))
    import_sources(portfolio, [path])
    before = contents(portfolio)
    report = import_sources(portfolio, [path])
    assert (outcome(report), report.changes) == ({"same": 1}, 0)
    assert contents(portfolio) == before


def test_newer_news_take_the_place_of_the_old(portfolio: Store, tmp_path: Path, write_json: WriteJson) -> None:
    import_sources(portfolio, [write_json(tmp_path / "1.json", feed(article("a"), article("b"), article("c"), old=1))])
    report = import_sources(portfolio, [write_json(tmp_path / "2.json", feed(article("a"), article("x")))])
    assert (outcome(report), outcome(report, "news_article")) == ({"changed": 1}, {"same": 1, "changed": 1})
    assert news(portfolio) == {"vestholm as": feed(article("a"), article("x"), article_count=2)}


def test_a_feed_without_articles_is_a_feed(portfolio: Store, tmp_path: Path, write_json: WriteJson) -> None:
    import_sources(portfolio, [write_json(tmp_path / "news.json", feed())])
    assert news(portfolio)["vestholm as"]["articles"] == []


def test_news_of_nobody_are_an_orphan(portfolio: Store, tmp_path: Path, write_json: WriteJson) -> None:
    path = write_json(tmp_path / "news.json", feed(article("a"), customer="Nordvarde AB"))
    report = import_sources(portfolio, [path])
    assert report.orphans == [Orphan(str(path), "Nordvarde", "demodb account alias 'Nordvarde AB' Nordvarde")]
    assert news(portfolio) == {}


def test_an_alias_gives_news_their_account(portfolio: Store, tmp_path: Path, write_json: WriteJson) -> None:
    path = write_json(tmp_path / "news.json", feed(article("a"), customer="Nordvarde AB"))
    report = import_sources(portfolio, [path], DeclaredNames({"Nordvarde AB": "Nordvarde"}))
    assert (report.orphans, list(news(portfolio))) == ([], ["nordvarde"])


def test_bad_news_are_left_out_and_the_good_ones_come_in(portfolio: Store, tmp_path: Path, write_json: WriteJson) -> None:
    good = write_json(tmp_path / "good.json", feed(article("a")))
    bad = write_json(tmp_path / "bad.json", feed(article("a", relevance_score=-2), customer="Nordvarde"))
    report = import_sources(portfolio, [good, bad])
    assert [(problem.path, problem.place) for problem in report.errors] == [(str(bad), "$.articles[0].relevance_score")]
    assert list(news(portfolio)) == ["vestholm as"]


def test_news_of_a_name_with_a_slash_or_of_nobody_are_the_customers_or_an_orphan(
    portfolio: Store, tmp_path: Path, write_json: WriteJson
) -> None:
    slash = write_json(tmp_path / "slash.json", feed(article("a"), customer="Vestholm A/S"))
    nobody = write_json(tmp_path / "nobody.json", feed(article("a"), customer=" \u200b"))
    report = import_sources(portfolio, [slash, nobody])
    assert (report.errors, [orphan.path for orphan in report.orphans]) == ([], [str(nobody)])
    assert list(news(portfolio)) == ["vestholm as"]


def test_scores_in_percent_come_in_as_shares_and_the_same_file_again_is_no_news(
    portfolio: Store, tmp_path: Path, write_json: WriteJson
) -> None:
    path = write_json(tmp_path / "percent.json", feed(article("a", relevance_score=88), article("b", relevance_score=70)))
    report = import_sources(portfolio, [path])
    assert (report.errors, [str(repair) for repair in report.repairs]) == (
        [],
        [f"{path}: relevance scores were in percent, divided by 100"],
    )
    assert [found["relevance_score"] for found in news(portfolio)["vestholm as"]["articles"]] == [0.88, 0.7]
    again = import_sources(portfolio, [path])
    assert (again.repairs, again.changes) == ([], 0)


def test_two_files_that_say_different_things_of_one_account_do_not_hide_each_other(
    portfolio: Store, tmp_path: Path, write_json: WriteJson
) -> None:
    paths = [write_json(tmp_path / f"{name}.json", feed(article(name))) for name in ("first", "second")]
    report = import_sources(portfolio, paths)
    assert {problem.path for problem in report.errors} == {str(path) for path in paths}
    assert news(portfolio) == {}


def test_a_dry_run_writes_nothing(portfolio: Store, tmp_path: Path, write_json: WriteJson, contents: Contents) -> None:
    before = contents(portfolio)
    report = import_sources(portfolio, [write_json(tmp_path / "news.json", feed(article("a")))], how=ImportBy(dry_run=True))
    assert outcome(report) == {"new": 1}
    assert contents(portfolio) == before
