"""Packs that draw by situations: people, pains, deals, rivals and cards of an account tell one story."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from situated_texts import AS_OF, NOW, Plans, all_of, facts, offices_at, plan, situation

from demodb.model.documents import SECTIONS
from demodb.packs.locales import latin_names_of
from demodb.packs.pack import Pack, load_pack
from demodb.packs.template import Template


def test_a_situation_is_drawn_of_those_whose_conditions_hold_and_a_fallback_where_no_other_fits(pack: Pack) -> None:
    assert {situation(pack, facts(n, "no", "no")) for n in range(20)} == {"lost"}
    assert {situation(pack, facts(n, "yes", "unknown")) for n in range(20)} == {"renewal-near"}
    assert {situation(pack, facts(n, "yes", quarter=NOW + 2)) for n in range(20)} == {"steady"}
    assert {situation(pack, facts(n, "yes", quarter=None)) for n in range(20)} == {"steady"}
    assert {situation(pack, facts(n, "yes", "undecided")) for n in range(20)} == {"steady"}
    assert {situation(pack, facts(n)) for n in range(20)} == {"steady"}


def test_a_situation_that_an_account_has_stays_while_the_pack_knows_it(pack: Pack) -> None:
    assert situation(pack, replace(facts(1, "no"), situation="steady")) == "steady"
    assert situation(pack, replace(facts(1, "no"), situation="unheard of")) == "lost"


def test_what_is_lost_is_told_by_people_pains_and_deals_alike(plans: Plans) -> None:
    for found in plans["lost"]:
        assert found["strategy"]["painPoints"][0]["title"] in ("The contract ends and nobody argued", "Notice given by letter")
        assert found["strategy"]["painPoints"][0]["severity"] == "high"
        assert {row["status"] for row in found["strategy"]["opportunities"]} == {"lost"}
        strengths = {row["role"]: row["relationshipStrength"] for row in found["stakeholders"]}
        assert strengths["decision-maker"] in ("weak", "unknown")
        assert strengths["champion"] in ("weak", "moderate")
    assert any("Has not answered" in row.get("notes", "") for found in plans["lost"] for row in found["stakeholders"])
    assert not any("Has not answered" in row.get("notes", "") for found in plans["steady"] for row in found["stakeholders"])


def test_a_pain_point_brings_its_card_and_what_is_only_brought_comes_with_nothing_else(
    plans: Plans,
) -> None:
    boards = [[row["title"] for row in found["actions"]] for found in plans["lost"]]
    assert all("Ask why" in board for board in boards if board)
    assert any(boards)
    assert not any(row["title"] == "Ask why" for found in plans["steady"] for row in found["actions"])


def test_entries_of_a_group_never_stand_together(plans: Plans) -> None:
    together = [{row["title"] for rows in found["strategy"].values() for row in rows} for found in all_of(plans)]
    assert any("The same corner, every week" in titles for titles in together)
    assert any("One day for the windows" in titles for titles in together)
    assert not any({"The same corner, every week", "One day for the windows"} <= titles for titles in together)


def test_open_ones_stand_first_the_worst_pain_and_the_largest_deal_of_them(plans: Plans) -> None:
    for found in all_of(plans):
        worst = [
            (row["status"] == "resolved", "high medium low".index(row["severity"])) for row in found["strategy"]["painPoints"]
        ]
        largest = [(row["status"] in ("won", "lost"), -row["estimatedValue"]) for row in found["strategy"]["opportunities"]]
        assert (worst, largest) == (sorted(worst), sorted(largest))


def test_the_probability_follows_the_stage(plans: Plans) -> None:
    bands = {"identified": (5, 20), "proposed": (45, 75), "lost": (0, 0)}
    for found in all_of(plans):
        for row in found["strategy"]["opportunities"]:
            low, high = bands[row["status"]]
            assert low <= row["probability"] <= high


def test_a_chart_is_one_of_the_shapes_with_a_gap_where_nobody_sits(plans: Plans) -> None:
    shapes = Counter(tuple(row["id"] for row in found["stakeholders"]) for found in all_of(plans))
    assert set(shapes) == {("sh-001", "sh-002"), ("sh-002", "sh-001", "sh-003")}
    assert {len(found["stakeholders"]) for found in plans["renewal-near"]} == {2}
    for found in all_of(plans):
        for row in found["stakeholders"]:
            assert ("email" in row, "lastInteraction" in row) == ((row["name"] != "Vacant",) * 2)
            if row["name"] == "Vacant":
                assert (row["notes"], row["relationshipStrength"]) == ("Open since the spring.", "unknown")


def test_nobody_was_met_before_they_came(plans: Plans) -> None:
    for found in all_of(plans):
        (arrival,) = [row for row in found["stakeholders"] if row["id"] == "sh-002"]
        assert "month" in arrival["tenure"]
        came = AS_OF - timedelta(days=31 * int(arrival["tenure"].split()[0]))
        assert date.fromisoformat(arrival["lastInteraction"]) > came


def test_a_card_is_made_before_it_is_due_and_done_ones_were_due_before_the_day(
    plans: Plans,
) -> None:
    cards = [row for found in all_of(plans) for row in found["actions"]]
    assert {row["status"] for row in cards} == {"todo", "in-progress", "done"}
    for row in cards:
        created, due = date.fromisoformat(row["createdAt"]), date.fromisoformat(row["dueDate"])
        assert created < due
        assert created < AS_OF
        assert due.weekday() < 5
        assert row["status"] != "done" or due < AS_OF
    assert any(row["status"] == "todo" and row["dueDate"] < AS_OF.isoformat() for row in cards)


def test_a_note_that_mentions_a_rival_stands_where_the_rival_is_and_comes_with_it(
    plans: Plans,
) -> None:
    for found in all_of(plans):
        mentions = [row for row in found["stakeholders"] if "works at" in row.get("notes", "")]
        assert len(mentions) == any(row["name"] == "A local firm" for row in found["competitors"])
        assert all(row["notes"] == "Knows somebody who works at A local firm." for row in mentions)


def test_a_customer_has_a_rival_of_its_own_where_it_has_any(plans: Plans) -> None:
    types = Counter(tuple(row["type"] for row in found["competitors"]) for found in all_of(plans))
    assert set(types) == {(), ("our-competitor", "customer-competitor")}


def test_no_note_comes_twice_in_an_account(plans: Plans) -> None:
    for found in all_of(plans):
        starts = [row["notes"][:20] for row in found["stakeholders"] if "notes" in row]
        assert len(starts) == len(set(starts))


def test_of_a_group_of_notes_an_account_has_one(pack: Pack, tmp_path: Path) -> None:
    grouped = "".join(f'[[amend.stakeholders.notes]]\nkey = "{key}"\ngroup = "talk"\n' for key in ("one-invoice", "late-shift"))
    one = load_pack(offices_at(tmp_path / "offices", f'message = "One"\ndate = 2026-12-01\n{grouped}'))

    def most(pack: Pack) -> int:
        people = (plan(pack, facts(n, "yes"))["stakeholders"] for n in range(40))
        talked = ("Wants one invoice", "Calls us before")
        return max(sum(str(row.get("notes", "")).startswith(talked) for row in rows) for rows in people)

    assert (most(pack), most(one)) == (2, 1)


def test_an_owner_is_the_person_whom_settings_name_or_the_role(pack: Pack) -> None:
    for n in range(20):
        mine, plain = (plan(pack, replace(facts(n, "no"), team=team)) for team in ({"account-manager": "Jo Lee"}, {}))
        assert {row["owner"] for row in plain["strategy"]["opportunities"]} <= {"Account Manager", "Site Lead"}
        assert json.loads(json.dumps(plain).replace("Account Manager", "Jo Lee")) == mine


def test_titles_of_an_account_are_in_one_language(pack: Pack) -> None:
    german = replace(facts(1), name="Rheinwarte Funknetz GmbH")
    titles = {row["title"] for row in plan(pack, german)["stakeholders"]}
    assert titles <= {"Leiter Gebäudedienste", "Büroleiter", "Objektleiter", "Objektleiterin", "Hausmeister"}
    french = replace(facts(1), name="Réseau Montferrine S.A.S.")
    assert {row["title"] for row in plan(pack, french)["stakeholders"]} <= {
        "Facilities Director",
        "Office Manager",
        "Site Manager",
        "Porter",
    }


def test_a_woman_bears_the_title_of_a_woman_where_the_language_has_one(pack: Pack) -> None:
    german = [replace(facts(n), name=f"Rheinwarte {n} Funknetz GmbH") for n in range(40)]
    managers = [
        (row["name"].split()[0], row["title"])
        for about in german
        for row in plan(pack, about)["stakeholders"]
        if row["title"].startswith("Objektleiter")
    ]
    women, men = (frozenset(firsts) for firsts, _ in latin_names_of("de_DE").pairs)
    assert {title for first, title in managers if first not in men} == {"Objektleiterin"}
    assert {title for first, title in managers if first not in women} == {"Objektleiter"}


def test_a_card_for_deals_at_a_stage_comes_with_none_at_another(pack: Pack) -> None:
    sold = ("{product} for further sites", "Two sites more", "Longer term")
    brought = Counter[tuple[bool, bool]]()
    for about in (facts(n, "yes", quarter=NOW + n % 4) for n in range(120)):
        found = plan(pack, about)
        deals = [row for row in found["strategy"]["opportunities"] if "sites" in row["title"] or row["title"].startswith(sold)]
        proposed = any(row["status"] == "proposed" for row in deals)
        if found["actions"]:
            brought[proposed, any(row["title"] == "Price sheet for three years" for row in found["actions"])] += 1
    assert brought[False, True] == 0
    assert brought[True, True] > 0
    assert brought[False, False] > 0


def test_a_title_fits_the_size_of_the_account(pack: Pack) -> None:
    small = [replace(facts(n), revenue=20_000.0) for n in range(30)]
    assert not any(row["title"] == "Facilities Director" for about in small for row in plan(pack, about)["stakeholders"])


def test_a_section_made_alone_is_the_one_that_is_made_among_others(pack: Pack) -> None:
    template = Template(pack, "0", AS_OF)
    for about in (facts(n, "yes", "no") for n in range(20)):
        whole = {section: template.section(section, about) for section in SECTIONS}
        for section in reversed(SECTIONS):
            assert Template(pack, "0", AS_OF).section(section, replace(about)) == whole[section]
