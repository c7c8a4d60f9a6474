"""Stores on SQLite, at the price of copying a file: empty, and with the sample as `prepare` leaves it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from demodb.api.importing import import_sources
from demodb.api.seeding import SeedOptions, seed
from demodb.store.engine import Store
from demodb.store.schema import open_store


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Path:
    folder = tmp_path_factory.mktemp("databases")
    open_store(folder / "empty.db", create=True).close()
    with open_store(folder / "sample.db", create=True) as store:
        import_sources(store, [sample])
        seed(store, SeedOptions(date(2026, 11, 24)))
    return folder


@pytest.fixture
def copied(databases: Path, tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """Opens a copy of the store of a name."""
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
def empty(copied: Callable[[str], Store]) -> Store:
    return copied("empty")


@pytest.fixture
def prepared(copied: Callable[[str], Store]) -> Store:
    return copied("sample")
