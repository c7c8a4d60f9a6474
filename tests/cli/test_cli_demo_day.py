"""The day of the story's demo: what dates count from where no other one is given, whichever command makes or moves them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from fixture_types import Command, CustomersFile, WriteJson

TODAY = date.today()  # noqa: DTZ011 - what a person at this machine calls today
DEMO = TODAY + timedelta(days=40)


@pytest.fixture
def listed(demodb: Command, customers_file: CustomersFile, write_json: WriteJson, tmp_path: Path) -> Path:
    """One account with a card that somebody wrote today, and a story whose demo is forty days away."""
    customers_file(tmp_path / "in", "Kandy", [("Acme", 1000, 500)])
    card = {"id": "a", "title": "Call", "status": "todo", "priority": "low", "createdAt": TODAY.isoformat()}
    write_json(tmp_path / "in" / "actions" / "acme.json", [card])
    story = tmp_path / "story.toml"
    story.write_text(f'[demo]\nat = "{DEMO}T14:00"\n', "utf-8")
    demodb("import", "in")
    return story


@pytest.mark.usefixtures("listed")
def test_seed_and_preview_count_from_the_demo(demodb: Command) -> None:
    assert f", as of {DEMO};" in demodb("seed").out
    assert f", as of {DEMO}\n" in demodb("pack", "preview", "Acme").out
    assert f"template sections that count from {DEMO}" not in demodb("status").out


@pytest.mark.usefixtures("listed")
def test_hand_written_dates_are_moved_up_to_the_demo(demodb: Command) -> None:
    assert "5 weeks later" in demodb("shift", "--account", "Acme", "--dry-run").out
    assert "5 weeks later" in demodb("shift", "--account", "Acme", "--recent", "9", "--dry-run").out


@pytest.mark.usefixtures("listed")
def test_a_date_that_is_given_counts_before_the_story_s(demodb: Command) -> None:
    other = TODAY + timedelta(days=20)
    assert f", as of {other};" in demodb("seed", "--as-of", str(other)).out
    assert "2 weeks later" in demodb("shift", "--account", "Acme", "--recent", "7", "--as-of", str(other), "--dry-run").out


def test_without_a_demo_to_come_dates_count_from_today(demodb: Command, listed: Path) -> None:
    for text in ("", f'[demo]\nat = "{TODAY - timedelta(days=9)}T14:00"\n'):
        listed.write_text(text, "utf-8")
        assert f", as of {TODAY};" in demodb("seed", "--dry-run").out


def test_a_story_that_cannot_be_read_is_told_before_anything_is_seeded(demodb: Command, listed: Path) -> None:
    listed.write_text('[demo]\nat = "2 pm"\n', "utf-8")
    refused = demodb("seed")
    assert refused.code == 4
    assert "demo.at: '2 pm' is no time" in refused.err
    assert demodb("seed", "--as-of", str(TODAY)).code == 0
