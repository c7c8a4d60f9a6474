"""The sample exported: hand-written files come out as they went in, every account is served, and it all goes in again."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Contents

from demodb.api.account import list_accounts
from demodb.api.export import ExportReport, export
from demodb.api.import_ import import_sources
from demodb.model.documents import SECTIONS
from demodb.model.faults import section_faults
from demodb.model.names import slug
from demodb.packs.pack import load_pack
from demodb.store.engine import Store

BT = "british-telecommunications-plc"
HEROES = (BT, "liquid-telecom", "telefonica-uk-limited", "spotify", "att-services-inc")
SERVED = {"att-services-inc": "atandt-services-inc"}


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """The moment of the last write and the inode of every file, which a replaced one changes."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_ino) for path in found}


@pytest.fixture
def folder(exported_sample: Path, tmp_path: Path) -> Path:
    """The exported sample, to be written to."""
    return shutil.copytree(exported_sample, tmp_path / "export")


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("hero", HEROES)
def test_a_hero_s_file_equals_its_source(exported_sample: Path, sample: Path, hero: str, section: str) -> None:
    wanted = read(sample / "account-plans" / section / f"{hero}.json")
    if (hero, section) == (BT, "strategy"):
        assert "status" not in wanted["opportunities"][2]
        wanted["opportunities"][2]["status"] = "identified"
    assert read(exported_sample / "account-plans" / section / f"{SERVED.get(hero, hero)}.json") == wanted


def test_the_orphan_with_an_alias_is_served_under_the_slug_that_the_app_computes_and_no_other(exported_sample: Path) -> None:
    assert slug("AT&T SERVICES, INC.") == "atandt-services-inc"
    for section in SECTIONS:
        assert (exported_sample / "account-plans" / section / "atandt-services-inc.json").is_file()
        assert not (exported_sample / "account-plans" / section / "att-services-inc.json").exists()


@pytest.mark.parametrize("unit", ["cloudsense", "kandy", "stl", "newnet"])
def test_a_customer_file_equals_its_source(exported_sample: Path, sample: Path, unit: str) -> None:
    name = f"customers_{unit}_all.json"
    assert read(exported_sample / name) == read(sample / "customers" / name)


def test_the_news_equal_their_sources_under_the_same_names(exported_sample: Path, sample: Path) -> None:
    sources = {path.name: read(path) for path in (sample / "news").iterdir()}
    assert {path.name: read(path) for path in (exported_sample / "news").iterdir()} == sources


def test_every_customer_name_finds_four_valid_plan_files_under_its_slug(exported_sample: Path, seeded_sample: Store) -> None:
    names = [name for line in list_accounts(seeded_sample) for name in line.names]
    assert len(names) == 140
    for section in SECTIONS:
        there = {path.stem for path in (exported_sample / "account-plans" / section).iterdir()}
        assert len(there) == 128
        assert there == {slug(name) for name in names}
        for path in (exported_sample / "account-plans" / section).iterdir():
            assert section_faults(section, read(path)) == [], path


def test_json_is_indented_by_two_spaces_unescaped_and_ends_with_a_line_feed(exported_sample: Path) -> None:
    for path in exported_sample.rglob("*.json"):
        text = path.read_bytes().decode()
        assert text.endswith(("}\n", "]\n"))
        assert "\\u" not in text
        assert "\r" not in text
        if path.name != "manifest.json":
            assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
    assert "Réseau Montferrine" in (exported_sample / "customers_cloudsense_all.json").read_text("utf-8")


def test_the_manifest_tells_of_every_file_its_account_section_origin_and_sha_256(exported_sample: Path) -> None:
    manifest = read(exported_sample / "manifest.json")
    assert (manifest["format"], manifest["formatVersion"]) == ("demodb-export", 1)
    found = (path for path in exported_sample.rglob("*") if path.is_file() and path.name != "manifest.json")
    files = {str(path.relative_to(exported_sample)): path for path in found}
    assert manifest["files"].keys() == files.keys()
    for name, path in files.items():
        assert manifest["files"][name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    revisions = load_pack("telecom").section_revisions
    seeded = {"kind": "template", "pack": "telecom", "seed": "0", "asOf": "2026-11-24"}
    plans = {name: facts for name, facts in manifest["files"].items() if name.startswith("account-plans/")}
    for name, facts in plans.items():
        _, section, file = name.split("/")
        assert (facts["section"], f"{slug(facts['account'])}.json") == (section, file)
        imported = Path(file).stem in {SERVED.get(hero, hero) for hero in HEROES}
        if imported:
            assert facts["origin"] == {"kind": "imported"}
            continue
        made_from = facts["origin"].pop("facts")
        assert made_from["situation"]
        assert facts["origin"] == seeded | {"revision": revisions[facts["section"]]}
    assert len(plans) == 4 * 128
    assert manifest["aliases"] == {"att-services-inc": "AT&T SERVICES, INC."}
    assert len(manifest["heroes"]) == 5


def test_a_second_export_touches_no_file(folder: Path, seeded_sample: Store) -> None:
    before = stamps(folder)
    report = export(seeded_sample, folder)
    assert (report.written, report.unchanged, report.removed, report.clean) == (0, 649, 0, True)
    assert stamps(folder) == before


def test_an_export_leaves_nothing_beside_the_files_of_its_manifest(exported_sample: Path) -> None:
    names = {*read(exported_sample / "manifest.json")["files"], "manifest.json"}
    assert {str(path.relative_to(exported_sample)) for path in exported_sample.rglob("*") if path.is_file()} == names


@pytest.mark.slow
def test_the_import_of_an_export_gives_the_same_store(
    folder: Path, seeded_sample: Store, store: Store, carried: Contents
) -> None:
    report = import_sources(store, [folder])
    assert (report.errors, report.orphans, report.repairs, report.warnings) == ([], [], [], [])
    assert (report.records, report.accounts) == (140, 128)
    assert carried(store) == carried(seeded_sample)


@pytest.mark.slow
def test_an_export_of_the_imported_export_is_the_same_bytes(folder: Path, store: Store, tmp_path: Path) -> None:
    import_sources(store, [folder])
    export(store, tmp_path / "again")
    assert _bytes(tmp_path / "again") == _bytes(folder)


def _bytes(folder: Path) -> dict[str, bytes]:
    """Every file's bytes; without the line of the manifest that names the store, as each store has a name of its own."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return files | {"manifest.json": re.sub(rb'  "store": "[0-9a-f]+",\n', b"", files["manifest.json"], count=1)}


@pytest.mark.slow
def test_the_import_of_an_export_into_its_own_store_changes_nothing(
    folder: Path, seeded_sample: Store, contents: Contents
) -> None:
    before = contents(seeded_sample)
    assert import_sources(seeded_sample, [folder]).changes == 0
    assert contents(seeded_sample) == before


@pytest.mark.slow
def test_a_check_of_an_untouched_export_finds_no_difference(folder: Path, seeded_sample: Store) -> None:
    report: ExportReport = export(seeded_sample, folder, check=True)
    assert (report.clean, report.differing, report.unchanged) == (True, [], 649)
