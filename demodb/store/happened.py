"""What happened lately: imports, runs, edits, exports, and changes by the app, out of the tables that remember them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from demodb.model.rows import place_text
from demodb.store.bulk import is_key
from demodb.store.portfolio import ACCOUNT
from demodb.store.rows import table_of
from demodb.store.tables import Edit, ExportedFolder, KnownFile, SeedRun

_EDIT = table_of(Edit)
_FILE = table_of(KnownFile)
_FOLDER = table_of(ExportedFolder)
_RUN = table_of(SeedRun)

_FOLDERS = 3
"""The number of the source whose keys are texts."""

HappenedKind = Literal["import", "seed", "shift", "undo", "restore", "edit", "app", "export"]
"""What may have happened: files were read, a run, an edit, a change that the app made in an exported file, an export."""


@dataclass(frozen=True)
class HappenedLine:
    """Something that happened at a moment (ms since 1970): by whom, what, and to which account; None where nobody knows."""

    at: int
    kind: HappenedKind
    who: str | None
    what: str
    account: str | None = None


class _Mark(NamedTuple):
    """Where a line stands among all: later ones first, at one moment by where it is from, and there by its key."""

    before: int
    source: int
    key: str | int


class _Found(NamedTuple):
    mark: _Mark
    line: HappenedLine


def happened(connection: Connection, after: str | None, limit: int) -> tuple[list[HappenedLine], str | None]:
    """The lines behind a mark, the newest first, and the mark behind the last one; None where there are no more."""
    mark = _mark_of(after)
    every = (source(connection, mark, limit + 1) for source in (_imports, _runs, _edits, _exports))
    found = list(islice(merge(*every, key=lambda one: one.mark[:2]), limit + 1))
    more = len(found) > limit
    return [one.line for one in found[:limit]], json.dumps(found[limit - 1].mark) if more else None


def _mark_of(text: str | None) -> _Mark | None:
    try:
        before, source, key = json.loads(text or "")
    except (ValueError, TypeError, RecursionError):
        return None
    fits = is_key(before, int) and is_key(source, int) and is_key(key, str if source == _FOLDERS else int)
    return _Mark(before, source, key) if fits else None


def _behind(mark: _Mark | None, source: int, at: ColumnElement[Any], key: ColumnElement[Any], *, rising: bool) -> Any:
    """The condition that a row of a source stands behind the mark."""
    if mark is None:
        return at.is_not(None)
    earlier = at < -mark.before
    if mark.source > source:
        return earlier
    if mark.source < source:
        return at <= -mark.before
    return or_(earlier, and_(at == -mark.before, key > mark.key if rising else key < mark.key))


def _imports(connection: Connection, mark: _Mark | None, limit: int) -> Iterator[_Found]:
    """Files that were read at one moment are one import."""
    counted = select(_FILE.c.read_at, func.count(), func.min(_FILE.c.path)).where(
        _behind(mark, 0, _FILE.c.read_at, _FILE.c.read_at, rising=False)
    )
    for at, files, path in connection.execute(counted.group_by(_FILE.c.read_at).order_by(_FILE.c.read_at.desc()).limit(limit)):
        yield _Found(_Mark(-at, 0, at), HappenedLine(at, "import", None, path if files == 1 else f"{files:,} files"))


def _runs(connection: Connection, mark: _Mark | None, limit: int) -> Iterator[_Found]:
    wanted = select(_RUN).where(_behind(mark, 1, _RUN.c.at, _RUN.c.id, rising=False))
    for row in connection.execute(wanted.order_by(_RUN.c.at.desc(), _RUN.c.id.desc()).limit(limit)):
        counts = ", ".join(f"{name} {count:,}" for name, count in json.loads(row.counts).items() if count)
        yield _Found(_Mark(-row.at, 1, row.id), HappenedLine(row.at, row.kind, row.person, counts))


def _edits(connection: Connection, mark: _Mark | None, limit: int) -> Iterator[_Found]:
    """Edits by hand, by decisions and by files; those of templates came with a run. What an exported file said is the app's."""
    written = (_FILE.c.path == _EDIT.c.source) & _FILE.c.written_at.is_not(None)
    joined = _EDIT.join(ACCOUNT, ACCOUNT.c.key == _EDIT.c.account_key).outerjoin(_FILE, (_EDIT.c.side == "file") & written)
    wanted = select(_EDIT, ACCOUNT.c.name, _FILE.c.path).select_from(joined).where(_EDIT.c.side != "template")
    wanted = wanted.where(_behind(mark, 2, _EDIT.c.at, _EDIT.c.id, rising=False))
    for row in connection.execute(wanted.order_by(_EDIT.c.at.desc(), _EDIT.c.id.desc()).limit(limit)):
        kind: HappenedKind = "app" if row.path else "edit"
        line = HappenedLine(row.at, kind, row.person, _changed(row.section, json.loads(row.changes)), row.name)
        yield _Found(_Mark(-row.at, 2, row.id), line)


def _changed(section: Any, changes: list[dict[str, Any]]) -> str:
    first = changes[0] if changes else {}
    place = place_text(section, *(first.get(name, "") for name in ("list", "row", "field")))
    return f"{place} and {len(changes) - 1:,} more" if len(changes) > 1 else place


def _exports(connection: Connection, mark: _Mark | None, limit: int) -> Iterator[_Found]:
    wanted = select(_FOLDER.c.at, _FOLDER.c.folder).where(_behind(mark, _FOLDERS, _FOLDER.c.at, _FOLDER.c.folder, rising=True))
    for at, folder in connection.execute(wanted.order_by(_FOLDER.c.at.desc(), _FOLDER.c.folder).limit(limit)):
        yield _Found(_Mark(-at, _FOLDERS, folder), HappenedLine(at, "export", None, folder))
