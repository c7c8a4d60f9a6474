"""Tables of the seeding: used revisions, weights of situations, runs, open conflicts, and rows that must not come back."""

from sqlalchemy import BigInteger, CheckConstraint, Index

from demodb.model.documents import SECTIONS
from demodb.store.tables.base import Declared, integer_column, key_column, one_of, references, text_column

RUNS = ("seed", "shift", "undo", "restore")
"""What a run may be of."""


class PackRevision(Declared, table=True):
    """A released revision of a pack, as it was when it was first used here."""

    __tablename__ = "pack_revision"
    __table_args__ = ({"comment": "Revisions of packs that were used: a file that changed since is refused"},)

    pack: str = key_column("The pack's name")
    revision: str = key_column("Its revision")
    digest: str = text_column("SHA-256 of the revision's file")


class Aim(Declared, table=True):
    """The weights of a pack's situations that were worked out for a story, for the draws of one seed."""

    __tablename__ = "aim"
    __table_args__ = ({"comment": "Weights of situations that bring the portfolio to what a story asks for"},)

    pack: str = key_column("The pack's name")
    seed: str = key_column("The seed of its draws")
    weights: str = text_column("JSON object: the weights that differ from the pack's")
    story: str = text_column("Versioned hash of what the story asks of the portfolio")


class SeedRun(Declared, table=True):
    """A run that wrote."""

    __tablename__ = "seed_run"
    __table_args__ = (
        one_of("kind", RUNS),
        Index(None, "at"),
        {"comment": "Runs that changed template sections: when, by whom, what came of it"},
    )

    id: int | None = integer_column("Number of the run", primary_key=True, default=None)
    kind: str = text_column("seed, shift, undo or restore")
    at: int = integer_column("When, in milliseconds since 1970, UTC", sa_type=BigInteger)
    person: str = text_column("By whom: the user's name on the machine")
    packs: str = text_column("JSON object: the packs used, and the revision of each")
    as_of: str | None = text_column("The as-of date, ISO; NULL where none was needed", default=None)
    counts: str = text_column("JSON object: what was done, and how often")


class OpenConflict(Declared, table=True):
    """A field, or a whole row, that two sides changed: the store's stands, the template's or the file's waits here."""

    __tablename__ = "conflict"
    __table_args__ = (
        references(["account_key", "section"], "plan_section", ["account_key", "section"]),
        CheckConstraint("mine IS NOT NULL OR theirs IS NOT NULL", name="sides"),
        CheckConstraint(
            "(path IS NULL) = (pack IS NOT NULL) AND (pack IS NULL) = (revision IS NULL)",
            name="source",
        ),
        {"comment": "Open conflicts: the store's value stands, the template's or the file's waits until somebody decides"},
    )

    account_key: str = key_column("Account")
    section: str = key_column("Section")
    list: str = key_column("List of the section: painPoints, opportunities, or nothing where the section is the list")
    row_id: str = key_column("Id of the row; nothing for a field beside the lists")
    field: str = key_column("JSON key of the field; nothing for a whole row")
    base: str | None = text_column("JSON of what both started from; NULL: the key was not there", default=None)
    mine: str | None = text_column("JSON of the store's value when the conflict was found; NULL: no such key", default=None)
    theirs: str | None = text_column("JSON of the other side's value; NULL: no such key", default=None)
    pack: str | None = text_column("The pack that the template's value is from; NULL: it is a file's", default=None)
    revision: str | None = text_column("Its revision", default=None)
    path: str | None = text_column("The file that the value is from; NULL: it is a template's", default=None)
    subject: str | None = text_column("What the template's row is about; NULL: not a whole row of a template", default=None)


class DeletedRow(Declared, table=True):
    """A template row that a person deleted and that the base of its section tells of no more.

    An undo has removed the section since, or a later revision dropped the row: it stays away if another one has it again.
    """

    __tablename__ = "deleted_row"
    __table_args__ = (
        one_of("section", SECTIONS),
        references(["account_key"], "account", ["key"]),
        {"comment": "Template rows that a person deleted: the next seeding of their section leaves them out"},
    )

    account_key: str = key_column("Account")
    section: str = key_column("Section")
    list: str = key_column("List of the section: painPoints, opportunities, or nothing where the section is the list")
    row_id: str = key_column("Id of the row")
