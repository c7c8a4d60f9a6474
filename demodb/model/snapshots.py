"""What a snapshot keeps, as a value and as JSON: its name, when it was saved and before what, the store, the exported files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_DIGEST = r"^[0-9a-f]{64}$"


class KeptFile(NamedTuple):
    """A file that is kept: the SHA-256 of its bytes in hexadecimal digits, and how many bytes it has."""

    sha256: str
    size: int


Files = Mapping[str, KeptFile]
"""Exported files by their paths below the export's folder."""


class _Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class KeptStore(_Part):
    """The store that is kept: a database file by its SHA-256, or the name of a schema on its server."""

    sha256: str | None = Field(default=None, pattern=_DIGEST)
    schema_name: str | None = None
    size: int = Field(ge=0)
    revision: str
    accounts: int = Field(ge=0)


class KeptFolder(_Part):
    """The exported files that are kept: the folder as the memory has it, and the list of files by the SHA-256 of its text."""

    place: str
    sha256: str = Field(pattern=_DIGEST)
    count: int = Field(ge=0)
    size: int = Field(ge=0)


class Snapshot(_Part):
    """A snapshot. `at` in milliseconds since 1970; `before` is the work that it was saved before, "" where a person saved it.

    `database` is the store's path as the memory has paths, or its address without password.
    """

    format: Literal["demodb-snapshot"] = "demodb-snapshot"
    format_version: Literal[1] = 1
    name: str = Field(pattern=f"^{_NAME.pattern}$")
    at: int
    before: str = ""
    database: str
    store: KeptStore
    folder: KeptFolder

    @property
    def automatic(self) -> bool:
        """Whether no person asked for it."""
        return bool(self.before)

    @property
    def size(self) -> int:
        """Bytes of the store and of the files."""
        return self.store.size + self.folder.size


def is_snapshot_name(name: str) -> bool:
    """Whether a snapshot may be called so: lower case, so that it is one name on every file system and server."""
    return _NAME.fullmatch(name) is not None


def files_text(files: Files) -> str:
    """The list of files: a line of SHA-256, size and path (a JSON string) each, in the order of the paths."""
    return "".join(f"{kept.sha256} {kept.size} {json.dumps(path)}\n" for path, kept in sorted(files.items()))


def files_from(lines: Iterable[str]) -> Iterator[tuple[str, KeptFile]]:
    """The files of such a list."""
    for line in lines:
        sha256, size, path = line.split(" ", 2)
        yield json.loads(path), KeptFile(sha256, int(size))
