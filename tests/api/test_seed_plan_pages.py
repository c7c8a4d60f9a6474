"""A plan as a file: it is the one that the command writes, it can be read page by page, and it can be applied."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from fixture_types import CustomersFile

from demodb.api.import_ import import_sources
from demodb.api.seed import ALL, SeedOptions, Which, apply, seed
from demodb.api.seed_plan import differences, save_plan
from demodb.errors import PlanStaleError
from demodb.model.documents import SECTIONS
from demodb.store.engine import Store

OPTIONS = SeedOptions(date(2026, 11, 24))
NAMES = [f"Customer {number:02}" for number in range(1, 13)]


@pytest.fixture
def filled(store: Store, tmp_path: Path, customers_file: CustomersFile) -> Store:
    """Twelve accounts, of which the first has all of its sections."""
    import_sources(store, [customers_file(tmp_path, "Kandy", [(name, 100.0, 0.0) for name in NAMES])])
    seed(store, OPTIONS, Which((NAMES[0],)))
    return store


def test_the_accounts_with_work_come_in_pages(filled: Store, tmp_path: Path) -> None:
    saved = save_plan(filled, OPTIONS, ALL, tmp_path / "plan.json")
    assert (saved.tally.accounts, saved.tally.to_do, len(saved.places)) == (12, 44, 11)
    pages = [saved.page(first, 5) for first in (0, 5, 10, 15)]
    assert [[one.account for one in page] for page in pages] == [NAMES[1:6], NAMES[6:11], NAMES[11:], []]
    assert {step.action for page in pages for one in page for step in one.steps} == {"create"}
    assert len(pages[2][0].steps) == 4
    assert len(json.loads(saved.path.read_text("utf-8"))["steps"]) == 48


@pytest.mark.slow
def test_a_plan_in_a_file_is_applied_as_it_is_or_not_at_all(filled: Store, tmp_path: Path) -> None:
    saved = save_plan(filled, OPTIONS, ALL, tmp_path / "plan.json")
    assert [step.section for step in differences(filled, OPTIONS, NAMES[1])] == list(SECTIONS)
    assert apply(filled, saved.path, OPTIONS.choice).seeded == 44
    assert differences(filled, OPTIONS, NAMES[1]) == []
    with pytest.raises(PlanStaleError):
        apply(filled, saved.path, OPTIONS.choice)


def test_a_plan_without_work_has_no_pages(filled: Store, tmp_path: Path) -> None:
    saved = save_plan(filled, OPTIONS, Which((NAMES[0],)), tmp_path / "plan.json")
    assert (saved.tally.to_do, saved.page(0, 25)) == (0, [])
