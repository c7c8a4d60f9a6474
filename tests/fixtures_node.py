"""Programs in real Node.js, as the app is one. A pytest plugin."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Node

INSTALLED = "`make test` installs what tests/node needs"


class Asked:
    """An app in Node.js that reads a store: it is asked, and answers. `error` is what the last call failed with."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.error = ""

    def __call__(self, what: str, *given: Any) -> Any:
        """What a call gives; None where it failed."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps([what, *given])}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"{self._process.stderr.read() if self._process.stderr else ''}\n{INSTALLED}"
        said = json.loads(line)
        self.error = f"{said['error']}: {said['message']}" if "error" in said else ""
        return said.get("answer")


Asking = Callable[..., Asked]


@pytest.fixture(scope="session")
def node_executable() -> str:
    # The one that came with the requirements, else one that is there anyway.
    executable = shutil.which("node", path=os.pathsep.join((sysconfig.get_path("scripts"), os.environ["PATH"])))
    assert executable, "there is no Node.js: `make test` installs it"
    return executable


@pytest.fixture
def node(repository: Path, node_executable: str) -> Node:
    """Runs a program, one of those in tests/node where it is a name; the JSON value that it prints."""

    def run(program: str | Path, *arguments: str | Path) -> Any:
        command = [node_executable, str(repository / "tests" / "node" / program), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        assert done.returncode == 0, f"{done.stderr}\n{INSTALLED}"
        return json.loads(done.stdout)

    return run


@pytest.fixture
def asking(repository: Path, node_executable: str, node: Node) -> Iterator[Asking]:
    """Starts apps that read a store with the package of clients/node, to be asked by calls."""
    del node  # marks the test
    processes: list[subprocess.Popen[str]] = []

    def start(path: str | Path, driver: str = "node:sqlite", how: str = "path", program: str = "asked.mjs") -> Asked:
        command = [node_executable, str(repository / "tests" / "node" / program), driver, str(path), how]
        pipe = subprocess.PIPE
        processes.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True))
        return Asked(processes[-1])

    yield start
    for process in processes:
        process.kill()
        with process:
            process.wait()
