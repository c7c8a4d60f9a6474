"""The folder that is exported to: what others wrote is left alone, what is gone is removed, a check only looks."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

import pytest
from export_steps import ACTION, FILES, bytes_below, figures, retitle
from fixture_types import Contents, WriteJson
from sqlalchemy import text

from demodb.api.account import alias_account, mark_hero, merge_accounts
from demodb.api.export import export
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.show import show_account
from demodb.errors import DemodbError
from demodb.model.documents import SECTIONS
from demodb.store.engine import Store


@pytest.fixture
def folder(three: Store, tmp_path: Path) -> Path:
    assert figures(export(three, tmp_path / "export")) == (FILES, 0, 0, [])
    return tmp_path / "export"


@pytest.fixture
def board(folder: Path, write_json: WriteJson) -> Path:
    """The file of a board, rewritten by the app with one card more."""
    return write_json(folder / "account-plans" / "actions" / "acme-ltd.json", [ACTION])


def test_a_file_that_the_app_changed_is_left_alone_and_named(three: Store, folder: Path, board: Path) -> None:
    before = bytes_below(folder)
    retitle(three, "Edited")
    report = export(three, folder)
    assert figures(report) == (6, FILES - 7, 0, [str(board)])
    assert not report.clean
    assert board.read_bytes() == before["account-plans/actions/acme-ltd.json"]


def test_what_the_app_changed_is_in_the_store_and_exported_after_an_import(three: Store, folder: Path, board: Path) -> None:
    export(three, folder)
    report = import_sources(three, [folder])
    assert [(replaced.account, replaced.section, replaced.path) for replaced in report.replaced] == [
        ("Acme Ltd", "actions", str(board))
    ]
    assert show_account(three, "Acme Ltd").sections["actions"].document == [ACTION]
    assert figures(export(three, folder)) == (1, FILES - 1, 0, [])
    assert json.loads(board.read_text("utf-8")) == [ACTION]
    entry = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]["account-plans/actions/acme-ltd.json"]
    assert entry["origin"] == {"kind": "imported"}


def test_a_file_that_the_app_rewrote_with_equal_json_is_not_touched(three: Store, folder: Path) -> None:
    path = folder / "account-plans" / "competitors" / "acme-ltd.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))), "utf-8")
    rewritten = path.read_bytes()
    assert figures(export(three, folder)) == (0, FILES, 0, [])
    assert path.read_bytes() == rewritten


def test_a_file_that_stands_where_an_export_would_write_is_left_alone(
    three: Store, tmp_path: Path, write_json: WriteJson
) -> None:
    mine = write_json(tmp_path / "app" / "account-plans" / "actions" / "borealis-as.json", [ACTION])
    broken = write_json(tmp_path / "app" / "customers_stl_all.json", "half")
    broken.write_text('{"bu_name": "ST', "utf-8")
    report = export(three, tmp_path / "app")
    assert figures(report) == (FILES - 2, 0, 0, [str(mine), str(broken)])
    assert json.loads(mine.read_text("utf-8")) == [ACTION]
    assert broken.read_text("utf-8") == '{"bu_name": "ST'


def test_files_of_an_account_that_is_gone_are_removed_only_if_demodb_wrote_them(
    three: Store, folder: Path, write_json: WriteJson, board: Path
) -> None:
    mine = write_json(folder / "account-plans" / "actions" / "mine.json", [ACTION])
    with three.write() as connection:
        connection.execute(text("DELETE FROM account WHERE key = 'acme ltd'"))
    report = export(three, folder)
    assert (report.removed, report.kept, report.written) == (4, [str(board)], 1)
    left = {str(path.relative_to(folder)) for path in folder.rglob("acme-ltd.json")}
    assert left == {"account-plans/actions/acme-ltd.json"}
    assert json.loads(mine.read_text("utf-8")) == [ACTION]
    assert figures(export(three, folder)) == (0, FILES - 5, 0, [])


def test_an_edit_in_the_store_is_exported_and_marked_as_one(three: Store, folder: Path) -> None:
    retitle(three, "Edited")
    assert figures(export(three, folder)) == (6, FILES - 6, 0, [])
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    assert all(manifest[f"account-plans/strategy/{name}.json"]["origin"]["edited"] for name in ("acme-ltd", "zephyr-gmbh"))
    assert "edited" not in manifest["account-plans/actions/acme-ltd.json"]["origin"]


def test_a_file_that_the_app_changed_under_one_of_two_slugs_is_taken_in(three: Store, folder: Path) -> None:
    merge_accounts(three, "Zephyr GmbH", "Acme Ltd")
    export(three, folder)
    path = folder / "account-plans" / "actions" / "zephyr-gmbh.json"
    path.write_text(json.dumps([ACTION]), "utf-8")
    assert import_sources(three, [folder]).errors == []
    assert show_account(three, "Acme Ltd").sections["actions"].document == [ACTION]


def test_a_check_writes_nothing_and_says_what_differs(three: Store, folder: Path, board: Path) -> None:
    retitle(three, "Edited")
    before = bytes_below(folder)
    report = export(three, folder, check=True)
    assert not report.clean
    assert figures(report) == (6, FILES - 7, 0, [str(board)])
    plans = [f"account-plans/strategy/{name}.json" for name in ("acme-ltd", "borealis-as", "zephyr-gmbh")]
    reports = [f"intelligence/reports/{name}.md" for name in ("Acme_Ltd", "Borealis_AS", "Zephyr_GmbH")]
    assert report.differing == [str(folder / path) for path in plans + reports]
    assert bytes_below(folder) == before


def test_a_check_of_a_folder_that_is_not_there_makes_none(three: Store, tmp_path: Path) -> None:
    report = export(three, tmp_path / "nowhere", check=True)
    assert (report.written, report.clean) == (FILES, False)
    assert not (tmp_path / "nowhere").exists()


def test_a_check_names_files_that_would_be_removed(three: Store, folder: Path) -> None:
    with three.write() as connection:
        connection.execute(text("DELETE FROM plan_section WHERE account_key = 'acme ltd' AND section = 'actions'"))
    report = export(three, folder, check=True)
    gone, told = "account-plans/actions/acme-ltd.json", "intelligence/reports/Acme_Ltd.md"
    assert (report.removed, report.differing) == (1, [str(folder / path) for path in (told, gone)])
    assert (folder / "account-plans" / "actions" / "acme-ltd.json").is_file()


def test_a_merged_account_s_plan_is_served_under_the_slug_of_each_record(three: Store, folder: Path) -> None:
    merge_accounts(three, "Zephyr GmbH", "Acme Ltd")
    report = export(three, folder)
    assert report.removed == 0
    for section in SECTIONS:
        plans = folder / "account-plans" / section
        assert sorted(path.stem for path in plans.iterdir()) == ["acme-ltd", "borealis-as", "zephyr-gmbh"]
        assert (plans / "zephyr-gmbh.json").read_bytes() == (plans / "acme-ltd.json").read_bytes()


def test_a_store_with_merges_aliases_and_heroes_is_the_same_after_export_and_import(
    three: Store, store: Store, folder: Path, carried: Contents
) -> None:
    merge_accounts(three, "Zephyr GmbH", "Acme Ltd")
    alias_account(three, "the-orphan", "Borealis AS")
    mark_hero(three, "Borealis AS")
    retitle(three, "Edited")
    with three.write() as connection:
        connection.execute(text("DELETE FROM plan_section WHERE account_key = 'acme ltd' AND section = 'actions'"))
    export(three, folder)
    import_sources(store, [folder])
    before, after = carried(three), carried(store)
    assert [row[:2] for row in after.pop("plan_section")] == [row[:2] for row in before.pop("plan_section")]
    assert after == before


def test_a_file_set_back_to_what_was_agreed_on_before_says_nothing_new_unless_it_is_to_replace(
    three: Store, folder: Path
) -> None:
    path = folder / "account-plans" / "strategy" / "acme-ltd.json"
    first = path.read_bytes()
    import_sources(three, [folder])
    retitle(three, "Edited")
    export(three, folder)
    path.write_bytes(first)
    assert import_sources(three, [folder]).changes == 0
    assert [replaced.path for replaced in import_sources(three, [path], how=ImportBy(replace=True)).replaced] == [str(path)]
    assert figures(export(three, folder)) == (1, FILES - 1, 0, [])
    assert path.read_bytes() == first


def test_a_merge_into_a_later_name_is_the_same_after_export_and_import(
    three: Store, store: Store, folder: Path, carried: Contents
) -> None:
    merge_accounts(three, "Acme Ltd", "Zephyr GmbH")
    export(three, folder)
    import_sources(store, [folder])
    before, after = carried(three), carried(store)
    assert after == before


@pytest.mark.usefixtures("three", "board")
def test_the_manifest_vouches_only_for_bytes_that_demodb_wrote(folder: Path, store: Store) -> None:
    """A file that the app changed comes in as written by hand, the others as the template's."""
    import_sources(store, [folder])
    origins = {section: stored.origin for section, stored in show_account(store, "Acme Ltd").sections.items()}
    assert origins.pop("actions") is None
    assert all(origin is not None and origin.pack == "telecom" for origin in origins.values())


def test_an_export_knows_its_files_though_somebody_formatted_the_manifest(three: Store, folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=4), "utf-8")
    retitle(three, "Edited")
    assert figures(export(three, folder)) == (6, FILES - 6, 0, [])
    assert b'\n    "account-plans/' in path.read_bytes()


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("{", "manifest.json: line 1 column 2: is not JSON"),
        ('{"format": "demodb-export", "formatVersion": 2, "files": {}}', "$.formatVersion: expected less than or equal to 1"),
        ('{"name": "my web app"}', "$.format: this key is missing"),
    ],
)
def test_a_manifest_that_is_not_ours_stops_the_export_before_anything_is_written(
    three: Store, tmp_path: Path, manifest: str, message: str
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "manifest.json").write_text(manifest, "utf-8")
    with pytest.raises(DemodbError) as caught:
        export(three, tmp_path / "app")
    assert message in caught.value.message
    assert "export to another folder" in caught.value.fix
    assert bytes_below(tmp_path / "app") == {"manifest.json": manifest.encode()}


@pytest.mark.parametrize("name", ["../precious.txt", "{folder}/precious.txt"])
def test_nothing_outside_the_folder_is_removed_whatever_the_manifest_says(three: Store, tmp_path: Path, name: str) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("keep me", "utf-8")
    sha = hashlib.sha256(precious.read_bytes()).hexdigest()
    files = {name.replace("{folder}", str(tmp_path)): {"sha256": sha}}
    (tmp_path / "app").mkdir()
    manifest = {"format": "demodb-export", "formatVersion": 1, "files": files}
    (tmp_path / "app" / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with suppress(DemodbError):
        export(three, tmp_path / "app")
    assert precious.exists()


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["../../../escape", "../escape", "a/b", "", "a\nb", "a\\b", "x" * 251])
def test_a_slug_that_is_no_file_name_is_named_and_all_else_is_written_though_a_hand_put_it_into_the_store(
    three: Store, tmp_path: Path, slug: str
) -> None:
    before = export(three, tmp_path / "before").written
    with three.write() as connection:
        connection.execute(text("UPDATE customer_record SET slug = :slug WHERE name = 'Acme Ltd'"), {"slug": slug})
    report = export(three, tmp_path / "export")
    assert (report.written, report.exit_code) == (before, 1)
    assert report.kept
    assert all("cannot be written: " in report.reasons[path] for path in report.kept)
    assert not list(tmp_path.rglob("escape*"))
    assert len(bytes_below(tmp_path / "export")) == before + 1
