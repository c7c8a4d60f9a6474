"""Tables that triggers write: which sections have to be compared with their base, and a counter of all changes."""

from sqlalchemy import BigInteger, Index

from demodb.store.tables.base import CLUSTERED, Declared, between, bytes_column, integer_column, key_column, references


class SectionMark(Declared, table=True):
    """What is known of a section beside its rows. One without a mark was compared, and nothing was found."""

    __tablename__ = "section_mark"
    __table_args__ = (
        references(["account_key", "section"], "plan_section", ["account_key", "section"]),
        between("due", 0, 1),
        between("edited", 0, 1),
        between("conflicts", 0),
        Index(None, "due"),
        {"comment": "Sections that were touched since they were compared with their base, and what comparing found", **CLUSTERED},
    )

    account_key: str = key_column("Account")
    section: str = key_column("Section")
    due: int = integer_column("1 where it has to be compared: the rest may have changed since")
    edited: int = integer_column("1 where it was found to differ from its base")
    conflicts: int = integer_column("How many conflicts were found about which there is something to decide")


class ChangeCounter(Declared, table=True):
    """How often the store was changed: the sum of all rows. On a server each transaction adds one, and waits for no other."""

    __tablename__ = "change_counter"
    __table_args__ = (
        between("quiet", 0, 1),
        {"comment": "Their sum grows with each change of accounts, plans, records, names, news or conflicts; 1 is always there"},
    )

    id: int | None = integer_column("1, or that of one transaction", primary_key=True, default=None, sa_type=BigInteger)
    number: int = integer_column("Grows by a step that is drawn, so that copies which part never meet again", sa_type=BigInteger)
    quiet: int = integer_column("1 only inside of a transaction that marks and counts by itself what it writes", default=0)
    said_at: int | None = integer_column("The sum at which `said` was worked out", default=None, sa_type=BigInteger)
    said: bytes | None = bytes_column("SHA-256 of all rows that plans, customer files and news are made from", default=None)
