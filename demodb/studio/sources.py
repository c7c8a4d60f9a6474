"""What an import of the studio reads: pages and programs go by the same files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from demodb.api.import_ import sources_of
from demodb.errors import InputError, Problem
from demodb.settings import PROJECT_FILE
from demodb.studio.desk import Desk


def present(desk: Desk, given: Sequence[Path] = ()) -> tuple[Path, ...]:
    """The files that are given, else the sources of the project. Raises InputError where none of them is there."""
    paths = tuple(given) or sources_of(desk.settings, desk.root)
    if not paths:
        raise InputError([Problem(PROJECT_FILE, "sources", "no sources are listed: send a list, or name your files there")])
    if not any(path.exists() for path in paths):
        raise InputError([Problem(str(path), "", "is not there: check the path") for path in paths])
    return paths
