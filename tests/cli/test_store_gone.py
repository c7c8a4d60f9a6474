"""A store that somebody takes away under a running command: the command does not say that it did what is nowhere."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from fixture_types import Start
from seeded_project import run_sql

from demodb.errors import ExitCode

TAKEN_AWAY = """
import os
import sys
from sqlalchemy import Engine, event

deed = sys.argv.pop(1)

@event.listens_for(Engine, "before_cursor_execute")
def take_away(connection, cursor, statement, *_):
    if statement.startswith("INSERT INTO ") and os.path.exists("demodb.db-wal") and not os.path.exists("taken"):
        open("taken", "w").close()
        if deed == "replaced":
            os.rename("other.db", "demodb.db")
        else:
            os.unlink("demodb.db")

from demodb.cli.entry import main
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("deed", ["deleted", "replaced"])
@pytest.mark.parametrize("command", ["seed", "import"])
def test_a_command_whose_store_is_taken_away_says_that_nothing_was_kept(
    start: Start, prepared: Path, empty_store: Path, sample: Path, command: str, deed: str
) -> None:
    if command == "seed":
        run_sql(prepared, "DELETE FROM plan_section")
        arguments: tuple[str | Path, ...] = ("seed", "--as-of", "2026-11-24")
    else:
        shutil.copyfile(empty_store, prepared / "demodb.db")
        arguments = ("import", sample)
    with closing(sqlite3.connect("other.db")) as other:
        other.execute("CREATE TABLE mine (a)")
    process = start(TAKEN_AWAY, deed, *arguments)
    out, told = process.communicate(timeout=120)
    assert Path("taken").exists(), told
    assert process.returncode == ExitCode.STORE_UNAVAILABLE, (out, told)
    assert "was moved, deleted or replaced while it was in use; nothing of this was kept" in told
    if deed == "replaced":
        with closing(sqlite3.connect("demodb.db")) as other:
            assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]
    else:
        assert not Path("demodb.db").exists()
