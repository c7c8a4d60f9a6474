"""Who made an edit, and by how many weeks dates of imported sections were moved, in the store and in each file.

Revision: 0012, after 0011. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COMMENTS = {
    ("edit", "source"): (
        "The file's path, the pack with its revision, or nothing",
        "The file's path, the pack with its revision, `edit`, the entry taken back, or nothing",
    ),
    ("plan_section", "base"): (
        "Canonical JSON of the document as it last came in: an edit is a difference from it",
        "Canonical JSON of the document as it last came in, its dates not moved: an edit is a difference from it",
    ),
}
"""By table and column the comment before and from now on."""
PERSON = "Who decided; NULL: not known, or nobody did"
IN_IT = "By how many weeks the dates in it were moved; NULL: not moved"
WEEKS = {
    "plan_section": "By how many weeks its dates were moved since it came in; NULL: not moved",
    "known_file": IN_IT,
    "agreed_version": IN_IT,
    "edit": "By how many weeks the section's dates were moved then; NULL: not moved",
}


def upgrade() -> None:
    """Add the columns."""
    op.add_column("edit", sa.Column("person", sa.Text(), nullable=True, comment=PERSON))
    for table, comment in WEEKS.items():
        op.add_column(table, sa.Column("weeks", sa.Integer(), nullable=True, comment=comment))
    _comment(1)


def downgrade() -> None:
    """Take them away again: moved dates stay, and count as edits."""
    _comment(0)
    for table in WEEKS:
        op.drop_column(table, "weeks")
    op.drop_column("edit", "person")


def _comment(which: int) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for (table, column), comments in COMMENTS.items():
            op.alter_column(table, column, comment=comments[which])
