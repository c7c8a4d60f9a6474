"""`demodb conflicts`: listed with both sides, decided one by one, by account or all together, and edited."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Command, RunIn
from seeded_project import REVISED, TITLE, edit_title, release, run_sql

DESCRIPTION = "strategy/painPoints/pp-001/description"
CONFLICT = {
    "account": "Acme Ltd",
    "place": TITLE,
    "base": "Old systems",
    "mine": "My own words",
    "theirs": "Aged systems",
    "pack": "mine",
    "revision": "0002",
}


@pytest.fixture(scope="session")
def conflicting_folder(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory, run_in: RunIn) -> Path:
    """The seeded project with one open conflict of Acme and two of Beta."""
    folder = tmp_path_factory.mktemp("conflicting")
    shutil.copytree(seeded_folder, folder, dirs_exist_ok=True)
    edit_title(folder)
    run_sql(folder, "UPDATE pain_point SET title = 'B', description = 'b' WHERE account_key = 'beta'")
    release(folder)
    assert run_in(folder, "seed") == 0
    return folder


@pytest.fixture
def conflicting(conflicting_folder: Path, tmp_path: Path) -> Path:
    """The working directory: the project with one open conflict of Acme and two of Beta."""
    shutil.copytree(conflicting_folder, tmp_path, dirs_exist_ok=True)
    return tmp_path


def title(demodb: Command, account: str) -> Any:
    return demodb("show", account, "--json").json["sections"]["strategy"]["document"]["painPoints"][0]["title"]


def places(demodb: Command) -> list[tuple[str, str]]:
    return [(found["account"], found["place"]) for found in demodb("conflicts", "list", "--json").json["conflicts"]]


@pytest.mark.usefixtures("conflicting")
def test_the_list_shows_both_sides_and_what_they_started_from(demodb: Command) -> None:
    result = demodb("conflicts", "list", "Acme Ltd")
    assert result.code == 0
    assert result.out.splitlines() == [
        f"Acme Ltd: {TITLE}",
        '  mine    "My own words"',
        '  theirs  "Aged systems"  (mine 0002)',
        '  before  "Old systems"',
        "1 open conflict.",
    ]
    assert result.err == "Next: demodb conflicts take-theirs ACCOUNT FIELD\n"
    assert demodb("conflicts", "list").out.endswith("3 open conflicts.\n")


@pytest.mark.usefixtures("conflicting")
def test_the_shape_of_the_list(demodb: Command) -> None:
    assert demodb("conflicts", "list", "Acme Ltd", "--json").json == {"schemaVersion": 1, "conflicts": [CONFLICT]}
    assert places(demodb) == [("Acme Ltd", TITLE), ("Beta", DESCRIPTION), ("Beta", TITLE)]


def test_a_side_whose_key_is_not_there_is_nothing(demodb: Command, conflicting: Path) -> None:
    run_sql(conflicting, "UPDATE conflict SET base = NULL WHERE account_key = 'acme ltd'")
    (found,) = demodb("conflicts", "list", "Acme Ltd", "--json").json["conflicts"]
    assert found == {key: value for key, value in CONFLICT.items() if key != "base"}
    assert "  before  nothing\n" in demodb("conflicts", "list", "Acme Ltd").out


def test_without_conflicts_every_way_says_so(demodb: Command, project: Path) -> None:
    assert project.is_dir()
    for command in (("list",), ("take-mine", "--all"), ("take-theirs", "Beta")):
        result = demodb("conflicts", *command)
        assert (result.code, result.out) == (0, "There is no open conflict.\n")


@pytest.mark.parametrize(
    ("side", "kept", "words"),
    [("mine", "My own words", "the values in the store stand"), ("theirs", "Aged systems", "the template's values stand")],
)
@pytest.mark.usefixtures("conflicting")
def test_one_field_is_decided(demodb: Command, side: str, kept: str, words: str) -> None:
    result = demodb("conflicts", f"take-{side}", "Acme Ltd", TITLE)
    assert result.code == 0
    assert result.out == f'Acme Ltd: {TITLE}: "{kept}"\n1 conflict decided: {words}.\n'
    assert result.err == "Next: demodb export\n"
    assert title(demodb, "Acme Ltd") == kept
    assert places(demodb) == [("Beta", DESCRIPTION), ("Beta", TITLE)]


@pytest.mark.parametrize(("side", "kept"), [("mine", "B"), ("theirs", "Aged systems")])
@pytest.mark.usefixtures("conflicting")
def test_an_account_is_decided_whole_and_others_wait(demodb: Command, side: str, kept: str) -> None:
    found = demodb("conflicts", f"take-{side}", "beta", "--json").json
    assert found["taken"] == side
    assert [conflict["place"] for conflict in found["conflicts"]] == [DESCRIPTION, TITLE]
    assert title(demodb, "Beta") == kept
    assert places(demodb) == [("Acme Ltd", TITLE)]


@pytest.mark.parametrize(("side", "kept"), [("mine", ["My own words", "B"]), ("theirs", ["Aged systems"] * 2)])
@pytest.mark.usefixtures("conflicting")
def test_all_are_decided_at_once(demodb: Command, side: str, kept: list[str]) -> None:
    assert "3 conflicts decided" in demodb("conflicts", f"take-{side}", "--all").out
    assert [title(demodb, name) for name in ("Acme Ltd", "Beta")] == kept
    assert places(demodb) == []
    assert demodb("seed", "--plan").code == 0


@pytest.mark.usefixtures("conflicting")
def test_a_place_above_several_fields_means_them_all(demodb: Command) -> None:
    assert len(demodb("conflicts", "take-mine", "Beta", "strategy/painPoints", "--json").json["conflicts"]) == 2


@pytest.mark.parametrize("side", ["take-mine", "take-theirs"])
@pytest.mark.parametrize("arguments", [(), ("Beta", "--all"), ("Beta", TITLE, "--all")], ids=" ".join)
@pytest.mark.usefixtures("conflicting")
def test_nothing_named_or_too_much_is_wrong_usage(demodb: Command, side: str, arguments: tuple[str, ...]) -> None:
    result = demodb("conflicts", side, *arguments)
    assert result.code == 2
    assert "give an ACCOUNT, an ACCOUNT and a FIELD, or --all" in result.err
    assert f"see `demodb conflicts {side} --help`" in result.err
    assert len(places(demodb)) == 3


@pytest.mark.usefixtures("conflicting")
def test_a_field_without_a_conflict_ends_with_1(demodb: Command) -> None:
    for command in (("take-mine", "Beta", "actions"), ("edit", "Beta", "actions", "x")):
        result = demodb("conflicts", *command)
        assert result.code == 1
        assert "there is no open conflict at 'actions' of 'Beta'" in result.err


@pytest.mark.usefixtures("conflicting")
def test_an_unknown_account_ends_with_2(demodb: Command) -> None:
    for command in (("list", "Betta"), ("take-mine", "Betta"), ("take-theirs", "Betta"), ("edit", "Betta", TITLE, "x")):
        result = demodb("conflicts", *command)
        assert result.code == 2
        assert "did you mean 'Beta'?" in result.err


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("Third words", "Third words"),
        ('"42"', "42"),
        ('"quoted"', "quoted"),
        ("{not json", "{not json"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("[" * 100_000, "[" * 100_000),
    ],
    ids=lambda value: value[:12],
)
@pytest.mark.usefixtures("conflicting")
def test_another_value_is_json_or_else_text(demodb: Command, given: str, stored: str) -> None:
    found = demodb("conflicts", "edit", "--json", "Acme Ltd", TITLE, "--", given).json
    assert found == {"schemaVersion": 1, "account": "Acme Ltd", "place": TITLE, "value": stored}
    assert title(demodb, "Acme Ltd") == stored
    assert ("Acme Ltd", TITLE) not in places(demodb)


@pytest.mark.usefixtures("conflicting")
def test_an_edit_is_told(demodb: Command) -> None:
    result = demodb("conflicts", "edit", "Acme Ltd", TITLE, "Third words")
    assert result.out == f'Acme Ltd: {TITLE} is "Third words" now.\n'
    assert result.err == "Next: demodb export\n"


@pytest.mark.parametrize("value", ["42", "null", '["a"]', "{}"])
@pytest.mark.usefixtures("conflicting")
def test_a_value_that_the_app_would_refuse_is_refused_and_nothing_changes(demodb: Command, value: str) -> None:
    result = demodb("conflicts", "edit", "Acme Ltd", TITLE, value)
    assert result.code == 1
    assert "the app would refuse this:\n  Acme Ltd: strategy: $.painPoints[0].title: expected" in result.err
    assert title(demodb, "Acme Ltd") == "My own words"
    assert ("Acme Ltd", TITLE) in places(demodb)


@pytest.mark.parametrize("value", ['"\\ud800"', "1e999", "\udcff"], ids=ascii)
@pytest.mark.usefixtures("conflicting")
def test_a_value_that_no_file_could_hold_is_refused(demodb: Command, value: str) -> None:
    result = demodb("conflicts", "edit", "Acme Ltd", TITLE, value)
    assert result.code == 1
    assert "the value cannot be written as JSON" in result.err
    assert title(demodb, "Acme Ltd") == "My own words"


@pytest.mark.usefixtures("conflicting")
def test_an_edit_of_several_fields_at_once_is_refused(demodb: Command) -> None:
    result = demodb("conflicts", "edit", "Beta", "strategy", "x")
    assert result.code == 1
    assert "Fix: give the place of one field" in result.err


def test_what_a_person_made_as_the_template_has_it_is_open_no_more(demodb: Command, conflicting: Path) -> None:
    run_sql(conflicting, "UPDATE pain_point SET title = 'Aged systems' WHERE account_key = 'acme ltd'")
    assert ("Acme Ltd", TITLE) not in places(demodb)


def test_a_value_cannot_command_the_terminal(demodb: Command, conflicting: Path) -> None:
    run_sql(conflicting, "UPDATE pain_point SET title = char(27) || ']0;x' || char(155) WHERE account_key = 'acme ltd'")
    for command in (("conflicts", "list"), ("conflicts", "list", "--json"), ("explain", "Acme Ltd"), ("seed", "--plan")):
        assert not {"\x1b", "\x9b"} & set(demodb(*command).out)


# --- whole rows, and files -----------------------------------------------------------------------------------------------

ROW = "strategy/painPoints/pp-001"


@pytest.fixture
def another_row(demodb: Command, project: Path) -> Path:
    """Acme's status was set, and the second revision has another entry behind the row."""
    run_sql(project, "UPDATE pain_point SET status = 'resolved' WHERE account_key = 'acme ltd'")
    other = REVISED.replace('key = "legacy"', 'key = "outages"')
    (project / "packs" / "mine" / "0002_step.toml").write_text(other, "utf-8")
    result = demodb("seed")
    assert (result.code, "1 row in conflict" in result.out) == (0, True)
    return project


@pytest.mark.usefixtures("another_row")
def test_a_whole_row_is_shown_with_what_the_templates_is_about(demodb: Command) -> None:
    lines = demodb("conflicts", "list").out.splitlines()
    assert lines[0] == f"Acme Ltd: {ROW}"
    assert '"title": "Old systems"' in lines[1]
    assert '"title": "Aged systems"' in lines[2]
    assert lines[2].endswith("(mine 0002, about outages)")
    (found,) = demodb("conflicts", "list", "--json").json["conflicts"]
    assert (found["mine"]["status"], found["theirs"]["status"], found["subject"]) == ("resolved", "active", "outages")
    explained = demodb("explain", "Acme Ltd", ROW).out
    assert "kept with its row, which is about 'legacy'" in explained
    assert "open conflict: the newer template says" in explained


@pytest.mark.usefixtures("another_row")
def test_a_whole_row_is_taken_or_written_anew(demodb: Command) -> None:
    result = demodb("conflicts", "edit", "Acme Ltd", ROW, '{"id": "pp-002"}')
    assert result.code == 1
    assert "expected a JSON object with the id 'pp-001', or null" in result.err
    assert demodb("conflicts", "take-theirs", "Acme Ltd", ROW).code == 0
    assert title(demodb, "Acme Ltd") == "Aged systems"
    assert places(demodb) == []


@pytest.mark.usefixtures("another_row")
def test_null_takes_a_whole_row_out(demodb: Command) -> None:
    assert demodb("conflicts", "edit", "Acme Ltd", ROW, "null").code == 0
    assert demodb("show", "Acme Ltd", "--json").json["sections"]["strategy"]["document"]["painPoints"] == []


def test_a_plan_tells_whole_rows_apart(demodb: Command, project: Path) -> None:
    run_sql(project, "UPDATE pain_point SET status = 'resolved' WHERE account_key = 'acme ltd'")
    other = REVISED.replace('key = "legacy"', 'key = "outages"')
    (project / "packs" / "mine" / "0002_step.toml").write_text(other, "utf-8")
    assert demodb("seed", "--plan").out.startswith("Acme Ltd: conflict strategy (1 row)\n")


def test_a_conflict_with_a_file_names_the_file(demodb: Command, project: Path) -> None:
    document = demodb("show", "Acme Ltd", "--json").json["sections"]["strategy"]["document"]
    edit_title(project)
    document["painPoints"][0]["title"] = "From the file"
    path = project / "plans" / "strategy" / "acme-ltd.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(document), "utf-8")
    assert demodb("import", "plans").code == 0
    assert '  theirs  "From the file"  (plans/strategy/acme-ltd.json)\n' in demodb("conflicts", "list").out
    (found,) = demodb("conflicts", "list", "--json").json["conflicts"]
    assert found["path"] == "plans/strategy/acme-ltd.json"
    assert not {"pack", "revision", "subject"} & found.keys()
    assert 'plans/strategy/acme-ltd.json says "From the file"' in demodb("explain", "Acme Ltd", TITLE).out
    (value,) = demodb("explain", "Acme Ltd", TITLE, "--json").json["fields"]
    assert (value["path"], value["theirs"]) == ("plans/strategy/acme-ltd.json", "From the file")
    assert demodb("conflicts", "take-theirs", "--all").out.endswith("1 conflict decided: the files' values stand.\n")
    assert title(demodb, "Acme Ltd") == "From the file"
