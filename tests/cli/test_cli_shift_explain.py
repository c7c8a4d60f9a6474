"""`demodb shift` and `demodb explain`: dates that follow the demo, and where every value comes from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Command, WriteJson
from seeded_project import TITLE, edit_title, release, run_sql

DATE = "strategy/painPoints/pp-001/identifiedDate"


def field(demodb: Command, account: str, place: str) -> dict[str, Any]:
    (found,) = demodb("explain", account, place, "--json").json["fields"]
    assert isinstance(found, dict)
    return found


def test_a_shift_moves_dates_and_keeps_those_that_somebody_changed(demodb: Command, project: Path) -> None:
    run_sql(project, "UPDATE pain_point SET identified_date = '2026-01-01' WHERE account_key = 'acme ltd'")
    before = field(demodb, "Beta", DATE)["value"]
    tried = demodb("shift", "--as-of", "2026-12-24", "--dry-run")
    assert tried.err == "Next: demodb shift --as-of 2026-12-24\n"
    assert field(demodb, "Beta", DATE)["value"] == before
    result = demodb("shift", "--as-of", "2026-12-24")
    assert result.code == 0
    first, second = result.out.splitlines()
    assert first.startswith("8 sections count now from 2026-12-24: ")
    assert first.endswith(" moved; 2 accounts looked at.")
    assert second == "1 date that somebody changed stays."
    assert tried.out == result.out.replace("count now", "would count")
    assert result.err == "Next: demodb export\n"
    assert field(demodb, "Acme Ltd", DATE)["value"] == "2026-01-01"
    assert field(demodb, "Beta", DATE)["value"] > before
    assert "as of 2026-12-24" in field(demodb, "Beta", TITLE)["source"]


def test_show_prints_the_day_of_a_date_time_and_tells_the_whole_to_programs(demodb: Command, project: Path) -> None:
    run_sql(project, "UPDATE pain_point SET identified_date = '2026-01-01T09:30:00.000Z' WHERE account_key = 'acme ltd'")
    out = demodb("show", "Acme Ltd").out
    assert ("2026-01-01\n" in re.sub(" +\n", "\n", out), "09:30" in out) == (True, False)
    assert field(demodb, "Acme Ltd", DATE)["value"] == "2026-01-01T09:30:00.000Z"
    assert '"identifiedDate": "2026-01-01T09:30:00.000Z"' in demodb("show", "Acme Ltd", "--json").out


def test_a_second_shift_has_nothing_to_move(demodb: Command, project: Path) -> None:
    assert project.is_dir()
    result = demodb("shift", "--as-of", "2026-11-24")
    assert (result.code, result.out) == (0, "No section has to move: 2 accounts looked at.\n")


def test_the_shape_of_a_shift(demodb: Command, project: Path) -> None:
    assert project.is_dir()
    found = demodb("shift", "--as-of", "2026-12-24", "--account", "Beta", "--bu", "Kandy", "--json").json
    assert found.pop("moved") > 0
    assert found == {
        "schemaVersion": 1,
        "dryRun": False,
        "accounts": 1,
        "asOf": "2026-12-24",
        "sections": 4,
        "kept": 0,
        "unknown": [],
    }


def test_a_section_whose_pack_is_not_at_hand_stays_and_is_named(demodb: Command, project: Path) -> None:
    (project / "demodb.toml").unlink()
    result = demodb("shift", "--as-of", "2026-12-24")
    assert result.code == 0
    assert result.out == "No section has to move: 2 accounts looked at.\n"
    assert "Left alone: Beta: strategy (mine 0001) is of a pack or revision that is not at hand" in result.err
    assert "  Fix: put the pack back where the settings say" in result.err
    assert len(demodb("shift", "--as-of", "2026-12-24", "--json").json["unknown"]) == 8


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "give --as-of, --heroes or --account"),
        (("--as-of", "tomorrow"), "'tomorrow' is no date: expected one such as 2026-12-01"),
        (("--as-of", "1066-10-14"), "is more than a year away"),
        (("--as-of", "2026-12-01", "--account", "Betta"), "no account is known as 'Betta'"),
        (("--as-of", "2026-12-01", "--bu", "Candy"), "there is no business unit 'Candy'"),
    ],
)
def test_a_shift_to_no_date_or_of_nobody_is_wrong_usage(
    demodb: Command, project: Path, options: tuple[str, ...], message: str
) -> None:
    assert project.is_dir()
    result = demodb("shift", *options)
    assert result.code == 2
    assert message in result.err


def test_a_template_value_is_explained_by_pack_seed_date_and_entry(demodb: Command, project: Path) -> None:
    assert project.is_dir()
    assert field(demodb, "Beta", TITLE) == {
        "place": TITLE,
        "value": "Old systems",
        "kind": "template",
        "source": "mine 0001, seed '0', as of 2026-11-24",
        "template": None,
        "entry": "legacy",
        "conflict": False,
    }


def test_an_edited_value_is_explained_with_what_the_template_says_and_the_conflict(demodb: Command, project: Path) -> None:
    edit_title(project)
    before = field(demodb, "Acme Ltd", TITLE)
    assert (before["kind"], before["template"], before["conflict"]) == ("edited", "Old systems", False)
    assert "theirs" not in before
    release(project)
    demodb("seed")
    after = field(demodb, "Acme Ltd", TITLE)
    assert (after["value"], after["conflict"], after["theirs"]) == ("My own words", True, "Aged systems")
    result = demodb("explain", "Acme Ltd", TITLE)
    (line,) = [line for line in result.out.splitlines() if line.startswith(TITLE)]
    assert '"My own words"' in line
    assert "edited by a person since mine 0002, seed '0', as of 2026-11-24, which says \"Aged systems\"; entry legacy" in line
    assert line.rstrip().endswith('open conflict: the newer template says "Aged systems"')
    assert result.err == "Next: demodb conflicts list\n"


def test_a_conflict_with_a_null_or_a_missing_key_is_a_conflict(demodb: Command, project: Path) -> None:
    edit_title(project)
    release(project)
    demodb("seed")
    run_sql(project, "UPDATE conflict SET theirs = 'null'")
    assert field(demodb, "Acme Ltd", TITLE)["theirs"] is None
    run_sql(project, "UPDATE conflict SET theirs = NULL")
    found = field(demodb, "Acme Ltd", TITLE)
    assert (found["conflict"], "theirs" in found) == (True, False)
    assert "the newer template says nothing" in demodb("explain", "Acme Ltd", TITLE).out


def test_rows_that_came_and_went_are_explained(demodb: Command, project: Path) -> None:
    run_sql(project, "DELETE FROM pain_point WHERE account_key = 'beta'")
    run_sql(
        project,
        "INSERT INTO action_item (account_key, id, section, position, title, status, priority, created_at)"
        " VALUES ('beta', 'mine', 'actions', 0, 'Call', 'todo', 'high', '2026-11-24')",
    )
    assert field(demodb, "Beta", "actions/mine/title")["source"] == "added by a person"
    gone = field(demodb, "Beta", "strategy/painPoints/pp-001")
    assert (gone["kind"], gone["value"], gone["template"]["title"]) == ("deleted", None, "Old systems")
    assert "deleted by a person since mine 0001" in demodb("explain", "Beta", "strategy/painPoints").out


def test_an_imported_value_names_its_file(demodb: Command, project: Path, write_json: WriteJson) -> None:
    card = {"id": "a", "title": "Call", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}
    path = write_json(project / "in" / "actions" / "beta.json", [card])
    run_sql(project, "DELETE FROM plan_section WHERE section = 'actions'")
    demodb("import", path)
    assert field(demodb, "Beta", "actions/a/title")["source"] == f"imported from {path.relative_to(project)}"
    assert str(path.relative_to(project)) in demodb("explain", "Beta", "actions").out


def test_the_whole_plan_is_explained_in_columns(process: Command, project: Path) -> None:
    assert project.is_dir()
    lines = process("explain", "Beta").out.splitlines()
    assert lines[0].rstrip() == "Beta"
    assert lines[1].split() == ["Field", "Value", "Where", "from"]
    value, source = lines[1].index("Value"), lines[1].index("Where")
    fields = json.loads(process("explain", "Beta", "--json").out)["fields"]
    assert len(lines) == len(fields) + 2
    for line, found in zip(lines[2:], fields, strict=True):
        assert line[:value].strip() == found["place"]
        assert line[source:].startswith(found["source"])


@pytest.mark.parametrize("wanted", ["strategy/painPoints/pp-009", "notes", "strategy/painPoints/pp-001/titel"])
def test_a_field_that_is_not_there_ends_with_2(demodb: Command, project: Path, wanted: str) -> None:
    assert project.is_dir()
    result = demodb("explain", "Beta", wanted)
    assert result.code == 2
    assert f"there is no field of Beta '{wanted}'" in result.err
    assert "known: stakeholders/…, strategy/…" in result.err


def test_an_account_that_is_not_there_ends_with_2(demodb: Command, project: Path) -> None:
    assert project.is_dir()
    assert demodb("explain", "Betta").code == 2


CARD = {"id": "mine", "title": "Call", "status": "todo", "priority": "low", "createdAt": "2026-10-01"}


@pytest.fixture
def by_hand(demodb: Command, project: Path, write_json: WriteJson) -> Path:
    """Acme has a hand-written board, and is the hero."""
    write_json(project / "hand" / "account-plans" / "actions" / "acme-ltd.json", [CARD])
    assert demodb("import", project / "hand").code == 0
    assert demodb("account", "hero", "Acme Ltd").code == 0
    return project


@pytest.mark.usefixtures("by_hand")
def test_the_dates_of_a_hand_written_plan_move_and_move_back(demodb: Command) -> None:
    tried = demodb("shift", "--heroes", "--as-of", "2026-11-24", "--dry-run")
    assert tried.err == "Next: demodb shift --heroes --as-of 2026-11-24\n"
    assert field(demodb, "Acme Ltd", "actions/mine/createdAt")["value"] == "2026-10-01"
    moved = demodb("shift", "--heroes", "--as-of", "2026-11-24")
    assert (moved.code, moved.err) == (0, "Next: demodb export\n")
    assert moved.out.splitlines() == [
        "Acme Ltd: 1 date of 1 section 7 weeks later, 7 in all.",
        "1 account moved, 0 recent enough as they are.",
    ]
    assert tried.out == moved.out.replace(" moved,", " would move,")
    assert "Actions  imported, dates moved by 7 weeks\n" in re.sub(" +\n", "\n", demodb("show", "Acme Ltd").out)
    assert ", 1 with moved dates\n" in demodb("status").out
    assert demodb("shift", "--account", "Acme Ltd", "--as-of", "2026-12-24").code == 0, "that is about templates"
    assert field(demodb, "Acme Ltd", "actions/mine/createdAt")["value"] == "2026-11-19"
    back = demodb("shift", "--back")
    assert back.out.splitlines()[0] == "Acme Ltd: 1 date of 1 section 7 weeks back, as the files say."
    assert field(demodb, "Acme Ltd", "actions/mine/createdAt")["value"] == "2026-10-01"
    assert demodb("shift", "--back").out == "0 accounts moved, 1 as the files say already.\n"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("arguments", [(), ("--recent", "3"), ("--bu", "Kandy"), ("--heroes", "--recent", "-1")], ids=" ".join)
def test_a_shift_of_nothing_is_wrong_usage(demodb: Command, arguments: tuple[str, ...]) -> None:
    assert demodb("shift", *arguments).code == 2
