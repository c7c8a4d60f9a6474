"""What every command has: help with an example, one JSON object in the promised shape, and a next step."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_types import Command, CustomersFile, WriteJson

from demodb.cli.main import COMMANDS

NAMES = [
    *((name,) for name in COMMANDS),
    *(("source", name) for name in ("list", "remove")),
    *(("account", name) for name in ("list", "alias", "apart", "merge", "remove", "hero")),
    *(("seed", name) for name in ("history", "undo", "restore")),
    *(("conflicts", name) for name in ("list", "take-mine", "take-theirs", "edit")),
    *(("pack", name) for name in ("list", "show", "check", "new", "preview")),
    *(("cache", name) for name in ("list", "get", "extend", "clear")),
]
RUNNABLE = [
    ("init", "new"),
    ("import", "in"),
    ("seed",),
    ("seed", "--plan"),
    ("seed", "history"),
    ("seed", "undo"),
    ("seed", "restore"),
    ("shift", "--as-of", "2026-12-24"),
    ("conflicts", "list"),
    ("conflicts", "take-mine", "--all"),
    ("conflicts", "take-theirs", "Spotify"),
    ("explain", "Spotify"),
    ("export",),
    ("status",),
    ("prepare",),
    ("show", "Spotify"),
    ("pack", "list"),
    ("pack", "show", "saas"),
    ("pack", "check", "saas"),
    ("pack", "new", "mine"),
    ("pack", "preview", "Spotify"),
    ("account", "list"),
    ("account", "alias", "spotify-inc", "Spotify"),
    ("account", "alias", "--list"),
    ("account", "alias", "--remove", "att-services-inc"),
    ("account", "apart", "Nordvarde Telekom AB", "Spotify"),
    ("account", "merge", "Nordvarde Telekom AB", "Spotify"),
    ("account", "remove", "Various: License increments"),
    ("account", "hero", "Spotify"),
    ("account", "list", "--departed"),
    ("source", "list"),
    ("cache", "list"),
    ("cache", "extend", "--until", "23:59:59"),
    ("cache", "clear", "--all"),
    ("completion", "bash"),
]
SECTIONS = {"stakeholders", "strategy", "competitors", "actions"}


@pytest.fixture(autouse=True)
def sources(customers_file: CustomersFile, tmp_path: Path) -> Path:
    return customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1000, 0), ("ACME, LTD.", 5, 5)])


@pytest.mark.parametrize("name", NAMES, ids=" ".join)
def test_help_tells_usage_and_gives_an_example(demodb: Command, name: tuple[str, ...]) -> None:
    result = demodb(*name, "--help")
    assert result.code == 0
    assert result.out.startswith(f"Usage: demodb {' '.join(name)} ")
    assert f"demodb {' '.join(name)}" in result.out.split("Example", 1)[1]
    assert demodb(*name, "-h").out == result.out


def test_the_whole_help_names_every_command_and_where_to_start(demodb: Command) -> None:
    result = demodb("--help")
    assert result.code == 0
    for name, (_, line) in COMMANDS.items():
        assert f"  {name} " in result.out
        assert line in result.out
    assert "demodb prepare" in result.out


def test_the_version_is_told(demodb: Command) -> None:
    from demodb import __version__  # noqa: PLC0415 - what is compared

    assert demodb("--version").out == f"demodb, version {__version__}\n"


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("arguments", RUNNABLE, ids=" ".join)
def test_with_json_a_command_prints_one_object_and_nothing_else(demodb: Command, arguments: tuple[str, ...]) -> None:
    result = demodb(*arguments, "--json")
    assert result.code == 0, result.err
    assert result.json["schemaVersion"] == 1
    assert "Next:" not in result.err


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("arguments", RUNNABLE[:-1], ids=" ".join)
def test_every_command_ends_by_naming_the_next_one(demodb: Command, arguments: tuple[str, ...]) -> None:
    result = demodb(*arguments)
    assert result.code == 0, result.err
    last = result.err.rstrip().splitlines()[-1]
    assert last.startswith("Next: ")
    assert last.split("demodb ", 1)[1].split()[0] in COMMANDS
    assert "Next:" not in result.out


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("status",), "store-missing", 3),
        (("show", "Nobody"), "store-missing", 3),
        (("sttaus",), "usage", 2),
        (("seed", "--section", "aktions"), "usage", 2),
        (("import",), "usage", 2),
        (("status", "--db", "nowhere/demo.db"), "store-missing", 3),
        (("import", "in", "--db", "nowhere/demo.db"), "store-unreachable", 5),
        (("status", "--db", "mysql://x/y"), "store-unreachable", 5),
    ],
)
def test_an_error_too_is_one_json_object(demodb: Command, arguments: tuple[str, ...], code: str, exit_code: int) -> None:
    result = demodb(*arguments, "--json")
    error = result.json["error"]
    assert (result.code, error["code"], error["exitCode"]) == (exit_code, code, exit_code)
    assert error["message"]
    assert error["fix"]
    assert result.err.startswith(f"Error: {error['message']}")


def test_the_shape_of_an_import(demodb: Command, write_json: WriteJson, tmp_path: Path) -> None:
    board = [{"id": "a-1", "title": "Call", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}]
    orphan = write_json(tmp_path / "in" / "actions" / "acme-limited.json", board)
    lacking = [{"id": "o-1", "title": "Sell", "description": "It", "identifiedDate": "2026-11-24"}]
    mended = write_json(tmp_path / "in" / "strategy" / "acme-ltd.json", {"painPoints": [], "opportunities": lacking})
    broken = write_json(tmp_path / "in" / "actions" / "acme-ltd.json", [{**board[0], "status": "open"}])
    result = demodb("import", tmp_path / "in", "--json")
    found = result.json
    assert result.code == 4
    assert (found["records"], found["accounts"]) == (2, 1)
    assert found["merged"] == [{"account": "Acme Ltd", "names": ["ACME, LTD.", "Acme Ltd"]}]
    assert [entry["path"] for entry in found["orphans"]] == [str(orphan)]
    assert all(entry["nearest"] is None or isinstance(entry["nearest"], str) for entry in found["orphans"])
    place = "$.opportunities[0].status"
    assert found["repairs"] == [{"path": str(mended), "place": place, "message": "was missing, taken as 'identified'"}]
    message = "expected one of 'todo', 'in-progress' or 'done', found 'open'"
    assert found["errors"] == [{"path": str(broken), "place": "$[0].status", "message": message}]
    assert found["tables"]["customer_record"] == {"new": 2, "changed": 0, "same": 0, "rejected": 0}
    assert found["tables"]["plan_section"] == {"new": 1, "changed": 0, "same": 0, "rejected": 1}


def test_the_shape_of_a_seed(demodb: Command) -> None:
    demodb("import", "in")
    found = demodb("seed", "--as-of", "2026-11-24", "--json").json
    assert (found["accounts"], found["asOf"], found["packs"], found["conflicts"]) == (1, "2026-11-24", {"telecom": "0005"}, 0)
    assert found["sections"] == {section: {"seeded": 1, "upgraded": 0, "kept": 0} for section in SECTIONS}
    again = demodb("seed", "--json").json["sections"]
    assert again == {section: {"seeded": 0, "upgraded": 0, "kept": 1} for section in SECTIONS}


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_the_shape_of_an_export(demodb: Command) -> None:
    found = demodb("export", "--out", "there", "--json").json
    assert (found["directory"], found["written"], found["unchanged"], found["removed"]) == ("there", 654, 0, 0)
    assert demodb("export", "--out", "there", "--json").json["unchanged"] == 654


@pytest.mark.usefixtures("prepared")
def test_the_shape_of_a_status(demodb: Command) -> None:
    found = demodb("status", "--json").json
    assert found["ready"] is True
    assert (found["records"], found["accounts"], found["complete"]) == (140, 128, 128)
    heroes = found["heroes"]
    assert (heroes["total"], heroes["warm"], heroes["rules"], heroes["missing"]) == (5, 0, 5, 0)
    until = dict.fromkeys(("freshUntil", "planUntil", "intelligenceUntil"), heroes["lastsUntil"])
    spotify = {"account": "Spotify", "intelligence": "rules", "plan": "fresh", **until, "source": "rules", "changed": []}
    assert heroes["accounts"][3] == spotify
    assert found["sections"] == {section: {"imported": 5, "template": 123} for section in SECTIONS}
    assert found["blockers"] == []
    # How far the sample's dates are from today depends on the day of the test.
    assert {warning["code"] for warning in found["warnings"]} - {"far-as-of"} == {"hero-by-rules", "no-export"}
    assert "T" in found["at"]


def test_the_shape_of_a_status_that_is_not_ready(demodb: Command) -> None:
    demodb("import", "in")
    demodb("seed", "--section", "actions", "--section", "strategy", "--section", "competitors")
    result = demodb("status", "--json")
    assert (result.code, result.json["ready"]) == (3, False)
    assert result.json["blockers"] == [
        {
            "code": "missing-section",
            "account": "Acme Ltd",
            "section": "stakeholders",
            "message": "Acme Ltd has no stakeholders section",
            "fix": "demodb seed",
        }
    ]
    assert [warning["code"] for warning in result.json["warnings"]] == ["no-heroes", "no-export"]
    assert {tuple(warning) for warning in result.json["warnings"]} == {tuple(result.json["blockers"][0])}


@pytest.mark.slow
def test_prepare_tells_the_reports_of_its_steps(demodb: Command) -> None:
    found = demodb("prepare", "--json").json
    assert (found["import"]["records"], found["seed"]["accounts"], found["export"]["written"]) == (140, 128, 654)
    assert found["status"]["ready"] is True


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_a_dry_run_tells_the_same_as_the_run(demodb: Command, tmp_path: Path) -> None:
    tried = demodb("import", "in", "--dry-run", "--db", "fresh.db", "--json").json
    assert not (tmp_path / "fresh.db").exists()
    done = demodb("import", "in", "--db", "fresh.db", "--json").json
    assert tried.pop("dryRun") is True
    assert done.pop("dryRun") is False
    assert tried == done
