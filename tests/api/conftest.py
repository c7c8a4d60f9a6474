"""Stores on SQLite, at the price of copying a file: empty, and with the sample as `prepare` leaves it."""

from __future__ import annotations

import pytest
from fixture_types import Copied

from demodb.store.engine import Store


@pytest.fixture
def empty(copied: Copied) -> Store:
    return copied("empty")


@pytest.fixture
def prepared(copied: Copied) -> Store:
    return copied("sample")
