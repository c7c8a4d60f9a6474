"""A small portfolio with several spellings, for apps in Node.js to read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixture_types import CustomersFile

from demodb.api.account import alias_account
from demodb.api.import_ import import_sources
from demodb.store.engine import Store
from demodb.store.schema import open_store


@pytest.fixture(scope="module")
def portfolio(empty_store: Path, tmp_path_factory: pytest.TempPathFactory, customers_file: CustomersFile) -> Path:
    """Three accounts, one of them under two spellings with slugs of their own, and one with an alias."""
    folder = tmp_path_factory.mktemp("portfolio")
    shutil.copyfile(empty_store, folder / "store.db")
    names = [("AT&T SERVICES, INC.", 900.0, 0.0), ("Zephyr GmbH", 10.0, 0.0), ("Straße AG", 7.0, 0.0)]
    with open_store(folder / "store.db") as store:
        import_sources(store, [customers_file(folder, "STL", names)])
        alias_account(store, "A T&T Services (Inc)", "AT&T SERVICES, INC.")
        alias_account(store, "The Wind", "Zephyr GmbH")
        import_sources(store, [customers_file(folder, "STL", [*names, ("A T&T Services (Inc)", 5.0, 0.0)])])
    return folder / "store.db"


@pytest.fixture
def store(portfolio: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copyfile(portfolio, tmp_path / "store.db")
    with open_store(tmp_path / "store.db") as opened:
        yield opened
