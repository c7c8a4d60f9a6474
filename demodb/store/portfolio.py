"""Reads and writes of the portfolio, set by set: business units, accounts, aliases, customer records, subscriptions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, func, select, tuple_, union, update

from demodb.model.account import Account
from demodb.model.canonical import canonical, number
from demodb.model.names import account_name, slug
from demodb.store import tables
from demodb.store.bulk import Keys, among, bulk_insert, upsert
from demodb.store.rows import table_of

ACCOUNT = table_of(tables.Account)
ALIAS = table_of(tables.Alias)
UNIT = table_of(tables.BusinessUnit)
RECORD = table_of(tables.CustomerRecord)
SUBSCRIPTION = table_of(tables.Subscription)
PRESENT = ACCOUNT.c.departed_at.is_(None)
"""The condition that a source lists an account. One that is departed keeps its plan, and stands in no list and no count."""

SUBSCRIPTIONS = SUBSCRIPTION.join(
    RECORD, (SUBSCRIPTION.c.business_unit_key == RECORD.c.business_unit_key) & (SUBSCRIPTION.c.record_name == RECORD.c.name)
)
"""Each subscription beside its record."""

QUARTERS = ("nrr_q1", "nrr_q2", "nrr_q3", "nrr_q4")
"""The columns of what does not recur, by quarter."""
_RECORD_KEYS = ("business_unit_key", "name", "account_key", "slug", "rr", "nrr", "extra", "country", *QUARTERS)
_RECORD_FIELDS = [RECORD.c[name] for name in _RECORD_KEYS]
_SUBSCRIPTION_KEYS = ("sub_id", "arr", "projected_arr", "renewal_qtr", "will_renew")

APART = table_of(tables.ApartName)

RecordKey = tuple[str, str]
"""Business unit's key and customer name as typed."""


class StoredRecord(NamedTuple):
    """A customer record as it stands; amounts in USD a year.

    `quarters` are what `nrr` is made of, None where only the year's figure is known; `country` None: no source says.
    """

    unit: str
    name: str
    account_key: str
    slug: str
    rr: float
    nrr: float
    subscriptions: tuple[dict[str, Any], ...]
    extra: dict[str, Any]
    country: str | None = None
    quarters: tuple[float, ...] | None = None

    @property
    def key(self) -> RecordKey:
        """What it is known by."""
        return self.unit, self.name


def aliases(connection: Connection) -> dict[str, str]:
    """Account keys by the match keys of aliases."""
    return {row.key: row.account_key for row in connection.execute(select(ALIAS.c.key, ALIAS.c.account_key))}


def apart_names(connection: Connection) -> dict[str, str]:
    """Account keys by the names, as typed, that are kept apart from the account whose match key they have."""
    return {row.name: row.account_key for row in connection.execute(select(APART.c.name, APART.c.account_key))}


class Unit(NamedTuple):
    """A business unit: its name as the app spells it, and the unknown keys of its customer file."""

    key: str
    name: str
    extra: dict[str, Any]


def units(connection: Connection) -> dict[str, Unit]:
    """Business units by key."""
    rows = connection.execute(select(UNIT).order_by(UNIT.c.key))
    return {row.key: Unit(row.key, row.name, json.loads(row.extra) if row.extra else {}) for row in rows}


def put_unit(connection: Connection, key: str, name: str, extra: dict[str, Any]) -> None:
    """Make a business unit, or give the one that is there its name and unknown keys."""
    upsert(connection, UNIT, [{"key": key, "name": name, "extra": canonical(extra) if extra else None}])


def stored_records(connection: Connection, keys: Sequence[RecordKey]) -> dict[RecordKey, StoredRecord]:
    """The records that are there, of at most a chunk of keys."""
    wanted = tuple_(RECORD.c.business_unit_key, RECORD.c.name).in_(keys)
    return {record.key: record for record in _records(connection, wanted)}


def unit_records(connection: Connection, unit: str) -> list[StoredRecord]:
    """All records of a business unit, the largest first; names in code-point order where the totals are alike."""
    records = _records(connection, RECORD.c.business_unit_key == unit)
    return sorted(records, key=lambda record: (-round(record.rr + record.nrr, 2), record.name))


def records_of(connection: Connection, keys: Keys) -> list[StoredRecord]:
    """The records of at most a chunk of accounts, by business unit and name."""
    return sorted(_records(connection, among(RECORD.c.account_key, keys)), key=lambda record: record.key)


def _records(connection: Connection, wanted: ColumnElement[bool]) -> list[StoredRecord]:
    lists: dict[RecordKey, list[dict[str, Any]]] = defaultdict(list)
    listed = select(SUBSCRIPTION).select_from(SUBSCRIPTIONS).where(wanted).order_by(SUBSCRIPTION.c.position)
    for row in connection.execute(listed):
        lists[row.business_unit_key, row.record_name].append(subscription_of(row))
    rows = connection.execute(select(*_RECORD_FIELDS).where(wanted)).all()
    return [
        StoredRecord(
            unit,
            name,
            account_key,
            record_slug,
            number(rr),
            number(nrr),
            tuple(lists.get((unit, name), ())),
            json.loads(extra) if extra else {},
            country,
            None if None in quarters else tuple(map(number, quarters)),
        )
        for unit, name, account_key, record_slug, rr, nrr, extra, country, *quarters in rows
    ]


def subscription_of(row: Row[Any]) -> dict[str, Any]:
    """The subscription that a row holds, as the app knows it."""
    return {
        "sub_id": json.loads(row.sub_id) if row.sub_id else None,
        "arr": None if row.arr is None else number(row.arr),
        "projected_arr": None if row.projected_arr is None else number(row.projected_arr),
        "renewal_qtr": row.renewal_qtr,
        "will_renew": row.will_renew,
        **(json.loads(row.extra) if row.extra else {}),
    }


def write_records(connection: Connection, new: Sequence[StoredRecord], changed: Sequence[StoredRecord]) -> None:
    """Insert new records and rewrite changed ones, with their subscriptions."""
    if changed:
        at = (RECORD.c.business_unit_key == bindparam("b_unit")) & (RECORD.c.name == bindparam("b_name"))
        rows = [_record_row(record) | {"b_unit": record.unit, "b_name": record.name} for record in changed]
        connection.execute(update(RECORD).where(at), rows)
        of = tuple_(SUBSCRIPTION.c.business_unit_key, SUBSCRIPTION.c.record_name)
        connection.execute(delete(SUBSCRIPTION).where(of.in_([record.key for record in changed])))
    if new:
        bulk_insert(connection, RECORD, [_record_row(record) for record in new])
    subscriptions = [row for record in (*new, *changed) for row in _subscription_rows(record)]
    if subscriptions:
        bulk_insert(connection, SUBSCRIPTION, subscriptions)


def _record_row(record: StoredRecord) -> dict[str, Any]:
    return {
        "business_unit_key": record.unit,
        "name": record.name,
        "account_key": record.account_key,
        "slug": record.slug,
        "rr": record.rr,
        "nrr": record.nrr,
        "extra": canonical(record.extra) if record.extra else None,
        "country": record.country,
        **dict(zip(QUARTERS, record.quarters or [None] * len(QUARTERS), strict=True)),
    }


def _subscription_rows(record: StoredRecord) -> Iterable[dict[str, Any]]:
    for position, item in enumerate(record.subscriptions):
        yield {
            "business_unit_key": record.unit,
            "record_name": record.name,
            "position": position,
            **subscription_values(item),
        }


def subscription_values(item: Mapping[str, Any]) -> dict[str, Any]:
    """A subscription as the columns of a row that holds one."""
    rest = {key: value for key, value in item.items() if key not in _SUBSCRIPTION_KEYS}
    return {
        "sub_id": None if item["sub_id"] is None else canonical(item["sub_id"]),
        "arr": item["arr"],
        "projected_arr": item["projected_arr"],
        "renewal_qtr": item["renewal_qtr"],
        "will_renew": item["will_renew"],
        "extra": canonical(rest) if rest else None,
    }


def account_of(row: Row[Any]) -> Account:
    """The account that a row of its table holds."""
    return Account(row.key, row.name, row.slug, bool(row.hero))


def existing_accounts(connection: Connection, keys: Sequence[str]) -> dict[str, Account]:
    """The accounts that are there, by key."""
    return {row.key: account_of(row) for row in connection.execute(select(ACCOUNT).where(ACCOUNT.c.key.in_(keys)))}


def insert_accounts(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add accounts given as key, name and slug."""
    if rows:
        bulk_insert(connection, ACCOUNT, [{"hero": 0, "departed_at": None, **row} for row in rows])


def settle_names(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Give each account the name of its records that is its own, see `account_name`; the keys of those that have another now."""
    accounts = existing_accounts(connection, keys)
    total = func.sum(RECORD.c.rr + RECORD.c.nrr)
    spellings = select(RECORD.c.account_key, RECORD.c.name, total).where(RECORD.c.account_key.in_(keys))
    revenue: dict[str, dict[str, float]] = defaultdict(dict)
    for key, name, amount in connection.execute(spellings.group_by(RECORD.c.account_key, RECORD.c.name)):
        revenue[key][name] = amount
    chosen = {key: account_name(key, amounts) for key, amounts in revenue.items()}
    rows = [
        {"b_key": key, "b_name": name, "b_slug": slug(name)}
        for key, name in chosen.items()
        if (accounts[key].name, accounts[key].slug) != (name, slug(name))
    ]
    if rows:
        named = update(ACCOUNT).where(ACCOUNT.c.key == bindparam("b_key"))
        connection.execute(named.values(name=bindparam("b_name"), slug=bindparam("b_slug")), rows)
    return {row["b_key"] for row in rows}


def accounts_of_several_names(connection: Connection) -> list[str]:
    """The keys of the accounts to which records under several names belong."""
    return list(connection.execute(_OF_SEVERAL_NAMES.order_by(RECORD.c.account_key)).scalars())


_OF_SEVERAL_NAMES = (
    select(RECORD.c.account_key).group_by(RECORD.c.account_key).having(func.min(RECORD.c.name) != func.max(RECORD.c.name))
)


def slug_owners(connection: Connection, slugs: Sequence[str]) -> dict[str, dict[str, str]]:
    """Whose these slugs are: by slug, account keys with a name that has it. An account's own slug, a record's, or an alias'."""
    every = union(
        select(ACCOUNT.c.slug, ACCOUNT.c.key.label("account_key"), ACCOUNT.c.name).where(ACCOUNT.c.slug.in_(slugs)),
        select(RECORD.c.slug, RECORD.c.account_key, RECORD.c.name).where(RECORD.c.slug.in_(slugs)),
        select(ALIAS.c.slug, ALIAS.c.account_key, ALIAS.c.name).where(ALIAS.c.slug.in_(slugs)),
    )
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for owned_slug, account_key, name in connection.execute(every):
        owners[owned_slug].setdefault(account_key, name)
    return owners


def record_names(connection: Connection, keys: Keys) -> dict[str, dict[str, str]]:
    """The spellings under which the app looks for the accounts' files, those of their records, with the slug of each."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    wanted = select(RECORD.c.account_key, RECORD.c.name, RECORD.c.slug).where(among(RECORD.c.account_key, keys)).distinct()
    for account_key, name, record_slug in connection.execute(wanted):
        names[account_key][name] = record_slug
    return names


def counts(connection: Connection) -> tuple[int, int]:
    """How many customer records there are, and accounts that are present."""
    return (
        connection.execute(select(func.count()).select_from(RECORD)).scalar_one(),
        connection.execute(select(func.count()).select_from(ACCOUNT).where(PRESENT)).scalar_one(),
    )


def merged_spellings(connection: Connection) -> list[tuple[str, list[str]]]:
    """Accounts to which records under several names belong: the account's name, and the names."""
    rows = connection.execute(
        select(ACCOUNT.c.name, RECORD.c.name)
        .join(RECORD, RECORD.c.account_key == ACCOUNT.c.key)
        .where(ACCOUNT.c.key.in_(_OF_SEVERAL_NAMES))
        .distinct()
    )
    names: dict[str, list[str]] = defaultdict(list)
    for account, name in rows:
        names[account].append(name)
    return sorted((account, sorted(spellings)) for account, spellings in names.items())
