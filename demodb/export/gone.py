"""What no account has any more: files that demodb wrote, and that nobody changed since, are removed."""

from __future__ import annotations

from collections.abc import Container

from demodb.export.file import InTheWayError
from demodb.export.memory import Memory
from demodb.export.report import ExportReport
from demodb.export.tree import Tree
from demodb.export.writing import CHANGED, MEANWHILE, is_remembered
from demodb.model.manifest import MANIFEST
from demodb.store.files import Known

_FEW = 10
"""So many files may always go."""

_SHARE = 10
"""More than one file in so many does not go unasked."""


def remove_gone(tree: Tree, memory: Memory, exported: Container[str], report: ExportReport, *, remove: bool) -> None:
    """Remove the files that an export wrote and that are not exported any more; one that was changed since stays.

    After an import with errors, and where too many would go, none is removed unless `remove` says so.
    """
    written, gone, forgotten = 0, dict[str, tuple[Known, bytes]](), dict[str, Known | None]()
    for path, known in memory.written():
        written += 1
        if path in exported or path == MANIFEST:
            continue
        try:
            sha256 = tree.digest_of(path)
        except InTheWayError as found:
            report.leave(path, found.why)
            continue
        if sha256 is None:
            forgotten[path] = _forgotten(known)
        elif is_remembered(known, sha256):
            gone[path] = known, sha256
        else:
            # Named once: from now on it is somebody's.
            report.leave(path, CHANGED, changed=True)
            forgotten[path] = known._replace(written_at=None)
    report.why_not_removed = "" if remove else _why_not(len(gone), written, memory)
    if report.why_not_removed:
        report.not_removed = len(gone)
    else:
        forgotten |= _removed(tree, gone, report)
    if not report.check:
        memory.restore(forgotten)


def _why_not(gone: int, written: int, memory: Memory) -> str:
    if not gone:
        return ""
    failed = memory.failed()
    if failed:
        return f"{failed[0]} could not be imported the last time" + (f", and {len(failed) - 1:,} more" if failed[1:] else "")
    if gone > _FEW and gone * _SHARE > written:
        return f"they are more than a tenth of the {written:,} that were exported"
    return ""


def _removed(tree: Tree, gone: dict[str, tuple[Known, bytes]], report: ExportReport) -> dict[str, Known | None]:
    forgotten = dict[str, Known | None]()
    for path, (known, sha256) in gone.items():
        if not report.check:
            forgotten[path] = _forgotten(known)
            if not take_out(tree, path, sha256):
                report.leave(path, MEANWHILE, changed=True)
                forgotten[path] = known
                continue
        report.removed += 1
        report.differing.append(f"{report.directory}/{path}")
    return forgotten


def take_out(tree: Tree, path: str, sha256: bytes) -> bool:
    """Remove a file, or put it back where somebody wrote to it meanwhile."""
    kept = tree.take_away(path)
    if tree.digest(kept) == sha256:
        tree.drop(kept)
        return True
    tree.put_back(kept)
    return False


def _forgotten(known: Known) -> Known | None:
    """What is still remembered of a file that was removed: one that was once read was a source, and its records hang on it."""
    return known._replace(written_at=None) if known.read_at is not None else None


def sweep(tree: Tree, memory: Memory, report: ExportReport) -> None:
    """Remove what killed exports left aside; bytes that the memory does not know are somebody's, and are named."""
    left = {kept: tree.digest(kept) for kept in tree.left_over()}
    known = memory.of_digests([sha256 for sha256 in left.values() if sha256])
    for kept, sha256 in left.items():
        if sha256 in known:
            tree.drop(kept)
        else:
            report.leave(kept.path, "is what somebody wrote while an export was killed: put it where it belongs")
