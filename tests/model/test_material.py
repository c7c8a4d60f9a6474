"""What is recurring is told as a year's or as a quarter's; what intelligence is made from stays the same input."""

from __future__ import annotations

from demodb.advice.brief import brief
from demodb.model.material import Material

SUBSCRIPTION = {"sub_id": 7, "arr": 250_000.25, "projected_arr": None, "renewal_qtr": "Q1'27", "will_renew": "No", "note": "x"}
RECORD = {"businessUnit": "Kandy", "name": "Acme", "rr": 250_000.25, "nrr": 40_000, "subscriptions": [SUBSCRIPTION]}
MATERIAL = Material("acme", "Acme", "acme", (RECORD,), {})


def test_by_the_quarter_all_that_is_recurring_is_told_four_times_and_nothing_else_changes() -> None:
    (told,) = MATERIAL.over("quarter").records
    assert told == RECORD | {"rr": 1_000_001, "subscriptions": [SUBSCRIPTION | {"arr": 1_000_001}]}
    assert MATERIAL.over("quarter").revenue == 1_040_001
    assert MATERIAL.records == (RECORD,)


def test_a_text_says_the_figure_that_the_app_s_page_shows() -> None:
    assert "1.04 million USD a year" in brief(MATERIAL.over("quarter"))["summary"]
    assert "290,000 USD a year" in brief(MATERIAL.over("year"))["summary"]


def test_however_amounts_are_told_the_input_is_the_same() -> None:
    again = Material("acme", "Acme", "acme", (RECORD,), {})
    assert MATERIAL.over("year") is MATERIAL
    assert again.over("quarter").input_hash == MATERIAL.input_hash
    assert again.over("quarter").plan_hash == MATERIAL.plan_hash
