"""A store of revision 0008 takes in date-times from 0009 on, and loses nothing on the way."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from good_rows import GOOD, put
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from demodb.store.engine import Store, make_engine
from demodb.store.migrate import alembic_config, migration_connection, upgrade
from demodb.store.schema import store_url

MOMENT = "2026-11-24T09:30:00.000Z"
COLUMNS = {
    "stakeholder": ("last_interaction",),
    "pain_point": ("identified_date",),
    "opportunity": ("identified_date",),
    "competitor": ("last_updated",),
    "action_item": ("due_date", "created_at"),
}
ROWS = (*COLUMNS, "interest", "competitor_trait", "plan_section")


def statement(db: str, sql: str) -> None:
    with Store(make_engine(store_url(db))) as store, store.write() as connection:
        connection.execute(text(sql))


def rows(db: str) -> dict[str, list[tuple[Any, ...]]]:
    with Store(make_engine(store_url(db))) as store, store.read() as connection:
        return {
            table: sorted((tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))), key=repr) for table in ROWS
        }


@pytest.fixture
def older(db: str) -> str:
    """A store of revision 0008 with rows in every table of a plan."""
    upgrade(store_url(db), "0008")
    with Store(make_engine(store_url(db))) as store, store.write() as connection:
        for table, row in GOOD:
            if table in ("account", *ROWS):
                put(connection, table, row)
    return db


def test_every_row_stays_and_date_times_are_let_in(older: str) -> None:
    before = rows(older)
    for table, columns in COLUMNS.items():
        for column in columns:
            with pytest.raises(IntegrityError, match=f"ck_{table}_{column}"):
                statement(older, f"UPDATE {table} SET {column} = '{MOMENT}'")
    upgrade(store_url(older), "0009")
    assert rows(older) == before
    for table, columns in COLUMNS.items():
        for column in columns:
            statement(older, f"UPDATE {table} SET {column} = '{MOMENT}'")


def test_rows_still_belong_to_each_other(older: str) -> None:
    upgrade(store_url(older), "0009")
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        statement(older, "UPDATE stakeholder SET reports_to = 's3' WHERE id = 's2'")
    statement(older, "DELETE FROM plan_section WHERE account_key = 'one'")
    left = {table: len(found) for table, found in rows(older).items() if found}
    assert left == {"stakeholder": 1, "plan_section": 1}


def test_going_down_leaves_the_date_of_a_date_time(older: str) -> None:
    upgrade(store_url(older), "0009")
    statement(older, f"UPDATE action_item SET due_date = '{MOMENT}', created_at = '{MOMENT}'")
    with migration_connection(store_url(older)) as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0008")
    (found,) = rows(older)["action_item"]
    assert found.count("2026-11-24") == 2
    with pytest.raises(IntegrityError, match="ck_action_item_due_date"):
        statement(older, f"UPDATE action_item SET due_date = '{MOMENT}'")
