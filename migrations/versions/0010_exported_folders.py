"""Exported folders: what the store said when it was exported, so that a folder that is behind is known for one.

Revision: 0010, after 0009. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
FOLDER = "Path relative to the project's folder; absolute where it lies outside of it"
AT = "When an export last brought something to it, in milliseconds since 1970, UTC"
SAID = "SHA-256 of all rows that plans, customer files and news are made from, as they were exported"
ADVICE = "SHA-256 of the intelligence in the cache, as it was exported"
LEFT_ALONE = "JSON list of the files that the export left as they were"


def upgrade() -> None:
    """Make what this revision adds."""
    op.create_table(
        "exported_folder",
        sa.Column("folder", KEY, nullable=False, comment=FOLDER),
        sa.Column("at", sa.BigInteger(), nullable=False, comment=AT),
        sa.Column("said", sa.LargeBinary(), nullable=False, comment=SAID),
        sa.Column("advice", sa.LargeBinary(), nullable=False, comment=ADVICE),
        sa.Column("left_alone", sa.Text(), nullable=False, comment=LEFT_ALONE),
        sa.PrimaryKeyConstraint("folder", name=op.f("pk_exported_folder")),
        comment="Folders that were exported to: whether one is behind the store, and what was left alone in it",
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("exported_folder")
