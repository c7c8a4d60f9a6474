"""The sample's accounts as material, and gold files to compare with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from demodb.model.material import Material
from demodb.model.names import match_key
from demodb.store.accounts import account_names
from demodb.store.material import read_material
from demodb.store.schema import open_store


@pytest.fixture(scope="session")
def materials(databases: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Material]:
    """The accounts of the seeded sample by slug."""
    path = tmp_path_factory.mktemp("materials") / "sample.db"
    shutil.copyfile(databases / "sample.db", path)
    with open_store(path) as store, store.read() as connection:
        keys = [match_key(name) for name in account_names(connection)]
        return {material.slug: material for material in read_material(connection, keys)}


@pytest.fixture(scope="session")
def gold(repository: Path) -> Callable[[str], str]:
    """Reads a gold file."""
    return lambda name: (repository / "tests" / "gold" / name).read_text("utf-8")
