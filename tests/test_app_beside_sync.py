"""An app in real Node that saves whole files, a person who edits rows, and `demodb sync --watch` between them."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from effort import steps
from fixture_types import CustomersFile, WriteJson
from sqlalchemy import text

from demodb.api.conflicts import list_conflicts
from demodb.api.import_ import import_sources
from demodb.errors import ExitCode
from demodb.model.names import match_key
from demodb.store.engine import Store
from demodb.store.schema import open_store

NAMES = ("Foo-Bar Ltd", "Foobar Ltd", "Acme Ltd")
FIELDS = ("title", "owner")
ROWS = [f"act-{n:03}" for n in range(1, 6)]
KEYS = {"foo-bar-ltd": "foobar ltd", "foobar-ltd": "foobar ltd", "acme-ltd": "acme ltd"}
Place = tuple[str, str, str]
"""Account key, row and field."""


@pytest.fixture
def project(tmp_path: Path, customers_file: CustomersFile, write_json: WriteJson) -> Path:
    customers_file(tmp_path / "sources", "STL", [(name, 1000, 0) for name in NAMES])
    for slug in ("foobar-ltd", "acme-ltd"):
        cards = [{"id": own, "title": own, "status": "todo", "priority": "low", "createdAt": "2026-11-01"} for own in ROWS]
        write_json(tmp_path / "sources" / "actions" / f"{slug}.json", cards)
    (tmp_path / "demodb.toml").write_text('sources = ["sources"]\n', "utf-8")
    return tmp_path


@pytest.fixture
def syncing(project: Path) -> Iterator[subprocess.Popen[str]]:
    """`demodb sync --watch` at work, after its first round."""
    command = [sys.executable, "-m", "demodb.cli.main", "sync", "--watch"]
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as process:
        deadline = time.monotonic() + 60
        while not (project / "export" / "manifest.json").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        try:
            assert (project / "export" / "manifest.json").exists()
            yield process
        finally:
            process.kill()


@dataclass
class Typed:
    """What one side typed: by field the last value, and all values that it saw and replaced."""

    last: dict[Place, str] = field(default_factory=dict)
    replaced: set[tuple[Place, str | None]] = field(default_factory=set)

    def add(self, place: Place, was: str | None, value: str) -> None:
        self.last[place] = value
        self.replaced.add((place, was))


def edit_a_row(store: Store, number: int, chance: random.Random, person: Typed) -> None:
    """Edit a field of a row by raw SQL, as somebody who sees what stands there."""
    key, row, column = chance.choice(sorted(set(KEYS.values()))), chance.choice(ROWS), chance.choice(FIELDS)
    values = {"value": f"me {number}", "key": key, "row": row}
    with store.write() as connection:
        where = "FROM action_item WHERE account_key = :key AND id = :row"
        was = connection.execute(text(f"SELECT {column} {where}"), values).scalar_one()
        connection.execute(text(f"UPDATE action_item SET {column} = :value WHERE account_key = :key AND id = :row"), values)
    person.add((key, row, column), was, values["value"])


def cards(store: Store) -> dict[Place, Any]:
    with store.read() as connection:
        rows = connection.execute(text("SELECT account_key, id, title, owner FROM action_item"))
        return {
            (key, own, field): value for key, own, *both in rows for field, value in zip(("title", "owner"), both, strict=True)
        }


@pytest.mark.node
@pytest.mark.slow
def test_all_that_an_app_and_a_person_change_beside_a_watch_is_in_the_store_and_in_the_files(
    project: Path, syncing: subprocess.Popen[str]
) -> None:
    paths = {str(project / "export" / "account-plans" / "actions" / f"{slug}.json"): key for slug, key in KEYS.items()}
    script = Path(__file__).parent / "node" / "saving-app.mjs"
    person, app, chance = Typed(), Typed(), random.Random(20261126)
    with (
        open_store(project / "demodb.db") as store,
        subprocess.Popen(
            ["node", str(script), "20261126", *paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as saving,
    ):
        end = time.monotonic() + steps(20)
        number = 0
        while time.monotonic() < end:
            number += 1
            edit_a_row(store, number, chance, person)
            time.sleep(chance.uniform(0.05, 0.4))
        said, _ = saving.communicate("stop\n", timeout=30)
        assert saving.returncode == 0
        assert syncing.poll() is None
        syncing.send_signal(signal.SIGINT)
        _, told = syncing.communicate(timeout=60)
        assert "Stopped after" in told or syncing.returncode == ExitCode.INTERRUPTED, told
        final = [sys.executable, "-m", "demodb.cli.main", "sync"]
        done = [subprocess.run(final, cwd=project, capture_output=True, text=True, check=False) for _ in range(2)]
        assert [run.returncode for run in done] == [0, 0], done
        for line in map(json.loads, said.splitlines()):
            app.add((paths[line["path"]], line["row"], line["field"]), line["was"], line["value"])
        assert min(len(person.last), len(app.last)) > 5
        held(store, app, person)
        files_agree(store, paths)


def held(store: Store, app: Typed, person: Typed) -> None:
    """What either side typed last stands in the store, was seen and replaced by the other side, or waits as a conflict."""
    stands = cards(store)
    waiting = {
        ((match_key(conflict.account), *conflict.place.split("/")[1:]), conflict.theirs) for conflict in list_conflicts(store)
    }
    for ours, others in ((app, person), (person, app)):
        for place, value in ours.last.items():
            kept = stands[place] == value or (place, value) in waiting
            assert kept or (place, value) in others.replaced, (place, value, stands[place])
    both = app.last.keys() & person.last.keys()
    assert {place for place, _ in waiting} <= both


def files_agree(store: Store, paths: dict[str, str]) -> None:
    stands = cards(store)
    for path, key in paths.items():
        for card in json.loads(Path(path).read_text("utf-8")):
            for column in FIELDS:
                assert card.get(column) == stands[key, card["id"], column], (path, card)


def test_the_import_of_the_project_is_whole(project: Path, store: Store) -> None:
    report = import_sources(store, [project / "sources"])
    assert (report.errors, report.accounts) == ([], 2)
