"""Sources: what was read and stands on what, one that is taken out or replaced, one that is gone or could not be read."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixture_types import Contents, CustomersFile, WriteJson

from demodb.api.account import list_accounts
from demodb.api.import_ import ImportBy, LeftRecord, import_sources
from demodb.api.source import FailedFile, SourceLine, list_sources, remove_source
from demodb.api.status import status
from demodb.clock import Clock, epoch_ms
from demodb.errors import UnknownValueError
from demodb.store.engine import Store
from demodb.store.files import forget_files, known_files, put_files
from demodb.store.portfolio import unit_records
from demodb.store.tables.files import FileKind

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
ROOT = Path()
OLD, NEW = "old/customers_stl_all.json", "new/customers_stl_all.json"


@pytest.fixture
def two_lists(store: Store, customers_file: CustomersFile, clock: Clock) -> Store:
    """Two lists of one unit, which have one customer in common."""
    how = ImportBy(clock=clock)
    import_sources(store, [customers_file(Path("old"), "STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])], how=how)
    import_sources(store, [customers_file(Path("new"), "STL", [("Nordvarde", 1, 1), ("Halden", 2, 2)])], how=how)
    return store


def names(store: Store) -> list[str]:
    return [line.name for line in list_accounts(store)]


def gone(warnings: Iterable[str]) -> list[str]:
    return [warning for warning in warnings if "is gone" in warning]


def test_a_source_is_listed_with_its_records_and_with_those_that_stand_on_it_alone(two_lists: Store, clock: Clock) -> None:
    read_at = epoch_ms(clock.now())
    assert list_sources(two_lists, ROOT).sources == [
        SourceLine(NEW, "customers", read_at, 2, 1, "read"),
        SourceLine(OLD, "customers", read_at, 2, 1, "read"),
    ]


def test_plan_files_and_news_are_counted(two_lists: Store, write_json: WriteJson) -> None:
    write_json(Path("plans/competitors/halden.json"), [])
    write_json(Path("plans/news.json"), {"customer_name": "Halden", "last_updated": "", "articles": []})
    assert import_sources(two_lists, [Path("plans")]).errors == []
    report = list_sources(two_lists, ROOT)
    assert (report.plan_files, report.news_files, report.unsourced, report.failed) == (1, 1, 0, [])


def test_records_of_a_store_from_before_are_told_as_without_a_source(two_lists: Store) -> None:
    with two_lists.write() as connection:
        forget_files(connection, [OLD, NEW])
    report = list_sources(two_lists, ROOT)
    assert (report.sources, report.unsourced) == ([], 3)


def test_what_stands_on_a_removed_source_alone_leaves(two_lists: Store) -> None:
    report = remove_source(two_lists, OLD, ROOT)
    assert (report.left, report.departed) == ([LeftRecord("STL", "Vestholm")], ["Vestholm"])
    assert names(two_lists) == ["Halden", "Nordvarde"]
    assert [source.path for source in list_sources(two_lists, ROOT).sources] == [NEW]


def test_a_removed_source_that_is_read_again_is_a_source_again(two_lists: Store) -> None:
    remove_source(two_lists, OLD, ROOT)
    assert import_sources(two_lists, [Path(OLD)]).returned == ["Vestholm"]
    assert names(two_lists) == ["Halden", "Nordvarde", "Vestholm"]


def test_an_unknown_source_cannot_be_removed_and_the_known_ones_are_named(two_lists: Store, contents: Contents) -> None:
    before = contents(two_lists)
    with pytest.raises(UnknownValueError) as raised:
        remove_source(two_lists, "odd.json", ROOT)
    assert raised.value.known == (NEW, OLD)
    assert contents(two_lists) == before


def test_a_source_is_found_from_a_folder_below_the_project(two_lists: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path.cwd()
    monkeypatch.chdir("old")
    remove_source(two_lists, "customers_stl_all.json", root)
    assert names(two_lists) == ["Halden", "Nordvarde"]


def test_a_source_whose_file_is_gone_is_told_and_its_records_stay(two_lists: Store) -> None:
    Path(OLD).unlink()
    report = import_sources(two_lists, [Path(NEW)])
    remove, replace = f"`demodb source remove {OLD}`", f"`demodb import NEW --replaces={OLD}`"
    assert gone(report.warnings) == [
        f"{OLD} is gone, the records that it lists stay; {remove} takes them out, {replace} replaces it"
    ]
    assert names(two_lists) == ["Halden", "Nordvarde", "Vestholm"]
    assert {source.path: source.state for source in list_sources(two_lists, ROOT).sources} == {NEW: "read", OLD: "gone"}
    (found,) = [found for found in status(two_lists, NOW).warnings if found.code == "source-gone"]
    remove_source(two_lists, shlex.split(found.fix)[-1], ROOT)
    assert names(two_lists) == ["Halden", "Nordvarde"]
    assert gone(import_sources(two_lists, [Path(NEW)]).warnings) == []


def test_an_import_that_replaces_a_source_takes_the_place_of_its_list(two_lists: Store, customers_file: CustomersFile) -> None:
    path = customers_file(Path("newer"), "STL", [("Vestholm A/S", 7, 7), ("Halden", 2, 2)])
    Path(OLD).unlink()
    report = import_sources(two_lists, [path], how=ImportBy(replaces=Path(OLD)))
    assert (report.left, report.departed) == ([LeftRecord("STL", "Vestholm")], ["Vestholm"])
    assert [(rename.departed, rename.account) for rename in report.renames] == [("Vestholm", "Vestholm A/S")]
    assert gone(report.warnings) == []
    assert [source.path for source in list_sources(two_lists, ROOT).sources] == [NEW, str(path)]


def test_a_source_that_was_read_from_outside_of_its_project_can_be_replaced(two_lists: Store) -> None:
    """Its path is remembered whole, until the first command in the project lets it count from there."""
    root = Path.cwd()
    import_sources(two_lists, [root / OLD], how=ImportBy(root=root.parent / "elsewhere", replace=True))
    remembered = [source.path for source in list_sources(two_lists, root).sources]
    assert str(root / OLD) in remembered
    import_sources(two_lists, [Path(NEW)], how=ImportBy(root=root, replaces=root / OLD))
    assert [source.path for source in list_sources(two_lists, root).sources] == [NEW]
    assert names(two_lists) == ["Halden", "Nordvarde"]


@pytest.mark.slow
def test_a_list_with_a_fault_replaces_nothing(two_lists: Store, write_json: WriteJson, contents: Contents) -> None:
    before = contents(two_lists)
    path = write_json(Path("newer.json"), {"bu_name": "STL", "customers": [{"customer_name": "Vestholm"}]})
    assert import_sources(two_lists, [path], how=ImportBy(replaces=Path(OLD))).errors
    assert contents(two_lists) == before


def test_an_unknown_source_cannot_be_replaced(two_lists: Store) -> None:
    with pytest.raises(UnknownValueError, match="source"):
        import_sources(two_lists, [Path(NEW)], how=ImportBy(replaces=Path("odd.json")))


@pytest.mark.parametrize(
    ("path", "content", "kind"),
    [
        ("lists/customers_stl_all.json", '{"bu_name": "STL", "customers": [', "customers"),
        ("lists/customers_stl_all.json", '{"bu_name": "STL", "customers": [{}]}', "customers"),
        ("lists/portfolio.xlsx", "no workbook", "workbook"),
        ("plans/competitors/halden.json", "[", "plan"),
        ("account-plans/competitors/halden.json", "[{}]", "plan"),
        ("plans/news.json", '{"customer_name": "", "articles": [{}]}', "news"),
    ],
)
def test_a_file_whose_import_failed_is_named_until_it_is_read(two_lists: Store, path: str, content: str, kind: FileKind) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(content, "utf-8")
    problems = import_sources(two_lists, [Path(path)]).errors
    assert list_sources(two_lists, ROOT).failed == [FailedFile(path, kind, str(problems[0]))]
    (found,) = [found for found in status(two_lists, NOW).blockers if found.code == "file-failed"]
    assert (found.message, found.fix) == (f"{path} could not be imported: {problems[0]}", f"demodb import {path}")
    if kind == "plan":
        Path(path).write_text("[]", "utf-8")
        assert import_sources(two_lists, [Path(path)]).errors == []
    else:
        remove_source(two_lists, path, ROOT)
    assert list_sources(two_lists, ROOT).failed == []


def test_a_list_that_fails_stays_a_source_and_names_what_is_wrong(two_lists: Store) -> None:
    Path(OLD).write_text("{", "utf-8")
    assert import_sources(two_lists, [Path(OLD)]).errors
    report = list_sources(two_lists, ROOT)
    assert [(source.path, source.records, source.state) for source in report.sources] == [(NEW, 2, "read"), (OLD, 2, "failed")]
    assert names(two_lists) == ["Halden", "Nordvarde", "Vestholm"]


def test_a_file_that_demodb_wrote_is_not_missed_when_it_is_gone(two_lists: Store) -> None:
    with two_lists.write() as connection:
        put_files(connection, [file._replace(written_at=1) for file in known_files(connection, [OLD]).values()])
    Path(OLD).unlink()
    assert gone(import_sources(two_lists, [Path(NEW)]).warnings) == []
    assert {source.path: source.state for source in list_sources(two_lists, ROOT).sources} == {NEW: "read", OLD: "written"}


def test_status_names_departed_accounts_and_counts_none_of_theirs(two_lists: Store) -> None:
    remove_source(two_lists, OLD, ROOT)
    report = status(two_lists, NOW)
    assert (report.records, report.accounts, report.departed) == (2, 2, 1)
    assert {found.account for found in report.blockers} == {"Halden", "Nordvarde"}
    (found,) = [found for found in report.warnings if found.code == "departed"]
    assert found.message == "accounts that no source lists any more: 1 (Vestholm)"
    assert found.fix == "demodb account list --departed"
    with two_lists.read() as connection:
        assert {record.name for record in unit_records(connection, "stl")} == {"Halden", "Nordvarde"}
