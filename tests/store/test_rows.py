"""Documents and rows: what goes in as JSON comes out as the same JSON."""

from __future__ import annotations

from typing import Any, cast

import pytest
from effort import examples
from full_plans import EDITS, FULL, ORIGIN
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_documents import PLANS
from sqlalchemy import text

from demodb.model.canonical import canonical
from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.faults import section_faults
from demodb.store.engine import Store
from demodb.store.plans import NewSection, insert_sections, read_sections
from demodb.store.portfolio import insert_accounts


@given(plans=st.tuples(PLANS, PLANS))
@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
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


@pytest.fixture
def full(store: Store) -> Store:
    """The account "one" with a template section of each kind."""
    with store.write() as connection:
        insert_accounts(connection, [{"key": "one", "name": "One", "slug": "one"}])
        insert_sections(connection, [NewSection("one", section, document, ORIGIN) for section, document in FULL.items()])
    return store


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
