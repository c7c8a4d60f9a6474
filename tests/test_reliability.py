"""Every promise of docs/reliability.md names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
TEXT = (REPOSITORY / "docs" / "reliability.md").read_text("utf-8")
PROMISES = re.findall(r"^- \*\*(.+?)\*\*(.+?)(?=\n\n|\n- |\Z)", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("promise", "how"), PROMISES, ids=[" ".join(promise.split()) for promise, _ in PROMISES])
def test_a_promise_names_tests_that_are_there(promise: str, how: str) -> None:
    named = re.findall(r"`(tests/.+?)::(.+?)`", how)
    assert named, promise
    missing = [f"{path}::{name}" for path, name in named if f"def {name}(" not in (REPOSITORY / path).read_text("utf-8")]
    assert missing == []
