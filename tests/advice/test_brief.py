"""Briefs by rules: valid for every plan, the same for the same account, and each rule as documented."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from effort import examples
from fixture_types import Gold
from hypothesis import HealthCheck, given, settings
from plan_documents import MATERIALS

from demodb.advice.brief import NOTES, brief
from demodb.model.faults import model_faults
from demodb.model.intelligence import Advice
from demodb.model.material import Material

HERO, SEEDED = "liquid-telecom", "harrowmere-broadcasting-plc"


def account(*sections: Any, records: tuple[dict[str, Any], ...] = ()) -> Material:
    return Material("a", "Acme", "acme", records, dict(sections))


def strategy(pains: list[dict[str, Any]], deals: list[dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    return "strategy", {"painPoints": pains, "opportunities": deals}


def pain(title: str, status: str, severity: str) -> dict[str, Any]:
    return {"id": title, "title": title, "description": "d", "status": status, "severity": severity}


def deal(title: str, status: str, **other: Any) -> dict[str, Any]:
    return {"id": title, "title": title, "description": "d", "status": status, **other}


def person(name: str, role: str, relationship: str, **other: Any) -> dict[str, Any]:
    return {"id": name, "name": name, "title": "CTO", "role": role, "relationshipStrength": relationship, **other}


def rival(name: str, kind: str, strengths: list[str], weaknesses: list[str]) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "description": "d", "strengths": strengths, "weaknesses": weaknesses}


def record(rr: float, nrr: float, *subscriptions: tuple[str | None, float | None, str | None]) -> dict[str, Any]:
    told = [{"will_renew": said, "arr": arr, "renewal_qtr": quarter} for said, arr, quarter in subscriptions]
    return {"businessUnit": "STL", "name": "Acme", "rr": rr, "nrr": nrr, "subscriptions": told}


def titles(notes: list[dict[str, Any]]) -> list[str]:
    return [note["title"] for note in notes]


@pytest.mark.parametrize("slug", [HERO, SEEDED])
def test_the_brief_is_that_of_the_gold_file(materials: Mapping[str, Material], gold: Gold, slug: str) -> None:
    assert json.dumps(brief(materials[slug]), ensure_ascii=False, indent=2) + "\n" == gold(f"brief_{slug}.json")


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow])
@given(MATERIALS)
def test_a_brief_of_any_account_is_valid_closed_and_the_same_again(material: Material) -> None:
    made = brief(material)
    assert model_faults(Advice, made) == []
    assert json.loads(json.dumps(made, allow_nan=False)) == made == brief(material)
    assert len({*titles(made["recommendations"])}) == 3
    assert max(len(made["opportunities"]), len(made["risks"])) <= NOTES
    texts = [made["summary"], *(note[key] for kind in list(made)[1:] for note in made[kind] for key in ("title", "description"))]
    assert all(text == " ".join(text.split()) != "" for text in texts)


def test_every_account_of_the_sample_has_something_to_say(materials: Mapping[str, Material]) -> None:
    briefs = [brief(material) for material in materials.values()]
    assert all(made["opportunities"] and made["risks"] and model_faults(Advice, made) == [] for made in briefs)


def test_an_account_of_which_nothing_is_known_gets_a_plain_brief() -> None:
    made = brief(account())
    assert made["summary"] == (
        "No revenue is on record for Acme. No opportunity is open. "
        "The plan has no stakeholders, strategy, competitors or actions yet."
    )
    assert (made["opportunities"], made["risks"]) == ([], [])
    assert titles(made["recommendations"]) == [
        "Learn who decides",
        "Ask for the customer's priorities",
        "Review the account plan",
    ]


def test_open_opportunities_are_ordered_by_value_times_probability_and_closed_ones_left_out() -> None:
    deals = [
        deal("small", "proposed", estimatedValue=10, probability=90),
        deal("won", "won", estimatedValue=9999, probability=100),
        deal("large", "identified", estimatedValue=1000, probability=10),
        deal("lost", "lost", estimatedValue=9999),
        deal("usual", "exploring", estimatedValue=1000),
        deal("unknown", "proposed"),
        deal("negative", "identified", estimatedValue=-5, probability=1),
    ]
    made = brief(account(strategy([], deals)))
    assert "Five opportunities are open, worth 2,010 USD and 509 USD weighted by probability." in made["summary"]
    assert [(note["title"], note["confidence"], note.get("estimatedValue")) for note in made["opportunities"]] == [
        ("usual", "medium", 1000),
        ("large", "low", 1000),
        ("small", "high", 10),
        ("unknown", "high", None),
        ("negative", "low", None),
    ]


def test_a_pain_point_counts_when_it_is_active_or_severe_and_monitored() -> None:
    pains = [
        pain("watched", "monitoring", "high"),
        pain("slight", "monitoring", "medium"),
        pain("over", "resolved", "high"),
        pain("sharp", "active", "high"),
    ]
    made = brief(account(strategy(pains, [])))
    assert [(note["title"], note["severity"]) for note in made["risks"]] == [("sharp", "high"), ("watched", "medium")]
    assert "The most pressing pain point: sharp." in made["summary"]


def test_weak_and_unknown_relationships_matter_with_decision_makers_and_blockers() -> None:
    people = [
        person("Bo", "blocker", "weak"),
        person("Di", "decision-maker", "unknown", interests=["cost", "5G"]),
        person("Ed", "decision-maker", "strong"),
        person("Flo", "champion", "weak"),
    ]
    made = brief(account(("stakeholders", people)))
    assert [(note["title"], note["severity"]) for note in made["risks"]] == [
        ("Unknown relationship with Di", "high"),
        ("Weak relationship with Bo", "medium"),
    ]
    assert made["recommendations"][0]["title"] == "Build the relationship with Di"
    assert "Prepare what matters to them: cost; 5G." in made["recommendations"][0]["nextSteps"]


def test_lost_renewals_weigh_more_than_undecided_ones() -> None:
    told = [("TBD", 600_000, "Next Yr"), ("No", 250_000, "Q1'26"), ("No (SF)", None, None), ("Yes", 9, "Q1'26"), (None, 9, None)]
    made = brief(account(records=(record(1_000_000, 0, *told),)))
    assert [(note["title"], note["severity"], note["description"]) for note in made["risks"]] == [
        (
            "Renewals likely to be lost",
            "high",
            "Two subscriptions are not expected to renew, worth 250,000 USD a year. The earliest is due in Q1'26.",
        ),
        (
            "Renewals not decided yet",
            "medium",
            "One subscription is undecided, worth 600,000 USD a year. The earliest is due next year.",
        ),
    ]
    assert "Three renewals, worth 850,000 USD a year, are at risk." in made["summary"]
    assert made["recommendations"][0]["title"] == "Secure the renewals at risk"


def test_competitors_of_ours_are_risks_by_what_they_are_good_at() -> None:
    rivals = [
        rival("Even", "both", ["a"], ["b"]),
        rival("Theirs", "customer-competitor", ["a"], []),
        rival("Silent", "our-competitor", ["<b></b>"], []),
        rival("Strong", "our-competitor", ["a", "b"], ["c"]),
    ]
    risks = brief(account(("competitors", rivals)))["risks"]
    assert [(note["title"], note["severity"]) for note in risks] == [
        ("Strong competes for the account", "medium"),
        ("Even competes for the account", "low"),
    ]
    assert risks[0]["mitigation"] == "Show where they are weaker: c."


def test_open_actions_of_high_priority_are_counted() -> None:
    rows = [("todo", "high"), ("in-progress", "high"), ("done", "high"), ("todo", "low")]
    actions = [{"id": str(n), "title": "t", "status": status, "priority": priority} for n, (status, priority) in enumerate(rows)]
    made = brief(account(("actions", actions)))["recommendations"]
    assert made[0]["description"] == "Two actions of high priority are still open."


@pytest.mark.parametrize(
    ("rr", "nrr", "said"),
    [
        (0, 0, "No revenue is on record for Acme with STL."),
        (5000, 0, "Acme brings in 5,000 USD a year with STL, all of it recurring."),
        (0, 5000, "Acme brings in 5,000 USD a year with STL, none of it recurring."),
        (1_200_000, 800_000, "Acme brings in 2 million USD a year with STL, 1.2 million USD of it recurring."),
        (2_000_000, 1, "Acme brings in 2 million USD a year with STL, almost all of it recurring."),
        (1.7e308, 1.7e308, "Acme brings in more than 1,000 trillion USD a year with STL, almost all of it recurring."),
    ],
)
def test_the_summary_starts_with_the_revenue(rr: float, nrr: float, said: str) -> None:
    assert brief(account(records=(record(rr, nrr),)))["summary"].startswith(said)


def test_markup_and_blank_texts_do_not_reach_the_brief() -> None:
    pains = [pain("<b>Slow</b> &amp; dear", "active", "high"), pain("\u200b", "active", "low")]
    risks = brief(account(strategy(pains, [])))["risks"]
    assert titles(risks) == ["Slow & dear", "Pain point without a title"]
