"""Reads and writes of listings: which source lists which customer record, and what stands on no source any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, select, tuple_, update

from demodb.store.bulk import chunked
from demodb.store.files import LISTS, Known, files_of, forget_files
from demodb.store.portfolio import ACCOUNT, PRESENT, RECORD, SUBSCRIPTION, SUBSCRIPTIONS, RecordKey
from demodb.store.rows import table_of
from demodb.store.tables import KnownFile, Listing

_FILE = table_of(KnownFile)
_LISTING = table_of(Listing)
_LISTED = (_LISTING.c.business_unit_key, _LISTING.c.record_name)
_RECORD = (RECORD.c.business_unit_key, RECORD.c.name)
_OF_RECORD = and_(_LISTING.c.business_unit_key == RECORD.c.business_unit_key, _LISTING.c.record_name == RECORD.c.name)
_IS_LISTED = exists(select(_LISTING.c.path).where(_OF_RECORD).correlate(RECORD))
_OTHER = _LISTING.alias()
"""What else lists a record that a source lists."""


def _listed_by_another(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    same = (_OTHER.c.business_unit_key == _LISTING.c.business_unit_key) & (_OTHER.c.record_name == _LISTING.c.record_name)
    return exists(select(_OTHER.c.path).where(same, *wanted).correlate(_LISTING))


class Leaving(NamedTuple):
    """A record that stands on no source, and the account that it belongs to."""

    unit: str
    name: str
    account_key: str

    @property
    def key(self) -> RecordKey:
        """What it is known by."""
        return self.unit, self.name


# --- what a source lists -------------------------------------------------------------------------------------------------


def listed_by(connection: Connection, path: str) -> Iterator[RecordKey]:
    """The records that a source lists."""
    return ((unit, name) for unit, name in connection.execute(select(*_LISTED).where(_LISTING.c.path == path)))


def listed_paths(connection: Connection, keys: Sequence[RecordKey]) -> dict[RecordKey, str]:
    """The source that lists each of at most a chunk of records; of several the first by its path."""
    wanted = select(*_LISTED, func.min(_LISTING.c.path)).where(tuple_(*_LISTED).in_(keys)).group_by(*_LISTED)
    return {(unit, name): path for unit, name, path in connection.execute(wanted)}


def yield_to_sources(connection: Connection) -> None:
    """Let files that demodb wrote list only what no other file lists."""
    written = select(_FILE.c.path).where(_FILE.c.written_at.is_not(None))
    elsewhere = _listed_by_another(_OTHER.c.path.not_in(written))
    connection.execute(delete(_LISTING).where(_LISTING.c.path.in_(written), elsewhere))


# --- what stands on no source --------------------------------------------------------------------------------------------


def unlisted(connection: Connection, keys: Iterable[RecordKey]) -> Iterator[Leaving]:
    """Those of some records that no source lists."""
    for some in chunked(keys):
        yield from _unlisted(connection, tuple_(*_RECORD).in_(some))


def unlisted_in(connection: Connection, units: Iterable[str]) -> Iterator[Leaving]:
    """The records of business units that no source lists: those of an older store among them."""
    for unit in units:
        yield from _unlisted(connection, RECORD.c.business_unit_key == unit)


def _unlisted(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[Leaving]:
    rows = connection.execute(select(*_RECORD, RECORD.c.account_key).where(wanted, ~_IS_LISTED).order_by(*_RECORD))
    return (Leaving(*row) for row in rows)


def remove_records(connection: Connection, keys: Iterable[RecordKey]) -> None:
    """Remove records, with their subscriptions."""
    for some in chunked(keys):
        connection.execute(delete(RECORD).where(tuple_(*_RECORD).in_(some)))


# --- who departs, and who is back ----------------------------------------------------------------------------------------

_HAS_RECORDS = exists(select(RECORD.c.name).where(RECORD.c.account_key == ACCOUNT.c.key).correlate(ACCOUNT))


def mark_departed(connection: Connection, at: int) -> dict[str, str]:
    """Let the accounts without records be departed since `at` (ms since 1970): their names by key."""
    return _marked(connection, PRESENT & ~_HAS_RECORDS, at)


def mark_returned(connection: Connection) -> dict[str, str]:
    """Let the departed accounts that have records again be present: their names by key."""
    return _marked(connection, ~PRESENT & _HAS_RECORDS, None)


def _marked(connection: Connection, wanted: ColumnElement[bool], at: int | None) -> dict[str, str]:
    rows = connection.execute(select(ACCOUNT.c.key, ACCOUNT.c.name).where(wanted).order_by(ACCOUNT.c.key))
    names = {row.key: row.name for row in rows}
    for some in chunked(names):
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.key.in_(some)).values(departed_at=at))
    return names


def subscription_ids(connection: Connection, keys: Sequence[RecordKey]) -> Iterator[tuple[str, str]]:
    """Account key and subscription id, as JSON, of the subscriptions of at most a chunk of records."""
    return _subscription_ids(connection, tuple_(*_RECORD).in_(keys))


def account_subscription_ids(connection: Connection, account_keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Account key and subscription id, as JSON, of the subscriptions of at most a chunk of accounts."""
    return _subscription_ids(connection, RECORD.c.account_key.in_(account_keys))


def _subscription_ids(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[tuple[str, str]]:
    ids = select(RECORD.c.account_key, SUBSCRIPTION.c.sub_id).select_from(SUBSCRIPTIONS)
    return ((key, sub_id) for key, sub_id in connection.execute(ids.where(wanted, SUBSCRIPTION.c.sub_id.is_not(None))))


# --- the sources themselves ----------------------------------------------------------------------------------------------


class Source(NamedTuple):
    """A portfolio file that was read: how many records it lists, and how many of them stand on it alone."""

    file: Known
    records: int
    alone: int


def read_sources(connection: Connection) -> list[Source]:
    """Every portfolio file that was read, or could not be, in the order of the paths."""
    listed = _counts(connection, _LISTING.c.path.is_not(None))
    alone = _counts(connection, ~_listed_by_another(_OTHER.c.path != _LISTING.c.path))
    files = (file for file in files_of(connection, LISTS) if file.read_at is not None)
    return [Source(file, listed.get(file.path, 0), alone.get(file.path, 0)) for file in files]


def _counts(connection: Connection, wanted: ColumnElement[bool]) -> dict[str, int]:
    counted = select(_LISTING.c.path, func.count().label("records")).where(wanted).group_by(_LISTING.c.path)
    return {row.path: row.records for row in connection.execute(counted)}


def unsourced_records(connection: Connection) -> int:
    """How many records no known source lists: they are from before sources were remembered."""
    return connection.execute(select(func.count()).select_from(RECORD).where(~_IS_LISTED)).scalar_one()


def sources_of(connection: Connection, account_key: str) -> list[str]:
    """The sources that list records of an account, those that demodb wrote left out, in the order of the paths."""
    listed = _LISTING.join(RECORD, _OF_RECORD).join(_FILE, _FILE.c.path == _LISTING.c.path)
    wanted = select(_LISTING.c.path).select_from(listed).where(RECORD.c.account_key == account_key, _FILE.c.written_at.is_(None))
    return list(connection.execute(wanted.distinct().order_by(_LISTING.c.path)).scalars())


def forget_source(connection: Connection, path: str) -> list[RecordKey]:
    """Remember nothing more of a source: the records that it listed, which stay."""
    keys = list(listed_by(connection, path))
    forget_files(connection, [path])
    return keys
