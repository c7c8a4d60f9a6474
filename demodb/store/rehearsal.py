"""Reads and writes of the last rehearsal, and the digest of all that one looks at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, or_, select

from demodb.store.bulk import upsert
from demodb.store.cache import ENTRY, fits_pattern, freshness_at
from demodb.store.exported import said
from demodb.store.rows import table_of
from demodb.store.tables import Rehearsal

_REHEARSAL = table_of(Rehearsal)
_ONE = 1
_TOGETHER = 2000


class KeptRehearsal(NamedTuple):
    """The last rehearsal: when it was and of which hours (ms since 1970), what it found, and what the store said then.

    `worst` is the finding to begin with, as a JSON object.
    """

    at: int
    begins: int
    ends: int
    blockers: int
    warnings: int
    hints: int
    worst: Mapping[str, Any] | None
    said: bytes

    def says_what(self, other: KeptRehearsal) -> bool:
        """Whether both found the same in the same, whenever and for which hours they were."""
        return self._replace(at=0, begins=0, ends=0) == other._replace(at=0, begins=0, ends=0)


def looked_at(connection: Connection, says: bytes | None = None) -> bytes:
    """The digest of all rows that a rehearsal looks at; `says` is that of the rows that files are made from, if it is known."""
    digest = hashlib.sha256(says or said(connection))
    entries = select(ENTRY.c.key, ENTRY.c.fresh_until, ENTRY.c.stale_until, ENTRY.c.generation, ENTRY.c.input_hash)
    rows = connection.execute(
        entries.where(ENTRY.c.value.is_not(None)).order_by(ENTRY.c.key).execution_options(yield_per=_TOGETHER)
    )
    for row in rows:
        digest.update(repr(tuple(row)).encode())
    return digest.digest()


def last_rehearsal(connection: Connection) -> KeptRehearsal | None:
    """The last rehearsal, None where there was none."""
    row = connection.execute(select(*(_REHEARSAL.c[name] for name in KeptRehearsal._fields))).first()
    if row is None:
        return None
    values = row._asdict()
    return KeptRehearsal(**values | {"worst": json.loads(row.worst) if row.worst else None, "said": bytes(row.said)})


def keep_rehearsal(connection: Connection, kept: KeptRehearsal) -> None:
    """Keep a rehearsal in the place of the last one."""
    worst = json.dumps(kept.worst, ensure_ascii=False) if kept.worst else None
    upsert(connection, _REHEARSAL, [{"id": _ONE, **kept._asdict(), "worst": worst}])


def other_entries(connection: Connection, now: int) -> Iterator[tuple[str, int, int]]:
    """The entries, fresh or stale at a moment, whose key is no plan's and no intelligence's: key, ends in ms since 1970."""
    own = or_(*(fits_pattern(connection, f"{kind}:*") for kind in ("account-plan", "intelligence")))
    wanted = select(ENTRY.c.key, ENTRY.c.fresh_until, ENTRY.c.stale_until).where(~own, freshness_at(now) != "gone")
    rows = connection.execute(wanted.order_by(ENTRY.c.key).execution_options(yield_per=_TOGETHER))
    return ((key, fresh, stale) for key, fresh, stale in rows)
