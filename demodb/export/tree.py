"""The files below a folder by the system's own calls: each is named from the open folder it lies in, and replaced atomically."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

PART = ".demodb.part"
"""The name under which a file is written aside."""

# A file is named from the descriptor of its folder, which is looked up once: pathlib, io and walks along whole paths would
# take half of an export's time.


class Tree:
    """The files below `root`, by paths with slashes; folders are made as files in them are written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folders: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for descriptor in self._folders.values():
            os.close(descriptor)
        self._folders.clear()

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        folder, _, name = path.rpartition("/")
        try:
            opened = os.open(name, os.O_RDONLY, dir_fd=self._folder(folder))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._named(error, path) from None
        try:
            return os.read(opened, os.fstat(opened).st_size)
        except OSError as error:
            raise self._named(error, path) from None
        finally:
            os.close(opened)

    def replace(self, path: str, content: bytes) -> None:
        """Write a file, in the place of the one that may be there: a reader sees the old bytes or the new ones, all of them."""
        folder, _, name = path.rpartition("/")
        try:
            try:
                _replace(name, content, self._folder(folder))
            except FileNotFoundError:
                self._make(folder)
                _replace(name, content, self._folder(folder))
        except OSError as error:
            raise self._named(error, path) from None

    def sweep(self) -> None:
        """Remove what a killed process left aside in the folders that were looked into."""
        for descriptor in self._folders.values():
            with suppress(FileNotFoundError):
                os.unlink(PART, dir_fd=descriptor)

    def _folder(self, folder: str) -> int:
        descriptor = self._folders.get(folder)
        if descriptor is None:
            descriptor = self._folders[folder] = os.open(self.root / folder, os.O_RDONLY | os.O_DIRECTORY)
        return descriptor

    def _make(self, folder: str) -> None:
        """Make a folder that is not there, or not any more."""
        if folder in self._folders:
            os.close(self._folders.pop(folder))
        (self.root / folder).mkdir(parents=True, exist_ok=True)

    def _named(self, error: OSError, path: str) -> OSError:
        return OSError(error.errno, error.strerror, str(self.root / path))


def _replace(name: str, content: bytes, folder: int) -> None:
    opened = os.open(PART, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666, dir_fd=folder)
    try:
        try:
            written = os.write(opened, content)
            while written < len(content):
                written += os.write(opened, content[written:])
        finally:
            os.close(opened)
        os.replace(PART, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(PART, dir_fd=folder)
        raise
