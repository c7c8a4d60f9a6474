"""`demodb export`: what it says of files that are left alone, not removed, or copied, and the command that comes next."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from fixture_types import Command
from sqlalchemy import text

from demodb.store.schema import open_store

BOARD = Path("export/account-plans/stakeholders/spotify.json")


def execute(statement: str) -> None:
    with open_store("demodb.db") as store, store.write() as connection:
        connection.execute(text(statement))


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_a_file_that_somebody_changed_is_named_with_the_reason_and_force_overwrites_it_after_a_snapshot(demodb: Command) -> None:
    demodb("export")
    BOARD.write_text("[]", "utf-8")
    left = demodb("export")
    assert left.code == 1
    assert f"Left alone: {BOARD} was changed since the export, or is not demodb's" in left.err
    assert "Fix: demodb import export takes the changes in" in left.err
    forced = demodb("export", "--force")
    assert forced.code == 0
    assert json.loads(BOARD.read_bytes()) != []
    (way_back,) = re.findall("`demodb (reset before-export-[0-9-]+)` goes back to it", forced.err)
    assert demodb(*way_back.split()).code == 0
    assert BOARD.read_text("utf-8") == "[]"


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_files_that_would_go_in_great_number_stay_until_somebody_says_so(demodb: Command) -> None:
    demodb("export")
    execute("DELETE FROM account WHERE key < 'p'")
    stayed = demodb("export")
    assert stayed.code == 1
    assert "Not removed: " in stayed.err
    assert "of accounts that are gone: they are more than a tenth of the " in stayed.err
    found = demodb("export", "--json")
    assert (found.code, found.json["removed"]) == (1, 0)
    assert found.json["notRemoved"] > 100
    gone = demodb("export", "--remove", "--json")
    assert (gone.code, gone.json["removed"], gone.json["notRemoved"]) == (0, found.json["notRemoved"], 0)


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_the_command_that_removes_them_names_the_folder_that_was_written(demodb: Command) -> None:
    demodb("export", "--out", "there")
    execute("DELETE FROM account WHERE key < 'p'")
    stayed = demodb("export", "--out", "there")
    command = "demodb export --remove --out=there"
    assert (stayed.err.count(command), stayed.err.splitlines()[-1]) == (2, f"Next: {command}")
    assert demodb(*shlex.split(command)[1:]).code == 0


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_a_folder_of_another_store_is_refused_until_it_is_taken_over(demodb: Command) -> None:
    demodb("export")
    execute("UPDATE identity SET name = 'mine'")
    refused = demodb("export")
    assert refused.code == 1
    assert "and this is the store 'mine'" in refused.err
    assert "--force" in refused.err
    assert demodb("export", "--force").code == 0
    assert demodb("export", "--check").code == 0


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_at_once_the_folder_becomes_a_link_to_a_whole_generation(demodb: Command) -> None:
    demodb("export")
    assert demodb("export", "--at-once").code == 0
    assert Path("export").is_symlink()
    assert demodb("export", "--check").code == 0


@pytest.mark.usefixtures("project")
def test_what_stands_in_the_way_is_to_be_moved_or_overwritten(demodb: Command) -> None:
    demodb("export")
    board = Path("export/account-plans/actions/beta.json")
    board.unlink()
    board.symlink_to("nowhere")
    left = demodb("export")
    assert left.code == 1
    assert f"Left alone: {board} is a symbolic link" in left.err
    assert "Fix: move them away, or demodb export --force --out=export overwrites what stands in the way." in left.err


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_the_sheets_of_a_workbook_are_told_before_and_after_and_once_they_are_right(demodb: Command, sample: Path) -> None:
    (source,) = sample.rglob("*.xlsx")
    book = Path(shutil.copyfile(source, "book.xlsx"))
    execute("UPDATE customer_record SET rr = rr + 1")
    assert "book.xlsx: its two sheets would be replaced." in demodb("export", "--into", str(book), "--check").out
    assert "book.xlsx: its two sheets are replaced; as it was: " in demodb("export", "--into", str(book)).out
    assert "book.xlsx: its two sheets are as they should be." in demodb("export", "--into", str(book)).out
