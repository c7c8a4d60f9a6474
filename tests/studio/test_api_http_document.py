"""The OpenAPI document is valid, and it is true: whatever is asked as it says is answered as it says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from api_clients import StartStudio, error_of, faults_of
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from studio_project import Running

from demodb.model.documents import SECTIONS
from demodb.studio.api.programs import OPERATIONS

NAMES = ("spotify", "Spotify", "AT&T Services, Inc.", "liquid-telecom", "Nobody & Söhne", "..%2f")
TITLE = "strategy/painPoints/pp-001/title"
PLACES = (TITLE, TITLE, "actions", "stakeholders/sp-001", "competitors/comp-1/type", "nowhere")
KNOWN = {
    "account": st.sampled_from(NAMES),
    "accounts": st.lists(st.sampled_from(NAMES), max_size=2),
    "units": st.lists(st.sampled_from(["STL", "Kandy", "none"]), max_size=1),
    "unit": st.sampled_from(["STL", "cloudsense", "none"]),
    "section": st.sampled_from([*SECTIONS, "plans"]),
    "entry": st.integers(1, 3),
    "key": st.sampled_from(["intelligence:spotify", "account-plan:spotify", "none"]),
    "pattern": st.sampled_from(["*", "intelligence:*", "none"]),
    "place": st.sampled_from(PLACES),
    "value": st.sampled_from(["Invoices run late", "both", 7, None]),
    "at": st.sampled_from(["14:00", "2026-11-24T15:00", "never", "2020-01-01T00:00"]),
    "until": st.sampled_from(["15:30", "2026-11-24T23:00", "late"]),
    "before": st.sampled_from(["pp-001", "act-1"]) | st.none(),
    "code": st.sampled_from(["renewal-over", "none"]),
    "name": st.sampled_from(["before", "board", "No name"]),
    "names": st.lists(st.sampled_from(["before", "board", "none"]), min_size=1, max_size=2),
    "asOf": st.sampled_from(["2026-12-01", "soon"]) | st.none(),
}
"""Values by the names of parameters and keys, so that much of what is asked can be done."""

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | TEXTS, lambda inner: st.lists(inner, max_size=2), max_leaves=4)


def values_of(schema: Mapping[str, Any], document: Mapping[str, Any], name: str = "") -> st.SearchStrategy[Any]:
    """Values that a schema allows."""
    if name in KNOWN:
        return KNOWN[name]
    if "$ref" in schema:
        return values_of(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document)
    if sides := schema.get("oneOf") or schema.get("anyOf"):
        return st.one_of([values_of(side, document) for side in sides])
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema["enum"] if "enum" in schema else [schema["const"]])
    return _of_type(schema, document)


def _of_type(schema: Mapping[str, Any], document: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    found: st.SearchStrategy[Any] = JSON
    match schema.get("type"):
        case "object" if "properties" in schema:
            parts = {key: values_of(one, document, key) for key, one in schema["properties"].items()}
            required = {key: parts.pop(key) for key in schema.get("required", ())}
            found = st.fixed_dictionaries(required, optional=parts)
        case "object":
            found = st.dictionaries(TEXTS, JSON, max_size=2)
        case "array":
            items = values_of(schema.get("items", {}), document)
            found = st.lists(items, min_size=schema.get("minItems", 0), max_size=2)
        case "integer":
            found = st.integers(schema.get("minimum", -5), schema.get("maximum", 300))
        case "boolean":
            found = st.booleans()
        case "string":
            found = TEXTS.filter(lambda given: len(given) >= schema.get("minLength", 0))
        case "null":
            found = st.none()
    return found


def requests_of(method: str, path: str, told: Mapping[str, Any], document: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Requests as the document says them, as arguments of a client: the address, the query, the body."""
    inside = {one["name"]: values_of(one["schema"], document, one["name"]) for one in told["parameters"] if one["in"] == "path"}
    beside = {one["name"]: values_of(one["schema"], document, one["name"]) for one in told["parameters"] if one["in"] == "query"}
    taken = told.get("requestBody", {"content": {"application/json": {"schema": {"type": "null"}}}})
    body = values_of(taken["content"]["application/json"]["schema"], document)
    required = [one["name"] for one in told["parameters"] if one["required"] and one["in"] == "query"]
    query = st.fixed_dictionaries({name: beside.pop(name) for name in required}, optional=beside)
    return st.tuples(st.just(method), st.just(path), st.fixed_dictionaries(inside), query, body)


def asked(program: httpx2.Client, request: tuple[str, str, dict[str, Any], dict[str, Any], Any]) -> httpx2.Response:
    method, path, inside, query, body = request
    address = path.format_map({name: quote(str(value), safe="") for name, value in inside.items()})
    params = {name: json.dumps(value) if isinstance(value, bool) else str(value) for name, value in query.items()}
    return program.request(method, address, params=params, json=body, timeout=60)


@pytest.fixture
def studio(start_studio: StartStudio) -> Running:
    return start_studio(api_writes=True)


@pytest.fixture
def document(studio: Running) -> dict[str, Any]:
    with studio.api() as program:
        answer: dict[str, Any] = program.get("/openapi.json").json()
    return answer


@pytest.mark.slow
def test_the_document_is_a_valid_one(document: dict[str, Any]) -> None:
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    names = [told["operationId"] for methods in document["paths"].values() for told in methods.values()]
    assert len(names) == len(set(names)) == len(OPERATIONS)


def test_everything_in_the_document_has_a_description(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            assert told["summary"].endswith("."), (method, path)
            assert all(one["description"] for one in told["parameters"]), (method, path)


def test_what_is_asked_as_the_document_says_is_answered_as_it_says(studio: Running, document: dict[str, Any]) -> None:
    done = set[str]()
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            with studio.api() as program:
                _try(program, requests_of(method.upper(), path, told, document), told, document, done)
    assert {told["operationId"] for methods in document["paths"].values() for told in methods.values()} - done <= {"undo"}


_TRIES = {
    "edit_plan": 60,
    "rehearse_now": 4,
    **dict.fromkeys(("import_now", "seed_now", "warm_up", "export_now"), 6),
    "prepare_now": 2,
}
"""How often an operation is tried, where that is not as usual."""


def _try(
    program: httpx2.Client, requests: st.SearchStrategy[Any], told: Mapping[str, Any], document: dict[str, Any], done: set[str]
) -> None:
    @settings(max_examples=examples(_TRIES.get(told["operationId"], 15)))
    @given(requests)
    def fits(request: Any) -> None:
        answer = asked(program, request)
        assert str(answer.status_code) in told["responses"], (request, answer.text)
        if answer.status_code == 304:
            return
        schema = told["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
        name = schema.get("$ref", "").rpartition("/")[2]
        assert not name or faults_of(document, name, answer.json()) == [], (request, answer.text)
        if answer.status_code == 200:
            done.add(told["operationId"])
        else:
            assert error_of(answer)

    fits()


def test_what_cannot_be_understood_is_told_with_all_its_faults(studio: Running) -> None:
    with studio.api() as program:
        asked_wrongly = program.get("/accounts", params={"limit": "0", "sort": "nam", "heros": "true", "heroes": "yes"})
        edits = [{"do": "set", "place": "actions"}, {"do": "remove", "place": "actions"}, {"do": "delete", "place": "a", "x": 1}]
        sent_wrongly = program.patch("/plans/spotify", json={"edits": edits, "dryrun": True})
    assert (asked_wrongly.status_code, sent_wrongly.status_code) == (400, 400)
    assert {fault["where"]: fault["message"] for fault in error_of(asked_wrongly)["faults"]} == {
        "limit": "expected a whole number from 1 to 200",
        "sort": "expected one of name, revenue, unit, missing: did you mean 'name'?",
        "heros": "there is no such parameter here: did you mean 'heroes'?",
        "heroes": "expected true or false",
    }
    places = [fault["where"] for fault in error_of(sent_wrongly)["faults"]]
    assert places == ["body.edits[0].value", "body.edits[1]", "body.edits[2].x", "body.dryrun"]


def test_a_body_that_is_no_json_is_told_as_that(studio: Running) -> None:
    bodies = (b"{", b'{"edits": [], "edits": []}', b'{"edits": NaN}', b"\xff", b"edits=1", b"", b" " * 17_000_000)
    kinds = dict.fromkeys(bodies, "application/json; charset=utf-8") | {b"edits=1": "application/x-www-form-urlencoded"}
    with studio.api() as program:
        answers = [program.patch("/plans/spotify", content=one, headers={"Content-Type": kinds[one]}) for one in bodies]
    told = [(answer.status_code, error_of(answer)["code"]) for answer in answers]
    assert told == [*[(400, "bad-request")] * 4, (415, "media-type"), (400, "bad-request"), (413, "too-large")]
