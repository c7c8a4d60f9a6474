"""Packs, templates and stores to seed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixture_types import CustomersFile, Exported, FilledBy, NewStore
from pack_texts import small_revision, written

from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.store.engine import Store
from demodb.store.schema import open_store


@pytest.fixture
def new_store(tmp_path: Path, empty_store: Path) -> Iterator[NewStore]:
    """Makes empty SQLite stores, at the price of copying a file."""
    made: list[Store] = []

    def make() -> Store:
        path = tmp_path / f"fresh{len(made)}.db"
        shutil.copyfile(empty_store, path)
        made.append(open_store(path))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def two(filled_by: FilledBy, customers_file: CustomersFile) -> Store:
    """Two accounts of two units, nothing seeded yet, on each engine in turn."""

    def fill(store: Store, folder: Path) -> None:
        customers_file(folder, "Kandy", [("Acme Ltd", 1000, 0)])
        customers_file(folder, "STL", [("Borealis AS", 2000, 0)])
        import_sources(store, [folder])

    return filled_by(fill)


@pytest.fixture
def two_units(new_store: NewStore, customers_file: CustomersFile, tmp_path: Path) -> Store:
    store = new_store()
    customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1000, 0), ("Both GmbH", 10, 5)])
    customers_file(tmp_path / "in", "STL", [("Borealis AS", 2000, 0), ("Both GmbH", 2000, 5)])
    import_sources(store, [tmp_path / "in"])
    return store


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A small pack at its first revision."""
    return written(tmp_path / "small", small_revision())


@pytest.fixture
def exported(tmp_path: Path) -> Exported:
    """Exports a store into a folder of its own: the plan files' bytes by section and slug."""
    count = iter(range(1000))

    def read(store: Store) -> dict[str, bytes]:
        folder = tmp_path / f"exported{next(count)}"
        export(store, folder)
        plans = folder / "account-plans"
        return {str(path.relative_to(plans)): path.read_bytes() for path in sorted(plans.rglob("*.json"))}

    return read
