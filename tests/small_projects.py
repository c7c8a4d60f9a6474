"""Small projects on either engine as they stand before commands that write; what they say, and whether they are whole."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from fixture_types import CustomersFile
from killing import Killer
from servers import Server
from sqlalchemy import inspect, select, text

from demodb.api.db import check
from demodb.errors import StoreMissingError
from demodb.store.rows import TABLES
from demodb.store.schema import open_store

ACTION = {"id": "a-1", "title": "Call back", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}
BOARD = Path("export") / "account-plans" / "actions" / "acme-ltd.json"
AS_OF = ("--as-of", "2026-11-24")
EDIT = "UPDATE pain_point SET title = 'Edited'"
CLOCKS = {
    "at",
    "read_at",
    "written_at",
    "created_at",
    "fresh_until",
    "stale_until",
    "departed_at",
    "generation",
    "advice",
    "begins",
    "ends",
}
"""Columns that tell when something was done, and how often, and the digest of intelligence, which tells the time."""

MEMORY = {"rehearsal", "exported_folder", "known_file", "agreed_version", "pack_revision", "cache_entry"}
"""Tables that are written in transactions of their own, as the work goes on."""

_DRAWN = {"identity", "edit", "seed_run", "change_counter"}
_TIME = re.compile(r"20\d\d-\d\d-\d\dT[0-9:.]+(Z|\+00:00)")
Rows = dict[str, list[Any]]


class State(NamedTuple):
    """What a project says, but for the clock and what is drawn by chance: rows by table, exported files by path."""

    rows: Rows
    files: dict[str, bytes]

    @property
    def content(self) -> Rows:
        """What one command changes in one transaction: old or new, and nothing between."""
        return {name: rows for name, rows in self.rows.items() if rows and name not in MEMORY}


@dataclass(frozen=True)
class Project:
    """A project's folder, and its store: the file in the folder, or a database on a server."""

    folder: Path
    db: str

    def sql(self, statement: str) -> None:
        """Change rows by hand."""
        with open_store(self.db) as store, store.write() as connection:
            connection.execute(text(statement))

    def click(self) -> None:
        """Change files as an app does."""
        (self.folder / BOARD).write_text(json.dumps([ACTION]), "utf-8")
        (self.folder / "export" / "account-plans" / "competitors" / "zephyr-gmbh.json").write_text("[]", "utf-8")

    def state(self) -> State:
        """What it says now."""
        return State(_rows(self.db), _plans(self.folder / "export"))

    def assert_whole(self) -> None:
        """Nothing in the store, the files or the snapshots is damaged, or there in part."""
        for db in {self.db, *map(str, self.folder.glob("*.db"))}:
            try:
                with open_store(db) as store:
                    assert check(store).faults == []
            except StoreMissingError:
                pass
        for file in (self.folder / "export").rglob("*.json"):
            json.loads(file.read_bytes())
        _assert_snapshots_whole(self)

    def assert_old_or_new(self, *states: State) -> None:
        """The store says all that it said before or after some step, and so does each file."""
        now = self.state()
        assert now.content in [state.content for state in states]
        for path in {path for state in states for path in state.files} | now.files.keys():
            assert now.files.get(path) in [state.files.get(path) for state in states], path


def _rows(db: str) -> Rows:
    try:
        with open_store(db) as store, store.read() as connection:
            found = Rows()
            for table in (table for table in TABLES if table.name not in _DRAWN):
                columns = [column for column in table.columns if column.name not in CLOCKS]
                found[table.name] = _without_chance(table.name, connection.execute(select(*columns)).all())
            return found
    except StoreMissingError:
        return {}


def _without_chance(table: str, rows: Any) -> list[Any]:
    """The bytes of a manifest tell the store's name, which is drawn by chance; those of intelligence tell the time.

    So does the digest of what a rehearsal looked at, the cache among it, and the hours in what it advises.
    """
    drawn = table in ("known_file", "rehearsal")
    return sorted((tuple(_without_time(value, drawn=drawn) for value in row) for row in rows), key=repr)


def _without_time(value: Any, *, drawn: bool) -> Any:
    if isinstance(value, bytes):
        return b"" if drawn else value
    return _TIME.sub("", value) if isinstance(value, str) else value


def _plans(export: Path) -> dict[str, bytes]:
    """The exported files but the manifest, which names the store, intelligence, which tells the time, and what lies aside."""
    paths = (path for path in sorted(export.rglob("*")) if path.is_file() and not path.name.startswith("."))
    found = {str(path.relative_to(export)): path.read_bytes() for path in paths}
    return {path: content for path, content in found.items() if path != "manifest.json" and "intelligence" not in path}


def _assert_snapshots_whole(project: Project) -> None:
    """Every content is what it is named by, and all that a snapshot keeps is there."""
    folder = project.folder / "snapshots"
    contents = {path.name: path.read_bytes() for path in folder.glob("files/[0-9a-f]*")}
    assert all(hashlib.sha256(content).hexdigest() == name for name, content in contents.items())
    for path in folder.glob("*.snapshot"):
        snapshot = json.loads(path.read_bytes())
        listed = contents[snapshot["folder"]["sha256"]].decode().splitlines()
        assert {line.split(" ")[0] for line in listed} <= contents.keys()
        if snapshot["store"]["sha256"]:
            assert snapshot["store"]["sha256"] in contents
            continue
        with open_store(project.db) as store:
            assert snapshot["store"]["schemaName"] in inspect(store.engine).get_schema_names()


@dataclass
class Projects:
    """Small projects by the names of the points that they stand at, each to be begun from in a folder of its own.

    On a server they all have one database, `name`, which is made anew from a copy for each: snapshots tell whose they are.
    """

    folder: Path
    server: Server | None = None
    name: str = ""
    _databases: dict[str, str] = field(default_factory=dict)

    def begin(self, point: str, folder: Path) -> Project:
        """The project as it stands there; on a server instead of the one before."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.folder / point, folder)
        if self.server:
            self.server.drop(self.name)
            self.server.create(self._databases[point], self.name)
        return self._at(folder)

    def keep(self, point: str, project: Project) -> None:
        """Keep a project as the point of a name."""
        shutil.copytree(project.folder, self.folder / point)
        if self.server:
            self._databases[point] = self.server.create(self.name)

    def first(self, folder: Path) -> Project:
        """A project without a store."""
        folder.mkdir()
        if self.server:
            self.name = self.server.create()
        return self._at(folder)

    def close(self) -> None:
        """Drop what there is on the server."""
        if self.server:
            for name in (self.name, *self._databases.values()):
                self.server.drop(name)

    def _at(self, folder: Path) -> Project:
        return Project(folder, self.server.address(self.name) if self.server else str(folder / "demodb.db"))


STEPS: Mapping[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "imported": ("empty", (("import", "in"),)),
    "seeded": ("imported", (("seed", *AS_OF),)),
    "exported": ("seeded", (("export",),)),
    "edited": ("exported", ()),
    "clicked": ("edited", ()),
    "saved": ("exported", (("snapshot", "save", "demo"), ("warmup",))),
    "backed up": ("exported", (("db", "backup", "monday.db"),)),
}
"""The points after the first, "empty": the one before, and the commands that lead there; then the edits in `make`."""


def make(projects: Projects, work: Path, run: Killer, customers: CustomersFile) -> None:
    """Make the projects at every point."""
    first = projects.first(work / "empty")
    customers(first.folder / "in", "STL", [("Acme Ltd", 1000, 0), ("Zephyr GmbH", 10, 5)])
    customers(first.folder / "later", "Kandy", [("Acme Ltd", 500, 0), ("Borealis AS", 7, 5)])
    settings = f'db = {json.dumps(first.db if projects.server else "demodb.db")}\nsources = ["in"]\nheroes = ["Acme Ltd"]\n'
    (first.folder / "demodb.toml").write_text(settings, "utf-8")
    projects.keep("empty", first)
    for point, (before, commands) in STEPS.items():
        project = projects.begin(before, work / point)
        for command in commands:
            ending = run.run(project.folder, *command)
            assert ending.code in (0, 3), (command, ending.told)
        if point in ("edited", "saved", "backed up"):
            project.sql(EDIT)
        if point == "clicked":
            project.click()
        projects.keep(point, project)


@dataclass(frozen=True)
class Case:
    """A command that writes, the point that it begins at, and points that it passes on its way."""

    arguments: tuple[str, ...]
    begin: str = "exported"
    passes: tuple[str, ...] = ()
    once: str = "\0"
    """What a second run is told where the first has done all: it is refused."""


CASES: Mapping[str, Case] = {
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
    "prepare": Case(("prepare", *AS_OF), "empty", ("imported", "seeded")),
    "account merge": Case(("account", "merge", "Zephyr GmbH", "Acme Ltd", "--keep", "Acme Ltd"), once="are one account already"),
    "source remove": Case(("source", "remove", "in/customers_stl_all.json"), once="there is no source"),
    "snapshot save": Case(("snapshot", "save", "other"), "saved", once="there is a snapshot 'other' already"),
    "snapshot drop": Case(("snapshot", "drop", "demo"), "saved", once="there is no snapshot 'demo'"),
    "reset": Case(("reset", "demo"), "saved"),
    "db restore": Case(("db", "restore", "monday.db"), "backed up"),
    "db backup": Case(("db", "backup", "tuesday.db"), once="is there already"),
}
