"""What is wrong with the files that were read: the last import of one failed, or it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from demodb.model.suggested import suggested
from demodb.status.concern import Concern
from demodb.store.connection import Connection
from demodb.store.files import LISTS, failed_files, files_of


def gone_sources(connection: Connection, root: Path) -> list[str]:
    """The paths of the sources that are not where they were read, in order; their records stay until somebody says otherwise."""
    read = (file for file in files_of(connection, LISTS) if file.read_at is not None and file.written_at is None)
    return [file.path for file in read if not (root / file.path).exists()]


def failed_concerns(connection: Connection, root: Path) -> Iterator[Concern]:
    """One concern for each file whose last import failed, until it is read or removed."""
    for file in failed_files(connection):
        path = str(root / file.path)
        fix = suggested("import", path) if (root / file.path).exists() else suggested("source remove", path)
        yield Concern("file-failed", f"{path} could not be imported: {file.failed}", fix)


def gone_concerns(connection: Connection, root: Path) -> Iterator[Concern]:
    """One concern for each source that is not where it was read, and of which nothing else is said."""
    told = {file.path for file in failed_files(connection)}
    for gone in gone_sources(connection, root):
        if gone not in told:
            path = str(root / gone)
            yield Concern("source-gone", f"{path} is gone: the records that it lists stay", suggested("source remove", path))
