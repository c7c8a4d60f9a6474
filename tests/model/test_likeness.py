"""A name is said to be near an account's where a person could have meant it, and not for what many companies have in theirs."""

from __future__ import annotations

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from demodb.model.likeness import AlikeNames, is_like, near_groups, near_hashes
from demodb.model.names import nearest


@pytest.mark.parametrize(
    ("name", "account"),
    [
        ("acme-limited", "Acme Ltd"),
        ("acme-west", "Acme Ltd"),
        ("att-services-inc", "AT&T SERVICES, INC."),
        ("british-telecom", "British Telecommunications plc"),
        ("betta-mobile", "Beta Mobile"),
        ("bt", "BT"),
        ("communications", "Communications Ltd"),
        ("databank", "Data Bank Inc"),
        ("deutsche-telecom", "Deutsche Telekom AG"),
        ("foo-telekom", "Foo Telecom"),
        ("johnson-and-johnson", "Johnson & Johnson"),
        ("kt-communications", "KT Communications Ltd"),
        ("liquid-telecom-kenya", "Liquid Telecom"),
        ("spotfy", "Spotify"),
        ("telecom-liquid", "Liquid Telecom"),
        ("telefonica-uk", "Telefonica UK Limited"),
        ("verizon-communications-inc", "Verizon"),
        ("vodaphone", "Vodafone Group plc"),
    ],
)
def test_names_that_a_person_may_have_meant_are_alike(name: str, account: str) -> None:
    assert is_like(name, account)
    assert is_like(account, name)


@pytest.mark.parametrize(
    ("name", "account"),
    [
        ("american-airlines", "American Tower"),
        ("att", "BATT"),
        ("bank-of-america", "Bank of Ireland"),
        ("communications", "NUWAVE Communications"),
        ("cox-communications", "Vox Communications"),
        ("dell", "Bell Canada"),
        ("deutsche-bank", "Deutsche Telekom"),
        ("deutsche-post", "Deutsche Telekom"),
        ("first-data", "Third Data"),
        ("general-electric", "General Motors"),
        ("global-cloud", "Global Crossing"),
        ("kt-communications", "JT Communications"),
        ("north-telecom", "South Telecom"),
        ("orange-mobile", "T-Mobile"),
        ("sky-media", "Sun Media"),
        ("telecom-services", "Foo Telecom"),
        ("united-airlines", "United Utilities"),
        ("verizon", "NUWAVE"),
        ("verizon-communications", "NUWAVE Communications, Inc."),
        ("vodafone-india", "Vodafone Idea"),
    ],
)
def test_names_that_share_what_many_have_are_not_alike(name: str, account: str) -> None:
    assert not is_like(name, account)
    assert not is_like(account, name)


def test_of_accounts_that_are_alike_the_nearest_comes_first_and_others_do_not_come() -> None:
    accounts = ["NUWAVE Communications", "Verizon Communications West", "Verizon Communications", "Horizon Communications"]
    assert AlikeNames(accounts).likely("verizon-communications") == ["Verizon Communications", "Verizon Communications West"]


def test_what_is_less_alike_than_the_bound_is_not_meant() -> None:
    assert AlikeNames(["Acme Broadcasting of the North"]).likely("acme") == []


_WORDS = st.sampled_from(
    [
        *("acme", "acne", "akme", "telecom", "telecam", "telekom", "data", "bank", "databank"),
        *("bt", "uk", "ltd", "&", "and", "north", "nuwave", "verizon", "o'neil"),
    ]
)
_NAMES = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)


@settings(max_examples=examples(100))
@given(_NAMES, st.lists(_NAMES, max_size=8, unique=True))
def test_no_account_is_passed_over_that_a_look_at_each_would_find(name: str, accounts: list[str]) -> None:
    alike = [account for account in nearest(name, accounts, most=len(accounts)) if is_like(name, account)]

    assert AlikeNames(accounts).likely(name) == alike


@pytest.mark.parametrize(
    "names",
    [
        ("M\u00fcller GmbH", "Mueller AG"),
        ("Mu\u0308ller", "MUELLER"),
        ("Muller", "M\u00fcller", "Mueller", "Mueller KG"),
        ("K\u00f8benhavns Energi A/S", "Koebenhavns Energi"),
        ("\u00c5lborg Kabel", "Aalborg Kabel"),
        ("Soci\u00e9t\u00e9 G\u00e9n\u00e9rale", "Societe Generale SA"),
        ("Acme Ltd", "Acme Limited", "ACME"),
    ],
)
def test_names_that_are_spelled_otherwise_may_be_one_account_in_any_order(names: tuple[str, ...]) -> None:
    others = {"x": "Blue", "y": "Blu", "z": "Nordvarde"}
    for turn in range(len(names)):
        named = {name: name for name in (*names[turn:], *names[:turn])}
        assert [set(group) for group in near_groups(others | named)] == [set(names)]
    assert all(any(near_hashes(name) & near_hashes(other) for other in names if other != name) for name in names)


@pytest.mark.parametrize(("one", "other"), [("Muller", "Mueller"), ("Blue", "Blu"), ("Noel Media", "Nol Media")])
def test_two_vowels_are_an_umlaut_only_where_another_name_has_it(one: str, other: str) -> None:
    assert near_groups({"a": one, "b": other}) == []
