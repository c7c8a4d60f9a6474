"""What is known of the sections of a store, held against comparing all of them with their bases."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, select

from demodb.model.rows import Place
from demodb.store.bulk import chunked
from demodb.store.comparing import compare_some, fresh_findings
from demodb.store.conflicts import undecided
from demodb.store.engine import Store
from demodb.store.marks import MARK, NOTHING_FOUND, Found, is_due
from demodb.store.plans import read_sections
from demodb.store.portfolio import ACCOUNT


def from_scratch(connection: Connection) -> dict[Place, Found]:
    """What comparing every section finds, whatever is marked."""
    keys = connection.execute(select(ACCOUNT.c.key)).scalars().all()
    waiting = Counter(stored.at for some in chunked(keys) for stored, _ in undecided(connection, some))
    sections = {place: one for some in chunked(keys) for place, one in read_sections(connection, some).items()}
    found = {place: Found(one.edited, waiting[place]) for place, one in sections.items()}
    return {place: one for place, one in found.items() if one != NOTHING_FOUND}


def known(connection: Connection) -> dict[Place, Found]:
    """What is kept, and what comparing the marked sections finds."""
    rows = connection.execute(select(MARK).where(MARK.c.due == 0))
    kept = {(row.account_key, row.section): Found(bool(row.edited), row.conflicts) for row in rows}
    return kept | fresh_findings(connection)


def assert_known(store: Store, *, keep: bool = True) -> None:
    """What is known is what comparing everything finds; with `keep` also after what the marked ones say was kept."""
    with store.read() as connection:
        assert known(connection) == from_scratch(connection)
    if keep:
        with store.write() as connection:
            compare_some(connection)
        with store.read() as connection:
            assert not is_due(connection)
            assert known(connection) == from_scratch(connection)
