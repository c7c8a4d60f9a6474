"""Briefs by rules: valid for every plan, the same for the same account, and each rule as documented."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from brief_parts import account, deal, person, record, rival, strategy, texts
from effort import examples
from gold_files import GoldFiles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_documents import MATERIALS

from demodb.advice.brief import NOTES, brief
from demodb.advice.summary import LENGTH
from demodb.model.faults import model_faults
from demodb.model.intelligence import Advice
from demodb.model.material import Material

HEROES = (*("british-telecommunications-plc", "liquid-telecom", "telefonica-uk-limited", "spotify", "atandt-services-inc"),)
OTHERS = (
    *("harrowmere-broadcasting-plc", "donauklang-medien-gmbh", "high-juniper-fiber-llc-nm", "kotonoha-bridge-kk"),
    *("4peaks-valley-broadband", "prairie-chord-telecom-inc", "savanna-lark-kenya-ltd", "telecable-peñarrubia-sa"),
    *("vigía-austral-telecom-sa", "o'dunnagh-broadband-ltd"),
)


def titles(notes: list[dict[str, Any]]) -> list[str]:
    return [note["title"] for note in notes]


def as_read(name: str, made: dict[str, Any]) -> Iterator[str]:
    """A brief as lines of text."""
    yield from (name, "=" * len(name), "", made["summary"], "", "Opportunities")
    for note in made["opportunities"]:
        yield f"- [{note['confidence']}] {note['title']}"
        yield f"    {note['description']}"
    yield from ("", "Risks")
    for note in made["risks"]:
        yield f"- [{note['severity']}] {note['title']}"
        yield from (f"    {note['description']}", f"    > {note['mitigation']}")
    yield from ("", "Recommendations")
    for note in made["recommendations"]:
        yield f"- [{note['priority']}] {note['title']}"
        yield from (f"    {note['description']}", *(f"    {n}. {step}" for n, step in enumerate(note["nextSteps"], 1)))
    yield from ("", "")


@pytest.mark.parametrize(("name", "slugs"), [("briefs_of_heroes.txt", HEROES), ("briefs_of_others.txt", OTHERS)])
def test_fifteen_briefs_are_those_of_the_gold_files(
    materials: Mapping[str, Material], gold_files: GoldFiles, name: str, slugs: tuple[str, ...]
) -> None:
    lines = [line for slug in slugs for line in as_read(materials[slug].name, brief(materials[slug]))]
    gold_files.check(name, "\n".join(lines).rstrip() + "\n")


@pytest.mark.slow
@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow])
@given(MATERIALS, st.none() | st.dates())
def test_a_brief_of_any_account_is_valid_closed_and_the_same_again(material: Material, day: date | None) -> None:
    made = brief(material, day)
    assert model_faults(Advice, made) == []
    assert json.loads(json.dumps(made, allow_nan=False)) == made == brief(material, day)
    assert len({*titles(made["recommendations"])}) == 3
    assert max(len(made["opportunities"]), len(made["risks"])) <= NOTES
    assert all(text == " ".join(text.split()) != "" for text in texts(made))


def test_every_account_of_the_sample_has_something_to_say(materials: Mapping[str, Material]) -> None:
    briefs = [brief(material) for material in materials.values()]
    assert all(made["opportunities"] and made["risks"] and model_faults(Advice, made) == [] for made in briefs)
    assert all(len(made["summary"]) <= LENGTH for made in briefs)
    assert all(2 <= len(note["nextSteps"]) <= 4 for made in briefs for note in made["recommendations"])


def test_an_account_of_which_nothing_is_known_gets_a_plain_brief() -> None:
    made = brief(account())
    assert made["summary"] == (
        "Acme brings in no revenue so far, going by the records. No opportunity is open. "
        "The plan has no stakeholders, strategy, competitors or actions yet."
    )
    assert (made["opportunities"], made["risks"]) == ([], [])
    assert [note["priority"] for note in made["recommendations"]] == ["medium", "low", "low"]


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
    assert all(said in made["summary"].casefold() for said in ("five opportunities", "2,010 usd", "509 usd"))
    assert [(note["title"], note["confidence"], note.get("estimatedValue")) for note in made["opportunities"]] == [
        ("usual", "medium", 1000),
        ("large", "low", 1000),
        ("small", "high", 10),
        ("unknown", "high", None),
        ("negative", "low", None),
    ]


def test_competitors_of_ours_are_risks_by_what_they_are_good_at() -> None:
    rivals = [
        rival("Even", "both", ["a"], ["b"]),
        rival("Theirs", "customer-competitor", ["a"], []),
        rival("Silent", "our-competitor", ["<b></b>"], []),
        rival("Strong", "our-competitor", ["a", "b"], ["soft"]),
    ]
    risks = brief(account(("competitors", rivals)))["risks"]
    assert [next(name for name in ("Even", "Strong") if name in note["title"]) for note in risks] == ["Strong", "Even"]
    assert [note["severity"] for note in risks] == ["medium", "low"]
    assert risks[0]["mitigation"].endswith("soft.")


def test_weak_and_unknown_relationships_matter_with_decision_makers_and_blockers() -> None:
    people = [
        person("Bo", "blocker", "weak"),
        person("Di", "decision-maker", "unknown", interests=["cost", "5G"]),
        person("Ed", "decision-maker", "strong"),
        person("Flo", "champion", "weak"),
    ]
    made = brief(account(("stakeholders", people)))
    assert [(note["title"].count("Di"), note["severity"]) for note in made["risks"]] == [(1, "high"), (0, "medium")]
    assert "Di" in made["recommendations"][0]["title"]
    assert any("cost and 5G" in step for step in made["recommendations"][0]["nextSteps"])


@pytest.mark.parametrize(
    ("rr", "nrr", "said"),
    [
        (0, 0, ("no revenue", "Acme", "with STL")),
        (5000, 0, ("5,000 USD a year with STL", "all of")),
        (0, 5000, ("5,000 USD a year with STL", "none of")),
        (1_200_000, 800_000, ("2 million USD a year with STL", "1.2 million USD of")),
        (2_000_000, 1, ("2 million USD a year with STL", "almost all of")),
        (1.7e308, 1.7e308, ("more than 1,000 trillion USD a year with STL", "almost all of")),
    ],
)
def test_the_summary_says_the_revenue_and_how_much_of_it_recurs(rr: float, nrr: float, said: tuple[str, ...]) -> None:
    for key in "abcdefgh":
        found = brief(account(records=(record(rr, nrr),), key=key))["summary"].split(". ")[0]
        assert [part for part in said if part.casefold() not in found.casefold()] == []


def test_markup_and_blank_texts_do_not_reach_the_brief() -> None:
    pains = [
        {"id": "1", "title": "<b>Slow</b> &amp; dear", "description": "d", "status": "active", "severity": "high"},
        {"id": "2", "title": "\u200b", "description": "d", "status": "active", "severity": "low"},
    ]
    risks = brief(account(strategy(pains, [])))["risks"]
    assert titles(risks) == ["Slow & dear", "Pain point without a title"]
