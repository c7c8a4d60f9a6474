"""The gallery of the documentation: ten plans as `demodb show` prints them, unedited."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fixture_types import Command

BLOCK = re.compile(r"```console\n\$ demodb show '([^\n]+)'\n(.*?)```", re.DOTALL)


@pytest.fixture
def shown(repository: Path) -> dict[str, str]:
    """By account what the gallery says that is shown."""
    return dict(BLOCK.findall((repository / "docs" / "gallery.md").read_text("utf-8")))


@pytest.mark.slow
def test_the_gallery_shows_ten_plans_as_they_are_made(demodb: Command, shown: dict[str, str]) -> None:
    demodb("init", "--sample")
    demodb("import")
    demodb("seed", "--as-of", "2026-11-24")
    assert len(shown) == 10
    assert {account: demodb("show", account).out for account in shown} == shown
