"""Answers are held against what was given: what is invented is found, what is true is left in peace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from demodb.advice.brief import brief
from demodb.advice.checker import MOST_FAULTS, answer_faults
from demodb.advice.excerpt import Occasion
from demodb.advice.figures import amounts, quarters
from demodb.model.material import Material

LIQUID, BT, SPOTIFY = "liquid-telecom", "british-telecommunications-plc", "spotify"
OCCASION = Occasion(date(2026, 11, 24), date(2026, 11, 24), {"Kandy": "Voice for carriers, with SIP trunking."})

INVENTED = [
    (LIQUID, "Liquid Telecom could spend another 5 million USD with us.", ['amount "5 million USD"']),
    (LIQUID, "The contact centre is worth $450,000.", ['amount "$450,000"']),
    (LIQUID, "Some 35,000 seats are within reach.", ['amount "35,000"']),
    (LIQUID, "A discount of EUR 80k would settle it.", ['amount "EUR 80k"']),
    (LIQUID, "Of the revenue 2.4m USD is at risk.", ['amount "2.4m USD"']),
    (LIQUID, "The renewal is due in Q3'27.", ['quarter "Q3\'27"']),
    (LIQUID, "They decide in the second quarter of 2028.", ['quarter "second quarter of 2028"']),
    (LIQUID, "Budgets are set in Q2 2027, as every year.", ['quarter "Q2 2027"']),
    (LIQUID, "Ask John Miller for a meeting.", ['name "John Miller"']),
    (LIQUID, "Margaret Obuya leads procurement and wants a discount.", ['name "Margaret Obuya"']),
    (LIQUID, "Let Tendai Vandermeulen sign.", ['name "Tendai Vandermeulen"']),
    (LIQUID, "The group is comparing us with Microsoft Teams.", ['name "Microsoft Teams"']),
    (LIQUID, "RingCentral undercuts us by a third.", ['name "RingCentral"']),
    (LIQUID, "Zoom's offer is on the table.", ['name "Zoom"']),
    (LIQUID, "Genesys offers a cheaper contact centre.", ['name "Genesys"']),
    (LIQUID, "A bundle with Kandy Fusion Edge would help.", ['name "Kandy Fusion Edge"']),
    (BT, "IBM has been asked to bid, says the account team.", ['name "IBM"']),
    (BT, "Their move to SAP S/4HANA delays the catalogue.", ['name "SAP S/4HANA"']),
    (BT, "Philippa Okonedo signs 875,000 USD in Q1'29.", ['amount "875,000 USD"', 'quarter "Q1\'29"', 'name "Philippa Okonedo"']),
    (SPOTIFY, "Neither Deezer nor Apple Music pays 77,000 USD.", ['amount "77,000 USD"', 'name "Deezer"', 'name "Apple Music"']),
]
"""An account, a sentence that no data supports, and what is found in it."""

TRUE = [
    (LIQUID, "Liquid Telecom brings in about 1.4 million USD a year, more than 1 million of it at risk."),
    (LIQUID, "Two renewals worth $446k are refused, and 590,000 USD is undecided; Q4 is the time to decide."),
    (LIQUID, "Naledi's team sold 8,000 seats; 12,000 are open. Chipo Vandermeulen's view counts."),
    (LIQUID, "The CTO, Pieter Vorstermans, insists on media nodes in Africa. Procurement wants a price list in ZAR."),
    (LIQUID, "By Q4'26, before the end of December, meet Mr Mupfumira-Clarke on a Monday and bring the KPIs."),
    (LIQUID, "Secure The Renewals At Risk Before They Lapse."),
    (LIQUID, "Ringhollow's weak spot: no media nodes. SIP-based trunks help. A Kandy-branded offer, the Group's own."),
    (LIQUID, "The pipeline of 1.07 million USD, 512,000 USD by probability, nearly 650,000 USD of it proposed."),
    (BT, "42 % of 3.76 million USD hangs on it; the largest is 639,000 USD a year."),
]


def told(text: str, material: Material) -> dict[str, Any]:
    """A good answer with this sentence in it."""
    answer = brief(material)
    return answer | {"summary": f"{answer['summary']} {text}"}


@pytest.mark.parametrize(("slug", "text", "found"), INVENTED, ids=[text for _, text, _ in INVENTED])
def test_what_is_invented_is_found(materials: Mapping[str, Material], slug: str, text: str, found: list[str]) -> None:
    material = materials[slug]
    assert answer_faults(told(text, material), material, OCCASION) == [f"the {fault}" for fault in found]


@pytest.mark.parametrize(("slug", "text"), TRUE, ids=[text for _, text in TRUE])
def test_what_is_true_is_no_fault(materials: Mapping[str, Material], slug: str, text: str) -> None:
    material = materials[slug]
    assert answer_faults(told(text, material), material, OCCASION) == []


@pytest.mark.slow
def test_two_hundred_briefs_turned_into_answers_raise_no_alarm(materials: Mapping[str, Material]) -> None:
    accounts = [*materials.values(), *(replace(one, key=f"{one.key} again") for one in [*materials.values()][:72])]
    assert len(accounts) == 200
    found = {one.slug: answer_faults(brief(one), one, Occasion(date(2026, 11, 24))) for one in accounts}
    assert {slug: faults for slug, faults in found.items() if faults} == {}


def test_every_part_of_an_answer_is_looked_at(materials: Mapping[str, Material]) -> None:
    material = materials[LIQUID]
    good = brief(material)
    for kind in ("opportunities", "risks", "recommendations"):
        for key in set(good[kind][0]) - {"confidence", "severity", "priority", "estimatedValue"}:
            value = ["Call Zaphod Beeble."] if key == "nextSteps" else "It is up to Zaphod Beeble."
            answer = good | {kind: [good[kind][0] | {key: value}, *good[kind][1:]]}
            assert answer_faults(answer, material, OCCASION) == ['the name "Zaphod Beeble"'], key
    answer = good | {"opportunities": [good["opportunities"][0] | {"estimatedValue": 777_000}]}
    assert answer_faults(answer, material, OCCASION) == ['the amount "777,000"']


def test_faults_are_named_once_and_not_without_end(materials: Mapping[str, Material]) -> None:
    material = materials[LIQUID]
    assert answer_faults(told("Ask Zaphod, then ask Zaphod.", material), material, OCCASION) == ['the name "Zaphod"']
    many = " ".join(f"It costs {n},345,678 USD." for n in range(101, 140))
    assert len(answer_faults(told(many, material), material, OCCASION)) == MOST_FAULTS


def test_figures_are_read_with_their_scale_and_how_exactly_they_are_said() -> None:
    said = "about $1.2m, 329,000 USD, EUR 5 bn, 12 000 seats, 15000, in 2026, 60 %, 9,950 USD and 30 days"
    assert [figure.value for figure in amounts(said)] == [1.2e6, 329_000, 5e9, 12_000, 15_000, 9_950]
    one = next(amounts("1.2 million"))
    assert (one.is_one_of([1_240_000]), one.is_one_of([1_260_000])) == (True, False)


def test_quarters_are_read_in_all_their_spellings() -> None:
    said = "Q4'26, q1 2027, Q2/2027, 2028-Q3, the fourth quarter of 2025, Q3"
    assert [quarter for _, quarter in quarters(said)] == [(26, 4), (27, 1), (27, 2), (28, 3), (25, 4), (None, 3)]
