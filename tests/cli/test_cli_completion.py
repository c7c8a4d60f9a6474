"""Completion: scripts that the shells accept, and account names from the store."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fixture_types import Command

Completed = Callable[[str, int], list[str]]
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


def asked(words: str, current: int) -> dict[str, str]:
    """How the script's callback is told of the words typed so far."""
    return {"_DEMODB_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(current)}


def offered(output: str) -> list[str]:
    return [line.partition(",")[2] for line in output.splitlines() if line]


@pytest.fixture
def completed(demodb: Command, monkeypatch: pytest.MonkeyPatch) -> Completed:
    """What is offered for the words typed so far."""

    def call(words: str, current: int) -> list[str]:
        for name, value in asked(words, current).items():
            monkeypatch.setenv(name, value)
        result = demodb()
        assert (result.code, result.err) == (0, "")
        return offered(result.out)

    return call


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_the_script_s_callback_is_the_command_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "demodb.cli.main"],
        cwd=tmp_path,
        env={**os.environ, **asked("demodb show spot", 2)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (offered(done.stdout), done.stderr) == (["Spotify"], "")


def test_commands_and_options_are_completed(completed: Completed) -> None:
    assert completed("demodb exp", 1) == ["export", "explain"]
    assert completed("demodb seed u", 2) == ["undo"]
    assert completed("demodb account m", 2) == ["merge"]
    assert completed("demodb seed --a", 2) == ["--account", "--as-of", "--aim", "--apply"]


@pytest.mark.usefixtures("prepared")
def test_account_names_are_completed_from_the_store(completed: Completed) -> None:
    assert completed("demodb show spot", 2) == ["Spotify"]
    assert completed("demodb account hero Brit", 3) == ["British Telecommunications plc"]
    assert completed("demodb seed --account Liq", 3) == ["Liquid Telecom"]
    assert completed("demodb seed undo --account Liq", 4) == ["Liquid Telecom"]
    assert completed("demodb shift --account Liq", 3) == ["Liquid Telecom"]
    assert completed("demodb explain Liq", 2) == ["Liquid Telecom"]
    assert completed("demodb conflicts take-mine Liq", 3) == ["Liquid Telecom"]
    assert len(completed("demodb show ", 2)) == 128


@pytest.mark.parametrize("content", [None, b"no database" * 500], ids=["no store", "no database"])
def test_where_there_is_no_store_nothing_is_offered_and_nothing_said(
    completed: Completed, tmp_path: Path, content: bytes | None
) -> None:
    if content:
        (tmp_path / "demodb.db").write_bytes(content)
    assert completed("demodb show spot", 2) == []
