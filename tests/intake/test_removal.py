"""An account that is taken out: all that is its own goes, nothing of another one, and its sources are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_types import Contents, CustomersFile

from demodb.api.account import alias_account, list_accounts, remove_account
from demodb.api.import_ import DeclaredNames, import_sources
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.errors import UnknownAccountError
from demodb.model.origin import TemplateOrigin
from demodb.store.engine import Store
from demodb.store.news import replace_news
from demodb.store.plans import NewSection, insert_sections

ORIGIN = TemplateOrigin("telecom", "0001", "0", "2026-11-24")


def listed(store: Store, folder: Path, customers_file: CustomersFile) -> Path:
    path = customers_file(folder, "STL", [("Vestholm A/S", 3, 0), ("Vestholm AS", 1, 0), ("Various*", 2, 0), ("Tarnbeck", 2, 0)])
    import_sources(store, [path])
    return path


def test_an_account_goes_with_all_that_is_its_own(
    store: Store, tmp_path: Path, customers_file: CustomersFile, contents: Contents
) -> None:
    import_sources(store, [customers_file(tmp_path, "STL", [("Tarnbeck", 2, 0)])])
    Cache(store, Clock()).set("account-plan:tarnbeck", "account-plan", Value("{}", "plan", None))
    before = {table: len(rows) for table, rows in contents(store).items()}
    customers_file(tmp_path, "STL", [("Tarnbeck", 2, 0), ("Vestholm A/S", 3, 0), ("Vestholm AS", 1, 0)])
    import_sources(store, [tmp_path], DeclaredNames(heroes=["Vestholm AS"]))
    alias_account(store, "The Holm", "Vestholm AS")
    with store.write() as connection:
        insert_sections(
            connection, [NewSection("vestholm as", "actions", []), NewSection("vestholm as", "competitors", [], ORIGIN)]
        )
        replace_news(connection, {"vestholm as": {"customer_name": "Vestholm", "last_updated": "", "articles": []}})
    for key in ("account-plan:vestholm-a-s", "intelligence:vestholm-as"):
        Cache(store, Clock()).set(key, "account-plan", Value("{}", "plan", None))
    removed = remove_account(store, "the holm")
    assert removed.account == "Vestholm A/S"
    assert removed.records == ["Vestholm A/S", "Vestholm AS"]
    assert removed.sections == ["actions", "competitors"]
    assert [Path(path).name for path in removed.sources] == [path.name for path in tmp_path.glob("customers*")]
    assert {table: len(rows) for table, rows in contents(store).items()} == before


def test_a_name_that_looks_like_a_pattern_takes_no_other_entry_of_the_cache(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    listed(store, tmp_path, customers_file)
    cache = Cache(store, Clock())
    for slug in ("various*", "various-more"):
        cache.set(f"intelligence:{slug}", "claude-enrichment", Value("{}", "rules", None))
    remove_account(store, "Various*")
    assert cache.get("intelligence:various-more") is not None
    assert cache.get("intelligence:various*") is None


def test_a_removed_account_is_back_with_the_next_change_of_its_source_unless_the_settings_say_that_it_is_none(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    path = listed(store, tmp_path, customers_file)
    remove_account(store, "Various*")
    assert import_sources(store, [path]).unchanged == 1
    assert [line.name for line in list_accounts(store)] == ["Tarnbeck", "Vestholm A/S"]
    names = DeclaredNames(not_accounts=["Various*"])
    assert import_sources(store, [path], names).not_accounts == 1
    assert [line.name for line in list_accounts(store)] == ["Tarnbeck", "Vestholm A/S"]
    import_sources(store, [path])
    assert [line.name for line in list_accounts(store)] == ["Tarnbeck", "Various*", "Vestholm A/S"]


def test_nobody_is_removed_for_a_name_that_nobody_has(store: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    listed(store, tmp_path, customers_file)
    with pytest.raises(UnknownAccountError):
        remove_account(store, "Nobody")
