"""Kills with -9 at every n-th operation of each command that writes: nothing is half-done, and a second run completes it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from fixture_types import CustomersFile
from killing import Killer, killer

ACTION = {"id": "a-1", "title": "Call back", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}
BOARD = Path("export") / "account-plans" / "actions" / "acme-ltd.json"
AS_OF = ("--as-of", "2026-11-24")
CLOCKS = {"at", "read_at", "written_at", "created_at", "fresh_until", "stale_until", "departed_at", "generation"}
"""Columns that tell when something was done, and how often."""


_TIME = re.compile(r"20\d\d-\d\d-\d\dT[0-9:.]+(Z|\+00:00)")


@dataclass(frozen=True)
class Case:
    """A command that writes, and what is done before it."""

    arguments: tuple[str, ...]
    begin: str = "exported"


CASES = {
    "import": Case(("import", "in"), "empty"),
    "import again": Case(("import", "later"), "exported"),
    "import --replace": Case(("import", "export", "--replace"), "clicked"),
    "seed": Case(("seed", *AS_OF), "imported"),
    "seed undo": Case(("seed", "undo")),
    "shift": Case(("shift", "--as-of", "2026-12-01")),
    "export": Case(("export",), "seeded"),
    "export again": Case(("export",), "edited"),
    "export --force": Case(("export", "--force"), "clicked"),
    "sync": Case(("sync",), "clicked"),
    "warmup": Case(("warmup",)),
    "prepare": Case(("prepare", *AS_OF), "empty"),
    "account merge": Case(("account", "merge", "Zephyr GmbH", "Acme Ltd", "--keep", "Acme Ltd")),
    "source remove": Case(("source", "remove", "in/customers_stl_all.json")),
    "snapshot save": Case(("snapshot", "save", "other"), "saved"),
    "snapshot drop": Case(("snapshot", "drop", "demo"), "saved"),
    "reset": Case(("reset", "demo"), "saved"),
    "db restore": Case(("db", "restore", "monday.db"), "backed up"),
    "db backup": Case(("db", "backup", "tuesday.db")),
}


@pytest.fixture(scope="module")
def kill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killer]:
    with killer(tmp_path_factory.mktemp("told") / "told.txt") as running:
        yield running


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory, kill: Killer, customers_file: CustomersFile) -> Mapping[str, Path]:
    """A small project as it stands before the commands, at each point of its way; to be copied."""
    folder = tmp_path_factory.mktemp("projects")
    made: dict[str, Path] = {}

    def step(name: str, after: str | None, *commands: tuple[str, ...]) -> Path:
        made[name] = shutil.copytree(made[after], folder / name) if after else folder / name
        for command in commands:
            ending = kill.run(made[name], *command)
            assert ending.code in (0, 3), (command, ending.told)
        return made[name]

    customers_file(folder / "empty" / "in", "STL", [("Acme Ltd", 1000, 0), ("Zephyr GmbH", 10, 5)])
    customers_file(folder / "empty" / "later", "Kandy", [("Acme Ltd", 500, 0), ("Borealis AS", 7, 5)])
    (folder / "empty" / "demodb.toml").write_text('sources = ["in"]\nheroes = ["Acme Ltd"]\n', "utf-8")
    step("empty", None)
    step("imported", "empty", ("import", "in"))
    step("seeded", "imported", ("seed", *AS_OF))
    step("exported", "seeded", ("export",))
    sql(step("edited", "exported"), "UPDATE pain_point SET title = 'Edited'")
    click(step("clicked", "edited"))
    click(step("saved", "exported", ("snapshot", "save", "demo"), ("warmup",)))
    sql(made["saved"], "UPDATE pain_point SET title = 'Edited'")
    sql(step("backed up", "exported", ("db", "backup", "monday.db")), "UPDATE pain_point SET title = 'Edited'")
    return made


def sql(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "demodb.db")) as connection, connection:
        connection.execute(statement)


def click(folder: Path) -> None:
    """What an app does to the files."""
    (folder / BOARD).write_text(json.dumps([ACTION]), "utf-8")
    (folder / "export" / "account-plans" / "competitors" / "zephyr-gmbh.json").write_text("[]", "utf-8")


def rows(folder: Path) -> dict[str, list[Any]]:
    """What the store says, but for the clock and what is drawn by chance."""
    path = folder / "demodb.db"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        tables = dict[str, list[Any]]()
        for name in (name for name in names if name not in ("identity", "edit", "seed_run", "sqlite_sequence")):
            cursor = connection.execute(f"SELECT * FROM {name}")
            kept = [place for place, column in enumerate(cursor.description) if column[0] not in CLOCKS]
            tables[name] = sorted((tuple(row[place] for place in kept) for row in cursor), key=repr)
        return {name: without_chance(name, found) for name, found in tables.items()}


def without_chance(table: str, found: list[Any]) -> list[Any]:
    """The bytes of a manifest tell the store's name, which is drawn by chance; those of intelligence tell the time."""
    if table == "known_file":
        return [tuple("" if isinstance(value, bytes) else value for value in row) for row in found]
    return [tuple(_TIME.sub("", value) if isinstance(value, str) else value for value in row) for row in found]


def plans(folder: Path) -> dict[str, bytes]:
    """The exported files but the manifest, which names the store, and intelligence, which tells the time."""
    exported = folder / "export"
    found = {str(path.relative_to(exported)): path.read_bytes() for path in sorted(exported.rglob("*")) if path.is_file()}
    return {path: content for path, content in found.items() if path != "manifest.json" and "intelligence" not in path}


def assert_whole(folder: Path) -> None:
    for path in folder.glob("*.db"):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for file in (folder / "export").rglob("*.json"):
        json.loads(file.read_bytes())
    assert_snapshots_whole(folder / "snapshots")


def assert_snapshots_whole(folder: Path) -> None:
    """Every content is what it is named by, and all that a snapshot keeps is there."""
    contents = {path.name: path.read_bytes() for path in folder.glob("files/[0-9a-f]*")}
    assert all(hashlib.sha256(content).hexdigest() == name for name, content in contents.items())
    for path in folder.glob("*.snapshot"):
        snapshot = json.loads(path.read_bytes())
        listed = contents[snapshot["folder"]["sha256"]].decode().splitlines()
        assert {snapshot["store"]["sha256"], *(line.split(" ")[0] for line in listed)} <= contents.keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_command_that_is_killed_at_any_operation_leaves_all_whole_and_a_second_run_completes_it(
    kill: Killer, projects: Mapping[str, Path], tmp_path: Path, name: str
) -> None:
    case = CASES[name]
    whole = shutil.copytree(projects[case.begin], tmp_path / "whole")
    counted = kill.run(whole, *case.arguments, at=0)
    assert counted.code in (0, 1, 3), counted.told
    step = max(1, counted.operations // examples(8))
    for at in range(1 + counted.operations % step, counted.operations + 1, step):
        folder = shutil.copytree(projects[case.begin], tmp_path / str(at))
        ending = kill.run(folder, *case.arguments, at=at)
        assert ending.code is None, (at, ending.told)
        assert_whole(folder)
        again = kill.run(folder, *case.arguments)
        assert again.code == counted.code or finished(again.told, name), (at, again.told)
        assert_whole(folder)
        assert (rows(folder), plans(folder)) == (rows(whole), plans(whole)), at
        shutil.rmtree(folder)


def finished(told: str, name: str) -> bool:
    """Whether a second run was refused only because the first one had done all."""
    return {
        "snapshot save": "there is a snapshot 'other' already",
        "snapshot drop": "there is no snapshot 'demo'",
        "source remove": "there is no source",
        "account merge": "no account is known as",
        "db backup": "is there already",
    }.get(name, "\0") in told
