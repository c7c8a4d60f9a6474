"""The folder beside an export that holds what `--force` overwrote."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from demodb.export.tree import Tree

_PIECE = 2**24


class Copies:
    """Files copied before they are overwritten, under their paths, in a new folder beside `folder` that bears the moment."""

    def __init__(self, folder: Path, moment: datetime, token: str) -> None:
        self.folder = folder.parent / f"{folder.name}-before-{moment:%Y%m%d-%H%M%S}-{token[:4]}"
        self._tree = Tree(self.folder, token)
        self.any = False

    def close(self) -> None:
        """Give back what is open."""
        self._tree.__exit__(None, None, None)

    def put(self, path: str, content: bytes) -> None:
        """Copy the bytes of a file."""
        self._tree.place(self._tree.write_aside(path, content))
        self.any = True

    def take(self, path: str, tree: Tree) -> None:
        """Copy a file of any size, if it is there."""
        piece = tree.read(path, 0, _PIECE)
        if piece is None:
            return
        aside, start = self._tree.write_aside(path), 0
        while piece:
            self._tree.append(aside, piece)
            start += len(piece)
            piece = tree.read(path, start, _PIECE)
        self._tree.place(aside)
        self.any = True
