"""Project folders: begun without overwriting anything, and prepared twice with nothing left to do the second time."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from fixture_types import Contents

from demodb.api.import_ import DeclaredNames, Sources
from demodb.api.init import init_project
from demodb.api.prepare import PrepareReport, Warming, is_empty, prepare, sample_project
from demodb.api.seed import By, SeedOptions
from demodb.api.warmup import Surroundings
from demodb.clock import Clock
from demodb.errors import ExistsError
from demodb.model.lifetimes import Lifetimes
from demodb.settings import Settings, load_settings, read_project
from demodb.store.engine import Store, database_path


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*") if path.is_file()}


def run(store: Store, folder: Path, clock: Clock, *, steps: list[str] | None = None, day: int = 24) -> PrepareReport:
    project = sample_project()
    sources = Sources(project.sources, DeclaredNames(project.aliases, project.heroes))
    told = [] if steps is None else steps
    return prepare(store, sources, SeedOptions(date(2026, 11, day)), warming(clock), folder, step=told.append)


def warming(clock: Clock) -> Warming:
    return Warming("no key", Surroundings(clock, Lifetimes("demo", lambda: 0.5)))


@pytest.mark.slow
def test_prepare_takes_the_sample_from_files_to_ready(store: Store, tmp_path: Path, clock: Clock) -> None:
    assert is_empty(store)
    steps: list[str] = []
    report = run(store, tmp_path / "export", clock, steps=steps)
    assert steps == ["import", "seed", "warmup", "export", "rehearse", "status"]
    assert report.imported is not None
    assert (report.imported.records, report.imported.accounts, report.imported.errors) == (140, 128, [])
    assert (report.seeded.seeded, report.exported.written, report.status.ready, report.status.complete) == (492, 654, True, 128)
    assert len(list((tmp_path / "export" / "account-plans").rglob("*.json"))) == 4 * 128
    assert (report.warmed.plans, report.warmed.intelligence, report.warmed.briefs) == (5, 0, 5)
    assert not is_empty(store)


@pytest.mark.slow
def test_prepare_tells_how_far_its_import_is_up_to_the_last_file(store: Store, tmp_path: Path, clock: Clock) -> None:
    told: list[tuple[int, int]] = []
    steps: dict[str, int] = {}
    project, by = sample_project(), By(progress=lambda done, total: told.append((done, total)))
    sources = Sources(project.sources, DeclaredNames(project.aliases, project.heroes))
    options = SeedOptions(date(2026, 11, 24))
    prepare(store, sources, options, warming(clock), tmp_path, step=lambda step: steps.update({step: len(told)}), by=by)
    files = told[: steps["seed"]]
    assert files[0] == (0, files[-1][1])
    assert files[-1][0] == files[-1][1] > 0


@pytest.mark.slow
@pytest.mark.parametrize("day", [24, 30])
def test_a_second_prepare_writes_no_row_and_no_file(empty: Store, tmp_path: Path, clock: Clock, day: int) -> None:
    run(empty, tmp_path / "export", clock)
    path = database_path(empty.engine.url)
    assert path is not None
    before = stamps(tmp_path / "export")
    with closing(sqlite3.connect(path)) as watcher:
        version, rows = watcher.execute("PRAGMA data_version").fetchone(), list(watcher.iterdump())
        report = run(empty, tmp_path / "export", clock, day=day)
        assert list(watcher.iterdump()) == rows
        assert watcher.execute("PRAGMA data_version").fetchone() == version
    assert report.imported is not None
    assert (report.imported.changes, report.seeded.seeded) == (0, 0)
    assert (report.warmed.plans, report.warmed.briefs, report.warmed.skipped) == (0, 0, 5)
    assert (report.exported.written, report.exported.removed, report.exported.unchanged) == (0, 0, 654)
    assert stamps(tmp_path / "export") == before


@pytest.mark.slow
def test_a_second_prepare_changes_nothing_on_a_server_either(
    store: Store, tmp_path: Path, clock: Clock, contents: Contents
) -> None:
    run(store, tmp_path / "export", clock)
    before = contents(store)
    report = run(store, tmp_path / "export", clock)
    assert contents(store) == before
    assert report.exported.written == 0


@pytest.mark.slow
def test_prepare_without_sources_goes_on_from_what_is_in_the_store(prepared: Store, tmp_path: Path, clock: Clock) -> None:
    report = prepare(prepared, Sources((), DeclaredNames()), SeedOptions(date(2026, 11, 24)), warming(clock), tmp_path / "out")
    assert report.imported is None
    assert (report.seeded.seeded, report.exported.written, report.status.ready) == (0, 654, True)


def test_a_new_project_has_a_commented_configuration_that_is_valid_as_it_is(tmp_path: Path) -> None:
    report = init_project(tmp_path / "new" / "demo")
    assert (report.directory, report.files) == (str(tmp_path / "new" / "demo"), ["demodb.toml"])
    text = (tmp_path / "new" / "demo" / "demodb.toml").read_text("utf-8")
    for setting in Settings.model_fields.keys() - {"api_key", "base_url"}:
        assert setting in text
    settings = load_settings(tmp_path / "new" / "demo")
    assert (settings.sources, settings.heroes, settings.aliases, settings.pack) == ((), (), {}, "telecom")


def test_the_commented_settings_of_a_new_project_are_the_defaults(tmp_path: Path) -> None:
    init_project(tmp_path)
    before = load_settings(tmp_path)
    path = tmp_path / "demodb.toml"
    names = 'db|export_dir|pack|seed|model|cache_mode|spacing|concurrency|not_accounts|".*"|input|output|as_of'
    offered = re.sub(rf"^# (?=({names}) = |\[prices)", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(offered, "utf-8")
    after = load_settings(tmp_path)
    assert (after.db, after.export_dir, after.pack, after.seed) == (before.db, before.export_dir, before.pack, before.seed)
    assert (after.model, after.cache_mode, after.spacing, after.concurrency) == ("claude-sonnet-5-5", "demo", 2.0, 3)
    assert list(after.prices) == [after.model]
    assert after.aliases == {"att-services-inc": "AT&T SERVICES, INC."}
    assert (after.names, after.units) == ({"Acme \\ North": "Acme North"}, {"Cloud Sense": "CloudSense"})


@pytest.mark.slow
def test_a_project_with_the_sample_holds_everything_that_prepare_needs(tmp_path: Path, store: Store, clock: Clock) -> None:
    report = init_project(tmp_path / "demo", sample=True)
    assert report.files == ["portfolio.xlsx", "customers", "account-plans", "news", "story.toml", "demodb.toml"]
    project = read_project(tmp_path / "demo")
    assert project is not None
    sources = Sources(project.sources, DeclaredNames(project.aliases, project.heroes))
    assert all(path.is_relative_to(tmp_path / "demo") for path in project.sources)
    done = prepare(store, sources, SeedOptions(date(2026, 11, 24)), warming(clock), tmp_path / "demo" / "export")
    assert (done.status.ready, done.status.complete, done.status.heroes) == (True, 128, 5)


@pytest.mark.parametrize(
    ("there", "sample", "named"),
    [
        (["demodb.toml"], False, "demodb.toml"),
        (["demodb.toml", "news"], True, "demodb.toml, news"),
        (["customers"], True, "customers"),
    ],
)
def test_what_is_there_is_never_overwritten(tmp_path: Path, there: list[str], named: str, *, sample: bool) -> None:
    for name in there:
        (tmp_path / name).write_text("mine", "utf-8")
    with pytest.raises(ExistsError, match=f"already holds {named}$"):
        init_project(tmp_path, sample=sample)
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == dict.fromkeys(there, "mine")


def test_a_project_may_begin_beside_other_files(tmp_path: Path) -> None:
    (tmp_path / "customers").mkdir()
    assert init_project(tmp_path).files == ["demodb.toml"]
