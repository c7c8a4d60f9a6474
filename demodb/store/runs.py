"""Reads and writes of what seeding remembers: the revisions of packs that were used, and its runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from demodb.model.canonical import canonical
from demodb.store.bulk import insert_missing
from demodb.store.readiness import as_of_dates
from demodb.store.rows import table_of
from demodb.store.tables import PackRevision, SeedRun

_REVISION = table_of(PackRevision)
_RUN = table_of(SeedRun)


class PastRun(NamedTuple):
    """A run that wrote: `at` in milliseconds since 1970, `packs` with their revisions, `counts` of what was done."""

    kind: str
    at: int
    person: str
    packs: Mapping[str, str]
    counts: Mapping[str, int]
    as_of: str | None = None


def used_revisions(connection: Connection) -> dict[tuple[str, str], str]:
    """The digests of the pack revisions that were used in this store, by pack and revision."""
    return {(row.pack, row.revision): row.digest for row in connection.execute(select(_REVISION))}


def note_revisions(connection: Connection, digests: Mapping[tuple[str, str], str]) -> None:
    """Remember the revisions that are used; those that are known already stay as they are."""
    rows = [{"pack": pack, "revision": revision, "digest": digest} for (pack, revision), digest in digests.items()]
    insert_missing(connection, _REVISION, rows)


def note_run(connection: Connection, run: PastRun) -> None:
    """Remember a run."""
    values = {"packs": canonical(dict(run.packs)), "counts": canonical(dict(run.counts))}
    connection.execute(insert(_RUN).values(kind=run.kind, at=run.at, person=run.person, as_of=run.as_of, **values))


def read_runs(connection: Connection) -> Iterator[PastRun]:
    """Every run, the newest first."""
    for row in connection.execute(select(_RUN).order_by(_RUN.c.at.desc(), _RUN.c.id.desc())):
        yield PastRun(row.kind, row.at, row.person, json.loads(row.packs), json.loads(row.counts), row.as_of)


def newest_as_of(connection: Connection) -> str | None:
    """The as-of date of the newest run that had one, else the latest of template sections, which came in with an export."""
    newest = select(_RUN.c.as_of).where(_RUN.c.as_of.is_not(None)).order_by(_RUN.c.at.desc(), _RUN.c.id.desc()).limit(1)
    as_of: str | None = connection.execute(newest).scalar()
    return as_of or max((day for day, _ in as_of_dates(connection)), default=None)
