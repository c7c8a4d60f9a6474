"""Errors: an exit code each, a message that says what to do, never a traceback unless asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_types import Command, CustomersFile


@pytest.fixture
def sources(customers_file: CustomersFile, tmp_path: Path) -> Path:
    return customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1000, 0)])


def test_done_ends_with_0(process: Command, sources: Path) -> None:
    assert process("import", sources).code == 0


def test_a_difference_ends_with_1(process: Command, prepared: Path) -> None:
    result = process("export", "--check")
    assert result.code == 1
    assert "654 files would be written" in result.out
    assert not (prepared / "export").exists()


def test_an_error_ends_with_1(process: Command, tmp_path: Path) -> None:
    (tmp_path / "demodb.toml").write_text("", "utf-8")
    result = process("init")
    assert result.code == 1
    assert "already holds demodb.toml" in result.err
    assert "Fix: choose an empty folder" in result.err


def test_wrong_usage_ends_with_2(process: Command) -> None:
    result = process("seed", "--acount", "Spotify")
    assert result.code == 2
    assert "No such option '--acount'" in result.err
    assert "'--account'" in result.err
    assert "see `demodb seed --help`" in result.err


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (("edit", "Spotify", "--add"), "demodb edit"),
        (("seed", "undo", "--account"), "demodb seed undo"),
        (("pack", "preview", "--revision"), "demodb pack preview"),
        (("seed", "--section"), "demodb seed"),
        (("--nope",), "demodb"),
    ],
)
def test_wrong_usage_points_to_the_help_of_the_command_that_was_called(
    demodb: Command, arguments: tuple[str, ...], command: str
) -> None:
    result = demodb(*arguments)
    assert result.code == 2
    assert result.err.endswith(f"  Fix: see `{command} --help`\n")


def test_an_unknown_account_ends_with_2_and_is_told_with_those_like_it(demodb: Command, prepared: Path) -> None:
    assert prepared.is_dir()
    for command in (("show",), ("account", "hero"), ("seed", "--account")):
        result = demodb(*command, "Spotfy")
        assert result.code == 2
        assert "Error: no account is known as 'Spotfy'\n  Fix: did you mean 'Spotify'?" in result.err


def test_an_unknown_command_is_told_with_those_like_it(demodb: Command) -> None:
    result = demodb("exprot")
    assert result.code == 2
    assert "there is no command 'exprot'. Did you mean 'export'" in result.err


def test_an_unknown_business_unit_is_told_with_those_that_are_known(demodb: Command, prepared: Path) -> None:
    assert prepared.is_dir()
    result = demodb("seed", "--bu", "Candy")
    assert result.code == 2
    assert "there is no business unit 'Candy'\n  Fix: known: CloudSense, Kandy, NewNet, STL" in result.err


def test_a_demo_that_is_not_ready_ends_with_3(demodb: Command, sources: Path) -> None:
    demodb("import", sources)
    result = demodb("status")
    assert result.code == 3
    assert "NOT READY" in result.out
    assert result.err == "Next: demodb seed\n"


def test_a_store_that_is_not_there_ends_with_3_and_is_not_made(demodb: Command, tmp_path: Path) -> None:
    for command in (("status",), ("seed",), ("export",), ("show", "X"), ("account", "list")):
        result = demodb(*command)
        assert result.code == 3
        assert "there is no store at" in result.err
        assert "`demodb prepare`" in result.err
    assert list(tmp_path.iterdir()) == []


def test_bad_input_ends_with_4_and_the_good_files_are_taken(process: Command, sources: Path, tmp_path: Path) -> None:
    (tmp_path / "in" / "broken.json").write_text('{"bu_name": "STL", ', "utf-8")
    (tmp_path / "in" / "portfolio.xlsx").write_text("no zip", "utf-8")
    result = process("import", sources.parent)
    assert result.code == 4
    assert f"Error: {tmp_path / 'in' / 'broken.json'}: line 1 column 20: is not JSON" in result.err
    assert f"Error: {tmp_path / 'in' / 'portfolio.xlsx'}: is no complete .xlsx workbook" in result.err
    assert "2 errors in 2 files" in result.err
    assert "Acme Ltd" in process("account", "list").out


def test_a_path_that_is_not_there_ends_with_4(demodb: Command, tmp_path: Path) -> None:
    result = demodb("import", tmp_path / "nowhere")
    assert result.code == 4
    assert f"{tmp_path / 'nowhere'}: is not there: check the path" in result.err


def test_settings_that_cannot_be_used_end_with_4(process: Command, tmp_path: Path) -> None:
    (tmp_path / "demodb.toml").write_text('heros = ["Spotify"]', "utf-8")
    result = process("status")
    assert result.code == 4
    assert "there is no setting 'heros'; known: db, export_dir, sources, heroes" in result.err


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"no database" * 500, "is not a SQLite database"), (None, "cannot be opened")],
    ids=["a text file", "a folder"],
)
def test_a_store_that_cannot_be_used_ends_with_5(process: Command, tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is None:
        (tmp_path / "demodb.db").mkdir()
    else:
        (tmp_path / "demodb.db").write_bytes(content)
    result = process("status")
    assert result.code == 5
    assert message in result.err
    assert "Fix: " in result.err


def test_no_error_shows_a_traceback(demodb: Command, tmp_path: Path) -> None:
    (tmp_path / "demodb.db").write_bytes(b"no database" * 500)
    for command in (("status",), ("nothing",), ("import", "nowhere"), ("init", "demodb.db"), ("show",)):
        result = demodb(*command)
        assert result.code not in (0, 130)
        assert "Traceback" not in result.out + result.err
        assert result.out == ""


def test_with_debug_an_error_shows_its_traceback(process: Command, tmp_path: Path) -> None:
    (tmp_path / "demodb.db").write_bytes(b"no database" * 500)
    result = process("status", "--debug")
    assert result.code == 5
    assert "Traceback (most recent call last)" in result.err
    assert "Error: demodb.db is not a SQLite database" in result.err


def test_a_folder_that_cannot_be_made_is_no_bug(demodb: Command, prepared: Path) -> None:
    (prepared / "file").write_text("", "utf-8")
    result = demodb("export", "--out", "file/export")
    assert result.code == 1
    assert "bug" not in result.err


def test_a_name_that_the_system_has_no_letters_for_is_no_bug(
    process: Command, customers_file: CustomersFile, tmp_path: Path
) -> None:
    customers_file(tmp_path / "customers_kandy_all.json", "Kandy", [("Müller GmbH", 1, 0)])
    ascii_alone = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert process("import", ".", **ascii_alone).code == 0
    assert process("seed", **ascii_alone).code == 0
    result = process("export", **ascii_alone)
    assert result.code == 1
    assert "the name of a file with 'ü' cannot be written: Python knows ascii alone here" in result.err
    assert process("export", **{**ascii_alone, "PYTHONUTF8": "1"}).code == 0


def test_demodb_alone_shows_its_help(demodb: Command) -> None:
    result = demodb()
    assert result.out.startswith("Usage: demodb")
    assert "Error:" not in result.err
