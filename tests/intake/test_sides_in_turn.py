"""The store and the app's files, edited on both sides in turn: no edit is lost, and nothing that was deleted comes back."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fixture_types import CustomersFile, WriteJson
from sqlalchemy import text

from demodb.api.export import export
from demodb.api.import_ import Earlier, ImportBy, ImportReport, import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.model.documents import Section
from demodb.store.conflicts import read_conflicts
from demodb.store.engine import Store
from demodb.store.files import KEPT_VERSIONS
from demodb.store.plans import read_sections

SEED = SeedOptions(date(2026, 11, 24))
ROUNDS = 20


def card(row_id: str, title: str = "Call") -> dict[str, Any]:
    return {"id": row_id, "title": title, "status": "todo", "priority": "low", "createdAt": "2026-11-24"}


@pytest.fixture
def folder(store: Store, tmp_path: Path, customers_file: CustomersFile, write_json: WriteJson) -> Path:
    """What was exported of one account with two slugs: five actions that somebody wrote, the rest from a template."""
    customers_file(tmp_path / "in", "STL", [("Foo-Bar Ltd", 10, 0), ("Foobar Ltd", 5, 0)])
    write_json(tmp_path / "in" / "actions" / "foobar-ltd.json", [card(f"a{n}") for n in range(5)])
    import_sources(store, [tmp_path / "in"])
    seed(store, SEED)
    export(store, tmp_path / "export")
    return tmp_path / "export"


def account(store: Store) -> str:
    with store.read() as connection:
        return str(connection.execute(text("SELECT key FROM account")).scalar_one())


def rows(store: Store, section: Section = "actions") -> dict[str, dict[str, Any]]:
    with store.read() as connection:
        document: Any = read_sections(connection, [account(store)])[account(store), section].document
    return {row["id"]: row for row in document}


def conflicts(store: Store) -> set[tuple[str, str]]:
    with store.read() as connection:
        return {(stored.conflict.row, stored.conflict.field) for stored in read_conflicts(connection)}


def sql(store: Store, statement: str, **values: str) -> None:
    with store.write() as connection:
        connection.execute(text(statement), values)


def plan(folder: Path, slug: str = "foobar-ltd", section: str = "actions") -> Path:
    return folder / "account-plans" / section / f"{slug}.json"


def read(path: Path) -> list[dict[str, Any]]:
    document: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return document


def save(path: Path, document: list[dict[str, Any]]) -> None:
    """Write a file as the app does: whole, without the keys that it does not know, and without a new line at the end."""
    known = ("id", "title", "description", "status", "priority", "dueDate", "owner", "createdAt")
    path.write_text(json.dumps([{key: row[key] for key in known if key in row} for row in document], indent=2), "utf-8")


def take_in(store: Store, *paths: Path, **how: Any) -> ImportReport:
    report = import_sources(store, paths, how=ImportBy(**how))
    assert report.errors == []
    return report


@pytest.mark.slow
def test_of_a_saving_app_and_a_person_who_edit_the_same_sections_in_turn_no_edit_is_lost(store: Store, folder: Path) -> None:
    """Each has its own fields of every row, adds rows and deletes rows of its own; the person's unknown key stays."""
    draw, path = random.Random(1), plan(folder)
    own: dict[str, set[str]] = {"person": set(), "app": set()}
    said: dict[tuple[str, str], str] = {}
    gone = set[str]()
    sql(store, """UPDATE action_item SET extra = '{"mark":"kept"}'""")
    first = sorted(rows(store))
    for turn in range(ROUNDS):
        document = read(path)
        for row in draw.sample(first, 2):
            said[row, "owner"] = f"person {turn}"
            sql(store, "UPDATE action_item SET owner = :said WHERE id = :id", id=row, said=f"person {turn}")
        for item in draw.sample(document, 2):
            item["title"] = said[item["id"], "title"] = f"app {turn}"
        document.append(card(f"app-{turn}"))
        own["app"].add(f"app-{turn}")
        if turn % 3 == 2:
            leaving = draw.choice(sorted(own["app"] - {f"app-{turn}"}))
            document = [item for item in document if item["id"] != leaving]
            own["app"].discard(leaving)
            gone.add(leaving)
        save(path, document)
        take_in(store, folder)
        assert export(store, folder).kept == []
    standing = rows(store)
    assert read(path) == read(plan(folder, "foo-bar-ltd")) == list(standing.values())
    assert own["app"] <= standing.keys()
    assert not gone & standing.keys()
    assert {place: standing[place[0]][place[1]] for place in said if place[0] in standing} == {
        place: value for place, value in said.items() if place[0] in standing
    }
    assert {row for row, _ in said} <= standing.keys() | gone
    assert all(standing[row]["mark"] == "kept" for row in first)
    assert conflicts(store) == set()


def test_an_edit_of_one_field_on_both_sides_is_a_conflict_and_both_values_are_kept(store: Store, folder: Path) -> None:
    row = next(iter(rows(store)))
    save(plan(folder), [item | {"title": "app"} if item["id"] == row else item for item in read(plan(folder))])
    sql(store, "UPDATE action_item SET title = 'person' WHERE id = :id", id=row)
    report = take_in(store, folder)
    assert [(taken.fields, taken.conflicts) for taken in report.taken_in] == [(0, 1)]
    assert (rows(store)[row]["title"], conflicts(store)) == ("person", {(row, "title")})
    assert take_in(store, folder).taken_in == []


def test_an_older_export_imported_wipes_no_newer_edit_and_brings_no_deleted_row_back(store: Store, folder: Path) -> None:
    first, deleted, *_ = rows(store)
    older = Path(shutil.copytree(folder, folder.with_name("older")))
    sql(store, "UPDATE action_item SET title = 'newer' WHERE id = :id", id=first)
    sql(store, "DELETE FROM action_item WHERE id = :id", id=deleted)
    export(store, folder)
    for _ in range(2):
        take_in(store, older)
        assert rows(store)[first]["title"] == "newer"
        assert deleted not in rows(store)
    assert conflicts(store) == set()


def test_a_row_that_was_deleted_comes_back_from_a_file_only_as_a_conflict(store: Store, folder: Path) -> None:
    deleted = next(iter(rows(store)))
    sql(store, "DELETE FROM action_item WHERE id = :id", id=deleted)
    save(plan(folder), [item | {"title": "app"} if item["id"] == deleted else item for item in read(plan(folder))])
    take_in(store, folder)
    assert deleted not in rows(store)
    assert conflicts(store) == {(deleted, "")}


def test_a_row_that_one_file_took_out_does_not_come_back_from_a_file_of_before(store: Store, folder: Path) -> None:
    deleted, other, *_ = rows(store)
    one, two = plan(folder), plan(folder, "foo-bar-ltd")
    assert one.exists()
    assert two.exists()
    document = read(one)
    save(one, [item for item in document if item["id"] != deleted])
    take_in(store, folder)
    save(two, [item | {"title": "app"} if item["id"] == other else item for item in document])
    take_in(store, folder)
    assert deleted not in rows(store)
    assert rows(store)[other]["title"] == "app"


@pytest.mark.parametrize("slug", ["foobar-ltd", "foo-bar-ltd"])
def test_an_edit_in_one_of_two_files_of_an_account_is_there_after_each_of_three_imports(
    store: Store, folder: Path, slug: str
) -> None:
    path = plan(folder, slug)
    document = read(path)
    save(path, [document[0] | {"title": "app"}, *document[1:]])
    for _ in range(3):
        take_in(store, folder)
        assert rows(store)[document[0]["id"]]["title"] == "app"
    assert conflicts(store) == set()


def test_a_file_is_merged_with_what_it_agreed_on_however_many_versions_were_agreed_on_since(store: Store, folder: Path) -> None:
    """The app has saved one of the two files and nobody imports it yet; the other one goes on being exported."""
    row = min(rows(store))
    for turn in range(2 * KEPT_VERSIONS):
        sql(store, "UPDATE action_item SET title = :title WHERE id = :id", id=row, title=f"person {turn}")
        export(store, folder)
        if turn == 0:
            save(plan(folder), [*read(plan(folder)), card("new")])
    take_in(store, folder)
    assert rows(store)[row]["title"] == f"person {turn}"
    assert "new" in rows(store)
    assert conflicts(store) == set()


def test_a_card_that_the_app_adds_and_takes_out_again_with_another_edit_stays_out(store: Store, folder: Path) -> None:
    path = plan(folder)
    before = read(path)
    save(path, [*before, card("new")])
    take_in(store, folder)
    assert "new" in rows(store)
    save(path, [before[0] | {"title": "app"}, *before[1:]])
    take_in(store, folder)
    assert "new" not in rows(store)
    assert rows(store)[before[0]["id"]]["title"] == "app"


def test_a_file_that_goes_back_to_an_earlier_version_is_told_and_taken_only_where_that_is_meant(
    store: Store, folder: Path, write_json: WriteJson
) -> None:
    path = plan(folder)
    first = path.read_bytes()
    document = read(path)
    write_json(path, [document[0] | {"title": "app"}, *document[1:]])
    take_in(store, folder)
    path.write_bytes(first)
    report = take_in(store, folder)
    assert report.earlier == [Earlier("Foo-Bar Ltd", "actions", str(path))]
    assert rows(store)[document[0]["id"]]["title"] == "app"
    take_in(store, path, replace=True)
    assert rows(store)[document[0]["id"]] == document[0]


def test_two_sides_in_one_row_are_a_conflict_where_that_is_asked_for(store: Store, folder: Path) -> None:
    row = next(iter(rows(store)))
    save(plan(folder), [item | {"title": "app"} if item["id"] == row else item for item in read(plan(folder))])
    sql(store, "UPDATE action_item SET owner = 'person' WHERE id = :id", id=row)
    take_in(store, folder, strict=True)
    assert (rows(store)[row]["owner"], conflicts(store)) == ("person", {(row, "")})
    assert rows(store)[row]["title"] != "app"


def test_a_dry_run_says_of_merges_what_the_import_then_does_and_keeps_nothing(store: Store, folder: Path) -> None:
    save(plan(folder), [{**read(plan(folder))[0], "title": "app"}])
    before = rows(store)
    dry = take_in(store, folder, dry_run=True)
    assert rows(store) == before
    wet = take_in(store, folder)
    assert dry.taken_in
    assert (dry.taken_in, dry.tables) == (wet.taken_in, wet.tables)


@pytest.mark.parametrize("imported_before", [True, False])
def test_plans_that_scripts_made_are_adopted_and_the_next_seed_replaces_them_but_for_what_was_edited(
    store: Store, tmp_path: Path, customers_file: CustomersFile, *, imported_before: bool
) -> None:
    import_sources(store, [customers_file(tmp_path / "in", "STL", [("Foobar Ltd", 5, 0)])])
    path = tmp_path / "app" / "actions" / "foobar-ltd.json"
    path.parent.mkdir(parents=True)
    save(path, [card("x", "Made up"), card("y", "Made up")])
    if imported_before:
        take_in(store, path)
    take_in(store, tmp_path / "app", generated=True)
    with store.read() as connection:
        stored = read_sections(connection, [account(store)])[account(store), "actions"]
    assert (stored.origin, stored.generated, stored.by_hand) == (None, True, False)
    sql(store, "UPDATE action_item SET title = 'person' WHERE id = 'y'")
    seed(store, SEED)
    assert rows(store)["y"]["title"] == "person"
    assert "x" not in rows(store)


def test_paths_of_an_older_store_count_from_the_project_after_the_next_import(store: Store, folder: Path, tmp_path: Path) -> None:
    take_in(store, folder)
    with store.read() as connection:
        before = set(connection.execute(text("SELECT path FROM known_file")).scalars())
    sql(store, "UPDATE known_file SET path = :root || '/' || path", root=str(tmp_path))
    dry = take_in(store, folder, dry_run=True)
    assert dry.unchanged == sum(dry.files.values()) - dry.files["report"]
    report = take_in(store, folder)
    assert report.unchanged == sum(report.files.values()) - report.files["report"]
    with store.read() as connection:
        assert set(connection.execute(text("SELECT path FROM known_file")).scalars()) == before
