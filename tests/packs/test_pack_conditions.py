"""Conditions decide what an account may get, and nothing that comes to a pack moves what it does not touch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pack_texts import SMALL, written

from demodb.model.account import AccountFacts
from demodb.model.names import match_key
from demodb.packs.pack import Pack, PackChoice, load_pack
from demodb.packs.template import Template

AS_OF = date(2026, 11, 24)
ENTRY = """
[[strategy.painPoints.pool]]
key = "{key}"
{condition}
title = "{key}"
description = "It hurts."
"""
CONDITIONS = {
    "bu": ('bu = ["Kandy"]', lambda facts: facts.unit == "kandy"),
    "country": ('country = ["DE", "SE"]', lambda facts: facts.country in ("DE", "SE")),
    "revenue": ("revenue = [1000, 2000]", lambda facts: 1000 <= facts.revenue < 2000),
    "large": ("revenue = [2_000, inf]", lambda facts: facts.revenue >= 2000),
    "risk": ("renewalRisk = true", lambda facts: facts.renewal_risk),
    "calm": ("renewalRisk = false", lambda facts: not facts.renewal_risk),
}
"""By name a condition as it is written, and whether it is met."""

Met = Callable[[AccountFacts], bool]


def combined(folder: Path) -> tuple[Pack, dict[str, list[Met]]]:
    """A pack with an entry for each pair of conditions on different keys, and what each pair asks for."""
    wanted: dict[str, list[Met]] = {"legacy": []}
    text = (
        SMALL.replace('default = ["Suite"]', 'default = ["Suite"], STL = ["STL"]')
        .replace(
            "[[strategy.opportunities.rows]]",
            "\n".join(
                ENTRY.format(key=f"{one}-{two}", condition="\n".join(dict.fromkeys((CONDITIONS[one][0], CONDITIONS[two][0]))))
                for one, two in pairs()
            )
            + "\n[[strategy.opportunities.rows]]",
        )
        .replace('bu = ["Kandy"]\nweight = 2', "weight = 2")
    )
    for one, two in pairs():
        wanted[f"{one}-{two}"] = [CONDITIONS[one][1], CONDITIONS[two][1]]
    return load_pack(written(folder, text)), wanted


def pairs() -> list[tuple[str, str]]:
    same = ({"revenue", "large"}, {"risk", "calm"})
    return [(one, two) for one, two in product(CONDITIONS, repeat=2) if one <= two and {one, two} not in same]


@pytest.fixture(scope="module")
def pack_and_wanted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, dict[str, list[Met]]]:
    return combined(tmp_path_factory.mktemp("packs") / "combined")


facts_of_accounts = st.builds(
    lambda form, unit, revenue, risk: AccountFacts(match_key(f"Acme {form}"), f"Acme {form}", unit, revenue, risk),
    st.sampled_from(["GmbH", "AB", "plc", "X"]),
    st.sampled_from(["kandy", "stl"]),
    st.sampled_from([0.0, 999.99, 1000.0, 1999.0, 2000.0, 1e9]),
    st.booleans(),
)


@given(facts=facts_of_accounts)
def test_an_entry_may_be_drawn_if_all_its_conditions_are_met(
    pack_and_wanted: tuple[Pack, dict[str, list[Met]]], facts: AccountFacts
) -> None:
    pack, wanted = pack_and_wanted
    suited = [entry.key for entry in pack.pool("painPoints", facts).values]
    assert suited == [key for key, conditions in wanted.items() if all(met(facts) for met in conditions)]


@given(facts=facts_of_accounts)
def test_a_business_unit_that_the_pack_does_not_name_passes_every_condition_on_units(
    pack_and_wanted: tuple[Pack, dict[str, list[Met]]], facts: AccountFacts
) -> None:
    pack, _ = pack_and_wanted
    other = AccountFacts(facts.key, facts.name, "another unit", facts.revenue, facts.renewal_risk)
    kandy = AccountFacts(facts.key, facts.name, "kandy", facts.revenue, facts.renewal_risk)
    assert pack.pool("painPoints", other).values == pack.pool("painPoints", kandy).values


def strategy(pack: Pack, facts: AccountFacts) -> Any:
    return Template(pack, "0", AS_OF).section("strategy", facts)


def account(number: int) -> AccountFacts:
    return AccountFacts(f"account {number}", f"Account {number}", ("kandy", "stl")[number % 2], 1e6)


POOL = "".join(ENTRY.format(key=f"pain-{n}", condition="") for n in range(10))
STRATEGY = SMALL[SMALL.index("[[strategy.painPoints.rows]]") : SMALL.index("[[competitors.rows]]")]


def second(part: str) -> str:
    return 'message = "More"\ndate = 2026-12-01\n' + part


def test_a_new_entry_in_a_new_revision_moves_nothing_but_what_it_takes_the_place_of(tmp_path: Path) -> None:
    rows = "[[strategy.opportunities.rows]]"
    more = "".join(ENTRY.format(key=f"new-{n}", condition="") for n in range(2))
    mine = written(tmp_path / "mine", SMALL.replace(rows, POOL + rows), second(STRATEGY.replace(rows, POOL + more + rows)))
    first, newer = load_pack(mine, "0001"), load_pack(mine)
    assert newer.section_revisions == {"stakeholders": "0001", "strategy": "0002", "competitors": "0001", "actions": "0001"}
    taken = 0
    for number in range(120):
        was, now = strategy(first, account(number)), strategy(newer, account(number))
        assert now["opportunities"] == was["opportunities"]
        for old, new in zip(was["painPoints"], now["painPoints"], strict=True):
            fresh = new["title"].startswith("new-")
            taken += fresh
            words = {key: new[key] for key in ("title", "description") if fresh}
            assert new == old | words
    assert 0 < taken < 60


def test_a_new_field_leaves_all_others_as_they_are(tmp_path: Path) -> None:
    """The second person gets a RACI role and a note in a revision of their own."""
    people = SMALL[SMALL.index("[[stakeholders.rows]]") : SMALL.index("[[strategy.painPoints.rows]]")]
    changed = people.replace('role = "champion"', 'role = "champion"\nraciRole = "informed"')
    mine = written(tmp_path / "mine", SMALL, second(changed))
    for number in range(30):
        was, now = (
            Template(load_pack(mine, revision), "0", AS_OF).section("stakeholders", account(number))
            for revision in ("0001", None)
        )
        assert now[0] == was[0]  # type: ignore[index] # a list of people
        assert now[1] == was[1] | {"raciRole": "informed"}  # type: ignore[index]


def test_a_row_that_comes_moves_no_other(tmp_path: Path) -> None:
    people = SMALL[SMALL.index("[[stakeholders.rows]]") : SMALL.index("[[strategy.painPoints.rows]]")]
    third = people[people.rindex("[[stakeholders.rows]]") :].replace("sh-002", "sh-003")
    mine = written(tmp_path / "mine", SMALL, second(people + third))
    for number in range(30):
        was, now = (
            list(Template(load_pack(mine, revision), "0", AS_OF).section("stakeholders", account(number)))
            for revision in ("0001", None)
        )
        assert now[:2] == was
        assert len(now) == 3


def test_an_account_gets_its_own_pack_before_that_of_its_unit_before_the_default() -> None:
    choice = PackChoice("telecom", {"kandy": "saas"}, {"acme": "./mine"})
    assert [choice.of("acme", "kandy"), choice.of("other", "kandy"), choice.of("other", "stl")] == ["./mine", "saas", "telecom"]
    assert choice.all == ["telecom", "saas", "./mine"]
