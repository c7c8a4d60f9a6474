"""What an export remembers: it goes by the store's memory and never by the manifest, and nothing is written twice."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from export_steps import ACTION, BOARD, FILES, NOW, bytes_below, delete_account, figures, how, retitle
from fixture_types import WriteJson
from sqlalchemy import text

from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.store.engine import Store
from demodb.store.files import Known, agreed_digests, files_of


def memory(store: Store) -> list[Known]:
    with store.read() as connection:
        return files_of(connection, ("plan", "customers", "news", "intelligence", "manifest"))


def everything(store: Store) -> list[tuple[Any, ...]]:
    tables = ("known_file", "agreed_version", "plan_section", "account")
    with store.read() as connection:
        return [tuple(row) for table in tables for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]


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
        **{f"export/intelligence/reports/{name}.md": "intelligence" for name in ("Acme_Ltd", "Borealis_AS", "Zephyr_GmbH")},
        "export/manifest.json": "manifest",
    }


def test_a_path_is_remembered_from_the_project_s_folder(three: Store, tmp_path: Path) -> None:
    export(three, tmp_path / "app" / "data", how(root=tmp_path / "app"))
    assert {file.path.split("/")[0] for file in memory(three) if file.written_at} == {"data"}


def stamps(folder: Path) -> dict[Path, tuple[int, ...]]:
    """What a write changes of each file: which one it is, its rights and size, and when it was written."""
    found = {path: path.stat() for path in folder.rglob("*")}
    return {path: (at.st_ino, at.st_mode, at.st_size, at.st_mtime_ns, at.st_ctime_ns) for path, at in found.items()}


def test_a_second_export_writes_nothing_to_disk_and_nothing_to_the_store(three: Store, folder: Path) -> None:
    before = everything(three), stamps(folder)
    assert figures(export(three, folder)) == (0, FILES, 0, [])
    assert (everything(three), stamps(folder)) == before


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
    assert (report.kept, report.removed) == ([], 5)
    assert (folder / "manifest.json").is_file()
