"""An import that a server undoes for the sake of another transaction reads its files once more, and says what came of it once."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_types import CustomersFile, NewDatabase
from overtaking import inserts, overtake_first_insert

from demodb.api.import_ import import_sources
from demodb.store.schema import open_store


@pytest.mark.postgresql
def test_an_import_that_was_overtaken_once_is_done_as_if_it_had_not_been(
    new_database: NewDatabase, customers_file: CustomersFile, tmp_path: Path
) -> None:
    folder = customers_file(tmp_path / "in", "Kandy", [("Acme", 1000, 0), ("Beta", 10, 0)]).parent
    with open_store(new_database("postgresql", migrated=True)) as store:
        overtake_first_insert(store, "customer_record")
        report = import_sources(store, [folder])
        assert (report.records, report.accounts, report.files["customers"]) == (2, 2, 1)
        assert report.tables["customer_record"]["new"] == 2
        assert inserts(store) > 2
