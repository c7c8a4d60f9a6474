"""Sections that other scripts made: the first seed replaces them, but for what somebody changed in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import Contents, WriteJson
from seeded_accounts import AS_OF

from demodb.api.conflicts import list_conflicts
from demodb.api.explain import explain
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.seed import PackChoice, SeedOptions, plan, seed, undo
from demodb.api.shift import shift
from demodb.api.show import show_account
from demodb.store.engine import Store
from demodb.store.seeding import Scope, scope_counts


def pain_point(row_id: str, title: str) -> dict[str, str]:
    fields = {"status": "active", "severity": "low", "identifiedDate": "2026-01-02"}
    return {"id": row_id, "title": title, "description": "Made up.", **fields}


MADE = [pain_point("pp-001", "First"), pain_point("made-2", "Second"), pain_point("made-3", "Third")]


@pytest.fixture
def adopted(two: Store, tmp_path: Path, write_json: WriteJson) -> Store:
    """Acme's strategy was made by other scripts: one of its pain points has an id that the template has too."""
    document = {"painPoints": MADE, "opportunities": []}
    path = write_json(tmp_path / "plans" / "strategy" / "acme-ltd.json", document)
    import_sources(two, [path], how=ImportBy(generated=True))
    return two


def options(pack: str) -> SeedOptions:
    return SeedOptions(AS_OF, PackChoice(pack))


def pain_points(store: Store) -> list[dict[str, Any]]:
    document: Any = show_account(store, "Acme Ltd").sections["strategy"].document
    rows: list[dict[str, Any]] = document["painPoints"]
    return rows


def edit(store: Store, row_id: str) -> None:
    sql.update(store, ("acme ltd", "strategy", "painPoints", row_id), "status", "resolved")


def test_an_untouched_section_becomes_the_templates_as_if_there_had_never_been_another(
    adopted: Store, small: str, contents: Contents
) -> None:
    report = seed(adopted, options(small))
    assert (report.seeded, report.upgraded, report.conflicts) == (7, 1, 0)
    assert report.sections["strategy"] == {"seeded": 1, "upgraded": 1, "kept": 0}
    assert [row["title"] for row in pain_points(adopted)] == ["Old systems"]
    replaced = contents(adopted)
    undo(adopted)
    seed(adopted, options(small))
    assert contents(adopted) == replaced


def test_an_edited_row_stays_whole_and_the_others_are_replaced(adopted: Store, small: str) -> None:
    edit(adopted, "made-2")
    assert seed(adopted, options(small)).conflicts == 0
    titles = {row["id"]: (row["title"], row["status"]) for row in pain_points(adopted)}
    assert titles == {"pp-001": ("Old systems", "active"), "made-2": ("Second", "resolved")}


def test_an_edited_row_with_the_id_of_a_templates_is_a_conflict_of_the_row(adopted: Store, small: str) -> None:
    edit(adopted, "pp-001")
    assert seed(adopted, options(small)).conflicts == 1
    assert pain_points(adopted) == [MADE[0] | {"status": "resolved"}]
    (conflict,) = list_conflicts(adopted)
    assert (conflict.place, conflict.theirs["title"]) == ("strategy/painPoints/pp-001", "Old systems")


def test_a_second_seed_does_nothing(adopted: Store, small: str, contents: Contents) -> None:
    edit(adopted, "pp-001")
    seed(adopted, options(small))
    before = contents(adopted)
    assert not seed(adopted, options(small)).changed
    assert contents(adopted) == before


@pytest.mark.slow
def test_a_store_of_which_only_an_adopted_section_is_left_to_do_has_something_to_do(adopted: Store, small: str) -> None:
    with adopted.write() as connection:
        connection.exec_driver_sql("UPDATE plan_section SET origin = 'imported'")
    seed(adopted, options(small))
    with adopted.write() as connection:
        connection.exec_driver_sql("UPDATE plan_section SET origin = 'generated' WHERE origin = 'imported'")
    assert seed(adopted, options(small)).upgraded == 1
    with adopted.read() as connection:
        assert {count.origin for count in scope_counts(connection, Scope())[1]} == {"template"}


@pytest.mark.parametrize(("touched", "reason"), [(False, "generated -> small 0001"), (True, "generated -> small 0001, edited")])
def test_a_plan_says_why(adopted: Store, small: str, reason: str, *, touched: bool) -> None:
    if touched:
        edit(adopted, "made-2")
    with plan(adopted, options(small)) as made:
        steps = {(step.account, step.section): (step.action, step.reason) for step in made.steps}
    assert steps["Acme Ltd", "strategy"] == ("upgrade", reason)


def test_a_shift_passes_it_over_and_so_does_an_undo(adopted: Store, small: str, contents: Contents) -> None:
    before = contents(adopted)
    assert shift(adopted, date(2027, 3, 6), PackChoice(small)).sections == 0
    assert undo(adopted).sections == 0
    assert contents(adopted) == before


def test_its_values_are_explained_by_other_scripts(adopted: Store, small: str) -> None:
    _, values = explain(adopted, "Acme Ltd", PackChoice(small), "strategy/painPoints/made-2/title")
    (value,) = values
    assert (value.kind, value.value) == ("generated", "Second")
    assert value.source.startswith("made by other scripts, adopted from ")
    assert value.source.endswith("acme-ltd.json")
