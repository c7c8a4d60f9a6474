"""What is staged: the temporary tables of an import's records and their subscriptions, a record as their rows, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Column as SQLColumn
from sqlalchemy import ColumnElement, Connection, Index, Integer, MetaData, Table, Text, and_, exists, func, or_, select

from demodb.model.canonical import canonical, number
from demodb.store.bulk import bulk_insert
from demodb.store.portfolio import QUARTERS, RECORD, SUBSCRIPTION, subscription_of, subscription_values
from demodb.store.tables.base import KEY, where_known

_TEMPORARY = MetaData()
SAID = ("rr", "nrr", "extra", "country", *QUARTERS)
"""The columns of what a file says of a record: as those of the store, and NULL where it does not say."""
ITEM = tuple(column.name for column in SUBSCRIPTION.columns if not column.primary_key)
"""The columns of what a file says of a subscription."""

STAGED = Table(
    "staged_record",
    _TEMPORARY,
    SQLColumn("position", Integer, primary_key=True, autoincrement=False),
    # The first of those with the same key, where they have to be compared; NULL: it is new; or else STANDS.
    SQLColumn("first", Integer),
    SQLColumn("file", Integer, nullable=False),
    SQLColumn("business_unit_key", KEY, nullable=False),
    SQLColumn("record_name", KEY, nullable=False),
    SQLColumn("account_key", KEY, nullable=False),
    SQLColumn("slug", KEY, nullable=False),
    SQLColumn("unit_name", Text, nullable=False),
    SQLColumn("place", Text, nullable=False),
    *(SQLColumn(name, RECORD.c[name].type) for name in SAID),
    SQLColumn("has_subscriptions", Integer, nullable=False),
    SQLColumn("taken", Integer, nullable=False),
    SQLColumn("listed", Integer, nullable=False),
    Index("ix_staged_record_key", "business_unit_key", "record_name"),
    Index("ix_staged_record_slug", "slug", "account_key"),
    Index("ix_staged_record_account", "account_key", "taken", "position"),
    where_known("staged_record", "first"),
    prefixes=["TEMPORARY"],
)
STAGED_SUBSCRIPTION = Table(
    "staged_subscription",
    _TEMPORARY,
    SQLColumn("record", Integer, primary_key=True, autoincrement=False),
    SQLColumn("position", Integer, primary_key=True, autoincrement=False),
    *(SQLColumn(name, SUBSCRIPTION.c[name].type) for name in ITEM),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
STANDS = -1
"""What `first` is of a record that the store holds as the file says it."""
_NOTHING = "{}"
"""What `extra` is where a file says that there is nothing."""


class Staged(NamedTuple):
    """A record of a file: its key, the account that it means, its slug, where it stands, and what the file says of it.

    `file` counts the files of the import; None: the file does not say.
    """

    unit: str
    name: str
    account_key: str
    slug: str
    unit_name: str
    place: str
    rr: float | None = None
    nrr: float | None = None
    subscriptions: tuple[dict[str, Any], ...] | None = None
    extra: dict[str, Any] | None = None
    country: str | None = None
    quarters: tuple[float, ...] | None = None
    file: int = 0


def make_tables(connection: Connection) -> None:
    """Make the tables for a transaction."""
    _TEMPORARY.create_all(connection, checkfirst=False)


def drop_tables(connection: Connection) -> None:
    """Remove the tables."""
    _TEMPORARY.drop_all(connection, checkfirst=False)


def insert_staged(connection: Connection, records: Sequence[Staged], start: int) -> None:
    """Stage records, those that their file lists and that are to be taken, at the positions from `start` on."""
    if records:
        bulk_insert(connection, STAGED, [_row(n, record) for n, record in enumerate(records, start)])
    items = [
        {"record": n, "position": position, **subscription_values(item)}
        for n, record in enumerate(records, start)
        for position, item in enumerate(record.subscriptions or ())
    ]
    if items:
        bulk_insert(connection, STAGED_SUBSCRIPTION, items)


def _row(position: int, record: Staged) -> dict[str, Any]:
    q1, q2, q3, q4 = record.quarters or _NOT_SAID
    return {
        "position": position,
        "first": None,
        "file": record.file,
        "business_unit_key": record.unit,
        "record_name": record.name,
        "account_key": record.account_key,
        "slug": record.slug,
        "unit_name": record.unit_name,
        "place": record.place,
        "rr": record.rr,
        "nrr": record.nrr,
        "extra": None if record.extra is None else canonical(record.extra),
        "country": record.country,
        "nrr_q1": q1,
        "nrr_q2": q2,
        "nrr_q3": q3,
        "nrr_q4": q4,
        "has_subscriptions": int(record.subscriptions is not None),
        "taken": 1,
        "listed": 1,
    }


_NOT_SAID = (None,) * len(QUARTERS)
_AT = STAGED.c
_ITEM = STAGED_SUBSCRIPTION.c
_SAID_EXTRA = func.nullif(_AT.extra, _NOTHING)

RECORD_COLUMNS = ("business_unit_key", "name", "account_key", "slug", *SAID)
_AS_NEW = {"rr": func.coalesce(_AT.rr, 0), "nrr": func.coalesce(_AT.nrr, 0), "extra": _SAID_EXTRA}
NEW_RECORD = (_AT.business_unit_key, _AT.record_name, _AT.account_key, _AT.slug, *(_AS_NEW.get(name, _AT[name]) for name in SAID))
"""What stands in `RECORD_COLUMNS` for a new record."""
SUBSCRIPTION_COLUMNS = ("business_unit_key", "record_name", "position", *ITEM)
NEW_SUBSCRIPTION = (_AT.business_unit_key, _AT.record_name, _ITEM.position, *(_ITEM[name] for name in ITEM))
"""What stands in `SUBSCRIPTION_COLUMNS` for a subscription of one."""
ITEMS = STAGED_SUBSCRIPTION.join(STAGED, _AT.position == _ITEM.record)
"""Each staged subscription beside its record."""

KEPT_ITEM = and_(SUBSCRIPTION.c.business_unit_key == _AT.business_unit_key, SUBSCRIPTION.c.record_name == _AT.record_name)
"""The condition that a subscription of the store is one of a record with the key of a staged one."""


def _same_items() -> ColumnElement[bool]:
    """The condition that the store holds the subscriptions that a file says of a record."""
    equal = [_ITEM[name].is_not_distinct_from(SUBSCRIPTION.c[name]) for name in ("position", *ITEM)]
    kept = exists(select(SUBSCRIPTION.c.position).where(KEPT_ITEM, *equal).correlate(STAGED, STAGED_SUBSCRIPTION))
    other = exists(select(_ITEM.position).where(_ITEM.record == _AT.position, ~kept).correlate(STAGED))
    said = select(func.count()).select_from(STAGED_SUBSCRIPTION).where(_ITEM.record == _AT.position).correlate(STAGED)
    there = select(func.count()).select_from(SUBSCRIPTION).where(KEPT_ITEM).correlate(STAGED)
    return and_(~other, said.scalar_subquery() == there.scalar_subquery())


IS_STORED = and_(RECORD.c.business_unit_key == _AT.business_unit_key, RECORD.c.name == _AT.record_name)
"""The condition that a record of the store has the key of a staged one."""
SAYS_THE_SAME = and_(
    *(or_(_AT[name].is_(None), _AT[name] == RECORD.c[name]) for name in SAID if name != "extra"),
    or_(_AT.extra.is_(None), _SAID_EXTRA.is_not_distinct_from(RECORD.c.extra)),
    or_(_AT.has_subscriptions == 0, _same_items()),
)
"""The condition that it holds what the file says of it."""

_ORIGIN = (_AT.business_unit_key, _AT.record_name, _AT.account_key, _AT.slug, _AT.unit_name, _AT.place, _AT.file)


def read_staged(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[Staged]:
    """The staged records that are wanted: all of one key beside each other, in the order of the first of them."""
    items = select(STAGED_SUBSCRIPTION).select_from(ITEMS).where(wanted)
    listed = connection.execute(items.order_by(_ITEM.record, _ITEM.position))
    lists = {record: tuple(map(subscription_of, rows)) for record, rows in groupby(listed, key=lambda row: row.record)}
    columns = (*_ORIGIN, _AT.position, _AT.has_subscriptions, *(_AT[name] for name in SAID))
    for row in connection.execute(select(*columns).where(wanted).order_by(_AT.first, _AT.position)):
        unit, name, account_key, slug, unit_name, place, file, position, has_subscriptions, *said = row
        rr, nrr, extra, country, *quarters = said
        yield Staged(
            unit,
            name,
            account_key,
            slug,
            unit_name,
            place,
            None if rr is None else number(rr),
            None if nrr is None else number(nrr),
            lists.get(position, ()) if has_subscriptions else None,
            None if extra is None else json.loads(extra),
            country,
            None if None in quarters else tuple(map(number, quarters)),
            file,
        )
