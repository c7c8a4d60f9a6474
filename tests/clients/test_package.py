"""The package of clients/node as a package: its interface, its types, its lifetimes, what it ships."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Node

from demodb import __version__
from demodb.model.lifetimes import JITTER, SECONDS

PACKAGE = Path(__file__).resolve().parent.parent.parent / "clients" / "node"
MODULES = sorted(PACKAGE.glob("src/*.js"))


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n`make test` installs what tests/node needs"
    return done.stdout


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PACKAGE / "package.json").read_text("utf-8"))
    return found


@pytest.mark.node
def test_the_cache_module_keeps_every_promise_of_the_interface(repository: Path, node_executable: str) -> None:
    said = run(repository / "tests" / "node", node_executable, "--test", "--test-reporter=tap", "cache.test.mjs")
    passed = re.search(r"^# pass (\d+)$", said, re.MULTILINE)
    assert passed
    assert int(passed[1]) >= 17


@pytest.mark.node
def test_the_sources_fit_their_types_and_the_types_fit_an_app(repository: Path, node_executable: str) -> None:
    run(repository / "tests" / "node", node_executable, "node_modules/typescript/bin/tsc", "--project", "types")


def test_values_live_as_long_as_in_demodb(node: Node) -> None:
    said = node("lifetimes.mjs")
    for mode in ("normal", "demo"):
        assert said[mode] == {kind.upper().replace("-", "_"): seconds[mode] for kind, seconds in SECONDS.items()}
    assert said["jitter"] == JITTER


def test_the_package_is_of_the_version_and_under_the_licence_of_demodb(manifest: dict[str, Any], repository: Path) -> None:
    assert (manifest["name"], manifest["version"], manifest["license"]) == ("demodb-reader", __version__, "Apache-2.0")
    assert (PACKAGE / "LICENSE").read_bytes() == (repository / "LICENSE").read_bytes()


def test_what_the_package_exports_is_there_and_is_shipped(manifest: dict[str, Any]) -> None:
    exported = [
        path for entry in manifest["exports"].values() for path in ([entry] if isinstance(entry, str) else entry.values())
    ]
    assert len(exported) == 7
    assert [path for path in exported if not (PACKAGE / path).is_file()] == []
    shipped = {*manifest["files"], "package.json"}
    assert {Path(path).parts[0] for path in exported} <= shipped
    assert [name for name in shipped if not (PACKAGE / name).exists()] == []
    assert not {"dependencies", "scripts"} & manifest.keys()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_is_small_opens_with_what_lives_there_and_needs_nothing_but_node(module: Path) -> None:
    text = module.read_text("utf-8")
    lines = text.splitlines()
    assert re.match(r"// [A-Z].+\.$", lines[0])
    assert len(lines) <= 300
    assert max(map(len, lines)) <= 130
    imported = re.findall(r'^(?:im|ex)port .* from "([^"]+)"', text, re.MULTILINE)
    assert [name for name in imported if not name.startswith(("./", "node:"))] == []
