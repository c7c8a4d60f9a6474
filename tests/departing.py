"""An account that no source lists any more, at once."""

from __future__ import annotations

from sqlalchemy import text

from demodb.store.engine import Store


def depart(store: Store, key: str) -> None:
    """Take the records of an account away, as an import does that finds none."""
    with store.write() as connection:
        connection.execute(text("DELETE FROM customer_record WHERE account_key = :key"), {"key": key})
        connection.execute(text("UPDATE account SET departed_at = 1 WHERE key = :key"), {"key": key})
