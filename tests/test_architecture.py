"""The rooms: the linter's contracts hold and can fail, and what docs/architecture.md says where to find is there."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
]
TRESPASSES = {
    "api/store.py": "click",
    "api/import_.py": "tomlkit",
    "api/sync.py": "watchfiles",
    "cli/show.py": "demodb.store.engine",
    "model/names.py": "demodb.store.bulk",
    "packs/draws.py": "demodb.store.bulk",
    "packs/pack.py": "faker",
    "api/show.py": "starlette",
    "seed/run.py": "demodb.settings",
    "settings.py": "demodb.store.bulk",
    "sources/customers.py": "openpyxl",
    "sources/walk.py": "pathspec",
    "status/heroes.py": "sqlalchemy",
    "store/engine.py": "alembic",
    "studio/acts/page.py": "demodb.studio.home.page",
    "warmup/run.py": "anthropic",
}
"""One import for each contract that it breaks."""

_ROW = re.compile(r"^\| (?P<question>[^|]+\?) \| (?P<places>[^|]+) \|$", re.MULTILINE)
_PLACE = re.compile(r"`(demodb/[\w/]+\.py)` \(`(\w+)`")


def linted(folder: Path) -> str:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "300"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout


@pytest.mark.slow
def test_each_contract_of_the_linter_fails_when_its_wall_is_broken(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "demodb", tmp_path / "demodb", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    for module, trespass in TRESPASSES.items():
        path = tmp_path / "demodb" / module
        path.write_text(path.read_text("utf-8") + f"\n\nimport {trespass}\n", "utf-8")
    report = re.sub(r"\s+", " ", linted(tmp_path))
    kept = [name for name in CONTRACTS if f"{name} BROKEN" not in report]
    assert kept == [], report[:3000]


def places() -> dict[str, list[tuple[str, str]]]:
    text = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")
    section = text.partition("### Where to find it")[2].partition("\n### ")[0]
    return {row["question"]: _PLACE.findall(row["places"]) for row in _ROW.finditer(section)}


def test_ten_questions_are_answered_by_at_most_two_files_each() -> None:
    answers = places()
    assert len(answers) == 10
    assert {question: len(found) for question, found in answers.items() if not 1 <= len(found) <= 2} == {}


@pytest.mark.parametrize("question", places())
def test_what_the_architecture_says_where_to_find_is_there(question: str) -> None:
    for path, name in places()[question]:
        defined = set()
        for node in ast.parse((REPOSITORY / path).read_text("utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", node)]
            defined |= {getattr(target, "id", getattr(target, "name", "")) for target in targets}
        assert name in defined, f"{path} defines no {name}"
