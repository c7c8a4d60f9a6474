"""Records belong to their source: what a list no longer lists has left it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from fixture_types import Contents, CustomersFile, ListUnit, WriteJson
from listed_accounts import departed, present, respelled, write_to
from openpyxl import Workbook
from sqlalchemy import text
from statements import statements_of

from demodb.api.account import list_accounts
from demodb.api.import_ import LeftRecord, import_sources
from demodb.store.engine import Store
from demodb.store.files import known_files, put_files
from demodb.store.listing import read_sources
from demodb.store.portfolio import unit_records

Customers = Sequence[tuple[str, float, float]]


@pytest.fixture
def workbook(tmp_path: Path, write_json: WriteJson) -> Callable[[dict[str, Customers]], list[Path]]:
    """Writes a folder of customer files as one list, a file for each unit."""

    def write(units: dict[str, Customers]) -> list[Path]:
        return [
            write_json(
                tmp_path / "all" / f"{unit}.json",
                {
                    "bu_name": unit,
                    "customers": [
                        {"customer_name": name, "rr": rr, "nrr": nrr, "total": rr + nrr, "subscriptions": []}
                        for name, rr, nrr in customers
                    ],
                },
            )
            for unit, customers in units.items()
        ]

    return write


def records(store: Store, unit: str = "stl") -> dict[str, float]:
    with store.read() as connection:
        return {record.name: record.rr for record in unit_records(connection, unit)}


def forget_sources(store: Store) -> None:
    """Make the store one from before: nobody knows who listed its records."""
    write_to(store, "DELETE FROM known_file")


def note_written(store: Store, path: str = "export/customers_stl_all.json") -> None:
    """Let a customer file be one that demodb wrote."""
    with store.write() as connection:
        put_files(connection, [file._replace(written_at=1) for file in known_files(connection, [path]).values()])


# --- records and their source --------------------------------------------------------------------------------------------


def test_a_record_that_its_list_no_longer_lists_has_left_with_its_subscriptions(store: Store, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    report = listed("STL", [("Nordvarde", 1, 1)])
    assert records(store) == {"Nordvarde": 1}
    assert report.left == [LeftRecord("STL", "Vestholm")]
    assert (report.records, report.accounts, report.departed) == (1, 1, ["Vestholm"])
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM subscription")).scalar_one() == 1


def test_a_record_stays_while_any_source_lists_it(listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)], "other")
    assert listed("STL", [("Nordvarde", 1, 1)]).left == []
    assert listed("STL", [("Nordvarde", 1, 1)], "other").left == [LeftRecord("STL", "Vestholm")]


def test_an_unchanged_list_keeps_its_records(store: Store, listed: ListUnit, contents: Contents) -> None:
    listed("STL", [("Vestholm", 100, 10)])
    before = contents(store)
    report = listed("STL", [("Vestholm", 100, 10)])
    assert (report.unchanged, report.changes) == (1, 0)
    assert contents(store) == before


def test_a_list_without_customers_is_whole_for_its_unit(store: Store, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10)])
    listed("STL", [])
    assert records(store) == {}
    assert departed(store) == ["Vestholm"]


def test_a_list_that_cannot_be_read_keeps_its_records(store: Store, tmp_path: Path, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10)])
    path = tmp_path / "lists" / "customers_stl_all.json"
    path.write_text(path.read_text("utf-8").replace('"rr": 100', '"rr": "much"'), "utf-8")
    assert import_sources(store, [path]).errors
    assert records(store) == {"Vestholm": 100}
    with store.read() as connection:
        known = known_files(connection, [str(path.relative_to(tmp_path))])
        assert [(file.sha256, file.failed is None) for file in known.values()] == [(None, False)]
    listed("STL", [("Vestholm", 100, 10)])
    with store.read() as connection:
        assert [file.failed for file in known_files(connection, list(known)).values()] == [None]


def test_a_customer_that_moves_to_another_unit_does_not_count_twice(
    store: Store, workbook: Callable[[dict[str, Customers]], list[Path]]
) -> None:
    import_sources(store, workbook({"STL": [("Vestholm", 100, 10), ("Nordvarde", 1, 1)], "Kandy": [("Tarnbeck", 5, 5)]}))
    report = import_sources(store, workbook({"STL": [("Nordvarde", 1, 1)], "Kandy": [("Tarnbeck", 5, 5), ("Vestholm", 100, 10)]}))
    assert report.left == [LeftRecord("STL", "Vestholm", ("Kandy", "Vestholm"))]
    assert (report.records, report.accounts, report.departed) == (3, 3, [])
    assert {line.name: line.revenue for line in list_accounts(store)}["Vestholm"] == 110
    assert report.tables["customer_record"]["changed"] == 1


def test_a_record_that_changed_its_spelling_replaces_itself_with_all_that_the_list_does_not_say(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    path = _revenue_book(tmp_path, "Vestholm A/S")
    import_sources(store, [path])
    import_sources(store, [customers_file(tmp_path / "export", "STL", [("Vestholm A/S", 100, 10)])])
    note_written(store)
    report = import_sources(store, [_revenue_book(tmp_path, "VESTHOLM AS")])
    assert report.left == [LeftRecord("STL", "Vestholm A/S", ("STL", "VESTHOLM AS"))]
    assert (report.records, present(store), report.departed) == (1, ["VESTHOLM AS"], [])
    with store.read() as connection:
        assert [(record.rr, record.nrr, len(record.subscriptions)) for record in unit_records(connection, "stl")] == [
            (100, 10, 1)
        ]


def _revenue_book(folder: Path, customer: str) -> Path:
    """A workbook that says the non-recurring revenue of one customer, and nothing else of it."""
    book = Workbook()
    sheet = book.create_sheet("NRR Input")
    sheet.append(["Customer", "Class", "Q1", "Q2", "Q3", "Q4"])
    sheet.append([customer, "STL", 1, 2, 3, 4])
    path = folder / "portfolio.xlsx"
    book.save(path)
    return path


# --- stores from before --------------------------------------------------------------------------------------------------


def test_records_of_an_unknown_source_stay_until_a_list_of_their_unit_does_not_list_them(store: Store, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    listed("Kandy", [("Tarnbeck", 5, 5)])
    forget_sources(store)
    assert listed("NewNet", [("Halden", 1, 1)]).left == []
    assert records(store) == {"Vestholm": 100, "Nordvarde": 1}
    report = listed("STL", [("Nordvarde", 1, 1)])
    assert report.left == [LeftRecord("STL", "Vestholm")]
    assert records(store, "kandy") == {"Tarnbeck": 5}


# --- files that demodb wrote ---------------------------------------------------------------------------------------------


def test_a_customer_file_that_demodb_wrote_brings_changed_values_and_lists_nothing_that_a_source_lists(
    store: Store, tmp_path: Path, listed: ListUnit
) -> None:
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)], "export")
    note_written(store)
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    report = import_sources(store, [respelled(tmp_path / "export" / "customers_stl_all.json", '"nrr": 10', '"nrr": 20')])
    assert [(found.customer, found.was, found.now) for found in report.differences] == [("Vestholm", 10, 20)]
    with store.read() as connection:
        assert [(source.file.path, source.records) for source in read_sources(connection)] == [
            ("export/customers_stl_all.json", 0),
            ("lists/customers_stl_all.json", 2),
        ]
    assert listed("STL", [("Nordvarde", 1, 1)]).departed == ["Vestholm"]


def test_a_customer_that_the_app_adds_to_an_exported_file_stands_on_that_file(store: Store, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10)], "export")
    listed("STL", [("Vestholm", 100, 10)])
    note_written(store)
    assert listed("STL", [("Vestholm", 100, 10), ("Halden", 2, 2)], "export").accounts == 2
    assert listed("STL", [("Vestholm", 101, 10)]).left == []
    assert present(store) == ["Halden", "Vestholm"]
    assert listed("STL", [("Vestholm", 101, 10)], "export").departed == ["Halden"]


def test_an_exported_file_does_not_bring_back_who_has_left_since(store: Store, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)], "export")
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    note_written(store)
    listed("STL", [("Nordvarde", 1, 1)])
    report = listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 3, 1)], "export")
    assert (records(store), departed(store)) == ({"Nordvarde": 3}, ["Vestholm"])
    assert [warning for warning in report.warnings if "'Vestholm' (STL) is left out" in warning] == report.warnings
    assert len(report.warnings) == 1


# --- many ----------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_list_of_thousands_that_is_replaced_by_another_leaves_in_sets(store: Store, listed: ListUnit) -> None:
    listed("STL", [(f"Customer {n}", 1, 0) for n in range(2000)])
    with statements_of(store) as statements:
        report = listed("STL", [(f"Customer {n}", 1, 0) for n in range(1200, 3200)])
    assert (report.records, report.accounts, len(report.left), len(report.departed)) == (2000, 2000, 1200, 1200)
    assert 0 < len(statements) < len(report.left)


def test_the_same_list_in_another_order_changes_nothing(store: Store, tmp_path: Path, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 1, 0), ("Nordvarde", 1, 0)])
    path = tmp_path / "lists" / "customers_stl_all.json"
    value = json.loads(path.read_text("utf-8"))
    value["customers"].reverse()
    path.write_text(json.dumps(value), "utf-8")
    assert import_sources(store, [path]).changes == 0
