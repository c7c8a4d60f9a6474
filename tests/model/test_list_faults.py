"""What is wrong between the rows of a section: ids, reporting lines, shapes that are no list; and all faults at once."""

from __future__ import annotations

from typing import Any

import pytest

from demodb.model.documents import Section
from demodb.model.faults import json_path, repaired, section_faults


def person(own: str, **more: Any) -> dict[str, Any]:
    return {"id": own, "name": "Ann", "title": "CTO", "role": "user", "relationshipStrength": "weak", **more}


def rival(own: str) -> dict[str, Any]:
    return {
        "id": own,
        "name": "Amdocs",
        "type": "both",
        "description": "",
        "strengths": [],
        "weaknesses": [],
        "lastUpdated": "2026-01-01",
    }


def task(own: str) -> dict[str, Any]:
    return {"id": own, "title": "Call", "status": "todo", "priority": "low", "createdAt": "2026-01-01"}


def pain(own: str) -> dict[str, Any]:
    day = "2026-01-01"
    return {"id": own, "title": "", "description": "", "status": "active", "severity": "low", "identifiedDate": day}


def chance(own: str) -> dict[str, Any]:
    return {"id": own, "title": "", "description": "", "status": "won", "identifiedDate": "2026-01-01"}


@pytest.mark.parametrize(
    ("section", "document", "path"),
    [
        ("stakeholders", [person("a"), person("b"), person("a")], "$[2].id"),
        ("competitors", [rival("a"), rival("a")], "$[1].id"),
        ("actions", [task("a"), task("a")], "$[1].id"),
        ("strategy", {"painPoints": [pain("a"), pain("a")], "opportunities": []}, "$.painPoints[1].id"),
        ("strategy", {"painPoints": [], "opportunities": [chance("a"), chance("a")]}, "$.opportunities[1].id"),
    ],
)
def test_an_id_that_stands_a_second_time_in_a_list_is_a_fault(section: Section, document: Any, path: str) -> None:
    assert section_faults(section, document) == [(path, "expected an id of its own, found 'a' a second time")]


def test_each_repetition_of_an_id_is_a_fault_of_its_own() -> None:
    message = "expected an id of its own, found 'a' a second time"
    assert section_faults("actions", [task("a")] * 3) == [("$[1].id", message), ("$[2].id", message)]


def test_a_pain_point_and_an_opportunity_may_have_the_same_id() -> None:
    assert section_faults("strategy", {"painPoints": [pain("a")], "opportunities": [chance("a")]}) == []


def test_people_may_report_to_each_other_in_a_chain_in_any_order() -> None:
    assert (
        section_faults("stakeholders", [person("c", reportsTo="b"), person("b", reportsTo="a"), person("a", reportsTo=None)])
        == []
    )


def test_a_boss_who_is_not_in_the_list_is_a_fault() -> None:
    found = section_faults("stakeholders", [person("a", reportsTo="z"), person("b", reportsTo="")])

    assert found == [
        ("$[0].reportsTo", "expected the id of a stakeholder in this list, found 'z'"),
        ("$[1].reportsTo", "expected the id of a stakeholder in this list, found ''"),
    ]


def test_a_person_who_reports_to_themselves_is_a_fault() -> None:
    found = section_faults("stakeholders", [person("a", reportsTo="a")])

    assert found == [("$[0].reportsTo", "expected a chain that ends, found a circle through 'a'")]


def test_a_circle_is_a_fault_of_each_person_in_it_and_of_nobody_below_it() -> None:
    circle = [person("a", reportsTo="b"), person("b", reportsTo="c"), person("c", reportsTo="a"), person("d", reportsTo="a")]

    assert section_faults("stakeholders", circle) == [
        ("$[0].reportsTo", "expected a chain that ends, found a circle through 'b'"),
        ("$[1].reportsTo", "expected a chain that ends, found a circle through 'c'"),
        ("$[2].reportsTo", "expected a chain that ends, found a circle through 'a'"),
    ]


@pytest.mark.parametrize(("wrong", "shown"), [(["x"], "a list"), ({"x": 1}, "an object"), (7, "7"), (None, "null")])
def test_an_id_of_the_wrong_type_is_a_fault_also_for_one_who_reports_to_somebody(wrong: Any, shown: str) -> None:
    found = section_faults("stakeholders", [person("a"), person("b") | {"id": wrong, "reportsTo": "a"}])

    assert found == [("$[1].id", f"expected a valid string, found {shown}")]


@pytest.mark.parametrize("section", ["stakeholders", "competitors", "actions"])
@pytest.mark.parametrize(("document", "shown"), [({}, "an object"), (None, "null"), ("x", "'x'"), (5, "5")])
def test_a_section_that_is_no_list_is_one_fault(section: Section, document: Any, shown: str) -> None:
    assert section_faults(section, document) == [("$", f"expected a valid list, found {shown}")]


@pytest.mark.parametrize(("document", "shown"), [([], "a list"), (None, "null"), ("x", "'x'"), (True, "True")])
def test_a_strategy_that_is_no_object_is_one_fault(document: Any, shown: str) -> None:
    assert section_faults("strategy", document) == [("$", f"expected an object, found {shown}")]


@pytest.mark.parametrize("section", ["stakeholders", "competitors", "actions"])
def test_a_row_that_is_no_object_is_a_fault(section: Section) -> None:
    assert section_faults(section, ["x", None, []]) == [
        ("$[0]", "expected an object, found 'x'"),
        ("$[1]", "expected an object, found null"),
        ("$[2]", "expected an object, found a list"),
    ]


def test_the_lists_of_a_strategy_are_needed_and_lists() -> None:
    assert section_faults("strategy", {}) == [("$.painPoints", "this key is missing"), ("$.opportunities", "this key is missing")]
    assert section_faults("strategy", {"painPoints": None, "opportunities": {}}) == [
        ("$.painPoints", "expected a valid list, found null"),
        ("$.opportunities", "expected a valid list, found an object"),
    ]


def test_all_faults_of_a_document_are_told_at_once() -> None:
    document = [
        person("a", role="boss", email="ann", reportsTo="z"),
        {"id": "a", "name": 5, "title": "x", "role": "user"},
        person("b", reportsTo="b", lastInteraction="yesterday"),
    ]
    roles = "'decision-maker', 'influencer', 'champion', 'user' or 'blocker'"

    assert section_faults("stakeholders", document) == [
        ("$[0].role", f"expected one of {roles}, found 'boss'"),
        ("$[0].email", "expected an e-mail address such as jo@example.com, found 'ann'"),
        ("$[1].name", "expected a valid string, found 5"),
        ("$[1].relationshipStrength", "this key is missing"),
        ("$[2].lastInteraction", "expected an ISO date such as 2026-11-24 or 2026-11-24T09:30:00Z, found 'yesterday'"),
        ("$[1].id", "expected an id of its own, found 'a' a second time"),
        ("$[0].reportsTo", "expected the id of a stakeholder in this list, found 'z'"),
        ("$[2].reportsTo", "expected a chain that ends, found a circle through 'b'"),
    ]


@pytest.mark.parametrize("status", [None, "", "maybe"])
def test_a_status_that_is_there_but_wrong_is_not_repaired(status: Any) -> None:
    document = {"painPoints": [], "opportunities": [chance("a") | {"status": status}]}

    assert repaired("strategy", document) == (document, [])


@pytest.mark.parametrize(
    ("section", "document"),
    [
        ("strategy", {"painPoints": [], "opportunities": [chance("a")]}),
        ("strategy", {"painPoints": [{"id": "a"}], "opportunities": []}),
        ("strategy", {"opportunities": {"id": "a"}}),
        ("strategy", {"opportunities": ["x", None]}),
        ("strategy", []),
        ("strategy", None),
        ("actions", [{"id": "a"}]),
    ],
)
def test_nothing_else_is_repaired(section: Section, document: Any) -> None:
    mended, notes = repaired(section, document)

    assert mended is document
    assert notes == []


@pytest.mark.parametrize(
    ("location", "path"),
    [((), "$"), ((3,), "$[3]"), (("customers", 3, "rr"), "$.customers[3].rr"), (("a", "sub_id", "float"), "$.a.sub_id")],
)
def test_a_json_path_begins_with_a_dollar_and_counts_from_zero(location: tuple[int | str, ...], path: str) -> None:
    assert json_path(location) == path
