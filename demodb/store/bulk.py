"""Set by set: how much is read or written together, which bounds the memory, and how many rows are written at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, insert

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

CHUNK = 500
"""Accounts or records that are handled together."""


class Span(NamedTuple):
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


Values = tuple[Any, ...]
"""The values of a row, in an order of columns that is told beside them."""


def bulk_insert(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that name every column; see `insert_values`."""
    names = table.columns.keys()
    insert_values(connection, table, names, map(_values_at(names), rows))


def insert_values(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Values]) -> None:
    """Insert rows of the values of these columns, which are all: they go to the driver as they are, on SQLite many at once."""
    _write(connection, str(insert(table).compile(dialect=connection.dialect)), names, rows)


def _write(connection: Connection, statement: str, names: Sequence[str], rows: Iterable[Values]) -> None:
    """Carry out a statement that inserts one row, by the names of its columns, for many."""
    if connection.dialect.name != "sqlite":
        if told := [dict(zip(names, row, strict=True)) for row in rows]:
            connection.exec_driver_sql(statement, told)
        return
    # SQLite keeps a journal of its own for each statement that may change more than a row, as where there are triggers: so few.
    before, values, behind = _VALUES.split(statement)
    in_order = _values_at([names.index(name) for name in _NAME.findall(values)])
    one = f"({', '.join('?' * len(names))})"
    for some in chunked(map(in_order, rows), _MOST_VALUES // len(names)):
        connection.exec_driver_sql(f"{before}VALUES {', '.join([one] * len(some))}{behind}", tuple(chain.from_iterable(some)))


def _values_at(places: Sequence[Any]) -> Callable[[Any], Values]:
    """What gives the values at these places of a row, or under these names, as a tuple, be it of one."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: (row[places[0]],)


_VALUES = re.compile(r"VALUES \(([^)]*)\)")
_NAME = re.compile(r":(\w+)")
_MOST_VALUES = 999
"""How many values every SQLite takes in a statement."""


def dialect_insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, as both engines do: each has it in its own dialect, spelled alike.

    The dialect was loaded with the engine; the other one, which a start would wait for, is not.
    """
    insertion: sqlite.Insert | postgresql.Insert = import_module(f"sqlalchemy.dialects.{connection.dialect.name}").insert(table)
    return insertion


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that all name the same columns. Where a row's primary key is there already, those columns are changed."""
    if not rows:
        return
    insertion = dialect_insert(connection, table)
    key = [column.name for column in table.primary_key]
    changed = {name: insertion.excluded[name] for name in rows[0] if name not in key}
    connection.execute(insertion.on_conflict_do_update(index_elements=key, set_=changed), rows)


def bulk_upsert(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows that name every column, each over the one that has its primary key, at the price of `bulk_insert`."""
    insertion = dialect_insert(connection, table)
    changed = {column.name: insertion.excluded[column.name] for column in table.columns if not column.primary_key}
    over = insertion.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)
    names = table.columns.keys()
    _write(connection, str(over.compile(dialect=connection.dialect)), names, map(_values_at(names), rows))


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write those of some rows whose primary key is not there yet; the others stay as they are."""
    if rows:
        connection.execute(dialect_insert(connection, table).on_conflict_do_nothing(), rows)


def is_key(value: object, kind: type[int | str]) -> bool:
    """Whether what somebody sent back can be compared with a column of this kind on both engines."""
    if isinstance(value, str):
        return kind is str and not _UNFIT.search(value)
    return kind is int and type(value) is int and abs(value) < 1 << 63


_UNFIT = re.compile("[\0\ud800-\udfff]")
"""What no text in a database may hold."""
