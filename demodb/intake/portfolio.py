"""Customer records into the store: staged file by file, then what differs is written, a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from demodb.intake.admission import Admission
from demodb.intake.identity import AccountKeys
from demodb.intake.listing import Departures, Listings, SourceList
from demodb.intake.report import Difference, ImportReport, RowOutcome, compare_lists
from demodb.intake.staged import record_of, staged_record
from demodb.model.names import unit_key
from demodb.sources.records import CustomerRecord, Portfolio
from demodb.store import portfolio as store
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.files import Known
from demodb.store.portfolio import RecordKey, StoredRecord
from demodb.store.remembered import PARTLY
from demodb.store.staging import Rows, Staged, Staging

_FIELDS = ("rr", "nrr", "quarters", "subscriptions", "country", "extra")


@dataclass
class PortfolioChange:
    """What came of the portfolio files: how many accounts they speak of, those that are new, and those that departed."""

    touched: int = 0
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
    """Stages the records of all files, the later saying over the earlier, and then writes what the store does not hold so."""

    connection: Connection
    aliases: AccountKeys
    admission: Admission
    report: ImportReport
    staged: Staging
    _paths: list[str] = field(default_factory=list)
    _units: dict[str, _SaidUnit] = field(default_factory=dict)
    _change: PortfolioChange = field(default_factory=PortfolioChange)

    def __post_init__(self) -> None:
        self._listings = Listings(self.connection, self.staged)

    def add(self, read: Portfolio, path: Path, file: Known, *, rest: bool = False) -> None:
        """Take the records of the file at `path`. It is read again the next time if one of them cannot be taken.

        Of one that is read for the `rest` only those records are taken that it does not list already.
        """
        before = len(self.report.left_out)
        number = self._stage(read, path, file)
        if len(self.report.left_out) > before:
            file = file._replace(read_with=PARTLY + (file.read_with or b""))
        if file.written_at is None:
            if rest:
                self.report.count("customer_record", "same", self.staged.pass_listed(number, file.path))
            units = self.staged.units(number) | {unit_key(name) for name in read.units}
            # What it listed before, and cannot be read in it now, has not left it.
            unread = {self.admission.names.get(row.customer, row.customer) for row in read.faulty}
            self._listings.add(SourceList(file, number, units, unread))
        else:
            # All that the store held was in it: a record of a known account that is not there now has left since it was written.
            self.staged.bring_new(number)
            self._listings.add(SourceList(file, number))
            self.report.warnings += [_stays_away(record_of(one, str(path))) for one in self.staged.untaken(number)]
        self.report.repairs += read.repairs
        self.report.warnings += read.warnings

    def _stage(self, read: Portfolio, path: Path, file: Known) -> int:
        """Stage the records of a file that are admitted, take note of the units that it names, and give its number."""
        number, met = len(self._paths), dict[str, dict[str, Any]]()
        self._paths.append(str(path))
        self.admission.leave_rows(read.faulty)
        meant = self.admission.units_meant(read, file.path)
        for chunk in chunked(self.admission.admitted(read.records, file.path, meant)):
            met |= {record.business_unit: {} for record in chunk}
            self.staged.add([staged_record(record, self.aliases, number) for record in chunk])
        self.admission.leave_shared(self.staged, number, str(path))
        spelled = {meant[name]: extra for name, extra in read.units.items()}
        named = self.staged.units(number)
        for name, extra in (met | spelled).items():
            if name in spelled or unit_key(name) in named:
                self._add_unit(name, extra, spelled=name in spelled)
        return number

    def _add_unit(self, name: str, extra: dict[str, Any], *, spelled: bool) -> None:
        said = self._units.setdefault(unit_key(name), _SaidUnit(name))
        declared = name in self.admission.units.declared.values()
        if declared or (spelled and not said.declared):
            said.name, said.spelled, said.declared = name, True, declared
        said.extra = extra or said.extra

    def write(self, at: int, replaced: str | None = None) -> PortfolioChange:
        """Write what is new or differs, remove what left its source, at the moment `at` (ms since 1970).

        `replaced` is a source that is forgotten, with what stood on it alone.
        """
        self._write_units()
        self._listings.settle(replaced)
        self._count("same", self.staged.settle(sorted(set(self._listings.leaving.values()))))
        self._change.new = self.staged.add_accounts()
        self._count("new", self.staged.add_new())
        for chunk in self.staged.compared():
            self._write_chunk(list(self._joined(chunk)))
        self.report.count("account", "new", len(self._change.new))
        for keys in chunked(self.staged.misnamed()):
            self.report.count("account", "changed", len(store.settle_names(self.connection, keys) - self._change.new))
        self._listings.write()
        self._change.touched = self.staged.accounts()
        self.report.count("account", "same", self._change.touched - len(self._change.new))
        self._change.departures = self._listings.depart(at, self.report)
        return self._change

    def _count(self, outcome: RowOutcome, rows: Rows) -> None:
        self.report.count("subscription", outcome, rows.subscriptions)
        self.report.count("customer_record", outcome, rows.records)

    def _joined(self, chunk: Iterable[Staged]) -> Iterator[Judged]:
        """Each record once, as all files say it: the later one's word over the earlier one's."""
        for _, group in groupby(chunk, key=lambda one: (one.unit, one.name)):
            record: CustomerRecord | None = None
            for one in group:
                later = record_of(one, self._paths[one.file])
                if record is not None:
                    self.report.differences += _differences(record, later)
                record = _over(record, later)
            if record is not None:
                yield Judged(record, one.account_key, one.slug)

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

    def _write_chunk(self, chunk: Sequence[Judged]) -> None:
        stored = store.stored_records(self.connection, [_key(one.record) for one in chunk])
        heirs = self._replacing(chunk, stored)
        new, changed = self._compared(chunk, stored | heirs)
        self.report.count("customer_record", "new", len(new) - len(heirs))
        self.report.count("customer_record", "changed", len(changed) + len(heirs))
        self.report.count("customer_record", "same", len(chunk) - len(new) - len(changed))
        store.write_records(self.connection, new, changed)

    def _compared(
        self, chunk: Sequence[Judged], stood: Mapping[RecordKey, StoredRecord]
    ) -> tuple[list[StoredRecord], list[StoredRecord]]:
        """The records that are new, and those that changed; `stood` has what stood there, or what each replaces."""
        new, changed = list[StoredRecord](), list[StoredRecord]()
        for record, account_key, record_slug in chunk:
            before = stood.get(_key(record))
            after = _as_stored(record, before, account_key, record_slug)
            compare_lists(self.report, "subscription", before.subscriptions if before else (), after.subscriptions)
            if before is None or before.key != after.key:
                new.append(after)
            elif before != after:
                changed.append(after)
            if before is not None and before != after:
                self.report.differences += _differences(before, record)
        return new, changed

    def _replacing(self, chunk: Sequence[Judged], stored: Mapping[RecordKey, StoredRecord]) -> dict[RecordKey, StoredRecord]:
        """By key of a new record the one that it replaces: one that changed only its spelling, or its unit."""
        if not self._listings.leaving:
            return {}
        new = {_key(one.record): one.account_key for one in chunk if _key(one.record) not in stored}
        found = {key: self._listings.predecessor(account_key, key) for key, account_key in new.items()}
        replaced = {key: before for key, before in found.items() if before is not None}
        records = store.stored_records(self.connection, list(replaced.values()))
        return {key: records[before] for key, before in replaced.items()}


class Judged(NamedTuple):
    """A record as all files say it, the key of its account, and its slug."""

    record: CustomerRecord
    account_key: str
    slug: str


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


def _said_over(before: StoredRecord | CustomerRecord, record: CustomerRecord) -> dict[str, Any]:
    """What the source changes of a record: quarters that do not make the year's figure any more are not known."""
    said = _values(record)
    is_other = record.quarters is None and record.nrr not in (None, before.nrr)
    return {**said, "quarters": None} if is_other else said


def _over(earlier: CustomerRecord | None, later: CustomerRecord) -> CustomerRecord:
    """What both files say of a record: the later one's word, and the earlier one's where the later says nothing."""
    return later if earlier is None else earlier._replace(origin=later.origin, **_said_over(earlier, later))


def _as_stored(record: CustomerRecord, before: StoredRecord | None, account_key: str, record_slug: str) -> StoredRecord:
    """The record as it will stand: what no source says stays as it was."""
    unit, name = _key(record)
    empty = StoredRecord(unit, name, account_key, record_slug, 0, 0, (), {})
    if before is not None and before.key != empty.key:
        before = before._replace(unit=unit, name=name, slug=empty.slug)
    return (before or empty)._replace(**_said_over(before or empty, record))


def _differences(before: StoredRecord | CustomerRecord, record: CustomerRecord) -> Iterator[Difference]:
    for name, now in _values(record).items():
        was = getattr(before, name)
        if was is not None and was != now:
            yield Difference(record.business_unit, record.name, name, was, now, record.origin.path)
