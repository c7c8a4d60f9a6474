"""Figures and lists read as people say them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.advice.wording import counted, ended, fitting, joined, listed, money, month, percent


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "0 USD"),
        (0.2, "less than 1 USD"),
        (9_950, "9,950 USD"),
        (329_129, "329,000 USD"),
        (999_499, "999,000 USD"),
        (999_600, "1 million USD"),
        (1_000_000, "1 million USD"),
        (1_240_000, "1.24 million USD"),
        (39_411, "39,400 USD"),
        (99_960, "100,000 USD"),
        (12_345_678, "12.3 million USD"),
        (960_000_000, "960 million USD"),
        (999_960_000, "1 billion USD"),
        (2.5e12, "2.5 trillion USD"),
        (9.9999e14, "1,000 trillion USD"),
        (1e15, "more than 1,000 trillion USD"),
        (1e308, "more than 1,000 trillion USD"),
        (float("inf"), "more than 1,000 trillion USD"),
    ],
)
def test_money_is_rounded_as_people_say_it(amount: float, said: str) -> None:
    assert money(amount) == said


@given(st.floats(1, 1e15, exclude_max=True))
def test_money_said_is_within_a_tenth_of_what_it_is(amount: float) -> None:
    found = re.fullmatch(r"([0-9,.]+) (?:(million|billion|trillion) )?USD", money(amount))
    assert found
    scale = {None: 1, "million": 1e6, "billion": 1e9, "trillion": 1e12}[found[2]]
    assert float(found[1].replace(",", "")) * scale == pytest.approx(amount, rel=0.5 if amount < 10 else 0.06)


def test_counts_are_words_up_to_ten_and_agree_with_their_noun() -> None:
    assert counted(1, "renewal") == "one renewal"
    assert counted(10, "opportunity", "opportunities") == "ten opportunities"
    assert counted(1234, "renewal") == "1,234 renewals"


def test_lists_and_sentences() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [ended(text) for text in ("", "a", "a.", "a?", "a…")] == ["", "a.", "a.", "a?", "a…"]
    assert joined("A.", "", "B.") == "A. B."
    assert fitting(["", "Long one.", "", "Too long.", "B."], 12) == "Long one. B."


def test_shares_and_months_are_said_in_plain_words() -> None:
    assert [percent(share) for share in (0, 0.004, 0.01, 0.425, 0.994, 0.996, 1)] == [
        *("less than 1 %", "less than 1 %", "1 %", "42 %", "99 %", "all", "all"),
    ]
    assert month(date(2026, 3, 31)) == "March 2026"
