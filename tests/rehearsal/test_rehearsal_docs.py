"""The documentation has a line for each code of a finding, with what it means and why, in the order of the checks."""

from __future__ import annotations

import re
from pathlib import Path

from demodb.rehearsal.registry import MEANINGS


def test_every_code_has_its_line_in_the_docs(repository: Path) -> None:
    text = (repository / "docs" / "rehearsal.md").read_text("utf-8")
    lines = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.*) \| (.*) \|$", text, re.MULTILINE)
    assert lines == [(meaning.code, meaning.severity, meaning.means, meaning.why) for meaning in MEANINGS]
