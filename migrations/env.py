"""Alembic's environment: runs inside the transaction that demodb opened, or opens one in the same safe way."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

from demodb.store import tables
from demodb.store.migrate import migration_connection
from demodb.store.schema import REVISIONS, store_url
from demodb.store.triggers import drop_triggers, make_triggers

TABLES = tables.__all__
"""Named so that the import, which fills the metadata, is seen to be used."""


def run(connection: Connection) -> None:
    """Run the migrations on a connection whose transaction is somebody else's to end.

    Triggers are made anew behind them: SQLite loses those of a table that is rebuilt, and refuses where others speak of it.
    """
    drop_triggers(connection)
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if context.get_context().get_current_revision() == REVISIONS[-1]:
        make_triggers(connection)


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with migration_connection(store_url(context.get_x_argument(as_dictionary=True).get("db", "demodb.db"))) as opened:
        run(opened)
