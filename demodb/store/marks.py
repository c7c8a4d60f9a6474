"""Reads and writes of marks: which sections have to be compared with their base, what comparing found, and the counter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, select, text, tuple_, update

from demodb.model.documents import Section
from demodb.model.rows import Place
from demodb.store.bulk import CHUNK, bulk_upsert, chunked
from demodb.store.engine import is_writer
from demodb.store.portfolio import ACCOUNT, PRESENT
from demodb.store.rows import table_of
from demodb.store.tables import ChangeCounter, OpenConflict, SectionMark

MARK = table_of(SectionMark)
_COUNTER = table_of(ChangeCounter)
_CONFLICT = table_of(OpenConflict)
_PLACE = (MARK.c.account_key, MARK.c.section)


class Found(NamedTuple):
    """What comparing a section found: whether it was edited, and how many conflicts there are to decide."""

    edited: bool = False
    conflicts: int = 0


NOTHING_FOUND = Found()


def change_number(connection: Connection) -> int:
    """The number of the store's changes: where it is the same, accounts, plans, records, names, news and conflicts are."""
    return int(connection.execute(_NUMBER).scalar_one())


def kept_digest(connection: Connection) -> bytes | None:
    """The digest of what the store says, where it was worked out since the last change."""
    of_now = (_COUNTER.c.id == _FIRST) & (_COUNTER.c.said_at == _NUMBER.scalar_subquery())
    digest = connection.execute(select(_COUNTER.c.said).where(of_now)).scalar()
    return None if digest is None else bytes(digest)


def keep_digest(connection: Connection, digest: bytes, number: int) -> None:
    """Keep the digest of what the store said at this number."""
    connection.execute(update(_COUNTER).where(_COUNTER.c.id == _FIRST).values(said=digest, said_at=number))
    sum_up(connection)


def sum_up(connection: Connection) -> None:
    """On a server: let one row say what those of all transactions that have ended say together."""
    if connection.dialect.name != "sqlite":
        connection.execute(text(_SUM_UP))


_FIRST = 1
_NUMBER = select(func.sum(_COUNTER.c.number))
_SUM_UP = """WITH ended AS (DELETE FROM change_counter WHERE id <> 1 RETURNING number)
UPDATE change_counter SET number = number + (SELECT coalesce(sum(number), 0) FROM ended) WHERE id = 1"""


def due_accounts(connection: Connection, after: str = "", most: int = CHUNK) -> list[str]:
    """The next accounts of which a section has to be compared, in the order of the keys."""
    wanted = select(MARK.c.account_key).where(MARK.c.due == 1, MARK.c.account_key > after)
    return list(connection.execute(wanted.distinct().order_by(MARK.c.account_key).limit(most)).scalars())


def is_due(connection: Connection) -> bool:
    """Whether any section has to be compared."""
    return bool(due_accounts(connection, most=1))


def due_with_conflicts(connection: Connection) -> list[str]:
    """The accounts that are present and of which a section with conflicts has to be compared."""
    same = (_CONFLICT.c.account_key == MARK.c.account_key) & (_CONFLICT.c.section == MARK.c.section)
    joined = MARK.join(_CONFLICT, same).join(ACCOUNT, ACCOUNT.c.key == MARK.c.account_key)
    wanted = select(MARK.c.account_key).select_from(joined).where(PRESENT, MARK.c.due == 1)
    return list(connection.execute(wanted.distinct().order_by(MARK.c.account_key)).scalars())


def kept_conflicts(connection: Connection) -> int:
    """How many conflicts were found in the sections, of accounts that are present, that have not to be compared."""
    joined = MARK.join(ACCOUNT, ACCOUNT.c.key == MARK.c.account_key)
    kept = select(func.sum(MARK.c.conflicts)).select_from(joined).where(PRESENT, MARK.c.due == 0)
    return int(connection.execute(kept).scalar_one() or 0)


def due_sections(connection: Connection, keys: Sequence[str]) -> set[Place]:
    """The sections of at most a chunk of accounts that have to be compared.

    A writer holds them: who touches one of them from here on, beside it on a server, marks it after what is found is kept.
    """
    wanted = select(*_PLACE).where(MARK.c.account_key.in_(keys), MARK.c.due == 1)
    rows = connection.execute(wanted.with_for_update() if is_writer(connection) else wanted)
    return {(key, section) for key, section in rows}


def kept_findings(connection: Connection, keys: Sequence[str]) -> dict[Place, Found]:
    """What was found in sections of at most a chunk of accounts that have not to be compared; of others, nothing."""
    rows = connection.execute(select(MARK).where(MARK.c.account_key.in_(keys), MARK.c.due == 0))
    return {(row.account_key, row.section): Found(bool(row.edited), row.conflicts) for row in rows}


def keep_findings(connection: Connection, found: Mapping[Place, Found]) -> None:
    """Keep what comparing these sections found."""
    rows = [
        {"account_key": key, "section": section, "due": 0, "edited": int(one.edited), "conflicts": one.conflicts}
        for (key, section), one in found.items()
        if one != NOTHING_FOUND
    ]
    for some in chunked(place for place, one in found.items() if one == NOTHING_FOUND):
        connection.execute(delete(MARK).where(tuple_(*_PLACE).in_(some)))
    bulk_upsert(connection, MARK, rows)


def hold_marks(connection: Connection, places: Iterable[Place]) -> None:
    """On a server: let nobody beside the writer mark these sections before it has written them and said what is known of them."""
    if connection.dialect.name != "sqlite":
        bulk_upsert(connection, MARK, [_due(key, section) for key, section in sorted(places)])


def note_rewritten(connection: Connection, edited: Mapping[Place, bool]) -> None:
    """Keep of sections that were written whether they were edited. Those with conflicts have to be compared."""
    keep_findings(connection, {place: Found(is_so) for place, is_so in edited.items()})
    keys = sorted({key for key, _ in edited})
    waiting = select(_CONFLICT.c.account_key, _CONFLICT.c.section).where(_CONFLICT.c.account_key.in_(keys)).distinct()
    bulk_upsert(connection, MARK, [_due(key, section) for key, section in connection.execute(waiting)])


def _due(key: str, section: Section) -> dict[str, object]:
    return {"account_key": key, "section": section, "due": 1, "edited": 0, "conflicts": 0}
