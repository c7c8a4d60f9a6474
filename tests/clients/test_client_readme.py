"""The examples in the package's README run in a project with a warm store, and print what it shows."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from fixture_types import CustomersFile

from demodb.api.import_ import import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.api.warmup import Surroundings, WarmupOptions, warmup
from demodb.clock import Clock
from demodb.model.lifetimes import DEMO
from demodb.store.schema import open_store

PACKAGE = Path(__file__).resolve().parent.parent.parent / "clients" / "node"
HEROES = ("British Telecommunications plc", "AT&T SERVICES, INC.", "Spotify")
README = (PACKAGE / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```js\n(.*?)^```\n\n```text\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, empty_store: Path, customers_file: CustomersFile, repository: Path) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "demodb.db").write_bytes(empty_store.read_bytes())
    with open_store(folder / "demodb.db") as store:
        import_sources(store, [customers_file(folder, "STL", [(name, 1000.0, 0.0) for name in HEROES])])
        seed(store, SeedOptions(date(2026, 11, 24)))
        warmup(store, WarmupOptions(HEROES), "no key", Surroundings(Clock(), DEMO))
    modules = folder / "node_modules"
    modules.mkdir()
    (modules / "demodb-reader").symlink_to(PACKAGE)
    for driver in ("better-sqlite3", "libsql"):
        (modules / driver).symlink_to(repository / "tests" / "node" / "node_modules" / driver)
    return folder


def test_every_example_shows_what_it_prints() -> None:
    assert len(EXAMPLES) == README.count("```js\n") == 5


@pytest.mark.node
@pytest.mark.parametrize(("example", "shown"), EXAMPLES)
def test_an_example_of_the_readme_runs_and_prints_what_it_shows(
    project: Path, node_executable: str, example: str, shown: str
) -> None:
    (project / "example.mjs").write_text(example, "utf-8")
    command = [node_executable, "example.mjs"]
    done = subprocess.run(command, cwd=project, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (0, shown), done.stderr
