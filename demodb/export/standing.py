"""How a folder that was exported to stands beside the store: behind it, with files left alone, or changed by the app since."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from demodb.clock import moment_of
from demodb.store.connection import Connection
from demodb.store.exported import Exported, advice, exported_folders
from demodb.store.files import Known, written_files


@dataclass(frozen=True)
class Standing:
    """A folder that was exported to at `at`, the last time that there was something to bring.

    `behind`: the store says something else since; `has_other_advice`: the cache has other intelligence. `left` are the files
    that the export left alone, `gone` counts those of ours that are not there any more, `changed` are those that somebody,
    such as the app, wrote since, the last one at `changed_at`.
    """

    folder: Path
    at: datetime
    behind: bool
    has_other_advice: bool
    left: tuple[str, ...]
    gone: int
    changed: tuple[str, ...]
    changed_at: datetime | None


def standings(connection: Connection, root: Path, chosen: str | None, now: int, says: Callable[[], bytes]) -> list[Standing]:
    """The folder that was exported to last, and the `chosen` one, as they are there at a moment in ms since 1970.

    `says` gives the digest of what the store says, which is asked for where there is a folder. Paths count from the project's
    folder `root`. The files are looked at, and read only where they were written after the export.
    """
    there = [one for one in exported_folders(connection) if (root / one.folder).is_dir()]
    if not there:
        return []
    last = max(there, key=lambda one: one.at).folder
    store_says, cache_says = says(), advice(connection, now)
    return [_standing(connection, root, one, store_says, cache_says) for one in there if one.folder in (last, chosen)]


def _standing(connection: Connection, root: Path, export: Exported, store_says: bytes, cache_says: bytes) -> Standing:
    gone, changed, latest = 0, list[str](), 0
    for known in _own(connection, export.folder):
        path = root / known.path
        try:
            modified = os.stat(path).st_mtime_ns // 1_000_000  # noqa: PTH116 - thousands of files are looked at
        except OSError:
            gone += 1
            continue
        if modified > export.at and not _is_ours(path, known):
            changed.append(str(path))
            latest = max(latest, modified)
    return Standing(
        root / export.folder,
        moment_of(export.at),
        export.said != store_says,
        export.advice != cache_says,
        tuple(path for path in export.left_alone if (root / path).exists()),
        gone,
        tuple(changed),
        moment_of(latest) if changed else None,
    )


def _own(connection: Connection, folder: str) -> Iterator[Known]:
    """The files that demodb wrote there."""
    for known in written_files(connection, folder):
        if folder != "." or not known.path.startswith(("/", "../")):
            yield known


def _is_ours(path: Path, known: Known) -> bool:
    """Whether a file still says what the memory has."""
    try:
        return hashlib.sha256(path.read_bytes()).digest() in (known.sha256, known.before)
    except OSError:
        return False
