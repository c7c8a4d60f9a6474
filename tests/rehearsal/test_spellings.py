"""What sources and people write in many ways: answers to whether somebody renews, and amounts in other currencies."""

from __future__ import annotations

import pytest
from rehearsed import account_view, changed, record, spots, subscription


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Not decided yet", {"renewal-over"}),
        ("none", {"renewal-over"}),
        ("Yesterday's list", {"renewal-over"}),
        (None, {"renewal-over"}),
        ("no (SF)", set()),
        ("YES, signed", set()),
    ],
)
def test_a_renewal_is_decided_by_a_whole_yes_or_no(said: str | None, codes: set[str]) -> None:
    due = subscription(renewal_qtr="Q4'25", will_renew=said)
    assert spots(account_view(lambda _: None, record(due))).keys() - {"only-friends"} == codes


@pytest.mark.parametrize(
    "amount", ["€5", "95k EUR", "1.2 million euros", "CHF 40", "R$ 90", "C$7", "12 000 kr", "300 zł", "₹9", "£0"]
)
def test_an_amount_in_another_currency_is_seen_however_it_is_written(amount: str) -> None:
    view = changed("strategy", 0, "painPoints", description=f"It comes to {amount} a year.")()
    assert spots(view).keys() == {"other-currency"}


@pytest.mark.parametrize(
    "text", ["$5 or 95k USD", "USD 1.2 million", "US$ 7", "40 kroner bars", "3 EU regions", "5 kg", "12 MEPs"]
)
def test_dollars_and_what_only_looks_like_an_amount_are_no_other_currency(text: str) -> None:
    assert spots(changed("strategy", 0, "painPoints", description=f"It says {text} there.")()) == {}
