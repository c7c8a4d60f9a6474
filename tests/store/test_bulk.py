"""Many rows at once: however many there are, each is written, or nothing is."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from demodb.store.bulk import bulk_insert, bulk_upsert
from demodb.store.engine import Store
from demodb.store.rows import table_of
from demodb.store.tables import BusinessUnit

UNIT = table_of(BusinessUnit)
TOGETHER = 999 // len(UNIT.columns)
"""How many rows of this table one statement takes on SQLite."""


def rows(count: int, name: str = "Ünit's :name (?)") -> list[dict[str, object]]:
    told = {column.name: None for column in UNIT.columns if column.nullable}
    return [{**told, "extra": "{}", "name": f"{name} {n}", "key": f"{n:05d}"} for n in range(count)]


def names(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.execute(select(UNIT.c.name).order_by(UNIT.c.key)).scalars())


@pytest.mark.parametrize("count", [0, 1, 2, TOGETHER - 1, TOGETHER, TOGETHER + 1, 2 * TOGETHER, 2 * TOGETHER + 7])
def test_however_many_rows_there_are_each_is_written_once(store: Store, count: int) -> None:
    with store.write() as connection:
        bulk_insert(connection, UNIT, rows(count))
    assert names(store) == [row["name"] for row in rows(count)]


def test_rows_that_are_there_are_written_over_and_the_others_beside_them(store: Store) -> None:
    with store.write() as connection:
        bulk_insert(connection, UNIT, rows(TOGETHER))
        bulk_upsert(connection, UNIT, list(reversed(rows(TOGETHER + 5, "other")))[: TOGETHER + 3])
    assert names(store) == [row["name"] for row in (*rows(2), *rows(TOGETHER + 5, "other")[2:])]


def test_of_rows_of_which_one_cannot_be_nothing_is_written(store: Store) -> None:
    twice = [*rows(TOGETHER + 1), rows(1)[0]]
    with pytest.raises(IntegrityError), store.write() as connection:
        bulk_insert(connection, UNIT, twice)
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(UNIT)).scalar_one() == 0
