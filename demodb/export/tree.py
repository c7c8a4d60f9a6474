"""The files below a folder by the system's own calls: each is named from the open folder it lies in, no link is followed.

A file is written aside and then takes its name. One that stood there is kept aside until it was looked at once more: what
somebody wrote in the last moment is put back.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from demodb.errors import DemodbError
from demodb.export.file import (
    InTheWayError,
    create_file,
    digest_file,
    kind_of,
    link_file,
    read_file,
    swap_files,
    write_file,
)
from demodb.export.system import NotOfferedError, rename_new, sync

_WALK = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_LEFT = re.compile(r"\.[0-9a-f]{16}-\d+\.demodb\.(part|kept)")
"""The names of files aside: `part` is being written; `kept` is whole, and may be what stood there before."""


class Aside(NamedTuple):
    """A file that lies aside: the path it is for, and its own name in the same folder."""

    path: str
    name: str


class FolderInTheWayError(DemodbError):
    """What stands where a folder should be is none: a file in it cannot be written, and an export not without its own folders."""

    def __init__(self, root: Path, folder: str, mode: int) -> None:
        self.why = f"cannot be written: {root}/{folder} is {kind_of(mode)}"
        super().__init__(
            f"{root}/{folder} is {kind_of(mode)}: an export writes into folders below {root} only",
            fix=f"move {root}/{folder} away, or export to another folder",
        )


class Tree:
    """The files below `root`, by paths with slashes; `root` alone may be a link. `token`: 16 random hexadecimal digits."""

    def __init__(self, root: Path, token: str) -> None:
        self.root = root
        self._token = token
        self._numbers = count()
        self._folders: dict[str, int] = {}
        self._parts: set[Aside] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for part in self._parts:
            # Of a folder that somebody took away, and that could not be made anew, nothing is held any more.
            with suppress(OSError, KeyError):
                os.unlink(part.name, dir_fd=self._folders[_folder_of(part.path)])
        for descriptor in self._folders.values():
            os.close(descriptor)
        self._folders.clear()

    def open_folders(self, folders: tuple[str, ...]) -> None:
        """Look into folders that may be there. Raises DemodbError where one is a link or no folder."""
        for folder in folders:
            with suppress(FileNotFoundError):
                self._folder(folder)

    def read(self, path: str, start: int = 0, size: int | None = None) -> bytes | None:
        """The bytes of a file, or a piece of them; None where there is none. Raises InTheWayError for anything else."""
        folder, _, name = path.rpartition("/")
        with suppress(FileNotFoundError), self._naming(path):
            return read_file(name, self._folder(folder), start, size)
        return None

    def digest_of(self, path: str) -> bytes | None:
        """The SHA-256 of a file's bytes; None where there is none. Raises InTheWayError for anything else."""
        with suppress(FileNotFoundError), self._naming(path):
            return digest_file(_name_of(path), self._folder(_folder_of(path)))
        return None

    def files(self, folder: str, *, below: bool = False) -> Iterator[str]:
        """The paths of the files in a folder, in order, without those aside; none where there is no such folder.

        With `below` those in the folders below as well.
        """
        try:
            descriptor = self._folder(folder)
        except FileNotFoundError:
            return
        with os.scandir(descriptor) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
            names = [entry.name for entry in found if entry.is_file(follow_symlinks=False)]
            folders = [entry.name for entry in found if below and entry.is_dir(follow_symlinks=False)]
        yield from (f"{folder}/{name}".removeprefix("/") for name in names if not _LEFT.fullmatch(name))
        for name in folders:
            yield from self.files(f"{folder}/{name}", below=True)

    def size(self, path: str) -> int:
        """The length of a file in bytes."""
        folder, _, name = path.rpartition("/")
        return os.stat(name, dir_fd=self._folder(folder), follow_symlinks=False).st_size

    def write_aside(self, path: str, content: bytes = b"") -> Aside:
        """Write the bytes that a file shall have under another name in its folder, which is made if need be."""
        folder, _, _ = path.rpartition("/")
        aside = Aside(path, f".{self._token}-{next(self._numbers)}.demodb.part")
        with self._naming(path):
            try:
                opened = create_file(aside.name, self._folder(folder))
            except FileNotFoundError:
                self._make(folder)
                opened = create_file(aside.name, self._folder(folder))
            self._parts.add(aside)
            write_file(opened, content)
        return aside

    def append(self, aside: Aside, content: bytes) -> None:
        """Add bytes to a file aside."""
        with self._naming(aside.path):
            write_file(os.open(aside.name, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW, dir_fd=self._of(aside)), content)

    def place(self, aside: Aside) -> bool:
        """Give a file aside its name; False, and it is gone, where something stands there."""
        try:
            self._link(aside)
        except FileExistsError:
            self.drop(aside)
            return False
        return True

    def swap(self, aside: Aside) -> Aside | None:
        """Give a file aside its name; what stood there lies aside instead. None: nothing stood there any more.

        Raises InTheWayError where something stands there that is no file, and that the system cannot lay aside.
        """
        folder = self._of(aside)
        kept = Aside(aside.path, aside.name.replace(".part", ".kept"))
        if kept != aside:
            # A file of this name is always whole: see `left_over`.
            with self._naming(aside.path):
                os.rename(aside.name, kept.name, src_dir_fd=folder, dst_dir_fd=folder)
            self._parts.discard(aside)
        while True:
            try:
                with self._naming(aside.path):
                    swap_files(kept.name, _name_of(aside.path), folder)
            except FileNotFoundError:
                with suppress(FileExistsError):
                    self._link(kept)
                    return None
            except InTheWayError:
                self.drop(kept)
                raise
            else:
                return kept

    def _link(self, aside: Aside) -> None:
        name, folder = _name_of(aside.path), self._of(aside)
        with self._naming(aside.path):
            try:
                rename_new(aside.name, name, folder)
            except NotOfferedError:
                link_file(aside.name, name, folder)
                os.unlink(aside.name, dir_fd=folder)
        self._parts.discard(aside)

    def take_away(self, path: str) -> Aside:
        """Lay a file aside."""
        folder = self._folder(_folder_of(path))
        kept = Aside(path, f".{self._token}-{next(self._numbers)}.demodb.kept")
        with self._naming(path):
            os.rename(_name_of(path), kept.name, src_dir_fd=folder, dst_dir_fd=folder)
        return kept

    def put_back(self, kept: Aside) -> None:
        """Give back its name to a file that was taken away; where something new stands there already, it stays aside."""
        with suppress(FileExistsError):
            self._link(kept)

    def digest(self, aside: Aside) -> bytes | None:
        """The SHA-256 of a file aside; None for what is no file."""
        try:
            return digest_file(aside.name, self._of(aside))
        except InTheWayError:
            return None

    def drop(self, aside: Aside) -> None:
        """Remove a file aside."""
        with self._naming(aside.path):
            os.unlink(aside.name, dir_fd=self._of(aside))
        self._parts.discard(aside)

    def left_over(self) -> Iterator[Aside]:
        """What killed exports left aside in the folders that were looked into: files that demodb wrote only in part are removed.

        The others are whole; they may be what stood under a file's name, and what somebody wrote in the last moment.
        """
        for folder, descriptor in self._folders.items():
            for name in sorted(filter(_LEFT.fullmatch, os.listdir(descriptor))):  # noqa: PTH208 - by the open folder
                if not stat.S_ISREG(os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode):
                    continue
                if name.endswith(".part"):
                    os.unlink(name, dir_fd=descriptor)
                else:
                    yield Aside(f"{folder}/{name}".removeprefix("/"), name)

    def sync(self) -> None:
        """Bring everything that was written here to the disk."""
        sync(self._folder(""))

    def sync_names(self) -> None:
        """Bring the names of the files to the disk."""
        for descriptor in self._folders.values():
            os.fsync(descriptor)

    def _of(self, aside: Aside) -> int:
        return self._folder(_folder_of(aside.path))

    def _folder(self, folder: str) -> int:
        descriptor = self._folders.get(folder)
        if descriptor is None:
            descriptor = self._folders[folder] = self._opened(folder)
        return descriptor

    def _opened(self, folder: str) -> int:
        if not folder:
            return os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        above, _, name = folder.rpartition("/")
        if name in ("", ".", ".."):
            raise DemodbError(f"{folder!r} is no folder below {self.root}", fix="export to another folder")
        descriptor = self._folder(above)
        try:
            with self._naming(folder):
                return os.open(name, _WALK, dir_fd=descriptor)
        except OSError as error:
            if error.errno not in (errno.ELOOP, errno.ENOTDIR):
                raise
        mode = os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode
        raise FolderInTheWayError(self.root, folder, mode)

    def _make(self, folder: str) -> None:
        """Make a folder that is not there, or not any more."""
        if folder in self._folders:
            os.close(self._folders.pop(folder))
        if not folder:
            self.root.mkdir(parents=True, exist_ok=True)
            return
        above, _, name = folder.rpartition("/")
        try:
            self._folder(above)
        except FileNotFoundError:
            self._make(above)
        with suppress(FileExistsError), self._naming(folder):
            os.mkdir(name, dir_fd=self._folder(above))

    @contextmanager
    def _naming(self, path: str) -> Iterator[None]:
        """Let what the system refuses name the whole path: it is asked with a name in an open folder alone."""
        try:
            yield
        except OSError as error:
            named = str(error.filename).startswith(f"{self.root}/")
            raise error if named else OSError(error.errno, error.strerror, str(self.root / path)) from None


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _name_of(path: str) -> str:
    return path.rpartition("/")[2]
