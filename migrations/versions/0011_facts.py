"""Facts: what a template of the second version of facts knew of an account is kept with each section that it made.

Revision: 0011, after 0010. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FACTS = "Canonical JSON of the account's other facts that a template made it from, its situation among them; NULL: of none"


def upgrade() -> None:
    """Make what this revision adds."""
    op.add_column("plan_section", sa.Column("facts", sa.Text(), nullable=True, comment=FACTS))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("plan_section", "facts")
