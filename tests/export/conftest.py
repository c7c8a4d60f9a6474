"""Stores to export, on SQLite at the price of copying a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fixture_types import Copied, CustomersFile

from demodb.api.import_ import import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.store.engine import Store

OPTIONS = SeedOptions(date(2026, 11, 24))


@pytest.fixture
def seeded_sample(copied: Copied) -> Store:
    return copied("sample")


@pytest.fixture
def three(copied: Copied, customers_file: CustomersFile, tmp_path: Path) -> Store:
    """Three accounts of two units, seeded."""
    store = copied("empty")
    customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1000, 0), ("Zephyr GmbH", 10, 5)])
    customers_file(tmp_path / "in", "STL", [("Borealis AS", 2000, 0)])
    import_sources(store, [tmp_path / "in"])
    seed(store, OPTIONS)
    return store
