"""All files of one moment: a whole generation of the folder is written beside it, and takes its place through one link."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from demodb.errors import DemodbError
from demodb.export.folder import Target, alone, write_export
from demodb.export.report import ExportReport
from demodb.export.system import NotOfferedError, exchange
from demodb.export.writing import MEANWHILE
from demodb.progress import Progress
from demodb.store.engine import Store

Stamp = tuple[int, int, int]
"""Moment of the last write in nanoseconds, size, inode: they change as somebody writes to a file."""


def write_generation(store: Store, target: Target, report: ExportReport, progress: Progress) -> None:
    """Export into a copy of the folder, then let the folder's name, a link from then on, lead there.

    What somebody wrote to the folder meanwhile is copied over, and named. The generation before stays for those who still
    read it, until the next one.
    """
    folder = target.folder
    with alone(folder):
        new = _generation(folder, target.token)
        try:
            stamps = _copied(folder, new)
            write_export(store, replace(target, folder=new), report, progress)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        changed = link_changed(folder)
        old = _swapped(folder, new, target.token)
        if old:
            for path in _written_since(old, stamps):
                _copy(old / path, new / path, f".{target.token}-late.demodb.part")
                report.leave(path, MEANWHILE, changed=True)
        _remove_older(folder, {new.name, old.name if old else ""}, changed, report)


def _generation(folder: Path, token: str) -> Path:
    return folder.parent / f".{folder.name}.generation-{token}"


def _files(folder: Path, below: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """The paths below a folder of everything in it, folders ahead of what they hold; no link is followed."""
    with os.scandir(folder / below) as entries:
        for entry in entries:
            status = entry.stat(follow_symlinks=False)
            yield below + entry.name, status
            if stat.S_ISDIR(status.st_mode):
                yield from _files(folder, f"{below}{entry.name}/")


def _copied(folder: Path, new: Path) -> dict[str, Stamp]:
    """Copy all that the folder holds; how each file was stamped before."""
    new.mkdir(parents=True)
    stamps: dict[str, Stamp] = {}
    for path, status in _files(folder) if folder.exists() else ():
        if stat.S_ISDIR(status.st_mode):
            (new / path).mkdir()
        elif stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode):
            stamps[path] = _stamp(status)
            shutil.copy2(folder / path, new / path, follow_symlinks=False)
        else:
            raise DemodbError(
                f"{folder / path} is no file, and cannot be copied", fix="move it away, or export without --at-once"
            )
    return stamps


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_size, status.st_ino


def link_changed(folder: Path) -> int:
    """When the folder's name last became a link to another generation, in nanoseconds; 0 where it is none."""
    return folder.lstat().st_mtime_ns if folder.is_symlink() else 0


def _swapped(folder: Path, new: Path, token: str) -> Path | None:
    """Let the folder's name lead to the new generation; the one before."""
    link = folder.parent / f".{folder.name}.link-{token}"
    link.symlink_to(new.name)
    old = folder.resolve() if folder.is_symlink() else None
    if old or not folder.exists():
        link.replace(folder)
        return old
    before = _generation(folder, f"{token}-before")
    opened = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        exchange(link.name, folder.name, opened)
    except NotOfferedError:
        link.unlink()
        shutil.rmtree(new)
        raise DemodbError(
            f"{folder} is a folder, and this system cannot put a link in its place at once",
            fix=f"mv {folder} {folder}-before, and export again",
        ) from None
    finally:
        os.close(opened)
    return link.rename(before)


def _written_since(old: Path, stamps: dict[str, Stamp]) -> list[str]:
    return sorted(path for path, status in _files(old) if stat.S_ISREG(status.st_mode) and stamps.get(path) != _stamp(status))


def _copy(source: Path, target: Path, aside: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.parent / aside
    shutil.copy2(source, part, follow_symlinks=False)
    part.replace(target)


def _remove_older(folder: Path, kept: set[str], left: int, report: ExportReport) -> None:
    """Remove the generations before the last; `left`: when the last of them was left. One that was written to since stays."""
    for older in folder.parent.glob(f".{folder.name}.generation-*"):
        if older.name in kept or older.is_symlink():
            continue
        late = [path for path, status in _files(older) if stat.S_ISREG(status.st_mode) and status.st_mtime_ns >= left]
        if late:
            report.reasons[str(older / late[0])] = "was written to a generation that was left: import it, and remove the folder"
            report.kept.append(str(older / late[0]))
        else:
            with suppress(FileNotFoundError):
                shutil.rmtree(older)
