"""Completion: scripts that the shells accept, and account names from the store."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fixture_types import Command

SHELLS = ("bash", "zsh", "fish")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(demodb: Command, shell: str) -> None:
    result = demodb("completion", shell)
    assert result.code == 0
    assert "_DEMODB_COMPLETE" in result.out
    assert demodb("completion", shell, "--json").json["script"] == result.out.removesuffix("\n")


@pytest.mark.parametrize("shell", [shell for shell in SHELLS if shutil.which(shell)])
def test_a_script_is_accepted_by_its_shell(demodb: Command, shell: str, tmp_path: Path) -> None:
    path = tmp_path / "script"
    path.write_text(demodb("completion", shell).out, "utf-8")
    assert subprocess.run([shell, "-n", str(path)], check=False, capture_output=True, text=True).stderr == ""


def completed(folder: Path, words: str, current: int, **environment: str) -> list[str]:
    """What the script's callback offers for the words typed so far."""
    asked = {"_DEMODB_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(current)}
    done = subprocess.run(
        [sys.executable, "-m", "demodb.cli.main"],
        cwd=folder,
        env={**os.environ, **asked, **environment},
        capture_output=True,
        check=False,
        text=True,
    )
    assert "Traceback" not in done.stderr
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def test_commands_and_options_are_completed(tmp_path: Path) -> None:
    assert completed(tmp_path, "demodb exp", 1) == ["export", "explain"]
    assert completed(tmp_path, "demodb seed u", 2) == ["undo"]
    assert completed(tmp_path, "demodb account m", 2) == ["merge"]
    assert completed(tmp_path, "demodb seed --a", 2) == ["--account", "--as-of", "--apply"]


def test_account_names_are_completed_from_the_store(prepared: Path) -> None:
    assert completed(prepared, "demodb show spot", 2) == ["Spotify"]
    assert completed(prepared, "demodb account hero Brit", 3) == ["British Telecommunications plc"]
    assert completed(prepared, "demodb seed --account Liq", 3) == ["Liquid Telecom"]
    assert completed(prepared, "demodb seed undo --account Liq", 4) == ["Liquid Telecom"]
    assert completed(prepared, "demodb shift --account Liq", 3) == ["Liquid Telecom"]
    assert completed(prepared, "demodb explain Liq", 2) == ["Liquid Telecom"]
    assert completed(prepared, "demodb conflicts take-mine Liq", 3) == ["Liquid Telecom"]
    assert len(completed(prepared, "demodb show ", 2)) == 128


@pytest.mark.parametrize("content", [None, b"no database" * 500], ids=["no store", "no database"])
def test_where_there_is_no_store_nothing_is_offered_and_nothing_said(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / "demodb.db").write_bytes(content)
    assert completed(tmp_path, "demodb show spot", 2) == []
