"""Records belong to their source: what each source lists now, which records stand on none any more, and who departs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from demodb.intake.report import ImportReport, LeftRecord
from demodb.store import listing as store
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.files import Known, note_read
from demodb.store.listing import Leaving
from demodb.store.portfolio import RecordKey, settle_names, units


@dataclass
class SourceList:
    """What a source lists: the file, the records, and the business units for which it is whole.

    A file that demodb wrote itself is whole for none: it lists the records that it `brought`, and what it listed before.
    """

    file: Known
    records: set[RecordKey]
    units: Collection[str] = ()
    brought: set[RecordKey] | None = None

    def settle(self, before: Iterable[RecordKey]) -> tuple[list[RecordKey], set[RecordKey]]:
        """What it listed and lists no more, and what it lists beside what it listed."""
        left, new = list[RecordKey](), set(self.records if self.brought is None else self.brought)
        for key in before:
            if key in self.records:
                new.discard(key)
            else:
                left.append(key)
        return left, new


@dataclass
class Departures:
    """The accounts that departed by key with their names, and the ids of the subscriptions that they had."""

    names: dict[str, str] = field(default_factory=dict)
    subscriptions: dict[str, set[str]] = field(default_factory=dict)


class Listings:
    """The lists of an import: first `settle`, then the records are written, then `write`, and in the end `depart`.

    `leaving` has the account keys of the records that stand on no source any more, by record.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lists: list[SourceList] = []
        self._new: list[set[RecordKey]] = []
        self.leaving: dict[RecordKey, str] = {}
        self._heirs: dict[str, list[RecordKey]] = {}
        self._replaced: dict[RecordKey, RecordKey] = {}

    def add(self, source: SourceList) -> None:
        """Take what a file lists."""
        self._lists.append(source)

    def settle(self, replaced: str | None = None) -> None:
        """Find the records that stand on no source any more; the source `replaced` is forgotten, its records with it."""
        store.yield_to_sources(self._connection)
        left = store.forget_source(self._connection, replaced) if replaced else []
        for source in self._lists:
            gone, new = source.settle(store.listed_by(self._connection, source.file.path))
            store.drop_listings(self._connection, source.file.path, gone)
            left += gone
            self._new.append(new)
        whole = sorted({unit for source in self._lists for unit in source.units})
        self._leave(store.unlisted(self._connection, left))
        self._leave(store.unlisted_in(self._connection, whole))

    def _leave(self, leaving: Iterable[Leaving]) -> None:
        for record in leaving:
            if record.key not in self.leaving and not any(record.key in new for new in self._new):
                self.leaving[record.key] = record.account_key
                self._heirs.setdefault(record.account_key, []).append(record.key)

    def predecessor(self, account_key: str, key: RecordKey) -> RecordKey | None:
        """The leaving record that a new one replaces, if any: of the same account, and of the same unit before all others."""
        candidates = self._heirs.get(account_key)
        if not candidates:
            return None
        chosen = next((candidate for candidate in candidates if candidate[0] == key[0]), candidates[0])
        candidates.remove(chosen)
        self._replaced[chosen] = key
        return chosen

    def write(self) -> None:
        """Remember the files, and what each lists."""
        for source, new in zip(self._lists, self._new, strict=True):
            note_read(self._connection, [source.file])
            store.add_listings(self._connection, source.file.path, sorted(new))
        store.yield_to_sources(self._connection)

    def depart(self, at: int, report: ImportReport) -> Departures:
        """Remove the records that stand on nothing, and tell which accounts depart and which are back."""
        departures = Departures()
        named = {unit: row.name for unit, row in units(self._connection).items()}
        for chunk in chunked(self.leaving):
            for account_key, sub_id in store.subscription_ids(self._connection, chunk):
                departures.subscriptions.setdefault(account_key, set()).add(sub_id)
            report.left += [self._left(key, named) for key in chunk]
        store.remove_records(self._connection, self.leaving)
        for keys in chunked(sorted(set(self.leaving.values()))):
            report.count("account", "changed", len(settle_names(self._connection, keys)))
        departures.names = settle_accounts(self._connection, at, report)
        return departures

    def _left(self, key: RecordKey, named: dict[str, str]) -> LeftRecord:
        heir = self._replaced.get(key)
        return LeftRecord(named[key[0]], key[1], (named[heir[0]], heir[1]) if heir else None)


def settle_accounts(connection: Connection, at: int, report: ImportReport) -> dict[str, str]:
    """Let accounts without records depart, and be back those that have some again: the names of the departed by key."""
    departed, returned = store.mark_departed(connection, at), store.mark_returned(connection)
    report.departed += departed.values()
    report.returned += returned.values()
    return departed
