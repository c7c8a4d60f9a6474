"""What the plans of `telecom` promise: as much in each as the baseline had, and none that could be anybody's."""

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
from demodb.packs.situated_content import SituatedContent

pytestmark = pytest.mark.slow  # portfolios are seeded first

FIRST_DEAL = 40_000
POINT, ADDRESS = 55, 34
LEVELS = ("high", "medium", "low")
ADRIFT = ("quiet", "no-revenue")

Plans = Mapping[str, Plan]


@pytest.fixture(scope="module", params=NAMES)
def plans(request: pytest.FixtureRequest, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Plans:
    return plans_from("telecom", request.param, sample, tmp_path_factory.mktemp("portfolio"))


@pytest.fixture(scope="module")
def content() -> SituatedContent:
    found = load_pack("telecom").content
    assert isinstance(found, SituatedContent)
    return found


def test_each_plan_has_as_much_as_the_baseline_gave(plans: Plans) -> None:
    for key, plan in plans.items():
        assert len(plan.people) == 3 or key.startswith("various")
        assert (len(plan.pains), len(plan.deals), len(plan.cards)) == (2, 2, 0)
        assert len(plan.rivals) in (1, 2)


def test_everybody_has_a_note_and_an_address_that_fits_on_a_card(plans: Plans) -> None:
    people = [person for plan in plans.values() for person in plan.people]
    assert all(person["notes"] and len(person["email"]) <= ADDRESS for person in people)


def test_the_point_of_a_note_is_in_its_first_sentence(content: SituatedContent) -> None:
    assert [note.key for note in content.stakeholders.notes if len(note.text) > POINT or "{" in note.text] == []


def test_no_text_bears_the_full_name_of_an_account(content: SituatedContent) -> None:
    texts = [entry.whole_text for entry in (*content.strategy.painPoints.pool, *content.strategy.opportunities.pool)]
    assert "{account}" not in "\n".join([*texts, *(note.whole_text for note in content.stakeholders.notes)])


def test_somebody_of_ours_looks_after_each_pain_and_deal(plans: Plans) -> None:
    assert all(row["owner"] for plan in plans.values() for row in (*plan.pains, *plan.deals))


def test_who_stands_up_for_us_is_no_stranger(plans: Plans) -> None:
    strengths = {
        person["relationship_strength"] for plan in plans.values() for person in plan.people if person["role"] == "champion"
    }
    assert strengths <= {"strong", "moderate"}


def test_the_probability_rises_with_the_stage(plans: Plans) -> None:
    by_stage = {
        stage: [deal["probability"] for plan in plans.values() for deal in plan.deals if deal["status"] == stage]
        for stage in ("lost", *OPEN, "won")
    }
    stages = [values for values in by_stage.values() if values]
    assert len(stages) >= 4
    assert all(max(lower) < min(higher) for lower, higher in pairwise(stages))


def test_a_plan_has_one_open_deal_at_least_and_one_decided_deal_at_most(plans: Plans) -> None:
    assert all(sum(deal["status"] in OPEN for deal in plan.deals) >= 1 for plan in plans.values())


def test_no_pipeline_is_more_than_twice_the_revenue(plans: Plans) -> None:
    paying = [plan for plan in plans.values() if plan.revenue > 0]
    assert fmean(plan.pipeline > 2 * plan.revenue for plan in paying) <= 0.02


def test_an_account_without_revenue_has_a_small_first_deal(plans: Plans) -> None:
    for plan in plans.values():
        if plan.revenue == 0:
            assert sum(deal["status"] in OPEN for deal in plan.deals) == 1
            assert plan.pipeline <= FIRST_DEAL


def test_no_value_is_the_worth_of_many_deals(plans: Plans) -> None:
    assert most(deal["estimated_value"] for plan in plans.values() for deal in plan.deals) <= 0.03


def test_most_titles_and_notes_are_of_one_account(plans: Plans) -> None:
    assert shared((key, pain["title"]) for key, plan in plans.items() for pain in plan.pains) <= 0.40
    assert shared((key, person["notes"]) for key, plan in plans.items() for person in plan.people) <= 0.25


def test_no_chart_is_that_of_a_third_of_the_accounts(plans: Plans) -> None:
    assert most(plan.chart for plan in plans.values()) <= 1 / 3
    assert len({plan.chart for plan in plans.values()}) >= 8


def test_an_account_that_leaves_has_a_sceptic_a_pain_about_it_and_no_warm_friend(plans: Plans, content: SituatedContent) -> None:
    pool: list[PainEntry] = content.strategy.painPoints.pool
    about_the_loss = {entry.key for entry in pool if entry.first and "lost" in entry.situation}
    lost = [plan for plan in plans.values() if plan.lost]
    assert lost
    for plan in lost:
        assert any(person["role"] == "blocker" for person in plan.people)
        assert about_the_loss & set(plan.pain_keys)
        assert not any(person["relationship_strength"] == "strong" for person in plan.people)


def test_each_account_has_a_rival_of_its_own(plans: Plans) -> None:
    for plan in plans.values():
        assert {rival["type"] for rival in plan.rivals} & {"customer-competitor", "both"}
        assert len({rival["name"] for rival in plan.rivals}) == len(plan.rivals)


def test_who_is_met_alone_is_a_rival_of_the_customer_too(content: SituatedContent) -> None:
    """In these situations an account has one competitor."""
    alone = [rival for rival in content.competitors.pool if rival.ours and set(ADRIFT) & set(rival.situation or ADRIFT)]
    assert {rival.type for rival in alone} == {"both"}


def test_what_is_worst_and_largest_stands_first(plans: Plans) -> None:
    for plan in plans.values():
        values = [deal["estimated_value"] for deal in plan.deals if deal["status"] in OPEN]
        assert values == sorted(values, reverse=True)
        worst = [LEVELS.index(pain["severity"]) for pain in plan.pains if pain["status"] != "resolved"]
        assert worst == sorted(worst)
