"""Whose an exported folder is, and what an export removes from it: nothing of another store's, and nothing unasked-for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from export_steps import ACTION, BOARD, FILES, NOW, bytes_below, delete_account, figures, how, rename, retitle
from fixture_types import CustomersFile, WriteJson
from sqlalchemy import text

from demodb.api.export import ExportBy, export
from demodb.api.import_ import import_sources
from demodb.api.keeping import Keeping
from demodb.api.reset import reset
from demodb.api.seed import SeedOptions, seed
from demodb.api.snapshot import save_first
from demodb.errors import DemodbError
from demodb.store.engine import Store
from demodb.store.files import known_files


@pytest.fixture
def many(store: Store, customers_file: CustomersFile, tmp_path: Path) -> tuple[Store, Path]:
    """Fifteen accounts, exported: 60 plan files."""
    customers_file(tmp_path / "in", "Kandy", [(f"Customer {n:02}", n, 0) for n in range(15)])
    import_sources(store, [tmp_path / "in"])
    seed(store, SeedOptions(NOW.date()))
    export(store, tmp_path / "export")
    return store, tmp_path / "export"


# --- whose the folder is ---------------------------------------------------------------------------------------------------


def test_the_manifest_names_the_store_that_wrote_it(three: Store, folder: Path) -> None:
    with three.read() as connection:
        name = connection.execute(text("SELECT name FROM identity")).scalar_one()
    assert json.loads((folder / "manifest.json").read_bytes())["store"] == name


@pytest.mark.parametrize("check", [False, True])
def test_a_folder_of_another_store_is_refused_with_both_names(three: Store, other: Store, folder: Path, *, check: bool) -> None:
    rename(three, "first")
    (folder / "manifest.json").unlink()
    export(three, folder)
    before = bytes_below(folder)
    delete_account(other, "acme ltd", "zephyr gmbh")
    with pytest.raises(DemodbError, match="was exported by the store 'first', and this is the store 'other'") as caught:
        export(other, folder, check=check)
    assert "--force" in caught.value.fix
    assert bytes_below(folder) == before


def test_two_projects_with_one_folder_cannot_delete_each_other_s_files(other: Store, folder: Path) -> None:
    before = bytes_below(folder)
    delete_account(other, "acme ltd", "zephyr gmbh", "borealis as")
    with pytest.raises(DemodbError):
        export(other, folder, how(remove=True))
    report = export(other, folder, how(force=True, remove=True))
    assert report.removed == 0
    after = bytes_below(folder)
    assert {path for path in before if path.startswith("account-plans")} <= after.keys()
    assert export(other, folder).clean


def test_a_store_made_anew_deletes_nothing_of_the_old_one_s_export(other: Store, folder: Path) -> None:
    """rm demodb.db, a typing error in `sources`, prepare."""
    before = bytes_below(folder)
    delete_account(other, "acme ltd", "zephyr gmbh", "borealis as")
    with pytest.raises(DemodbError):
        export(other, folder)
    assert bytes_below(folder) == before


def test_a_foreign_folder_is_taken_over_by_force_and_a_snapshot_brings_it_back(other: Store, folder: Path) -> None:
    before = bytes_below(folder)
    retitle(other, "Other")
    keeping = Keeping(folder.parent, folder)
    saved = save_first(other, "export", keeping).snapshot
    assert saved
    export(other, folder, how(force=True))
    assert bytes_below(folder) != before
    reset(other.place, keeping, saved.name)
    assert bytes_below(folder) == before
    export(other, folder, how(force=True))
    assert json.loads((folder / "manifest.json").read_bytes())["store"] == "other"
    assert export(other, folder).clean


def test_force_overwrites_a_changed_file(three: Store, folder: Path) -> None:
    (folder / BOARD).write_bytes(json.dumps([ACTION]).encode())
    assert figures(export(three, folder, how(force=True))) == (1, FILES - 1, 0, [])
    assert figures(export(three, folder, how(force=True))) == (0, FILES, 0, [])


# --- what is removed -------------------------------------------------------------------------------------------------------


def test_only_files_that_demodb_wrote_are_removed_and_only_with_the_remembered_bytes(three: Store, folder: Path) -> None:
    export(three, folder)
    read = folder / "account-plans" / "actions" / "zephyr-gmbh.json"
    with three.write() as connection:
        connection.execute(
            text("UPDATE known_file SET written_at = NULL, read_at = 5 WHERE path LIKE '%actions/zephyr-gmbh.json'")
        )
    changed = folder / "account-plans" / "strategy" / "zephyr-gmbh.json"
    changed.write_text("{}", "utf-8")
    delete_account(three, "zephyr gmbh")
    report = export(three, folder)
    assert (report.removed, report.kept) == (3, [str(changed)])
    assert read.is_file()
    assert changed.is_file()


def test_after_an_import_with_errors_nothing_is_removed_without_being_asked(
    three: Store, folder: Path, write_json: WriteJson, tmp_path: Path
) -> None:
    broken = write_json(tmp_path / "in" / "actions" / "acme-ltd.json", [ACTION | {"status": "open"}])
    assert import_sources(three, [broken]).errors
    delete_account(three, "zephyr gmbh")
    for check in (True, False):
        report = export(three, folder, how(), check=check)
        assert (report.removed, report.not_removed, report.exit_code) == (0, 5, 1)
        assert report.why_not_removed == "in/actions/acme-ltd.json could not be imported the last time"
    assert (folder / "account-plans" / "actions" / "zephyr-gmbh.json").is_file()
    assert export(three, folder, how(remove=True)).removed == 5
    assert export(three, folder).clean


def test_where_more_than_a_tenth_and_more_than_ten_would_go_none_does_without_being_asked(many: tuple[Store, Path]) -> None:
    store, folder = many
    before = bytes_below(folder)
    delete_account(store, "customer 01", "customer 02", "customer 03")
    report = export(store, folder)
    assert (report.removed, report.not_removed, report.clean) == (0, 15, False)
    assert report.why_not_removed == "they are more than a tenth of the 77 that were exported"
    assert before.keys() == bytes_below(folder).keys()
    report = export(store, folder, ExportBy(remove=True))
    assert (report.removed, report.not_removed, report.clean) == (15, 0, True)


def test_ten_files_may_go_however_few_there_are(many: tuple[Store, Path]) -> None:
    store, folder = many
    delete_account(store, "customer 01", "customer 02")
    assert figures(export(store, folder))[2] == 10


def test_a_removed_file_is_forgotten_and_one_that_was_a_source_is_not(three: Store, folder: Path) -> None:
    with three.write() as connection:
        connection.execute(text("UPDATE known_file SET read_at = 5 WHERE path LIKE '%actions/zephyr-gmbh.json'"))
    delete_account(three, "zephyr gmbh")
    assert export(three, folder).removed == 5
    with three.read() as connection:
        paths = [f"export/account-plans/{section}/zephyr-gmbh.json" for section in ("actions", "strategy")]
        known = known_files(connection, paths)
    assert {path: file.written_at for path, file in known.items()} == {paths[0]: None}


@pytest.mark.slow
def test_a_departed_account_is_not_exported_and_is_back_when_it_is_listed_again(
    store: Store, customers_file: CustomersFile, tmp_path: Path
) -> None:
    both = [("Acme Ltd", 1000, 0), ("Zephyr GmbH", 10, 5)]
    source, folder = customers_file(tmp_path / "in", "Kandy", both), tmp_path / "export"
    import_sources(store, [source])
    seed(store, SeedOptions(NOW.date()))
    export(store, folder, how())
    plan = folder / "account-plans" / "strategy" / "zephyr-gmbh.json"
    before = plan.read_bytes()
    customers_file(tmp_path / "in", "Kandy", both[:1])
    import_sources(store, [source])
    assert export(store, folder, how()).removed == 5
    assert "zephyr-gmbh" not in " ".join(bytes_below(folder))
    customers_file(tmp_path / "in", "Kandy", both)
    import_sources(store, [source])
    assert export(store, folder, how()).clean
    assert plan.read_bytes() == before
