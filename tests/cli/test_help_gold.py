"""What `--help` says of demodb and of every command and subcommand is the text of the gold file."""

from __future__ import annotations

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
