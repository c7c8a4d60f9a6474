"""The records of an import before they are the store's: in a temporary table, where they are judged and compared set by set."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    delete,
    distinct,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from demodb.store.bulk import CHUNK, chunked
from demodb.store.portfolio import ACCOUNT, ALIAS, RECORD, SUBSCRIPTION
from demodb.store.rows import table_of
from demodb.store.staged_rows import (
    IS_STORED,
    ITEMS,
    KEPT_ITEM,
    NEW_RECORD,
    NEW_SUBSCRIPTION,
    RECORD_COLUMNS,
    SAYS_THE_SAME,
    STAGED,
    STANDS,
    SUBSCRIPTION_COLUMNS,
    Staged,
    drop_tables,
    insert_staged,
    make_tables,
    read_staged,
)
from demodb.store.tables import Listing

__all__ = ["Rows", "Staged", "Staging", "staging"]

_AT = STAGED.c
_OTHER = STAGED.alias()
_LISTING = table_of(Listing)
_IS_STORED = exists(select(RECORD.c.name).where(IS_STORED).correlate(STAGED))
_HAS_ACCOUNT = exists(select(ACCOUNT.c.key).where(ACCOUNT.c.key == _AT.account_key).correlate(STAGED))
_IS_NEW = and_(_AT.taken == 1, _AT.first.is_(None))


class Rows(NamedTuple):
    """So many records, and subscriptions of them."""

    records: int
    subscriptions: int


@contextmanager
def staging(connection: Connection) -> Iterator[Staging]:
    """The tables for a transaction: gone at its end."""
    make_tables(connection)
    yield Staging(connection)
    drop_tables(connection)


class Staging:
    """The records of an import's files, in the order in which they came."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._count = 0

    # --- a file ----------------------------------------------------------------------------------------------------------

    def add(self, records: Sequence[Staged]) -> None:
        """Stage records of a file: those that it lists, and that are to be taken."""
        insert_staged(self._connection, records, self._count)
        self._count += len(records)

    def shared_slugs(self, file: int) -> list[str]:
        """The slugs in a file that are another account's too: of its own, of files before it, or of the store."""
        owned = [
            (_OTHER.c.slug, _OTHER.c.account_key),
            (ACCOUNT.c.slug, ACCOUNT.c.key),
            (RECORD.c.slug, RECORD.c.account_key),
            (ALIAS.c.slug, ALIAS.c.account_key),
        ]
        shared = [exists(select(key).where(slug == _AT.slug, key != _AT.account_key).correlate(STAGED)) for slug, key in owned]
        return list(self._connection.execute(select(_AT.slug).where(_AT.file == file, or_(*shared)).distinct()).scalars())

    def of_slugs(self, slugs: Collection[str]) -> Iterator[Staged]:
        """The records with these slugs, in order."""
        for some in chunked(slugs):
            yield from self._records(_AT.slug.in_(some))

    def leave_out(self, file: int, names: Collection[str]) -> None:
        """Take the records of these names out of a file again."""
        for some in chunked(names):
            self._connection.execute(delete(STAGED).where(_AT.file == file, _AT.record_name.in_(some)))

    def units(self, file: int) -> set[str]:
        """The keys of the business units that a file's records name."""
        return set(self._connection.execute(select(_AT.business_unit_key).where(_AT.file == file).distinct()).scalars())

    def pass_listed(self, file: int, path: str) -> int:
        """Take only those of a file's records that it does not list yet; how many others there are."""
        return self._update(_AT.file == file, _is_listed(path), taken=0)

    def bring_new(self, file: int) -> None:
        """Of a file that demodb wrote take the records that are known, and list those of accounts unknown so far."""
        same = and_(_OTHER.c.business_unit_key == _AT.business_unit_key, _OTHER.c.record_name == _AT.record_name)
        earlier = select(_OTHER.c.position).where(same, _OTHER.c.file < file, _OTHER.c.taken == 1)
        is_known = _IS_STORED | exists(earlier.correlate(STAGED))
        of_file = _AT.file == file
        self._update(of_file, is_known | _HAS_ACCOUNT, listed=0)
        self._update(of_file, ~is_known, _HAS_ACCOUNT, taken=0)

    def untaken(self, file: int) -> Iterator[Staged]:
        """The records of a file that are not taken, in order."""
        return self._records((_AT.file == file) & (_AT.taken == 0))

    def _records(self, wanted: ColumnElement[bool]) -> Iterator[Staged]:
        return read_staged(self._connection, wanted)

    # --- what sources list -----------------------------------------------------------------------------------------------

    def unlist(self, file: int, path: str, unread: Collection[str]) -> list[tuple[str, str]]:
        """Let a source list no more what its file does not hold, but for the names that are unread: the keys of these records."""
        key = _LISTING.c.business_unit_key, _LISTING.c.record_name
        same = and_(_AT.business_unit_key == key[0], _AT.record_name == key[1], _AT.file == file)
        gone = and_(_LISTING.c.path == path, ~exists(select(_AT.position).where(same).correlate(_LISTING)))
        keys = [(unit, name) for unit, name in self._connection.execute(select(*key).where(gone)) if name not in unread]
        for some in chunked(keys):
            self._connection.execute(delete(_LISTING).where(_LISTING.c.path == path, tuple_(*key).in_(some)))
        return keys

    def list_new(self, file: int, path: str) -> None:
        """Let a source list what its file holds beside what it lists."""
        new = and_(_AT.file == file, _AT.listed == 1, ~_is_listed(path))
        key = _AT.business_unit_key, _AT.record_name
        keys = select(literal(path), *key).where(new).group_by(*key)
        self._insert(_LISTING, ["path", "business_unit_key", "record_name"], keys)

    def listed(self, keys: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of at most a chunk of keys that a file lists."""
        key = _AT.business_unit_key, _AT.record_name
        rows = self._connection.execute(select(*key).where(tuple_(*key).in_(keys), _AT.listed == 1))
        return {(unit, name) for unit, name in rows}

    # --- all of them -----------------------------------------------------------------------------------------------------

    def settle(self, leaving: Collection[str]) -> Rows:
        """Find which of the records that are taken stand already, how many, which have to be compared, and which are new.

        Compared are those that the store has otherwise, that several files say, and all new ones of accounts that records are
        `leaving`.
        """
        key, other = (_AT.business_unit_key, _AT.record_name), (_OTHER.c.business_unit_key, _OTHER.c.record_name)
        twice = select(*other).where(_OTHER.c.taken == 1).group_by(*other).having(func.count() > 1)
        is_twice = tuple_(*key).in_(twice)
        stands = exists(select(RECORD.c.name).where(IS_STORED, SAYS_THE_SAME).correlate(STAGED))
        records = self._update(_AT.taken == 1, ~is_twice, stands, first=STANDS)
        same = and_(other[0] == key[0], other[1] == key[1], _OTHER.c.taken == 1)
        first = select(func.min(_OTHER.c.position)).where(same).correlate(STAGED).scalar_subquery()
        self._update(_IS_NEW, or_(_IS_STORED, is_twice), first=first)
        for some in chunked(leaving):
            self._update(_AT.account_key.in_(some), _IS_NEW, first=first)
        items = select(func.count()).select_from(STAGED.join(SUBSCRIPTION, KEPT_ITEM)).where(_AT.first == STANDS)
        return Rows(records, self._connection.execute(items).scalar_one())

    def _update(self, *wanted: ColumnElement[bool], **values: Any) -> int:
        return self._connection.execute(update(STAGED).where(*wanted).values(**values)).rowcount

    def add_accounts(self) -> set[str]:
        """Make the accounts of records that are taken and that are not there yet, each with the name of its first: their keys."""
        before = and_(_OTHER.c.account_key == _AT.account_key, _OTHER.c.taken == 1, _OTHER.c.position < _AT.position)
        first = and_(_AT.taken == 1, ~_HAS_ACCOUNT, ~exists(select(_OTHER.c.position).where(before).correlate(STAGED)))
        keys = set(self._connection.execute(select(_AT.account_key).where(first)).scalars())
        rows = select(_AT.account_key, _AT.record_name, _AT.slug, literal(0)).where(first).order_by(_AT.account_key)
        self._insert(ACCOUNT, ["key", "name", "slug", "hero"], rows)
        return keys

    def add_new(self) -> Rows:
        """Write the records that are new, with their subscriptions, and tell how many; their accounts are there."""
        records = self._insert(RECORD, RECORD_COLUMNS, select(*NEW_RECORD).where(_IS_NEW).order_by(_AT.position))
        items = select(*NEW_SUBSCRIPTION).select_from(ITEMS).where(_IS_NEW)
        return Rows(records, self._insert(SUBSCRIPTION, SUBSCRIPTION_COLUMNS, items))

    def _insert(self, table: Table, columns: Sequence[str], rows: Select[Any]) -> int:
        """Insert what a query gives, in one statement: how many rows."""
        inserting = insert(table).from_select(columns, rows).execution_options(preserve_rowcount=True)
        return self._connection.execute(inserting).rowcount

    def compared(self) -> Iterator[list[Staged]]:
        """The records that have to be compared, all of one key beside each other, in the order of the first of them."""
        end = 0
        while (start := self._next_first(end)) is not None:
            end = start + CHUNK
            yield list(self._records((_AT.first >= start) & (_AT.first < end)))

    def _next_first(self, start: int) -> int | None:
        first: int | None = self._connection.execute(select(func.min(_AT.first)).where(_AT.first >= start)).scalar()
        return first

    def misnamed(self) -> list[str]:
        """The accounts that bear another name than one of their records that are taken."""
        joined = STAGED.join(ACCOUNT, ACCOUNT.c.key == _AT.account_key)
        wanted = select(_AT.account_key).select_from(joined).where(_AT.taken == 1, ACCOUNT.c.name != _AT.record_name)
        return list(self._connection.execute(wanted.distinct().order_by(_AT.account_key)).scalars())

    def accounts(self) -> int:
        """How many accounts the records that are taken belong to."""
        counted = select(func.count(distinct(_AT.account_key))).where(_AT.taken == 1)
        return int(self._connection.execute(counted).scalar_one())

    def touched(self, keys: Collection[str]) -> set[str]:
        """Those of some accounts to which a record that is taken belongs."""
        found = set[str]()
        for some in chunked(keys):
            wanted = select(_AT.account_key).where(_AT.account_key.in_(some), _AT.taken == 1)
            found.update(self._connection.execute(wanted.distinct()).scalars())
        return found


def _is_listed(path: str) -> ColumnElement[bool]:
    same = and_(_LISTING.c.business_unit_key == _AT.business_unit_key, _LISTING.c.record_name == _AT.record_name)
    return exists(select(_LISTING.c.path).where(_LISTING.c.path == path, same).correlate(STAGED))
