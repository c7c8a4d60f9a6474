"""The manifest of a folder: whose the folder is, and how the manifest is written while the work goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from demodb.errors import DemodbError
from demodb.export.file import InTheWayError
from demodb.export.tree import Aside, Tree
from demodb.export.writing import NewFile
from demodb.model.manifest import END, MANIFEST, entry_text, head_text
from demodb.sources.manifest import manifest_head

_HEAD = 2**24
"""Bytes in which the head of a manifest has to be found."""


def stranger(tree: Tree, store: str) -> DemodbError | None:
    """Why a folder is not this store's: it is another one's, or its manifest is not demodb's. None: it is, or nobody's.

    Raises DemodbError where the manifest is no file.
    """
    path = f"{tree.root}/{MANIFEST}"
    fix = f"export to another folder, or remove {path} if it is not demodb's"
    try:
        start = tree.read(MANIFEST, size=_HEAD)
    except InTheWayError as found:
        raise DemodbError(f"{path} {found.why}", fix=fix) from None
    if start is None:
        return None
    head, faults = manifest_head(start, whole=len(start) < _HEAD)
    if head is None:
        return DemodbError(": ".join(filter(None, (path, *faults[0]))), fix=fix)
    if head.store not in (None, store):
        return DemodbError(
            f"{tree.root} was exported by the store {head.store!r}, and this is the store {store!r}",
            fix="export to another folder; or take it over with --force, which saves a snapshot of it first",
        )
    return None


class WrittenManifest(NamedTuple):
    """A manifest that is to be: the SHA-256 of its bytes and of those that stand there, and where it lies aside.

    Without an aside it is there already.
    """

    sha256: bytes
    present: bytes | None
    aside: Aside | None


class ManifestWriter:
    """Writes a manifest beside the one that is there, from where the two begin to differ: if they never do, nothing."""

    def __init__(self, tree: Tree, store: str, names: Mapping[str, Any]) -> None:
        self._tree = tree
        self._present = tree.digest_of(MANIFEST)
        self._sha256 = hashlib.sha256()
        self._length = 0
        self._aside: Aside | None = None
        self._divider = ""
        self._add(head_text(store, names).encode())

    def add(self, files: Iterable[NewFile]) -> None:
        """Add the lines of files."""
        lines = ",\n".join(entry_text(file.path, file.facts, sha256.hex()) for file, sha256, _ in files)
        self._add((self._divider + lines).encode())
        self._divider = ",\n"

    def finish(self) -> WrittenManifest:
        """The manifest as it lies aside now."""
        self._add((("\n" if self._divider else "") + END).encode())
        if self._aside is None and self._tree.size(MANIFEST) != self._length:
            self._begin()
        return WrittenManifest(self._sha256.digest(), self._present, self._aside)

    def _add(self, text: bytes) -> None:
        self._sha256.update(text)
        if self._aside is None and self._tree.read(MANIFEST, self._length, len(text)) != text:
            self._begin()
        if self._aside is not None:
            self._tree.append(self._aside, text)
        self._length += len(text)

    def _begin(self) -> None:
        self._aside = self._tree.write_aside(MANIFEST)
        for start in range(0, self._length, _HEAD):
            piece = self._tree.read(MANIFEST, start, min(_HEAD, self._length - start))
            self._tree.append(self._aside, piece or b"")
