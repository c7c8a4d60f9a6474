"""Snapshots and resets on both engines: whatever was done between, all is as it was, and nothing of what was done is lost."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

import pytest
from fixture_types import CustomersFile, NewDatabase
from snapshot_project import BOARD, EXPORT, MINUTE, Time, execute, files_of, filled, keeping, rows_of
from sqlalchemy import Connection, inspect, text

from demodb.api.account import merge_accounts
from demodb.api.keeping import KEPT_AUTOMATIC
from demodb.api.reset import ResetReport, reset
from demodb.api.seed import undo
from demodb.api.snapshot import drop, list_snapshots, save, save_first, show
from demodb.cache.cache import Cache
from demodb.errors import SnapshotError, SnapshotNameError, UnknownSnapshotError
from demodb.store.engine import COPYING, Store, alone_with
from demodb.store.schema import open_store

ACTION = {"id": "a-1", "title": "Call back", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def project(store: Store, customers_file: CustomersFile, time: Time) -> Store:
    filled(store, customers_file, time)
    return store


def go_back(db: str, time: Time, name: str | None = None) -> ResetReport:
    return reset(db, keeping(time), name)


def click_together(store: Store) -> None:
    """What an audience does: edits in the store, a new file, a changed one, one that is gone."""
    execute(store, "UPDATE pain_point SET title = 'Clicked' WHERE account_key = 'acme ltd' AND position = 0")
    execute(store, "DELETE FROM stakeholder WHERE account_key = 'zephyr gmbh'")
    execute(store, "DELETE FROM cache_entry")
    BOARD.write_text(json.dumps([ACTION]), "utf-8")
    (BOARD.parent / "new-customer.json").write_text("[]", "utf-8")
    (EXPORT / "account-plans" / "competitors" / "zephyr-gmbh.json").unlink()


def test_a_reset_brings_back_the_store_the_cache_and_the_files(project: Store, db: str, time: Time) -> None:
    rows, files = rows_of(project), files_of()
    save(project, "demo", keeping(time))
    click_together(project)
    report = go_back(db, time)
    assert (rows_of(project), files_of()) == (rows, files)
    assert (report.files.written, report.files.removed, report.files.left) == (2, 1, {})


@pytest.mark.postgresql
def test_what_a_killed_command_left_on_a_server_and_what_is_still_to_come_of_it_there_is_in_nobody_s_way(
    new_database: NewDatabase, customers_file: CustomersFile, time: Time
) -> None:
    with open_store(new_database("postgresql", migrated=True)) as store:
        filled(store, customers_file, time)
        save(store, "demo", keeping(time))
        here = keeping(time).snapshots()
        (here.folder / "demo.snapshot").unlink()
        here.begin("demo")
        execute(store, 'CREATE SCHEMA "demodb_snapshot_incoming-1"')
        here.begin("incoming-1")
        save(store, "demo", keeping(time))
        assert here.begun() == []
        assert "demodb_snapshot_incoming-1" not in inspect(store.engine).get_schema_names()
        here.begin("later")
        with ThreadPoolExecutor() as aside:
            with store.engine.connect().execution_options(**COPYING) as killed, killed.begin():
                alone_with(killed, "demodb_snapshot_later")
                killed.execute(text("CREATE SCHEMA demodb_snapshot_later"))
                saving = aside.submit(save, store, "later", keeping(time))
                assert wait([saving], 0.5).not_done
            assert saving.result(30).name == "later"
        assert [one.name for one in list_snapshots(store, keeping(time)).snapshots] == ["later", "demo"]


@pytest.mark.postgresql
def test_a_snapshot_of_another_folder_stays_however_often_its_name_is_asked_for(
    new_database: NewDatabase, customers_file: CustomersFile, time: Time
) -> None:
    with open_store(new_database("postgresql", migrated=True)) as store:
        filled(store, customers_file, time)
        save(store, "demo", keeping(time))
        another = replace(keeping(time), root=Path("another"))
        for _ in range(2):
            with pytest.raises(SnapshotError, match="which another folder saved"):
                save(store, "demo", another)
        assert save_first(store, "undo", another).snapshot
        assert not show(store, "demo", keeping(time)).differences.any


@pytest.mark.slow
def test_a_reset_to_what_there_was_before_a_reset_gives_that_back(project: Store, db: str, time: Time) -> None:
    save(project, "demo", keeping(time))
    click_together(project)
    rows, files = rows_of(project), files_of()
    before = go_back(db, time).before
    assert before
    assert before.automatic
    go_back(db, time, before.name)
    assert (rows_of(project), files_of()) == (rows, files)


def test_a_reset_says_what_changed_between(project: Store, db: str, time: Time) -> None:
    save(project, "demo", keeping(time))
    assert not show(project, "demo", keeping(time)).differences.any
    click_together(project)
    execute(project, "DELETE FROM account WHERE key = 'zephyr gmbh'")
    found = go_back(db, time).differences
    assert (found.came, found.gone) == ([], ["Zephyr GmbH"])
    (strategy,) = [section for section in found.sections if section.account == "Acme Ltd"]
    (change,) = strategy.changes
    assert (strategy.section, change.list, change.field, change.now) == ("strategy", "painPoints", "title", "Clicked")
    assert {section.section for section in found.sections if section.gone} == {
        "stakeholders",
        "strategy",
        "competitors",
        "actions",
    }
    assert found.entries == 1
    assert found.rows["customer_record"] == 1


def test_an_account_that_came_since_is_named(project: Store, db: str, time: Time) -> None:
    save(project, "demo", keeping(time))
    execute(project, "INSERT INTO account (key, name, slug, hero) VALUES ('new', 'New One', 'new-one', 0)")
    assert go_back(db, time).differences.came == ["New One"]


def test_entries_of_the_cache_get_the_time_that_they_had_left_and_keep_their_age(project: Store, db: str, time: Time) -> None:
    before = Cache(project, time.clock).get("note:acme")
    assert before
    time.passes(minutes=10)
    save(project, "demo", keeping(time))
    time.passes(hours=5)
    assert Cache(project, time.clock).get("note:acme") is None
    go_back(db, time)
    after = Cache(project, time.clock).get("note:acme")
    assert after
    assert after.created_at == before.created_at
    assert after.fresh_until - time.clock.epoch_ms() == 20 * MINUTE


def test_the_app_sees_by_the_generation_that_a_reset_changed_a_value(project: Store, db: str, time: Time) -> None:
    save(project, "demo", keeping(time))
    execute(project, "UPDATE cache_entry SET value = '{\"a\": 2}', generation = 7")
    go_back(db, time)
    entry = Cache(project, time.clock).get("note:acme")
    assert entry
    assert (entry.value, entry.generation) == ('{"a": 1}', 8)


def test_numbers_of_the_log_go_on_after_a_reset(project: Store, db: str, time: Time) -> None:
    def note_edit() -> None:
        columns, values = "account_key, section, at, side, source, changes", "'acme ltd', 'actions', 0, 'row', '', '[]'"
        execute(project, f"INSERT INTO edit ({columns}) VALUES ({values})")

    for _ in range(3):
        note_edit()
    save(project, "demo", keeping(time))
    go_back(db, time)
    note_edit()


@pytest.mark.slow
def test_a_merge_of_accounts_can_be_gone_back_on(project: Store, db: str, time: Time) -> None:
    rows = rows_of(project)
    saved = save_first(project, "merge", keeping(time)).snapshot
    assert saved
    merge_accounts(project, "Zephyr GmbH", "Acme Ltd", keep="Acme Ltd")
    assert rows_of(project) != rows
    go_back(db, time, saved.name)
    assert rows_of(project) == rows


def test_only_the_last_ten_automatic_snapshots_are_kept_and_all_that_a_person_saved(project: Store, time: Time) -> None:
    save(project, "mine", keeping(time))
    for number in range(KEPT_AUTOMATIC + 3):
        time.passes(seconds=1)
        execute(project, "UPDATE account SET name = :name WHERE key = 'acme ltd'", name=f"Acme {number}")
        save_first(project, "undo", keeping(time))
    names = [one.name for one in list_snapshots(project, keeping(time)).snapshots]
    assert names == [f"before-undo-20261124-0900{second:02}" for second in range(13, 3, -1)] + ["mine"]


def test_the_target_of_a_reset_outlives_it_though_it_is_the_oldest(project: Store, db: str, time: Time) -> None:
    for number in range(KEPT_AUTOMATIC):
        time.passes(seconds=1)
        execute(project, "UPDATE account SET name = :name WHERE key = 'acme ltd'", name=f"Acme {number}")
        save_first(project, "undo", keeping(time))
    oldest = list_snapshots(project, keeping(time)).snapshots[-1].name
    execute(project, "UPDATE account SET name = 'Acme' WHERE key = 'acme ltd'")
    go_back(db, time, oldest)
    assert oldest in [one.name for one in list_snapshots(project, keeping(time)).snapshots]


def test_a_file_that_two_snapshots_hold_is_kept_once_and_goes_with_the_last(project: Store, time: Time) -> None:
    def contents() -> int:
        return len(list(Path("snapshots/files").iterdir()))

    save(project, "one", keeping(time))
    first = contents()
    BOARD.write_text(json.dumps([ACTION]), "utf-8")
    save(project, "two", keeping(time))
    assert contents() - first <= 2 + 1
    drop(project, ["one"], keeping(time))
    drop(project, ["two"], keeping(time))
    assert contents() == 0
    assert list_snapshots(project, keeping(time)).snapshots == []


@pytest.mark.parametrize("name", ["", "Demo", "a b", "../x", "x" * 41, ".hidden", "ä"])
def test_a_name_that_not_every_file_system_and_server_takes_is_refused(project: Store, time: Time, name: str) -> None:
    with pytest.raises(SnapshotNameError):
        save(project, name, keeping(time))
    assert not Path("snapshots").exists()


def test_a_name_is_taken_once(project: Store, time: Time) -> None:
    save(project, "demo", keeping(time))
    with pytest.raises(SnapshotNameError, match="there is a snapshot 'demo' already"):
        save(project, "demo", keeping(time))
    drop(project, ["demo"], keeping(time))
    save(project, "demo", keeping(time))


def test_what_is_not_there_is_named_with_what_is_most_like_it(project: Store, db: str, time: Time) -> None:
    with pytest.raises(SnapshotError, match="no snapshot was saved by name yet"):
        go_back(db, time)
    save(project, "demo", keeping(time))
    with pytest.raises(UnknownSnapshotError) as raised:
        go_back(db, time, "demos")
    assert raised.value.nearest == ("demo",)
    with pytest.raises(UnknownSnapshotError):
        drop(project, ["demo", "nothing"], keeping(time))
    assert [one.name for one in list_snapshots(project, keeping(time)).snapshots] == ["demo"]


def test_above_the_limit_no_automatic_snapshot_is_saved_and_that_is_told(project: Store, time: Time) -> None:
    saved = save_first(project, "undo", keeping(time, limit=1000))
    assert saved.snapshot is None
    assert "more than snapshot_limit" in saved.skipped
    assert save(project, "mine", keeping(time, limit=1000)).name == "mine"


def test_a_dry_run_of_a_reset_tells_the_same_and_writes_nothing(project: Store, db: str, time: Time) -> None:
    save(project, "demo", keeping(time))
    click_together(project)
    rows, files = rows_of(project), files_of()
    told = reset(db, keeping(time), dry_run=True)
    assert (rows_of(project), files_of()) == (rows, files)
    assert [one.name for one in list_snapshots(project, keeping(time)).snapshots] == ["demo"]
    assert told.differences == go_back(db, time).differences


def test_what_an_undo_took_away_comes_back_with_the_snapshot_that_was_saved_before_it(
    project: Store, db: str, time: Time
) -> None:
    rows = rows_of(project)
    saved = save_first(project, "undo", keeping(time)).snapshot
    assert saved
    undo(project)
    go_back(db, time, saved.name)
    assert rows_of(project) == rows


def test_the_store_that_others_read_meanwhile_is_the_one_before_or_the_one_after(project: Store, db: str, time: Time) -> None:
    save(project, "demo", keeping(time))
    click_together(project)
    with project.read() as connection:
        before = titles(connection)
        assert ("Clicked",) in before
        go_back(db, time)
        assert titles(connection) == before


def titles(connection: Connection) -> list[object]:
    return [tuple(row) for row in connection.execute(text("SELECT title FROM pain_point ORDER BY account_key, id"))]
