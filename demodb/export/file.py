"""One file in an open folder, by the system's own calls: no link is followed, and what is no file is never read."""

from __future__ import annotations

import errno
import hashlib
import os
import stat

from demodb.export.system import NotOfferedError, exchange

# A file is named from the descriptor of its folder, which is looked up once: pathlib, io and walks along whole paths would
# take half of an export's time.

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_PIECE = 2**20


class InTheWayError(Exception):
    """What stands under a file's name is no file: it is left alone, and never even read."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def swap_files(kept: str, name: str, folder: int) -> None:
    """Let a file aside and the one of a name change their names.

    Raises FileNotFoundError where there is none of that name, InTheWayError for what is no file and cannot be laid aside.
    """
    try:
        exchange(kept, name, folder)
    except NotOfferedError:
        new = kept.replace(".kept", ".part")
        link_file(name, new, folder)
        os.replace(kept, name, src_dir_fd=folder, dst_dir_fd=folder)
        os.rename(new, kept, src_dir_fd=folder, dst_dir_fd=folder)


def link_file(source: str, target: str, folder: int) -> None:
    """Give a file a second name, or a copy where the file system knows no hard links."""
    try:
        os.link(source, target, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK):
            raise
        content = read_file(source, folder, 0, None)
        write_file(create_file(target, folder), content)


def create_file(name: str, folder: int) -> int:
    """A new file, opened to be written. Raises FileExistsError where the name is taken."""
    return os.open(name, _WRITE, 0o666, dir_fd=folder)


def read_file(name: str, folder: int, start: int, size: int | None) -> bytes:
    """The `size` bytes of a file from `start`, or all that follow. Raises InTheWayError for what is no file."""
    opened, present = _opened_file(name, folder)
    try:
        if start:
            os.lseek(opened, start, os.SEEK_SET)
        wanted = max(0, present - start) if size is None else size
        content = os.read(opened, wanted + (size is None))
        while len(content) != wanted and (piece := os.read(opened, _PIECE if size is None else wanted - len(content))):
            content += piece
        return content
    finally:
        os.close(opened)


def digest_file(name: str, folder: int) -> bytes:
    """The SHA-256 of a file's bytes. Raises InTheWayError for what is no file."""
    opened, _ = _opened_file(name, folder)
    try:
        sha256 = hashlib.sha256()
        while piece := os.read(opened, _PIECE):
            sha256.update(piece)
        return sha256.digest()
    finally:
        os.close(opened)


def _opened_file(name: str, folder: int) -> tuple[int, int]:
    """A file opened to be read, and its size. Raises InTheWayError for what is no file."""
    try:
        opened = os.open(name, _READ, dir_fd=folder)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENXIO):
            raise
        mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        raise InTheWayError(f"is {kind_of(mode)}") from None
    status = os.fstat(opened)
    if not stat.S_ISREG(status.st_mode):
        os.close(opened)
        raise InTheWayError(f"is {kind_of(status.st_mode)}")
    return opened, status.st_size


def write_file(opened: int, content: bytes) -> None:
    """Write to an open file, and close it."""
    try:
        written = os.write(opened, content)
        while written < len(content):
            written += os.write(opened, content[written:])
    finally:
        os.close(opened)


_KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFREG: "a file",
}


def kind_of(mode: int) -> str:
    """What a file's mode says that it is, such as "a folder"."""
    return _KINDS.get(stat.S_IFMT(mode), "a device")
