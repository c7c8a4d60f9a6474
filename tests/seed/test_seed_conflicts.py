"""Open conflicts: found where a person and a newer template changed one field, and closed by whoever decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import Contents, WriteJson
from pack_texts import SEVERITY, TITLE, release
from seeded_accounts import PAIN_POINT, seeded

from demodb.api.account import merge_accounts
from demodb.api.conflicts import edit, list_conflicts, take_mine, take_theirs
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.seed import PackChoice, Which, undo
from demodb.api.shift import shift
from demodb.api.show import show_account
from demodb.errors import ConflictError, UnknownAccountError
from demodb.store.engine import Store

AT = "strategy/painPoints/pp-001"


def pain_point(store: Store) -> dict[str, Any]:
    document = show_account(store, "Acme Ltd").sections["strategy"].document
    assert isinstance(document, dict)
    (row,) = document["painPoints"]
    assert isinstance(row, dict)
    return row


def listed(store: Store) -> list[tuple[str, Any, Any, str | None]]:
    return [(one.place, one.mine, one.theirs, one.revision) for one in list_conflicts(store)]


@pytest.fixture
def clashing(two: Store, small: str) -> Store:
    """Both sides changed the title and the severity of one pain point."""
    seeded(two, small)
    sql.update(two, PAIN_POINT, "title", "Mine")
    sql.update(two, PAIN_POINT, "severity", "low")
    release(small, 2, SEVERITY, TITLE)
    assert seeded(two, small) == 2
    return two


def test_what_both_sides_changed_stays_the_persons_and_waits(clashing: Store) -> None:
    assert listed(clashing) == [(f"{AT}/severity", "low", "medium", "0002"), (f"{AT}/title", "Mine", "Ageing systems", "0002")]
    assert (pain_point(clashing)["title"], pain_point(clashing)["severity"]) == ("Mine", "low")
    assert list_conflicts(clashing, "Borealis AS") == []
    assert [one.base for one in list_conflicts(clashing, "acme-ltd")] == ["high", "Old systems"]


def test_a_conflict_goes_with_its_section_when_its_account_is_merged(clashing: Store) -> None:
    before = listed(clashing)
    assert merge_accounts(clashing, "Acme Ltd", "Borealis AS")[2] == ["strategy"]
    assert listed(clashing) == before
    assert [one.account for one in list_conflicts(clashing)] == ["Borealis AS", "Borealis AS"]
    take_theirs(clashing, "Borealis AS", f"{AT}/title")
    assert pain_point(clashing)["title"] == "Ageing systems"


def test_what_only_one_side_changed_is_no_conflict(two: Store, small: str) -> None:
    seeded(two, small)
    sql.update(two, PAIN_POINT, "title", "Mine")
    release(small, 2, SEVERITY)
    assert seeded(two, small) == 0
    assert (pain_point(two)["title"], pain_point(two)["severity"]) == ("Mine", "medium")
    assert list_conflicts(two) == []


def test_a_later_revision_takes_the_place_of_the_conflicts_about_the_same_fields(clashing: Store, small: str) -> None:
    release(small, 3, SEVERITY, ("Old systems", "Third title"))
    assert seeded(clashing, small) == 1
    assert listed(clashing) == [(f"{AT}/severity", "low", "medium", "0002"), (f"{AT}/title", "Mine", "Third title", "0003")]


def test_a_conflict_is_over_when_the_template_goes_back(clashing: Store, small: str) -> None:
    release(small, 3, TITLE, ('severity = "high"', 'severity = "low"'))
    assert seeded(clashing, small) == 0
    assert [place for place, *_ in listed(clashing)] == [f"{AT}/title"]


def test_a_conflict_is_over_when_the_person_writes_what_the_template_says(clashing: Store) -> None:
    sql.update(clashing, PAIN_POINT, "severity", "medium")
    assert [place for place, *_ in listed(clashing)] == [f"{AT}/title"]


def test_a_conflict_shows_the_value_that_the_store_has_now(clashing: Store) -> None:
    sql.update(clashing, PAIN_POINT, "title", "Mine, later")
    assert listed(clashing)[1][1] == "Mine, later"


def test_conflicts_go_with_the_row_that_they_are_about(clashing: Store) -> None:
    sql.delete(clashing, PAIN_POINT)
    assert list_conflicts(clashing) == []
    assert take_theirs(clashing) == []


def test_conflicts_go_with_an_import_that_replaces_their_section(clashing: Store, tmp_path: Path, write_json: WriteJson) -> None:
    empty: dict[str, list[Any]] = {"painPoints": [], "opportunities": []}
    path = write_json(tmp_path / "plans" / "strategy" / "acme-ltd.json", empty)
    import_sources(clashing, [path], how=ImportBy(replace=True))
    assert list_conflicts(clashing) == []


def test_taking_mine_closes_it_and_later_runs_do_not_ask_again(clashing: Store, small: str) -> None:
    before = show_account(clashing, "Acme Ltd").sections
    decided = take_mine(clashing, "Acme Ltd", f"{AT}/title")
    assert [(one.place, one.mine) for one in decided] == [(f"{AT}/title", "Mine")]
    assert [place for place, *_ in listed(clashing)] == [f"{AT}/severity"]
    assert show_account(clashing, "Acme Ltd").sections == before
    (Path(small) / "0003_step.toml").write_text('message = "m"\ndate = 2026-11-24\nproducts = {default = ["Other"]}\n', "utf-8")
    seeded(clashing, small)
    assert [place for place, *_ in listed(clashing)] == [f"{AT}/severity"]


def test_taking_theirs_writes_the_templates_values_and_leaves_nothing_edited(clashing: Store) -> None:
    assert len(take_theirs(clashing)) == 2
    assert (pain_point(clashing)["title"], pain_point(clashing)["severity"]) == ("Ageing systems", "medium")
    assert list_conflicts(clashing) == []
    assert not show_account(clashing, "Acme Ltd").sections["strategy"].edited


def test_a_third_value_may_be_written(clashing: Store) -> None:
    decided = edit(clashing, "Acme Ltd", f"{AT}/title", "A third one")
    assert decided.theirs == "Ageing systems"
    assert pain_point(clashing)["title"] == "A third one"
    assert [place for place, *_ in listed(clashing)] == [f"{AT}/severity"]


def test_a_value_that_the_app_would_refuse_is_refused_with_the_place(clashing: Store, contents: Contents) -> None:
    before = contents(clashing)
    with pytest.raises(ConflictError, match=r"Acme Ltd: strategy: \$\.painPoints\[0\]\.severity: expected one of"):
        edit(clashing, "Acme Ltd", f"{AT}/severity", "worst")
    with pytest.raises(ConflictError, match="means 2 conflicts"):
        edit(clashing, "Acme Ltd", AT, "worst")
    assert contents(clashing) == before


def test_names_that_mean_no_conflict_are_refused(clashing: Store) -> None:
    with pytest.raises(ConflictError, match="no open conflict at 'strategy/painPoints/pp-002'"):
        take_mine(clashing, "Acme Ltd", "strategy/painPoints/pp-002")
    with pytest.raises(UnknownAccountError):
        take_theirs(clashing, "Nobody")


def test_theirs_is_refused_with_all_faults_where_the_reporting_line_would_be_a_circle(
    two: Store, small: str, contents: Contents
) -> None:
    third = '[[stakeholders.rows]]\nid = "sh-003"\nreportsTo = "sh-001"\nrole = "user"\nrelationship = { weak = 1 }\n'
    third += (
        'tenure = [1, 2]\nlastInteraction = [1, 2]\ntitles = [{ key = "a", en = "A" }]\ninterests = ["B", "C"]\nnotes = ["D."]\n'
    )
    behind = "[[strategy.painPoints.rows]]"
    release(small, 1, (behind, f"{third}\n{behind}"))
    seeded(two, small)
    for key in ("acme ltd", "borealis as"):
        sql.update(two, (key, "stakeholders", "", "sh-002"), "reports_to", "sh-003")
    lower = third.replace('"sh-001"', '"sh-002"')
    release(small, 2, (behind, f"{lower}\n{behind}"))
    assert seeded(two, small) == 2
    before = contents(two)
    with pytest.raises(ConflictError) as caught:
        take_theirs(two)
    assert "Acme Ltd: stakeholders: $[1].reportsTo: expected a chain that ends" in caught.value.message
    assert "Borealis AS: stakeholders: $[2].reportsTo: expected a chain that ends" in caught.value.message
    assert contents(two) == before


@pytest.mark.slow
def test_a_conflict_about_a_date_follows_the_demos_date(two: Store, small: str) -> None:
    seeded(two, small)
    sql.update(two, PAIN_POINT, "identified_date", "2020-01-01")
    release(small, 2, ("identified = [10, 20]", "identified = [30, 30]"))
    assert seeded(two, small) == 1
    assert listed(two) == [(f"{AT}/identifiedDate", "2020-01-01", "2026-10-25", "0002")]
    shift(two, date(2026, 11, 25), PackChoice(small))
    assert listed(two) == [(f"{AT}/identifiedDate", "2020-01-01", "2026-10-26", "0002")]
    take_theirs(two)
    assert not show_account(two, "Acme Ltd").sections["strategy"].edited


def test_an_undo_keeps_the_row_that_a_conflict_is_about_and_the_conflict_goes_with_the_template(
    clashing: Store, small: str
) -> None:
    assert undo(clashing, Which(["Acme Ltd"]), dry_run=True).conflicts == 2
    assert len(list_conflicts(clashing)) == 2
    report = undo(clashing, Which(["Acme Ltd"]))
    assert (report.conflicts, report.changed) == (2, True)
    assert list_conflicts(clashing) == []
    assert pain_point(clashing)["title"] == "Mine"
    seeded(clashing, small)
    assert list_conflicts(clashing) == []
    assert (pain_point(clashing)["title"], pain_point(clashing)["severity"]) == ("Mine", "low")
