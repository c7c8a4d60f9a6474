"""`demodb init` in a folder that holds something: what is recognised is proposed as the sources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixture_types import Command, CustomersFile, WriteJson
from on_a_terminal import on_a_terminal

from demodb.settings import load_settings

CSV = "Customer,Business Unit,ARR\nAcme,Unit,100\nBeta,Unit,50\n"


@pytest.fixture
def folder(tmp_path: Path, customers_file: CustomersFile, write_json: WriteJson) -> Path:
    """A folder as it lies on a disk: lists, plans and news of ours, and other things."""
    (tmp_path / "accounts.csv").write_text(CSV, "utf-8")
    customers_file(tmp_path / "lists", "STL", [("Gamma", 1, 0)])
    customers_file(tmp_path / "lists" / "more", "Kandy", [("Delta", 1, 0), ("Omega", 2, 0)])
    write_json(tmp_path / "plans" / "actions" / "acme.json", [])
    (tmp_path / "doubtful.csv").write_text("Customer,ARR,ARR\nAcme,1,2\n", "utf-8")
    (tmp_path / "broken.csv").write_text("Customer,ARR\nAcme,soon\n", "utf-8")
    (tmp_path / "people.csv").write_text("Name,Birthday\nSomebody,1999\n", "utf-8")
    write_json(tmp_path / "tsconfig.json", {"compilerOptions": {}})
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    return tmp_path


SOURCES = ["accounts.csv", "doubtful.csv", "lists", "plans"]


def configured(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in load_settings(folder).sources]


@pytest.mark.usefixtures("folder")
def test_what_is_recognised_is_told_and_written_as_sources_where_nobody_can_be_asked(tmp_path: Path, demodb: Command) -> None:
    result = demodb("init")
    assert (result.code, configured(tmp_path)) == (0, SOURCES)
    told = result.err.splitlines()
    assert told[:5] == [
        "Recognised: accounts.csv: 1 table, 2 customer records",
        "Not proposed: broken.csv: B2: expected a number, found 'soon'",
        "Recognised: doubtful.csv: 1 table, with columns in doubt: demodb import asks which are meant",
        "Recognised: lists: 2 customer files, 3 customer records",
        "Recognised: plans: 1 plan file",
    ]
    assert "Its sources: accounts.csv, doubtful.csv, lists, plans." in result.out
    assert told[-1] == "Next: demodb prepare"


@pytest.mark.usefixtures("folder")
def test_the_json_has_what_was_seen(demodb: Command) -> None:
    report = demodb("init", "--json").json
    assert report["sources"] == SOURCES
    assert [(seen["path"], seen["files"], seen["records"], seen["proposed"]) for seen in report["seen"]][:3] == [
        ("accounts.csv", {"table": 1}, 2, True),
        ("broken.csv", {}, 0, False),
        ("doubtful.csv", {"table": 1}, 0, True),
    ]


@pytest.mark.usefixtures("folder")
def test_named_sources_take_the_place_of_the_proposal(tmp_path: Path, demodb: Command) -> None:
    result = demodb("init", "demo", "--sources", "accounts.csv", "--sources", tmp_path / "lists")
    assert (result.code, "Recognised" in result.err) == (0, False)
    assert (tmp_path / "demo" / "demodb.toml").read_text("utf-8").count(f'sources = ["../accounts.csv", "{tmp_path}/lists"]') == 1
    assert demodb("init", "other", "--sources", "nothing.csv").code == 2
    assert demodb("init", "other", "--sample", "--sources", "lists").code == 2
    assert not (tmp_path / "other").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("answer", "sources"), [("y", SOURCES), ("n", [])])
def test_on_a_terminal_a_person_decides(tmp_path: Path, answer: str, sources: list[str]) -> None:
    code, shown = on_a_terminal(tmp_path, [answer], "init")
    assert (code, configured(tmp_path), "Recognised: lists" in shown) == (0, sources, True)


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
def test_ctrl_c_at_the_question_makes_nothing(tmp_path: Path) -> None:
    assert on_a_terminal(tmp_path, ["^C"], "init")[0] == 130
    assert not (tmp_path / "demodb.toml").exists()


def test_an_empty_folder_and_an_export_propose_nothing(tmp_path: Path, demodb: Command, customers_file: CustomersFile) -> None:
    assert demodb("init", "new").err == "Next: cd new && demodb import PATH\n"
    customers_file(tmp_path / "export", "STL", [("Gamma", 1, 0)])
    (tmp_path / "export" / "manifest.json").write_text(json.dumps({"format": "demodb-export"}), "utf-8")
    assert demodb("init", "export", "--json").json["sources"] == []
    assert demodb("init", "--json").json["sources"] == []


def test_prepare_without_sources_says_what_to_do(demodb: Command) -> None:
    demodb("init")
    result = demodb("prepare")
    assert (result.code, Path("demodb.db").exists(), "sample" in result.err) == (2, True, False)
    assert "list your files as `sources` in demodb.toml, or name them: demodb import PATH" in result.err
