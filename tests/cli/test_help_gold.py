"""What `--help` says of demodb and of every command and subcommand is the text of the gold file, and its examples are calls."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest
from command_tree import commands
from fixture_types import Command
from gold_files import GoldFiles


def test_the_help_of_every_command_is_that_of_the_gold_file(
    demodb: Command, gold_files: GoldFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    pages = [demodb(*words, "--help").out for words, _ in commands()]
    gold_files.check("help.txt", "\n".join(pages))


@pytest.mark.parametrize("path", [path for path, _ in commands() if path], ids=" ".join)
def test_every_example_of_a_help_is_a_call_that_there_is(
    path: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "accounts.csv").touch()
    epilog = dict(commands())[path].epilog or ""
    lines = [line.strip() for line in epilog.splitlines() if "demodb " in line]
    assert lines
    for line in lines:
        words = shlex.split(line.replace('eval "$(', "").replace(')"', ""))
        called, rest = _called(words[1 : words.index("|") if "|" in words else None])
        assert called.make_context("demodb", rest).args == []


def _called(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that words call, and what it is given."""
    known = dict(commands())
    size = next(size for size in range(len(words), -1, -1) if tuple(words[:size]) in known)
    return known[tuple(words[:size])], words[size:]
