"""Seeding: used revisions of packs, runs, open conflicts, deleted rows, and an index that tells what is outdated.

Revision: 0005, after 0004. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make what this revision adds."""
    op.create_table(
        "pack_revision",
        sa.Column("pack", KEY, nullable=False, comment="The pack's name"),
        sa.Column("revision", KEY, nullable=False, comment="Its revision"),
        sa.Column("digest", sa.Text(), nullable=False, comment="SHA-256 of the revision's file"),
        sa.PrimaryKeyConstraint("pack", "revision", name=op.f("pk_pack_revision")),
        comment="Revisions of packs that were used: a file that changed since is refused",
    )
    op.create_table(
        "seed_run",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the run"),
        sa.Column("kind", sa.Text(), nullable=False, comment="seed, shift, undo or restore"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="When, in milliseconds since 1970, UTC"),
        sa.Column("person", sa.Text(), nullable=False, comment="By whom: the user's name on the machine"),
        sa.Column("packs", sa.Text(), nullable=False, comment="JSON object: the packs used, and the revision of each"),
        sa.Column("as_of", sa.Text(), nullable=True, comment="The as-of date, ISO; NULL where none was needed"),
        sa.Column("counts", sa.Text(), nullable=False, comment="JSON object: what was done, and how often"),
        sa.CheckConstraint("kind IN ('seed', 'shift', 'undo', 'restore')", name=op.f("ck_seed_run_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seed_run")),
        comment="Runs that changed template sections: when, by whom, what came of it",
    )
    op.create_index(op.f("ix_seed_run_at"), "seed_run", ["at"], unique=False)

    op.create_table(
        "deleted_row",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("section", KEY, nullable=False, comment="Section"),
        sa.Column(
            "list",
            KEY,
            nullable=False,
            comment="List of the section: painPoints, opportunities, or nothing where the section is the list",
        ),
        sa.Column("row_id", KEY, nullable=False, comment="Id of the row"),
        sa.CheckConstraint(
            "section IN ('stakeholders', 'strategy', 'competitors', 'actions')", name=op.f("ck_deleted_row_section")
        ),
        sa.ForeignKeyConstraint(
            ["account_key"],
            ["account.key"],
            name=op.f("fk_deleted_row_account_key_account"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "section", "list", "row_id", name=op.f("pk_deleted_row")),
        comment="Template rows that a person deleted: the next seeding of their section leaves them out",
    )
    op.create_table(
        "conflict",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("section", KEY, nullable=False, comment="Section"),
        sa.Column(
            "list",
            KEY,
            nullable=False,
            comment="List of the section: painPoints, opportunities, or nothing where the section is the list",
        ),
        sa.Column("row_id", KEY, nullable=False, comment="Id of the row; nothing for a field beside the lists"),
        sa.Column("field", KEY, nullable=False, comment="JSON key of the field"),
        sa.Column("base", sa.Text(), nullable=True, comment="JSON of what both started from; NULL: the key was not there"),
        sa.Column(
            "mine", sa.Text(), nullable=True, comment="JSON of the person's value when the conflict was found; NULL: no such key"
        ),
        sa.Column("theirs", sa.Text(), nullable=True, comment="JSON of the template's value; NULL: no such key"),
        sa.Column("pack", sa.Text(), nullable=False, comment="The pack that the template's value is from"),
        sa.Column("revision", sa.Text(), nullable=False, comment="Its revision"),
        sa.CheckConstraint("mine IS NOT NULL OR theirs IS NOT NULL", name=op.f("ck_conflict_sides")),
        sa.ForeignKeyConstraint(
            ["account_key", "section"],
            ["plan_section.account_key", "plan_section.section"],
            name=op.f("fk_conflict_account_key_section_plan_section"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "section", "list", "row_id", "field", name=op.f("pk_conflict")),
        comment="Open conflicts: a person's value stands, the template's waits until somebody decides",
    )
    op.drop_index(op.f("ix_plan_section_section_origin"), "plan_section")
    op.create_index(
        op.f("ix_plan_section_section_origin_pack_revision"),
        "plan_section",
        ["section", "origin", "pack", "revision"],
        unique=False,
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_index(op.f("ix_plan_section_section_origin_pack_revision"), "plan_section")
    op.create_index(op.f("ix_plan_section_section_origin"), "plan_section", ["section", "origin"], unique=False)

    op.drop_table("conflict")
    op.drop_table("deleted_row")
    op.drop_index(op.f("ix_seed_run_at"), "seed_run")

    op.drop_table("seed_run")
    op.drop_table("pack_revision")
