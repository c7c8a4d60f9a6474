"""Date-times: a column of a document's date holds an ISO date or an ISO date-time, as it was written.

Revision: 0009, after 0008. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = {
    "stakeholder": {"last_interaction": ("Date of the last contact, ISO", "When the last contact was, ISO date or date-time")},
    "pain_point": {"identified_date": ("When it was identified, ISO date", "When it was identified, ISO date or date-time")},
    "opportunity": {"identified_date": ("When it was identified, ISO date", "When it was identified, ISO date or date-time")},
    "competitor": {
        "last_updated": ("When this was last looked at, ISO date", "When this was last looked at, ISO date or date-time")
    },
    "action_item": {
        "due_date": ("When it is due, ISO date", "When it is due, ISO date or date-time"),
        "created_at": ("When it was made, ISO date", "When it was made, ISO date or date-time"),
    },
}
"""By table and column the comment before and from now on."""


def upgrade() -> None:
    """Let date-times in."""
    for table in COLUMNS:
        _change_checks(table, 0, 1)


def downgrade() -> None:
    """Dates only again: of a date-time its date stays."""
    for table, columns in COLUMNS.items():
        days = ", ".join(f"{column} = substr({column}, 1, 10)" for column in columns)
        op.execute(f"UPDATE {table} SET {days}")  # noqa: S608 - fixed text
        _change_checks(table, 1, 0)


def _checks(column: str) -> tuple[str, str]:
    """The check before and from now on."""
    day = f"{column} LIKE '____-__-__'"
    return day, f"{day} OR {column} LIKE '____-__-__T__:__%'"


def _change_checks(table: str, old: int, new: int) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(table, {_checks(column)[old]: _checks(column)[new] for column in COLUMNS[table]})
        return
    for column, comments in COLUMNS[table].items():
        op.drop_constraint(op.f(f"ck_{table}_{column}"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, _checks(column)[new])
        op.alter_column(table, column, comment=comments[new])


def _rebuild(table: str, checks: dict[str, str]) -> None:
    """The table as it stands, but for its checks. Rows of other tables may point to it: it keeps its name."""
    pieces = sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :table AND sql > '' ORDER BY type <> 'table'")
    made, *beside = op.get_bind().scalars(pieces, {"table": table}).all()
    for old, new in checks.items():
        made = made.replace(f"CHECK ({old})", f"CHECK ({new})")
    # Without it SQLite would let other tables' rows point to the old table under its other name.
    op.execute("PRAGMA legacy_alter_table = ON")
    op.execute(f"ALTER TABLE {table} RENAME TO {table}_before")
    op.execute("PRAGMA legacy_alter_table = OFF")
    run = op.get_bind().exec_driver_sql
    run(made)
    run(f"INSERT INTO {table} SELECT * FROM {table}_before")  # noqa: S608 - fixed text
    run(f"DROP TABLE {table}_before")
    for statement in beside:
        run(statement)
