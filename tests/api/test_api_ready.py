"""READY means that the app shows what the store says: exported folders, failed files, declared heroes; what else is said."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixture_types import Copied, CustomersFile
from sqlalchemy import text

from demodb.api.account import mark_hero
from demodb.api.export import ExportBy, export
from demodb.api.import_ import DeclaredNames, ImportBy, Sources, import_sources
from demodb.api.seed import SeedOptions, other_seeds, seed
from demodb.api.source import remove_source
from demodb.api.status import Asked, StatusReport, status
from demodb.api.sync import SyncBy, sync
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.store.engine import Store

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
CLOCK = Clock(now=lambda: NOW)
PLAN = Path("account-plans/strategy/acme-ltd.json")
Says = Callable[[], dict[str, tuple[bool, str]]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "project"


@pytest.fixture
def seeded(copied: Copied, customers_file: CustomersFile, root: Path) -> Store:
    store = copied("empty")
    file = customers_file(root, "STL", [("Acme Ltd", 5, 1), ("Zephyr", 1, 1)])
    import_sources(store, [file], how=ImportBy(root, CLOCK))
    seed(store, SeedOptions(NOW.date()))
    return store


def exported(store: Store, root: Path, folder: str = "export") -> Path:
    export(store, root / folder, ExportBy(root=root))
    return root / folder


def asked(root: Path, *heroes: str) -> Asked:
    return Asked(NOW, heroes=heroes, root=root, export=root / "export")


def said(store: Store, root: Path, *heroes: str) -> dict[str, tuple[str, str]]:
    """By code whether it blocks, and its fix."""
    report: StatusReport = status(store, asked(root, *heroes))
    assert report.ready == (not report.blockers)
    told = {found.code: ("blocks", found.fix) for found in report.blockers}
    told |= {found.code: ("warns", found.fix) for found in report.warnings}
    del told["no-heroes"]
    return told


def edit(store: Store, title: str = "Edited") -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE pain_point SET title = :title"), {"title": title})


def test_a_store_that_was_never_exported_warns(seeded: Store, root: Path) -> None:
    assert said(seeded, root) == {"no-export": ("warns", "demodb export")}
    folder = exported(seeded, root)
    assert said(seeded, root) == {}
    folder.rename(root / "elsewhere")
    assert said(seeded, root) == {"no-export": ("warns", "demodb export")}


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE pain_point SET title = 'Edited' WHERE account_key = 'zephyr'",
        "UPDATE customer_record SET rr = rr + 1 WHERE name = 'Zephyr'",
        "DELETE FROM plan_section WHERE account_key = 'zephyr' AND section = 'actions'",
        "INSERT INTO alias (key, name, slug, account_key) VALUES ('z', 'Z', 'z', 'zephyr')",
    ],
)
def test_a_folder_that_is_behind_the_store_blocks_until_it_is_exported_to(seeded: Store, root: Path, change: str) -> None:
    folder = exported(seeded, root)
    with seeded.write() as connection:
        connection.execute(text(change))
    told = said(seeded, root)
    assert told.pop("export-behind") == ("blocks", f"demodb export --out={folder}")
    assert told.keys() <= {"missing-section"}
    seed(seeded, SeedOptions(NOW.date()))
    exported(seeded, root)
    assert said(seeded, root) == {}


def test_an_edit_that_is_taken_back_is_none(seeded: Store, root: Path) -> None:
    with seeded.write() as connection:
        connection.execute(text("UPDATE pain_point SET title = 'Same'"))
    exported(seeded, root)
    edit(seeded)
    assert "export-behind" in said(seeded, root)
    edit(seeded, "Same")
    assert said(seeded, root) == {}


def test_the_folder_to_export_to_and_the_one_exported_to_last_are_judged(seeded: Store, root: Path) -> None:
    exported(seeded, root)
    edit(seeded)
    second = exported(seeded, root, "second")
    assert said(seeded, root) == {"export-behind": ("blocks", f"demodb export --out={root / 'export'}")}
    (second / PLAN).unlink()
    assert len(status(seeded, asked(root)).blockers) == 2
    exported(seeded, root, "third")
    assert len(status(seeded, asked(root)).blockers) == 1
    assert status(seeded, Asked(NOW, root=root)).ready


def test_files_that_the_export_left_alone_block_until_they_are_merged_or_moved_away(seeded: Store, root: Path) -> None:
    folder = exported(seeded, root)
    plan = json.loads((folder / PLAN).read_bytes())
    plan["painPoints"][0]["title"] = "By the app"
    (folder / PLAN).write_text(json.dumps(plan), "utf-8")
    assert said(seeded, root) == {"export-changed": ("warns", f"demodb sync --out={folder}")}
    changed_at = status(seeded, asked(root)).app_changed_at
    assert changed_at is not None
    assert abs(changed_at.timestamp() - os.stat(folder / PLAN).st_mtime) < 0.01  # noqa: PTH116 - as the code does
    exported(seeded, root)
    told = said(seeded, root)
    assert told["export-left"] == ("blocks", f"demodb sync --out={folder}")
    sync(seeded, Sources((), DeclaredNames({}, ())), folder, SyncBy(root))
    assert said(seeded, root) == {}


@pytest.mark.slow
def test_files_that_are_gone_from_the_folder_block(seeded: Store, root: Path) -> None:
    folder = exported(seeded, root)
    (folder / PLAN).unlink()
    assert said(seeded, root)["export-behind"] == ("blocks", f"demodb export --out={folder}")
    exported(seeded, root)
    assert said(seeded, root) == {}


def test_other_intelligence_than_in_the_folder_warns(seeded: Store, root: Path) -> None:
    folder = exported(seeded, root)
    Cache(seeded, CLOCK).set("intelligence:acme-ltd", "claude-enrichment", Value("{}", "claude"))
    assert said(seeded, root) == {"export-intelligence": ("warns", f"demodb export --out={folder}")}


def test_a_second_export_leaves_no_trace_and_the_time_of_the_last_that_brought_something(seeded: Store, root: Path) -> None:
    exported(seeded, root)
    first = status(seeded, asked(root)).exported_at
    commits = seeded.commits
    exported(seeded, root)
    assert (status(seeded, asked(root)).exported_at, seeded.commits) == (first, commits)
    edit(seeded)
    exported(seeded, root)
    later = status(seeded, asked(root)).exported_at
    assert first is not None
    assert later is not None
    assert later > first


def test_a_file_whose_last_import_failed_blocks_until_it_is_read_or_removed(seeded: Store, root: Path) -> None:
    exported(seeded, root)
    broken = root / "account-plans" / "actions" / "zephyr.json"
    for mend in ("read", "removed"):
        broken.parent.mkdir(parents=True, exist_ok=True)
        broken.write_text("[{]", "utf-8")
        import_sources(seeded, [broken], how=ImportBy(root, CLOCK))
        assert said(seeded, root) == {"file-failed": ("blocks", f"demodb import {broken}")}
        if mend == "read":
            broken.write_text("[]", "utf-8")
            import_sources(seeded, [broken], how=ImportBy(root, CLOCK))
        else:
            broken.unlink()
            assert said(seeded, root) == {"file-failed": ("blocks", f"demodb source remove {broken}")}
            remove_source(seeded, str(broken), root)
        assert "file-failed" not in said(seeded, root)
        exported(seeded, root)


def test_a_hero_that_is_declared_and_is_no_account_blocks(seeded: Store, root: Path) -> None:
    mark_hero(seeded, "Acme Ltd")
    exported(seeded, root)
    assert [found.code for found in status(seeded, asked(root, "ACME, Ltd.", "Zephyr")).blockers] == []
    (found,) = status(seeded, asked(root, "Acme Ltd", "Nobody")).blockers
    assert (found.code, found.account) == ("hero-unknown", "Nobody")
    remove_source(seeded, str(root / "customers_stl_all.json"), root)
    codes = [found.code for found in status(seeded, asked(root, "Acme Ltd")).blockers]
    assert "hero-unknown" in codes


def test_seeding_with_another_seed_says_what_stays(seeded: Store) -> None:
    assert (other_seeds(seeded, "0"), other_seeds(seeded, "other")) == (0, 8)


def test_an_hour_of_a_ready_store_is_ready_without_heroes(seeded: Store, root: Path) -> None:
    exported(seeded, root)
    assert status(seeded, Asked(NOW + timedelta(hours=3), NOW, hour=True, root=root)).ready
