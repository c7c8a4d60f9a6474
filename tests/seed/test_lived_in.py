"""What the plans of `lived-in` never show: one mould for all. Over the sample, and over portfolios unlike it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pytest
from plan_figures import OPEN, Plan, most, shared
from seeded_portfolios import NAMES, plans_from

from demodb.packs.pack import load_pack
from demodb.packs.situated import PainEntry

pytestmark = pytest.mark.slow  # portfolios are seeded first

FIRST_DEAL = 40_000
LEVELS = ("high", "medium", "low")

Plans = Mapping[str, Plan]


@pytest.fixture(scope="module", params=NAMES)
def plans(request: pytest.FixtureRequest, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Plans:
    return plans_from("lived-in", request.param, sample, tmp_path_factory.mktemp("portfolio"))


def test_the_probability_rises_with_the_stage(plans: Plans) -> None:
    by_stage = {
        stage: [deal["probability"] for plan in plans.values() for deal in plan.deals if deal["status"] == stage]
        for stage in ("lost", *OPEN, "won")
    }
    stages = [values for values in by_stage.values() if values]
    assert len(stages) >= 4
    assert all(max(lower) <= min(higher) for lower, higher in pairwise(stages))


def test_hardly_any_pipeline_is_more_than_twice_the_revenue(plans: Plans) -> None:
    paying = [plan for plan in plans.values() if plan.revenue > 0]
    assert fmean(plan.pipeline > 2 * plan.revenue for plan in paying) <= 0.02


def test_an_account_without_revenue_has_a_small_first_deal_at_most(plans: Plans) -> None:
    for plan in plans.values():
        if plan.revenue == 0:
            assert sum(deal["status"] in OPEN for deal in plan.deals) <= 1
            assert plan.pipeline <= FIRST_DEAL


def test_no_value_comes_again_and_again(plans: Plans) -> None:
    assert most(deal["estimated_value"] for plan in plans.values() for deal in plan.deals) <= 0.03


def test_most_pains_and_notes_are_an_account_s_own(plans: Plans) -> None:
    assert shared((key, pain["title"]) for key, plan in plans.items() for pain in plan.pains) <= 0.40
    assert shared((key, person["notes"]) for key, plan in plans.items() for person in plan.people) <= 0.25


def test_plans_have_many_shapes(plans: Plans) -> None:
    assert most(plan.shape for plan in plans.values()) <= 1 / 3
    assert most(plan.chart for plan in plans.values()) <= 1 / 3
    assert len({plan.chart for plan in plans.values()}) >= 8
    assert {len(plan.people) for plan in plans.values() if plan.people} <= set(range(2, 8))


def test_most_boards_are_in_use(plans: Plans) -> None:
    assert fmean(bool(plan.cards) for plan in plans.values()) >= 0.60
    assert all(not plan.cards or 2 <= len(plan.cards) <= 6 for plan in plans.values())


def test_a_lost_account_has_a_sceptic_and_a_pain_about_the_loss(plans: Plans) -> None:
    pool = load_pack("lived-in").content.strategy.painPoints.pool
    about_the_loss = {entry.key for entry in pool if isinstance(entry, PainEntry) and entry.first and "lost" in entry.situation}
    lost = [plan for plan in plans.values() if plan.lost]
    assert lost
    for plan in lost:
        assert any(person["role"] == "blocker" for person in plan.people)
        assert about_the_loss & set(plan.pain_keys)
        assert not any(person["relationship_strength"] == "strong" for person in plan.people)


def test_who_has_rivals_has_one_of_the_customer_s_own(plans: Plans) -> None:
    for plan in plans.values():
        types = {rival["type"] for rival in plan.rivals}
        assert not types or types & {"customer-competitor", "both"}


def test_what_is_worst_and_largest_comes_first(plans: Plans) -> None:
    for plan in plans.values():
        values = [deal["estimated_value"] for deal in plan.deals if deal["status"] in OPEN]
        assert values == sorted(values, reverse=True)
        worst = [LEVELS.index(pain["severity"]) for pain in plan.pains if pain["status"] != "resolved"]
        assert worst == sorted(worst)
