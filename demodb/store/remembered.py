"""What is remembered of files when an import begins: which have nothing new to say, and need not even be parsed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, exists, select

from demodb.store.files import LISTS
from demodb.store.rows import table_of
from demodb.store.tables import KnownFile, PlanSection
from demodb.store.tables.files import FileKind

_FILE = table_of(KnownFile)
_SECTION = table_of(PlanSection)

PARTLY = b"\0"
"""What stands before the SHA-256 of the settings with which a list was read, if not all of it could be taken."""


ReadWith = Callable[[str, FileKind], bytes | None]
"""Gives for a file's path and kind the SHA-256 of the settings that bear on how it is read, None for none."""


def _with_nothing(place: str, kind: FileKind) -> None:
    del place, kind


class Remembered(NamedTuple):
    """What a file said last: the SHA-256 of it, and its kind.

    Though it still says so, it is to be read again, `anew`: as the settings say something else of it, or, `rest`, for what
    could not be taken of it.
    """

    sha256: bytes | None
    kind: FileKind
    anew: bool = False
    rest: bool = False


def known_contents(connection: Connection, root: Path, read_with: ReadWith = _with_nothing) -> dict[str, Remembered]:
    """By path from the project's folder what every known file last said.

    Those that could not be imported are left out. A plan file that was only read, and whose section is not in the store,
    has its say again. A list is read anew if not all of it could be taken, or if it was read with other settings than those
    whose SHA-256 `read_with` gives.
    """
    section = select(_SECTION.c.section).where(
        _SECTION.c.account_key == _FILE.c.account_key, _SECTION.c.section == _FILE.c.section
    )
    lost = (_FILE.c.kind == "plan") & _FILE.c.written_at.is_(None) & ~exists(section.correlate(_FILE))
    columns = (_FILE.c.path, _FILE.c.sha256, _FILE.c.kind, _FILE.c.read_with, _FILE.c.written_at)
    rows = connection.execute(select(*columns).where(_FILE.c.failed.is_(None), ~lost))
    below = f"{root.absolute()}/"
    known = {}
    for path, sha256, kind, with_settings, written_at in rows:
        place = path.removeprefix(below)
        bearing = read_with(place, kind) if kind in LISTS and written_at is None else with_settings
        rest = with_settings == PARTLY + (bearing or b"")
        known[place] = Remembered(sha256, kind, with_settings != bearing, rest)
    return known
