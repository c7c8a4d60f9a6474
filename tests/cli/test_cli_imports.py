"""A command imports only what it needs: the rest is time that a person waits for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

CODE = """
import json
import sys
from demodb.cli.main import run
code = run(sys.argv[1:])
print(json.dumps([code, sorted(name for name in sys.modules if "." not in name)]), file=sys.stderr)
"""
HEAVY = {"asyncio", "sqlmodel", "sqlalchemy", "alembic", "pydantic", "rich", "openpyxl", "anthropic", "faker", "psycopg"}


def imported(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    done = subprocess.run([sys.executable, "-c", CODE, *arguments], cwd=folder, capture_output=True, check=True, text=True)
    code, names = json.loads(done.stderr.splitlines()[-1])
    return code, HEAVY & set(names)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("completion", "bash"), ("nothing",)], ids=" ".join)
def test_help_imports_nothing_heavy(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert imported(tmp_path, *arguments)[1] == set()


def test_seeding_imports_neither_alembic_anthropic_openpyxl_nor_rich(prepared: Path) -> None:
    drop = "import sqlite3; c = sqlite3.connect('demodb.db'); c.execute('PRAGMA foreign_keys = ON'); c.execute('{}'); c.commit()"
    statement = 'DELETE FROM plan_section WHERE section = "stakeholders"'
    subprocess.run([sys.executable, "-c", drop.format(statement)], cwd=prepared, check=True)
    code, names = imported(prepared, "seed")
    assert code == 0
    assert names & {"alembic", "anthropic", "openpyxl", "rich", "psycopg"} == set()
    assert "faker" in names


@pytest.mark.parametrize(
    ("arguments", "needless"),
    [
        (("seed",), {"alembic", "anthropic", "openpyxl", "rich", "faker"}),
        (("seed", "--plan"), {"alembic", "anthropic", "openpyxl", "rich", "faker"}),
        (("seed", "history"), {"alembic", "anthropic", "openpyxl", "rich", "faker"}),
        (("conflicts", "list"), {"alembic", "anthropic", "openpyxl", "rich", "faker"}),
        (("explain", "Spotify"), {"alembic", "anthropic", "openpyxl", "faker"}),
        (("status",), {"alembic", "anthropic", "openpyxl", "rich", "faker"}),
        (("export",), {"alembic", "anthropic", "openpyxl", "rich", "faker"}),
        (("show", "Spotify"), {"alembic", "anthropic", "openpyxl", "faker"}),
        (("cache", "list"), {"alembic", "anthropic", "openpyxl", "rich", "faker"}),
        (("cache", "clear", "--all"), {"alembic", "anthropic", "openpyxl", "rich", "faker"}),
        (("account", "list"), {"alembic", "anthropic", "openpyxl", "rich", "faker"}),
        (("pack", "list"), {"alembic", "anthropic", "openpyxl", "rich", "faker"}),
        (("pack", "show", "saas"), {"alembic", "anthropic", "openpyxl", "rich", "faker"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_with_nothing_to_make_imports_no_more_than_it_needs(
    prepared: Path, arguments: tuple[str, ...], needless: set[str]
) -> None:
    code, names = imported(prepared, *arguments)
    assert code == 0
    assert names & needless == set()
