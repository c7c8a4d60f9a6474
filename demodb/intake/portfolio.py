"""Customer records into the store: which account each belongs to, what differs, and which names are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from demodb.errors import Problem
from demodb.intake.report import Difference, ImportReport, compare_lists
from demodb.model.names import match_key, slug, unit_key
from demodb.sources.records import CustomerRecord, Portfolio, Rejected
from demodb.store import portfolio as store
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.portfolio import RecordKey, StoredRecord

Aliases = Mapping[str, str]
"""Account keys by match key of another name."""

_SAID = ("rr", "nrr", "subscriptions", "extra")


def owner_of(name: str, aliases: Aliases) -> str:
    """The key of the account that a name means."""
    key = match_key(name)
    return aliases.get(key, key)


@dataclass
class PortfolioIntake:
    """Gathers the records of all files, the later saying over the earlier, and then writes what the store does not hold so."""

    connection: Connection
    aliases: Aliases
    report: ImportReport
    _records: dict[RecordKey, CustomerRecord] = field(default_factory=dict)
    _units: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    _slugs: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, portfolio: Portfolio) -> None:
        """Take one file's records. Raises Rejected, before any is taken, where two accounts would share a slug."""
        problems, slugs = self._judged(portfolio.records)
        if problems:
            raise Rejected(problems, len(portfolio.records))
        self._slugs |= slugs
        for record in portfolio.records:
            key = _key(record)
            earlier = self._records.get(key)
            self._records[key] = _over(earlier, record)
            if earlier is not None:
                self.report.differences += _differences(earlier, record)
        named: dict[str, dict[str, Any]] = {record.business_unit: {} for record in portfolio.records}
        for name, extra in (named | portfolio.units).items():
            known = self._units.get(unit_key(name), (name, {}))
            self._units[unit_key(name)] = (known[0], extra or known[1])
        self.report.repairs += portfolio.repairs

    def _judged(self, records: Sequence[CustomerRecord]) -> tuple[list[Problem], dict[str, dict[str, str]]]:
        """The names that would share a slug with another account's, and whose each slug is now."""
        slugs: dict[str, dict[str, str]] = {}
        problems = []
        for chunk in chunked(records):
            stored = store.slug_owners(self.connection, [slug(record.name) for record in chunk])
            for record in chunk:
                made, key = slug(record.name), owner_of(record.name, self.aliases)
                known = slugs.setdefault(made, {**stored.get(made, {}), **self._slugs.get(made, {})})
                other = next((name for owner, name in known.items() if owner != key), None)
                known.setdefault(key, record.name)
                if other is not None:
                    problems.append(record.origin.problem(_collision(record.name, other, made)))
        return problems, slugs

    def write(self) -> set[str]:
        """Write what is new or differs; the keys of the accounts that the records belong to."""
        self._write_units()
        touched: set[str] = set()
        for chunk in chunked(self._records.values()):
            touched |= self._write_chunk(chunk)
        new = self.report.tables.get("account", {}).get("new", 0)
        self.report.count("account", "same", len(touched) - new)
        return touched

    def _write_units(self) -> None:
        known = store.units(self.connection)
        for key, (name, extra) in self._units.items():
            unit = known.get(key)
            if unit is not None and (not extra or unit.extra == extra):
                self.report.count("business_unit", "same")
                continue
            store.put_unit(self.connection, key, unit.name if unit else name, extra)
            self.report.count("business_unit", "changed" if unit else "new")

    def _write_chunk(self, chunk: Sequence[CustomerRecord]) -> set[str]:
        before = store.stored_records(self.connection, [_key(record) for record in chunk])
        new, changed = [], []
        for record in chunk:
            old = before.get(_key(record))
            merged = _as_stored(record, old, self.aliases)
            compare_lists(self.report, "subscription", old.subscriptions if old else (), merged.subscriptions)
            if old is None:
                new.append(merged)
            elif old != merged:
                changed.append(merged)
                self.report.differences += _differences(old, record)
        self.report.count("customer_record", "new", len(new))
        self.report.count("customer_record", "changed", len(changed))
        self.report.count("customer_record", "same", len(chunk) - len(new) - len(changed))
        self._add_accounts(new)
        store.write_records(self.connection, new, changed)
        renamed = store.settle_names(self.connection, sorted({record.account_key for record in (*new, *changed)}))
        self.report.count("account", "changed", renamed)
        return {owner_of(record.name, self.aliases) for record in chunk}

    def _add_accounts(self, new: Sequence[StoredRecord]) -> None:
        first: dict[str, str] = {}
        for record in new:
            first[record.account_key] = min(first.get(record.account_key, record.name), record.name)
        known = store.existing_accounts(self.connection, list(first))
        rows = [{"key": key, "name": name, "slug": slug(name)} for key, name in sorted(first.items()) if key not in known]
        store.insert_accounts(self.connection, rows)
        self.report.count("account", "new", len(rows))


def _collision(name: str, other: str, made: str) -> str:
    return (
        f"{name!r} and {other!r} would share the file name {made!r}: rename one,"
        f" or say that they are one account with an alias in demodb.toml"
    )


def _key(record: CustomerRecord) -> RecordKey:
    return unit_key(record.business_unit), record.name


def _said(record: CustomerRecord) -> dict[str, Any]:
    return {name: value for name in _SAID if (value := getattr(record, name)) is not None}


def _over(earlier: CustomerRecord | None, later: CustomerRecord) -> CustomerRecord:
    """What both files say of a record: the later one's word, and the earlier one's where the later says nothing."""
    return later if earlier is None else replace(earlier, origin=later.origin, **_said(later))


def _as_stored(record: CustomerRecord, old: StoredRecord | None, aliases: Aliases) -> StoredRecord:
    """The record as it will stand: what no source says stays as it was."""
    unit, name = _key(record)
    fresh = StoredRecord(unit, name, owner_of(name, aliases), slug(name), 0, 0, (), {})
    return replace(old or fresh, **_said(record))


def _differences(old: StoredRecord | CustomerRecord, new: CustomerRecord) -> Iterator[Difference]:
    for name, now in _said(new).items():
        was = getattr(old, name)
        if was is not None and was != now:
            yield Difference(new.business_unit, new.name, name, was, now, new.origin.path)
