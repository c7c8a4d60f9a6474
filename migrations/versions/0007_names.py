"""Names: the account's name that a template made a section with, and with which settings a list was read.

Revision: 0007, after 0006. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MADE_FOR = "Template: the account's name that it was made with"
READ_WITH = "SHA-256 of the settings with which a list was read, NULL: of none; after a zero byte: not all could be taken"
NAME = {
    "0006": "The name of its records that has its key; of several the first in code-point order",
    "0007": "The name of its records that has its key; of several the one with the most revenue",
}


def upgrade() -> None:
    """Make what this revision adds: sections that are there were made with the name that their account bears."""
    op.add_column("plan_section", sa.Column("made_for", sa.Text(), nullable=True, comment=MADE_FOR))
    named = "(SELECT name FROM account WHERE account.key = plan_section.account_key)"
    op.execute(f"UPDATE plan_section SET made_for = {named} WHERE origin = 'template'")  # noqa: S608 - fixed text
    op.add_column("known_file", sa.Column("read_with", sa.LargeBinary(), nullable=True, comment=READ_WITH))
    _tell("0007")


def downgrade() -> None:
    """Take it away again."""
    _tell("0006")
    op.drop_column("known_file", "read_with")
    op.drop_column("plan_section", "made_for")


def _tell(to: str) -> None:
    """Say by which rule an account has its name; SQLite keeps no comments."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("account", "name", comment=NAME[to])
