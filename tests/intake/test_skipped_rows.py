"""`import --skip-rows`: a cell that cannot be read leaves out its row and not its file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fixture_types import WriteJson
from openpyxl import Workbook

from demodb.api.account import list_accounts
from demodb.api.import_ import ImportBy, ImportReport, TableSettings, import_sources
from demodb.model.tables import Tables
from demodb.store.engine import Store

SKIPPING = ImportBy(tables=TableSettings(unit="Unit", skip_rows=True))
PLAINLY = ImportBy(tables=TableSettings(unit="Unit"))
LIST = "Customer,ARR,Services\nAcme,100,5\nBeta,soon,later\nGamma,300,\n,50,\nDelta,400,\n"
BAD = [
    ("B3", "Beta", "expected a number, found 'soon'"),
    ("C3", "Beta", "expected a number, found 'later'"),
    ("A5", "", "expected a customer's name, found none: fill it in, or delete the row"),
]


def listed(folder: Path, text: str = LIST) -> Path:
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    return path


def left_out(report: ImportReport) -> list[tuple[str, str, str]]:
    return [(left.place, left.customer, left.why) for left in report.left_out]


def named(store: Store) -> list[tuple[str, float]]:
    return [(line.name, line.revenue) for line in list_accounts(store)]


def test_the_good_rows_are_taken_and_each_bad_cell_is_named(store: Store, tmp_path: Path) -> None:
    report = import_sources(store, [listed(tmp_path)], how=SKIPPING)
    assert (left_out(report), report.errors, report.exit_code) == (BAD, [], 4)
    assert {left.fix for left in report.left_out} == {"mend it and import again"}
    assert report.tables["customer_record"] == {"new": 3, "changed": 0, "same": 0, "rejected": 2}
    assert named(store) == [("Acme", 105), ("Delta", 400), ("Gamma", 300)]


def test_without_it_the_file_is_left_out_and_all_of_its_cells_are_shown(store: Store, tmp_path: Path) -> None:
    report = import_sources(store, [listed(tmp_path)], how=PLAINLY)
    assert [(error.place, error.message) for error in report.errors] == [(place, why) for place, _, why in BAD[:2]]
    assert (report.left_out, report.exit_code, named(store)) == ([], 4, [])


def test_rows_of_a_workbook_s_sheet_are_left_out_alone_too(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Customer", "ARR"], ["Acme", 100], ["Beta", "soon"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "list.xlsx")
    report = import_sources(store, [tmp_path / "list.xlsx"], how=SKIPPING)
    assert left_out(report) == [("Sheet!B3", "Beta", "expected a number, found 'soon'")]
    assert named(store) == [("Acme", 100)]


def test_bad_records_of_a_customer_file_are_left_out_alone(store: Store, tmp_path: Path, write_json: WriteJson) -> None:
    good = {"rr": 1, "nrr": 0, "total": 1, "subscriptions": []}
    customers: list[Any] = [
        {**good, "customer_name": "Acme"},
        {**good, "customer_name": "Beta", "rr": "soon", "nrr": -1},
        "Gamma",
        {**good, "customer_name": "Acme"},
        {**good, "customer_name": "Delta"},
    ]
    path = write_json(tmp_path / "customers_stl_all.json", {"bu_name": "STL", "customers": customers})
    refused = import_sources(store, [path])
    report = import_sources(store, [path], how=SKIPPING)
    assert [(left.place, left.customer) for left in report.left_out] == [
        ("$.customers[1].rr", "Beta"),
        ("$.customers[1].nrr", "Beta"),
        ("$.customers[2]", ""),
        ("$.customers[3].customer_name", "Acme"),
    ]
    assert [(error.place, error.message) for error in refused.errors] == [(left.place, left.why) for left in report.left_out]
    assert (refused.records, named(store), report.exit_code) == (0, [("Acme", 1), ("Delta", 1)], 4)


def test_a_number_that_no_computer_holds_leaves_out_its_record_alone(store: Store, tmp_path: Path) -> None:
    row = '{"customer_name": "%s", "rr": %s, "nrr": 0, "total": 1, "subscriptions": []}'
    path = tmp_path / "customers_stl_all.json"
    path.write_text(f'{{"bu_name": "STL", "customers": [{row % ("Acme", "1")}, {row % ("Beta", "1e999")}]}}', "utf-8")
    report = import_sources(store, [path], how=SKIPPING)
    assert left_out(report) == [("$.customers[1].rr", "Beta", "expected a finite number, found 1e999")]
    assert named(store) == [("Acme", 1)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Customer,Note\nAcme,1\n", "expected a column for an amount"),
        ("Customer,ARR,ARR\nAcme,1,2\nBeta,soon,1\n", "could each be the column 'arr'"),
        ("Customer,ARR\nAcme,1.234\nBeta,soon\n", "which may mean thousands or decimals"),
        ("Customer,ARR\nAcme,soon\nBeta,later\n", "expected a number, found 'soon'"),
    ],
    ids=["no amount", "two columns", "a column in doubt", "no good row"],
)
def test_what_is_wrong_with_the_whole_table_still_leaves_out_the_file(store: Store, tmp_path: Path, text: str, says: str) -> None:
    report = import_sources(store, [listed(tmp_path, text)], how=SKIPPING)
    assert (report.left_out, report.exit_code, named(store)) == ([], 4, [])
    assert says in report.errors[0].message


@pytest.mark.parametrize("fault", ['"bu_name": 1, "customers": [{}]', '"bu_name": "STL", "customers": {}', '"bu_name": "STL", x'])
def test_what_is_wrong_with_the_whole_customer_file_still_leaves_it_out(store: Store, tmp_path: Path, fault: str) -> None:
    path = tmp_path / "customers_stl_all.json"
    path.write_text(f"{{{fault}}}", "utf-8")
    report = import_sources(store, [path], how=SKIPPING)
    assert (report.left_out, bool(report.errors), named(store)) == ([], True, [])


def test_only_the_row_with_which_a_sum_would_be_too_large_is_left_out(store: Store, tmp_path: Path) -> None:
    report = import_sources(store, [listed(tmp_path, "Customer,ARR\nAcme,1e308\nBeta,1e308\nGamma,1\n")], how=SKIPPING)
    assert [left.customer for left in report.left_out] == ["Beta"]
    assert [name for name, _ in named(store)] == ["Acme", "Gamma"]


def test_a_row_that_cannot_be_read_any_more_lets_nobody_depart_and_is_asked_for_until_it_is_mended(
    store: Store, tmp_path: Path
) -> None:
    good = LIST.replace("soon,later", "200,").replace(",50,\n", "")
    import_sources(store, [listed(tmp_path, good)], how=PLAINLY)
    for _ in range(2):
        report = import_sources(store, [listed(tmp_path)], how=SKIPPING)
        assert (left_out(report), report.departed, report.left, report.changes) == (BAD, [], [], 0)
    assert named(store) == [("Acme", 105), ("Beta", 200), ("Delta", 400), ("Gamma", 300)]
    # Without it the file is an error again, and its list stands.
    report = import_sources(store, [listed(tmp_path)], how=PLAINLY)
    assert (len(report.errors), report.departed) == (2, [])
    report = import_sources(store, [listed(tmp_path, good.replace("200,", "250,"))], how=SKIPPING)
    assert (report.left_out, report.exit_code, dict(named(store))["Beta"]) == ([], 0, 250)
    assert import_sources(store, [tmp_path / "list.csv"], how=PLAINLY).unchanged == 1


def test_a_mapped_table_s_bad_rows_are_left_out_alone(store: Store, tmp_path: Path) -> None:
    rules = Tables(**{"list.csv": json.loads('{"columns": {"arr": "Worth"}}')})
    how = ImportBy(tables=TableSettings(rules, "Unit", skip_rows=True))
    report = import_sources(store, [listed(tmp_path, "Customer,Worth\nAcme,1\nBeta,x\n")], how=how)
    assert ([left.place for left in report.left_out], named(store)) == (["B3"], [("Acme", 1)])


def test_rows_of_the_budget_s_sheets_are_left_out_alone(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "RR Input"
    titles = ["Company", "Customer", "Sub ID", "ARR", "Renewal Qtr", "Will renew", "Projected ARR"]
    for row in (titles, ["STL", "Acme", 1, 100, "Q1'26", "Yes", 1], ["STL", "Beta", 2, "soon", "Q1'26", "Yes", 1]):
        sheet.append(row)
    book.save(tmp_path / "portfolio.xlsx")
    report = import_sources(store, [tmp_path / "portfolio.xlsx"], how=SKIPPING)
    assert left_out(report) == [("RR Input!D3", "Beta", "expected a number, found 'soon'")]
    assert named(store) == [("Acme", 100)]
