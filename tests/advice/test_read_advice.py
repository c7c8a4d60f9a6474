"""The form of an answer, and how strictly it is read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from anthropic import transform_schema
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from demodb.advice.prompt import ADVICE_SCHEMA, advice_faults, read_advice

OPPORTUNITY = {"title": "t", "description": "d", "confidence": "high", "estimatedValue": 1.5}
RISK = {"title": "t", "description": "d", "severity": "low", "mitigation": "m"}
RECOMMENDATION = {"title": "t", "description": "d", "priority": "medium", "nextSteps": ["a", "b"]}
ADVICE = {"summary": "s", "opportunities": [OPPORTUNITY], "risks": [RISK], "recommendations": [RECOMMENDATION] * 3}


def objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]
    return [schema] * (schema.get("type") == "object") + [found for part in inner for found in objects(part)]


def test_the_schema_is_closed_complete_and_accepted_as_it_is_by_the_sdk() -> None:
    assert [(found["additionalProperties"], sorted(found["properties"])) for found in objects(ADVICE_SCHEMA)] == [
        (False, sorted(ADVICE)),
        (False, sorted(OPPORTUNITY)),
        (False, sorted(RISK)),
        (False, sorted(RECOMMENDATION)),
    ]
    assert [sorted(found["required"]) for found in objects(ADVICE_SCHEMA)] == [
        sorted(ADVICE),
        ["confidence", "description", "title"],
        sorted(RISK),
        ["description", "priority", "title"],
    ]
    assert transform_schema(ADVICE_SCHEMA) == ADVICE_SCHEMA


def test_a_good_answer_is_read_as_it_is() -> None:
    assert read_advice(json.dumps(ADVICE)) == (ADVICE, [])
    bare = {"summary": "s", "opportunities": [], "risks": [], "recommendations": ADVICE["recommendations"]}
    assert read_advice(json.dumps(bare)) == (bare, [])


def test_keys_that_the_contract_does_not_know_are_dropped_at_every_depth() -> None:
    risk = {"html": "<script>", **RISK}
    step = {**RECOMMENDATION, "source": "claude"}
    found, faults = read_advice(json.dumps({"model": "x", **ADVICE, "risks": [risk], "recommendations": [step] * 3}))
    assert (found, faults) == (ADVICE, [])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"recommendations": [RECOMMENDATION] * 2}, ("$.recommendations", "expected at least 3 items, found 2")),
        ({"recommendations": [RECOMMENDATION] * 4}, ("$.recommendations", "expected at most 3 items, found 4")),
        ({"summary": ""}, ("$.summary", "expected a text, found an empty one")),
        ({"summary": None}, ("$.summary", "expected a valid string, found null")),
        ({"risks": {}}, ("$.risks", "expected a valid list, found an object")),
        (
            {"risks": [{**RISK, "severity": "HIGH"}]},
            ("$.risks[0].severity", "expected one of 'high', 'medium' or 'low', found 'HIGH'"),
        ),
        (
            {"opportunities": [{**OPPORTUNITY, "estimatedValue": -1}]},
            ("$.opportunities[0].estimatedValue", "expected greater than or equal to 0, found -1"),
        ),
    ],
)
def test_a_wrong_shape_is_named_with_its_place(change: dict[str, Any], fault: tuple[str, str]) -> None:
    assert read_advice(json.dumps(ADVICE | change)) == (None, [fault])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>busy</html>",
        f"Here it is: {json.dumps(ADVICE)}",
        f"```json\n{json.dumps(ADVICE)}\n```",
        json.dumps(ADVICE)[:-9],
        json.dumps([ADVICE]),
        json.dumps(ADVICE).replace("1.5", "NaN"),
        json.dumps(ADVICE).replace("1.5", "1e999"),
        json.dumps(ADVICE).replace('"summary"', '"summary": "x", "summary"', 1),
        json.dumps(ADVICE).replace('"s"', '"\\u0000"', 1),
        json.dumps(ADVICE).replace('"s"', '"\ud800"', 1),
        "[" * 100_000,
    ],
)
def test_what_is_not_the_form_alone_is_refused(text: str) -> None:
    found, faults = read_advice(text)
    assert found is None
    assert faults


@settings(max_examples=examples(30))
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_value_is_judged_without_an_error(value: Any) -> None:
    assert advice_faults(value)
    assert read_advice(json.dumps(value))[0] is None
