"""The files below the folders that are named, in order, as plain strings: an export may hold tens of thousands."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from demodb.model.manifest import MANIFEST, MANIFEST_FORMAT
from demodb.sources.json_file import read_json
from demodb.sources.manifest import manifest_head

_HEAD = 2**24
"""Bytes in which the head of a manifest has to be found."""
_SILENT = ("__pycache__", "demodb.toml")


class FoundFile(NamedTuple):
    """A file: its path, the folder that was named and led to it, and the path below that; "" for one that was named itself."""

    path: str
    named: Path
    below: str


def files_below(paths: Iterable[Path], ignored: Collection[Path] = ()) -> Iterator[FoundFile]:
    """The files named and those below the folders named, every one once; hidden ones, and exports inside, are left out.

    `ignored` holds absolute paths that must not even be opened: the live store's, whose locks would be lost with the first
    close.
    """
    names, places = {path.name for path in ignored}, {str(path) for path in ignored}
    passed = set[str]()
    for named in paths:
        found = _below(str(named), "", frozenset()) if named.is_dir() else iter([(str(named), "", True)])
        for path, below, may_be_link in found:
            may_be_ignored = may_be_link or path.rpartition("/")[2] in names
            if path not in passed and not (may_be_ignored and os.path.realpath(path) in places):
                passed.add(path)
                yield FoundFile(path, named, below)


def _below(folder: str, prefix: str, above: frozenset[str]) -> Iterator[tuple[str, str, bool]]:
    above |= {os.path.realpath(folder)}
    with os.scandir(folder) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _SILENT:
            continue
        if entry.is_dir():
            if os.path.realpath(entry.path) not in above and not is_export(Path(entry.path)):
                yield from _below(entry.path, f"{prefix}{entry.name}/", above)
        elif entry.is_file():
            yield entry.path, prefix + entry.name, entry.is_symlink()


def exported_by(folder: Path, store: str) -> bool:
    """Whether a folder was exported by the store of this name, or by one from before stores had names."""
    try:
        with (folder / MANIFEST).open("rb") as opened:
            start = opened.read(_HEAD)
    except OSError:
        return False
    head, _ = manifest_head(start, whole=len(start) < _HEAD)
    return head is not None and head.store in (None, store)


def is_export(folder: Path) -> bool:
    """Whether a folder is one that demodb exported."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return False
    value, _ = read_json(manifest)
    return isinstance(value, dict) and value.get("format") == MANIFEST_FORMAT
