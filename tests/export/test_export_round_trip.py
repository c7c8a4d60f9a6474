"""Any valid document goes in and comes out as equal JSON: unknown keys, absent and null, order and numbers included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from fixture_types import CustomersFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_documents import DOCUMENTS

from demodb.api.export import export
from demodb.api.import_ import ImportBy, import_sources
from demodb.model.documents import SECTIONS, Section
from demodb.model.faults import section_faults
from demodb.store.engine import Store


@pytest.fixture
def acme(store: Store, customers_file: CustomersFile, tmp_path: Path) -> Store:
    customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1000, 0)])
    import_sources(store, [tmp_path / "in"])
    return store


@pytest.mark.parametrize("section", SECTIONS)
@settings(max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_export_of_an_import_is_equal_json(acme: Store, tmp_path: Path, section: Section, data: st.DataObject) -> None:
    document = data.draw(DOCUMENTS[section])
    assert section_faults(section, document) == []
    path = tmp_path / "plans" / section / "acme-ltd.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    report = import_sources(acme, [path], how=ImportBy(replace=True))
    assert report.errors == []
    exported = tmp_path / "export" / "account-plans" / section / "acme-ltd.json"
    exported.unlink(missing_ok=True)
    assert export(acme, tmp_path / "export").kept == []
    assert same(json.loads(exported.read_text("utf-8")), document)
    assert import_sources(acme, [path, exported]).changes == 0


def same(left: Any, right: Any) -> bool:
    """Equal as JSON: as Python's equality, but that true is not 1."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def test_whole_numbers_stay_whole_and_fractions_stay_exact(acme: Store, tmp_path: Path) -> None:
    opportunity = {
        "id": "o",
        "title": "t",
        "description": "d",
        "status": "won",
        "identifiedDate": "2026-11-24",
        "probability": 12.5,
        "x": [1.0, 0.1, 1e300, 9007199254740991],
    }
    document = {"painPoints": [], "opportunities": [opportunity | {"estimatedValue": 500000}]}
    path = tmp_path / "plans" / "strategy" / "acme-ltd.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(document), "utf-8")
    import_sources(acme, [path])
    export(acme, tmp_path / "export")
    found = (tmp_path / "export" / "account-plans" / "strategy" / "acme-ltd.json").read_text("utf-8")
    assert '"estimatedValue": 500000,' in found
    assert '"probability": 12.5,' in found
    assert [type(number) for number in json.loads(found)["opportunities"][0]["x"]] == [int, float, float, int]
    assert json.loads(found) == document
