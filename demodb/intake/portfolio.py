"""Customer records into the store: which account each belongs to, what differs, and which names are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from demodb.intake.admission import Admission
from demodb.intake.identity import AccountKeys, owner_of
from demodb.intake.listing import Departures, Listings, SourceList
from demodb.intake.report import Difference, ImportReport, compare_lists
from demodb.model.names import slug, unit_key
from demodb.sources.records import CustomerRecord, Portfolio
from demodb.store import portfolio as store
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.files import Known
from demodb.store.listing import listed_by
from demodb.store.portfolio import RecordKey, StoredRecord
from demodb.store.remembered import PARTLY

_FIELDS = ("rr", "nrr", "subscriptions", "extra")


@dataclass
class PortfolioChange:
    """What came of the portfolio files: the accounts that they speak of, those that are new, and those that departed."""

    touched: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    departures: Departures = field(default_factory=Departures)


@dataclass
class _SaidUnit:
    """What files say of a business unit: its name, and unknown keys of its customer file.

    How a customer file spells it goes before any other file, and how the settings have `declared` it before both.
    """

    name: str
    extra: dict[str, Any] = field(default_factory=dict)
    spelled: bool = False
    declared: bool = False


@dataclass
class PortfolioIntake:
    """Gathers the records of all files, the later saying over the earlier, and then writes what the store does not hold so."""

    connection: Connection
    aliases: AccountKeys
    admission: Admission
    report: ImportReport
    _records: dict[RecordKey, CustomerRecord] = field(default_factory=dict)
    _units: dict[str, _SaidUnit] = field(default_factory=dict)
    _change: PortfolioChange = field(default_factory=PortfolioChange)

    def __post_init__(self) -> None:
        self._listings = Listings(self.connection)

    def add(self, read: Portfolio, file: Known, *, rest: bool = False) -> None:
        """Take one file's records. The file is read again the next time if one of them cannot be taken.

        Of one that is read for the `rest` only those records are taken that it does not list already.
        """
        before = len(self.report.left_out)
        portfolio = self.admission.admitted(read, file.path)
        if len(self.report.left_out) > before:
            file = file._replace(read_with=PARTLY + (file.read_with or b""))
        keys = {_key(record) for record in portfolio.records}
        if file.written_at is None:
            taken = keys.difference(listed_by(self.connection, file.path)) if rest else keys
            self.report.count("customer_record", "same", len(keys) - len(taken))
            self._listings.add(SourceList(file, keys, {unit for unit, _ in keys} | {unit_key(name) for name in portfolio.units}))
        else:
            taken, brought = self._of_written(portfolio.records)
            self._listings.add(SourceList(file, keys, brought=brought))
            self.report.warnings += [_stays_away(record) for record in portfolio.records if _key(record) not in taken]
        for record in portfolio.records:
            if _key(record) in taken:
                self._take(record)
        self._add_units(portfolio)
        self.report.repairs += portfolio.repairs
        self.report.warnings += portfolio.warnings

    def _add_units(self, portfolio: Portfolio) -> None:
        units: dict[str, dict[str, Any]] = {record.business_unit: {} for record in portfolio.records}
        for name, extra in (units | portfolio.units).items():
            self._add_unit(name, extra, spelled=name in portfolio.units)

    def _take(self, record: CustomerRecord) -> None:
        key = _key(record)
        earlier = self._records.get(key)
        self._records[key] = _over(earlier, record)
        if earlier is not None:
            self.report.differences += _differences(earlier, record)

    def _add_unit(self, name: str, extra: dict[str, Any], *, spelled: bool) -> None:
        said = self._units.setdefault(unit_key(name), _SaidUnit(name))
        declared = name in self.admission.units.declared.values()
        if declared or (spelled and not said.declared):
            said.name, said.spelled, said.declared = name, True, declared
        said.extra = extra or said.extra

    def _of_written(self, records: Sequence[CustomerRecord]) -> tuple[set[RecordKey], set[RecordKey]]:
        """Which records a file that demodb wrote may change, and which of these it brings: those of accounts unknown so far.

        All that the store held was in it: a record of a known account that is not there now has left since it was written.
        """
        taken, brought = set[RecordKey](), set[RecordKey]()
        for chunk in chunked(records):
            stored = store.stored_records(self.connection, [_key(record) for record in chunk])
            accounts = store.existing_accounts(self.connection, [owner_of(record.name, self.aliases) for record in chunk])
            for record in chunk:
                key = _key(record)
                if key in stored or key in self._records:
                    taken.add(key)
                elif owner_of(record.name, self.aliases) not in accounts:
                    brought.add(key)
        return taken | brought, brought

    def write(self, at: int, replaced: str | None = None) -> PortfolioChange:
        """Write what is new or differs, remove what left its source, at the moment `at` (ms since 1970).

        `replaced` is a source that is forgotten, with what stood on it alone.
        """
        self._write_units()
        self._listings.settle(replaced)
        for chunk in chunked(self._records.values()):
            self._change.touched |= self._write_chunk(chunk)
        self._listings.write()
        self.report.count("account", "same", len(self._change.touched) - len(self._change.new))
        self._change.departures = self._listings.depart(at, self.report)
        return self._change

    def _write_units(self) -> None:
        stored = store.units(self.connection)
        for key, said in self._units.items():
            unit = stored.get(key)
            name = said.name if unit is None or said.spelled else unit.name
            extra = said.extra or (unit.extra if unit else {})
            if unit is not None and (unit.name, unit.extra) == (name, extra):
                self.report.count("business_unit", "same")
                continue
            store.put_unit(self.connection, key, name, extra)
            self.report.count("business_unit", "changed" if unit else "new")

    def _write_chunk(self, chunk: Sequence[CustomerRecord]) -> set[str]:
        stored = store.stored_records(self.connection, [_key(record) for record in chunk])
        heirs = self._replacing(chunk, stored)
        new, changed = [], []
        for record in chunk:
            before = stored.get(_key(record)) or heirs.get(_key(record))
            after = _as_stored(record, before, self.aliases)
            compare_lists(self.report, "subscription", before.subscriptions if before else (), after.subscriptions)
            if before is None or before.key != after.key:
                new.append(after)
            elif before != after:
                changed.append(after)
            if before is not None and before != after:
                self.report.differences += _differences(before, record)
        self.report.count("customer_record", "new", len(new) - len(heirs))
        self.report.count("customer_record", "changed", len(changed) + len(heirs))
        self.report.count("customer_record", "same", len(chunk) - len(new) - len(changed))
        self._add_accounts(new)
        store.write_records(self.connection, new, changed)
        renamed = store.settle_names(self.connection, sorted({record.account_key for record in (*new, *changed)}))
        self.report.count("account", "changed", len(renamed - self._change.new))
        return {owner_of(record.name, self.aliases) for record in chunk}

    def _replacing(
        self, chunk: Sequence[CustomerRecord], stored: Mapping[RecordKey, StoredRecord]
    ) -> dict[RecordKey, StoredRecord]:
        """By key of a new record the one that it replaces: one that changed only its spelling, or its unit."""
        if not self._listings.leaving:
            return {}
        new = [record for record in chunk if _key(record) not in stored]
        found = {_key(record): self._listings.predecessor(owner_of(record.name, self.aliases), _key(record)) for record in new}
        replaced = {key: before for key, before in found.items() if before is not None}
        records = store.stored_records(self.connection, list(replaced.values()))
        return {key: records[before] for key, before in replaced.items()}

    def _add_accounts(self, new: Sequence[StoredRecord]) -> None:
        names = {record.account_key: record.name for record in new}
        accounts = store.existing_accounts(self.connection, list(names))
        rows = [{"key": key, "name": name, "slug": slug(name)} for key, name in sorted(names.items()) if key not in accounts]
        store.insert_accounts(self.connection, rows)
        self._change.new |= {row["key"] for row in rows}
        self.report.count("account", "new", len(rows))


def _stays_away(record: CustomerRecord) -> str:
    return (
        f"{record.origin.path}: {record.name!r} ({record.business_unit}) is left out: no source lists it,"
        f" and a file that demodb wrote brings new customers only;"
        " put it into a source if it is meant"
    )


def _key(record: CustomerRecord) -> RecordKey:
    return unit_key(record.business_unit), record.name


def _values(record: CustomerRecord) -> dict[str, Any]:
    """What the source says of the record."""
    return {name: value for name in _FIELDS if (value := getattr(record, name)) is not None}


def _over(earlier: CustomerRecord | None, later: CustomerRecord) -> CustomerRecord:
    """What both files say of a record: the later one's word, and the earlier one's where the later says nothing."""
    return later if earlier is None else earlier._replace(origin=later.origin, **_values(later))


def _as_stored(record: CustomerRecord, before: StoredRecord | None, aliases: AccountKeys) -> StoredRecord:
    """The record as it will stand: what no source says stays as it was."""
    unit, name = _key(record)
    empty = StoredRecord(unit, name, owner_of(name, aliases), slug(name), 0, 0, (), {})
    if before is not None and before.key != empty.key:
        before = replace(before, unit=unit, name=name, slug=empty.slug)
    return replace(before or empty, **_values(record))


def _differences(before: StoredRecord | CustomerRecord, record: CustomerRecord) -> Iterator[Difference]:
    for name, now in _values(record).items():
        was = getattr(before, name)
        if was is not None and was != now:
            yield Difference(record.business_unit, record.name, name, was, now, record.origin.path)
