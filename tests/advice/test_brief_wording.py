"""How briefs speak: each rule of wording, in all the wordings that there are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from brief_parts import DAY, account, action, deal, pain, person, record, rival, strategy, texts

from demodb.advice.brief import brief
from demodb.advice.move_sayings import MOVES
from demodb.advice.sayings import OPPORTUNITIES, RISKS, SUMMARY
from demodb.advice.voice import Voice
from demodb.model.material import Material

SENTENCES = re.compile(r"(?<=[.?!…])\s+")
MANY = [f"account {n}" for n in range(60)]
"""Keys enough for every wording to come up."""


def in_every_voice(material: Material) -> list[dict[str, Any]]:
    """The briefs of the same material under many keys."""
    return [brief(replace(material, key=key)) for key in MANY]


def said(made: dict[str, Any]) -> str:
    return " ".join(texts(made))


# --- past and overdue ---


def test_a_past_quarter_is_past_in_every_wording() -> None:
    told = record(1_000_000, 0, ("TBD", 300_000, "Q4'25"), ("No", 250_000, "Q2'26"), ("TBD", 200_000, "Q1'27"))
    for made in in_every_voice(account(records=(told,), day=DAY)):
        sentences = [sentence for text in texts(made) for sentence in re.split(r"(?<=[.?!…])\s+|; ", text)]
        past = [sentence for sentence in sentences if "Q4'25" in sentence or "Q2'26" in sentence]
        assert len(past) >= 4
        assert [one for one in past if re.search(r"\b(is|are|falls|runs) (due|out)\b|will|next is", one)] == []
        assert any("was due in Q4'25" in one or "decided in Q4'25" in one or "due in Q4'25" in one for one in past)
        assert "Q1'27" in said(made)


def test_what_was_due_and_is_not_decided_leads_the_summary_the_risks_and_the_recommendations() -> None:
    told = record(1_000_000, 0, ("TBD", 40_000, "Q4'25"), ("No", 600_000, "Q1'27"))
    pains = [pain("Sore", "active", "high", identifiedDate="2025-11-24")]
    people = [person("Di", "decision-maker", "weak")]
    deals = [deal("Big", "proposed", estimatedValue=5_000_000, probability=90)]
    material = account(strategy(pains, deals), ("stakeholders", people), records=(told,), day=DAY)
    for made in in_every_voice(material):
        assert "Q4'25" in made["summary"].split(". ")[0]
        assert "Q4'25" in made["risks"][0]["title"] + made["risks"][0]["description"]
        assert "Q4'25" in made["recommendations"][0]["title"]
        assert made["risks"][0]["severity"] == made["recommendations"][0]["priority"] == "high"


def test_a_date_time_is_late_or_past_by_its_day() -> None:
    def of(time: str) -> list[dict[str, Any]]:
        pains = strategy([pain("Old", "active", "high", identifiedDate=f"2026-08-01{time}")], [])
        people = [person("Ann", "blocker", "weak", lastInteraction=f"2026-09-02{time}")]
        actions = [action("Minor", "low", f"2026-11-23{time}"), action("Today", "low", f"{DAY}{time}")]
        return in_every_voice(account(pains, ("stakeholders", people), ("actions", actions), day=DAY))

    assert of("T23:59:59.999Z") == of("")


def test_a_trifle_that_is_overdue_does_not_lead() -> None:
    told = record(1_000_000, 0, ("TBD", 900, "Q4'25"))
    pains = [pain("Sore", "active", "high")]
    made = brief(account(strategy(pains, []), records=(told,), day=DAY))
    assert (made["risks"][0]["title"], made["risks"][1]["severity"]) == ("Sore", "medium")


@pytest.mark.parametrize(("day", "leads"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_the_day_that_is_given_outweighs_the_as_of_date(day: date, *, leads: bool) -> None:
    material = account(records=(record(100, 0, ("TBD", 100, "Q4'25")),), day=date(2020, 1, 1))
    assert ("Q4'25" in brief(material, day)["summary"].split(". ")[0]) is leads


def test_without_a_day_nothing_is_past() -> None:
    told = record(1_000_000, 0, ("TBD", 40_000, "Q4'25"))
    assert all("was due" not in said(made) for made in in_every_voice(account(records=(told,))))


def test_an_urgent_action_past_its_day_leads_and_is_called_by_its_name() -> None:
    actions = [action("Later", "high", "2026-12-01"), action("Send the list", "high", "2026-10-02", owner="Deal desk")]
    late = [*actions, action("Minor", "low", "2025-01-01"), action("Done", "high", "2025-01-01", status="done")]
    people = [person("Di", "decision-maker", "weak")]
    for made in in_every_voice(account(("actions", late), ("stakeholders", people), day=DAY)):
        first = made["recommendations"][0]
        assert "Send the list" in first["title"]
        assert ("October 2026" in first["description"], "Deal desk" in first["description"]) == (True, True)
        assert "two actions are late" in first["description"]


def test_open_actions_of_high_priority_are_counted() -> None:
    rows = [
        action("a", "high"),
        action("b", "high", status="in-progress"),
        action("c", "high", status="done"),
        action("d", "low"),
    ]
    for made in in_every_voice(account(("actions", rows), day=DAY)):
        first = made["recommendations"][0]
        assert "two actions" in f"{first['title']} {first['description']}".casefold()


# --- levels and order ---


@pytest.mark.parametrize(
    ("said_of_it", "arr", "quarter", "level"),
    [
        ("TBD", 500_000, "Q1'27", "high"),
        ("BU decision required", 250_000, "Next Yr", "high"),
        ("TBD", 240_000, "Q1'27", "medium"),
        ("TBD", 10_000, "Q3'26", "high"),
        ("TBD", None, "Q3'26", "high"),
        ("TBD", None, "Q4'26", "medium"),
        ("No (SF)", 50_000, "Q1'27", "high"),
        ("No", 49_000, "Q1'27", "medium"),
        ("No", None, None, "high"),
    ],
)
def test_how_much_a_renewal_weighs(said_of_it: str, arr: float | None, quarter: str | None, level: str) -> None:
    made = brief(account(records=(record(1_000_000, 0, (said_of_it, arr, quarter)),), day=DAY))
    assert (made["risks"][0]["severity"], made["recommendations"][0]["priority"]) == (level, level)


def test_the_order_follows_what_matters_for_the_account() -> None:
    pains = [pain("Sore", "active", "high")]
    deals = [deal("Big", "proposed", estimatedValue=900_000, probability=90)]
    small = account(strategy(pains, deals), records=(record(1_000_000, 0, ("No", 60_000, "Q1'27")),), day=DAY)
    large = replace(small, records=(record(1_000_000, 0, ("No", 990_000, "Q1'27")),))
    assert "Big" in brief(small)["recommendations"][0]["title"]
    assert "990,000 USD" in brief(large)["recommendations"][0]["description"]
    assert [note["title"] == "Sore" for note in brief(large)["risks"]] == [False, True]
    assert [note["title"] == "Sore" for note in brief(small)["risks"]] == [True, False]


def test_a_pain_point_counts_when_it_is_active_or_severe_and_monitored() -> None:
    pains = [
        pain("watched", "monitoring", "high"),
        pain("slight", "monitoring", "medium"),
        pain("over", "resolved", "high"),
        pain("sharp", "active", "high"),
    ]
    made = brief(account(strategy(pains, [])))
    assert [(note["title"], note["severity"]) for note in made["risks"]] == [("sharp", "high"), ("watched", "medium")]
    assert made["summary"].endswith(": sharp.")


# --- people ---


def test_no_remedy_is_agreed_with_somebody_who_blocks() -> None:
    people = [
        person("Bea Block", "blocker", "weak"),
        person("Al Ally", "champion", "strong"),
        person("Di", "decision-maker", "weak"),
    ]
    pains = [pain("Sore", "active", "high", owner="Bea Block")]
    for made in in_every_voice(account(("stakeholders", people), strategy(pains, []))):
        remedy = next(note for note in made["risks"] if note["title"] == "Sore")["mitigation"]
        relief = next(note for note in made["recommendations"] if "Sore" in note["title"])["nextSteps"][0]
        assert all("Al Ally" in text for text in (remedy, relief))
        assert not re.search(
            r"(with|Let|from|Ask) Bea Block", f"{remedy} {relief}".replace("start with Bea Block, a blocker", "")
        )


def test_nobody_who_blocks_is_asked_for_an_introduction_or_a_decision() -> None:
    people = [person("Bea", "blocker", "strong"), person("BEA", "champion", "strong"), person("bea", "decision-maker", "strong")]
    deals = [deal("Big", "proposed", estimatedValue=10)]
    for made in in_every_voice(account(("stakeholders", people), strategy([pain("Sore", "active", "high")], deals))):
        steps = [step for note in made["recommendations"] for step in note["nextSteps"]]
        steps += [note["mitigation"] for note in made["risks"]]
        assert [step for step in steps if "bea" in step.casefold()] == []


# --- texts ---


def test_ids_of_rows_do_not_reach_a_reader() -> None:
    pains = [
        {**pain("Replay of events", "active", "high"), "id": "pp-003"},
        {
            **pain("Billing", "active", "high"),
            "id": "pp-004",
            "description": "Needs pp-003 first (see opp-1, pp-009). AS-400 and ISO-27001 stay.",
        },
    ]
    deals = [{**deal("Feed", "proposed"), "id": "opp-1", "description": "Waits for the replay (pp-003)."}]
    found = said(brief(account(strategy(pains, deals))))
    assert not re.search(r"\b(pp|opp)-\d", found)
    assert "Needs “Replay of events” first. AS-400 and ISO-27001 stay." in found
    assert "Waits for the replay. " in found


def test_a_number_is_rounded_one_way(materials: Mapping[str, Material]) -> None:
    told = record(1_395_004, 0, ("TBD", 1_036_403, "Q3'26"))
    for made in in_every_voice(account(records=(told,), day=DAY)):
        amounts = re.findall(r"[0-9][0-9.,]*(?: million)? USD", said(made))
        assert {*amounts} == {"1.4 million USD", "1.04 million USD"}
    for material in materials.values():
        for note in brief(material)["opportunities"]:
            shown = re.findall(r"([0-9][0-9.,]*)( million)? USD", note["description"])
            told_values = [float(figure.replace(",", "")) * (1e6 if million else 1) for figure, million in shown]
            assert "estimatedValue" not in note or min(abs(one / note["estimatedValue"] - 1) for one in told_values) < 0.005


def test_several_things_are_joined_by_commas(materials: Mapping[str, Material]) -> None:
    rivals = [rival("Them", "our-competitor", ["Price", "Reach", "Brand"], [])]
    people = [person("Di", "decision-maker", "weak", interests=["cost", "speed"])]
    for made in in_every_voice(account(("competitors", rivals), ("stakeholders", people))):
        assert ": Price, Reach." in said(made)
        assert "cost and speed" in said(made)
    steps = [step for one in materials.values() for note in brief(one)["recommendations"] for step in note["nextSteps"]]
    assert [step for step in steps if ";" in step] == []


# --- the mould ---


@pytest.mark.parametrize("table", [SUMMARY, OPPORTUNITIES, RISKS, MOVES], ids=["summary", "opportunities", "risks", "moves"])
def test_every_kind_of_sentence_has_three_wordings_and_each_comes_up(table: Mapping[str, tuple[str, ...]]) -> None:
    for kind, wordings in table.items():
        assert len({*wordings}) == len(wordings) >= 3, kind
        facts = {fact: "x" for wording in wordings for fact in re.findall(r"{(\w+)}", wording)}
        assert len({Voice(key, table).say(kind, **facts) for key in MANY}) == len(wordings), kind
        neighbours = [Voice("a", table).at(place).say(kind, **facts) for place in range(len(wordings))]
        assert len({*neighbours}) == len(wordings), kind


def test_no_sentence_stands_in_the_briefs_of_all(materials: Mapping[str, Material]) -> None:
    found = Counter[str]()
    for material in materials.values():
        found.update({sentence for text in texts(brief(material)) for sentence in SENTENCES.split(text)})
    most = found.most_common(1)[0]
    assert most[1] < len(materials) * 0.4, most
