"""Documents and rows: what goes in as JSON comes out as the same JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from demodb.model import documents as d
from demodb.model.canonical import canonical, number
from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.faults import section_faults
from demodb.store.engine import Store
from demodb.store.plans import NewSection, TemplateOrigin, insert_sections, read_sections
from demodb.store.portfolio import insert_accounts

# What a JSON file can hold: no NUL, no half surrogate pairs, finite numbers, whole ones below 2**53 as int.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
NUMBERS = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**60), 2**60)).map(number)
PERCENTS = st.floats(0, 100).map(number)
DATES = st.dates().map(lambda day: day.isoformat())
EMAILS = st.sampled_from(["jo@example.com", "o'hara+sales@a-b.example", "x_1@sub.domain.example"])
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
JSON = st.recursive(LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)))
TRICKY_KEYS = st.sampled_from(["section", "position", "extra", "accountKey", "account_key", "reports_to", "kind", "text", ""])


def unknown_keys(*known: str) -> st.SearchStrategy[dict[str, Any]]:
    keys = st.one_of(TEXTS, TRICKY_KEYS).filter(lambda key: key not in known)
    return st.dictionaries(keys, JSON, max_size=2)


def one_of(literal: object) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(literal))


@st.composite
def rows(
    draw: st.DrawFn,
    required: Mapping[str, st.SearchStrategy[Any]],
    optional: Mapping[str, st.SearchStrategy[Any]],
) -> list[dict[str, Any]]:
    """A list of rows with ids of their own."""
    ids = draw(st.lists(TEXTS, unique=True, max_size=4))
    made = []
    for own in ids:
        row = draw(st.fixed_dictionaries(dict(required), optional=dict(optional)))
        made.append({"id": own, **row, **draw(unknown_keys("id", "reportsTo", *required, *optional))})
    return made


@st.composite
def stakeholders(draw: st.DrawFn) -> list[dict[str, Any]]:
    made = draw(
        rows(
            {"name": TEXTS, "title": TEXTS, "role": one_of(d.Role), "relationshipStrength": one_of(d.Relationship)},
            {
                "raciRole": one_of(d.RaciRole),
                "email": EMAILS,
                "phone": TEXTS,
                "tenure": TEXTS,
                "interests": st.lists(TEXTS, max_size=3),
                "lastInteraction": DATES,
                "notes": TEXTS,
            },
        )
    )
    for n, row in enumerate(made):
        above: list[str | None] = [None, *(other["id"] for other in made[n + 1 :])]
        if draw(st.booleans()):
            row["reportsTo"] = draw(st.sampled_from(above))
    return made


COMMON = {"title": TEXTS, "description": TEXTS, "identifiedDate": DATES}
PAIN_POINTS = rows({**COMMON, "status": one_of(d.PainPointStatus), "severity": one_of(d.Level)}, {"owner": TEXTS})
OPPORTUNITIES = rows(
    {**COMMON, "status": one_of(d.OpportunityStatus)}, {"estimatedValue": NUMBERS, "probability": PERCENTS, "owner": TEXTS}
)
STRATEGY = st.builds(
    lambda pain_points, opportunities, unknown: {"painPoints": pain_points, "opportunities": opportunities, **unknown},
    PAIN_POINTS,
    OPPORTUNITIES,
    unknown_keys("painPoints", "opportunities"),
)
TRAITS = st.lists(TEXTS, max_size=3)
COMPETITORS = rows(
    {
        "name": TEXTS,
        "type": one_of(d.CompetitorType),
        "description": TEXTS,
        "strengths": TRAITS,
        "weaknesses": TRAITS,
        "lastUpdated": DATES,
    },
    {},
)
ACTIONS = rows(
    {"title": TEXTS, "status": one_of(d.ActionStatus), "priority": one_of(d.Level), "createdAt": DATES},
    {"description": TEXTS, "owner": TEXTS, "dueDate": DATES},
)
PLANS: st.SearchStrategy[dict[str, Document]] = st.fixed_dictionaries(
    {"stakeholders": stakeholders(), "strategy": STRATEGY, "competitors": COMPETITORS, "actions": ACTIONS}
)
ORIGIN = TemplateOrigin("telecom", "0001", "0", "2026-11-24")


@given(plans=st.tuples(PLANS, PLANS))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_valid_section_is_read_back_as_the_same_json_and_not_edited(
    store: Store, plans: tuple[dict[Section, Document], dict[Section, Document]]
) -> None:
    keys = ("one", "two")
    written = {(key, section): plan[section] for key, plan in zip(keys, plans, strict=True) for section in SECTIONS}
    assert [section_faults(section, document) for (_, section), document in written.items()] == [[]] * len(written)
    with store.write(keep=False) as connection:
        insert_accounts(connection, [{"key": key, "name": key, "slug": key} for key in keys])
        insert_sections(connection, [NewSection(key, section, document) for (key, section), document in written.items()])
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        else:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        read = read_sections(connection, keys)
    assert {at: canonical(stored.document) for at, stored in read.items()} == {
        at: canonical(document) for at, document in written.items()
    }
    assert {at: stored.base for at, stored in read.items()} == {at: canonical(document) for at, document in written.items()}
    assert not any(stored.edited for stored in read.values())


FULL: dict[Section, Document] = {
    "stakeholders": [
        {
            "id": "s1",
            "name": "Åsa",
            "title": "CTO",
            "role": "champion",
            "relationshipStrength": "weak",
            "interests": ["5G", "cost"],
        },
        {"id": "s2", "name": "Bo", "title": "CIO", "role": "user", "relationshipStrength": "strong", "reportsTo": None},
    ],
    "strategy": {
        "painPoints": [
            {"id": "p1", "title": "t", "description": "d", "status": "active", "severity": "low", "identifiedDate": "2026-01-31"}
        ],
        "opportunities": [
            {
                "id": "o1",
                "title": "t",
                "description": "d",
                "status": "won",
                "identifiedDate": "2026-01-31",
                "estimatedValue": 0.1,
                "note": {"why": [1, None]},
            }
        ],
        "horizon": "2028",
    },
    "competitors": [
        {
            "id": "c1",
            "name": "n",
            "type": "both",
            "description": "d",
            "strengths": ["a", "b"],
            "weaknesses": [],
            "lastUpdated": "2026-02-28",
        }
    ],
    "actions": [{"id": "a1", "title": "t", "status": "todo", "priority": "high", "createdAt": "2026-01-01"}],
}


@pytest.fixture
def full(store: Store) -> Store:
    """The account "one" with a template section of each kind."""
    with store.write() as connection:
        insert_accounts(connection, [{"key": "one", "name": "One", "slug": "one"}])
        insert_sections(connection, [NewSection("one", section, document, ORIGIN) for section, document in FULL.items()])
    return store


EDITS = {
    "UPDATE stakeholder SET notes = 'by hand' WHERE id = 's1'": "stakeholders",
    "UPDATE stakeholder SET reports_to = 's1' WHERE id = 's2'": "stakeholders",
    "UPDATE stakeholder SET position = 1 - position": "stakeholders",
    "DELETE FROM interest WHERE position = 0": "stakeholders",
    "UPDATE pain_point SET severity = 'high'": "strategy",
    "UPDATE opportunity SET estimated_value = 0.2": "strategy",
    "UPDATE opportunity SET extra = NULL": "strategy",
    "UPDATE plan_section SET extra = NULL": "strategy",
    "DELETE FROM opportunity": "strategy",
    "UPDATE competitor_trait SET kind = 'weakness' WHERE position = 1": "competitors",
    "DELETE FROM action_item": "actions",
}


@pytest.mark.parametrize("statement", EDITS)
def test_a_section_changed_by_raw_sql_is_edited_and_no_other_one(full: Store, statement: str) -> None:
    with full.write(keep=False) as connection:
        before = read_sections(connection, ["one"])
        connection.execute(text(statement))
        after = read_sections(connection, ["one"])
    assert [at for at, stored in before.items() if stored.edited] == []
    assert [section for (_, section), stored in after.items() if stored.edited] == [EDITS[statement]]
    assert {at: stored.base for at, stored in after.items()} == {at: stored.base for at, stored in before.items()}


def test_a_section_put_back_as_it_came_in_is_not_edited_any_more(full: Store) -> None:
    with full.write() as connection:
        connection.execute(text("UPDATE action_item SET status = 'done'"))
    with full.write() as connection:
        assert read_sections(connection, ["one"])["one", "actions"].edited
        connection.execute(text("UPDATE action_item SET status = 'todo'"))
    with full.read() as connection:
        assert not read_sections(connection, ["one"])["one", "actions"].edited


def test_a_section_remembers_what_template_it_was_made_from(full: Store) -> None:
    with full.read() as connection:
        assert {stored.origin for stored in read_sections(connection, ["one"]).values()} == {ORIGIN}


def test_only_the_sections_and_accounts_asked_for_are_read(full: Store) -> None:
    with full.read() as connection:
        assert list(read_sections(connection, ["one"], ["actions"])) == [("one", "actions")]
        assert read_sections(connection, ["two"]) == {}
        assert read_sections(connection, []) == {}


def test_an_explicit_null_comes_back_at_its_place_among_the_known_keys(full: Store) -> None:
    with full.read() as connection:
        document = cast("list[dict[str, Any]]", read_sections(connection, ["one"])["one", "stakeholders"].document)
    assert list(document[1]) == ["id", "name", "title", "role", "reportsTo", "relationshipStrength"]
