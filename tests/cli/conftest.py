"""Commands run as a person runs them: in a process of their own, in an empty folder, or beside the prepared sample."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Command, CustomersFile, RunIn, Terminal
from on_a_terminal import all_shown
from seeded_project import begin

from demodb.cli.main import run


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout; more, or less, is an error."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        assert value["schemaVersion"] == 1
        return value


@pytest.fixture
def demodb(capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command inside the test's process: its exit code and what it printed."""

    def call(*arguments: str | Path) -> Result:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return call


@pytest.fixture
def process(tmp_path: Path) -> Command:
    """Runs a command in a process of its own, its output piped."""

    def call(*arguments: str | Path, cwd: Path = tmp_path, **environment: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "demodb.cli.main", *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
            text=True,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture(scope="session")
def run_in() -> RunIn:
    """Runs a command inside the tests' process in a folder that many tests will share: its exit code."""

    def call(folder: Path, *arguments: str | Path) -> int:
        with chdir(folder):
            return run([str(argument) for argument in arguments])

    return call


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory, run_in: RunIn) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    assert run_in(folder, "prepare", "--as-of", "2026-11-24") == 0
    return folder


@pytest.fixture
def prepared(prepared_folder: Path, tmp_path: Path) -> Path:
    """The working directory, with the sample's store in it."""
    shutil.copyfile(prepared_folder / "demodb.db", tmp_path / "demodb.db")
    return tmp_path


@pytest.fixture(scope="session")
def seeded_folder(tmp_path_factory: pytest.TempPathFactory, customers_file: CustomersFile, run_in: RunIn) -> Path:
    folder = tmp_path_factory.mktemp("seeded")
    begin(folder, run_in, customers_file(folder / "in", "Kandy", [("Acme Ltd", 1000, 0), ("Beta", 10, 5)]))
    return folder


@pytest.fixture
def project(seeded_folder: Path, tmp_path: Path) -> Path:
    """The working directory: "Acme Ltd" and "Beta" seeded from the first revision of a small pack; see seeded_project."""
    shutil.copytree(seeded_folder, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Runs a command on a terminal of its own and gives all that it shows there."""

    def call(*arguments: str, **environment: str) -> str:
        near, far = pty.openpty()
        given = {"TERM": "xterm-256color", "COLUMNS": "100"}
        kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CI")}
        command = [sys.executable, "-m", "demodb.cli.main", *arguments]
        with subprocess.Popen(command, cwd=tmp_path, env=kept | given | environment, stdin=far, stdout=far, stderr=far):
            os.close(far)
            *_, shown = all_shown(near)
        return shown.decode()

    return call
