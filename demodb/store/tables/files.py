"""Tables of the memory: every file that was read or written, what each agreed on with the store, who lists what, edits."""

from typing import Literal, get_args

from sqlalchemy import BigInteger, Index

from demodb.model.documents import SECTIONS
from demodb.store.tables.base import (
    CLUSTERED,
    Declared,
    bytes_column,
    integer_column,
    key_column,
    one_of,
    references,
    text_column,
)

FileKind = Literal["workbook", "table", "customers", "plan", "news", "intelligence", "manifest"]
"""What a known file may be."""

Side = Literal["file", "row", "template", "decision"]
"""Where an edit may come from: a file, the rows of the store themselves, a template, what somebody decided by a command."""


class Identity(Declared, table=True):
    """Which store this is."""

    __tablename__ = "identity"
    __table_args__ = ({"comment": "One row: the name by which an exported folder knows the store that wrote it"},)

    name: str = key_column("Made at random with the store")


class KnownFile(Declared, table=True):
    """A file that the store has read or written, and what the two last agreed on."""

    __tablename__ = "known_file"
    __table_args__ = (
        one_of("kind", get_args(FileKind)),
        one_of("section", SECTIONS),
        Index(None, "account_key"),
        Index(None, "read_at"),
        {"comment": "The memory of files: what each said when it was last read or written", **CLUSTERED},
    )

    path: str = key_column("Path relative to the project's folder; absolute where it lies outside of it")
    kind: str = text_column("workbook, table, customers, plan, news, intelligence or manifest")
    sha256: bytes | None = bytes_column("SHA-256 of its bytes as they were last read or written; NULL: not known", default=None)
    account_key: str | None = key_column("Account that it belongs to", primary_key=False, default=None)
    section: str | None = key_column("Section that it holds", primary_key=False, default=None)
    agreed: bytes | None = bytes_column(
        "SHA-256 of the canonical document that the file and the store last both said", default=None
    )
    before: bytes | None = bytes_column(
        "SHA-256 of what it said before it was last written: a killed export may have left that there; NULL: nothing",
        default=None,
    )
    read_at: int | None = integer_column("When it was last read, ms; NULL: never", default=None, sa_type=BigInteger)
    written_at: int | None = integer_column("When it was last written, ms; NULL: never", default=None, sa_type=BigInteger)
    failed: str | None = text_column("Why it could not be imported the last time; NULL: it could", default=None)
    read_with: bytes | None = bytes_column(
        "SHA-256 of the settings with which a list was read, NULL: of none; after a zero byte: not all could be taken",
        default=None,
    )
    weeks: int | None = integer_column("By how many weeks the dates in it were moved; NULL: not moved", default=None)


class ExportedFolder(Declared, table=True):
    """A folder that was exported to, and what the store said then."""

    __tablename__ = "exported_folder"
    __table_args__ = (
        {"comment": "Folders that were exported to: whether one is behind the store, and what was left alone in it", **CLUSTERED},
    )

    folder: str = key_column("Path relative to the project's folder; absolute where it lies outside of it")
    at: int = integer_column("When an export last brought something to it, in milliseconds since 1970, UTC", sa_type=BigInteger)
    said: bytes = bytes_column("SHA-256 of all rows that plans, customer files and news are made from, as they were exported")
    advice: bytes = bytes_column("SHA-256 of the intelligence in the cache, as it was exported")
    left_alone: str = text_column("JSON list of the files that the export left as they were")


class AgreedVersion(Declared, table=True):
    """A version of a section that some file and the store once both said."""

    __tablename__ = "agreed_version"
    __table_args__ = (
        references(["account_key"], "account", ["key"]),
        one_of("section", SECTIONS),
        {
            "comment": "Versions of sections that were ever agreed on: a file that says one of them says nothing new",
            **CLUSTERED,
        },
    )

    account_key: str = key_column("Account")
    section: str = key_column("Section")
    digest: bytes = bytes_column("SHA-256 of the canonical document", primary_key=True)
    number: int = integer_column("Counts the versions of the section, the latest has the greatest")
    document: bytes | None = bytes_column(
        "The canonical document, compressed, of the last few versions; NULL: the base of the section, or forgotten", default=None
    )
    weeks: int | None = integer_column("By how many weeks the dates in it were moved; NULL: not moved", default=None)


class Listing(Declared, table=True):
    """A customer record that a source lists."""

    __tablename__ = "listing"
    __table_args__ = (
        references(["path"], "known_file", ["path"]),
        references(["business_unit_key", "record_name"], "customer_record", ["business_unit_key", "name"]),
        Index(None, "business_unit_key", "record_name"),
        {"comment": "Which source lists which customer record: a record that no source lists any more has left", **CLUSTERED},
    )

    path: str = key_column("The source")
    business_unit_key: str = key_column("Business unit of the record")
    record_name: str = key_column("Name of the record")


class ApartName(Declared, table=True):
    """A name that a person keeps apart from the account whose match key it has."""

    __tablename__ = "apart_name"
    __table_args__ = (
        references(["account_key"], "account", ["key"]),
        Index(None, "account_key"),
        {"comment": "Names that belong to an account of their own, though their match key is another one's"},
    )

    name: str = key_column("Customer name as typed")
    account_key: str = key_column("The account that it belongs to", primary_key=False)


class Edit(Declared, table=True):
    """A change of a section, from whichever side it came."""

    __tablename__ = "edit"
    __table_args__ = (
        references(["account_key"], "account", ["key"]),
        one_of("section", SECTIONS),
        one_of("side", get_args(Side)),
        Index(None, "account_key", "at"),
        Index(None, "at"),
        {"comment": "The log of edits: what changed in a section, from which side, when"},
    )

    id: int | None = integer_column("Number of the edit", primary_key=True, default=None)
    account_key: str = key_column("Account", primary_key=False)
    section: str = key_column("Section", primary_key=False)
    at: int = integer_column("When it was made or first seen, in milliseconds since 1970, UTC", sa_type=BigInteger)
    side: str = text_column("file, row, template or decision")
    source: str = text_column("The file's path, the pack with its revision, `edit`, the entry taken back, or nothing")
    changes: str = text_column("JSON list of {list, row, field, was, now}; a key that is not there stands for nothing")
    person: str | None = text_column("Who decided; NULL: not known, or nobody did", default=None)
    weeks: int | None = integer_column("By how many weeks the section's dates were moved then; NULL: not moved", default=None)
