"""What is wrong with a section's document: each kind of fault with its JSON path and message, all of them at once."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from demodb.model.documents import SECTIONS, Section
from demodb.model.faults import repaired, section_faults

Step = str | int
GONE = object()

STAKEHOLDER: dict[str, Any] = {
    "id": "sh-1",
    "name": "Ann Ames",
    "title": "CTO",
    "role": "decision-maker",
    "raciRole": "accountable",
    "email": "ann.o'ames+demo@acme.example",
    "phone": "+44 20 7946 0000",
    "reportsTo": None,
    "tenure": "3 years",
    "interests": ["cloud"],
    "relationshipStrength": "strong",
    "lastInteraction": "2026-11-24",
    "notes": "",
}
MINIMAL_STAKEHOLDER = {"id": "sh-2", "name": "Bo", "title": "VP", "role": "user", "relationshipStrength": "unknown"}
PAIN_POINT: dict[str, Any] = {
    "id": "pp-1",
    "title": "Legacy",
    "description": "Old",
    "status": "active",
    "severity": "high",
    "identifiedDate": "2026-02-28",
    "owner": "Ann",
}
OPPORTUNITY: dict[str, Any] = {
    "id": "op-1",
    "title": "Cloud",
    "description": "New",
    "status": "won",
    "estimatedValue": 500000,
    "probability": 100,
    "identifiedDate": "2024-02-29",
    "owner": "Ann",
}
COMPETITOR: dict[str, Any] = {
    "id": "co-1",
    "name": "Amdocs",
    "type": "both",
    "description": "Big",
    "strengths": ["price"],
    "weaknesses": [],
    "lastUpdated": "2026-01-01",
}
ACTION: dict[str, Any] = {
    "id": "ac-1",
    "title": "Call",
    "description": "",
    "status": "in-progress",
    "priority": "low",
    "owner": "Ann",
    "dueDate": "2026-12-31",
    "createdAt": "2026-11-24",
}
VALID: dict[Section, Any] = {
    "stakeholders": [STAKEHOLDER, MINIMAL_STAKEHOLDER],
    "strategy": {"painPoints": [PAIN_POINT], "opportunities": [OPPORTUNITY]},
    "competitors": [COMPETITOR],
    "actions": [ACTION],
}
ROWS: dict[str, tuple[Section, tuple[Step, ...]]] = {
    "stakeholder": ("stakeholders", (0,)),
    "pain point": ("strategy", ("painPoints", 0)),
    "opportunity": ("strategy", ("opportunities", 0)),
    "competitor": ("competitors", (0,)),
    "action": ("actions", (0,)),
}


def changed(section: Section, steps: tuple[Step, ...], value: Any) -> Any:
    """The valid document of a section with one value set, or removed."""
    document = copy.deepcopy(VALID[section])
    at = document
    for step in steps[:-1]:
        at = at[step]
    if value is GONE:
        del at[steps[-1]]
    else:
        at[steps[-1]] = value
    return document


def place(steps: tuple[Step, ...]) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_valid_document_has_no_faults(section: Section) -> None:
    assert section_faults(section, VALID[section]) == []


@pytest.mark.parametrize("section", ["stakeholders", "competitors", "actions"])
def test_an_empty_list_is_a_complete_section(section: Section) -> None:
    assert section_faults(section, []) == []


def test_a_strategy_of_two_empty_lists_is_complete() -> None:
    assert section_faults("strategy", {"painPoints": [], "opportunities": []}) == []


REQUIRED = {
    "stakeholder": ("id", "name", "title", "role", "relationshipStrength"),
    "pain point": ("id", "title", "description", "status", "severity", "identifiedDate"),
    "opportunity": ("id", "title", "description", "status", "identifiedDate"),
    "competitor": ("id", "name", "type", "description", "strengths", "weaknesses", "lastUpdated"),
    "action": ("id", "title", "status", "priority", "createdAt"),
}
RACI = "expected one of 'responsible', 'accountable', 'consulted' or 'informed', found null"
OPTIONAL = [
    ("stakeholder", "raciRole", RACI),
    ("stakeholder", "email", "expected a valid string, found null"),
    ("stakeholder", "phone", "expected a valid string, found null"),
    ("stakeholder", "tenure", "expected a valid string, found null"),
    ("stakeholder", "interests", "expected a valid list, found null"),
    ("stakeholder", "lastInteraction", "expected a valid string, found null"),
    ("stakeholder", "notes", "expected a valid string, found null"),
    ("pain point", "owner", "expected a valid string, found null"),
    ("opportunity", "estimatedValue", "expected a valid number, found null"),
    ("opportunity", "probability", "expected a valid number, found null"),
    ("opportunity", "owner", "expected a valid string, found null"),
    ("action", "description", "expected a valid string, found null"),
    ("action", "owner", "expected a valid string, found null"),
    ("action", "dueDate", "expected a valid string, found null"),
]


@pytest.mark.parametrize(("row", "key"), [(row, key) for row, keys in REQUIRED.items() for key in keys])
def test_a_needed_key_that_is_missing_is_a_fault(row: str, key: str) -> None:
    section, steps = ROWS[row]
    where = (*steps, key)
    assert section_faults(section, changed(section, where, GONE)) == [(place(where), "this key is missing")]


@pytest.mark.parametrize(("row", "key", "message"), OPTIONAL)
def test_an_optional_key_may_be_absent_but_not_null(row: str, key: str, message: str) -> None:
    section, steps = ROWS[row]
    where = (*steps, key)
    assert section_faults(section, changed(section, where, GONE)) == []
    assert section_faults(section, changed(section, where, None)) == [(place(where), message)]


@pytest.mark.parametrize("value", [None, GONE])
def test_reports_to_may_be_null_or_absent(value: object) -> None:
    assert section_faults("stakeholders", changed("stakeholders", (0, "reportsTo"), value)) == []


ENUMS = [
    ("stakeholder", "role", "'decision-maker', 'influencer', 'champion', 'user' or 'blocker'"),
    ("stakeholder", "raciRole", "'responsible', 'accountable', 'consulted' or 'informed'"),
    ("stakeholder", "relationshipStrength", "'strong', 'moderate', 'weak' or 'unknown'"),
    ("pain point", "status", "'active', 'monitoring' or 'resolved'"),
    ("pain point", "severity", "'high', 'medium' or 'low'"),
    ("opportunity", "status", "'identified', 'exploring', 'proposed', 'won' or 'lost'"),
    ("competitor", "type", "'our-competitor', 'customer-competitor' or 'both'"),
    ("action", "status", "'todo', 'in-progress' or 'done'"),
    ("action", "priority", "'high', 'medium' or 'low'"),
]


@pytest.mark.parametrize(("value", "shown"), [("High!", "'High!'"), ("", "''"), (1, "1"), (None, "null"), ([], "a list")])
@pytest.mark.parametrize(("row", "key", "known"), ENUMS)
def test_a_value_outside_its_list_is_a_fault_that_names_the_list(row: str, key: str, known: str, value: Any, shown: str) -> None:
    section, steps = ROWS[row]
    where = (*steps, key)
    assert section_faults(section, changed(section, where, value)) == [(place(where), f"expected one of {known}, found {shown}")]


@pytest.mark.parametrize(("row", "key", "known"), ENUMS)
def test_every_value_of_a_list_is_valid(row: str, key: str, known: str) -> None:
    section, steps = ROWS[row]
    for value in known.replace(" or ", ", ").split(", "):
        assert section_faults(section, changed(section, (*steps, key), value.strip("'"))) == []


DATES = [
    *(("stakeholder", "lastInteraction"), ("pain point", "identifiedDate"), ("opportunity", "identifiedDate")),
    *(("competitor", "lastUpdated"), ("action", "dueDate"), ("action", "createdAt")),
]


@pytest.mark.parametrize("value", ["2026-02-29", "24.11.2026", "20261124", "2026-02-29T09:00:00Z", "2026-11-24T25:00", ""])
@pytest.mark.parametrize(("row", "key"), DATES)
def test_a_text_that_is_no_iso_date_is_a_fault(row: str, key: str, value: str) -> None:
    section, where = ROWS[row][0], (*ROWS[row][1], key)
    message = f"expected an ISO date such as 2026-11-24 or 2026-11-24T09:30:00Z, found {value!r}"
    assert section_faults(section, changed(section, where, value)) == [(place(where), message)]


def test_a_date_time_is_valid_wherever_a_date_is() -> None:
    for row, key in DATES:
        section, steps = ROWS[row]
        assert section_faults(section, changed(section, (*steps, key), "2026-11-24T09:30:00.000Z")) == []


@pytest.mark.parametrize(
    "value",
    [
        "ann",
        "ann@",
        "@acme.example",
        "ann@acme",
        "a..b@acme.example",
        ".a@acme.example",
        "a b@acme.example",
        "ann@acme.example\n",
        "ann'@acme.example",
    ],
)
def test_a_text_that_is_no_e_mail_address_is_a_fault(value: str) -> None:
    message = f"expected an e-mail address such as jo@example.com, found {value!r}"
    assert section_faults("stakeholders", changed("stakeholders", (0, "email"), value)) == [("$[0].email", message)]


@pytest.mark.parametrize(
    ("row", "key", "value", "message"),
    [
        ("stakeholder", "name", 7, "expected a valid string, found 7"),
        ("stakeholder", "id", None, "expected a valid string, found null"),
        ("stakeholder", "title", ["CTO"], "expected a valid string, found a list"),
        ("stakeholder", "phone", True, "expected a valid string, found True"),
        ("stakeholder", "reportsTo", 1, "expected a valid string, found 1"),
        ("stakeholder", "interests", "cloud", "expected a valid list, found 'cloud'"),
        ("stakeholder", "name", {"x": 1}, "expected a valid string, found an object"),
        ("pain point", "owner", 0.5, "expected a valid string, found 0.5"),
        ("opportunity", "estimatedValue", "500000", "expected a valid number, found '500000'"),
        ("opportunity", "estimatedValue", True, "expected a valid number, found True"),
        ("opportunity", "probability", False, "expected a valid number, found False"),
        ("opportunity", "probability", "60%", "expected a valid number, found '60%'"),
        ("opportunity", "probability", 101, "expected less than or equal to 100, found 101"),
        ("opportunity", "probability", -1, "expected greater than or equal to 0, found -1"),
        ("opportunity", "estimatedValue", float("inf"), "expected a finite number, found inf"),
        ("competitor", "strengths", {}, "expected a valid list, found an object"),
        ("competitor", "weaknesses", None, "expected a valid list, found null"),
        ("action", "title", 1, "expected a valid string, found 1"),
        ("action", "title", ["x"] * 99, "expected a valid string, found a list"),
        ("action", "dueDate", 20261124, "expected a valid string, found 20261124"),
    ],
)
def test_a_value_of_the_wrong_type_is_a_fault_and_not_converted(row: str, key: str, value: Any, message: str) -> None:
    section, steps = ROWS[row]
    where = (*steps, key)
    assert section_faults(section, changed(section, where, value)) == [(place(where), message)]


def test_an_item_of_a_list_of_texts_is_named_by_its_number() -> None:
    found = section_faults("stakeholders", changed("stakeholders", (0, "interests"), ["cloud", 5, None]))

    assert found == [
        ("$[0].interests[1]", "expected a valid string, found 5"),
        ("$[0].interests[2]", "expected a valid string, found null"),
    ]


def test_a_long_value_is_shown_by_its_beginning() -> None:
    found = section_faults("actions", changed("actions", (0, "dueDate"), "x" * 100))

    assert found == [("$[0].dueDate", f"expected an ISO date such as 2026-11-24 or 2026-11-24T09:30:00Z, found '{'x' * 58}…")]


def test_unknown_keys_are_allowed_at_every_level() -> None:
    document = {
        "painPoints": [PAIN_POINT | {"mood": None}],
        "opportunities": [OPPORTUNITY | {"next": {"step": [1]}}],
        "theme": "growth",
    }
    assert section_faults("strategy", document) == []
    assert section_faults("stakeholders", [STAKEHOLDER | {"linkedIn": 5}]) == []
    assert section_faults("competitors", [COMPETITOR | {"x": True}]) == []
    assert section_faults("actions", [ACTION | {"column": 3}]) == []


def test_a_missing_status_of_an_opportunity_is_repaired_and_said() -> None:
    lacking = {key: value for key, value in OPPORTUNITY.items() if key != "status"} | {"id": "op-2", "own": 1}
    document = {"painPoints": [], "opportunities": [OPPORTUNITY, lacking], "theme": "x"}
    before = copy.deepcopy(document)

    mended, notes = repaired("strategy", document)

    assert notes == [("$.opportunities[1].status", "was missing, taken as 'identified'")]
    assert mended == {"painPoints": [], "opportunities": [OPPORTUNITY, lacking | {"status": "identified"}], "theme": "x"}
    assert section_faults("strategy", mended) == []
    assert document == before
