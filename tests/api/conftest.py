"""Stores on SQLite, at the price of copying a file: empty, and with the sample as `prepare` leaves it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demodb.store.engine import Store


@pytest.fixture
def empty(copied: Callable[[str], Store]) -> Store:
    return copied("empty")


@pytest.fixture
def prepared(copied: Callable[[str], Store]) -> Store:
    return copied("sample")
