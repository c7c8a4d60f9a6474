"""`demodb seed` and what it remembers: upgrades told, runs listed, undone and restored."""

from __future__ import annotations

import getpass
import re
from datetime import datetime
from pathlib import Path

import pytest
from fixture_types import Command
from seeded_project import TITLE, edit_title, release, run_sql

from demodb.packs.pack import load_pack

SECTIONS = ("stakeholders", "strategy", "competitors", "actions")


def test_an_upgrade_is_told_apart_from_seeding(demodb: Command, project: Path) -> None:
    edit_title(project)
    release(project)
    run_sql(project, "DELETE FROM plan_section WHERE account_key = 'beta' AND section = 'actions'")
    result = demodb("seed", "--as-of", "2026-11-24")
    assert result.code == 0
    first = "1 section seeded from mine 0002, as of 2026-11-24; 2 sections upgraded to mine 0002; 1 field in conflict;"
    assert result.out.splitlines()[0] == f"{first} 2 accounts looked at."
    assert "strategy                 0         2         0" in result.out
    assert result.err == "Next: demodb conflicts list\n"
    assert demodb("seed").out == "Nothing is missing or outdated: 2 accounts looked at.\n"


def test_the_shape_of_an_upgrade(demodb: Command, project: Path) -> None:
    edit_title(project)
    release(project)
    expected = {
        "schemaVersion": 1,
        "dryRun": True,
        "accounts": 2,
        "packs": {"mine": "0002"},
        "asOf": "2026-12-01",
        "sections": {
            section: {"seeded": 0, "upgraded": 2 * (section == "strategy"), "kept": 2 * (section != "strategy")}
            for section in SECTIONS
        },
        "conflicts": 1,
    }
    assert demodb("seed", "--as-of", "2026-12-01", "--dry-run", "--json").json == expected
    assert demodb("seed", "--as-of", "2026-12-01", "--json").json == expected | {"dryRun": False}
    assert demodb("seed", "--json").json["conflicts"] == 0


def test_a_dry_run_of_an_upgrade_says_would_and_writes_nothing(demodb: Command, project: Path) -> None:
    release(project)
    before = (project / "demodb.db").read_bytes()
    result = demodb("seed", "--dry-run")
    assert result.out.startswith("2 sections would be upgraded to mine 0002; 2 accounts looked at.\n")
    assert result.err == "Next: demodb seed\n"
    assert (project / "demodb.db").read_bytes() == before


def test_a_released_revision_that_was_changed_is_refused(demodb: Command, project: Path) -> None:
    path = project / "packs" / "mine" / "0001_step.toml"
    path.write_text(path.read_text("utf-8").replace("Old systems", "Ancient systems"), "utf-8")
    for command in (("seed",), ("seed", "--plan"), ("shift", "--as-of", "2026-12-01"), ("explain", "Beta")):
        result = demodb(*command)
        assert result.code == 4
        assert "0001_step.toml: was changed since mine 0001 was seeded from it" in result.err


@pytest.mark.slow
def test_the_packs_of_units_and_accounts_in_the_settings_are_obeyed(demodb: Command, project: Path) -> None:
    with (project / "demodb.toml").open("a", encoding="utf-8") as file:
        file.write('packs = { Beta = "telecom" }\n')
    plan = demodb("seed", "--plan", "--section", "actions", "--json").json
    assert [(step["account"], step["action"]) for step in plan["steps"]] == [("Acme Ltd", "keep"), ("Beta", "upgrade")]
    assert demodb("prepare", "--json").json["seed"]["packs"].keys() == {"mine", "telecom"}
    assert "telecom" in demodb("explain", "Beta").out
    assert "telecom" not in demodb("explain", "Acme Ltd").out
    assert demodb("shift", "--as-of", "2027-01-01", "--json").json["unknown"] == []


def test_a_pack_for_a_name_that_nobody_has_is_a_fault_of_the_settings(demodb: Command, project: Path) -> None:
    with (project / "demodb.toml").open("a", encoding="utf-8") as file:
        file.write('packs = { Betta = "telecom" }\n')
    for command in (("seed",), ("shift", "--as-of", "2026-12-01"), ("explain", "Beta"), ("prepare",)):
        result = demodb(*command)
        assert result.code == 4
        assert "'Betta' is neither a business unit nor an account of the store: did you mean 'Beta'?" in result.err


def test_prepare_upgrades_too_and_a_second_one_writes_nothing(demodb: Command, project: Path) -> None:
    edit_title(project)
    release(project)
    first = demodb("prepare", "--as-of", "2026-11-24")
    assert "seed      2 sections upgraded to mine 0002; 1 field in conflict; 2 accounts looked at.\n" in first.out
    assert "Aged systems" in (project / "export" / "account-plans" / "strategy" / "beta.json").read_text("utf-8")
    rows = (project / "demodb.db").read_bytes()
    stamps = {path: path.stat().st_mtime_ns for path in (project / "export").rglob("*.json")}
    second = demodb("prepare", "--as-of", "2026-11-24")
    assert "seed      Nothing is missing or outdated: 2 accounts looked at.\n" in second.out
    assert {path: path.stat().st_mtime_ns for path in (project / "export").rglob("*.json")} == stamps
    assert (project / "demodb.db").read_bytes() == rows


@pytest.mark.slow
def test_prepare_in_an_empty_folder_draws_from_the_default_pack_and_a_second_one_changes_nothing(
    demodb: Command, tmp_path: Path
) -> None:
    packs = {"telecom": load_pack("telecom").revision}
    first = demodb("prepare", "--json").json
    assert (first["seed"]["packs"], first["seed"]["sections"]["strategy"]["seeded"]) == (packs, 123)
    rows = (tmp_path / "demodb.db").read_bytes()
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "export").rglob("*")}
    second = demodb("prepare", "--json").json
    assert second["seed"]["packs"] == packs
    assert second["seed"]["sections"]["strategy"] == {"seeded": 0, "upgraded": 0, "kept": 128}
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "export").rglob("*")} == stamps
    assert (tmp_path / "demodb.db").read_bytes() == rows


def test_the_history_tells_each_run_the_newest_first(demodb: Command, project: Path) -> None:
    edit_title(project)
    release(project)
    demodb("seed")
    demodb("seed")
    demodb("shift", "--as-of", "2026-12-01")
    demodb("seed", "undo")
    lines = demodb("seed", "history").out.splitlines()
    assert [line[21:29].strip() for line in lines] == ["undo", "shift", "seed", "seed"]
    assert all(line.endswith(f"; by {getpass.getuser()}") for line in lines)
    assert "conflicts 1, upgraded 2; mine 0002; as of " in lines[2]
    assert "seeded 8; mine 0001; as of 2026-11-24; by " in lines[3]
    assert [datetime.fromisoformat(line[:19]) for line in lines] == sorted(
        (datetime.fromisoformat(line[:19]) for line in lines), reverse=True
    )


def test_the_shape_of_the_history(demodb: Command, project: Path) -> None:
    assert project.is_dir()
    (run,) = demodb("seed", "history", "--json").json["runs"]
    assert datetime.fromisoformat(run.pop("at")).tzinfo is not None
    assert run == {
        "kind": "seed",
        "person": getpass.getuser(),
        "packs": {"mine": "0001"},
        "asOf": "2026-11-24",
        "counts": {"seeded": 8, "upgraded": 0, "conflicts": 0},
    }


def test_a_history_without_runs_says_so(demodb: Command, project: Path) -> None:
    run_sql(project, "DELETE FROM seed_run")
    assert demodb("seed", "history").out == "No run has changed anything yet.\n"
    assert demodb("seed", "history", "--json").json["runs"] == []


def test_the_person_of_a_run_is_who_is_logged_in(process: Command, project: Path) -> None:
    release(project)
    assert process("seed", LOGNAME="Ada").code == 0
    assert process("seed", "history").out.splitlines()[0].endswith("; by Ada")


@pytest.mark.slow
def test_an_undo_takes_the_untouched_rows_and_names_what_stays_and_why(demodb: Command, project: Path) -> None:
    edit_title(project)
    run_sql(project, "UPDATE stakeholder SET notes = 'Met' WHERE account_key = 'acme ltd' AND id = 'sh-002'")
    run_sql(
        project,
        "INSERT INTO action_item (account_key, id, section, position, title, status, priority, created_at)"
        " VALUES ('beta', 'mine', 'actions', 0, 'Call', 'todo', 'high', '2026-11-24')",
    )
    tried = demodb("seed", "undo", "--dry-run")
    result = demodb("seed", "undo")
    assert result.code == 0
    assert result.out.splitlines()[1:] == [
        "",
        "4 rows stayed:",
        "  Acme Ltd: stakeholders/sh-001: needed: somebody who stays reports to it",
        "  Acme Ltd: stakeholders/sh-002: edited",
        "  Acme Ltd: strategy/painPoints/pp-001: edited",
        "  Beta: actions/mine: added",
    ]
    assert result.out.splitlines()[0].endswith(" whole; 2 accounts looked at.")
    assert " taken away, " in result.out
    assert tried.out == result.out.replace("taken away", "would be taken away").replace("stayed:", "would stay:")
    assert tried.err == "Next: demodb seed undo\n"
    saved, following = result.err.splitlines()
    assert re.fullmatch(r"Saved first as the snapshot (before-undo-[0-9-]+): `demodb reset \1` goes back to it\.", saved)
    assert following == "Next: demodb status"
    assert demodb("seed", "undo").out.startswith("Nothing is to be undone: 2 accounts looked at.\n")


def test_the_shape_of_an_undo(demodb: Command, project: Path) -> None:
    edit_title(project)
    found = demodb("seed", "undo", "--account", "Acme Ltd", "--json").json
    assert found.pop("rows") > 0
    assert found.pop("snapshot").startswith("before-undo-")
    assert found == {
        "schemaVersion": 1,
        "dryRun": False,
        "accounts": 1,
        "sections": 3,
        "conflicts": 0,
        "kept": [{"account": "Acme Ltd", "place": "strategy/painPoints/pp-001", "why": "edited"}],
    }
    assert demodb("seed", "undo", "--bu", "Kandy", "--json").json["sections"] == 4


def test_an_undo_of_many_kept_rows_shows_twenty(demodb: Command, project: Path) -> None:
    for number in range(25):
        run_sql(
            project,
            "INSERT INTO action_item (account_key, id, section, position, title, status, priority, created_at)"
            f" VALUES ('beta', 'mine-{number:02}', 'actions', {number}, 'Call', 'todo', 'high', '2026-11-24')",
        )
    lines = demodb("seed", "undo").out.splitlines()
    assert len([line for line in lines if line.endswith(": added")]) == 20
    assert lines[-1] == "  … and 5 more: `--json` lists all"
    assert len(demodb("seed", "undo", "--json").json["kept"]) == 25


def test_a_deleted_row_comes_back_on_request_only(demodb: Command, project: Path) -> None:
    run_sql(project, "DELETE FROM pain_point WHERE account_key = 'beta'")
    release(project)
    demodb("seed")
    assert demodb("show", "Beta", "--json").json["sections"]["strategy"]["document"]["painPoints"] == []
    tried = demodb("seed", "restore", "--dry-run")
    assert tried.out == "1 row would be brought back; 2 accounts looked at.\n"
    assert tried.err == "Next: demodb seed restore\n"
    assert demodb("seed", "restore", "--account", "Acme Ltd", "--json").json["rows"] == 0
    restored = demodb("seed", "restore", "--json").json
    assert restored.pop("snapshot").startswith("before-restore-")
    assert restored == {"schemaVersion": 1, "dryRun": False, "accounts": 2, "rows": 1}
    (row,) = demodb("show", "Beta", "--json").json["sections"]["strategy"]["document"]["painPoints"]
    assert row["title"] == "Aged systems"
    assert demodb("seed", "restore").out == "No template row was deleted: 2 accounts looked at.\n"


@pytest.mark.parametrize("command", ["undo", "restore"])
@pytest.mark.parametrize(
    ("options", "message"),
    [(("--account", "Betta"), "no account is known as 'Betta'"), (("--bu", "Candy"), "there is no business unit 'Candy'")],
)
def test_an_unknown_name_ends_with_2(
    demodb: Command, project: Path, command: str, options: tuple[str, str], message: str
) -> None:
    assert project.is_dir()
    result = demodb("seed", command, *options)
    assert result.code == 2
    assert message in result.err


def test_the_place_of_a_kept_row_is_one_that_explain_takes(demodb: Command, project: Path) -> None:
    edit_title(project)
    (kept,) = demodb("seed", "undo", "--json").json["kept"]
    fields = demodb("explain", kept["account"], kept["place"], "--json").json["fields"]
    assert TITLE in [field["place"] for field in fields]


def test_rows_are_restored_by_name(demodb: Command, project: Path) -> None:
    run_sql(project, "DELETE FROM pain_point")
    run_sql(project, "DELETE FROM stakeholder WHERE id = 'sh-002' AND account_key = 'acme ltd'")
    place = "strategy/painPoints/pp-001"
    assert demodb("seed", "restore", "Acme Ltd", place, "--dry-run").out == "1 row would be brought back; 1 account looked at.\n"
    assert demodb("seed", "restore", "Acme Ltd", place).out == "1 row brought back; 1 account looked at.\n"
    result = demodb("seed", "restore", "Acme Ltd", place)
    assert result.code == 2
    assert f"there is no deleted row '{place}'" in result.err
    assert "known: stakeholders/sh-002" in result.err
    assert demodb("seed", "restore", "Acme Ltd", "--json").json["rows"] == 1
    assert demodb("seed", "restore").out == "1 row brought back; 2 accounts looked at.\n"


def test_an_undo_tells_the_conflicts_that_went_with_it(demodb: Command, project: Path) -> None:
    edit_title(project)
    release(project)
    assert "1 field in conflict" in demodb("seed").out
    assert " whole, 1 conflict; 2 accounts looked at.\n" in demodb("seed", "undo").out
    assert demodb("conflicts", "list").out == "There is no open conflict.\n"
