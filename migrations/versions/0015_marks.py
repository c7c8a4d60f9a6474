"""Marks of sections that have to be compared with their base, a counter of changes, and indexes for pages of the portfolio.

Revision: 0015, after 0014. Frozen once released: it imports alembic and sqlalchemy only. The triggers that write both are made
anew after all migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
DUE = "1 where it has to be compared: the rest may have changed since"
MARKS = "Sections that were touched since they were compared with their base, and what comparing found"
COUNTER = "Their sum grows with each change of accounts, plans, records, names, news or conflicts; 1 is always there"
NUMBER = "Grows by a step that is drawn, so that copies which part never meet again"
QUIET = "1 only inside of a transaction that marks and counts by itself what it writes"
SAID = "SHA-256 of all rows that plans, customer files and news are made from"

WIDER = (
    ("plan_section", ["section", "origin", "pack", "revision"], ["as_of", "account_key"]),
    ("customer_record", ["account_key"], ["business_unit_key", "rr", "nrr"]),
)
"""By table an index as it was, and the columns that are added to it."""
NEW = (("account", ["hero"]), ("known_file", ["read_at"]), ("edit", ["at"]))
FEW = (("account", "departed_at"), ("plan_section", "weeks"))
"""Columns of which few rows say anything, and those alone are in their index."""


def upgrade() -> None:
    """Make what this revision adds; every section of an older store has to be compared once."""
    op.create_table(
        "section_mark",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("section", KEY, nullable=False, comment="Section"),
        sa.Column("due", sa.Integer(), nullable=False, comment=DUE),
        sa.Column("edited", sa.Integer(), nullable=False, comment="1 where it was found to differ from its base"),
        sa.Column(
            "conflicts",
            sa.Integer(),
            nullable=False,
            comment="How many conflicts were found about which there is something to decide",
        ),
        sa.CheckConstraint("due >= 0 AND due <= 1", name=op.f("ck_section_mark_due")),
        sa.CheckConstraint("edited >= 0 AND edited <= 1", name=op.f("ck_section_mark_edited")),
        sa.CheckConstraint("conflicts >= 0", name=op.f("ck_section_mark_conflicts")),
        sa.ForeignKeyConstraint(
            ["account_key", "section"],
            ["plan_section.account_key", "plan_section.section"],
            name=op.f("fk_section_mark_account_key_section_plan_section"),
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "section", name=op.f("pk_section_mark")),
        comment=MARKS,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_section_mark_due"), "section_mark", ["due"])
    op.create_table(
        "change_counter",
        sa.Column("id", sa.BigInteger(), nullable=False, comment="1, or that of one transaction"),
        sa.Column("number", sa.BigInteger(), nullable=False, comment=NUMBER),
        sa.Column("quiet", sa.Integer(), nullable=False, comment=QUIET),
        sa.Column("said_at", sa.BigInteger(), nullable=True, comment="The sum at which `said` was worked out"),
        sa.Column("said", sa.LargeBinary(), nullable=True, comment=SAID),
        sa.CheckConstraint("quiet >= 0 AND quiet <= 1", name=op.f("ck_change_counter_quiet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_counter")),
        comment=COUNTER,
    )
    op.execute("INSERT INTO change_counter (id, number, quiet) VALUES (1, 0, 0)")
    op.execute("INSERT INTO section_mark SELECT account_key, section, 1, 0, 0 FROM plan_section")
    for table, old, added in WIDER:
        _replace(table, old, old + added)
    for table, columns in NEW:
        op.create_index(op.f(_name(table, columns)), table, columns)
    for table, column in FEW:
        known = sa.text(f"{column} IS NOT NULL")
        op.create_index(op.f(_name(table, [column])), table, [column], sqlite_where=known, postgresql_where=known)


def downgrade() -> None:
    """Take it away again."""
    for table, columns in (*NEW, *((table, [column]) for table, column in FEW)):
        op.drop_index(op.f(_name(table, columns)), table_name=table)
    for table, old, added in WIDER:
        _replace(table, old + added, old)
    op.drop_table("change_counter")
    op.drop_table("section_mark")


def _replace(table: str, one: list[str], other: list[str]) -> None:
    op.drop_index(op.f(_name(table, one)), table_name=table)
    op.create_index(op.f(_name(table, other)), table, other)


def _name(table: str, columns: list[str]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"
