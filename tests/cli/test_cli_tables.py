"""`demodb import` of tables: how they are understood, the unit of rows that name none, rows that are left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_types import Command
from openpyxl import Workbook

CSV = "Customer,ARR (USD),Note\nAcme,100,a\nBeta,TBD,b\nGamma,300,\nDelta,400,d\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    whole = Workbook()
    sheet = whole.worksheets[0]
    sheet.title = "Accounts"
    for row in (["Customers of ours"], ["Customer", "Division", "ARR"], ["Acme", "STL", 100], ["Beta", "STL", 50]):
        sheet.append(row)
    whole.create_sheet("Notes").append(["nothing"])
    whole.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(CSV, "utf-8")
    return Path("list.csv")


def test_a_csv_file_is_explained_column_by_column_and_not_imported(table: Path, demodb: Command) -> None:
    result = demodb("import", "--explain", table)
    assert result.code == 0
    assert result.out.splitlines() == [
        "list.csv: a header in row 1, 4 customers below it.",
        "  A1    Customer                      customer        Acme, Beta, Gamma",
        "  B1    ARR (USD)                     arr             100, TBD, 300",
        "  C1    Note                          (not read)      a, b, d",
        "Nothing was imported.",
    ]
    assert "B3 is not known" in result.err
    assert not Path("demodb.db").exists()


def test_the_sheets_of_a_workbook_are_explained_as_json(book: Path, demodb: Command) -> None:
    result = demodb("import", "--explain", book, "--json")
    accounts, notes = result.json["tables"]
    assert (result.code, accounts["path"], accounts["sheet"], accounts["row"], accounts["customers"]) == (
        0,
        str(book),
        "Accounts",
        2,
        2,
    )
    assert [tuple(column.values()) for column in accounts["columns"]] == [
        ("A2", "Customer", "customer", ["Acme", "Beta"]),
        ("B2", "Division", "unit", ["STL", "STL"]),
        ("C2", "ARR", "arr", ["100", "50"]),
    ]
    assert (accounts["warnings"], accounts["errors"]) == ([], [])
    assert (notes["sheet"], notes["row"], notes["customers"]) == ("Notes", None, 0)
    assert "found no title of a table" in notes["errors"][0]["message"]
    assert not Path("demodb.db").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Customer,ARR,ARR\nAcme,1,2\n", "could each be the column 'arr'"),
        ("Name,Birthday\nSomebody,1999\n", "expected a"),
        ("Customer,ARR\nAcme,soon\n", "list.csv: B2: expected a number, found 'soon'"),
    ],
    ids=["two columns", "no table", "a cell"],
)
def test_what_would_be_refused_is_explained_as_such(table: Path, demodb: Command, text: str, says: str) -> None:
    table.write_text(text, "utf-8")
    result = demodb("import", "--explain", table)
    assert (result.code, says in result.err, "Nothing was imported." in result.out) == (4, True, True)
    report = demodb("import", "--explain", table, "--json")
    (error,) = report.json["tables"][0]["errors"]
    assert (report.code, says.removeprefix("list.csv: B2: ") in error["message"]) == (4, True)


def test_only_tables_are_explained(tmp_path: Path, demodb: Command) -> None:
    (tmp_path / "notes.json").write_text("{}", "utf-8")
    for name in ("notes.json", "nothing.csv"):
        assert demodb("import", "--explain", name).code == 4


def test_the_unit_of_rows_that_name_none_is_the_file_s_name_or_what_is_said(table: Path, demodb: Command) -> None:
    result = demodb("import", table, "--json")
    assert any("all are in 'list'" in warning and "--bu NAME" in warning for warning in result.json["warnings"])
    result = demodb("import", table, "--bu", "Networks")
    assert (result.code, "all are in" in result.err) == (0, False)
    assert 'unit = "Networks" under [tables."list.csv"] in demodb.toml' in result.err
    assert [record["businessUnit"] for record in demodb("show", "Acme", "--json").json["records"]] == ["Networks"]
    # In demodb.toml it holds for every import, of `prepare` too.
    Path("demodb.toml").write_text('sources = ["list.csv"]\n[tables."list.csv"]\nunit = "Networks"\n', "utf-8")
    assert demodb("sync", "--json").json["import"]["left"] == []


def test_a_unit_in_the_table_outweighs_the_one_that_is_said(book: Path, demodb: Command) -> None:
    demodb("import", book, "--bu", "Networks")
    assert [record["businessUnit"] for record in demodb("show", "Acme", "--json").json["records"]] == ["STL"]


@pytest.mark.slow
def test_rows_that_are_left_out_are_told_with_their_cells_and_end_with_bad_input(table: Path, demodb: Command) -> None:
    table.write_text(CSV.replace("TBD", "soon"), "utf-8")
    result = demodb("import", table, "--skip-rows")
    assert (result.code, "The store has 3 customer records" in result.out) == (4, True)
    assert "Left out: list.csv: B3: 'Beta': expected a number, found 'soon'; mend it and import again" in result.err
    (left,) = demodb("import", table, "--skip-rows", "--json").json["leftOut"]
    assert (left["path"], left["place"], left["customer"]) == ("list.csv", "B3", "Beta")


def test_where_single_rows_alone_are_wrong_the_way_to_take_the_others_is_named(table: Path, demodb: Command) -> None:
    table.write_text(CSV.replace("TBD", "soon"), "utf-8")
    said = "1 error in 1 file: mend them and import again"
    assert f"{said}, or take the other rows with `import --skip-rows`." in demodb("import", table).err
    table.write_text(CSV.replace("TBD", "50").replace("Customer,", "What,"), "utf-8")
    assert "--skip-rows" not in demodb("import", table).err


@pytest.mark.parametrize("unit", ["u" * 240, "../up", "\u3164"])
def test_a_unit_of_which_no_file_can_be_made_is_refused_by_name(table: Path, demodb: Command, unit: str) -> None:
    result = demodb("import", table, "--bu", unit, "--skip-rows", "--json")
    (error,) = result.json["errors"]
    assert (result.code, error["path"], result.json["records"]) == (4, "list.csv", 0)
    assert error["message"].endswith("no column names a business unit: give one for all with --bu NAME")


def test_a_list_whose_name_can_be_no_unit_s_is_refused_by_name(table: Path, demodb: Command) -> None:
    long = table.rename(f"{'u' * 240}.csv")
    assert demodb("import", long).code == 4
    assert demodb("import", long, "--bu", "Networks").code == 0
