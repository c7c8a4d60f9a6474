"""The records of an import before they are the store's: in a temporary table, where they are judged and compared set by set."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Column as SQLColumn
from sqlalchemy import (
    ColumnElement,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
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

from demodb.store.bulk import CHUNK, bulk_insert, chunked
from demodb.store.portfolio import ACCOUNT, ALIAS, RECORD
from demodb.store.rows import table_of
from demodb.store.tables import Listing
from demodb.store.tables.base import KEY

_STAGED = Table(
    "staged_record",
    MetaData(),
    SQLColumn("position", Integer, primary_key=True, autoincrement=False),
    SQLColumn("first", Integer, nullable=False),
    SQLColumn("file", Integer, nullable=False),
    SQLColumn("business_unit_key", KEY, nullable=False),
    SQLColumn("record_name", KEY, nullable=False),
    SQLColumn("account_key", KEY, nullable=False),
    SQLColumn("slug", KEY, nullable=False),
    SQLColumn("said", Text, nullable=False),
    SQLColumn("taken", Integer, nullable=False),
    SQLColumn("listed", Integer, nullable=False),
    Index("ix_staged_record_key", "business_unit_key", "record_name"),
    Index("ix_staged_record_slug", "slug"),
    Index("ix_staged_record_first", "first"),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)
_AT = _STAGED.c
_OTHER = _STAGED.alias()
_LISTING = table_of(Listing)
_IS_STORED = exists(
    select(RECORD.c.name)
    .where(RECORD.c.business_unit_key == _AT.business_unit_key, RECORD.c.name == _AT.record_name)
    .correlate(_STAGED)
)


class Staged(NamedTuple):
    """A record of a file: its key, the account that it means, its slug, and what the file says of it, as JSON.

    `file` counts the files of the import; `is_stored`: the store has a record with this key.
    """

    unit: str
    name: str
    account_key: str
    slug: str
    said: str
    file: int = 0
    is_stored: bool = False


_FIELDS = (_AT.business_unit_key, _AT.record_name, _AT.account_key, _AT.slug, _AT.said, _AT.file)


@contextmanager
def staging(connection: Connection) -> Iterator[Staging]:
    """The table for a transaction: gone at its end."""
    _STAGED.create(connection)
    yield Staging(connection)
    _STAGED.drop(connection)


class Staging:
    """The records of an import's files, in the order in which they came."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._count = 0

    # --- a file ----------------------------------------------------------------------------------------------------------

    def add(self, records: Sequence[Staged]) -> None:
        """Stage records of a file: those that it lists, and that are to be taken."""
        rows = [
            {
                "position": position,
                "first": position,
                "file": record.file,
                "business_unit_key": record.unit,
                "record_name": record.name,
                "account_key": record.account_key,
                "slug": record.slug,
                "said": record.said,
                "taken": 1,
                "listed": 1,
            }
            for position, record in enumerate(records, start=self._count)
        ]
        if rows:
            bulk_insert(self._connection, _STAGED, rows)
        self._count += len(rows)

    def shared_slugs(self, file: int) -> list[str]:
        """The slugs in a file that are another account's too: of its own, of files before it, or of the store."""
        owned = [
            (_OTHER.c.slug, _OTHER.c.account_key),
            (ACCOUNT.c.slug, ACCOUNT.c.key),
            (RECORD.c.slug, RECORD.c.account_key),
            (ALIAS.c.slug, ALIAS.c.account_key),
        ]
        shared = [exists(select(key).where(slug == _AT.slug, key != _AT.account_key).correlate(_STAGED)) for slug, key in owned]
        return list(self._connection.execute(select(_AT.slug).where(_AT.file == file, or_(*shared)).distinct()).scalars())

    def of_slugs(self, slugs: Collection[str]) -> Iterator[Staged]:
        """The records with these slugs, in order."""
        for some in chunked(slugs):
            yield from self._records(_AT.slug.in_(some))

    def leave_out(self, file: int, names: Collection[str]) -> None:
        """Take the records of these names out of a file again."""
        for some in chunked(names):
            self._connection.execute(delete(_STAGED).where(_AT.file == file, _AT.record_name.in_(some)))

    def units(self, file: int) -> set[str]:
        """The keys of the business units that a file's records name."""
        return set(self._connection.execute(select(_AT.business_unit_key).where(_AT.file == file).distinct()).scalars())

    def pass_listed(self, file: int, path: str) -> int:
        """Take only those of a file's records that it does not list yet; how many others there are."""
        passed = update(_STAGED).where(_AT.file == file, _is_listed(path)).values(taken=0)
        return self._connection.execute(passed).rowcount

    def bring_new(self, file: int) -> None:
        """Of a file that demodb wrote take the records that are known, and list those of accounts unknown so far."""
        same = and_(_OTHER.c.business_unit_key == _AT.business_unit_key, _OTHER.c.record_name == _AT.record_name)
        earlier = select(_OTHER.c.position).where(same, _OTHER.c.file < file, _OTHER.c.taken == 1)
        is_known = _IS_STORED | exists(earlier.correlate(_STAGED))
        has_account = exists(select(ACCOUNT.c.key).where(ACCOUNT.c.key == _AT.account_key).correlate(_STAGED))
        of_file = _AT.file == file
        self._connection.execute(update(_STAGED).where(of_file, is_known | has_account).values(listed=0))
        self._connection.execute(update(_STAGED).where(of_file, ~is_known, has_account).values(taken=0))

    def untaken(self, file: int) -> Iterator[Staged]:
        """The records of a file that are not taken, in order."""
        return self._records((_AT.file == file) & (_AT.taken == 0))

    def _records(self, wanted: ColumnElement[bool]) -> Iterator[Staged]:
        rows = self._connection.execute(select(*_FIELDS, literal(0)).where(wanted).order_by(_AT.position))
        return (Staged(*row) for row in rows)

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
        keys = select(literal(path), _AT.business_unit_key, _AT.record_name).where(new).distinct()
        self._connection.execute(insert(_LISTING).from_select(["path", "business_unit_key", "record_name"], keys))

    def listed(self, keys: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of at most a chunk of keys that a file lists."""
        key = _AT.business_unit_key, _AT.record_name
        rows = self._connection.execute(select(*key).where(tuple_(*key).in_(keys), _AT.listed == 1))
        return {(unit, name) for unit, name in rows}

    # --- all of them -----------------------------------------------------------------------------------------------------

    def chunks(self) -> Iterator[list[Staged]]:
        """The records that are taken, all of one key beside each other, in the order of the first of them."""
        self._settle()
        taken = select(*_FIELDS, _IS_STORED).where(_AT.taken == 1).order_by(_AT.first, _AT.position)
        for start in range(0, self._count, CHUNK):
            rows = self._connection.execute(taken.where(_AT.first >= start, _AT.first < start + CHUNK)).all()
            if rows:
                yield [Staged(*row) for row in rows]

    def _settle(self) -> None:
        key = _AT.business_unit_key, _AT.record_name
        same = and_(_OTHER.c.business_unit_key == key[0], _OTHER.c.record_name == key[1], _OTHER.c.taken == 1)
        first = select(func.min(_OTHER.c.position)).where(same).correlate(_STAGED).scalar_subquery()
        twice = select(_OTHER.c.business_unit_key, _OTHER.c.record_name).where(_OTHER.c.taken == 1)
        twice = twice.group_by(_OTHER.c.business_unit_key, _OTHER.c.record_name).having(func.count() > 1)
        self._connection.execute(update(_STAGED).where(_AT.taken == 1, tuple_(*key).in_(twice)).values(first=first))

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
    return exists(select(_LISTING.c.path).where(_LISTING.c.path == path, same).correlate(_STAGED))
