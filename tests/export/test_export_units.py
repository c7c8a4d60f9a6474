"""Customer files of business units: the app reads one of each, also of one that has no customers any more."""

from __future__ import annotations

import json
from pathlib import Path

from fixture_types import CustomersFile
from pydantic import TypeAdapter

from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.model.documents import CustomerFile
from demodb.model.faults import model_faults
from demodb.store.engine import Store


def test_a_unit_whose_customers_have_all_left_keeps_a_valid_file_without_any(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    path = tmp_path / "export" / "customers_stl_all.json"
    for customers in ([("Acme Ltd", 10, 0)], []):
        source = customers_file(tmp_path / "in", "STL", customers)
        assert import_sources(store, [source]).errors == []
        export(store, tmp_path / "export")

    document = json.loads(path.read_text("utf-8"))
    assert document == {"bu_name": "STL", "total_revenue": 0, "customer_count": 0, "customers": []}
    assert model_faults(TypeAdapter(CustomerFile), document) == []
    assert import_sources(store, [tmp_path / "export"]).changes == 0
    assert export(store, tmp_path / "export").written == 0
