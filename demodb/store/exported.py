"""What the store says in all, as a digest, and what it said when a folder was exported to: whether the folder is behind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, Select, Table, select

from demodb.store.bulk import upsert
from demodb.store.cache import ENTRY, fits_pattern, freshness_at
from demodb.store.marks import keep_digest, kept_digest
from demodb.store.rows import SECTION_TABLES, TABLES, table_of
from demodb.store.tables import ExportedFolder

_FOLDER = table_of(ExportedFolder)
_SAYING = (
    *("business_unit", "account", "alias", "apart_name", "customer_record", "subscription", "news_feed", "news_article"),
    "plan_section",
    *SECTION_TABLES,
)
"""The tables that files are made from."""

_UNSAID = {"base", "subjects", "seen", "made_for", "facts"}
"""Columns that no file is made from: what a section came in with, and what the log of edits has seen of it."""

_TOGETHER = 2000


class Exported(NamedTuple):
    """A folder as it was exported to: when (ms since 1970), what the store and the cache said, and what was left alone."""

    folder: str
    at: int
    said: bytes
    advice: bytes
    left_alone: tuple[str, ...]


def said(connection: Connection) -> bytes:
    """The digest of every row that plans, customer files and news are made from: the kept one, if nothing changed since."""
    if (known := kept_digest(connection)) is not None:
        return known
    tables = (table for table in TABLES if table.name in _SAYING)
    return _digest(connection, (_said_by(table) for table in tables))


def advice(connection: Connection, at: int) -> bytes:
    """The digest of the intelligence that the cache may serve at a moment, in ms since 1970."""
    served = select(ENTRY.c.key, ENTRY.c.value).where(fits_pattern(connection, "intelligence:*"), freshness_at(at) != "gone")
    return _digest(connection, [served.order_by(ENTRY.c.key)])


def _said_by(table: Table) -> Select[tuple[object, ...]]:
    return select(*(column for column in table.columns if column.name not in _UNSAID)).order_by(*table.primary_key.columns)


def _digest(connection: Connection, queries: Iterable[Select[tuple[object, ...]]]) -> bytes:
    digest = hashlib.sha256()
    for query in queries:
        for rows in connection.execute(query.execution_options(yield_per=_TOGETHER)).partitions():
            digest.update(repr([tuple(row) for row in rows]).encode())
        digest.update(b"\0")
    return digest.digest()


def exported_folders(connection: Connection) -> list[Exported]:
    """Every folder that was exported to, in the order of the paths."""
    rows = connection.execute(select(_FOLDER).order_by(_FOLDER.c.folder))
    return [Exported(row.folder, row.at, bytes(row.said), bytes(row.advice), tuple(json.loads(row.left_alone))) for row in rows]


def is_exported(connection: Connection, now: Exported) -> bool:
    """Whether an export to the folder is remembered that brought the same, whenever that was."""
    known = any(one._replace(at=now.at) == now for one in exported_folders(connection))
    return known and kept_digest(connection) is not None


def note_exported(connection: Connection, now: Exported, number: int) -> None:
    """Remember an export of what the store said at this number."""
    keep_digest(connection, now.said, number)
    upsert(connection, _FOLDER, [now._asdict() | {"left_alone": json.dumps(now.left_alone)}])
