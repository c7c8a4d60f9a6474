"""A folder that may be read and not written: what looks works there, and what writes says why it cannot."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# A superuser may write anywhere but without the two capabilities that say so.
RUN = """
import ctypes, os
if os.geteuid() == 0:
    for capability in (1, 2):
        assert ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) == 0
import sys
os.execv(sys.executable, [sys.executable, "-m", "demodb", *sys.argv[1:]])
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def read_only(prepared_folder: Path, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "project"
    shutil.copytree(prepared_folder, folder)
    inside = [folder, *folder.rglob("*")]
    for path in inside:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in inside:
        path.chmod(0o755)


@pytest.fixture
def run(read_only: Path) -> Run:
    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", RUN, *arguments]
        return subprocess.run(command, cwd=read_only, capture_output=True, check=False, text=True)

    return call


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("show", "Spotify"),
        ("export", "--check"),
        ("explain", "Spotify"),
        ("cache", "list"),
        ("cache", "get", "intelligence:spotify"),
        ("seed", "--plan"),
        ("seed", "history"),
        ("source", "list"),
        ("account", "list"),
        ("conflicts", "list"),
        ("snapshot", "list"),
        ("db", "check"),
        ("warmup", "--dry-run"),
    ],
    ids=" ".join,
)
def test_what_looks_works_in_a_folder_that_may_not_be_written(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command)
    assert (done.returncode, "Error" in done.stderr) == (0, False), done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", ["seed", "import .", "prepare", "warmup", "snapshot save before", "log Spotify"])
def test_what_writes_says_which_file_it_may_not_write(run: Run, read_only: Path, command: str) -> None:
    before = (read_only / "demodb.db").read_bytes()
    done = run(*command.split(), "--json")
    error = json.loads(done.stdout)["error"]
    assert error["code"] != "bug"
    assert "ermission denied" in error["message"] or "read-only" in error["message"]
    assert error["fix"]
    assert (read_only / "demodb.db").read_bytes() == before


@pytest.mark.slow
def test_a_backup_of_a_store_in_such_a_folder_can_be_opened(run: Run, tmp_path: Path) -> None:
    assert run("db", "backup", str(tmp_path / "copy.db")).returncode == 0
    assert sqlite3.connect(tmp_path / "copy.db").execute("SELECT count(*) FROM account").fetchone() == (128,)


WRITTEN_MEANWHILE = """
import os, sys
from pathlib import Path
from demodb.api.store import open_store
from demodb.errors import StoreBusyError
from sqlalchemy import text
os.access = lambda path, mode: False
with open_store(Path(sys.argv[1])) as store:
    try:
        with store.read() as connection:
            connection.execute(text("SELECT count(*) FROM account")).scalar()
            os.utime(sys.argv[1], ns=(0, 0))
    except StoreBusyError as error:
        print(error.message, error.fix, sep="; ")
"""


@pytest.mark.slow
def test_what_somebody_wrote_to_while_it_was_read_so_is_not_believed(prepared: Path) -> None:
    file = prepared / "demodb.db"
    told = subprocess.run([sys.executable, "-c", WRITTEN_MEANWHILE, file], capture_output=True, check=True, text=True).stdout
    assert told == f"{file} was written to while it was read; run it again\n"
    assert file.stat().st_mtime_ns == 0
