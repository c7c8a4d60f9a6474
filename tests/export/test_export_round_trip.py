"""Any valid document goes in and comes out as equal JSON: unknown keys, absent and null, order and numbers included."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demodb.api.exporting import export
from demodb.api.importing import import_sources
from demodb.model import documents as d
from demodb.model.documents import SECTIONS, Section
from demodb.model.faults import section_faults
from demodb.store.engine import Store

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
dates = st.dates().map(lambda day: day.isoformat())
emails = st.from_regex(r"[a-z0-9_+-]{1,9}(\.[a-z0-9]{1,5})?@([a-z0-9]{1,8}\.){1,2}[a-z]{2,4}", fullmatch=True)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)

CustomersFile = Callable[[Path, str, Any], Path]
Fields = dict[str, st.SearchStrategy[Any]]


def of(literal: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(literal))


STAKEHOLDER: tuple[Fields, Fields] = (
    {"name": texts, "title": texts, "role": of(d.Role), "relationshipStrength": of(d.Relationship)},
    {
        "raciRole": of(d.RaciRole),
        "email": emails,
        "phone": texts,
        "tenure": texts,
        "interests": st.lists(texts, max_size=3),
        "lastInteraction": dates,
        "notes": texts,
    },
)
PAIN_POINT: tuple[Fields, Fields] = (
    {"title": texts, "description": texts, "status": of(d.PainPointStatus), "severity": of(d.Level), "identifiedDate": dates},
    {"owner": texts},
)
OPPORTUNITY: tuple[Fields, Fields] = (
    {"title": texts, "description": texts, "status": of(d.OpportunityStatus), "identifiedDate": dates},
    {"estimatedValue": numbers, "probability": st.integers(0, 100) | st.floats(0, 100), "owner": texts},
)
COMPETITOR: tuple[Fields, Fields] = (
    {
        "name": texts,
        "type": of(d.CompetitorType),
        "description": texts,
        "strengths": st.lists(texts, max_size=3),
        "weaknesses": st.lists(texts, max_size=3),
        "lastUpdated": dates,
    },
    {},
)
ACTION: tuple[Fields, Fields] = (
    {"title": texts, "status": of(d.ActionStatus), "priority": of(d.Level), "createdAt": dates},
    {"description": texts, "owner": texts, "dueDate": dates},
)


@st.composite
def rows(draw: st.DrawFn, fields: tuple[Fields, Fields]) -> list[dict[str, Any]]:
    required, optional = fields
    made = []
    for identity in draw(st.lists(texts, max_size=4, unique=True)):
        row = {"id": identity, **draw(st.fixed_dictionaries(required, optional=optional))}
        made.append(draw(extended(row)))
    return made


@st.composite
def extended(draw: st.DrawFn, known: dict[str, Any]) -> dict[str, Any]:
    """The object with unknown keys among the known ones, in any order."""
    unknown = draw(st.dictionaries(texts.map(lambda key: f"x{key}"), values, max_size=2))
    return dict(draw(st.permutations(list((known | unknown).items()))))


@st.composite
def stakeholders(draw: st.DrawFn) -> list[dict[str, Any]]:
    """People who report to nobody (the key absent, or null) or to somebody further down or up the list, never in a circle."""
    people = draw(rows(STAKEHOLDER))
    ranks = draw(st.permutations(range(len(people))))
    for n, person in enumerate(people):
        above: list[str | None] = [other["id"] for m, other in enumerate(people) if ranks[m] < ranks[n]]
        if draw(st.booleans()):
            person["reportsTo"] = draw(st.sampled_from([None, *above]))
    return people


@st.composite
def strategies(draw: st.DrawFn) -> dict[str, Any]:
    return draw(extended({"painPoints": draw(rows(PAIN_POINT)), "opportunities": draw(rows(OPPORTUNITY))}))


DOCUMENTS: dict[Section, st.SearchStrategy[Any]] = {
    "stakeholders": stakeholders(),
    "strategy": strategies(),
    "competitors": rows(COMPETITOR),
    "actions": rows(ACTION),
}


@pytest.fixture
def acme(store: Store, customers_file: CustomersFile, tmp_path: Path) -> Store:
    customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1000, 0)])
    import_sources(store, [tmp_path / "in"])
    return store


@pytest.mark.parametrize("section", SECTIONS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_export_of_an_import_is_equal_json(acme: Store, tmp_path: Path, section: Section, data: st.DataObject) -> None:
    document = data.draw(DOCUMENTS[section])
    assert section_faults(section, document) == []
    path = tmp_path / "plans" / section / "acme-ltd.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    report = import_sources(acme, [path])
    assert report.errors == []
    exported = tmp_path / "export" / "account-plans" / section / "acme-ltd.json"
    exported.unlink(missing_ok=True)
    assert export(acme, tmp_path / "export").kept == []
    assert same(json.loads(exported.read_text("utf-8")), document)
    assert import_sources(acme, [path, exported]).changes == 0


def same(left: Any, right: Any) -> bool:
    """Equal as JSON: as Python's equality, but that true is not 1."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def test_whole_numbers_stay_whole_and_fractions_stay_exact(acme: Store, tmp_path: Path) -> None:
    opportunity = {
        "id": "o",
        "title": "t",
        "description": "d",
        "status": "won",
        "identifiedDate": "2026-11-24",
        "probability": 12.5,
        "x": [1.0, 0.1, 1e300, 9007199254740991],
    }
    document = {"painPoints": [], "opportunities": [opportunity | {"estimatedValue": 500000}]}
    path = tmp_path / "plans" / "strategy" / "acme-ltd.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(document), "utf-8")
    import_sources(acme, [path])
    export(acme, tmp_path / "export")
    found = (tmp_path / "export" / "account-plans" / "strategy" / "acme-ltd.json").read_text("utf-8")
    assert '"estimatedValue": 500000,' in found
    assert '"probability": 12.5,' in found
    assert [type(number) for number in json.loads(found)["opportunities"][0]["x"]] == [int, float, float, int]
    assert json.loads(found) == document
