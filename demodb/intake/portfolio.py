"""Customer records into the store: which account each belongs to, what differs, and which names are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from demodb.errors import Problem
from demodb.intake.report import Difference, ImportReport, compare_lists
from demodb.model.names import match_key, slug
from demodb.sources.records import CustomerRecord, Portfolio, Rejected
from demodb.store import portfolio as store
from demodb.store.chunks import chunked
from demodb.store.portfolio import RecordKey, StoredRecord

Aliases = Mapping[str, str]
"""Account keys by match key of another name."""


def take_portfolio(connection: Connection, portfolio: Portfolio, aliases: Aliases, report: ImportReport) -> set[str]:
    """Write one file's records; the keys of the accounts they belong to.

    Raises Rejected, before anything is written, where two accounts would share a slug.
    """
    problems = _slug_problems(connection, portfolio.records, aliases)
    if problems:
        raise Rejected(problems, len(portfolio.records))
    _take_units(connection, portfolio, report)
    touched: set[str] = set()
    for chunk in chunked(portfolio.records):
        touched |= _take_records(connection, chunk, aliases, report)
    report.repairs += portfolio.repairs
    return touched


def owner_of(name: str, aliases: Aliases) -> str:
    """The key of the account that a name means."""
    key = match_key(name)
    return aliases.get(key, key)


def _slug_problems(connection: Connection, records: Sequence[CustomerRecord], aliases: Aliases) -> list[Problem]:
    owners: dict[str, dict[str, str]] = {}
    problems = []
    for chunk in chunked(records):
        stored = store.slug_owners(connection, [slug(record.name) for record in chunk])
        for record in chunk:
            made, key = slug(record.name), owner_of(record.name, aliases)
            known = owners.setdefault(made, dict(stored.get(made, {})))
            other = next((name for owner, name in known.items() if owner != key), None)
            known.setdefault(key, record.name)
            if other is not None:
                problems.append(record.origin.problem(_collision(record.name, other, made)))
    return problems


def _collision(name: str, other: str, made: str) -> str:
    return (
        f"{name!r} and {other!r} would share the file name {made!r}: rename one,"
        f" or say that they are one account with an alias in demodb.toml"
    )


def _take_units(connection: Connection, portfolio: Portfolio, report: ImportReport) -> None:
    known = store.units(connection)
    named = {record.business_unit: None for record in portfolio.records} | portfolio.units
    for name, extra in named.items():
        row = known.get(name.casefold())
        if row is not None and (extra is None or row.extra == extra):
            report.count("business_unit", "same")
            continue
        store.put_unit(connection, name.casefold(), row.name if row else name, extra or {})
        report.count("business_unit", "changed" if row else "new")


def _take_records(connection: Connection, chunk: Sequence[CustomerRecord], aliases: Aliases, report: ImportReport) -> set[str]:
    before = store.stored_records(connection, [_key(record) for record in chunk])
    new, changed = [], []
    for record in chunk:
        old = before.get(_key(record))
        merged = _merged(record, old, aliases)
        compare_lists(report, "subscription", old.subscriptions if old else (), merged.subscriptions)
        if old is None:
            new.append(merged)
        elif old != merged:
            changed.append(merged)
            report.differences += _differences(old, merged, record)
    report.count("customer_record", "new", len(new))
    report.count("customer_record", "changed", len(changed))
    report.count("customer_record", "same", len(chunk) - len(new) - len(changed))
    keys = {owner_of(record.name, aliases) for record in chunk}
    _take_accounts(connection, new, report)
    store.write_records(connection, new, changed)
    _rename_accounts(connection, sorted({record.account_key for record in (*new, *changed)}), report)
    return keys


def _key(record: CustomerRecord) -> RecordKey:
    return record.business_unit.casefold(), record.name


def _merged(record: CustomerRecord, old: StoredRecord | None, aliases: Aliases) -> StoredRecord:
    """The record as it will stand: what this source does not say stays as it was."""
    unit, name = _key(record)
    fresh = StoredRecord(unit, name, owner_of(name, aliases), slug(name), 0, 0, (), {})
    said = {
        "rr": record.rr,
        "nrr": record.nrr,
        "subscriptions": record.subscriptions,
        "extra": record.extra,
    }
    return replace(old or fresh, **{field: value for field, value in said.items() if value is not None})  # type: ignore[arg-type]


def _differences(old: StoredRecord, new: StoredRecord, record: CustomerRecord) -> Iterator[Difference]:
    for field in ("rr", "nrr", "subscriptions", "extra"):
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            yield Difference(record.business_unit, new.name, field, was, now, record.origin.path)


def _take_accounts(connection: Connection, new: Sequence[StoredRecord], report: ImportReport) -> None:
    first: dict[str, str] = {}
    for record in new:
        first[record.account_key] = min(first.get(record.account_key, record.name), record.name)
    known = store.existing_accounts(connection, list(first))
    rows = [{"key": key, "name": name, "slug": slug(name)} for key, name in sorted(first.items()) if key not in known]
    store.insert_accounts(connection, rows)
    report.count("account", "new", len(rows))


def _rename_accounts(connection: Connection, keys: Sequence[str], report: ImportReport) -> None:
    """An account bears the first of its records' names, whatever the order in which they came."""
    accounts = store.existing_accounts(connection, keys)
    wrong = [(key, name, slug(name)) for key, name in store.first_names(connection, keys).items() if accounts[key].name != name]
    store.rename_accounts(connection, wrong)
    report.count("account", "changed", len(wrong))
