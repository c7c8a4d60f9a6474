"""Opening a store, which every other command starts from."""

from __future__ import annotations

from demodb.store.engine import Store
from demodb.store.schema import open_store

__all__ = ["Store", "open_store"]
