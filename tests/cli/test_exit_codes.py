"""The exit codes are told alike wherever they are told, and each error and report ends with the one of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from demodb import errors
from demodb.errors import DemodbError, ExitCode

PROJECT = Path(__file__).parents[2]
ROW = re.compile(r"\| (\d+) \| (.+) \|")


@pytest.mark.parametrize(("document", "heading"), [("README.md", "## Exit codes"), ("docs/commands.md", "### Exit codes")])
def test_the_documents_say_what_each_exit_code_means(document: str, heading: str) -> None:
    section = (PROJECT / document).read_text("utf-8").split(f"\n{heading}\n")[1].split("\n#")[0]
    assert [(int(code), meaning) for code, meaning in ROW.findall(section)] == [(code.value, code.meaning) for code in ExitCode]


def test_the_help_names_each_exit_code(demodb: Callable[..., Any]) -> None:
    text = " ".join(demodb("--help").out.split())
    codes = "Exit codes: 0 done, 1 error or difference, 2 usage, 3 not ready, 4 bad input, 5 store unavailable, 130 interrupted."
    assert codes in text
    assert codes == f"Exit codes: {', '.join(f'{code.value} {code.summary}' for code in ExitCode)}."


def test_every_error_ends_with_an_exit_code_of_the_table_that_is_no_success() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DemodbError)]
    assert len(kinds) > 15
    assert all(type(kind.exit_code) is ExitCode and kind.exit_code != ExitCode.DONE for kind in kinds)
