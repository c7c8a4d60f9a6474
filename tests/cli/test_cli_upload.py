"""`demodb import - --name FILE`: what is piped in is a source from then on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fixture_types import Command

CSV = "Customer,Business Unit,ARR\nAcme,Unit,100\nBeta,Unit,50\n"


def piped(folder: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "demodb.cli.main", "import", *arguments]
    return subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False, env=dict(os.environ))


@pytest.mark.slow
def test_what_is_piped_in_is_saved_imported_and_read_again_without_a_path(tmp_path: Path, demodb: Command) -> None:
    first = piped(tmp_path, CSV, "-", "--name", "accounts.csv")
    assert (first.returncode, first.stderr.splitlines()[0]) == (0, "Saved as uploads/accounts.csv.")
    assert "The store has 2 customer records of 2 accounts." in first.stdout
    assert demodb("import", "--json").json["unchanged"] == 1
    second = piped(tmp_path, CSV.replace("Beta", "Gamma"), "-", "--name", "accounts.csv", "--json")
    assert '"path": "uploads/accounts.csv",\n    "earlier": "uploads/.earlier/' in second.stdout
    assert [line["account"] for line in demodb("account", "list", "--json").json["accounts"]] == ["Acme", "Gamma"]
    assert demodb("prepare").out.startswith("import    2 customer records of 2 accounts;")


@pytest.mark.parametrize(
    "arguments",
    [("-",), ("--name", "x.csv"), ("-", "--name", "x.csv", "--explain"), ("-", "--name", "x.csv", "--dry-run")],
    ids=" ".join,
)
def test_a_pipe_and_its_name_go_together_and_are_no_mere_look(demodb: Command, arguments: tuple[str, ...]) -> None:
    assert demodb("import", *arguments).code == 2
    assert not Path("uploads").exists()


@pytest.mark.slow
def test_uploads_in_a_source_are_read_once(tmp_path: Path, demodb: Command) -> None:
    (tmp_path / "demodb.toml").write_text('sources = ["."]\n', "utf-8")
    piped(tmp_path, CSV, "-", "--name", "accounts.csv")
    (tmp_path / "demodb.db").unlink()
    assert demodb("import", "--json").json["files"] == {"table": 1}


@pytest.mark.slow
def test_no_columns_are_asked_about_in_a_pipe(tmp_path: Path) -> None:
    refused = piped(tmp_path, "Customer,ARR,ARR\nAcme,1,2\n", "-", "--name", "accounts.csv")
    assert (refused.returncode, "could each be the column 'arr'" in refused.stderr) == (4, True)
