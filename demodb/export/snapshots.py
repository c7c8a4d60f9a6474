"""The files' part of a snapshot: what an export's folder holds is kept by content, and brought back as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from demodb.export.contents import Contents
from demodb.export.documents import FOLDERS, NESTED
from demodb.export.file import InTheWayError
from demodb.export.gone import take_out
from demodb.export.tree import Tree
from demodb.export.writing import MEANWHILE, Step, take_names
from demodb.model.manifest import MANIFEST
from demodb.model.snapshots import Files, KeptFile

_CUSTOMERS = re.compile(r"customers_.+_all\.json")
_WORKBOOK = re.compile(rb'^    "([^"/\\]+\.xlsx)": \{', re.MULTILINE)
"""The line of a workbook in a manifest."""


@dataclass
class FilesReport:
    """What bringing files back did: how many were written and removed, and why others were left as they are, by path."""

    written: int = 0
    removed: int = 0
    left: dict[str, str] = field(default_factory=dict)

    @property
    def mergeable(self) -> bool:
        """Whether an import takes something in from what was left; a link or a folder is only in the way."""
        return MEANWHILE in self.left.values()


def keep_files(folder: Path, contents: Contents, token: str) -> dict[str, KeptFile]:
    """Keep the files that an export writes, and others beside them in its folders; what is no file is passed over."""
    if not folder.is_dir():
        return {}
    with Tree(folder, token) as tree:
        return {path: contents.add(content) for path in _paths(tree) if (content := _content(tree, path)) is not None}


def files_size(folder: Path, token: str) -> int:
    """The bytes of the files that `keep_files` would keep."""
    if not folder.is_dir():
        return 0
    with Tree(folder, token) as tree:
        return sum(tree.size(path) for path in _paths(tree))


def differing_files(folder: Path, files: Files, token: str) -> list[str]:
    """The paths of files that are not as they are kept, are gone, or are there and not kept."""
    if not folder.is_dir():
        return sorted(files)
    with Tree(folder, token) as tree:
        present = {path: tree.digest_of(path) for path in _paths(tree)}
    digests = {path: bytes.fromhex(kept.sha256) for path, kept in files.items()}
    return sorted(path for path in digests.keys() | present.keys() if digests.get(path) != present.get(path))


def _paths(tree: Tree) -> Iterator[str]:
    workbooks = _workbooks(tree)
    yield from (path for path in tree.files("") if path == MANIFEST or _CUSTOMERS.fullmatch(path) or path in workbooks)
    for folder in FOLDERS:
        yield from tree.files(folder, below=folder in NESTED)


def _workbooks(tree: Tree) -> set[str]:
    """The workbooks that the manifest tells of: others beside the files of an export are the app's, or somebody's."""
    return {found[1].decode() for found in _WORKBOOK.finditer(_content(tree, MANIFEST) or b"")}


def _content(tree: Tree, path: str) -> bytes | None:
    try:
        return tree.read(path)
    except InTheWayError:
        return None


@dataclass(frozen=True)
class WayBack:
    """From the files that were there (`now`, all of them kept) to those that a snapshot keeps (`then`)."""

    contents: Contents
    now: Files
    then: Files


@contextmanager
def brought_back(folder: Path, way: WayBack, token: str) -> Iterator[Callable[[], FilesReport]]:
    """Brings what a folder is to hold to the disk, aside; gives what then lets it hold just that, which takes no more space.

    What somebody wrote meanwhile is left as it is, and named. Raises SnapshotError where a content is gone or damaged, OSError
    where the disk is full: before anything changed.
    """
    report = FilesReport()
    if not way.then and not folder.is_dir():
        yield lambda: report
        return
    folder.mkdir(parents=True, exist_ok=True)
    with Tree(folder, token) as tree:
        steps = [step for path in sorted(way.then) if (step := _step(tree, path, way, report))]
        if steps:
            tree.sync()
        yield lambda: _named(tree, way, steps, report)


def _named(tree: Tree, way: WayBack, steps: Sequence[Step], report: FilesReport) -> FilesReport:
    undone = take_names(tree, steps)
    report.written += len(steps) - len(undone)
    report.left |= dict.fromkeys(undone, MEANWHILE)
    for path in [path for path in _paths(tree) if path not in way.then]:
        _remove(tree, path, way, report)
    _sweep(tree, way.contents)
    tree.sync_names()
    return report


def _step(tree: Tree, path: str, way: WayBack, report: FilesReport) -> Step | None:
    """The file aside that is to take a path; None where it is there already, or where something else has to stay."""
    kept = way.then[path]
    try:
        present = tree.digest_of(path)
    except InTheWayError as found:
        report.left[path] = found.why
        return None
    if present is not None and present.hex() == kept.sha256:
        return None
    if not _is_kept(path, present, way):
        report.left[path] = MEANWHILE
        return None
    return Step(tree.write_aside(path, way.contents.read(kept.sha256)), bytes.fromhex(kept.sha256), present, None)


def _remove(tree: Tree, path: str, way: WayBack, report: FilesReport) -> None:
    present = tree.digest_of(path)
    if present is None:
        return
    if _is_kept(path, present, way) and take_out(tree, path, present):
        report.removed += 1
    else:
        report.left[path] = MEANWHILE


def _is_kept(path: str, present: bytes | None, way: WayBack) -> bool:
    """Whether what stands there is known to be kept, so that nothing is lost with it."""
    return present is None or (path in way.now and way.now[path].sha256 == present.hex())


def _sweep(tree: Tree, contents: Contents) -> None:
    """Remove what a killed command left aside, where the same is kept."""
    for kept in list(tree.left_over()):
        digest = tree.digest(kept)
        if digest is not None and digest.hex() in contents:
            tree.drop(kept)
