"""Reads and writes of the cache: every time is an INTEGER in milliseconds and comes in as a parameter; readers never write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Update, case, delete, func, or_, select, update

from demodb.store.bulk import chunked, dialect_insert, insert_missing
from demodb.store.rows import table_of
from demodb.store.spellings import every_slug
from demodb.store.tables import CacheEntry

ENTRY = table_of(CacheEntry)


class StoredEntry(NamedTuple):
    """An entry that has a value; times in milliseconds since 1970."""

    key: str
    kind: str
    value: str
    created_at: int
    fresh_until: int
    stale_until: int
    generation: int
    input_hash: str | None
    source: str | None
    model: str | None
    last_error: str | None


class Summary(NamedTuple):
    """An entry without its value, whose length in characters is `size`; times in milliseconds since 1970."""

    key: str
    kind: str
    size: int
    created_at: int
    fresh_until: int
    stale_until: int
    generation: int
    input_hash: str | None
    source: str | None
    model: str | None
    last_error: str | None


class NewValue(NamedTuple):
    """A value to be written, with its lifetime."""

    value: str
    created_at: int
    fresh_until: int
    stale_until: int
    input_hash: str | None = None
    source: str | None = None
    model: str | None = None


KeyedValue = tuple[str, str, NewValue]
"""The key of an entry, its kind, and the value to be written."""


def freshness_at(now: int) -> ColumnElement[str]:
    """How an entry stands at the moment `now`, as `model.lifetimes.freshness` has it; one without a value is gone."""
    return case((ENTRY.c.fresh_until > now, "fresh"), (ENTRY.c.stale_until > now, "stale"), else_="gone")


_COLUMNS = [ENTRY.c[name] for name in StoredEntry._fields]
_SIZE = func.length(ENTRY.c.value)
_SUMMARY = [_SIZE.label(name) if name == "size" else ENTRY.c[name] for name in Summary._fields]


def entries_of(connection: Connection, keys: Sequence[str], now: int) -> dict[str, StoredEntry]:
    """Those of these keys that have an entry, fresh or stale."""
    entries: dict[str, StoredEntry] = {}
    for some in chunked(keys):
        served = select(*_COLUMNS).where(ENTRY.c.key.in_(some), freshness_at(now) != "gone")
        entries |= {row.key: StoredEntry(**_clean(row)) for row in connection.execute(served)}
    return entries


def summaries(connection: Connection, pattern: str, now: int) -> list[Summary]:
    """The entries whose key fits a pattern (`*` and `?`), fresh or stale, in the order of their keys."""
    served = select(*_SUMMARY).where(fits_pattern(connection, pattern), freshness_at(now) != "gone").order_by(ENTRY.c.key)
    return [Summary(**_clean(row)) for row in connection.execute(served)]


def _clean(row: Row[Any]) -> dict[str, Any]:
    """The columns of a row as they are declared, whatever SQLite let somebody write into them."""
    return {name: value if value is None else _cleaned(name, value) for name, value in row._asdict().items()}


def _cleaned(name: str, value: object) -> int | str:
    return _number(value) if name in _NUMBERS else _text(value)


def _number(value: object) -> int:
    """SQLite compares a text or a blob as greater than any number."""
    return int(value) if isinstance(value, int | float) else _GREATEST


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


_NUMBERS = {"size", "created_at", "fresh_until", "stale_until", "generation"}
_GREATEST = 2**63 - 1


def fits_pattern(connection: Connection, pattern: str) -> ColumnElement[bool]:
    """The condition that an entry's key fits a pattern (`*` and `?`)."""
    # GLOB can use the index of the keys, LIKE cannot; a server has no GLOB, and LIKE with these marks escaped does the same.
    if connection.dialect.name == "sqlite":
        return ENTRY.c.key.op("GLOB")(pattern.replace("[", "[[]"))
    escaped = pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return ENTRY.c.key.like(escaped.replace("*", "%").replace("?", "_"), escape="\\")


def put_values(connection: Connection, rows: Sequence[KeyedValue]) -> None:
    """Write values, whoever holds their leases; the leases are given back and the last errors forgotten."""
    _put(connection, rows, _SETTLED)


def put_below(connection: Connection, rows: Sequence[KeyedValue], source: str) -> None:
    """Write values over none that `source` made; leases and last errors stay as they are."""
    _put(connection, rows, {}, over=ENTRY.c.source.is_distinct_from(source))


def put_copies(connection: Connection, rows: Sequence[KeyedValue]) -> None:
    """Write values that stand under another key already; leases and last errors stay as they are."""
    _put(connection, rows, {})


_NEXT = case((ENTRY.c.generation.between(0, 2**31 - 2), ENTRY.c.generation + 1), else_=1)
"""The generation after that of an entry; after one that is none, which only SQL can have left, the first."""

_NO_LEASE = {"lease_owner": None, "lease_until": None}
_SETTLED = {**_NO_LEASE, "last_error": None}


def _put(
    connection: Connection, rows: Sequence[KeyedValue], beside: Mapping[str, None], *, over: ColumnElement[bool] | None = None
) -> None:
    """Write values, and `beside` into the columns that it names; over an old one only where `over` holds of it."""
    if not rows:
        return
    insertion = dialect_insert(connection, ENTRY)
    changed = {name: insertion.excluded[name] for name in ("kind", *NewValue._fields, *beside)}
    upsert = insertion.on_conflict_do_update(index_elements=["key"], set_={**changed, "generation": _NEXT}, where=over)
    connection.execute(
        upsert, [{"key": key, "kind": kind, "generation": 1, **new._asdict(), **beside} for key, kind, new in rows]
    )


def put_leased(connection: Connection, key: str, kind: str, owner: str, new: NewValue) -> bool:
    """Write a value if `owner` still holds the lease; whether it did."""
    values = {"kind": kind, **new._asdict(), **_SETTLED, "generation": _NEXT}
    return _changed(connection, update(ENTRY).where(ENTRY.c.key == key, ENTRY.c.lease_owner == owner).values(values))


def take_lease(
    connection: Connection, key: str, kind: str, lease: tuple[str, int], now: int, *, fresh_is_enough: bool = True
) -> bool:
    """Become the one that computes: by one conditional UPDATE. `lease` is the owner and when it ends.

    Not while another one's lease runs; and where `fresh_is_enough`, not while the value is fresh.
    """
    insert_missing(connection, ENTRY, [{"key": key, "kind": kind, "generation": 0}])
    free = or_(_unleased(now), ENTRY.c.lease_owner == lease[0])
    taken = update(ENTRY).where(ENTRY.c.key == key, free).values(lease_owner=lease[0], lease_until=lease[1])
    return _changed(connection, taken.where(freshness_at(now) != "fresh") if fresh_is_enough else taken)


def _unleased(now: int) -> ColumnElement[bool]:
    return or_(ENTRY.c.lease_until.is_(None), ENTRY.c.lease_until <= now, ENTRY.c.lease_until > now + _LONGEST_LEASE)


_LONGEST_LEASE = 86_400_000
"""No computation takes a day: a lease that ends later was written by hand, and holds nobody up."""


def renew_leases(connection: Connection, keys: Sequence[str], owner: str, until: int) -> None:
    """Let the leases that `owner` holds run longer."""
    for some in chunked(keys):
        leased = update(ENTRY).where(ENTRY.c.key.in_(some), ENTRY.c.lease_owner == owner)
        connection.execute(leased.values(lease_until=until))


def give_up_lease(connection: Connection, key: str, owner: str, error: str) -> None:
    """A refresh failed: note why and free the lease; value and lifetime stay as they are."""
    connection.execute(
        update(ENTRY).where(ENTRY.c.key == key, ENTRY.c.lease_owner == owner).values(**_NO_LEASE, last_error=error)
    )


def is_leased(connection: Connection, key: str, now: int) -> bool:
    """Whether somebody holds the lease on a key."""
    return connection.execute(select(ENTRY.c.key).where(ENTRY.c.key == key, ~_unleased(now))).first() is not None


def extend_entries(connection: Connection, keys: Sequence[str], now: int, until: int) -> int:
    """Keep values fresh until then; none is ever shortened, and none comes back that is gone. How many were extended."""
    return sum(_extended(connection, ENTRY.c.key.in_(some), now, until) for some in chunked(keys))


def extend_fitting(connection: Connection, pattern: str, now: int, until: int) -> int:
    """The same for the values whose key fits a pattern."""
    return _extended(connection, fits_pattern(connection, pattern), now, until)


def _extended(connection: Connection, which: ColumnElement[bool], now: int, until: int) -> int:
    later = {
        "fresh_until": until,
        "stale_until": case((ENTRY.c.stale_until > until, ENTRY.c.stale_until), else_=until),
    }
    shorter = update(ENTRY).where(which, freshness_at(now) != "gone", ENTRY.c.fresh_until < until)
    return connection.execute(shorter.values(later)).rowcount


def shift_ends(connection: Connection, later: int) -> None:
    """Let every value end `later`, by so many milliseconds; nobody is making one any more."""
    ends = {name: ENTRY.c[name] + later for name in ("fresh_until", "stale_until")}
    connection.execute(update(ENTRY).values({**ends, **_NO_LEASE}))


def drop_entries(connection: Connection, pattern: str) -> int:
    """Remove the entries whose key fits a pattern; how many."""
    return connection.execute(delete(ENTRY).where(fits_pattern(connection, pattern))).rowcount


def drop_keys(connection: Connection, keys: Sequence[str]) -> None:
    """Remove the entries of at most a chunk of keys."""
    connection.execute(delete(ENTRY).where(ENTRY.c.key.in_(keys)))


def drop_unowned(connection: Connection, prefix: str) -> None:
    """Remove the entries whose key is a prefix and a slug under which the app looks for no account."""
    slug = func.substr(ENTRY.c.key, len(prefix) + 1)
    connection.execute(delete(ENTRY).where(fits_pattern(connection, f"{prefix}*"), slug.not_in(every_slug())))


def sweep_entries(connection: Connection, now: int) -> int:
    """Remove what is past its stale time and held by nobody; how many."""
    return connection.execute(delete(ENTRY).where(_unleased(now), freshness_at(now) == "gone")).rowcount


def entry_counts(connection: Connection, pattern: str, now: int) -> list[tuple[str, int, int, int]]:
    """By kind, of the keys that fit: how many entries are fresh and how many stale, and the characters of their values."""
    fresh = func.sum(case((freshness_at(now) == "fresh", 1), else_=0))
    rows = connection.execute(
        select(ENTRY.c.kind, fresh, func.count(), func.sum(_SIZE))
        .where(fits_pattern(connection, pattern), freshness_at(now) != "gone")
        .group_by(ENTRY.c.kind)
        .order_by(ENTRY.c.kind)
    )
    return [(kind, int(of_fresh), count - int(of_fresh), int(size)) for kind, of_fresh, count, size in rows]


def _changed(connection: Connection, statement: Update) -> bool:
    return bool(connection.execute(statement).rowcount)
