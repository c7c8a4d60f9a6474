"""The table of the last rehearsal."""

from __future__ import annotations

from sqlalchemy import BigInteger

from demodb.store.tables.base import Declared, between, bytes_column, integer_column, text_column


class Rehearsal(Declared, table=True):
    """The last rehearsal, in one row."""

    __tablename__ = "rehearsal"
    __table_args__ = (
        between("id", 1, 1),
        {"comment": "The last rehearsal: what it found, and whether the store has changed since"},
    )

    id: int | None = integer_column("Always 1: the last one alone is kept", primary_key=True, default=None)
    at: int = integer_column("When it was, in milliseconds since 1970, UTC", sa_type=BigInteger)
    begins: int = integer_column("When the demo begins, in milliseconds since 1970, UTC", sa_type=BigInteger)
    ends: int = integer_column("When the demo ends, in milliseconds since 1970, UTC", sa_type=BigInteger)
    blockers: int = integer_column("How many findings block the demo")
    warnings: int = integer_column("How many findings warn")
    hints: int = integer_column("How many findings are hints")
    worst: str | None = text_column("JSON object of the finding to begin with; NULL: nothing was found", default=None)
    said: bytes = bytes_column("SHA-256 of all rows that were looked at")
