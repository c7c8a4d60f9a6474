"""The pack `lived-in` over the sample: plans that a board would take for real."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from fixture_types import NewStore

from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, seed
from demodb.model.documents import SECTIONS
from demodb.model.faults import section_faults
from demodb.store.bulk import CHUNK
from demodb.store.plans import read_sections
from demodb.store.seeding import Scope, account_facts, accounts_in

AS_OF = date(2026, 11, 24)


@pytest.fixture
def plans(new_store: NewStore, sample: Any) -> list[tuple[float, str, dict[str, Any]]]:
    """Revenue, situation and documents of each account of the sample."""
    store = new_store()
    import_sources(store, [sample / "customers"])
    seed(store, SeedOptions(AS_OF, PackChoice("lived-in")))
    found = []
    with store.read() as connection:
        for keys in accounts_in(connection, Scope(), CHUNK):
            sections = read_sections(connection, keys)
            for facts in account_facts(connection, keys):
                documents: dict[str, Any] = {section: sections[facts.key, section].document for section in SECTIONS}
                situation = sections[facts.key, "strategy"].made_from(facts).situation or ""
                found.append((facts.revenue, situation, documents))
    return found


def test_the_plans_of_the_sample_are_no_two_alike(plans: list[tuple[float, str, dict[str, Any]]]) -> None:
    titles, values, shapes = Counter[str](), Counter[float](), Counter[tuple[Any, ...]]()
    for _, _, found in plans:
        assert all(section_faults(section, found[section]) == [] for section in SECTIONS)
        titles.update(row["title"] for row in found["strategy"]["painPoints"])
        values.update(row["estimatedValue"] for row in found["strategy"]["opportunities"])
        shapes[tuple(len(found[section]) for section in SECTIONS)] += 1
        shapes[tuple((row["role"], row["reportsTo"]) for row in found["stakeholders"])] += 1
    shared = sum(count for count in titles.values() if count > 1)
    assert shared <= 0.4 * titles.total()
    assert max(values.values()) <= 0.03 * values.total()
    assert max(shapes.values()) <= len(plans) / 3


def test_the_pipeline_suits_the_revenue(plans: list[tuple[float, str, dict[str, Any]]]) -> None:
    beyond = 0
    for revenue, _, found in plans:
        open_ones = [row for row in found["strategy"]["opportunities"] if row["status"] not in ("won", "lost")]
        pipeline = sum(row["estimatedValue"] for row in open_ones)
        beyond += revenue > 0 and pipeline > 2 * revenue
        assert revenue > 0 or pipeline <= 100_000
    assert beyond <= 0.02 * len(plans)


def test_a_lost_account_has_a_sceptic_and_a_pain_about_it(plans: list[tuple[float, str, dict[str, Any]]]) -> None:
    lost = [found for _, situation, found in plans if situation == "lost"]
    assert lost
    for found in lost:
        assert found["strategy"]["painPoints"]
        if found["stakeholders"]:
            strengths = {row["relationshipStrength"] for row in found["stakeholders"]}
            assert strengths & {"weak", "unknown"}


def test_boards_are_in_use(plans: list[tuple[float, str, dict[str, Any]]]) -> None:
    assert sum(bool(found["actions"]) for _, _, found in plans) >= 0.6 * len(plans)
