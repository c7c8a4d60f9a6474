"""With other settings a list says something else: it is read again then, and only then."""

from __future__ import annotations

import hashlib
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from demodb.api.account import list_accounts
from demodb.api.import_ import DeclaredNames, ImportBy, ImportReport, Sources, TableSettings, import_sources
from demodb.api.show import show_account
from demodb.api.sync import SyncBy, SyncReport, watch
from demodb.model.tables import Tables
from demodb.store.engine import Store
from demodb.store.files import known_files

LIST = "Customer,Worth,Other\nAcme,1,10\nBeta,2,20\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "crm").mkdir()
    found = tmp_path / "crm" / "list.csv"
    found.write_text(LIST, "utf-8")
    return found


def mapped(column: str, unit: str | None = "Unit", **more: Any) -> TableSettings:
    return TableSettings(Tables(**{"crm/list.csv": {"columns": {"arr": column}}}, **more), unit)


def taken(store: Store, path: Path, tables: TableSettings, **names: Any) -> ImportReport:
    return import_sources(store, [path], DeclaredNames(**names), ImportBy(path.parent.parent, tables=tables))


def revenues(store: Store) -> dict[str, float]:
    return {line.name: line.revenue for line in list_accounts(store)}


def test_a_list_is_read_again_when_its_columns_are_mapped_otherwise(store: Store, path: Path) -> None:
    taken(store, path, mapped("Worth"))
    assert taken(store, path, mapped("Worth")).unchanged == 1
    assert (taken(store, path, mapped("Other")).unchanged, revenues(store)) == (0, {"Acme": 10, "Beta": 20})
    assert taken(store, path, mapped("Other", rate={"EUR": 1.1})).unchanged == 0
    assert taken(store, path, mapped("Other", rate={"EUR": 1.1}), names={"Acme": "Acme Ltd"}).unchanged == 0
    assert taken(store, path, mapped("Other", rate={"EUR": 1.1}), names={"Acme": "Acme Ltd"}).unchanged == 1
    assert revenues(store) == {"Acme Ltd": 10, "Beta": 20}


def test_another_unit_for_rows_that_name_none_moves_them(store: Store, path: Path) -> None:
    taken(store, path, mapped("Worth", "One"))
    report = taken(store, path, mapped("Worth", "Two"))
    assert (report.unchanged, {record.unit for record in show_account(store, "Acme").records}) == (0, {"Two"})


@pytest.mark.usefixtures("path")
def test_settings_of_other_lists_and_of_json_files_change_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "customers_stl_all.json").write_text('{"bu_name": "STL", "customers": []}', "utf-8")
    taken(store, tmp_path, mapped("Worth"))
    other = Tables(**{"crm/list.csv": {"columns": {"arr": "Worth"}}, "list2.csv": {"unit": "X"}})
    assert taken(store, tmp_path, TableSettings(other, "Unit")).unchanged == 2
    assert taken(store, tmp_path, mapped("Other")).unchanged == 1


def test_the_rules_of_a_path_hold_wherever_the_command_is_run(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    how = ImportBy(Path(".."), tables=mapped("Other"))
    assert (import_sources(store, [Path("list.csv")], how=how).errors, revenues(store)) == ([], {"Acme": 10, "Beta": 20})
    monkeypatch.chdir(path.parent.parent)
    assert import_sources(store, [Path("crm")], how=ImportBy(tables=mapped("Other"))).unchanged == 1


def test_the_memory_has_of_a_list_what_its_bytes_are_whatever_the_settings_say(store: Store, path: Path) -> None:
    taken(store, path, mapped("Worth"))
    with store.read() as connection:
        known = known_files(connection, ["crm/list.csv"])
    assert known["crm/list.csv"].sha256 == hashlib.sha256(path.read_bytes()).digest()


@pytest.mark.slow
def test_a_watch_makes_no_round_for_a_list_with_settings_that_says_what_it_said(store: Store, path: Path, tmp_path: Path) -> None:
    reports: list[SyncReport] = []
    stop = threading.Event()

    def work() -> None:
        while not reports:
            time.sleep(0.05)
        path.write_text(LIST, "utf-8")
        time.sleep(2)
        stop.set()

    worker = threading.Thread(target=work)
    worker.start()
    sources = Sources([path], DeclaredNames(), tables=mapped("Worth"))
    watch(store, sources, tmp_path / "export", SyncBy(tmp_path), tell=reports.append, stop=stop)
    worker.join()
    assert len(reports) == 1
