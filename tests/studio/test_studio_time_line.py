"""The time lines of the account's page, and the pipeline's sums."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from demodb.api.account_page import StoredRecord
from demodb.studio.account.time_line import dues_of, short_money, time_line, year_line
from demodb.studio.account.view import by_level, pipeline_by_stage

DAY = date(2026, 11, 24)


def subscription(quarter: str | None, renew: str | None, arr: float | None = 1000.0) -> dict[str, Any]:
    return {"sub_id": 1, "arr": arr, "projected_arr": None, "renewal_qtr": quarter, "will_renew": renew}


def dues(*subscriptions: dict[str, Any]) -> Any:
    return dues_of(("STL", one) for one in subscriptions)


def test_quarters_stand_in_the_order_of_time_with_the_demos_own_marked() -> None:
    line = time_line(dues(subscription("Next Yr", "Yes"), subscription("Q1'27", "No"), subscription(None, "TBD")), DAY)
    assert [column.label for column in line.columns] == ["Q4 2026", "Q1 2027", "later", "no date"]
    assert [column.is_now for column in line.columns] == [True, False, False, False]


def test_a_column_tells_what_renews_from_what_does_not() -> None:
    some = dues(subscription("Q4'26", "Yes", 500), subscription("Q4'26", "No (SF)", 300), subscription("Q4'26", "TBD", 200))
    (column,) = time_line(some, DAY).columns
    assert [(part.kind, part.amount) for part in column.parts] == [("no", 300), ("undecided", 200), ("yes", 500)]
    assert column.told == "$1k"


def test_the_table_has_what_is_due_first_and_the_larger_before_the_smaller() -> None:
    some = dues(subscription("Q1'27", "Yes", 5), subscription("Q4'26", "Yes", 1), subscription("Q4'26", "No", 9))
    assert [(due.quarter, due.arr) for due in some] == [("Q4'26", 9), ("Q4'26", 1), ("Q1'27", 5)]


def test_far_quarters_do_not_stretch_the_line() -> None:
    line = time_line(dues(subscription("Q1'10", "Yes"), subscription("Q4'40", "Yes")), DAY)
    assert [column.label for column in line.columns] == ["Q1 2010", "Q4 2026", "Q4 2040"]


AMOUNTS = st.one_of(st.none(), st.floats(-1e12, 1e12))
QUARTERS = st.one_of(st.none(), st.sampled_from(["Q1'26", "Q4'26", "Q2'28", "Next Yr", "soon"]))
RENEWALS = st.one_of(st.none(), st.sampled_from(["Yes", "No", "TBD", "BU decision required", ""]))


@given(st.lists(st.builds(subscription, QUARTERS, RENEWALS, AMOUNTS), max_size=12))
def test_every_column_stays_inside_and_its_parts_do_not_overlap(subscriptions: list[dict[str, Any]]) -> None:
    line = time_line(dues(*subscriptions), DAY)
    for column in line.columns:
        assert 0 <= column.x <= line.width - line.column
        assert column.top > 6
        foot = line.ground
        for part in column.parts:
            assert part.height > 0
            assert round(part.y + part.height, 1) == round(foot, 1)
            foot = part.y


def record(nrr: float, quarters: tuple[float, ...] | None) -> StoredRecord:
    return StoredRecord("STL", "Acme", "acme", "acme", 400.0, nrr, (), {}, None, quarters)


def test_the_years_quarters_have_a_part_of_what_recurs_each() -> None:
    line = year_line([record(10, (1, 2, 3, 4)), record(8, None)])
    assert line is not None
    assert [column.amount for column in line.columns] == [203, 204, 205, 206]
    assert year_line([record(10, None)]) is None


def test_amounts_are_short() -> None:
    assert [short_money(amount) for amount in (0, 950, 12_000, 629_280, 1_000_000)] == ["$0", "$950", "$12k", "$629.3k", "$1M"]


def test_the_pipeline_weighs_open_deals_and_counts_no_decided_ones() -> None:
    deals = [
        {"status": "identified", "estimatedValue": 1000, "probability": 50},
        {"status": "proposed", "estimatedValue": 500},
        {"status": "won", "estimatedValue": 9000, "probability": 100},
    ]
    pipeline = pipeline_by_stage(deals)
    assert (pipeline.total, pipeline.weighted) == (1500, 500)
    assert [stage.name for column in pipeline.columns for stage in column] == [
        "identified",
        "exploring",
        "proposed",
        "won",
        "lost",
    ]


def test_the_worst_pains_come_first_and_equal_ones_keep_their_order() -> None:
    pains = [{"id": n, "severity": level} for n, level in enumerate(["low", "high", "odd", "medium", "high"])]
    assert [pain["id"] for pain in by_level(pains, "severity")] == [1, 4, 3, 0, 2]
