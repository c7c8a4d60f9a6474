"""A folder that may be read and not written: what looks works there, and what writes says why it cannot."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

# A superuser may write anywhere but without the two capabilities that say so.
RUN = """
import ctypes, os
if os.geteuid() == 0:
    for capability in (1, 2):
        assert ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) == 0
import sys
os.execv(sys.executable, [sys.executable, "-c", sys.argv[1], *sys.argv[2:]])
"""

EACH = """
import contextlib, io, json, sys
from demodb.cli.main import run
for command in map(json.loads, sys.argv[1:]):
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = run(command)
    print(json.dumps([code, out.getvalue(), err.getvalue()]), flush=True)
"""
"""Runs one command after the other: a process of its own for each would take ten times as long."""

LOOKING = (
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
    ("log", "Spotify"),
)
WRITING = ("seed", "import .", "prepare", "warmup", "snapshot save before", "log --undo 1")


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., list[Ended]]


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
    def call(*commands: Sequence[str]) -> list[Ended]:
        command = [sys.executable, "-c", RUN, EACH, *map(json.dumps, commands)]
        done = subprocess.run(command, cwd=read_only, capture_output=True, check=True, text=True)
        return [Ended(*json.loads(line)) for line in done.stdout.splitlines()]

    return call


@pytest.mark.slow
def test_what_looks_works_in_a_folder_that_may_not_be_written(run: Run) -> None:
    for command, done in zip(LOOKING, run(*LOOKING), strict=True):
        assert (done.code, "Error" in done.err) == (0, False), (command, done.err)


@pytest.mark.slow
def test_a_rehearsal_finds_there_what_it_would_find_elsewhere_and_says_that_it_is_not_kept(run: Run) -> None:
    told, printed = run(("rehearse", "--json"), ("rehearse",))
    found = json.loads(told.out)
    assert (found["accounts"], told.code) == (128, 3 if found["blockers"] else 0)
    assert found["notKept"] == "demodb.db.lock cannot be opened: Permission denied"
    assert f"`demodb status` does not know of this: {found['notKept']}" in printed.err
    assert "Error" not in printed.err


@pytest.mark.slow
def test_the_log_is_read_there_and_says_that_what_sql_changed_may_be_missing(run: Run) -> None:
    told, unknown = run(("log", "Spotify", "--json"), ("log", "Spotyfi"))
    assert (told.code, json.loads(told.out)["edits"]) == (0, [])
    why = "demodb.db.lock cannot be opened: Permission denied"
    assert told.err == f"what was changed by SQL lately may be missing until `demodb log` can write: {why}\n"
    assert (unknown.code, "Fix: did you mean 'Spotify'?" in unknown.err) == (2, True)


@pytest.mark.slow
def test_what_writes_says_which_file_it_may_not_write(run: Run, read_only: Path) -> None:
    before = (read_only / "demodb.db").read_bytes()
    for command, done in zip(WRITING, run(*([*line.split(), "--json"] for line in WRITING)), strict=True):
        error = json.loads(done.out)["error"]
        assert error["code"] != "bug", command
        assert "ermission denied" in error["message"] or "read-only" in error["message"], command
        assert error["fix"], command
    assert (read_only / "demodb.db").read_bytes() == before


@pytest.mark.slow
def test_a_backup_of_a_store_in_such_a_folder_can_be_opened(run: Run, tmp_path: Path) -> None:
    assert [done.code for done in run(("db", "backup", str(tmp_path / "copy.db")))] == [0]
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
