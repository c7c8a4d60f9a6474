"""Stores to export, on SQLite at the price of copying a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from export_steps import FILES, figures, how, rename
from fixture_types import Contents, Copied, CustomersFile
from fixtures_databases import said_by
from sqlmodel import SQLModel

from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.store.engine import Store
from demodb.store.schema import open_store

OPTIONS = SeedOptions(date(2026, 11, 24))


@pytest.fixture(scope="session")
def carried(contents: Contents) -> Contents:
    """The contents of a store that its export carries elsewhere.

    What a template's rows are about is not among them: it is made again from the origin, at the first upgrade. Nor are the
    quarters of a record: customer files have no place for them.
    """

    def without(rows: dict[str, list[tuple[Any, ...]]], table: str, *names: str) -> dict[str, list[tuple[Any, ...]]]:
        columns = [column.name for column in said_by(SQLModel.metadata.tables[table])]
        kept = [place for place, name in enumerate(columns) if name not in names]
        return rows | {table: [tuple(row[place] for place in kept) for row in rows[table]]}

    def read(store: Store) -> dict[str, list[tuple[Any, ...]]]:
        rows = without(contents(store), "plan_section", "subjects")
        return without(rows, "customer_record", "nrr_q1", "nrr_q2", "nrr_q3", "nrr_q4")

    return read


@pytest.fixture
def seeded_sample(copied: Copied) -> Store:
    return copied("sample")


@pytest.fixture(scope="session")
def exported_sample(databases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeded sample as it is exported, to be read only."""
    folder = tmp_path_factory.mktemp("sample") / "export"
    # The store remembers an export: of one that others copy later they would take that along.
    with open_store(shutil.copyfile(databases / "sample.db", folder.parent / "sample.db")) as store:
        report = export(store, folder)
    assert (report.written, report.unchanged, report.removed, report.kept) == (649, 0, 0, [])
    return folder


@pytest.fixture(scope="session")
def three_accounts(empty_store: Path, customers_file: CustomersFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store to be copied: three accounts of two units, seeded."""
    folder = tmp_path_factory.mktemp("three")
    customers_file(folder, "Kandy", [("Acme Ltd", 1000, 0), ("Zephyr GmbH", 10, 5)])
    customers_file(folder, "STL", [("Borealis AS", 2000, 0)])
    path = shutil.copyfile(empty_store, folder / "three.db")
    with open_store(path) as store:
        import_sources(store, [folder])
        seed(store, OPTIONS)
    return path


@pytest.fixture
def three(three_accounts: Path, tmp_path: Path) -> Iterator[Store]:
    """Three accounts of two units, seeded."""
    with open_store(shutil.copyfile(three_accounts, tmp_path / "three.db")) as store:
        yield store


@pytest.fixture
def folder(three: Store, tmp_path: Path) -> Path:
    assert figures(export(three, tmp_path / "export", how())) == (FILES, 0, 0, [])
    return tmp_path / "export"


@pytest.fixture
def other(three_accounts: Path, tmp_path: Path) -> Iterator[Store]:
    with open_store(shutil.copyfile(three_accounts, tmp_path / "other.db")) as store:
        rename(store, "other")
        yield store
