"""The presenter's page: who is in the room, three things to say, what not to touch, the numbers, from any valid plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from plan_documents import MATERIALS

from demodb.advice.brief import brief
from demodb.advice.presenter import PEOPLE, POINTS, Card, Doubts, Point, presenter_card
from demodb.advice.presenter_numbers import RENEWALS
from demodb.model.material import Material

DAY = date(2026, 11, 24)
NOBODY = Material("acme", "Acme Ltd", "acme-ltd", (), {})


def person(name: str, role: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": name, "title": "", "role": role, "relationshipStrength": "weak", **more}


def deal(title: str, status: str, value: float, **more: Any) -> dict[str, Any]:
    known = {"id": title, "title": title, "description": "", "status": status, "identifiedDate": "2026-01-01"}
    return {**known, "estimatedValue": value, **more}


def pain(title: str, severity: str, status: str = "active", **more: Any) -> dict[str, Any]:
    known = {"id": title, "title": title, "description": "It hurts.", "severity": severity, "status": status}
    return {**known, "identifiedDate": "2026-01-01", **more}


def subscription(arr: float, quarter: str | None, renews: str | None) -> dict[str, Any]:
    return {"sub_id": 1, "arr": arr, "projected_arr": None, "renewal_qtr": quarter, "will_renew": renews}


def record(*subscriptions: dict[str, Any], rr: float = 1000.0) -> dict[str, Any]:
    return {"businessUnit": "Kandy", "name": "Acme Ltd", "rr": rr, "nrr": 0.0, "subscriptions": list(subscriptions)}


def card(material: Material, doubts: Doubts = Doubts()) -> Card:  # noqa: B008 - a value
    return presenter_card(material, brief(material, DAY), doubts, DAY)


def having(*records: dict[str, Any], **sections: Any) -> Material:
    known: Any = sections
    return replace(NOBODY, records=records, sections=known)


def kinds(points: tuple[Point, ...]) -> list[str]:
    return [point.kind for point in points]


@given(MATERIALS)
def test_any_valid_plan_makes_a_page_that_is_bounded(material: Material) -> None:
    made = card(material, Doubts(["a/b"] * 99, ["<b>x</b>" * 99] * 99))
    assert len(made.people) <= PEOPLE
    assert len(made.say) == 3
    assert (len(made.avoid) <= POINTS, len(made.numbers.renewals) <= RENEWALS) == (True, True)
    longest = max(len(point.title) + len(point.text) for point in (*made.say, *made.avoid))
    assert longest < 700


def test_blockers_and_champions_stand_first_and_vacant_places_are_left_out() -> None:
    people = [person("Uma", "user"), person("Dee", "decision-maker"), person("Vacant", "user"), person("Cy", "champion")]
    made = card(having(stakeholders=[*people, person("Bo", "blocker", interests=["Order", " ", "Peace"], notes="Reads sp-1.")]))
    assert [one.name for one in made.people] == ["Bo", "Cy", "Dee", "Uma"]
    assert made.people[0].cares == ("Order", "Peace")
    assert made.avoid[0] == Point("Blocker", "Bo", "Reads sp-1.")


def test_more_people_than_there_is_room_for_are_counted() -> None:
    made = card(having(stakeholders=[person(f"P{n}", "user") for n in range(11)]))
    assert (len(made.people), made.others) == (8, 3)


def test_the_worst_open_pain_the_largest_deal_and_the_recommendation_are_said() -> None:
    pains = [pain("Mild", "low"), pain("Cured", "high", "resolved"), pain("Bad", "high", owner="Dee")]
    deals = [deal("Small", "proposed", 10, probability=90), deal("Large", "exploring", 90_000, probability=30)]
    made = card(having(strategy={"painPoints": pains, "opportunities": deals}))
    assert kinds(made.say) == ["Their worst pain", "The largest deal", "Recommended"]
    assert [point.title for point in made.say[:2]] == ["Bad", "Large"]
    assert made.say[0].text == "It hurts. Since January 2026, with Dee."
    assert made.say[1].text.startswith("90,000 USD, 30 % likely, exploring.")
    assert "Bad" not in made.say[2].title


def test_a_renewal_that_is_worth_more_than_the_largest_deal_is_said_in_its_place() -> None:
    records = [record(subscription(500, "Q4'25", "TBD"))]
    strategy = {"painPoints": [], "opportunities": [deal("Small", "proposed", 10)]}
    made = card(having(*records, strategy=strategy))
    assert made.say[0] == Point(
        "The largest renewal", "One renewal worth 500 USD a year to be decided", "50 % of the revenue. It was due in Q4'25."
    )
    assert "renewal" not in made.say[1].title.casefold()
    assert "Overdue" not in kinds(made.avoid)


def test_what_is_lost_sore_late_and_in_doubt_is_not_to_be_touched() -> None:
    records = [record(subscription(300, "Q1'27", "No (SF)"), subscription(5, "Q4'25", "TBD"))]
    strategy = {
        "painPoints": [pain("Theirs", "low", owner="Bo"), pain("Bad", "high")],
        "opportunities": [deal("Gone", "lost", 4000), deal("Open", "proposed", 50_000)],
    }
    late = {"id": "a", "title": "Call", "status": "todo", "priority": "high", "createdAt": "2026-01-01", "dueDate": "2026-11-03"}
    made = card(
        having(*records, strategy=strategy, stakeholders=[person("Bo", "blocker")], actions=[late]),
        Doubts(["strategy/painPoints/x/title", "actions/y/title"], ["two people have one address"]),
    )
    told = {point.kind: (point.title, point.text) for point in made.avoid}
    assert told == {
        "Blocker": ("Bo", ""),
        "Will not renew": ("One renewal worth 300 USD a year", "Due in Q1'27."),
        "Lost deal": ("Gone", "4,000 USD."),
        "Overdue": ("One renewal worth 5 USD a year still undecided", "Due in Q4'25."),
        "Sore subject": ("Theirs", "It is Bo's, who blocks."),
        "Promised and late": ("Call", "Due 3 November 2026."),
        "In conflict": ("Two values", "strategy/painPoints/x/title, actions/y/title"),
        "Would be noticed": ("two people have one address", ""),
    }


def test_the_numbers_are_sums_and_renewals_of_a_quarter_stand_together() -> None:
    records = [
        record(subscription(10, "Q1'27", "Yes"), subscription(20, "Q1'27", "Yes"), subscription(7, "Q1'26", "Yes")),
        record(subscription(5, "Q4'25", "TBD"), subscription(3, "Next Yr", "No"), subscription(9, None, None), rr=500.0),
    ]
    deals = [deal("A", "proposed", 100, probability=50), deal("B", "identified", 300), deal("C", "won", 999)]
    numbers = card(having(*records, strategy={"painPoints": [], "opportunities": deals})).numbers
    assert (numbers.revenue, numbers.recurring, numbers.at_risk) == (1500.0, 1500.0, 8)
    assert (numbers.deals, numbers.pipeline, numbers.weighted, numbers.likelihood) == (2, 400, 110, 27.5)
    assert [(due.quarter, due.until, due.outcome, due.count, due.amount, due.past) for due in numbers.renewals] == [
        ("Q4'25", date(2025, 12, 31), "undecided", 1, 5, True),
        ("Q1'27", date(2027, 3, 31), "yes", 2, 30, False),
        ("Next Yr", None, "no", 1, 3, False),
    ]


def test_nothing_known_makes_a_page_that_says_so_little() -> None:
    made = card(NOBODY)
    assert (made.people, made.avoid, made.numbers.renewals, made.numbers.likelihood) == ((), (), (), None)
    assert kinds(made.say) == ["Recommended"] * 3
