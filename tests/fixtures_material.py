"""What tests are made of: small files to import, packs, accounts' material, gold texts. A pytest plugin."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fixture_types import CustomersFile, Gold, WriteJson

from demodb.model.material import Material
from demodb.model.names import match_key
from demodb.packs.pack import Pack, load_pack
from demodb.packs.template import Template
from demodb.store.accounts import account_names
from demodb.store.material import read_material
from demodb.store.schema import open_store


@pytest.fixture(scope="session")
def write_json() -> WriteJson:
    """Writes a JSON value, making the folders above it, and gives the path back."""

    def write(path: Path, value: Any) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value, ensure_ascii=False, indent=2), "utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def customers_file(write_json: WriteJson) -> CustomersFile:
    """Writes a business unit's customer file: each customer as (name, rr, nrr), with one subscription."""

    def write(folder: Path, unit: str, customers: Sequence[tuple[str, float, float]]) -> Path:
        rows = [
            {
                "customer_name": name,
                "rr": rr,
                "nrr": nrr,
                "total": rr + nrr,
                "rank": rank,
                "subscriptions": [
                    {"sub_id": 1000 + rank, "arr": rr, "projected_arr": rr, "renewal_qtr": "Q1'27", "will_renew": "Yes"}
                ],
            }
            for rank, (name, rr, nrr) in enumerate(customers, start=1)
        ]
        value = {"bu_name": unit, "customer_count": len(rows), "customers": rows}
        return write_json(folder / f"customers_{unit.lower()}_all.json", value)

    return write


@pytest.fixture(scope="session")
def telecom() -> Pack:
    """The shipped pack at the last revision that is drawn row by row."""
    return load_pack("telecom", "0002")


@pytest.fixture(scope="session")
def newest_telecom() -> Pack:
    """The shipped pack at its newest revision, which is drawn by situations."""
    return load_pack("telecom")


@pytest.fixture(scope="session")
def baseline() -> Template:
    """The first revision of the shipped pack, which never changes."""
    return Template(load_pack("telecom", "0001"), "0", date(2026, 11, 24))


@pytest.fixture(scope="session")
def materials(databases: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Material]:
    """The accounts of the seeded sample by slug."""
    path = tmp_path_factory.mktemp("materials") / "sample.db"
    shutil.copyfile(databases / "sample.db", path)
    with open_store(path) as store, store.read() as connection:
        keys = [match_key(name) for name in account_names(connection)]
        return {material.slug: material for material in read_material(connection, keys)}


@pytest.fixture(scope="session")
def gold(repository: Path) -> Gold:
    """Reads a gold file."""
    return lambda name: (repository / "tests" / "gold" / name).read_text("utf-8")
