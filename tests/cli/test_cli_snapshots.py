"""What `snapshot` and `reset` tell a person: what is kept, what changed since, what a reset took back and what it left alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from fixture_types import Command
from seeded_project import edit_title, run_sql

from demodb.api.keeping import keeping_of
from demodb.settings import load_settings

PLANS = Path("export", "account-plans")


@pytest.fixture
def saved(demodb: Command, project: Path) -> Path:
    """The project, exported and saved by the name "demo"."""
    assert demodb("export").code == 0
    assert demodb("snapshot", "save", "demo").code == 0
    return project


def test_what_was_saved_is_shown_with_what_changed_since(demodb: Command, saved: Path) -> None:
    result = demodb("snapshot", "show", "demo")
    assert "demo" in result.out.splitlines()[0]
    assert "2 accounts" in result.out.splitlines()[0]
    assert result.out.splitlines()[1:] == ["The store holds just what the snapshot does.", "0 exported files changed since."]
    edit_title(saved)
    run_sql(saved, "DELETE FROM plan_section WHERE account_key = 'beta' AND section = 'actions'")
    (PLANS / "actions" / "beta.json").unlink()
    result = demodb("snapshot", "show", "demo")
    assert result.out.splitlines()[1:] == [
        "2 sections changed since, 1 field or row:",
        '  Acme Ltd: strategy/painPoints/pp-001/title: "Old systems" -> "My own words"',
        "  Beta: actions: the whole section is gone",
        "1 exported file changed since.",
        "  account-plans/actions/beta.json",
    ]
    assert "demodb reset demo" in result.err


def test_a_dry_run_of_a_reset_says_what_would_be_taken_back_and_writes_nothing(demodb: Command, saved: Path) -> None:
    edit_title(saved)
    (PLANS / "actions" / "beta.json").unlink()
    result = demodb("reset", "--dry-run")
    assert result.code == 0
    assert '"Old systems" -> "My own words"' in result.out
    assert "The store would be as in the snapshot demo of " in result.out
    assert result.out.endswith("1 exported file would change.\n")
    assert not (PLANS / "actions" / "beta.json").exists()
    assert demodb("snapshot", "list", "--json").json["snapshots"][0]["name"] == "demo"
    assert "My own words" in demodb("show", "Acme Ltd").out


def test_a_reset_tells_how_to_go_back_to_what_there_was(demodb: Command, saved: Path) -> None:
    edit_title(saved)
    (PLANS / "actions" / "beta.json").unlink()
    result = demodb("reset")
    assert "The store is as in the snapshot demo of " in result.out
    assert "1 exported file written, 0 removed." in result.out
    before = result.out.rstrip().splitlines()[-1]
    name = before.removeprefix("What there was is the snapshot ").partition(":")[0]
    assert before.endswith(f"`demodb reset {name}` goes back to it.")
    assert "Old systems" in demodb("show", "Acme Ltd").out
    assert demodb("reset", name).code == 0
    assert "My own words" in demodb("show", "Acme Ltd").out


@pytest.mark.usefixtures("saved")
def test_what_stands_in_the_way_of_a_file_is_left_alone_and_named(demodb: Command) -> None:
    board = PLANS / "actions" / "beta.json"
    board.unlink()
    board.mkdir()
    result = demodb("reset")
    assert result.code == 1
    assert f"Left alone: {board.as_posix()} is a folder" in result.err
    assert result.err.endswith("  Fix: move them away, and reset again.\nNext: demodb reset demo\n")
    assert board.is_dir()
    board.rmdir()
    assert demodb("reset", "demo").code == 0
    assert board.is_file()


@pytest.mark.usefixtures("saved")
def test_a_store_that_is_damaged_is_moved_aside_and_that_is_said(demodb: Command) -> None:
    Path("demodb.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    result = demodb("reset")
    assert result.code == 0
    (aside,) = Path().glob("demodb.db.damaged-*")
    assert f"The store that was there is damaged: it lies in {aside} now." in result.out
    assert demodb("db", "check").out.endswith("nothing is wrong.\n")


@pytest.mark.usefixtures("saved")
def test_a_snapshot_that_is_damaged_is_named_beside_the_others(demodb: Command) -> None:
    demodb("snapshot", "save", "other")
    (damaged,) = Path("snapshots").glob("other.*")
    damaged.write_text("{", "utf-8")
    result = demodb("snapshot", "list")
    assert "1 snapshot; all of them take " in result.out
    assert "Damaged: " in result.err
    assert "other" in result.err


@pytest.mark.usefixtures("saved")
def test_a_reset_that_was_killed_is_completed_by_the_next_command_which_says_so(demodb: Command) -> None:
    snapshots = keeping_of(load_settings(Path(), {"db": None})).snapshots()
    edit_title(Path())
    snapshots.begin_reset(snapshots.get("demo", "demodb.db"))
    result = demodb("show", "Acme Ltd")
    assert "the reset to the snapshot demo, which was interrupted, is complete now" in result.err
    assert "Old systems" in result.out
    assert "interrupted" not in demodb("show", "Acme Ltd").err


def test_a_snapshot_that_would_be_too_large_is_not_saved_first_and_that_is_said(demodb: Command, project: Path) -> None:
    settings = project / "demodb.toml"
    settings.write_text(settings.read_text("utf-8") + "snapshot_limit = 0\n", "utf-8")
    result = demodb("seed", "undo")
    assert result.code == 0
    assert "No snapshot was saved first: " in result.err
    assert demodb("snapshot", "list", "--json").json["snapshots"] == []


def test_a_store_of_an_older_schema_becomes_a_snapshot_before_it_is_upgraded(
    demodb: Command, repository: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "demodb.db")) as connection:
        connection.executescript((repository / "tests" / "old_databases" / "0004.sql").read_text("utf-8"))
    result = demodb("db", "upgrade")
    assert result.code == 0
    assert "the snapshot before-upgrade-" in result.err
    assert "nothing is to be upgraded." in demodb("db", "upgrade").out
    (saved,) = demodb("snapshot", "list", "--json").json["snapshots"]
    assert demodb("reset", saved["name"]).code == 0
