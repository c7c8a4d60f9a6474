"""How much is read or written together: what bounds the memory, whatever the size of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, insert

T = TypeVar("T")

CHUNK = 500
"""Accounts or records that are handled together."""


@dataclass(frozen=True)
class Span:
    """Every account from the key `first` to the key `last`: cheaper to ask for than a long list of keys."""

    first: str
    last: str


Keys = Sequence[str] | Span
"""Which accounts are meant: at most `CHUNK` of them."""


def among(column: ColumnElement[str], keys: Keys) -> ColumnElement[bool]:
    """The condition that a column of account keys is one of those meant."""
    if isinstance(keys, Span):
        return (column >= keys.first) & (column <= keys.last)
    return column.in_(keys)


def chunked(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Lists of at most `size` items, in order."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def bulk_insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows that name every column: they go to the driver as they are, at a third of the usual cost."""
    connection.exec_driver_sql(str(insert(table).compile(dialect=connection.dialect)), rows)
