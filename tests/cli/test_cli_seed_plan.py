"""`demodb seed --plan` and `--apply`: what would be done, as text and as an artefact, and done only if nothing moved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixture_types import Command, WriteJson
from seeded_project import TITLE, edit_title, release, run_sql

NOTHING = "Nothing is to be done: 2 accounts looked at."


def test_a_plan_with_nothing_to_do_ends_with_0_and_says_why_all_is_kept(demodb: Command, project: Path) -> None:
    edit_title(project)
    run_sql(
        project,
        "UPDATE plan_section SET origin = 'imported', pack = NULL, revision = NULL, seed = NULL, as_of = NULL"
        " WHERE section = 'actions' AND account_key = 'beta'",
    )
    result = demodb("seed", "--plan")
    assert result.code == 0
    assert result.out.splitlines() == [
        "action    sections  reason",
        "keep             6  at mine 0001, the newest of its section",
        "keep             1  edited, at mine 0001, the newest of its section",
        "keep             1  imported",
        "",
        NOTHING,
    ]
    assert result.err == "Next: demodb export\n"


def test_a_plan_has_a_line_for_each_account_with_work_and_ends_with_1(demodb: Command, project: Path) -> None:
    edit_title(project)
    release(project)
    run_sql(project, "DELETE FROM plan_section WHERE account_key = 'beta' AND section = 'actions'")
    result = demodb("seed", "--plan")
    assert result.code == 1
    assert result.out.splitlines() == [
        "Acme Ltd: conflict strategy (1 field)",
        "Beta: upgrade strategy; create actions",
        "",
        "action    sections  reason",
        "conflict         1  mine 0001 -> mine 0002, edited",
        "create           1  missing",
        "keep             5  at mine 0001, the newest of its section",
        "upgrade          1  mine 0001 -> mine 0002",
        "",
        "3 sections to be seeded or upgraded; 2 accounts looked at.",
    ]
    assert result.err == "Next: demodb seed\n"


def test_a_plan_writes_nothing(demodb: Command, project: Path) -> None:
    release(project)
    before = (project / "demodb.db").read_bytes()
    for options in ((), ("--verbose",), ("--json",), ("--json", "plan.json")):
        assert demodb("seed", "--plan", *options).code == 1
    assert (project / "demodb.db").read_bytes() == before


def test_verbose_tells_every_field_and_every_section_that_is_kept(demodb: Command, project: Path) -> None:
    edit_title(project)
    release(project)
    lines = demodb("seed", "--plan", "--verbose").out.splitlines()
    acme = lines[: lines.index("Beta")]
    assert acme[0] == "Acme Ltd"
    assert "  keep stakeholders: at mine 0001, the newest of its section" in acme
    assert "  conflict strategy: mine 0001 -> mine 0002, edited" in acme
    changed = "strategy/painPoints/pp-001/description"
    assert f'    ~ {changed}: "Systems at Acme Ltd are old." -> "Systems at Acme Ltd have aged."' in acme
    assert f'    ! {TITLE}: "My own words" stays, the template says "Aged systems"' in acme


def test_verbose_shows_whole_rows_that_come(demodb: Command, project: Path) -> None:
    run_sql(project, "DELETE FROM plan_section WHERE section = 'strategy'")
    lines = demodb("seed", "--plan", "--verbose", "--account", "Beta").out.splitlines()
    (row,) = [line for line in lines if line.startswith("    + strategy/painPoints/pp-001: ")]
    value = row.partition(": ")[2]
    assert value.startswith('{"id": "pp-001", "title": "Old systems", ')
    assert (len(value), value[-1]) == (60, "…")
    assert not any("Acme" in line for line in lines)


def test_the_shape_of_a_plan_as_json(demodb: Command, project: Path) -> None:
    edit_title(project)
    release(project)
    result = demodb("seed", "--plan", "--json", "--bu", "Kandy", "--section", "strategy", "--as-of", "2026-12-01", "--seed", "s")
    assert (result.code, result.err) == (1, "")
    found = result.json
    digests = found["packs"].pop("mine")
    assert {number: len(digest) for number, digest in digests.items()} == {"0001": 64, "0002": 64}
    steps = found.pop("steps")
    assert found == {
        "schemaVersion": 1,
        "format": "demodb-seed-plan",
        "formatVersion": 1,
        "asOf": "2026-12-01",
        "seed": "s",
        "sections": ["strategy"],
        "accountKeys": [],
        "businessUnits": ["kandy"],
        "packs": {},
    }
    assert [(step["account"], step["section"], step["action"]) for step in steps] == [
        ("Acme Ltd", "strategy", "conflict"),
        ("Beta", "strategy", "upgrade"),
    ]
    assert steps[0].keys() == {"account", "section", "action", "reason", "before", "after", "conflicts"}
    (conflict,) = steps[0]["conflicts"]
    assert conflict == {
        "list": "painPoints",
        "row": "pp-001",
        "field": "title",
        "base": "Old systems",
        "ours": "My own words",
        "theirs": "Aged systems",
    }


def test_verbose_json_has_the_changes_field_by_field(demodb: Command, project: Path) -> None:
    release(project)
    steps = demodb("seed", "--plan", "--json", "--verbose", "--account", "Beta", "--section", "strategy").json["steps"]
    assert steps[0]["changes"] == [
        {"place": TITLE, "was": "Old systems", "now": "Aged systems"},
        {
            "place": "strategy/painPoints/pp-001/description",
            "was": "Systems at Beta are old.",
            "now": "Systems at Beta have aged.",
        },
    ]


def test_verbose_tells_what_stands_beside_the_lists_and_a_null_from_a_key_that_is_not_there(
    demodb: Command, project: Path, write_json: WriteJson
) -> None:
    run_sql(project, "DELETE FROM plan_section WHERE account_key = 'beta' AND section IN ('stakeholders', 'strategy')")
    pain_point = {"id": "pp-001", "title": "Old", "description": "It is.", "status": "active", "severity": "low"}
    strategy = {"note": "Ours", "painPoints": [{**pain_point, "identifiedDate": "2026-01-02", "mark": None}], "opportunities": []}
    boss = {"id": "sh-001", "name": "Ada", "title": "CTO", "role": "champion", "relationshipStrength": "weak"}
    for section, document in (("strategy", strategy), ("stakeholders", [boss])):
        path = write_json(project / "made" / section / "beta.json", document)
        assert demodb("import", "--generated", path).code == 0
    lines = demodb("seed", "--plan", "--verbose", "--account", "Beta").out.splitlines()
    assert '    - strategy/note: "Ours"' in lines
    assert "    - strategy/painPoints/pp-001/mark: null" in lines
    assert "    + stakeholders/sh-001/reportsTo: null" in lines
    steps = demodb("seed", "--plan", "--verbose", "--account", "Beta", "--json").json["steps"]
    told = {change["place"]: (change["was"], change["now"]) for step in steps for change in step.get("changes", ())}
    assert told["strategy/note"] == ("Ours", None)
    assert told["strategy/painPoints/pp-001/mark"] == told["stakeholders/sh-001/reportsTo"] == (None, None)


@pytest.mark.parametrize("verbose", [(), ("--verbose",)])
def test_a_plan_in_a_file_or_from_stdout_is_done_as_it_says(demodb: Command, project: Path, verbose: tuple[str, ...]) -> None:
    release(project)
    told = demodb("seed", "--plan", "--json", "plan.json", *verbose)
    assert "2 sections to be seeded or upgraded" in told.out
    assert told.err == "Next: demodb seed --apply plan.json\n"
    piped = demodb("seed", "--plan", "--json", *verbose)
    assert piped.json == json.loads((project / "plan.json").read_text("utf-8"))
    (project / "piped.json").write_text(piped.out, "utf-8")
    before = (project / "demodb.db").read_bytes()
    done = demodb("seed", "--apply", "plan.json", "--json").json
    assert done["sections"]["strategy"] == {"seeded": 0, "upgraded": 2, "kept": 0}
    (project / "demodb.db").write_bytes(before)
    assert demodb("seed", "--apply", "piped.json", "--json").json == done
    assert demodb("seed", "--plan").code == 0


def test_a_plan_of_which_the_store_moved_away_is_refused_and_nothing_is_done(demodb: Command, project: Path) -> None:
    release(project)
    demodb("seed", "--plan", "--json", "plan.json")
    edit_title(project)
    result = demodb("seed", "--apply", "plan.json")
    assert result.code == 1
    assert "the store is not as it was when the plan was made:\n  Acme Ltd: strategy was changed" in result.err
    assert "Fix: make a new plan" in result.err
    assert demodb("seed", "--apply", "plan.json", "--json").json["error"]["code"] == "stale-plan"
    assert len(demodb("seed", "history", "--json").json["runs"]) == 1


def test_a_plan_is_refused_once_it_is_done(demodb: Command, project: Path) -> None:
    release(project)
    demodb("seed", "--plan", "--json", "plan.json")
    assert [demodb("seed", "--apply", "plan.json").code for _ in range(2)] == [0, 1]


@pytest.mark.parametrize(("text", "message"), [("{", "is not JSON"), ("{}", "format"), (None, "plan.json")])
def test_a_file_that_is_no_plan_is_bad_input(demodb: Command, project: Path, text: str | None, message: str) -> None:
    if text is not None:
        (project / "plan.json").write_text(text, "utf-8")
    result = demodb("seed", "--apply", "plan.json")
    assert result.code == 4
    assert message in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--plan", "--apply", "p.json"), "--apply does what its plan says: leave out --plan"),
        (("--plan", "--aim"), "goes by the weights that are kept: leave out --plan"),
        (("--apply", "p.json", "--aim"), "leave out --aim"),
        (("--apply", "p.json", "--dry-run"), "leave out --dry-run"),
        (("--apply", "p.json", "--bu", "Kandy", "--account", "Beta"), "leave out --account, --bu"),
        (("--apply", "p.json", "--section", "actions"), "leave out --section"),
        (("--apply", "p.json", "--as-of", "2026-12-01"), "leave out --as-of"),
        (("--apply", "p.json", "--seed", "x"), "leave out --seed"),
        (("--apply", "p.json", "--verbose"), "leave out --verbose"),
        (("--plan", "--dry-run"), "--plan writes nothing by itself"),
        (("--verbose",), "--verbose goes with --plan"),
        (("--json", "plan.json"), "--json takes a FILE only with --plan, and was given 'plan.json'"),
        (("--json", "undo"), "--json takes a FILE only with --plan, and was given 'undo'"),
        (("--account", "Beta", "undo"), "put --account behind the subcommand: demodb seed undo"),
        (("--db", "x.db", "history"), "put --db behind the subcommand: demodb seed history"),
        (("--plan=yes",), "--plan"),
        (("undoo",), "No such command 'undoo'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_options_that_do_not_go_together_are_wrong_usage(
    demodb: Command, project: Path, options: tuple[str, ...], message: str
) -> None:
    before = (project / "demodb.db").read_bytes()
    result = demodb("seed", *options)
    assert result.code == 2
    assert message in result.err
    assert (project / "demodb.db").read_bytes() == before
    assert not (project / "plan.json").exists()


def test_a_plan_that_cannot_be_written_is_told_with_the_path(demodb: Command, project: Path) -> None:
    assert project.is_dir()
    result = demodb("seed", "--plan", "--json", "nowhere/plan.json")
    assert result.code == 1
    assert "nowhere/plan.json" in result.err
    assert "bug" not in result.err


def test_a_name_cannot_command_the_terminal_through_a_plan(demodb: Command, project: Path) -> None:
    run_sql(project, "UPDATE account SET name = 'Be' || char(27) || ']0;x' || char(7) || 'ta' WHERE key = 'beta'")
    release(project)
    for options in ((), ("--verbose",), ("--json",)):
        assert not {"\x1b", "\x07"} & set(demodb("seed", "--plan", *options).out)


def test_a_plan_in_a_pipe_has_no_escape_code_and_the_same_lines(process: Command, project: Path) -> None:
    release(project)
    wide, narrow = process("seed", "--plan", COLUMNS="200"), process("seed", "--plan", COLUMNS="30", TERM="xterm-256color")
    assert wide.out == narrow.out
    assert "\x1b" not in wide.out
