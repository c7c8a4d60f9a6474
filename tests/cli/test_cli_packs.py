"""`demodb pack`: each subcommand as a person, and as a program, uses it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Command, CustomersFile
from pack_texts import SMALL, written

from demodb.packs.pack import load_pack
from demodb.packs.releases import digest_of

ROOT_SETTINGS = 'pack = "./packs/mine"\n\n[packs]\nKandy = "saas"\n"Acme Ltd" = "../common/theirs"\n'
SECTIONS = ["stakeholders", "strategy", "competitors", "actions"]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A pack in the working directory."""
    return Path(written(tmp_path / "mine", SMALL))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, customers_file: CustomersFile) -> Path:
    """A project whose settings choose three packs, with a store of three accounts."""
    folder = tmp_path / "project"
    (folder / "packs").mkdir(parents=True)
    (tmp_path / "common").mkdir()
    written(folder / "packs" / "mine", SMALL)
    written(tmp_path / "common" / "theirs", SMALL.replace("Old systems", "From their pack"))
    (folder / "demodb.toml").write_text(ROOT_SETTINGS, "utf-8")
    customers_file(folder / "in", "Kandy", [("Acme Ltd", 1000, 0), ("Zeta AB", 10, 5)])
    customers_file(folder / "in", "STL", [("Borealis AS", 2000, 0)])
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.slow
def test_the_list_holds_the_shipped_packs_with_the_default_marked(demodb: Command) -> None:
    result = demodb("pack", "list")
    assert result.code == 0
    assert [line[:9] for line in result.out.splitlines()[::2]] == ["  lived-i", "  saas 00", "* telecom"]
    line = "* telecom 0005  2026-11-28  Titles of women\n"
    assert line + "    9 rows an account, drawn from 417 entries\n" in result.out


@pytest.mark.usefixtures("project")
def test_the_list_holds_the_packs_that_the_settings_name(demodb: Command) -> None:
    packs = {pack["pack"]: pack for pack in demodb("pack", "list", "--json").json["packs"]}
    own, theirs = "./packs/mine", "../common/theirs"
    assert [(pack["pack"], pack["shipped"], pack["chosen"]) for pack in packs.values()] == [
        ("lived-in", True, False),
        ("saas", True, True),
        ("telecom", True, False),
        (own.removeprefix("./"), False, True),
        (theirs, False, True),
    ]
    found = packs["packs/mine"]
    assert (found["revision"], found["date"], found["message"]) == ("0001", "2026-11-24", "A small pack")
    assert found["rows"] == {"stakeholders": 2, "painPoints": 1, "opportunities": 1, "competitors": 1, "actions": 0}
    assert found["entries"] == {"painPoints": 1, "opportunities": 1, "competitors": 1, "actions": 0}
    assert found["problems"] == []


def test_a_broken_pack_stands_in_the_list_with_its_problems(demodb: Command, project: Path) -> None:
    path = project / "packs" / "mine" / "0001_step.toml"
    path.write_text(SMALL.replace("weight = 2", "weight = 0"), "utf-8")
    result = demodb("pack", "list")
    assert result.code == 0
    assert "* packs/mine  cannot be used: 1 problem, see `demodb pack check packs/mine`\n" in result.out
    (broken,) = [pack for pack in demodb("pack", "list", "--json").json["packs"] if pack["problems"]]
    place = {"path": "packs/mine/0001_step.toml", "place": "strategy.opportunities.pool[0].weight"}
    assert broken["problems"] == [place | {"message": "expected greater than 0, found 0"}]
    assert broken["revision"] is None


def test_a_pack_is_shown_with_its_line_of_revisions(demodb: Command) -> None:
    found = demodb("pack", "show", "telecom", "--revision", "0002", "--json").json
    releases = load_pack("telecom", "0002").releases
    assert [line["sha256"] for line in found["revisions"]] == [digest_of(release.path) for release in releases]
    assert found["revisions"][1]["parts"] == ["stakeholders", "strategy", "competitors"]
    assert found["sections"] == dict.fromkeys(SECTIONS, "0002") | {"actions": "0001"}
    assert found["rows"] == {"stakeholders": 3, "painPoints": 2, "opportunities": 2, "competitors": 2, "actions": 0}
    assert list(found["pools"]) == ["CloudSense", "Kandy", "STL", "NewNet", "others"]
    assert found["pools"]["Kandy"]["painPoints"] == {"always": 15, "conditional": 8}
    assert found["conditions"]["renewalRisk"] == {"false": 1, "true": 9}
    assert found["conditions"]["revenue"] == {"0 to 100,000": 3, "1,000,000 and more": 2}
    assert found["situations"] == []


def test_a_pack_with_situations_is_shown_with_them(demodb: Command) -> None:
    found = demodb("pack", "show", "telecom", "--json").json
    assert [line["revision"] for line in found["revisions"]] == ["0001", "0002", "0003", "0004", "0005"]
    assert found["revisions"][2]["parts"] == ["situations", "team", "stakeholders", "strategy", "competitors", "actions"]
    assert found["sections"] == dict.fromkeys(SECTIONS, "0003") | {"stakeholders": "0005"}
    assert found["rows"] == {"stakeholders": 3, "painPoints": 2, "opportunities": 2, "competitors": 2, "actions": 0}
    assert {"lost", "at-risk", "no-revenue"} < set(found["situations"])
    assert found["conditions"]["situation"].keys() == set(found["situations"])


def test_of_many_values_of_a_condition_those_of_the_most_entries_are_shown_and_json_has_all(demodb: Command) -> None:
    shown = {line.partition(": ")[0]: line for line in demodb("pack", "show", "lived-in").out.splitlines()}
    counts = demodb("pack", "show", "lived-in", "--json").json["conditions"]["revenue"]
    listed = [int(count) for count in re.findall(r"\((\d+)\)", shown["revenue"])]
    assert listed == sorted(counts.values(), reverse=True)[:10]
    assert shown["revenue"].endswith(f" and {len(counts) - 10} others: `--json` lists them all")
    assert "others" not in shown["situation"]


def test_a_pack_is_shown_as_it_stood_at_a_revision(demodb: Command) -> None:
    result = demodb("pack", "show", "telecom", "--revision", "0001")
    digest = load_pack("telecom", "0001").releases[0].digest
    assert f"0001  2026-11-24  {digest[:12]}  Baseline: a plan for every account\n" in result.out
    assert "      changes products, stakeholders, strategy, competitors, actions\n" in result.out
    assert "An account gets 3 stakeholders, 2 painPoints, 2 opportunities, 2 competitors.\n" in result.out
    assert "0002" not in result.out
    assert "renewalRisk" not in result.out


def test_a_revision_or_a_pack_that_is_not_there_is_told_with_those_that_are(demodb: Command) -> None:
    result = demodb("pack", "show", "telecom", "--revision", "0009")
    assert (result.code, result.err) == (
        2,
        "Error: there is no revision of the pack telecom '0009'\n  Fix: known: 0001, 0002, 0003, 0004, 0005\n",
    )
    result = demodb("pack", "show", "telekom")
    assert result.code == 2
    assert "known: lived-in, saas, telecom, or a folder's path with a slash in it, such as ./packs/mine" in result.err


def test_a_check_tells_all_problems_of_all_packs_by_file_and_key(demodb: Command, mine: Path, tmp_path: Path) -> None:
    assert demodb("pack", "check", "./mine", "telecom").out == "mine 0001 can be used.\ntelecom 0005 can be used.\n"
    (mine / "0001_step.toml").write_text(SMALL.replace("weight = 2", "weight = 0").replace("= [1, 9]", "= 9"), "utf-8")
    written(tmp_path / "another", SMALL.replace('"high"', '"severe"'))
    result = demodb("pack", "check", "./mine", "./another", "telecom")
    assert result.code == 4
    assert result.err.splitlines() == [
        "Error: mine/0001_step.toml: strategy.opportunities.pool[0].weight: expected greater than 0, found 0",
        "mine/0001_step.toml: competitors.rows[0].updated: expected days as [from, to], or { weeks = [from, to] }, found 9",
        "another/0001_step.toml: strategy.painPoints.rows[0].severity: expected one of 'high', 'medium' or 'low', found 'severe'",
        "  Fix: mend the pack file and run the command again",
    ]
    assert demodb("pack", "check", "./mine", "--json").json["error"]["exitCode"] == 4


def test_without_a_name_the_packs_of_the_settings_are_checked(demodb: Command, project: Path) -> None:
    assert demodb("pack", "check", "--json").json["packs"] == {"mine": "0001", "saas": "0001", "theirs": "0001"}
    written(project.parent / "common" / "theirs", SMALL.replace("weight = 2", "weight = 0"))
    result = demodb("pack", "check")
    assert result.code == 4
    assert "../common/theirs/0001_step.toml: strategy.opportunities.pool[0].weight: " in result.err


def test_two_packs_of_one_name_cannot_be_used_together(demodb: Command, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        written(tmp_path / folder / "mine", SMALL)
    result = demodb("pack", "check", "one/mine", "two/mine")
    assert result.code == 4
    assert "two/mine: expected a folder of another name, as there is another pack 'mine' already" in result.err


def test_a_new_pack_is_valid_and_says_how_to_use_it(demodb: Command, tmp_path: Path) -> None:
    result = demodb("pack", "new", "mine")
    assert result.code == 0
    assert result.out == ('Made mine/0001_first.toml.\nTo use it, write into demodb.toml, above any [table]: pack = "./mine"\n')
    assert demodb("pack", "check", "./mine").code == 0
    pack = load_pack("./mine")
    assert pack.releases[0].saying(()).date == date.today()  # noqa: DTZ011 - the day of whoever makes it
    assert all(line.isascii() or "leitung" in line for line in (tmp_path / "mine" / "0001_first.toml").read_text().splitlines())
    (tmp_path / "demodb.toml").write_text('pack = "./mine"\n', "utf-8")
    assert demodb("pack", "check").out == "mine 0001 can be used.\n"


def test_the_line_for_the_settings_counts_from_the_project_folder(
    demodb: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "deep").mkdir()
    monkeypatch.chdir(project / "deep")
    made = demodb("pack", "new", "fresh", "--json").json
    assert made == {"schemaVersion": 1, "folder": "fresh", "file": "fresh/0001_first.toml", "setting": 'pack = "./deep/fresh"'}
    elsewhere = demodb("pack", "new", "../../elsewhere", "--json").json
    assert elsewhere["setting"] == f'pack = "{project.parent}/elsewhere"'


def test_a_new_pack_takes_no_name_that_is_taken(demodb: Command, mine: Path) -> None:
    before = (mine / "0001_step.toml").read_bytes()
    result = demodb("pack", "new", "mine")
    assert (result.code, result.err) == (1, "Error: mine is there already\n  Fix: choose another name\n")
    assert (mine / "0001_step.toml").read_bytes() == before
    result = demodb("pack", "new", "packs/saas")
    assert (result.code, result.err.splitlines()[0]) == (1, "Error: a pack named 'saas' travels with demodb")


@pytest.mark.slow
def test_a_preview_follows_the_settings_and_writes_nothing(demodb: Command, project: Path) -> None:
    demodb("import", "in")
    before = (project / "demodb.db").read_bytes()
    used = {}
    for account in ("Acme Ltd", "Zeta AB", "Borealis AS"):
        found = demodb("pack", "preview", account, "--as-of", "2026-11-24", "--json").json
        assert list(found["sections"]) == SECTIONS
        assert not any(section["edited"] for section in found["sections"].values())
        used[account] = found["sections"]["strategy"]["origin"]
    assert used == {
        "Acme Ltd": "template theirs 0001, as of 2026-11-24",
        "Zeta AB": "template saas 0001, as of 2026-11-24",
        "Borealis AS": "template mine 0001, as of 2026-11-24",
    }
    assert (project / "demodb.db").read_bytes() == before
    assert demodb("show", "Zeta AB", "--json").json["sections"] == {}


@pytest.mark.slow
@pytest.mark.usefixtures("project")
def test_a_preview_may_look_at_another_pack_revision_seed_and_date(demodb: Command) -> None:
    demodb("import", "in")

    def sections(*more: str) -> Any:
        return demodb("pack", "preview", "Zeta AB", "--as-of", "2026-11-24", *more, "--json").json["sections"]

    numbers = ("0001", "0002", "0003", "0004", "0005")
    first, second, third, _, newest = (sections("--pack", "telecom", "--revision", number) for number in numbers)
    assert sections("--pack", "telecom") == newest
    for number, made in (("0001", first), ("0002", second), ("0003", third)):
        assert made["strategy"]["origin"] == f"template telecom {number}, as of 2026-11-24"
    assert first["actions"] == second["actions"]
    assert sections("--pack", "telecom", "--seed", "7")["stakeholders"] != third["stakeholders"]
    assert json.dumps(sections("--pack", "telecom", "--as-of", "2026-12-01")) != json.dumps(third)


@pytest.mark.usefixtures("project")
def test_a_preview_is_drawn_as_show_draws_a_plan(demodb: Command) -> None:
    demodb("import", "in")
    result = demodb("pack", "preview", "Borealis AS", "--as-of", "2026-11-24")
    assert result.code == 0
    assert result.out.startswith("Borealis AS\nSTL · 1 record · 2,000 USD a year · borealis-as.json\n")
    assert "Stakeholders  template mine 0001, as of 2026-11-24\n" in result.out
    assert "Old systems" in result.out
    assert "no actions" in result.out


@pytest.mark.usefixtures("project")
def test_a_preview_of_nobody_and_settings_that_name_nobody_are_errors(demodb: Command, tmp_path: Path) -> None:
    demodb("import", "in")
    assert demodb("pack", "preview", "Zeta XY").code == 2
    (tmp_path / "project" / "demodb.toml").write_text('[packs]\n"Candy" = "saas"\n', "utf-8")
    result = demodb("pack", "preview", "Zeta AB")
    assert result.code == 4
    assert "'Candy' is neither a business unit nor an account of the store: did you mean 'Kandy'?" in result.err
