"""What an export remembers: it goes by the store's memory and never by the manifest, and nothing is lost or written twice."""

from __future__ import annotations

import ctypes
import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fixture_types import CustomersFile, WriteJson
from sqlalchemy import text

from demodb.api.export import ExportBy, ExportReport, export
from demodb.api.import_ import import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.clock import Clock
from demodb.errors import DemodbError
from demodb.store.engine import Store
from demodb.store.files import Known, agreed_digests, files_of, known_files
from demodb.store.schema import open_store

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FILES = 14
ACTION = {"id": "a-1", "title": "Call back", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}
BOARD = "account-plans/actions/acme-ltd.json"


def how(**choices: Any) -> ExportBy:
    return ExportBy(clock=Clock(now=lambda: NOW), token=lambda: "0123456789abcdef", **choices)


def figures(report: ExportReport) -> tuple[int, int, int, list[str]]:
    return report.written, report.unchanged, report.removed, report.kept


def memory(store: Store) -> list[Known]:
    with store.read() as connection:
        return files_of(connection, ("plan", "customers", "news", "intelligence", "manifest"))


def everything(store: Store) -> list[tuple[Any, ...]]:
    tables = ("known_file", "agreed_version", "plan_section", "account")
    with store.read() as connection:
        return [tuple(row) for table in tables for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def retitle(store: Store, title: str) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE pain_point SET title = :title"), {"title": title})


def resell(store: Store, revenue: int) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE customer_record SET nrr = :revenue"), {"revenue": revenue})


def delete_account(store: Store, *keys: str) -> None:
    with store.write() as connection:
        for key in keys:
            connection.execute(text("DELETE FROM account WHERE key = :key"), {"key": key})


def rename(store: Store, name: str) -> None:
    """A copied store is another one: it gets a name of its own."""
    with store.write() as connection:
        connection.execute(text("UPDATE identity SET name = :name"), {"name": name})


@contextmanager
def at_first(event: str, deed: Callable[[], object]) -> Iterator[None]:
    """Does something the first time that the system is called like this."""
    waiting = [deed]

    def hook(name: str, _: tuple[Any, ...]) -> None:
        if name == event and waiting:
            waiting.pop()()

    sys.addaudithook(hook)
    yield
    assert not waiting
    waiting.clear()


@pytest.fixture
def folder(three: Store, tmp_path: Path) -> Path:
    assert figures(export(three, tmp_path / "export", how())) == (FILES, 0, 0, [])
    return tmp_path / "export"


@pytest.fixture
def other(three_accounts: Path, tmp_path: Path) -> Iterator[Store]:
    with open_store(shutil.copyfile(three_accounts, tmp_path / "other.db")) as store:
        rename(store, "other")
        yield store


@pytest.fixture
def many(store: Store, customers_file: CustomersFile, tmp_path: Path) -> tuple[Store, Path]:
    """Fifteen accounts, exported: 60 plan files."""
    customers_file(tmp_path / "in", "Kandy", [(f"Customer {n:02}", n, 0) for n in range(15)])
    import_sources(store, [tmp_path / "in"])
    seed(store, SeedOptions(NOW.date()))
    export(store, tmp_path / "export")
    return store, tmp_path / "export"


# --- what is remembered ----------------------------------------------------------------------------------------------------


def test_each_file_is_remembered_with_its_bytes_whose_it_is_and_what_was_agreed_on(three: Store, folder: Path) -> None:
    known = {file.path: file for file in memory(three) if file.written_at}
    files = bytes_below(folder)
    assert known.keys() == {f"export/{path}" for path in files}
    assert all(known[f"export/{path}"].sha256 == hashlib.sha256(content).digest() for path, content in files.items())
    assert {file.written_at for file in known.values()} == {round(NOW.timestamp() * 1000)}
    board = known[f"export/{BOARD}"]
    assert (board.kind, board.account_key, board.section, board.read_at) == ("plan", "acme ltd", "actions", None)
    with three.read() as connection:
        assert board.agreed in agreed_digests(connection, ["acme ltd"])["acme ltd", "actions"]
    assert {path: file.kind for path, file in known.items() if file.kind != "plan"} == {
        "export/customers_kandy_all.json": "customers",
        "export/customers_stl_all.json": "customers",
        "export/manifest.json": "manifest",
    }


def test_a_path_is_remembered_from_the_project_s_folder(three: Store, tmp_path: Path) -> None:
    export(three, tmp_path / "app" / "data", how(root=tmp_path / "app"))
    assert {file.path.split("/")[0] for file in memory(three) if file.written_at} == {"data"}


def test_a_second_export_writes_nothing_to_disk_and_nothing_to_the_store(three: Store, folder: Path) -> None:
    before = everything(three), {path: path.stat() for path in folder.rglob("*")}
    assert figures(export(three, folder)) == (0, FILES, 0, [])
    assert (everything(three), {path: path.stat() for path in folder.rglob("*")}) == before


def test_a_file_rewritten_with_equal_json_is_remembered_once_and_left_from_then_on(three: Store, folder: Path) -> None:
    for path in (folder / BOARD, folder / "customers_stl_all.json"):
        path.write_text(json.dumps(json.loads(path.read_bytes())), "utf-8")
    compact = bytes_below(folder)
    export(three, folder)
    before = everything(three)
    assert figures(export(three, folder)) == (0, FILES, 0, [])
    assert bytes_below(folder) == compact
    assert everything(three) == before


def test_a_check_writes_nothing_at_all(three: Store, folder: Path, tmp_path: Path) -> None:
    retitle(three, "Edited")
    delete_account(three, "zephyr gmbh")
    (folder / BOARD).write_text(json.dumps([ACTION]), "utf-8")
    before = everything(three), bytes_below(tmp_path)
    report = export(three, folder, how(force=True, remove=True), check=True)
    assert (report.written > 0, report.removed > 0) == (True, True)
    assert (everything(three), bytes_below(tmp_path)) == before


# --- what may be replaced --------------------------------------------------------------------------------------------------


def test_a_file_with_the_bytes_that_were_last_read_is_replaced(three: Store, folder: Path) -> None:
    (folder / BOARD).write_text(json.dumps([ACTION]), "utf-8")
    import_sources(three, [folder])
    with three.write() as connection:
        connection.execute(text("UPDATE action_item SET title = 'Ours'"))
    assert export(three, folder).kept == []
    assert json.loads((folder / BOARD).read_bytes())[0]["title"] == "Ours"


def test_a_file_that_says_what_was_once_agreed_on_is_replaced_in_whatever_words(three: Store, folder: Path) -> None:
    path = folder / "account-plans" / "strategy" / "acme-ltd.json"
    first = json.loads(path.read_bytes())
    for title in ("Second", "Third"):
        retitle(three, title)
        export(three, folder)
    path.write_text(json.dumps(first, sort_keys=True), "utf-8")
    assert figures(export(three, folder)) == (1, FILES - 1, 0, [])
    assert json.loads(path.read_bytes())["painPoints"][0]["title"] == "Third"


def test_a_file_that_says_something_new_is_left_alone_named_and_ends_with_code_1(three: Store, folder: Path) -> None:
    (folder / BOARD).write_text(json.dumps([ACTION]), "utf-8")
    report = export(three, folder)
    assert report.kept == [str(folder / BOARD)]
    assert report.reasons == {str(folder / BOARD): "was changed since the export, or is not demodb's"}
    assert report.exit_code == 1
    assert json.loads((folder / BOARD).read_bytes()) == [ACTION]


def test_a_file_whose_import_failed_is_not_replaced(three: Store, folder: Path) -> None:
    (folder / BOARD).write_text('[{"id": 5}]', "utf-8")
    assert import_sources(three, [folder]).errors
    retitle(three, "Edited")
    assert export(three, folder).kept == [str(folder / BOARD)]


def test_a_folder_of_the_same_files_that_the_store_does_not_know_is_taken_as_unchanged(other: Store, folder: Path) -> None:
    (folder / "manifest.json").unlink()
    assert figures(export(other, folder)) == (0, FILES, 0, [])
    assert {file.written_at for file in memory(other) if file.kind != "manifest"} == {None}
    retitle(other, "Edited")
    assert export(other, folder).kept == []


def test_the_manifest_is_not_believed(three: Store, folder: Path, write_json: WriteJson) -> None:
    """A hand wrote a file's SHA-256 into it: the file is neither replaced nor removed."""
    mine = write_json(folder / "account-plans" / "actions" / "mine.json", [ACTION])
    (folder / BOARD).write_text(json.dumps([ACTION]), "utf-8")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for path in (mine, folder / BOARD):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        manifest["files"][path.relative_to(folder).as_posix()] = {"sha256": sha256}
    write_json(folder / "manifest.json", manifest)
    assert export(three, folder).kept == [str(folder / BOARD)]
    assert json.loads(mine.read_bytes()) == json.loads((folder / BOARD).read_bytes()) == [ACTION]


def test_without_its_manifest_a_folder_is_known_all_the_same(three: Store, folder: Path) -> None:
    (folder / "manifest.json").unlink()
    retitle(three, "Edited")
    delete_account(three, "zephyr gmbh")
    report = export(three, folder)
    assert (report.kept, report.removed) == ([], 4)
    assert (folder / "manifest.json").is_file()


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


def test_a_foreign_folder_is_taken_over_after_what_is_overwritten_was_copied(other: Store, folder: Path) -> None:
    before = bytes_below(folder)
    retitle(other, "Other")
    report = export(other, folder, how(force=True))
    assert report.copies == str(folder.parent / "export-before-20261124-093000-0123")
    copies = bytes_below(Path(report.copies))
    assert {path.split("/")[-2] for path in copies if "/" in path} == {"strategy"}
    assert copies == {path: before[path] for path in copies}
    assert "manifest.json" in copies
    assert json.loads((folder / "manifest.json").read_bytes())["store"] == "other"
    assert export(other, folder).clean


def test_force_overwrites_a_changed_file_after_a_copy_that_the_report_names(three: Store, folder: Path) -> None:
    changed = json.dumps([ACTION]).encode()
    (folder / BOARD).write_bytes(changed)
    report = export(three, folder, how(force=True))
    assert figures(report) == (1, FILES - 1, 0, [])
    assert report.copies
    assert bytes_below(Path(report.copies)) == {BOARD: changed}
    assert export(three, folder, how(force=True)).copies is None


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
    assert (report.removed, report.kept) == (2, [str(changed)])
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
        assert (report.removed, report.not_removed, report.exit_code) == (0, 4, 1)
        assert report.why_not_removed == "in/actions/acme-ltd.json could not be imported the last time"
    assert (folder / "account-plans" / "actions" / "zephyr-gmbh.json").is_file()
    assert export(three, folder, how(remove=True)).removed == 4
    assert export(three, folder).clean


def test_where_more_than_a_tenth_and_more_than_ten_would_go_none_does_without_being_asked(many: tuple[Store, Path]) -> None:
    store, folder = many
    before = bytes_below(folder)
    delete_account(store, "customer 01", "customer 02", "customer 03")
    report = export(store, folder)
    assert (report.removed, report.not_removed, report.clean) == (0, 12, False)
    assert report.why_not_removed == "they are more than a tenth of the 62 that were exported"
    assert before.keys() == bytes_below(folder).keys()
    report = export(store, folder, ExportBy(remove=True))
    assert (report.removed, report.not_removed, report.clean) == (12, 0, True)


def test_ten_files_may_go_however_few_there_are(many: tuple[Store, Path]) -> None:
    store, folder = many
    delete_account(store, "customer 01", "customer 02")
    assert figures(export(store, folder))[2] == 8


def test_a_removed_file_is_forgotten_and_one_that_was_a_source_is_not(three: Store, folder: Path) -> None:
    with three.write() as connection:
        connection.execute(text("UPDATE known_file SET read_at = 5 WHERE path LIKE '%actions/zephyr-gmbh.json'"))
    delete_account(three, "zephyr gmbh")
    assert export(three, folder).removed == 4
    with three.read() as connection:
        paths = [f"export/account-plans/{section}/zephyr-gmbh.json" for section in ("actions", "strategy")]
        known = known_files(connection, paths)
    assert {path: file.written_at for path, file in known.items()} == {paths[0]: None}


# --- what somebody writes meanwhile ---------------------------------------------------------------------------------------


@pytest.fixture(params=[True, False], ids=["exchange", "links"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that can exchange two files, and one that cannot."""
    if not request.param:
        monkeypatch.setattr("demodb.export.system._LIBRARY", object())


@pytest.mark.usefixtures("system")
def test_what_somebody_writes_while_an_export_runs_is_put_back_named_and_merged_by_the_next_import(
    three: Store, folder: Path
) -> None:
    """The app writes after its file was looked at, and as the files get their names."""
    strategy = folder / "account-plans" / "strategy" / "acme-ltd.json"
    typed = json.loads(strategy.read_bytes())
    typed["opportunities"][0]["title"] = "Typed meanwhile"
    retitle(three, "Edited")
    with three.read() as connection:
        known = known_files(connection, ["export/account-plans/strategy/acme-ltd.json"])
    with at_first("os.rename", lambda: strategy.write_text(json.dumps(typed), "utf-8")):
        report = export(three, folder)
    assert (report.written, report.kept, report.exit_code) == (2, [str(strategy)], 1)
    assert list(report.reasons.values()) == ["was written while the export ran"]
    assert json.loads(strategy.read_bytes()) == typed
    with three.read() as connection:
        assert known_files(connection, ["export/account-plans/strategy/acme-ltd.json"]) == known
    assert list(folder.rglob("*.demodb.*")) == []
    import_sources(three, [folder])
    assert export(three, folder).clean
    now = json.loads(strategy.read_bytes())
    assert (now["painPoints"][0]["title"], now["opportunities"][0]["title"]) == ("Edited", "Typed meanwhile")


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("deed", ["deletes", "replaces by a folder"])
def test_a_file_that_somebody_takes_away_while_an_export_runs_harms_nothing(three: Store, folder: Path, deed: str) -> None:
    strategy = folder / "account-plans" / "strategy" / "acme-ltd.json"
    retitle(three, "Edited")

    def take_away() -> None:
        strategy.unlink()
        if deed != "deletes":
            strategy.mkdir()

    with at_first("os.rename", take_away):
        report = export(three, folder)
    assert report.written == (3 if deed == "deletes" else 2)
    assert strategy.is_dir() == (deed != "deletes")
    assert [path for path in folder.rglob("*.demodb.*") if path.is_file()] == []


class _Recorded:
    """The system's library, and the order in which it is called."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._library, name)

        def recorded(*arguments: Any) -> Any:
            self.calls.append(name)
            return call(*arguments)

        return recorded


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "renameat2"), reason="a system without these calls does it by others")
def test_files_are_on_the_disk_before_they_get_their_names(three: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = _Recorded(ctypes.CDLL(None, use_errno=True))
    monkeypatch.setattr("demodb.export.system._LIBRARY", library)
    export(three, tmp_path / "export")
    assert library.calls == ["syncfs", *["renameat2"] * FILES, "syncfs", "renameat2"]
    library.calls.clear()
    export(three, tmp_path / "export")
    assert library.calls == []


# --- all files of one moment ----------------------------------------------------------------------------------------------


def test_at_once_all_files_change_in_one_moment_for_who_reads_through_the_link(three: Store, folder: Path) -> None:
    app = folder / "app.json"
    app.write_text("the app's own", "utf-8")
    first = bytes_below(folder)
    retitle(three, "Edited")
    seen: list[dict[str, bytes]] = []
    report = export(three, folder, how(at_once=True), progress=lambda _files, _total: seen.append(bytes_below(folder)))
    assert figures(report) == (3, FILES - 3, 0, [])
    assert seen == [first] * FILES
    assert folder.is_symlink()
    assert app.read_text("utf-8") == "the app's own"
    assert {path for path, content in bytes_below(folder).items() if content != first[path]} == {
        "manifest.json",
        *(f"account-plans/strategy/{name}.json" for name in ("acme-ltd", "borealis-as", "zephyr-gmbh")),
    }
    assert export(three, folder).clean


def test_at_once_the_generation_before_stays_until_the_next_one(three: Store, folder: Path) -> None:
    tokens = iter(f"{n:016x}" for n in range(4))
    for n in range(4):
        retitle(three, f"Title {n}")
        report = export(three, folder, ExportBy(token=lambda: next(tokens), at_once=True))
        assert report.clean
        assert len([path for path in folder.parent.iterdir() if ".generation-" in path.name]) == 2


def test_at_once_what_somebody_writes_meanwhile_is_carried_over_and_named(three: Store, folder: Path) -> None:
    retitle(three, "Edited")
    typed = json.dumps([ACTION])

    def write(files: int, _: int) -> None:
        if files == FILES:
            (folder / BOARD).write_text(typed, "utf-8")

    report = export(three, folder, how(at_once=True), progress=write)
    assert report.kept == [str(folder / BOARD)]
    assert (folder / BOARD).read_text("utf-8") == typed


def test_at_once_an_error_leaves_everything_as_it_was(three: Store, folder: Path) -> None:
    before = bytes_below(folder.parent)
    with three.write() as connection:
        connection.execute(text("UPDATE customer_record SET slug = '../x' WHERE name = 'Acme Ltd'"))
    with pytest.raises(DemodbError):
        export(three, folder, how(at_once=True))
    assert not folder.is_symlink()
    after = bytes_below(folder.parent)
    assert {path: after[path] for path in before if path.startswith("export")} == {
        path: content for path, content in before.items() if path.startswith("export")
    }
    assert not list(folder.parent.glob(".export.*"))
