"""The search for weights: it never leads away from what is wanted, and knows no order of accounts."""

from __future__ import annotations

from random import Random

from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from demodb.model.ranges import Range, range_of
from demodb.model.totals import Totals
from demodb.packs.aim import Drawn, Goal, Option, aimed, bounds

PLACES = tuple(("mine", key) for key in ("calm", "lost", "new"))
OWN = dict.fromkeys(PLACES, 1.0)

option = st.builds(
    Option, st.sampled_from(PLACES), st.floats(0.1, 10), st.integers(0, 500).map(lambda number: 1000.0 * number), st.booleans()
)
accounts = st.lists(st.lists(option, min_size=1, max_size=3, unique_by=lambda some: some.place), min_size=1, max_size=30)
shares = st.integers(0, 100).flatmap(
    lambda least: st.integers(least, 100).map(lambda most: range_of(f"{least}-{most} %", "percent"))
)
ratios = st.integers(0, 9).flatmap(lambda least: st.integers(least, 9).map(lambda most: range_of(f"{least}-{most}", "ratio")))


def goal_of(number: int, boards: Range, pipeline: Range) -> Goal:
    return Goal({"boards_in_use": boards, "pipeline_to_revenue": pipeline}, Totals(revenue=50_000.0 * number, accounts=number))


@given(some=accounts, boards=shares, pipeline=ratios)
@settings(max_examples=examples(60), deadline=None)
def test_the_weights_found_are_no_worse_than_the_packs_own_and_within_what_can_be(
    some: list[list[Option]], boards: Range, pipeline: Range
) -> None:
    goal = goal_of(len(some), boards, pipeline)
    found, own = aimed(some, goal, OWN, {}), Drawn(some, OWN)
    after, before = goal.totals(found.pipeline, found.boards), goal.totals(own.pipeline, own.boards)
    assert goal.misses(after) <= goal.misses(before)
    for measure in goal.wanted:
        least, most = bounds(some, goal, measure)
        assert least <= (after.measured(measure) or 0) <= most
    assert all(1 / 64 <= weight <= 64 for weight in found.weights.values())


@given(some=accounts, boards=shares, pipeline=ratios, order=st.randoms(use_true_random=False))
@settings(max_examples=examples(60), deadline=None)
def test_the_order_of_accounts_changes_no_weight(some: list[list[Option]], boards: Range, pipeline: Range, order: Random) -> None:
    goal = goal_of(len(some), boards, pipeline)
    other = list(some)
    order.shuffle(other)
    assert aimed(some, goal, OWN, {}).weights == aimed(other, goal, OWN, {}).weights


@given(some=accounts, boards=shares, pipeline=ratios)
@settings(max_examples=examples(60), deadline=None)
def test_from_weights_that_reach_it_nothing_is_changed(some: list[list[Option]], boards: Range, pipeline: Range) -> None:
    goal = goal_of(len(some), boards, pipeline)
    found = aimed(some, goal, OWN, {})
    if goal.misses(goal.totals(found.pipeline, found.boards)) == 0:
        assert aimed(some, goal, OWN, found.weights).weights == found.weights
