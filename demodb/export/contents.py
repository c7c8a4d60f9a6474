"""The contents of files by the SHA-256 of their bytes, each kept once, in one folder: what snapshots are made of."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import Self

from demodb.errors import SnapshotError
from demodb.export.tree import Aside, Tree
from demodb.model.snapshots import KeptFile

_ANOTHER = "choose another one: `demodb snapshot list`"


class Contents:
    """The contents below `folder`. What is added lies aside until `settle`; `token`: 16 random hexadecimal digits."""

    def __init__(self, folder: Path, token: str) -> None:
        self.folder = folder
        self._tree = Tree(folder, token)
        self._asides: list[Aside] = []
        self._there = set(os.listdir(folder)) if folder.is_dir() else set[str]()  # noqa: PTH208 - names alone are needed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._tree.__exit__(kind, error, trace)

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._there

    def size(self) -> int:
        """The bytes of all contents."""
        return sum((self.folder / name).stat().st_size for name in self._there)

    def add(self, content: bytes) -> KeptFile:
        """Keep these bytes."""
        kept = KeptFile(hashlib.sha256(content).hexdigest(), len(content))
        if kept.sha256 not in self._there:
            self._asides.append(self._tree.write_aside(kept.sha256, content))
            self._there.add(kept.sha256)
        return kept

    def take(self, path: Path) -> KeptFile:
        """Keep a file of this file system, which is gone from its place then."""
        with path.open("rb") as opened:
            sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        size = path.stat().st_size
        if sha256 in self._there:
            path.unlink()
        else:
            path.replace(self.folder / sha256)
            self._there.add(sha256)
        return KeptFile(sha256, size)

    def settle(self) -> None:
        """Bring what was added to the disk, and give it its names."""
        if self._asides:
            self._tree.sync()
        for aside in self._asides:
            self._tree.place(aside)
        self._asides.clear()
        self._tree.open_folders(("",))
        self._tree.sync_names()

    def path(self, sha256: str) -> Path:
        """Where a content lies. Raises SnapshotError where it is gone, or not what was kept."""
        path = self._place(sha256)
        with path.open("rb") as opened:
            self._refuse_damage(sha256, hashlib.file_digest(opened, "sha256").hexdigest())
        return path

    def read(self, sha256: str) -> bytes:
        """The bytes of a content. Raises SnapshotError as `path` does."""
        content = self._place(sha256).read_bytes()
        self._refuse_damage(sha256, hashlib.sha256(content).hexdigest())
        return content

    def keep_only(self, kept: Collection[str]) -> None:
        """Remove all other contents, and what killed commands left aside."""
        for name in self._there - set(kept):
            (self.folder / name).unlink(missing_ok=True)
        self._there &= set(kept)

    def _place(self, sha256: str) -> Path:
        path = self.folder / sha256
        if not path.is_file():
            raise SnapshotError(f"{path} is gone, and with it a part of the snapshot", fix=_ANOTHER)
        return path

    def _refuse_damage(self, sha256: str, present: str) -> None:
        if present != sha256:
            raise SnapshotError(f"{self.folder / sha256} is damaged, and with it a part of the snapshot", fix=_ANOTHER)
