"""Who made an edit.

Revision: 0012, after 0010. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

SOURCE = (
    "The file's path, the pack with its revision, or nothing",
    "The file's path, the pack with its revision, `edit`, the entry taken back, or nothing",
)
"""The comment before and from now on."""
PERSON = "Who decided; NULL: not known, or nobody did"


def upgrade() -> None:
    """Add the column."""
    op.add_column("edit", sa.Column("person", sa.Text(), nullable=True, comment=PERSON))
    _comment(SOURCE[1])


def downgrade() -> None:
    """Take it away again."""
    _comment(SOURCE[0])
    op.drop_column("edit", "person")


def _comment(text: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("edit", "source", comment=text)
