"""Records belong to their source: what each source lists now, which records stand on none any more, and who departs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from demodb.intake.report import ImportReport, LeftRecord
from demodb.store import listing as store
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.files import Known, note_read
from demodb.store.listing import Leaving
from demodb.store.portfolio import RecordKey, settle_names, units
from demodb.store.staging import Staging


class SourceList(NamedTuple):
    """What a source lists: the file, its number among those that are staged, and the business units for which it is whole.

    A file that demodb wrote itself is whole for none: it lists the records that it brought, and what it listed before. Of the
    names that are `unread` in it, it goes on to list what it listed.
    """

    file: Known
    number: int
    units: Collection[str] = ()
    unread: Collection[str] = ()


@dataclass
class Departures:
    """The accounts that departed by key with their names, and the ids of the subscriptions that they had."""

    names: dict[str, str] = field(default_factory=dict)
    subscriptions: dict[str, set[str]] = field(default_factory=dict)


class Listings:
    """The lists of an import: first `settle`, then the records are written, then `write`, and in the end `depart`.

    `leaving` has the account keys of the records that stand on no source any more, by record.
    """

    def __init__(self, connection: Connection, staged: Staging | None = None) -> None:
        self._connection = connection
        self._staged = staged
        self._lists: list[SourceList] = []
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
        if self._staged:
            for source in self._lists:
                left += self._staged.unlist(source.number, source.file.path, source.unread)
        whole = sorted({unit for source in self._lists for unit in source.units})
        self._leave(store.unlisted(self._connection, left))
        self._leave(store.unlisted_in(self._connection, whole))

    def _leave(self, unlisted: Iterable[Leaving]) -> None:
        for chunk in chunked(unlisted):
            listed = self._staged.listed([record.key for record in chunk]) if self._staged else ()
            for record in chunk:
                if record.key not in self.leaving and record.key not in listed:
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
        note_read(self._connection, [source.file for source in self._lists])
        if self._staged:
            for source in self._lists:
                self._staged.list_new(source.number, source.file.path)
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
