"""Whether a store is whole: the engine's own checks, the schema as this demodb expects it, and every JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Table, func, inspect, literal, or_, select, text

from demodb.store.engine import Store
from demodb.store.rows import TABLES
from demodb.store.triggers import trigger_faults

_NAMES: dict[type, str] = {dict: "object", list: "list"}
_JSON: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("extra", "subjects", "packs", "counts"), (dict,)),
    **dict.fromkeys(("base", "seen"), (dict, list)),
    "changes": (list,),
    **dict.fromkeys(("value", "mine", "theirs", "sub_id"), ()),
}
"""Columns that hold JSON texts, in whichever table, and as what; (): anything."""

_STORED = {str: ("text",), int: ("integer",), bool: ("integer",), float: ("real", "integer"), bytes: ("blob",)}
"""As what SQLite keeps the types of columns."""

_MOST = 100
"""Faults of a kind that are told."""


def faults_of(store: Store) -> list[str]:
    """What is wrong with a store, line by line."""
    with store.read() as connection:
        faults = [*_of_engine(connection), *_of_schema(connection)]
        return faults or [fault for table in TABLES for fault in (*_of_types(connection, table), *_of_texts(connection, table))]


def _of_engine(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for (line,) in connection.execute(text(f"PRAGMA integrity_check({_MOST})")):
        if line != "ok":
            yield str(line)
    for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")).fetchmany(_MOST):
        yield f"{table}: row {row} belongs to a row of {parent} that is not there"


def _of_schema(connection: Connection) -> Iterator[str]:
    there = inspect(connection)
    names = set(there.get_table_names())
    for table in TABLES:
        if table.name not in names:
            yield f"{table.name}: the table is not there"
            continue
        columns = {column["name"] for column in there.get_columns(table.name)}
        yield from (f"{table.name}: there is no column {column.name}" for column in table.columns if column.name not in columns)
    if {table.name for table in TABLES} <= names:
        yield from trigger_faults(connection)


def _of_types(connection: Connection, table: Table) -> Iterator[str]:
    """Values of another type than their column's, which SQLite lets in: one look at a table tells whether it holds any."""
    if connection.dialect.name != "sqlite":
        return
    odd = {column: func.typeof(column).not_in((*_meant(column), "null")) for column in table.columns}
    if connection.execute(select(literal(1)).select_from(table).where(or_(*odd.values())).limit(1)).first() is None:
        return
    for column, is_odd in odd.items():
        for *key, found in connection.execute(select(*table.primary_key, func.typeof(column)).where(is_odd).limit(_MOST)):
            yield f"{table.name}: {column.name} of {', '.join(map(str, key))} is {found}, not {_meant(column)[0]}"


def _meant(column: Column[Any]) -> tuple[str, ...]:
    return _STORED[column.type.python_type]


def _of_texts(connection: Connection, table: Table) -> Iterator[str]:
    """Faults of JSON texts, a row at a time."""
    keys = list(table.primary_key)
    for column in (column for column in table.columns if column.name in _JSON):
        found = 0
        for *key, value in connection.execute(select(*keys, column).where(column.is_not(None)).execution_options(yield_per=1000)):
            if found < _MOST and (fault := _json_fault(value, column.name)):
                found += 1
                yield f"{table.name}: {column.name} of {', '.join(map(str, key))} is {fault}"


def _json_fault(text_: str, name: str) -> str:
    try:
        value = json.loads(text_)
    except (ValueError, RecursionError) as error:
        return f"no JSON: {error}"
    kinds = _JSON[name]
    return f"no JSON {' or '.join(_NAMES[kind] for kind in kinds)}" if kinds and not isinstance(value, kinds) else ""
