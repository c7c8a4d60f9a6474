"""Keyed draws: even, as heavy as their weights, and each on its own."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.packs.draws import Draws, Pool, weighted_pool

names = st.lists(st.text(max_size=12), min_size=1, max_size=20, unique=True)


def of(account: str, seed: str = "0") -> Draws:
    return Draws("telecom", seed, account)


def pool_of(entries: list[str]) -> Pool[str]:
    return Pool(entries, list(entries))


def test_every_entry_comes_first_equally_often() -> None:
    pool = pool_of([f"entry-{n}" for n in range(12)])
    drawn = Counter(of(f"account {n}").ranked("painPoints", pool, 1)[0] for n in range(12_000))
    assert len(drawn) == 12
    assert 850 < min(drawn.values()) <= max(drawn.values()) < 1150


def test_every_pair_of_entries_comes_equally_often_in_either_order() -> None:
    pool = pool_of([f"entry-{n}" for n in range(8)])
    drawn = Counter(tuple(of(f"account {n}").ranked("painPoints", pool, 2)) for n in range(11_200))
    assert set(drawn) == set(permutations([f"entry-{n}" for n in range(8)], 2))
    assert 120 < min(drawn.values()) <= max(drawn.values()) < 280


def test_an_entry_comes_as_often_as_its_weight_says() -> None:
    pool = weighted_pool({"strong": 1, "moderate": 3, "weak": 4, "never": 0})
    drawn = Counter(of(f"account {n}").ranked("relationship", pool, 1)[0] for n in range(8000))
    assert set(drawn) == {"strong", "moderate", "weak"}
    assert 880 < drawn["strong"] < 1120
    assert 2820 < drawn["moderate"] < 3180
    assert 3820 < drawn["weak"] < 4180


@given(entries=names, extra=st.text(max_size=12), account=st.text())
def test_adding_or_dropping_an_entry_moves_no_other(entries: list[str], extra: str, account: str) -> None:
    more = [*(entry for entry in entries if entry != extra), "one that stays" + extra, extra]
    order = of(account).ranked("opportunities", pool_of(more), len(more))
    order.remove(extra)
    assert of(account).ranked("opportunities", pool_of(more[:-1]), len(more)) == order


@given(weights=st.dictionaries(st.text(max_size=8), st.floats(0.1, 9), min_size=2, max_size=9), account=st.text())
def test_dropping_a_weighted_entry_moves_no_other(weights: dict[str, float], account: str) -> None:
    weights["heavier than the rest"] = 10
    order = of(account).ranked("relationship", weighted_pool(weights), len(weights))
    del weights[order[0]]
    assert of(account).ranked("relationship", weighted_pool(weights), len(weights)) == order[1:]


@given(entries=names, account=st.text(), data=st.data())
def test_the_order_in_which_a_pool_is_written_down_moves_nothing(entries: list[str], account: str, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(entries))
    assert of(account).ranked("x", pool_of(entries), 5) == of(account).ranked("x", pool_of(shuffled), 5)


@given(entries=names, key=st.integers(0, 2**64 - 1))
def test_an_entry_scores_among_others_as_it_does_alone(entries: list[str], key: int) -> None:
    pool, alone = pool_of(entries), [pool_of([entry]) for entry in entries]
    assert list(pool.scores(key)) == [score for one in alone for score in one.scores(key)]
    assert list(pool.bits(key)) == [bits for one in alone for bits in one.bits(key)]
    backwards = range(len(entries) - 1, -1, -1)
    assert pool.luck(key, backwards) == [alone[place].luck(key, [0])[0] for place in backwards]


@given(entry=st.text(max_size=12), key=st.integers(0, 2**64 - 1))
def test_a_score_is_what_it_was_in_every_release(entry: str, key: int) -> None:
    identity = int.from_bytes(blake2b(entry.encode(), digest_size=8).digest(), "big")
    once = (key ^ identity) * 0x9E3779B97F4A7C15 % 2**64
    pool = pool_of([entry])
    assert list(pool.scores(key)) == [(once ^ once >> 32) * 0x9E3779B97F4A7C15 % 2**64]
    assert list(pool.bits(key)) == [identity * (key | 1) % 2**64]


@given(entries=names, account=st.text())
def test_the_first_alone_is_the_first_of_all(entries: list[str], account: str) -> None:
    pool = pool_of(entries)
    assert of(account).ranked("x", pool, 1) == of(account).ranked("x", pool, len(entries))[:1]


@given(paths=st.lists(st.text(), min_size=1, max_size=8, unique=True), account=st.text(), data=st.data())
def test_a_draw_does_not_depend_on_the_draws_before_it(paths: list[str], account: str, data: st.DataObject) -> None:
    alone = {path: of(account).integer(path) for path in paths}
    draws = of(account)
    order = data.draw(st.permutations(paths * 2))
    assert {path: draws.integer(path) for path in order} == alone


@pytest.mark.parametrize(
    "other", [Draws("other", "0", "acme"), Draws("telecom", "1", "acme"), Draws("telecom", "0", "acme ltd"), of("")]
)
def test_pack_seed_and_account_each_give_other_draws(other: Draws) -> None:
    paths = [f"stakeholders/{n}" for n in range(50)]
    assert all(of("acme").integer(path) != other.integer(path) for path in paths)


@given(low=st.integers(0, 1000), span=st.integers(0, 1000), account=st.text())
def test_numbers_stay_within_their_bounds(low: int, span: int, account: str) -> None:
    draws = of(account)
    assert low <= draws.between("days", low, low + span) <= low + span
    assert low <= draws.share("share", low, low + span) <= low + span
    assert draws.pick("one", range(low, low + span + 1)) in range(low, low + span + 1)
    assert draws.chance("always", 1)
    assert not draws.chance("never", 0)


def test_both_ends_of_a_range_are_drawn() -> None:
    assert {of(f"account {n}").between("days", 1, 4) for n in range(200)} == {1, 2, 3, 4}


def test_a_chance_comes_as_often_as_it_says() -> None:
    assert 2250 < sum(of(f"account {n}").chance("competitors/c2", 0.6) for n in range(4000)) < 2550
