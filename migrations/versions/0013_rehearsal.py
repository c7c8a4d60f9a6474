"""The last rehearsal: when it was, what it found, and what the store said then.

Revision: 0013, after 0011. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what this revision adds."""
    op.create_table(
        "rehearsal",
        sa.Column("id", sa.Integer(), nullable=False, comment="Always 1: the last one alone is kept"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="When it was, in milliseconds since 1970, UTC"),
        sa.Column("begins", sa.BigInteger(), nullable=False, comment="When the demo begins, in milliseconds since 1970, UTC"),
        sa.Column("ends", sa.BigInteger(), nullable=False, comment="When the demo ends, in milliseconds since 1970, UTC"),
        sa.Column("blockers", sa.Integer(), nullable=False, comment="How many findings block the demo"),
        sa.Column("warnings", sa.Integer(), nullable=False, comment="How many findings warn"),
        sa.Column("hints", sa.Integer(), nullable=False, comment="How many findings are hints"),
        sa.Column("worst", sa.Text(), nullable=True, comment="JSON object of the finding to begin with; NULL: nothing was found"),
        sa.Column("said", sa.LargeBinary(), nullable=False, comment="SHA-256 of all rows that were looked at"),
        sa.CheckConstraint("id >= 1 AND id <= 1", name=op.f("ck_rehearsal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal")),
        comment="The last rehearsal: what it found, and whether the store has changed since",
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("rehearsal")
