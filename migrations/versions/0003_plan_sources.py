"""Plan sources.

Revision: 0003, after 0002. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make what this revision adds."""
    op.create_table(
        "plan_source",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("section", KEY, nullable=False, comment="stakeholders, strategy, competitors or actions"),
        sa.Column("path", KEY, nullable=False, comment="Absolute path of the file"),
        sa.Column("digest", sa.Text(), nullable=False, comment="Versioned hash of its document"),
        sa.CheckConstraint(
            "section IN ('stakeholders', 'strategy', 'competitors', 'actions')", name=op.f("ck_plan_source_section")
        ),
        sa.ForeignKeyConstraint(
            ["account_key"],
            ["account.key"],
            name=op.f("fk_plan_source_account_key_account"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "section", "path", name=op.f("pk_plan_source")),
        comment="Plan files that were imported, and what each said last: a file that says the same again says nothing new",
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("plan_source")
