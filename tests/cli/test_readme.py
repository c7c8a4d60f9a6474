"""The README's commands run, each block in an empty folder, and print what the README shows."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
FENCE = re.compile(r"^```(?:console|sh|shell|bash)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?")


def blocks(readme: str) -> list[list[str]]:
    """The lines of the blocks that start demodb; continued ones are one."""
    found = [text.replace("\\\n", " ").splitlines() for text in FENCE.findall(readme)]
    return [lines for lines in found if commands(lines)]


def commands(lines: list[str]) -> list[str]:
    """What is typed: a shell's `cd` and `demodb`, after a prompt or without one."""
    typed = (line.removeprefix("$ ").strip() for line in lines)
    return [line for line in typed if re.match(r"(demodb|cd)( |$)", line)]


def shown(lines: list[str]) -> list[str]:
    """What a console block says is printed, without dates, and without the marks of what it leaves out."""
    if not any(line.startswith("$ ") for line in lines):
        return []
    printed = [line for line in lines if line and not line.startswith(("$ ", "…"))]
    return [MOMENT.sub("DATE", line) for line in printed]


BLOCKS = blocks((REPOSITORY / "README.md").read_text("utf-8"))


def test_the_readme_shows_commands() -> None:
    assert any(shown(block) for block in BLOCKS)


@pytest.mark.slow
@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: commands(block)[0])
def test_a_block_of_the_readme_runs_and_prints_what_it_shows(block: list[str], tmp_path: Path) -> None:
    environment = os.environ | {"PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}
    script = "\n".join(["set -e", *commands(block)])
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    printed = [MOMENT.sub("DATE", line.rstrip()) for line in done.stdout.splitlines()]
    assert [line for line in shown(block) if line.rstrip() not in printed] == []


@pytest.mark.slow
def test_the_own_list_of_the_documentation_is_shown_and_prepared_as_it_says(tmp_path: Path) -> None:
    text = (REPOSITORY / "docs" / "own_list.md").read_text("utf-8")
    table = re.search(r"^```csv\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert table
    (tmp_path / "accounts.csv").write_text(table[1], "utf-8")
    for block in blocks(text):
        test_a_block_of_the_readme_runs_and_prints_what_it_shows(block, tmp_path)
    folder = tmp_path / "export"
    assert len(list(folder.glob("account-plans/*/*.json"))) == 6 * 4
    assert sorted(path.name for path in folder.glob("customers_*")) == ["customers_cloud_all.json", "customers_networks_all.json"]
    customers = json.loads((folder / "customers_networks_all.json").read_text("utf-8"))
    assert [(one["customer_name"], one["rr"], one["nrr"]) for one in customers["customers"]] == [
        ("Vestholm Energi A/S", 184000, 12500),
        ("Banco Aurelia S.A.", 96500, 0),
        ("Okavango Mobile (Pty) Ltd", 12000, 0),
    ]
    assert customers["customers"][0]["subscriptions"][0]["renewal_qtr"] == "Q1'27"


def test_what_is_typed_and_what_is_printed_are_told_apart() -> None:
    text = (
        "```console\n$ demodb init \\\n    --sample\n.: made x.\n…\nREADY  at 2026-11-24 02:23\n$ ls\n```\n```py\ndemodb x\n```\n"
    )
    (lines,) = blocks(text)
    assert commands(lines) == ["demodb init      --sample"]
    assert shown(lines) == [".: made x.", "READY  at DATE"]
