"""`demodb edit`: what it prints, its exit codes, and wrong use."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_types import Command
from seeded_project import TITLE

pytestmark = pytest.mark.usefixtures("project")


def test_a_field_is_changed_and_changed_back(demodb: Command) -> None:
    made = demodb("edit", "acme, ltd", TITLE, "My own words")
    assert (made.code, made.err) == (0, "Next: demodb export\n")
    assert made.out == f'Acme Ltd: {TITLE}: "Old systems" -> "My own words"\n1 change made: entry 1 of the log.\n'
    again = demodb("edit", "Acme Ltd", TITLE, "My own words")
    assert (again.code, again.out) == (0, "Acme Ltd: nothing differs from what is there.\n")
    back = demodb("edit", "--undo", "1")
    assert (back.code, back.out.splitlines()[0]) == (0, "Entry 1 is taken back:")
    assert back.out.endswith(f'    {TITLE}: "My own words" -> "Old systems"\n')
    assert " decision edit by " in demodb("log", "Acme Ltd").out


def test_rows_are_added_moved_deleted_and_emptied(demodb: Command) -> None:
    row = '{"id": "mine", "title": "Call", "status": "todo", "priority": "low", "createdAt": "2026-11-24"}'
    assert "actions/mine: nothing -> " in demodb("edit", "Beta", "--add", "actions", row).out
    assert demodb("edit", "Beta", "--add", "actions", row.replace("mine", "other"), "--before", "mine").code == 0
    moved = demodb("edit", "Beta", "--move", "actions/mine", "--before", "other").out
    assert moved.splitlines()[0] == 'Beta: actions: ["other", "mine"] -> ["mine", "other"]'
    assert demodb("edit", "Beta", "--delete", "actions/mine", "--json").json["sections"][0]["changes"][0]["row"] == "mine"
    dry = demodb("edit", "Beta", "--empty", "actions", "--dry-run")
    assert dry.out.splitlines()[-1] == "1 change would be made."
    assert dry.err == "Next: demodb edit Beta --empty actions\n"


def test_what_cannot_be_is_told_with_its_place_and_nothing_is_changed(demodb: Command) -> None:
    refused = demodb("edit", "Acme Ltd", TITLE.replace("title", "severity"), "hgh")
    assert refused.code == 1
    assert refused.err.startswith(
        "Error: Acme Ltd: nothing was changed:\n  strategy/painPoints/pp-001/severity: "
        "expected one of 'high', 'medium' or 'low', found 'hgh': did you mean 'high'?\n"
    )
    overtaken = demodb("edit", "Acme Ltd", TITLE, "Mine", "--expected", "Other", "--json")
    assert (overtaken.code, overtaken.json["error"]["code"]) == (1, "edit-refused")
    assert 'it was "Other" when it was read, and is "Old systems" now' in overtaken.json["error"]["message"]
    assert demodb("edit", "Acme Ltd", TITLE, "Mine", "--expected", "Old systems").code == 0
    assert demodb("edit", "Nobody", TITLE, "Mine").code == 2


def test_a_row_that_lacks_a_field_is_told_what_it_may_be_and_a_value_with_a_dash_how_to_write_it(
    demodb: Command, project: Path
) -> None:
    before = (project / "demodb.db").read_bytes()
    lacking = demodb("edit", "Acme Ltd", "--add", "actions", '{"title": "Call", "createdAt": "2026-11-24", "priority": 7}').err
    assert "/status: this key is missing: one of todo, in-progress, done\n" in lacking
    assert "/priority: expected one of 'high', 'medium' or 'low', found 7\n" in lacking
    dashed = demodb("edit", "Acme Ltd", TITLE, "-5")
    assert (dashed.code, dashed.err.splitlines()[1]) == (
        2,
        "  Fix: write `--` before values that begin with a dash: `demodb edit … -- …`",
    )
    assert (project / "demodb.db").read_bytes() == before
    assert demodb("edit", "Acme Ltd", TITLE, "--", "-5").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("Acme Ltd",),
        ("Acme Ltd", TITLE),
        ("Acme Ltd", TITLE, "x", "--delete", "actions/a"),
        ("Acme Ltd", TITLE, "--delete", "actions/a"),
        ("Acme Ltd", "--delete", "actions/a", "--before", "b"),
        ("Acme Ltd", "--delete", "actions/a", "--expected", "b"),
        ("Acme Ltd", "--add", "actions", "{"),
        ("Acme Ltd", "--undo", "1"),
        ("--undo", "1", "--dry-run"),
        ("--delete", "actions/a"),
    ],
    ids=" ".join,
)
def test_nothing_or_too_much_at_once_is_wrong_usage(demodb: Command, project: Path, arguments: tuple[str, ...]) -> None:
    before = (project / "demodb.db").read_bytes()
    assert demodb("edit", *arguments).code == 2
    assert (project / "demodb.db").read_bytes() == before
