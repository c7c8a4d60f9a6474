"""Gold files: what a person or a program is shown, kept as text under tests/gold and compared line by line. A pytest plugin."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice
from pathlib import Path

import pytest

_OPTION = "--write-gold"
_MOST_SHOWN = 40


@dataclass(frozen=True)
class GoldFiles:
    """The gold files of a folder; with `writing` they are written anew instead of compared."""

    folder: Path
    writing: bool

    def check(self, name: str, text: str) -> None:
        """Fail, naming the first lines that differ, unless the gold file says `text`."""
        path = self.folder / name
        if self.writing:
            path.write_text(text, "utf-8")
        gold = path.read_text("utf-8") if path.is_file() else ""
        if text != gold:
            lines = unified_diff(gold.splitlines(), text.splitlines(), f"tests/gold/{name}", "now", lineterm="", n=2)
            shown = "\n".join(islice(lines, _MOST_SHOWN))
            pytest.fail(f"{shown}\nWhere this is meant: pytest {_OPTION} writes it anew, and git diff shows it.", pytrace=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(_OPTION, action="store_true", help="write anew the gold files of what a user sees, instead of comparing")


@pytest.fixture(scope="session")
def gold_files(request: pytest.FixtureRequest, repository: Path) -> GoldFiles:
    return GoldFiles(repository / "tests" / "gold", writing=request.config.getoption(_OPTION))
