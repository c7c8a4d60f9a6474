"""Lists of customers that are imported again and again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from fixture_types import CustomersFile, ListUnit

from demodb.api.import_ import ImportReport, import_sources
from demodb.store.engine import Store


@pytest.fixture
def listed(store: Store, tmp_path: Path, customers_file: CustomersFile) -> ListUnit:
    """Writes a unit's customer file anew and imports it."""

    def write(unit: str, customers: Sequence[tuple[str, float, float]], folder: str = "lists") -> ImportReport:
        report = import_sources(store, [customers_file(tmp_path / folder, unit, customers)])
        assert report.errors == []
        return report

    return write
