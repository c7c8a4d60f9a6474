"""Plans: what is to be done and why, field by field, and as a file that is carried out only where nothing moved since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import seed_edits as sql
from fixture_types import Contents, CustomersFile, WriteJson
from pack_texts import SEVERITY, TITLE, release
from seeded_accounts import AS_OF, PAIN_POINT

from demodb.api.import_ import import_sources
from demodb.api.seed import (
    PackChoice,
    SectionStep,
    SeedOptions,
    Which,
    apply,
    history,
    plan,
    plan_text,
    seed,
    step_payload,
)
from demodb.errors import InputError, PlanStaleError
from demodb.model.documents import Section
from demodb.store.accounts import mark_heroes
from demodb.store.engine import Store

ACME = Which(["Acme Ltd"])


def options(pack: str) -> SeedOptions:
    return SeedOptions(AS_OF, PackChoice(pack))


def steps(store: Store, pack: str, which: Which = ACME) -> dict[Section, SectionStep]:
    with plan(store, options(pack), which) as made:
        return {step.section: step for step in made.steps}


def reasons(store: Store, pack: str) -> dict[Section, tuple[str, str]]:
    return {section: (step.action, step.reason) for section, step in steps(store, pack).items()}


def plan_file(store: Store, pack: str, path: Path, which: Which = ACME) -> Path:
    with plan(store, options(pack), which) as made:
        path.write_text("".join(plan_text(made.head, map(step_payload, made.steps))), "utf-8")
    return path


def test_a_plan_says_what_is_missing_imported_edited_and_newest(
    two: Store, small: str, tmp_path: Path, write_json: WriteJson
) -> None:
    assert set(reasons(two, small).values()) == {("create", "missing")}
    import_sources(two, [write_json(tmp_path / "plans" / "actions" / "acme-ltd.json", [])])
    seed(two, options(small))
    sql.update(two, PAIN_POINT, "title", "Mine")
    assert reasons(two, small) == {
        "stakeholders": ("keep", "at small 0001, the newest of its section"),
        "strategy": ("keep", "edited, at small 0001, the newest of its section"),
        "competitors": ("keep", "at small 0001, the newest of its section"),
        "actions": ("keep", "imported"),
    }


def test_a_plan_says_what_is_upgraded_whole_by_field_and_with_a_conflict(two: Store, small: str) -> None:
    seed(two, options(small))
    release(small, 2, SEVERITY)
    assert reasons(two, small)["strategy"] == ("upgrade", "small 0001 -> small 0002")
    sql.update(two, PAIN_POINT, "title", "Mine")
    assert reasons(two, small)["strategy"] == ("upgrade", "small 0001 -> small 0002, edited")
    release(small, 3, SEVERITY, TITLE)
    assert reasons(two, small)["strategy"] == ("conflict", "small 0001 -> small 0003, edited")


def test_a_plan_shows_a_step_field_by_field(two: Store, small: str) -> None:
    seed(two, options(small))
    release(small, 2, SEVERITY)
    found = [(one.list, one.row, one.field, one.was, one.now) for one in steps(two, small)["strategy"].changes]
    assert found == [("painPoints", "pp-001", "severity", "high", "medium")]


def test_a_plan_reads_only(two: Store, small: str, contents: Contents) -> None:
    before = contents(two)
    assert len(steps(two, small)) == 4
    assert contents(two) == before
    assert history(two) == []


def test_a_plan_that_is_applied_does_what_seeding_does(two: Store, small: str, tmp_path: Path) -> None:
    seed(two, options(small), Which(["Borealis AS"]))
    report = apply(two, plan_file(two, small, tmp_path / "plan.json", Which()), PackChoice(small))
    assert (report.accounts, report.seeded, report.upgraded) == (2, 4, 0)
    assert seed(two, options(small)).seeded == 0
    assert [(run.kind, run.counts["seeded"]) for run in history(two)] == [("seed", 4), ("seed", 4)]


def _edit(store: Store, _: str) -> None:
    sql.update(store, PAIN_POINT, "title", "Mine")


def _delete(store: Store, _: str) -> None:
    sql.delete(store, PAIN_POINT)


def _seed(store: Store, pack: str) -> None:
    seed(store, options(pack), ACME)


def _release(_: Store, pack: str) -> None:
    release(pack, 3, SEVERITY, TITLE)


def _drop(store: Store, _: str) -> None:
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM plan_section WHERE account_key = 'acme ltd'")


@pytest.mark.parametrize(
    ("move", "difference"),
    [
        (_edit, "Acme Ltd: strategy was changed: the plan says upgrade (small 0001 -> small 0002), now upgrade"),
        (_delete, "Acme Ltd: strategy was changed: the plan says upgrade (small 0001 -> small 0002), now upgrade"),
        (_seed, "Acme Ltd: strategy was changed: the plan says upgrade (small 0001 -> small 0002), now keep"),
        (_release, "the packs are small 0003 ("),
        (_drop, "Acme Ltd: strategy was changed: the plan says upgrade (small 0001 -> small 0002), now create"),
    ],
    ids=["an edit", "a delete", "a run", "a release", "a section that went"],
)
def test_a_plan_is_refused_after_anything_moved_and_nothing_is_changed(
    two: Store, small: str, tmp_path: Path, contents: Contents, move: Callable[[Store, str], None], difference: str
) -> None:
    seed(two, options(small))
    release(small, 2, SEVERITY)
    path = plan_file(two, small, tmp_path / "plan.json")
    move(two, small)
    before = contents(two)
    with pytest.raises(PlanStaleError) as caught:
        apply(two, path, PackChoice(small))
    assert any(found.startswith(difference) for found in caught.value.differences), caught.value.differences
    assert contents(two) == before


def test_a_plan_stands_where_accounts_outside_of_it_moved(two: Store, small: str, tmp_path: Path) -> None:
    path = plan_file(two, small, tmp_path / "plan.json")
    seed(two, options(small), Which(["Borealis AS"]))
    assert apply(two, path, PackChoice(small)).seeded == 4


def test_a_plan_for_the_heroes_is_applied_to_them_alone(two: Store, small: str, tmp_path: Path) -> None:
    two.run(lambda connection: mark_heroes(connection, ["acme ltd"], hero=True))
    path = plan_file(two, small, tmp_path / "plan.json", Which(heroes=True))
    report = apply(two, path, PackChoice(small))
    assert (report.accounts, report.seeded) == (1, 4)


def test_a_plan_is_refused_where_an_account_came_or_went(
    two: Store, small: str, tmp_path: Path, customers_file: CustomersFile
) -> None:
    path = plan_file(two, small, tmp_path / "plan.json", Which())
    import_sources(two, [customers_file(tmp_path / "more", "Kandy", [("Acme Ltd", 1000, 0), ("Zephyr GmbH", 1, 0)])])
    with pytest.raises(PlanStaleError, match="Zephyr GmbH: stakeholders is not in the plan"):
        apply(two, path, PackChoice(small))
    with two.write() as connection:
        connection.exec_driver_sql("DELETE FROM account WHERE key IN ('zephyr gmbh', 'borealis as')")
    with pytest.raises(PlanStaleError, match="Borealis AS: stakeholders is not there any more"):
        apply(two, path, PackChoice(small))


def test_a_file_that_is_no_plan_is_refused_with_all_that_is_wrong(two: Store, small: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text('{"format": "another", "formatVersion": 1}', "utf-8")
    with pytest.raises(InputError) as caught:
        apply(two, path, PackChoice(small))
    assert {problem.place for problem in caught.value.problems} >= {"$.format", "$.asOf", "$.steps"}
