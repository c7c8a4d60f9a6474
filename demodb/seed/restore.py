"""Restore: bring back template rows that a person deleted, all of them or some by their places."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from demodb.errors import UnknownValueError
from demodb.model.documents import Section
from demodb.model.merge import merge
from demodb.model.rows import RowPlace, place_text, without_rows_at
from demodb.seed.rewriting import Rewriting, rewrite_by_template
from demodb.seed.run import RunContext, run
from demodb.seed.undo import UndoReport
from demodb.store.bulk import CHUNK
from demodb.store.conflicts import put_deleted, read_deleted
from demodb.store.connection import Connection
from demodb.store.plans import read_sections
from demodb.store.seeding import accounts_in, scope_counts


def restore_rows(connection: Connection, context: RunContext, places: Sequence[str] = ()) -> UndoReport:
    """Bring back the template rows that a person deleted from sections of the scope: all of them, or those at places.

    Those of sections that an undo removed come back when the section is seeded again. Raises UnknownValueError, and nothing
    is kept, for a place at or below which no row was deleted.
    """
    report = UndoReport(kind="restore", accounts=scope_counts(connection, context.scope)[0], dry_run=context.dry_run)
    wanted = _Wanted(places)
    chunks = accounts_in(connection, context.scope, CHUNK)
    run(connection, context, report, chunks, lambda keys: _restore_chunk(connection, keys, report, wanted, context.stamp.at))
    wanted.refuse_unmet()
    return report


class _Wanted:
    """The rows that are to come back, by places such as strategy/painPoints/pp-001 or their beginnings; none means all."""

    def __init__(self, places: Sequence[str]) -> None:
        self._unmet = {place.strip("/"): place for place in places}
        self._places = tuple(self._unmet)
        self._deleted = list[str]()

    def among(self, section: Section, rows: Sequence[RowPlace]) -> list[RowPlace]:
        """Those of some deleted rows of a section that are wanted."""
        chosen = []
        for row in rows:
            text = place_text(section, *row)
            self._deleted += [text] if self._places else []
            at = [place for place in self._places if f"{text}/".startswith(f"{place}/")]
            for place in at:
                self._unmet.pop(place, None)
            if at or not self._places:
                chosen.append(row)
        return chosen

    def refuse_unmet(self) -> None:
        """Raise UnknownValueError for the first place at which there was nothing."""
        for place in self._unmet.values():
            raise UnknownValueError("deleted row", place, sorted(set(self._deleted)))


def _restore_chunk(connection: Connection, keys: Sequence[str], report: UndoReport, wanted: _Wanted, at: int) -> None:
    restored = list(_restored(connection, keys, report, wanted))
    waiting = read_deleted(connection, keys)
    coming = {place: wanted.among(place[1], rows) for place, rows in waiting.items()}
    report.rows += sum(len(rows) for rows in coming.values())
    if not report.dry_run:
        rewrite_by_template(connection, restored, at)
        put_deleted(connection, {place: [row for row in rows if row not in coming[place]] for place, rows in waiting.items()})


def _restored(connection: Connection, keys: Sequence[str], report: UndoReport, wanted: _Wanted) -> Iterator[Rewriting]:
    for (_, section), stored in read_sections(connection, keys).items():
        missing = wanted.among(section, stored.missing) if stored.origin else []
        if not missing or stored.origin is None:
            continue
        report.met(stored.origin)
        report.rows += len(missing)
        base = json.loads(stored.base)
        merged = merge(section, without_rows_at(section, base, missing), stored.document, base)
        yield stored, stored.rewritten(merged.document)
