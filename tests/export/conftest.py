"""Stores to export, on SQLite at the price of copying a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from demodb.api.importing import import_sources
from demodb.api.seeding import SeedOptions, seed
from demodb.store.engine import Store
from demodb.store.schema import open_store

OPTIONS = SeedOptions(date(2026, 11, 24))

CustomersFile = Callable[[Path, str, Sequence[tuple[str, float, float]]], Path]


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Path:
    """A folder with an empty store, and with one that holds the sample, seeded."""
    folder = tmp_path_factory.mktemp("databases")
    open_store(folder / "empty.db", create=True).close()
    with open_store(folder / "sample.db", create=True) as store:
        import_sources(store, [sample])
        seed(store, OPTIONS)
    return folder


@pytest.fixture
def copied(databases: Path, tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """Opens a copy of the empty store, or of the sample's."""
    made: list[Store] = []

    def copy(name: str) -> Store:
        path = tmp_path / f"{name}{len(made)}.db"
        shutil.copyfile(databases / f"{name}.db", path)
        made.append(open_store(path))
        return made[-1]

    yield copy
    for store in made:
        store.close()


@pytest.fixture
def seeded_sample(copied: Callable[[str], Store]) -> Store:
    return copied("sample")


@pytest.fixture
def three(copied: Callable[[str], Store], customers_file: CustomersFile, tmp_path: Path) -> Store:
    """Three accounts of two units, seeded."""
    store = copied("empty")
    customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1000, 0), ("Zephyr GmbH", 10, 5)])
    customers_file(tmp_path / "in", "STL", [("Borealis AS", 2000, 0)])
    import_sources(store, [tmp_path / "in"])
    seed(store, OPTIONS)
    return store
