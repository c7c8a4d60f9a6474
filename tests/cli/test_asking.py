"""Columns in doubt: asked about on a real terminal, and refused with the line to paste without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_types import Command
from on_a_terminal import on_a_terminal

from demodb.api.account import list_accounts
from demodb.settings import load_settings
from demodb.store.schema import open_store

pytestmark = pytest.mark.slow

LIST = "Customer,ARR,ARR,Q1 Plan\nAcme,100,110,1\nBeta,200,220,2\nGamma,300,330,3\nDelta,1,1,1\n"
SETTINGS = '# mine\nsources = ["accounts.csv"]  # one\n\n[tables."accounts.csv".columns]\ncountry = ""\n\n# by unit\n[packs]\n'


def listed(folder: Path) -> dict[str, float]:
    with open_store(folder / "demodb.db") as store:
        return {line.name: line.revenue for line in list_accounts(store)}


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    (tmp_path / "accounts.csv").write_text(LIST, "utf-8")
    return tmp_path


def test_a_person_is_asked_the_answer_is_written_and_the_list_is_taken(accounts: Path) -> None:
    (accounts / "demodb.toml").write_text(SETTINGS, "utf-8")
    code, shown = on_a_terminal(accounts, ["7", "2"], "import", "--bu", "Unit")
    assert (code, listed(accounts)) == (0, {"Acme": 110, "Beta": 220, "Gamma": 330, "Delta": 1})
    assert "accounts.csv: which of these is the column 'arr'?" in shown
    assert "  1  B1    ARR                           100, 200, 300\n  2  C1    ARR " in shown
    assert "7 is not in the range 0<=x<=2" in shown
    written = (accounts / "demodb.toml").read_text("utf-8")
    assert written == SETTINGS.replace('country = ""\n', 'country = ""\narr = "C"\n')
    # What was answered once is not asked again.
    assert "which of these" not in on_a_terminal(accounts, [], "import", "--bu", "Unit")[1]


def test_a_settings_file_is_made_where_there_is_none_and_none_of_them_is_an_answer(accounts: Path) -> None:
    (accounts / "accounts.csv").write_text("Customer,Total,Country,Country\nAcme,1,DE,FR\n", "utf-8")
    code, shown = on_a_terminal(accounts, ["0"], "import", "accounts.csv", "--bu", "Unit")
    assert (code, listed(accounts)) == (0, {"Acme": 1})
    assert 'Written into demodb.toml: [tables."accounts.csv".columns] country = ""' in shown
    assert (accounts / "demodb.toml").read_text("utf-8") == '[tables."accounts.csv".columns]\ncountry = ""\n'


def test_ctrl_c_at_a_question_imports_nothing_and_writes_nothing(accounts: Path) -> None:
    (accounts / "good.csv").write_text("Customer,ARR\nOmega,1\n", "utf-8")
    (accounts / "demodb.toml").write_text(SETTINGS, "utf-8")
    code, shown = on_a_terminal(accounts, ["^C"], "import", "good.csv", "accounts.csv", "--bu", "Unit")
    assert (code, listed(accounts)) == (130, {})
    assert "interrupted; nothing was imported; nothing is half-done" in shown
    assert (accounts / "demodb.toml").read_text("utf-8") == SETTINGS
    assert sorted(path.name for path in accounts.iterdir() if not path.name.startswith("demodb.db")) == [
        "accounts.csv",
        "demodb.toml",
        "good.csv",
    ]


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_without_a_terminal_it_is_refused_with_the_line(accounts: Path, process: Command, more: tuple[str, ...]) -> None:
    result = process("import", "accounts.csv", "--bu", "Unit", *more)
    assert result.code == 4
    assert '[tables."accounts.csv".columns]\n  arr = "B"  # or "C", or "" for none' in result.err + (
        result.json["errors"][0]["message"] if more else ""
    )
    assert not (accounts / "demodb.toml").exists()


@pytest.mark.parametrize("more", ["--json", "--dry-run"])
def test_json_and_a_dry_run_ask_nobody(accounts: Path, more: str) -> None:
    code, shown = on_a_terminal(accounts, [], "import", "accounts.csv", "--bu", "Unit", more)
    assert (code, "which of these" in shown, (accounts / "demodb.toml").exists()) == (4, False, False)


def test_settings_in_a_pyproject_get_the_line(accounts: Path) -> None:
    (accounts / "pyproject.toml").write_text('[tool.demodb]\nsources = ["accounts.csv"]\n\n[tool.other]\nx = 1\n', "utf-8")
    assert on_a_terminal(accounts, ["1"], "import", "--bu", "Unit")[0] == 0
    assert load_settings(accounts).tables.rules("accounts.csv").columns == {"arr": "B"}
    assert "[tool.other]\nx = 1\n" in (accounts / "pyproject.toml").read_text("utf-8")


def test_an_answer_that_the_environment_outweighs_is_asked_for_once(accounts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMODB_TABLES", '{"accounts.csv": {"columns": {"arr": "ARR"}}}')
    code, shown = on_a_terminal(accounts, ["1"], "import", "accounts.csv", "--bu", "Unit")
    assert (code, shown.count("which of these")) == (4, 1)
    assert "could each be the column 'arr'" in shown
