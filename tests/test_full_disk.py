"""A disk that is full at any step of a command that writes: it is told, nothing is half-done, and a second run completes it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from effort import examples
from killing import Ending, Killer, killer_on_disk
from small_projects import CASES, Case, Project, Projects

PAGE = 4096
SIZE = 32 * 2**20
MOST = 256
"""More pages than any of the commands needs."""

UNDER_WAY = (".part", ".kept", ".begun", ".journal")


@dataclass(frozen=True)
class Disk:
    """A small file system that only the commands see by its path: SQLite opens nothing on it for us, so we look at copies."""

    kill: Killer
    folder: Path
    copies: Path

    def put(self, project: Path) -> None:
        """Let a copy of a project be all that lies on it."""
        for path in self.folder.iterdir():
            shutil.rmtree(path)
        shutil.copytree(project, self.folder / "project")
        (self.folder / "tmp").mkdir()

    def run(self, case: Case, free: int | None = None) -> Ending:
        """Run a command while so many pages are free, or more than it needs."""
        ballast = self.folder / "ballast"
        with ballast.open("wb") as opened:
            os.posix_fallocate(opened.fileno(), 0, (os.statvfs(self.folder).f_bavail - (free or MOST)) * PAGE)
        try:
            return self.kill.run(self.folder / "project", *case.arguments)
        finally:
            ballast.unlink()

    def project(self) -> Project:
        """A copy of the project as it stands."""
        shutil.rmtree(self.copies / "copy", ignore_errors=True)
        folder = shutil.copytree(self.folder / "project", self.copies / "copy")
        return Project(folder, str(folder / "demodb.db"))

    def left(self) -> list[str]:
        """What lies there only while a command works."""
        return [str(path) for path in self.folder.rglob("*") if any(mark in path.name for mark in UNDER_WAY)]


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    folder = tmp_path_factory.mktemp("disk")
    with ExitStack() as stack:
        # Only a system that lets nobody mount is an excuse: what goes wrong later is a fault.
        try:
            kill = stack.enter_context(killer_on_disk(tmp_path_factory.mktemp("told") / "told.txt", folder, SIZE))
        except OSError as error:
            pytest.skip(f"a small file system cannot be mounted here: {error}")
        yield Disk(kill, kill.root / folder.relative_to("/"), tmp_path_factory.mktemp("copies"))


def too_few(disk: Disk, begin: Path, case: Case, tries: int) -> int:
    """Fewer pages than a command needs, and hardly fewer: by no more than half of what lies between so many tries."""
    few, enough = 0, MOST
    while enough - few > max(1, enough // tries // 2):
        some = (few + enough) // 2
        disk.put(begin)
        few, enough = (few, some) if disk.run(case, some).code in (0, 3) else (some, enough)
    return few


def assert_told(ending: Ending) -> None:
    """It is not called a bug, and the fix says that space is to be freed."""
    assert ending.code in (1, 5), ending.told
    assert "No space left on device" in ending.told or "disk is full" in ending.told, ending.told
    assert "Fix: free some space and run the command again" in ending.told


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_disk_that_is_full_at_any_step_is_told_and_the_command_completes_once_there_is_space(
    disk: Disk, projects: Projects, tmp_path: Path, name: str
) -> None:
    case = CASES[name]
    before = [projects.begin(point, tmp_path / point).state() for point in (case.begin, *case.passes)]
    begin = tmp_path / case.begin
    disk.put(begin)
    code, whole = disk.run(case).code, disk.project().state()
    tries = examples(2, deep=50)
    most = too_few(disk, begin, case, tries)
    for free in range(1, most + 1, max(1, most // tries)):
        disk.put(begin)
        ending = disk.run(case, free)
        assert_told(ending)
        disk.project().assert_whole()
        disk.project().assert_old_or_new(*before, whole)
        assert disk.left() == []
        again = disk.run(case)
        assert again.code == code or case.once in again.told, again.told
        disk.project().assert_whole()
        assert disk.project().state() == whole
