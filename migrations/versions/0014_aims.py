"""The weights of situations that were worked out for a story.

Revision: 0014, after 0013. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make what this revision adds."""
    op.create_table(
        "aim",
        sa.Column("pack", KEY, nullable=False, comment="The pack's name"),
        sa.Column("seed", KEY, nullable=False, comment="The seed of its draws"),
        sa.Column("weights", sa.Text(), nullable=False, comment="JSON object: the weights that differ from the pack's"),
        sa.Column("story", sa.Text(), nullable=False, comment="Versioned hash of what the story asks of the portfolio"),
        sa.PrimaryKeyConstraint("pack", "seed", name=op.f("pk_aim")),
        comment="Weights of situations that bring the portfolio to what a story asks for",
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("aim")
