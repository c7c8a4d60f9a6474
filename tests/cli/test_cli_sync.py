"""`import` without a path, `sync` and `log` as a person runs them, and what `prepare` makes of the files that an app wrote."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Command, CustomersFile, WriteJson


def card(row_id: str, title: str = "Call") -> dict[str, Any]:
    return {"id": row_id, "title": title, "status": "todo", "priority": "low", "createdAt": "2026-11-24"}


def sql(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "demodb.db")) as connection, connection:
        connection.execute(statement)


def plan(folder: Path) -> Path:
    return folder / "export" / "account-plans" / "actions" / "acme-ltd.json"


def titles(folder: Path) -> dict[str, str]:
    return {row["id"]: row["title"] for row in json.loads(plan(folder).read_text("utf-8"))}


@pytest.fixture
def project(tmp_path: Path, customers_file: CustomersFile, write_json: WriteJson) -> Path:
    """A folder with sources of one account, whose actions somebody wrote."""
    folder = tmp_path / "project"
    customers_file(folder / "in", "Kandy", [("Acme Ltd", 1000, 0)])
    write_json(folder / "in" / "actions" / "acme-ltd.json", [card("a"), card("b")])
    (folder / "demodb.toml").write_text('sources = ["in"]\nheroes = ["Acme Ltd"]\n', "utf-8")
    return folder


def at(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    monkeypatch.chdir(folder)
    return folder


def test_import_without_a_path_reads_the_configured_sources(
    project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, project)
    assert demodb("import", "--json").json["accounts"] == 1
    again = demodb("import", "--dry-run").out
    assert "say what they said last" in again


@pytest.mark.parametrize("command", ["import", "sync"])
def test_what_was_only_tried_is_next_to_be_done(
    command: str, project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, project)
    assert demodb(command, "--dry-run").err.splitlines()[-1] == f"Next: demodb {command}"


@pytest.mark.slow
def test_after_files_with_errors_the_next_is_their_import(
    project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, project)
    (project / "in" / "actions" / "acme-ltd.json").write_text("[", "utf-8")
    for command in ("import", "sync", "prepare"):
        assert demodb(command).err.splitlines()[-1] == "Next: demodb import PATH"


def test_an_adopted_section_is_shown_as_one_and_a_merged_name_once(
    project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch, customers_file: CustomersFile
) -> None:
    at(monkeypatch, project)
    customers_file(project / "in" / "more", "STL", [("Acme", 1, 1)])
    demodb("import", "--json", "--generated", "in")
    demodb("account", "merge", "Acme", "Acme Ltd")
    shown = demodb("show", "Acme Ltd").out
    assert "also known as Acme\n" in shown
    assert "Actions  generated" in shown


def test_import_without_a_path_and_without_sources_says_so(demodb: Command) -> None:
    result = demodb("import")
    assert (result.code, "no sources are configured" in result.err) == (2, True)


@pytest.mark.parametrize("option", ["--replace", "--generated"])
def test_what_is_to_be_taken_otherwise_has_to_be_named(
    option: str, project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, project)
    result = demodb("import", option)
    assert result.code == 2
    assert "name the PATH that is to be taken so" in result.err


def test_an_import_says_what_it_took_in_what_it_kept_and_what_is_earlier(
    project: Path, demodb: Command, write_json: WriteJson, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, project)
    path = project / "in" / "actions" / "acme-ltd.json"
    write_json(path, [card("a") | {"mark": 1}, card("b")])
    demodb("import")
    sql(project, "UPDATE action_item SET title = 'person' WHERE id = 'a'")
    write_json(path, [card("a", "app"), card("b", "app")])
    report = demodb("import")
    assert "Acme Ltd: actions: 1 change; 1 conflict (demodb conflicts list)" in report.out
    assert "kept though the file left them out: actions/a/mark" in report.out
    assert "Next: demodb conflicts list" in report.err
    write_json(path, [card("a") | {"mark": 1}, card("b")])
    assert "actions stays; in/actions/acme-ltd.json says an earlier version" in demodb("import").out.replace(f"{project}/", "")
    value = demodb("import", "--replace", path, "--json").json
    assert [replaced["section"] for replaced in value["replaced"]] == ["actions"]


@pytest.mark.parametrize(("option", "conflicts"), [("--strict-conflicts", 1), ("--dry-run", 0)])
def test_two_sides_in_one_row_are_a_conflict_only_where_that_is_asked_for(
    option: str, conflicts: int, project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch, write_json: WriteJson
) -> None:
    at(monkeypatch, project)
    demodb("import")
    sql(project, "UPDATE action_item SET owner = 'person' WHERE id = 'a'")
    write_json(project / "in" / "actions" / "acme-ltd.json", [card("a", "app"), card("b")])
    assert [taken["conflicts"] for taken in demodb("import", option, "--json").json["takenIn"]] == [conflicts]


def test_plans_that_scripts_made_count_as_from_a_template_once_they_are_adopted(
    project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, project)
    demodb("import")
    assert demodb("import", "--generated", "in/actions", "--json").json["tables"]["plan_section"]["changed"] == 1
    demodb("seed", "--as-of", "2026-11-24")
    assert demodb("show", "Acme Ltd", "--json").json["sections"]["actions"]["origin"] != "imported"


@pytest.mark.slow
def test_after_the_folder_of_a_project_was_renamed_prepare_keeps_what_was_edited_in_the_app(
    project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, project)
    demodb("prepare", "--as-of", "2026-11-24")
    plan(project).write_text(json.dumps([card("a", "app"), card("b")]), "utf-8")
    assert demodb("import", "export").code == 0
    demodb("export")
    moved = project.rename(project.with_name("moved"))
    at(monkeypatch, moved)
    report = demodb("prepare", "--as-of", "2026-11-24", "--json").json
    assert (report["import"]["takenIn"], report["export"]["kept"]) == ([], [])
    assert titles(moved) == {"a": "app", "b": "Call"}


@pytest.mark.slow
def test_prepare_takes_in_what_the_app_wrote_and_exports_it_with_what_a_person_changed(
    project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, project)
    demodb("prepare", "--as-of", "2026-11-24")
    plan(project).write_text(json.dumps([card("a", "app"), card("b")]), "utf-8")
    sql(project, "UPDATE action_item SET title = 'person' WHERE id = 'b'")
    assert "Acme Ltd: actions: 1 change" in demodb("prepare", "--as-of", "2026-11-24").out
    assert titles(project) == {"a": "app", "b": "person"}


@pytest.mark.slow
@pytest.mark.parametrize("command", [("prepare", "--as-of", "2026-11-24"), ("sync",)])
def test_with_a_typing_error_in_the_sources_and_a_new_store_no_exported_file_is_deleted(
    project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    at(monkeypatch, project)
    demodb("prepare", "--as-of", "2026-11-24")
    files = sorted((project / "export").rglob("*.json"))
    assert len(files) > 4
    for path in project.glob("demodb.db*"):
        path.unlink()
    (project / "demodb.toml").write_text('sources = ["inn"]\n', "utf-8")
    result = demodb(*command)
    assert result.code != 0
    assert sorted((project / "export").rglob("*.json")) == files


def test_the_log_shows_both_sides_and_takes_an_edit_back_that_nothing_later_stands_on(
    project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, project)
    demodb("sync")
    plan(project).write_text(json.dumps([card("a", "app"), card("b")]), "utf-8")
    demodb("sync")
    sql(project, "UPDATE action_item SET title = 'person' WHERE id = 'b'")
    edits = demodb("log", "Acme Ltd", "--json").json["edits"]
    assert [(edit["side"], edit["source"]) for edit in edits] == [
        ("row", ""),
        ("file", "export/account-plans/actions/acme-ltd.json"),
    ]
    assert edits[0]["changes"] == [{"list": "", "row": "b", "field": "title", "was": "Call", "now": "person"}]
    assert [datetime.fromisoformat(edit["at"]).utcoffset() for edit in edits] == [timedelta()] * 2
    assert demodb("log", "Acme Ltd").out.count('actions/b/title: "Call" -> "person"') == 1
    undone = demodb("log", "--undo", str(edits[0]["entry"]), "--json").json
    assert [edit["side"] for edit in undone["edits"]] == ["decision"]
    assert [edit["side"] for edit in demodb("log", "Acme Ltd", "--json").json["edits"]] == ["decision", "row", "file"]
    demodb("sync")
    assert titles(project) == {"a": "app", "b": "Call"}


def test_the_log_says_what_stands_on_an_edit_that_cannot_be_taken_back(
    project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, project)
    demodb("sync")
    for title in ("first", "second"):
        sql(project, f"UPDATE action_item SET title = '{title}' WHERE id = 'b'")
        latest, *_ = demodb("log", "Acme Ltd", "--json").json["edits"]
    result = demodb("log", "--undo", str(latest["entry"] - 1))
    assert (result.code, f"actions/b/title (entry {latest['entry']})" in result.err) == (1, True)
    assert demodb("log", "--undo", "99").code == 1


def test_an_edit_is_not_taken_back_to_what_the_app_would_refuse(
    project: Path, demodb: Command, monkeypatch: pytest.MonkeyPatch, write_json: WriteJson
) -> None:
    at(monkeypatch, project)
    boss = {"id": "boss", "name": "Ada", "title": "CEO", "role": "user", "relationshipStrength": "weak"}
    path = write_json(project / "in" / "stakeholders" / "acme-ltd.json", [])
    demodb("import")
    write_json(path, [boss])
    demodb("import")
    entry = demodb("log", "Acme Ltd", "--json").json["edits"][0]["entry"]
    write_json(path, [boss, boss | {"id": "other", "name": "Bo", "reportsTo": "boss"}])
    demodb("import")
    result = demodb("log", "--undo", str(entry))
    assert (result.code, "the app would refuse this" in result.err) == (1, True)


@pytest.mark.slow
def test_ctrl_c_ends_a_watch_with_the_code_of_its_last_round(project: Path) -> None:
    command = [sys.executable, "-m", "demodb.cli.main", "sync", "--watch"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        while "written" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, "Stopped after 1 round." in errors) == (0, True)
    assert titles(project) == {"a": "Call", "b": "Call"}
