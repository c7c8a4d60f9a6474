"""What the app will show of one account: each file as it lies there and as an export would write it, in the export's own way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from export_steps import NOW, bytes_below, how, retitle
from fixture_types import CustomersFile, WriteJson
from statements import statements_of

from demodb.api.app_files import AppFiles, app_files
from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.errors import DemodbError, UnknownAccountError
from demodb.store.engine import Store

SPELLINGS = ["ACME, Inc.", "Acme, INC."]
STRATEGY = "account-plans/strategy/acme-inc.json"
REPORT = "intelligence/reports/ACME_Inc.md"


@pytest.fixture
def listed(store: Store, customers_file: CustomersFile, write_json: WriteJson, tmp_path: Path) -> Store:
    """An account with two spellings, another one, and news."""
    customers_file(tmp_path / "in", "Kandy", [(SPELLINGS[0], 100, 0), (SPELLINGS[1], 0, 20), ("Zephyr GmbH", 5, 5)])
    feed = {"customer_name": SPELLINGS[0], "last_updated": "2026-11-20", "article_count": 0, "articles": []}
    write_json(tmp_path / "in" / "acme_news.json", feed)
    import_sources(store, [tmp_path / "in"])
    seed(store, SeedOptions(NOW.date()))
    return store


def view(store: Store, folder: Path, name: str = SPELLINGS[0]) -> AppFiles:
    return app_files(store, name, folder, how())


def states(found: AppFiles) -> dict[str, str]:
    return {file.path: file.state for file in found.files}


def test_without_a_folder_every_file_is_missing_and_none_is_made(listed: Store, tmp_path: Path) -> None:
    found = view(listed, tmp_path / "export")
    assert (found.exists, found.departed, set(states(found).values())) == (False, False, {"missing"})
    assert not (tmp_path / "export").exists()


def test_what_is_looked_at_is_just_what_an_export_writes_for_the_account(listed: Store, tmp_path: Path) -> None:
    found = view(listed, tmp_path / "export")
    export(listed, tmp_path / "export", how())
    written = bytes_below(tmp_path / "export")
    of_others = {path for path in written if "ephyr" in path or path.startswith(("customers_", "manifest"))}
    assert {file.path: file.to_be for file in found.files} == {path: written[path] for path in written.keys() - of_others}
    assert set(states(view(listed, tmp_path / "export")).values()) == {"same"}


@pytest.mark.slow
def test_each_file_says_under_which_spellings_the_app_looks_for_it(listed: Store, tmp_path: Path) -> None:
    spellings = {file.path: file.spellings for file in view(listed, tmp_path / "export").files}
    assert spellings[STRATEGY] == SPELLINGS
    assert spellings[REPORT] == SPELLINGS
    assert spellings["news/ACME,_Inc._news.json"] == SPELLINGS[:1]
    assert spellings["news/Acme,_INC._news.json"] == SPELLINGS[1:]


def test_files_behind_changed_missing_and_of_others_are_told_apart(listed: Store, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    export(listed, folder, how())
    retitle(listed, "Another title")
    (folder / "account-plans/actions/acme-inc.json").unlink()
    competitors = folder / "account-plans/competitors/acme-inc.json"
    competitors.write_bytes(json.dumps(json.loads(competitors.read_bytes())[:0]).encode())
    (folder / "intelligence/reports/acme_inc.md").write_text("Somebody else's", "utf-8")
    before = bytes_below(folder)
    found = view(listed, folder)
    told = states(found)
    assert told[STRATEGY] == "behind"
    assert told["account-plans/actions/acme-inc.json"] == "missing"
    assert (told["account-plans/competitors/acme-inc.json"], told["account-plans/stakeholders/acme-inc.json"]) == ("left", "same")
    rival = next(file for file in found.files if file.path == "intelligence/reports/acme_inc.md")
    assert (rival.state, rival.to_be, rival.there) == ("left", None, b"Somebody else's")
    assert "in the place of" in rival.why
    assert bytes_below(folder) == before


def test_a_departed_account_has_only_files_that_an_export_removes(
    listed: Store, customers_file: CustomersFile, tmp_path: Path
) -> None:
    export(listed, tmp_path / "export", how())
    customers_file(tmp_path / "in", "Kandy", [("Zephyr GmbH", 5, 5)])
    import_sources(listed, [tmp_path / "in"])
    found = view(listed, tmp_path / "export")
    assert (found.departed, set(states(found).values())) == (True, {"extra"})
    assert STRATEGY in states(found)


def test_what_stands_there_and_is_no_file_is_named_and_not_read(listed: Store, tmp_path: Path) -> None:
    path = tmp_path / "export" / STRATEGY
    path.mkdir(parents=True)
    found = next(file for file in view(listed, tmp_path / "export").files if file.path == STRATEGY)
    assert (found.state, found.why, found.there) == ("left", "is a folder", None)


def test_a_folder_of_another_store_and_an_unknown_account_are_refused(listed: Store, tmp_path: Path) -> None:
    export(listed, tmp_path / "export", how())
    manifest = tmp_path / "export" / "manifest.json"
    manifest.write_text("{}", "utf-8")
    with pytest.raises(DemodbError):
        view(listed, tmp_path / "export")
    with pytest.raises(UnknownAccountError):
        view(listed, tmp_path / "export", "Nobody")


def test_the_statements_do_not_grow_with_the_portfolio(listed: Store, customers_file: CustomersFile, tmp_path: Path) -> None:
    export(listed, tmp_path / "export", how())
    with statements_of(listed) as few:
        view(listed, tmp_path / "export")
    customers_file(tmp_path / "more", "STL", [(f"Customer {n}", n, 0) for n in range(30)])
    import_sources(listed, [tmp_path / "more"])
    seed(listed, SeedOptions(NOW.date()))
    export(listed, tmp_path / "export", how())
    with statements_of(listed) as many:
        view(listed, tmp_path / "export")
    assert len(many) == len(few) <= 60, len(few)
