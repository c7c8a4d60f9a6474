"""The memory of files: what each said last, versions that were agreed on, who lists which record, and the log of edits.

Revision: 0006, after 0005. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SECTIONS = "section IN ('stakeholders', 'strategy', 'competitors', 'actions')"
ORIGIN = {
    "0005": ("origin IN ('imported', 'template')", "imported: from a file; template: seeded from a pack"),
    "0006": (
        "origin IN ('imported', 'template', 'generated')",
        "imported: from a file; template: seeded from a pack; generated: by other scripts",
    ),
}
SUBJECTS = "JSON object: what each row of a template is about, by list and id; NULL: not noted yet"
SEEN = "Canonical JSON of the document as the log of edits knows it; NULL: as the base"
DEPARTED = "Since when no source lists it, in milliseconds since 1970, UTC; NULL: it is listed"
SOURCE = "(path IS NULL) = (pack IS NOT NULL) AND (pack IS NULL) = (revision IS NULL)"
CONFLICT = {
    "0005": {
        "field": "JSON key of the field",
        "mine": "JSON of the person's value when the conflict was found; NULL: no such key",
        "theirs": "JSON of the template's value; NULL: no such key",
        "pack": "The pack that the template's value is from",
        "table": "Open conflicts: a person's value stands, the template's waits until somebody decides",
    },
    "0006": {
        "field": "JSON key of the field; nothing for a whole row",
        "mine": "JSON of the store's value when the conflict was found; NULL: no such key",
        "theirs": "JSON of the other side's value; NULL: no such key",
        "pack": "The pack that the template's value is from; NULL: it is a file's",
        "table": "Open conflicts: the store's value stands, the template's or the file's waits until somebody decides",
    },
}
PATH = "The file that the value is from; NULL: it is a template's"
SUBJECT = "What the template's row is about; NULL: not a whole row of a template"


def upgrade() -> None:
    """Make what this revision adds."""
    _make_tables()
    _name_the_store()
    op.add_column("account", sa.Column("departed_at", sa.BigInteger(), nullable=True, comment=DEPARTED))
    _change_sections("0006")
    _change_conflicts("0006")
    _remember_plan_sources()
    op.drop_table("plan_source")


def downgrade() -> None:
    """Take it away again.

    What files said last is forgotten, and so are adopted sections' origins and the conflicts of files and of whole rows.
    """
    op.execute("DELETE FROM conflict WHERE path IS NOT NULL OR field = ''")
    op.execute("UPDATE plan_section SET origin = 'imported' WHERE origin = 'generated'")
    op.create_table(
        "plan_source",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("section", KEY, nullable=False, comment="stakeholders, strategy, competitors or actions"),
        sa.Column("path", KEY, nullable=False, comment="Absolute path of the file"),
        sa.Column("digest", sa.Text(), nullable=False, comment="Versioned hash of its document"),
        sa.CheckConstraint(SECTIONS, name=op.f("ck_plan_source_section")),
        _account_key("plan_source"),
        sa.PrimaryKeyConstraint("account_key", "section", "path", name=op.f("pk_plan_source")),
        comment="Plan files that were imported, and what each said last: a file that says the same again says nothing new",
    )
    _change_conflicts("0005")
    _change_sections("0005")
    with op.batch_alter_table("account") as account:
        account.drop_column("departed_at")
    op.drop_index(op.f("ix_edit_account_key_at"), "edit")
    op.drop_index(op.f("ix_apart_name_account_key"), "apart_name")
    op.drop_index(op.f("ix_listing_business_unit_key_record_name"), "listing")
    op.drop_index(op.f("ix_known_file_account_key"), "known_file")
    for name in ("edit", "apart_name", "listing", "agreed_version", "known_file", "identity"):
        op.drop_table(name)


def _account_key(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_account_key_account")
    return sa.ForeignKeyConstraint(["account_key"], ["account.key"], name=name, onupdate="CASCADE", ondelete="CASCADE")


def _make_tables() -> None:
    op.create_table(
        "identity",
        sa.Column("name", KEY, nullable=False, comment="Made at random with the store"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_identity")),
        comment="One row: the name by which an exported folder knows the store that wrote it",
    )
    op.create_table(
        "known_file",
        sa.Column(
            "path", KEY, nullable=False, comment="Path relative to the project's folder; absolute where it lies outside of it"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="workbook, customers, plan, news, intelligence or manifest"),
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
        sa.CheckConstraint(
            "kind IN ('workbook', 'customers', 'plan', 'news', 'intelligence', 'manifest')", name=op.f("ck_known_file_kind")
        ),
        sa.CheckConstraint(SECTIONS, name=op.f("ck_known_file_section")),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_known_file")),
        comment="The memory of files: what each said when it was last read or written",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_known_file_account_key"), "known_file", ["account_key"], unique=False)
    op.create_table(
        "agreed_version",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("section", KEY, nullable=False, comment="Section"),
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="SHA-256 of the canonical document"),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="Counts the versions of the section, the latest has the greatest"
        ),
        sa.Column(
            "document",
            sa.LargeBinary(),
            nullable=True,
            comment="The canonical document, compressed, of the last few versions; NULL: the base of the section, or forgotten",
        ),
        sa.CheckConstraint(SECTIONS, name=op.f("ck_agreed_version_section")),
        _account_key("agreed_version"),
        sa.PrimaryKeyConstraint("account_key", "section", "digest", name=op.f("pk_agreed_version")),
        comment="Versions of sections that were ever agreed on: a file that says one of them says nothing new",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "listing",
        sa.Column("path", KEY, nullable=False, comment="The source"),
        sa.Column("business_unit_key", KEY, nullable=False, comment="Business unit of the record"),
        sa.Column("record_name", KEY, nullable=False, comment="Name of the record"),
        sa.ForeignKeyConstraint(
            ["path"],
            ["known_file.path"],
            name=op.f("fk_listing_path_known_file"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_unit_key", "record_name"],
            ["customer_record.business_unit_key", "customer_record.name"],
            name=op.f("fk_listing_business_unit_key_record_name_customer_record"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("path", "business_unit_key", "record_name", name=op.f("pk_listing")),
        comment="Which source lists which customer record: a record that no source lists any more has left",
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_listing_business_unit_key_record_name"), "listing", ["business_unit_key", "record_name"], unique=False
    )
    op.create_table(
        "apart_name",
        sa.Column("name", KEY, nullable=False, comment="Customer name as typed"),
        sa.Column("account_key", KEY, nullable=False, comment="The account that it belongs to"),
        _account_key("apart_name"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_apart_name")),
        comment="Names that belong to an account of their own, though their match key is another one's",
    )
    op.create_index(op.f("ix_apart_name_account_key"), "apart_name", ["account_key"], unique=False)
    op.create_table(
        "edit",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the edit"),
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("section", KEY, nullable=False, comment="Section"),
        sa.Column(
            "at",
            sa.BigInteger(),
            nullable=False,
            comment="When it was made or first seen, in milliseconds since 1970, UTC",
        ),
        sa.Column("side", sa.Text(), nullable=False, comment="file, row, template or decision"),
        sa.Column("source", sa.Text(), nullable=False, comment="The file's path, the pack with its revision, or nothing"),
        sa.Column(
            "changes",
            sa.Text(),
            nullable=False,
            comment="JSON list of {list, row, field, was, now}; a key that is not there stands for nothing",
        ),
        sa.CheckConstraint(SECTIONS, name=op.f("ck_edit_section")),
        sa.CheckConstraint("side IN ('file', 'row', 'template', 'decision')", name=op.f("ck_edit_side")),
        _account_key("edit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edit")),
        comment="The log of edits: what changed in a section, from which side, when",
    )
    op.create_index(op.f("ix_edit_account_key_at"), "edit", ["account_key", "at"], unique=False)


def _name_the_store() -> None:
    chance = {"sqlite": "lower(hex(randomblob(6)))", "postgresql": "substr(replace(gen_random_uuid()::text, '-', ''), 1, 12)"}
    op.execute(f"INSERT INTO identity (name) VALUES ({chance[op.get_bind().dialect.name]})")  # noqa: S608 - fixed text


def _change_sections(to: str) -> None:
    """Another list of origins and two more columns, or back. Rows of other tables point to this one: it keeps its name."""
    check, comment = ORIGIN[to]
    new = to == "0006"
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_sections(check, comment, new=new)
        return
    op.drop_constraint(op.f("ck_plan_section_origin"), "plan_section", type_="check")
    op.create_check_constraint(op.f("ck_plan_section_origin"), "plan_section", check)
    op.alter_column("plan_section", "origin", comment=comment)
    if new:
        op.add_column("plan_section", sa.Column("subjects", sa.Text(), nullable=True, comment=SUBJECTS))
        op.add_column("plan_section", sa.Column("seen", sa.Text(), nullable=True, comment=SEEN))
    else:
        op.drop_column("plan_section", "seen")
        op.drop_column("plan_section", "subjects")


def _rebuild_sections(check: str, comment: str, *, new: bool) -> None:
    added = [
        sa.Column("subjects", sa.Text(), nullable=True, comment=SUBJECTS),
        sa.Column("seen", sa.Text(), nullable=True, comment=SEEN),
    ]
    op.drop_index(op.f("ix_plan_section_section_origin_pack_revision"), "plan_section")
    # Without it SQLite would let the rows' tables point to the old table under its other name.
    op.execute("PRAGMA legacy_alter_table = ON")
    op.execute("ALTER TABLE plan_section RENAME TO plan_section_before")
    op.execute("PRAGMA legacy_alter_table = OFF")
    op.create_table(
        "plan_section",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("section", KEY, nullable=False, comment="stakeholders, strategy, competitors or actions"),
        sa.Column("origin", sa.Text(), nullable=False, comment=comment),
        sa.Column("pack", sa.Text(), nullable=True, comment="Template: the pack's name"),
        sa.Column("revision", sa.Text(), nullable=True, comment="Template: the pack's revision"),
        sa.Column("seed", sa.Text(), nullable=True, comment="Template: the seed that the draws were keyed with"),
        sa.Column("as_of", sa.Text(), nullable=True, comment="Template: the date that all others were counted from"),
        sa.Column(
            "base",
            sa.Text(),
            nullable=False,
            comment="Canonical JSON of the document as it last came in: an edit is a difference from it",
        ),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        *(added if new else []),
        sa.CheckConstraint(
            "(origin = 'template') = (pack IS NOT NULL AND revision IS NOT NULL AND seed IS NOT NULL AND as_of IS NOT NULL)",
            name=op.f("ck_plan_section_template"),
        ),
        sa.CheckConstraint("as_of LIKE '____-__-__'", name=op.f("ck_plan_section_as_of")),
        sa.CheckConstraint(check, name=op.f("ck_plan_section_origin")),
        sa.CheckConstraint(SECTIONS, name=op.f("ck_plan_section_section")),
        _account_key("plan_section"),
        sa.PrimaryKeyConstraint("account_key", "section", name=op.f("pk_plan_section")),
        comment="One of the four sections of an account, where it came from, and the document as it last came in",
    )
    columns = "account_key, section, origin, pack, revision, seed, as_of, base, extra"
    op.execute(f"INSERT INTO plan_section ({columns}) SELECT {columns} FROM plan_section_before")  # noqa: S608 - fixed text
    op.execute("DROP TABLE plan_section_before")
    op.create_index(
        op.f("ix_plan_section_section_origin_pack_revision"),
        "plan_section",
        ["section", "origin", "pack", "revision"],
        unique=False,
    )


def _change_conflicts(to: str) -> None:
    """A conflict is a template's or a file's, or back."""
    said, new = CONFLICT[to], to == "0006"
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_conflicts(said, new=new)
        return
    for name in ("field", "mine", "theirs"):
        op.alter_column("conflict", name, comment=said[name])
    op.alter_column("conflict", "pack", nullable=new, comment=said["pack"])
    op.alter_column("conflict", "revision", nullable=new)
    op.create_table_comment("conflict", said["table"])
    if new:
        op.add_column("conflict", sa.Column("path", sa.Text(), nullable=True, comment=PATH))
        op.add_column("conflict", sa.Column("subject", sa.Text(), nullable=True, comment=SUBJECT))
        op.create_check_constraint(op.f("ck_conflict_source"), "conflict", SOURCE)
    else:
        op.drop_constraint(op.f("ck_conflict_source"), "conflict", type_="check")
        op.drop_column("conflict", "subject")
        op.drop_column("conflict", "path")


def _rebuild_conflicts(said: dict[str, str], *, new: bool) -> None:
    added = [
        sa.Column("path", sa.Text(), nullable=True, comment=PATH),
        sa.Column("subject", sa.Text(), nullable=True, comment=SUBJECT),
    ]
    op.execute("ALTER TABLE conflict RENAME TO conflict_before")
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
        sa.Column("field", KEY, nullable=False, comment=said["field"]),
        sa.Column("base", sa.Text(), nullable=True, comment="JSON of what both started from; NULL: the key was not there"),
        sa.Column("mine", sa.Text(), nullable=True, comment=said["mine"]),
        sa.Column("theirs", sa.Text(), nullable=True, comment=said["theirs"]),
        sa.Column("pack", sa.Text(), nullable=new, comment=said["pack"]),
        sa.Column("revision", sa.Text(), nullable=new, comment="Its revision"),
        *(added if new else []),
        sa.CheckConstraint("mine IS NOT NULL OR theirs IS NOT NULL", name=op.f("ck_conflict_sides")),
        *([sa.CheckConstraint(SOURCE, name=op.f("ck_conflict_source"))] if new else []),
        sa.ForeignKeyConstraint(
            ["account_key", "section"],
            ["plan_section.account_key", "plan_section.section"],
            name=op.f("fk_conflict_account_key_section_plan_section"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "section", "list", "row_id", "field", name=op.f("pk_conflict")),
        comment=said["table"],
    )
    columns = "account_key, section, list, row_id, field, base, mine, theirs, pack, revision"
    op.execute(f"INSERT INTO conflict ({columns}) SELECT {columns} FROM conflict_before")  # noqa: S608 - fixed text
    op.execute("DROP TABLE conflict_before")


def _remember_plan_sources() -> None:
    """What plan files said last becomes what they agreed on, by the digest alone: "v1:" and the SHA-256 in hexadecimal."""
    bind = op.get_bind()
    old = sa.table("plan_source", *(sa.column(name, sa.Text()) for name in ("path", "account_key", "section", "digest")))
    files = sa.table(
        "known_file",
        *(sa.column(name, sa.Text()) for name in ("path", "kind", "account_key", "section")),
        sa.column("agreed", sa.LargeBinary()),
    )
    versions = sa.table(
        "agreed_version",
        *(sa.column(name, sa.Text()) for name in ("account_key", "section")),
        sa.column("digest", sa.LargeBinary()),
        sa.column("number", sa.Integer()),
    )
    said = [(row.path, row.account_key, row.section, bytes.fromhex(row.digest[3:])) for row in bind.execute(sa.select(old))]
    # A path belonged to one section at a time; where an old store says otherwise, the last one stands.
    known = {
        path: {"path": path, "kind": "plan", "account_key": key, "section": of, "agreed": sha} for path, key, of, sha in said
    }
    if not known:
        return
    op.bulk_insert(files, list(known.values()))
    distinct = {(key, of, sha): None for _, key, of, sha in said}
    op.bulk_insert(
        versions,
        [{"account_key": key, "section": of, "digest": sha, "number": 1} for key, of, sha in distinct],
    )
