"""Which renewals are at risk, when, and how much they are worth."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_documents import SUBSCRIPTIONS

from demodb.model.renewals import RenewalAtRisk, renewal_at_risk, renewals_at_risk


def subscription(will_renew: str | None, quarter: str | None = "Q1'26", arr: float | None = 100) -> dict[str, Any]:
    return {"sub_id": 1, "arr": arr, "projected_arr": arr, "renewal_qtr": quarter, "will_renew": will_renew}


@pytest.mark.parametrize("said", ["No", "No (SF)", "no", " NO "])
def test_a_no_is_lost_whatever_follows(said: str) -> None:
    assert renewal_at_risk(subscription(said)) == RenewalAtRisk("lost", "Q1'26", 100)


@pytest.mark.parametrize("said", ["TBD", "BU decision required", "Not sure", "none yet", "perhaps"])
def test_all_other_words_are_open(said: str) -> None:
    assert renewal_at_risk(subscription(said)) == RenewalAtRisk("open", "Q1'26", 100)


@pytest.mark.parametrize("said", ["Yes", "yes", " Yes (signed)", None, "", " "])
def test_a_yes_and_silence_are_no_risk(said: str | None) -> None:
    assert renewal_at_risk(subscription(said)) is None


@pytest.mark.parametrize("arr", [0, 0.0, -5])
def test_where_there_is_nothing_to_lose_there_is_no_risk(arr: float) -> None:
    assert renewal_at_risk(subscription("No", arr=arr)) is None


def test_an_unknown_amount_is_a_risk_of_unknown_size() -> None:
    assert renewal_at_risk(subscription("TBD", None, None)) == RenewalAtRisk("open", None, None)


def test_the_earliest_quarter_comes_first_and_in_it_the_largest_amount() -> None:
    told = [
        subscription("No", None, 9),
        subscription("No", "Next Yr", 8),
        subscription("TBD", "Q1'26", 1),
        subscription("No", "Q1'26", None),
        subscription("No", "Q1'26", 2),
        subscription("Yes", "Q1'25", 7),
        subscription("TBD", "Q4'25", 3),
        subscription("TBD", "q3 2025", 3),
    ]
    found = [(risk.quarter, risk.amount) for risk in renewals_at_risk(told)]
    assert found == [
        ("q3 2025", 3),
        ("Q4'25", 3),
        ("Q1'26", 2),
        ("Q1'26", 1),
        ("Q1'26", None),
        ("Next Yr", 8),
        (None, 9),
    ]


@pytest.mark.slow
@given(st.lists(SUBSCRIPTIONS, max_size=5))
def test_an_account_has_as_many_risks_as_subscriptions_at_risk(told: list[dict[str, Any]]) -> None:
    assert len(renewals_at_risk(told)) == sum(renewal_at_risk(one) is not None for one in told)
