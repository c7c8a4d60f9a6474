"""What somebody writes while an export runs is never lost, and all files can change in one moment."""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from export_steps import ACTION, BOARD, FILES, bytes_below, figures, how, retitle
from fixture_types import WriteJson

from demodb.api.export import ExportBy, export
from demodb.api.import_ import ImportBy, import_sources
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.errors import DemodbError
from demodb.store.engine import Store
from demodb.store.files import known_files


@contextmanager
def at_first(event: str, deed: Callable[[], object], *, of: str | None = None) -> Iterator[None]:
    """Does something the first time that the system is called like this, or like this of one file or folder."""
    waiting = [deed]

    def hook(name: str, arguments: tuple[Any, ...]) -> None:
        if name == event and waiting and of in (None, *arguments):
            waiting.pop()()

    sys.addaudithook(hook)
    yield
    assert not waiting
    waiting.clear()


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
    assert (report.written, report.kept, report.exit_code) == (5, [str(strategy)], 1)
    assert list(report.reasons.values()) == ["was written while the export ran"]
    assert json.loads(strategy.read_bytes()) == typed
    with three.read() as connection:
        assert known_files(connection, ["export/account-plans/strategy/acme-ltd.json"]) == known
    assert list(folder.rglob("*.demodb.*")) == []
    import_sources(three, [folder])
    assert export(three, folder).clean
    now = json.loads(strategy.read_bytes())
    assert (now["painPoints"][0]["title"], now["opportunities"][0]["title"]) == ("Edited", "Typed meanwhile")


def test_what_a_file_says_is_kept_for_its_merge_though_its_section_is_replaced_while_the_export_runs(
    three: Store, folder: Path, tmp_path: Path, write_json: WriteJson
) -> None:
    strategy = folder / "account-plans" / "strategy" / "acme-ltd.json"
    document = json.loads(strategy.read_bytes())
    document["painPoints"][0]["title"] = "Imported"
    mine = write_json(tmp_path / "mine" / "strategy" / "acme-ltd.json", document)
    with at_first("os.mkdir", lambda: import_sources(three, [mine], how=ImportBy(replace=True)), of="account-plans"):
        export(three, tmp_path / "new", how())
    typed = tmp_path / "new" / "account-plans" / "strategy" / "acme-ltd.json"
    document = json.loads(typed.read_bytes())
    assert document["painPoints"][0]["title"] != "Imported"
    document["painPoints"][0]["owner"] = "App"
    typed.write_text(json.dumps(document), "utf-8")
    import_sources(three, [tmp_path / "new"])
    export(three, tmp_path / "new", how())
    row = json.loads(typed.read_bytes())["painPoints"][0]
    assert (row["title"], row["owner"]) == ("Imported", "App")


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
    assert report.written == (6 if deed == "deletes" else 5)
    assert strategy.is_dir() == (deed != "deletes")
    assert [path for path in folder.rglob("*.demodb.*") if path.is_file()] == []


class _Library:
    """The system's library, or one without these calls; it tells of every call."""

    def __init__(self, library: ctypes.CDLL | None, called: Callable[[str], None]) -> None:
        self._library = library
        self._called = called

    def __getattr__(self, name: str) -> Any:
        return telling(name, getattr(self._library, name), self._called)


def telling(name: str, call: Callable[..., Any], called: Callable[[str], None]) -> Callable[..., Any]:
    """The same call, which is told of when it is made."""

    def told(*arguments: Any, **named: Any) -> Any:
        called(name)
        return call(*arguments, **named)

    return told


SYNCED = {"syncfs", "sync"}
"""The calls that bring bytes to the disk; all others that are told of give names."""


@pytest.mark.parametrize("offered", [True, False], ids=["exchange", "links"])
def test_files_are_on_the_disk_before_they_get_their_names(
    three: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, offered: bool
) -> None:
    calls = list[str]()
    library = ctypes.CDLL(None, use_errno=True) if offered else None
    monkeypatch.setattr("demodb.export.system._LIBRARY", _Library(library, calls.append))
    for name in ("sync", "link"):
        monkeypatch.setattr(os, name, telling(name, getattr(os, name), calls.append))
    export(three, tmp_path / "export")
    turns = [(is_sync, len(list(same))) for is_sync, same in groupby(calls, SYNCED.__contains__)]
    assert turns == [(True, 1), (False, FILES), (True, 1), (False, 1)]
    calls.clear()
    export(three, tmp_path / "export")
    assert calls == []


# --- all files of one moment ----------------------------------------------------------------------------------------------


def test_at_once_all_files_change_in_one_moment_for_who_reads_through_the_link(three: Store, folder: Path) -> None:
    app = folder / "app.json"
    app.write_text("the app's own", "utf-8")
    first = bytes_below(folder)
    retitle(three, "Edited")
    seen: list[dict[str, bytes]] = []
    report = export(three, folder, how(at_once=True), progress=lambda _files, _total: seen.append(bytes_below(folder)))
    assert figures(report) == (6, FILES - 6, 0, [])
    assert seen == [first] * FILES
    assert folder.is_symlink()
    assert app.read_text("utf-8") == "the app's own"
    assert {path for path, content in bytes_below(folder).items() if content != first[path]} == {
        "manifest.json",
        *(f"account-plans/strategy/{name}.json" for name in ("acme-ltd", "borealis-as", "zephyr-gmbh")),
        *(f"intelligence/reports/{name}.md" for name in ("Acme_Ltd", "Borealis_AS", "Zephyr_GmbH")),
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
    Cache(three, Clock()).set("intelligence:zephyr-gmbh", "claude-enrichment", Value("{", "claude", None))
    with pytest.raises(DemodbError):
        export(three, folder, how(at_once=True))
    assert not folder.is_symlink()
    after = bytes_below(folder.parent)
    assert {path: after[path] for path in before if path.startswith("export")} == {
        path: content for path, content in before.items() if path.startswith("export")
    }
    assert not list(folder.parent.glob(".export.*"))
