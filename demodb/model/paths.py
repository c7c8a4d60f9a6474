"""A file's path as the memory has it: relative to the project's folder, so that a moved project is the same project."""

from __future__ import annotations

import os
import re
from pathlib import Path


def project_path(path: str | Path, root: Path) -> str:
    """The path below the project's folder `root`, or as it was given where it lies outside: from there, or absolute.

    Links are not followed. A path that was given relative to the project stays so ("../app/data"), as the two may move
    together.
    """
    top = os.path.abspath(root)  # noqa: PTH100 - pathlib has no way to fold ".." without following links
    given = os.path.join(Path.cwd(), path)  # noqa: PTH118 - "..", which pathlib would keep out of the join, is meant
    for whole in (given, os.path.normpath(given)):
        if whole == top:
            return "."
        if whole.startswith(f"{top}/"):
            return os.path.normpath(whole[len(top) + 1 :])
    return os.path.normpath(given)


PART_BYTES = 255
"""The longest name of a file or a folder that file systems allow."""


def part_fault(path: str) -> str | None:
    """Why a path below a folder cannot be written to, or None: each of its parts has to be a safe name of its own."""
    for part in path.split("/"):
        if part in ("", ".", "..") or _UNSAFE.search(part):
            return f"cannot be written: {part!r} is no name of a file or a folder"
        if len(part.encode()) > PART_BYTES:
            return f"cannot be written: a name of {len(part.encode())} bytes, at most {PART_BYTES} are possible"
    return None


_UNSAFE = re.compile(r"[\\\x00-\x1f]")


def is_utf8(path: str) -> bool:
    """Whether a path can be kept as text: Linux lets a file have any bytes for a name."""
    return path.isascii() or not any("\ud800" <= character <= "\udfff" for character in path)
