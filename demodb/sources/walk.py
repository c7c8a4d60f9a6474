"""The files below the folders that are named, in order, as plain strings: an export may hold tens of thousands."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from demodb.errors import Problem
from demodb.model.manifest import MANIFEST, MANIFEST_FORMAT
from demodb.sources.ignoring import Rules, rules_inside
from demodb.sources.manifest import manifest_head, manifest_value

_HEAD = 2**24
"""Bytes in which the head of a manifest has to be found."""
_SILENT = ("__pycache__", "node_modules", "demodb.toml")


def is_silent(name: str) -> bool:
    """Whether a file or folder of this name is passed over without a word: hidden ones, other programs' stores and locks."""
    return name.startswith((".", "~$")) or name in _SILENT


class FoundFile(NamedTuple):
    """A file: its path, the folder that was named and led to it, and the path below that; "" for one that was named itself."""

    path: str
    named: Path
    below: str


@dataclass
class PassedOver:
    """What a walk has to tell: folders that cannot be read, faults of ignore files, and (path, why) of what it left out."""

    problems: list[Problem] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def files_below(
    paths: Iterable[Path], ignored: Collection[Path] = (), passed_over: PassedOver | None = None
) -> Iterator[FoundFile]:
    """The files named and those below the folders named, every one once; exports inside, and what is ignored, are left out.

    `ignored` holds absolute paths that must not even be opened: the live store's, whose locks would be lost with the first
    close.
    """
    names, places = {path.name for path in ignored}, {str(path) for path in ignored}
    given = set[str]()
    passed_over = PassedOver() if passed_over is None else passed_over
    for named in paths:
        found = _Walk(named, passed_over).files() if stat.S_ISDIR(_mode(named)) else iter([(str(named), "", True)])
        for path, below, is_link in found:
            may_be_ignored = is_link or path.rpartition("/")[2] in names
            if path not in given and not (may_be_ignored and os.path.realpath(path) in places):
                given.add(path)
                yield FoundFile(path, named, below)


@dataclass(frozen=True)
class _Folder:
    """A folder: its path, the path below the named one with a "/" behind, where it really lies, and what holds outside it."""

    path: str
    below: str
    real: str
    rules: Rules


_File = tuple[str, str, bool]
"""A file's path, its path below the folder that was named, and whether it is a link."""


def _mode(path: str | Path) -> int:
    """What lies at a path, through links; 0 for nothing, or nothing that can be reached."""
    try:
        return os.stat(path).st_mode  # noqa: PTH116 - a Path for each link would take longer than the call
    except OSError:
        return 0


def _joined(folder: str, name: str) -> str:
    return f"{folder}{name}" if folder.endswith("/") else f"{folder}/{name}"


class _Walk:
    """A walk below one folder: no link leads out of it, and each folder is entered once, by its own path if it has one."""

    def __init__(self, named: Path, passed_over: PassedOver) -> None:
        self._top = _Folder(str(named), "", os.path.realpath(named), Rules())
        self._passed_over = passed_over
        self._entered = set[str]()
        self._linked = deque([self._top])

    def files(self) -> Iterator[_File]:
        """The files; those behind links to folders come last."""
        while self._linked:
            waiting = [self._inside(self._linked.popleft())]
            # A stack, as folders may lie deeper in each other than Python calls.
            while waiting:
                found = next(waiting[-1], None)
                if found is None:
                    waiting.pop()
                elif isinstance(found, _Folder):
                    waiting.append(self._inside(found))
                else:
                    yield found

    def _inside(self, folder: _Folder) -> Iterator[_Folder | _File]:
        if folder.real in self._entered:
            return
        self._entered.add(folder.real)
        entries = self._entries(folder)
        names = {entry.name for entry in entries if entry.is_file(follow_symlinks=False)}
        if folder is not self._top and MANIFEST in names and is_export(Path(folder.path)):
            return
        rules = rules_inside(folder.rules, folder.path, folder.below, names, self._passed_over.faults)
        for entry in entries:
            if not is_silent(entry.name) and (found := self._found(entry, folder, rules)):
                yield found

    def _found(self, entry: os.DirEntry[str], folder: _Folder, rules: Rules) -> _Folder | _File | None:
        """A file, a folder to be entered now, or None: also for a link to a folder, which is entered at the end."""
        path, below, is_link = entry.path, folder.below + entry.name, entry.is_symlink()
        mode = _mode(path) if is_link else 0
        is_dir = stat.S_ISDIR(mode) or entry.is_dir(follow_symlinks=False)
        if rules.leave_out(below, is_dir=is_dir):
            return None
        real = os.path.realpath(path) if is_link else _joined(folder.real, entry.name)
        if is_link and not self._is_inside(real):
            if mode:
                self._passed_over.left_out.append((path, f"a link that leads out of the folder: name {real} if you mean it"))
            return None
        if not is_dir:
            return (path, below, is_link) if stat.S_ISREG(mode) or entry.is_file(follow_symlinks=False) else None
        inner = _Folder(path, f"{below}/", real, rules)
        if not is_link:
            return inner
        self._linked.append(inner)
        return None

    def _entries(self, folder: _Folder) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder.path) as listed:
                return sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            message = f"cannot be read: {error.strerror}; what is in it is left out"
            self._passed_over.problems.append(Problem(folder.path, "", message))
            return []

    def _is_inside(self, real: str) -> bool:
        return real == self._top.real or real.startswith(_joined(self._top.real, ""))


def exported_by(folder: Path, store: str) -> bool:
    """Whether a folder was exported by the store of this name, or by one from before stores had names."""
    start = _start_of_manifest(folder)
    head, _ = manifest_head(start, whole=len(start) < _HEAD)
    return head is not None and head.store in (None, store)


def is_export(folder: Path) -> bool:
    """Whether a folder is one that demodb exported."""
    start = _start_of_manifest(folder)
    value, faults = manifest_value(start, whole=len(start) < _HEAD)
    return not faults and isinstance(value, dict) and value.get("format") == MANIFEST_FORMAT


def _start_of_manifest(folder: Path) -> bytes:
    """As much of a folder's manifest as has to be read; nothing where there is none."""
    manifest = folder / MANIFEST
    try:
        if not manifest.is_file():
            return b""
        with manifest.open("rb") as opened:
            return opened.read(_HEAD)
    except OSError:
        return b""
