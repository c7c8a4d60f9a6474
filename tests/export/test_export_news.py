"""News in an export: under each spelling of its account, in folders where a name has slashes, and only where a path can be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from export_steps import bytes_below, figures, how
from fixture_types import Copied, CustomersFile, WriteJson

from demodb.api.account import alias_account
from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.api.keeping import Keeping
from demodb.api.reset import reset
from demodb.api.snapshot import save
from demodb.store.engine import Store

ARTICLE = {
    "title": "Prices rise",
    "url": "https://news.example/prices",
    "source": "Ad Trade",
    "published": "2026-11-18",
    "summary": "By spring.",
    "relevance_score": 0.9,
}


def feed(customer: str) -> dict[str, Any]:
    return {"customer_name": customer, "last_updated": "2026-11-20", "article_count": 1, "articles": [ARTICLE]}


@pytest.fixture
def listed(copied: Copied, customers_file: CustomersFile, write_json: WriteJson, tmp_path: Path) -> Store:
    store = copied("empty")
    customers_file(tmp_path / "in", "Kandy", [("Luminus  Hasselt NV/SA", 1, 1), ("LUMINUS HASSELT NVSA", 2, 2), ("Acme", 1, 0)])
    write_json(tmp_path / "in" / "Luminus_news.json", feed("luminus hasselt nv/sa"))
    import_sources(store, [tmp_path / "in"])
    return store


def news_below(folder: Path) -> set[str]:
    return {path for path in bytes_below(folder) if path.startswith("news/")}


PATHS = {"news/LUMINUS_HASSELT_NVSA_news.json", "news/Luminus_Hasselt_NV/SA_news.json"}


def test_news_are_written_under_each_spelling_and_a_slash_is_a_folder(listed: Store, tmp_path: Path) -> None:
    report = export(listed, tmp_path / "export", how())
    assert (news_below(tmp_path / "export"), report.kept) == (PATHS, [])
    assert figures(export(listed, tmp_path / "export", how()))[:2] == (0, report.written)


def test_an_alias_that_no_record_bears_gets_no_news(listed: Store, tmp_path: Path) -> None:
    alias_account(listed, "The Hasselt Light", "LUMINUS HASSELT NVSA")
    export(listed, tmp_path / "export", how())
    assert news_below(tmp_path / "export") == PATHS


def test_an_export_with_folders_of_news_is_imported_as_what_it_is(listed: Store, copied: Copied, tmp_path: Path) -> None:
    export(listed, tmp_path / "export", how())
    other = copied("empty")
    report = import_sources(other, [tmp_path / "export"])
    assert (report.errors, report.orphans) == ([], [])
    export(other, tmp_path / "again", how())
    assert news_below(tmp_path / "again") == PATHS


def test_a_spelling_that_is_gone_takes_its_news_file_along(listed: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    export(listed, tmp_path / "export", how())
    customers_file(tmp_path / "in", "Kandy", [("LUMINUS HASSELT NVSA", 2, 2), ("Acme", 1, 0)])
    import_sources(listed, [tmp_path / "in"])
    report = export(listed, tmp_path / "export", how())
    assert (report.removed, news_below(tmp_path / "export")) == (2, {"news/LUMINUS_HASSELT_NVSA_news.json"})


def test_a_snapshot_keeps_the_news_in_folders(listed: Store, tmp_path: Path) -> None:
    export(listed, tmp_path / "export", how())
    before = bytes_below(tmp_path / "export")
    keeping = Keeping(tmp_path, tmp_path / "export")
    save(listed, "now", keeping)
    (tmp_path / "export" / "news" / "Luminus_Hasselt_NV" / "SA_news.json").unlink()
    reset(tmp_path / "empty0.db", keeping, "now")
    assert bytes_below(tmp_path / "export") == before


@pytest.mark.parametrize(
    ("name", "path", "why"),
    [
        ("Acme // West", "news/Acme_//_West_news.json", "'' is no name of a file or a folder"),
        ("Acme/../West", "news/Acme/../West_news.json", "'..' is no name of a file or a folder"),
        ("/etc/Acme", "news//etc/Acme_news.json", "'' is no name of a file or a folder"),
        ("(" * 250 + "Acme", f"news/{'(' * 250}Acme_news.json", "a name of 264 bytes, at most 255 are possible"),
    ],
)
def test_news_that_can_have_no_path_are_named_and_all_else_is_written(
    listed: Store, customers_file: CustomersFile, tmp_path: Path, name: str, path: str, why: str
) -> None:
    customers_file(tmp_path / "in", "Kandy", [(name, 1, 1), ("Beta", 1, 0)])
    for number, customer in enumerate((name, "Beta")):
        (tmp_path / "in" / f"{number}.json").write_text(json.dumps(feed(customer)), "utf-8")
    assert import_sources(listed, [tmp_path / "in"]).exit_code == 0
    report = export(listed, tmp_path / "export", how())
    of_news = f"{tmp_path}/export/{path}"
    assert [kept for kept in report.kept if "/reports/" not in kept] == [of_news]
    assert report.reasons[of_news] == f"cannot be written: {why}"
    assert (report.exit_code, news_below(tmp_path / "export")) == (1, {"news/Beta_news.json"})


def test_a_file_where_a_folder_of_news_should_be_is_left_and_all_else_is_written(listed: Store, tmp_path: Path) -> None:
    (tmp_path / "export" / "news").mkdir(parents=True)
    (tmp_path / "export" / "news" / "Luminus_Hasselt_NV").write_text("mine", "utf-8")
    report = export(listed, tmp_path / "export", how())
    assert [path.rpartition("export/")[2] for path in report.kept] == ["news/Luminus_Hasselt_NV/SA_news.json"]
    assert "is a file" in report.reasons[report.kept[0]]
    assert "news/LUMINUS_HASSELT_NVSA_news.json" in news_below(tmp_path / "export")


def test_a_link_where_a_folder_of_news_should_be_is_not_followed(listed: Store, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "export" / "news").mkdir(parents=True)
    (tmp_path / "export" / "news" / "Luminus_Hasselt_NV").symlink_to(tmp_path / "outside")
    report = export(listed, tmp_path / "export", how())
    assert [path.rpartition("export/")[2] for path in report.kept] == ["news/Luminus_Hasselt_NV/SA_news.json"]
    assert list((tmp_path / "outside").iterdir()) == []
