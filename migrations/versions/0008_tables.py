"""Tables: what a list says beside a customer's revenue has columns of its own, and a CSV file is a kind of its own.

Revision: 0008, after 0007. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
QUARTERS = ("nrr_q1", "nrr_q2", "nrr_q3", "nrr_q4")
COUNTRY = "Country as an ISO 3166 code, or as typed where none is known; NULL: no source says"
MADE_IN = "Template: the country that records told when it was made; NULL: none did, and the name may tell one"
SECTIONS = "section IN ('stakeholders', 'strategy', 'competitors', 'actions')"
READ_WITH = "SHA-256 of the settings with which a list was read, NULL: of none; after a zero byte: not all could be taken"
KINDS = {
    "0007": ("workbook", "customers", "plan", "news", "intelligence", "manifest"),
    "0008": ("workbook", "table", "customers", "plan", "news", "intelligence", "manifest"),
}
MOVED = {
    "sqlite": {
        "said": "json_type(extra, '$.country') = 'text' AND trim(json_extract(extra, '$.country')) <> ''",
        "country": "json_extract(extra, '$.country')",
        "rest": "NULLIF(json_remove(extra, '$.country'), '{}')",
        "back": "json_set(coalesce(extra, '{}'), '$.country', country)",
    },
    "postgresql": {
        "said": "json_typeof(extra::json -> 'country') = 'string' AND trim(extra::json ->> 'country') <> ''",
        "country": "extra::json ->> 'country'",
        "rest": "(SELECT json_object_agg(key, value)::text FROM json_each(extra::json) WHERE key <> 'country')",
        "back": "(coalesce(extra, '{}')::jsonb || jsonb_build_object('country', country))::text",
    },
}


def upgrade() -> None:
    """Make what this revision adds, and move what stood in other places so far."""
    op.add_column("customer_record", sa.Column("country", sa.Text(), nullable=True, comment=COUNTRY))
    for n, name in enumerate(QUARTERS, start=1):
        comment = f"Non-recurring revenue of quarter {n}, USD; NULL: only the year's is known"
        op.add_column("customer_record", sa.Column(name, sa.Float(53), nullable=True, comment=comment))
    op.add_column("plan_section", sa.Column("made_in", sa.Text(), nullable=True, comment=MADE_IN))
    by = MOVED[op.get_bind().dialect.name]
    moved = f"country = {by['country']}, extra = {by['rest']}"
    op.execute(f"UPDATE customer_record SET {moved} WHERE {by['said']}")  # noqa: S608 - fixed text
    _change_kinds("0008")
    is_csv = "lower(path) LIKE '%.csv' OR lower(path) LIKE '%.tsv'"
    op.execute(f"UPDATE known_file SET kind = 'table' WHERE kind = 'workbook' AND ({is_csv})")  # noqa: S608 - fixed text


def downgrade() -> None:
    """Take it away again."""
    op.execute("UPDATE known_file SET kind = 'workbook' WHERE kind = 'table'")
    _change_kinds("0007")
    back = MOVED[op.get_bind().dialect.name]["back"]
    op.execute(f"UPDATE customer_record SET extra = {back} WHERE country IS NOT NULL")  # noqa: S608 - fixed text
    op.drop_column("plan_section", "made_in")
    for name in (*reversed(QUARTERS), "country"):
        op.drop_column("customer_record", name)


def _change_kinds(to: str) -> None:
    """Another list of the kinds of files. Rows of another table point to this one: it keeps its name."""
    kinds = KINDS[to]
    check = f"kind IN ({', '.join(map(repr, kinds))})"
    comment = f"{', '.join(kinds[:-1])} or {kinds[-1]}"
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_files(check, comment)
        return
    op.drop_constraint(op.f("ck_known_file_kind"), "known_file", type_="check")
    op.create_check_constraint(op.f("ck_known_file_kind"), "known_file", check)
    op.alter_column("known_file", "kind", comment=comment)


def _rebuild_files(check: str, comment: str) -> None:
    op.drop_index(op.f("ix_known_file_account_key"), "known_file")
    # Without it SQLite would let the listings point to the old table under its other name.
    op.execute("PRAGMA legacy_alter_table = ON")
    op.execute("ALTER TABLE known_file RENAME TO known_file_before")
    op.execute("PRAGMA legacy_alter_table = OFF")
    op.create_table(
        "known_file",
        sa.Column(
            "path", KEY, nullable=False, comment="Path relative to the project's folder; absolute where it lies outside of it"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment=comment),
        sa.Column(
            "sha256",
            sa.LargeBinary(),
            nullable=True,
            comment="SHA-256 of its bytes as they were last read or written; NULL: not known",
        ),
        sa.Column("account_key", KEY, nullable=True, comment="Account that it belongs to"),
        sa.Column("section", KEY, nullable=True, comment="Section that it holds"),
        sa.Column(
            "agreed",
            sa.LargeBinary(),
            nullable=True,
            comment="SHA-256 of the canonical document that the file and the store last both said",
        ),
        sa.Column(
            "before",
            sa.LargeBinary(),
            nullable=True,
            comment="SHA-256 of what it said before it was last written: a killed export may have left that there; NULL: nothing",
        ),
        sa.Column("read_at", sa.BigInteger(), nullable=True, comment="When it was last read, ms; NULL: never"),
        sa.Column("written_at", sa.BigInteger(), nullable=True, comment="When it was last written, ms; NULL: never"),
        sa.Column("failed", sa.Text(), nullable=True, comment="Why it could not be imported the last time; NULL: it could"),
        sa.Column("read_with", sa.LargeBinary(), nullable=True, comment=READ_WITH),
        sa.CheckConstraint(check, name=op.f("ck_known_file_kind")),
        sa.CheckConstraint(SECTIONS, name=op.f("ck_known_file_section")),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_known_file")),
        comment="The memory of files: what each said when it was last read or written",
        sqlite_with_rowid=False,
    )
    columns = "path, kind, sha256, account_key, section, agreed, before, read_at, written_at, failed, read_with"
    op.execute(f"INSERT INTO known_file ({columns}) SELECT {columns} FROM known_file_before")  # noqa: S608 - fixed text
    op.execute("DROP TABLE known_file_before")
    op.create_index(op.f("ix_known_file_account_key"), "known_file", ["account_key"], unique=False)
