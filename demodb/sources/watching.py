"""Waiting for files to change, by the system's own notices."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from demodb.sources.walk import is_silent

SETTLED_MS = 500
"""How long nothing has to change until changes are told."""

_LONGEST_MS = 5_000
"""After how long changes are told though others still come in."""


def settled_changes(
    paths: Collection[Path], ignored: Collection[Path] = (), stop: Event | None = None
) -> Iterator[frozenset[Path]]:
    """The files that changed at or below some paths, each time that they have settled, until `stop` is set.

    The first set may be empty: it says that watching has begun, so that what changes from then on is told. What an import
    passes over by its name, and those `ignored`, are left out. Raises KeyboardInterrupt on Ctrl-C.
    """
    places = [path.absolute() for path in paths]

    def is_meant(_: Change, name: str) -> bool:
        path = Path(name)
        below = (path.relative_to(place) for place in places if path.is_relative_to(place))
        return path not in ignored and any(not any(map(is_silent, rest.parts)) for rest in below)

    # Who writes a file aside and renames it makes another file: the folder is what can be watched.
    folders = {place if place.is_dir() else place.parent for place in places}
    batches = watch(
        *(folder for folder in folders if folder.is_dir()),
        watch_filter=is_meant,
        debounce=_LONGEST_MS,
        step=SETTLED_MS,
        stop_event=stop,
        rust_timeout=SETTLED_MS,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    for number, changes in enumerate(batches):
        if changes or not number:
            yield frozenset(Path(path) for _, path in changes)
