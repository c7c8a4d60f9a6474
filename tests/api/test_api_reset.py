"""A reset out of trouble: a store that is gone, damaged or of another revision, a kill in the middle; backups across engines."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from fixture_types import CustomersFile, NewDatabase
from snapshot_project import BOARD, EXPORT, Time, execute, files_of, filled, keeping, rows_of
from sqlalchemy.exc import IntegrityError

from demodb.api.db import back_up, check, restore
from demodb.api.reset import complete_reset, reset
from demodb.api.snapshot import list_snapshots, save, save_first
from demodb.errors import ExistsError, SnapshotError, StoreForeignError, StoreMissingError
from demodb.store.engine import Store
from demodb.store.schema import open_store


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def path(empty_store: Path) -> Path:
    return shutil.copyfile(empty_store, Path("demodb.db"))


@pytest.fixture
def saved(path: Path, customers_file: CustomersFile, time: Time) -> dict[str, list[tuple[object, ...]]]:
    """A project of which a snapshot was saved; what the store said."""
    with open_store(path) as store:
        filled(store, customers_file, time)
        save(store, "demo", keeping(time))
        return rows_of(store)


def said(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with open_store(path) as store:
        return rows_of(store)


def test_a_store_and_files_that_are_gone_come_back(path: Path, saved: object, time: Time) -> None:
    files = files_of()
    path.unlink()
    shutil.rmtree(EXPORT)
    reset(path, keeping(time))
    assert said(path) == saved
    assert files_of() == files


def test_a_damaged_store_is_moved_aside_and_the_snapshot_takes_its_place(path: Path, saved: object, time: Time) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    report = reset(path, keeping(time))
    assert report.damaged.startswith("demodb.db.damaged-")
    assert Path(report.damaged).read_bytes().endswith(b"\xff" * 5000)
    assert said(path) == saved


def test_a_reset_that_was_begun_is_completed_by_the_next_one_to_open_the_store(path: Path, saved: object, time: Time) -> None:
    with open_store(path) as store:
        execute(store, "UPDATE pain_point SET title = 'Clicked'")
        clicked = rows_of(store)
    snapshots = keeping(time).snapshots()
    snapshots.begin_reset(snapshots.get("demo", "demodb.db"))
    BOARD.write_text("[]", "utf-8")
    report = complete_reset(path, keeping(time))
    assert report
    assert report.before
    assert said(path) == saved
    assert complete_reset(path, keeping(time)) is None
    reset(path, keeping(time), report.before.name)
    assert said(path) == clicked


def test_a_reset_that_cannot_be_completed_says_what_to_do(path: Path, saved: object, time: Time) -> None:
    del saved
    snapshots = keeping(time).snapshots()
    snapshots.begin_reset(snapshots.get("demo", "demodb.db"))
    snapshots.remove("demo")
    with pytest.raises(SnapshotError, match="a reset to 'demo' was interrupted") as raised:
        complete_reset(path, keeping(time))
    assert "(none is left); or remove snapshots/reset.journal" in raised.value.fix
    snapshots.journal.write_text("{", "utf-8")
    with pytest.raises(SnapshotError, match="does not say which"):
        complete_reset(path, keeping(time))


def test_a_reset_by_name_needs_no_journal_that_can_be_read(path: Path, saved: object, time: Time) -> None:
    journal = keeping(time).snapshots().journal
    journal.write_text("{", "utf-8")
    with open_store(path) as store:
        execute(store, "UPDATE pain_point SET title = 'Clicked'")
    reset(path, keeping(time), "demo")
    assert said(path) == saved
    assert not journal.exists()


@pytest.mark.slow
def test_a_reset_that_fails_is_not_completed_behind_anybody_s_back(path: Path, saved: object, time: Time) -> None:
    del saved
    with open_store(path) as store:
        execute(store, "UPDATE pain_point SET title = 'Clicked'")
        # The rows of the snapshot do not come in while this is there.
        execute(store, "CREATE TRIGGER no BEFORE INSERT ON pain_point BEGIN SELECT RAISE(ABORT, 'no'); END")
        clicked = rows_of(store)
    with pytest.raises(IntegrityError, match="no"):
        reset(path, keeping(time))
    assert said(path) == clicked
    assert complete_reset(path, keeping(time)) is None


def test_a_damaged_snapshot_is_told_and_hides_no_other(path: Path, saved: object, time: Time) -> None:
    with open_store(path) as store:
        Path("snapshots/bad.snapshot").write_text("{", "utf-8")
        found = list_snapshots(store, keeping(time))
        assert [one.name for one in found.snapshots] == ["demo"]
        assert ["bad.snapshot" in line for line in found.damaged] == [True]
        execute(store, "UPDATE pain_point SET title = 'Clicked'")
    reset(path, keeping(time))
    assert said(path) == saved


def test_a_content_that_was_changed_is_never_written_into_the_app_s_folder(path: Path, saved: object, time: Time) -> None:
    del saved
    before = files_of()
    BOARD.write_text("[1]", "utf-8")
    for content in Path("snapshots/files").iterdir():
        if content.read_bytes() == before[str(BOARD.relative_to(EXPORT))]:
            content.write_bytes(b"[2]")
    with open_store(path) as store:
        execute(store, "UPDATE pain_point SET title = 'Clicked'")
        clicked = rows_of(store)
    with pytest.raises(SnapshotError, match="is damaged"):
        reset(path, keeping(time))
    assert BOARD.read_text("utf-8") == "[1]"
    assert said(path) == clicked
    assert complete_reset(path, keeping(time)) is None


def test_a_kept_store_that_was_changed_is_not_gone_back_to(path: Path, saved: object, time: Time) -> None:
    kept = keeping(time).snapshots().get("demo", "demodb.db").store.sha256
    with sqlite3.connect(f"snapshots/files/{kept}") as connection:
        connection.execute("UPDATE account SET name = 'Nobody'")
    connection.close()
    with pytest.raises(SnapshotError, match="is damaged"):
        reset(path, keeping(time))
    assert said(path) == saved


def test_a_snapshot_of_another_store_is_refused_by_name(path: Path, saved: object, time: Time) -> None:
    del saved
    other = shutil.copyfile(path, "other.db")
    with pytest.raises(SnapshotError, match=r"is one of demodb\.db"):
        reset(other, keeping(time), "demo")


def test_what_is_kept_of_an_older_schema_comes_back_upgraded(repository: Path, new_database: NewDatabase, time: Time) -> None:

    old = Path(new_database("sqlite"))
    with sqlite3.connect(old) as connection:
        connection.executescript((repository / "tests" / "old_databases" / "0004.sql").read_text("utf-8"))
    connection.close()
    names = list[str]()

    def keep(store: Store) -> str:
        saved = save_first(store, "upgrade", keeping(time)).snapshot
        assert saved
        assert saved.store.revision == "0004"
        names.append(saved.name)
        return saved.name

    with open_store(old, keep=keep) as store:
        assert names[0] in store.notices[0]
        before = rows_of(store)
        execute(store, "DELETE FROM account")
    assert not list(old.parent.glob("*.backup"))
    reset(old, keeping(time), names[0])
    with open_store(old) as store:
        after = rows_of(store)
    apart = ("identity",)
    assert {name: rows for name, rows in after.items() if name not in apart} == {
        name: rows for name, rows in before.items() if name not in apart
    }


@pytest.mark.postgresql
@pytest.mark.parametrize(("source", "target"), [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("postgresql", "postgresql")])
def test_a_backup_of_either_engine_is_restored_on_either(
    new_database: NewDatabase, customers_file: CustomersFile, time: Time, source: str, target: str
) -> None:
    with open_store(new_database(source, migrated=True)) as store:
        filled(store, customers_file, time)
        rows = rows_of(store)
        assert back_up(store, Path("copy.db")) > 0
        with pytest.raises(ExistsError):
            back_up(store, Path("copy.db"))
    with open_store(new_database(target, migrated=True)) as store:
        report = restore(store, Path("copy.db"), keeping(time))
        assert rows_of(store) == rows
        assert report.differences.gone == ["Acme Ltd", "Zephyr GmbH"]
        assert check(store).faults == []


def test_what_is_no_backup_is_refused_and_changes_nothing(path: Path, saved: object, time: Time) -> None:

    with sqlite3.connect("foreign.db") as connection:
        connection.execute("CREATE TABLE stranger (x)")
    connection.close()
    with open_store(path) as store:
        with pytest.raises(StoreForeignError):
            restore(store, Path("foreign.db"), keeping(time))
        with pytest.raises(StoreMissingError):
            restore(store, Path("nowhere.db"), keeping(time))
        assert rows_of(store) == saved


def test_a_check_names_what_is_wrong(store: Store, time: Time, customers_file: CustomersFile) -> None:
    filled(store, customers_file, time)
    assert check(store).faults == []
    execute(store, "UPDATE plan_section SET base = '{' WHERE account_key = 'acme ltd' AND section = 'actions'")
    (fault,) = check(store).faults
    assert fault.startswith("plan_section: base of acme ltd, actions is no JSON")
    assert check(store).exit_code == 5


def test_a_check_tells_each_column_whose_value_is_of_a_wrong_type(path: Path, time: Time, customers_file: CustomersFile) -> None:
    with open_store(path) as store:
        filled(store, customers_file, time)
        execute(store, "UPDATE account SET slug = x'00', departed_at = 'soon', name = x'01' WHERE key = 'acme ltd'")
        assert check(store).faults == [
            "account: name of acme ltd is blob, not text",
            "account: slug of acme ltd is blob, not text",
            "account: departed_at of acme ltd is text, not integer",
        ]
