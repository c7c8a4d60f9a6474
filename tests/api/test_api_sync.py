"""Files and the store brought together: both say the same afterwards, once or as files change; folders of others are not read."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fixture_types import CustomersFile, WriteJson
from sqlalchemy import text

from demodb.api.export import export
from demodb.api.import_ import DeclaredNames, Sources, import_project
from demodb.api.sync import SyncBy, SyncReport, sync, watch
from demodb.errors import ExitCode
from demodb.model.names import match_key
from demodb.store.engine import Store
from demodb.store.plans import read_sections

KEY = match_key("Acme Ltd")
PATIENCE = 30.0


def card(row_id: str, title: str = "Call") -> dict[str, Any]:
    return {"id": row_id, "title": title, "status": "todo", "priority": "low", "createdAt": "2026-11-24"}


@dataclass
class Project:
    """A store of one account with two actions, the sources that it was made of, and the folder that is exported to."""

    store: Store
    sources: Sources
    folder: Path
    reports: list[SyncReport] = field(default_factory=list)

    @property
    def plan(self) -> Path:
        return self.folder / "account-plans" / "actions" / "acme-ltd.json"

    def sync(self, **how: Any) -> SyncReport:
        return sync(self.store, self.sources, self.folder, SyncBy(self.folder.parent, **how))

    def rows(self) -> dict[str, dict[str, Any]]:
        with self.store.read() as connection:
            document: Any = read_sections(connection, [KEY])[KEY, "actions"].document
        return {row["id"]: row for row in document}

    def write(self, *cards: dict[str, Any]) -> None:
        self.plan.write_text(json.dumps(cards), "utf-8")

    def edit(self, row_id: str, owner: str) -> None:
        with self.store.write() as connection:
            statement = text("UPDATE action_item SET owner = :owner WHERE id = :id")
            connection.execute(statement, {"owner": owner, "id": row_id})


@pytest.fixture
def project(store: Store, tmp_path: Path, customers_file: CustomersFile, write_json: WriteJson) -> Project:
    customers_file(tmp_path / "in", "STL", [("Acme Ltd", 1, 0)])
    write_json(tmp_path / "in" / "actions" / "acme-ltd.json", [card("a"), card("b")])
    return Project(store, Sources([tmp_path / "in"], DeclaredNames()), tmp_path / "export")


def test_after_a_sync_the_store_and_the_files_say_what_both_sides_changed(project: Project) -> None:
    project.sync()
    project.write(card("a", "app"), card("b"), card("c"))
    project.edit("b", "person")
    report = project.sync()
    assert report.exit_code == ExitCode.DONE
    assert project.rows() == {"a": card("a", "app"), "b": card("b") | {"owner": "person"}, "c": card("c")}
    assert json.loads(project.plan.read_text("utf-8")) == list(project.rows().values())


def test_a_second_sync_writes_nothing(project: Project) -> None:
    project.sync()
    report = project.sync()
    assert report.imported is not None
    assert report.exported is not None
    assert (report.imported.changes, report.exported.written, report.exported.removed, report.changes) == (0, 0, 0, False)


def test_a_dry_run_tells_what_the_import_would_take_in_and_writes_nothing(project: Project) -> None:
    project.sync()
    project.write(card("a", "app"), card("b"))
    before = project.plan.read_bytes()
    dry = project.sync(dry_run=True)
    assert dry.exported is None
    assert (project.rows()["a"], project.plan.read_bytes()) == (card("a"), before)
    wet = project.sync()
    assert dry.imported is not None
    assert wet.imported is not None
    assert dry.imported.taken_in == wet.imported.taken_in != []


def test_customer_files_of_the_export_do_not_speak_against_the_sources(
    project: Project, tmp_path: Path, customers_file: CustomersFile
) -> None:
    project.sync()
    customers_file(tmp_path / "in", "STL", [("Acme Ltd", 2000, 0)])
    project.sync()
    customers_file(project.folder, "STL", [("Acme Ltd", 7, 0)])
    report = project.sync()
    with project.store.read() as connection:
        assert connection.execute(text("SELECT rr FROM customer_record")).scalar_one() == 2000
    assert report.imported is not None
    assert [path for path, _ in report.imported.passed_over] == [str(project.folder / "customers_stl_all.json")]


def test_the_export_of_another_store_is_not_read(project: Project, tmp_path: Path) -> None:
    project.sync()
    other = Path(shutil.copytree(project.folder, tmp_path / "other"))
    manifest = other / "manifest.json"
    value = json.loads(manifest.read_text("utf-8"))
    assert value["store"]
    manifest.write_text(json.dumps(value | {"store": "another"}), "utf-8")
    (other / "account-plans" / "actions" / "acme-ltd.json").write_text(json.dumps([card("a", "theirs")]), "utf-8")
    assert import_project(project.store, Sources([], DeclaredNames()), other) is None
    assert project.rows()["a"] == card("a")


def test_an_edit_in_the_app_is_there_after_the_folder_of_the_project_was_renamed(project: Project, tmp_path: Path) -> None:
    project.sync()
    project.write(card("a", "app"), card("b"))
    project.sync()
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("in", "export"):
        (tmp_path / name).rename(moved / name)
    sources = Sources([moved / "in"], DeclaredNames())
    report = sync(project.store, sources, moved / "export", SyncBy(moved))
    assert project.rows()["a"] == card("a", "app")
    assert report.imported is not None
    assert report.exported is not None
    assert (report.imported.taken_in, report.exported.written, report.exported.kept) == ([], 0, [])


@pytest.fixture
def watching(project: Project) -> Iterator[Callable[[Callable[[], bool]], None]]:
    """Watches the project meanwhile; gives what waits until something holds."""
    stop, ended = threading.Event(), list[Any]()

    def work() -> None:
        how = SyncBy(project.folder.parent)
        ended.append(watch(project.store, project.sources, project.folder, how, tell=project.reports.append, stop=stop))

    thread = threading.Thread(target=work)
    thread.start()

    def until(holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end
            assert thread.is_alive()
            time.sleep(0.05)

    until(lambda: bool(project.reports))
    yield until
    stop.set()
    thread.join(PATIENCE)
    assert ended == [ExitCode.DONE]


@pytest.mark.slow
def test_a_watch_takes_in_what_the_app_writes_and_its_own_files_start_no_round(
    project: Project, watching: Callable[[Callable[[], bool]], None]
) -> None:
    project.edit("b", "person")
    project.write(card("a", "app"), card("b"))
    watching(lambda: len(project.reports) == 2)
    watching(lambda: project.rows()["a"]["title"] == "app")
    assert json.loads(project.plan.read_text("utf-8")) == [card("a", "app"), card("b") | {"owner": "person"}]
    time.sleep(2)
    assert len(project.reports) == 2


@pytest.mark.slow
def test_while_the_app_keeps_writing_every_round_ends_with_all_of_its_changes_in_the_store(
    project: Project, watching: Callable[[Callable[[], bool]], None]
) -> None:
    """The app reads the file, adds a card and writes it whole, as fast as it can."""
    added = 0
    end = time.monotonic() + 4
    while time.monotonic() < end:
        before = project.plan.read_bytes()
        cards = json.loads(before)
        aside = project.plan.with_name(".aside")
        aside.write_text(json.dumps([*cards, card(f"new-{added}")]), "utf-8")
        aside.rename(project.plan)
        added += 1
        time.sleep(0.3)
    watching(lambda: f"new-{added - 1}" in project.rows())
    watching(lambda: len(json.loads(project.plan.read_text("utf-8"))) == len(project.rows()))
    assert {f"new-{n}" for n in range(added)} <= project.rows().keys()


def test_a_typing_error_in_the_sources_deletes_no_exported_file(project: Project, tmp_path: Path) -> None:
    project.sync()
    export(project.store, project.folder)
    files = sorted(project.folder.rglob("*.json"))
    wrong = Sources([tmp_path / "inn"], DeclaredNames())
    assert sync(project.store, wrong, project.folder, SyncBy(tmp_path)).exit_code == ExitCode.BAD_INPUT
    assert sorted(project.folder.rglob("*.json")) == files
