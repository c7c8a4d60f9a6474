"""Undo takes away exactly what nobody touched, until the next seed; what a person deleted stays away through it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import Contents, WriteJson
from pack_texts import SEVERITY, TITLE, release, small_revision, written
from seeded_accounts import AS_OF, BOSS, PAIN_POINT, REPORT, ids, seeded

from demodb.api.account import merge_accounts
from demodb.api.conflicts import take_theirs
from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, Which, history, plan, restore, seed, undo
from demodb.api.shift import shift
from demodb.api.show import show_account
from demodb.model.documents import SECTIONS
from demodb.store.conflicts import read_deleted
from demodb.store.engine import Store


def test_an_undo_of_what_nobody_touched_brings_the_store_back_as_it_was(two: Store, small: str, contents: Contents) -> None:
    before = contents(two)
    seeded(two, small)
    report = undo(two)
    assert (report.accounts, report.sections, report.kept) == (2, 8, [])
    assert contents(two) == before
    assert [run.kind for run in history(two)] == ["undo", "seed"]


def test_an_undo_of_an_upgraded_store_brings_it_back_too(two: Store, small: str, contents: Contents) -> None:
    before = contents(two)
    seeded(two, small)
    release(small, 2, SEVERITY, TITLE)
    seeded(two, small)
    undo(two)
    assert contents(two) == before


@pytest.mark.slow
def test_an_undo_of_the_whole_sample_leaves_what_was_imported(store: Store, sample: Path, contents: Contents) -> None:
    import_sources(store, [sample])
    before = contents(store)
    seed(store, SeedOptions(AS_OF))
    assert undo(store).sections == 4 * 123
    assert contents(store) == before


def test_an_undo_keeps_edited_and_added_rows_and_those_whom_they_report_to_and_says_why(two: Store, small: str) -> None:
    seeded(two, small)
    sql.update(two, REPORT, "title", "Mine")
    sql.add(two, ("acme ltd", "strategy", "painPoints", "pp-900"), 9)
    report = undo(two, Which(["Acme Ltd"]))
    assert sorted((row.place, row.why) for row in report.kept) == [
        ("stakeholders/sh-001", "needed: somebody who stays reports to it"),
        ("stakeholders/sh-002", "edited"),
        ("strategy/painPoints/pp-900", "added"),
    ]
    assert (ids(two), ids(two, "strategy")) == (["sh-001", "sh-002"], ["pp-900"])
    assert show_account(two, "Acme Ltd").sections.keys() == {"stakeholders", "strategy"}
    assert show_account(two, "Borealis AS").sections.keys() == set(SECTIONS)


def test_an_unknown_key_beside_the_lists_keeps_the_section(two: Store, small: str) -> None:
    seeded(two, small)
    with two.write() as connection:
        connection.exec_driver_sql("""UPDATE plan_section SET extra = '{"mood":"good"}' WHERE section = 'strategy'""")
    undo(two)
    document = show_account(two, "Acme Ltd").sections["strategy"].document
    assert document == {"painPoints": [], "opportunities": [], "mood": "good"}


def test_a_dry_run_tells_the_same_and_writes_nothing(two: Store, small: str, contents: Contents) -> None:
    seeded(two, small)
    sql.update(two, REPORT, "title", "Mine")
    before = contents(two)
    tried = undo(two, dry_run=True)
    assert contents(two) == before
    done = undo(two)
    assert (tried.sections, tried.rows, tried.kept) == (done.sections, done.rows, done.kept)
    sql.delete(two, REPORT)
    before = contents(two)
    assert restore(two, dry_run=True).rows == 1
    assert contents(two) == before


def test_a_second_undo_changes_nothing_and_is_no_run(two: Store, small: str, contents: Contents) -> None:
    seeded(two, small)
    sql.update(two, REPORT, "title", "Mine")
    undo(two)
    before = contents(two)
    assert not undo(two).changed
    assert contents(two) == before
    assert [run.kind for run in history(two)] == ["undo", "seed"]


def test_seeding_after_an_undo_gives_the_same_store_again(two: Store, small: str, contents: Contents) -> None:
    seeded(two, small)
    before = contents(two)
    undo(two)
    seeded(two, small)
    assert contents(two) == before


@pytest.mark.parametrize("number", [1, 2])
def test_what_an_undo_took_out_is_not_deleted_by_a_person_a_later_seed_makes_it_again(
    two: Store, small: str, contents: Contents, number: int
) -> None:
    seeded(two, small)
    sql.update(two, REPORT, "title", "Mine")
    sql.update(two, PAIN_POINT, "status", "resolved")
    sql.add(two, ("acme ltd", "strategy", "painPoints", "pp-900"), 1)
    if number > 1:
        release(small, number, SEVERITY, TITLE)
        seeded(two, small)
    before = contents(two)
    undo(two)
    assert ids(two, "strategy") == ["pp-001", "pp-900"]
    seeded(two, small)
    assert contents(two) == before


def test_a_section_of_which_something_is_left_is_outdated_and_the_next_seed_completes_it_as_of_its_own_date(
    two: Store, small: str
) -> None:
    seeded(two, small)
    sql.update(two, BOSS, "title", "Mine")
    undo(two)
    later = SeedOptions(date(2026, 12, 24), PackChoice(small))
    with plan(two, later) as made:
        steps = {(step.account, step.section): (step.action, step.reason) for step in made.steps}
    assert steps["Acme Ltd", "stakeholders"] == ("upgrade", "undone -> small 0001, edited")
    assert steps["Acme Ltd", "strategy"] == ("create", "missing")
    seed(two, later)
    stored = show_account(two, "Acme Ltd").sections["stakeholders"]
    assert stored.origin is not None
    assert (stored.origin.revision, stored.origin.as_of) == ("0001", "2026-12-24")
    assert not seed(two, later).changed


def test_what_a_person_deleted_beside_rows_that_stay_stays_deleted_after_an_undo_and_a_seed(two: Store, small: str) -> None:
    seeded(two, small)
    sql.delete(two, PAIN_POINT)
    sql.update(two, ("acme ltd", "strategy", "opportunities", "op-001"), "status", "won")
    undo(two)
    seeded(two, small)
    assert ids(two, "strategy") == []
    assert restore(two).rows == 1
    assert ids(two, "strategy") == ["pp-001"]


def test_a_shift_passes_over_what_is_left_of_an_undone_section(two: Store, small: str, contents: Contents) -> None:
    seeded(two, small)
    sql.update(two, BOSS, "title", "Mine")
    undo(two)
    before = contents(two)
    report = shift(two, date(2027, 3, 6), PackChoice(small))
    assert (report.sections, report.unknown) == (0, [])
    assert contents(two) == before


def test_a_deleted_row_stays_deleted_through_two_revisions(two: Store, small: str) -> None:
    seeded(two, small)
    sql.delete(two, REPORT)
    for number in (2, 3):
        release(small, number, ('role = "champion"', 'role = "user"'), ("Speaks plainly.", f"Revision {number}."))
        seeded(two, small)
        assert ids(two) == ["sh-001"]
    assert ids(two, account="Borealis AS") == ["sh-001", "sh-002"]


def test_a_deleted_row_stays_deleted_when_it_was_dropped_and_comes_with_a_later_revision_again(two: Store, small: str) -> None:
    seeded(two, small)
    sql.delete(two, REPORT)
    release(small, 2, ('id = "sh-002"', 'id = "sh-007"'))
    seeded(two, small)
    assert ids(two) == ["sh-001", "sh-007"]
    release(small, 3)
    seeded(two, small)
    assert ids(two) == ["sh-001"]
    assert ids(two, account="Borealis AS") == ["sh-001", "sh-002"]


def test_a_deleted_row_stays_deleted_when_its_section_is_undone_and_seeded_again(two: Store, small: str) -> None:
    seeded(two, small)
    sql.delete(two, REPORT)
    undo(two)
    assert not show_account(two, "Acme Ltd").sections
    release(small, 2, ('role = "champion"', 'role = "user"'))
    for _ in range(2):
        seeded(two, small)
        assert ids(two) == ["sh-001"]
        undo(two)


def test_deleted_rows_go_with_their_section_when_its_account_is_merged_and_to_no_section_that_was_kept(
    two: Store, small: str
) -> None:
    seeded(two, small)
    sql.delete(two, REPORT)
    sql.update(two, BOSS, "title", "Mine")
    release(small, 2, ('id = "sh-002"', 'id = "sh-007"'), ('id = "pp-001"', 'id = "pp-007"'))
    sql.delete(two, ("borealis as", "strategy", "painPoints", "pp-001"))
    seeded(two, small)
    assert merge_accounts(two, "Acme Ltd", "Borealis AS") == ("Acme Ltd", "Borealis AS", ["stakeholders"], [])
    release(small, 3)
    seeded(two, small)
    assert ids(two, account="Borealis AS") == ["sh-001"]
    assert ids(two, "strategy", "Borealis AS") == []


def test_deleted_rows_of_a_kept_section_are_those_of_its_own_account(two: Store, small: str) -> None:
    seeded(two, small)
    sql.delete(two, REPORT)
    release(small, 2, ('id = "sh-002"', 'id = "sh-007"'))
    seeded(two, small)
    sql.update(two, ("borealis as", "stakeholders", "", "sh-001"), "title", "Mine")
    undo(two)
    assert merge_accounts(two, "Acme Ltd", "Borealis AS")[2] == []
    release(small, 3)
    seeded(two, small)
    assert ids(two, account="Borealis AS") == ["sh-001", "sh-002"]


def test_a_row_that_a_person_added_stays_through_a_revision(two: Store, small: str) -> None:
    seeded(two, small)
    sql.add(two, ("acme ltd", "stakeholders", "", "mine"), 9, "sh-002")
    release(small, 2, ('id = "sh-002"', 'id = "sh-007"'))
    seeded(two, small)
    assert ids(two) == ["sh-001", "sh-002", "mine", "sh-007"]


def test_an_import_brings_back_the_row_that_it_has_and_forgets_the_delete(
    two: Store, small: str, tmp_path: Path, write_json: WriteJson
) -> None:
    seeded(two, small)
    document = show_account(two, "Acme Ltd").sections["stakeholders"].document
    sql.delete(two, REPORT)
    undo(two)
    import_sources(two, [write_json(tmp_path / "plans" / "stakeholders" / "acme-ltd.json", document)])
    assert ids(two) == ["sh-001", "sh-002"]
    assert not restore(two).changed


@pytest.mark.parametrize("kind", [undo, restore])
def test_runs_over_accounts_of_another_unit_leave_these_alone(two: Store, small: str, contents: Contents, kind: Any) -> None:
    seeded(two, small)
    sql.delete(two, PAIN_POINT)
    before = contents(two)
    assert not kind(two, Which(["Acme Ltd"], ["STL"])).changed
    assert contents(two) == before


def test_an_undo_needs_no_pack(two: Store, tmp_path: Path, contents: Contents) -> None:
    before = contents(two)
    seeded(two, written(tmp_path / "gone", small_revision()))
    for path in (tmp_path / "gone").iterdir():
        path.unlink()
    undo(two)
    assert contents(two) == before


def test_a_file_that_was_exported_before_an_undo_is_merged_from_what_it_said_then(two: Store, small: str, tmp_path: Path) -> None:
    seeded(two, small)
    export(two, tmp_path / "export")
    undo(two)
    release(small, 2, TITLE)
    seeded(two, small)
    strategy = tmp_path / "export" / "account-plans" / "strategy" / "acme-ltd.json"
    document = json.loads(strategy.read_bytes())
    document["painPoints"][0]["owner"] = "App"
    strategy.write_text(json.dumps(document), "utf-8")
    import_sources(two, [tmp_path / "export"])
    stored: Any = show_account(two, "Acme Ltd").sections["strategy"].document
    assert [(row["title"], row["owner"]) for row in stored["painPoints"]] == [("Ageing systems", "App")]


def test_a_row_that_a_decision_brings_back_counts_as_deleted_no_more(two: Store, small: str, tmp_path: Path) -> None:
    """A person deletes a row, the template has it no more, and the app edits it in the file."""
    seeded(two, small)
    export(two, tmp_path / "export")
    sql.delete(two, REPORT)
    release(small, 2, ('id = "sh-002"', 'id = "sh-007"'))
    seeded(two, small)
    people = tmp_path / "export" / "account-plans" / "stakeholders" / "acme-ltd.json"
    document = json.loads(people.read_bytes())
    people.write_text(json.dumps([row | {"notes": "App"} if row["id"] == "sh-002" else row for row in document]), "utf-8")
    import_sources(two, [tmp_path / "export"])
    with two.read() as connection:
        assert read_deleted(connection, ["acme ltd"])["acme ltd", "stakeholders"] == [("", "sh-002")]
    take_theirs(two)
    assert "sh-002" in ids(two)
    with two.read() as connection:
        assert ("acme ltd", "stakeholders") not in read_deleted(connection, ["acme ltd"])
