"""Cache.

Revision: 0002, after 0001. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make what this revision adds."""
    op.create_table(
        "cache_entry",
        sa.Column("key", KEY, nullable=False, comment="Such as account-plan:{slug} or intelligence:{slug}"),
        sa.Column("kind", sa.Text(), nullable=False, comment="Kind of value, which decides its lifetime"),
        sa.Column("value", sa.Text(), nullable=True, comment="JSON text; NULL while the first one is being made"),
        sa.Column("created_at", sa.BigInteger(), nullable=True, comment="When the value was made, ms"),
        sa.Column("fresh_until", sa.BigInteger(), nullable=True, comment="Fresh before this moment, ms"),
        sa.Column(
            "stale_until", sa.BigInteger(), nullable=True, comment="To be served as stale before this moment, gone after it, ms"
        ),
        sa.Column("generation", sa.Integer(), nullable=False, comment="Counts the values that this key has had"),
        sa.Column("lease_owner", sa.Text(), nullable=True, comment="Who is making a new value now"),
        sa.Column("lease_until", sa.BigInteger(), nullable=True, comment="When that lease runs out, ms"),
        sa.Column("input_hash", sa.Text(), nullable=True, comment="Hash of what the value was made from"),
        sa.Column("source", sa.Text(), nullable=True, comment="Who made the value: claude, rules, store"),
        sa.Column("model", sa.Text(), nullable=True, comment="The model that made it"),
        sa.Column("last_error", sa.Text(), nullable=True, comment="Why the last refresh failed; NULL after a good one"),
        sa.CheckConstraint(
            "(value IS NULL) = (fresh_until IS NULL) AND (value IS NULL) = (stale_until IS NULL)"
            " AND (value IS NULL) = (created_at IS NULL) AND fresh_until <= stale_until",
            name=op.f("ck_cache_entry_lifetime"),
        ),
        sa.CheckConstraint("generation >= 0", name=op.f("ck_cache_entry_generation")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cache_entry")),
        comment="Cache entries: a value, until when it is fresh, and until when it may be served as stale",
    )
    op.create_index(op.f("ix_cache_entry_stale_until"), "cache_entry", ["stale_until"], unique=False)


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("cache_entry")
