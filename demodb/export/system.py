"""Calls of the system that Python has no name for: to exchange two files at once, and to sync one file system."""

from __future__ import annotations

import ctypes
import errno
import os

_LIBRARY = ctypes.CDLL(None, use_errno=True)
_NO_REPLACE, _EXCHANGE = 1, 2
_MISSING = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)
"""What the system answers where it, or the file system, does not know a call."""


class NotOfferedError(Exception):
    """The system, or the file system, does not offer this."""


def rename_new(source: str, target: str, folder: int) -> None:
    """Rename within an open folder. Raises FileExistsError where the new name is taken, NotOfferedError where not offered."""
    _rename(source, target, folder, _NO_REPLACE)


def exchange(source: str, target: str, folder: int) -> None:
    """Let two files of an open folder change their names in one step. Raises NotOfferedError where not offered."""
    _rename(source, target, folder, _EXCHANGE)


def sync(folder: int) -> None:
    """Bring what was written to the file system of an open folder to its disk, or of all where only that is offered."""
    call = getattr(_LIBRARY, "syncfs", None)
    if call is None:
        os.sync()
    elif call(folder):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _rename(source: str, target: str, folder: int, flags: int) -> None:
    call = getattr(_LIBRARY, "renameat2", None)
    if call is None:
        raise NotOfferedError
    if call(folder, os.fsencode(source), folder, os.fsencode(target), flags):
        code = ctypes.get_errno()
        if code in _MISSING:
            raise NotOfferedError
        raise OSError(code, os.strerror(code), target)
