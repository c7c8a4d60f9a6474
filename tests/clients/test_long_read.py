"""The app's process reads for long while demodb warms, seeds and exports: no error, nothing torn, no miss of what is there."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from effort import seconds
from fixture_types import CustomersFile, Start

from demodb.api.import_ import import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.api.warmup import Surroundings, WarmupOptions, warmup
from demodb.clock import Clock
from demodb.model.lifetimes import DEMO
from demodb.model.names import slug
from demodb.store.schema import open_store

HEROES = ("Acme Ltd", "Zephyr GmbH", "AT&T SERVICES, INC.")
# Commands one after another in one process, as starting one takes longer than it works; what it says goes into a file.
WRITER = """
import sys
from demodb.cli.main import run

sys.stdout = sys.stderr = open(sys.argv[2], "w", buffering=1)
while True:
    for command in sys.argv[3:]:
        code = run([*command.split(), "--db", sys.argv[1]])
        print("DONE" if code == 0 else f"FAILED {code}", command)
        if code not in (0, 5):  # 5: it waited for another writer for too long
            sys.exit(code)
"""


@pytest.fixture
def project(tmp_path: Path, empty_store: Path, customers_file: CustomersFile) -> Path:
    """A project whose heroes are warm, but not for long; its store."""
    path = tmp_path / "demodb.db"
    path.write_bytes(empty_store.read_bytes())
    with open_store(path) as store:
        import_sources(store, [customers_file(tmp_path / "in", "STL", [(name, 1000.0, 0.0) for name in HEROES])])
        seed(store, SeedOptions(date(2026, 11, 24)))
        warmup(store, WarmupOptions(HEROES, ttl=1), "no key", Surroundings(Clock(), DEMO))
    return path


@pytest.mark.node
@pytest.mark.slow
def test_nothing_is_torn_or_missed_while_demodb_keeps_warm_seeds_and_exports(
    project: Path, start: Start, repository: Path, node_executable: str
) -> None:
    watched = seconds(5, deep=60)
    until = datetime.now(UTC) + timedelta(seconds=watched + 600)
    commands = {
        "warm": [f"warmup {' '.join(map(slug, HEROES))} --keep-warm --until {until.isoformat()} --ttl 4"],
        "seed": ["warmup acme-ltd --force --ttl 4", "seed undo", "seed --as-of 2026-11-24"],
        "export": ["export --remove", "export --remove --force"],
    }
    told = {name: project.parent / f"{name}.txt" for name in commands}
    writers = [start(WRITER, project, told[name], *some) for name, some in commands.items()]
    script = str(repository / "tests" / "node" / "long-read.mjs")
    apps = [
        subprocess.Popen(
            [node_executable, script, driver, str(project), str(watched), *HEROES], stdout=subprocess.PIPE, text=True
        )
        for driver in ("node:sqlite", "better-sqlite3", "libsql")
    ]
    for app in apps:
        with app:
            said, _ = app.communicate(timeout=watched + 150)
        seen = json.loads(said)
        assert (seen["errors"], seen["missed"], seen["torn"]) == ([], 0, 0), seen
        assert seen["reads"] > 100
        assert seen["values"] >= 2 * len(HEROES) + 2, "nothing was written meanwhile"
    assert [writer.poll() for writer in writers] == [None] * 3, [path.read_text("utf-8") for path in told.values()]
