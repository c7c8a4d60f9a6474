"""The workbook as people keep it: what is read from the layout, and from copies that shifted, gained titles or lost columns."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from workbooks import NRR_TITLES, RR_SHEET, RR_TITLES, Rows, nrr, nrr_sheet, portfolio, replace, rr, rr_sheet, write_book

from demodb.sources.header import column_letters
from demodb.sources.records import CustomerRecord, RecordOrigin
from demodb.sources.workbook import read_workbook

UNITS = ("CloudSense", "Kandy", "STL", "NewNet")


def records(path: Path, sheets: dict[str, Rows]) -> list[CustomerRecord]:
    return list(read_workbook(write_book(path, sheets), units=UNITS).records)


def amounts(path: Path, sheets: dict[str, Rows]) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    return {(record.business_unit, record.name): (record.rr, record.nrr) for record in records(path, sheets)}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "portfolio.xlsx"


def test_the_layout_of_the_reference_workbook_is_read(book: Path) -> None:
    found = read_workbook(
        write_book(
            book,
            {
                "RR Input": rr_sheet(
                    rr("Cloudsense", "Acme Ltd", sub_id=1587517, arr=100, projected=104.5),
                    rr("Cloudsense", "Acme Ltd", sub_id="sandboxes", arr=None, renewal=None, renews=None, projected=0),
                ),
                "NRR Input": nrr_sheet(
                    nrr("CR-1 <Acme Ltd> Q1", "Services : Cloudsense", (1, None, 2.5, 0)), nrr("Other", "Stl")
                ),
                "Notes": [["anything"]],
            },
        ),
        units=["STL"],
    )

    assert tuple(found.records) == (
        CustomerRecord(
            "Cloudsense",
            "Acme Ltd",
            RecordOrigin(str(book), "RR Input!B11"),
            rr=100,
            nrr=3.5,
            subscriptions=(
                {"sub_id": 1587517, "arr": 100, "projected_arr": 104.5, "renewal_qtr": "Q1'26", "will_renew": "Yes"},
                {"sub_id": "sandboxes", "arr": None, "projected_arr": 0, "renewal_qtr": None, "will_renew": None},
            ),
            quarters=(1, 0, 2.5, 0),
        ),
        CustomerRecord(
            "STL", "Other", RecordOrigin(str(book), "NRR Input!B7"), rr=0, nrr=10, subscriptions=(), quarters=(1, 2, 3, 4)
        ),
    )
    assert (found.repairs, found.units) == ((), {})


@pytest.mark.parametrize(("down", "right"), [(0, 0), (1, 0), (0, 3), (40, 30)])
def test_rows_and_columns_may_be_shifted(book: Path, down: int, right: int) -> None:
    def shifted(rows: Rows) -> Rows:
        return [[]] * down + [[None] * right + row for row in rows]

    sheets = {"RR Input": shifted(rr_sheet(rr())), "NRR Input": shifted(nrr_sheet(nrr()))}
    [record] = records(book, sheets)

    assert (record.rr, record.nrr) == (100, 10)
    assert record.origin.place == f"RR Input!{column_letters(1 + right)}{11 + down}"


def test_columns_may_stand_in_any_order(book: Path) -> None:
    sheets = {
        "RR Input": [row[::-1] for row in (RR_TITLES, rr(sub_id=7, arr=5))],
        "NRR Input": [row[::-1] for row in (NRR_TITLES, nrr())],
    }
    [record] = records(book, sheets)

    assert (record.business_unit, record.name, record.rr, record.nrr) == ("Kandy", "Acme Ltd", 5, 10)
    assert record.subscriptions is not None
    assert record.subscriptions[0]["sub_id"] == 7


@pytest.mark.parametrize(
    "titles",
    [
        ["BU", "Account", "Sub ID", "ARR (USD)", "Renewal", "Renew?", "Proj. ARR"],
        [
            "Business Unit",
            "CLIENT NAME",
            "Subscription No.",
            "Annual Recurring Revenue",
            "renewal quarter",
            "Will it renew?",
            "proj arr usd",
        ],
        ["  company ", "Customer\nName", "SUB_ID", "current  ARR", "Renewal Date", "Renew", "Projected ARR (USD)"],
        ["company", "account name", "subscription number", "arr usd", "Renewal\nQtr", "will renew", "PROJECTED ARR"],
    ],
)
def test_titles_may_be_synonyms_in_any_case_and_spacing(book: Path, titles: list[str]) -> None:
    [record] = records(book, {"RR Input": [titles, ["Stl", "Acme", 7, 5, "Q4'26", "TBD", 6]]})

    subscription = {"sub_id": 7, "arr": 5, "projected_arr": 6, "renewal_qtr": "Q4'26", "will_renew": "TBD"}
    assert (record.business_unit, record.name, record.subscriptions) == ("STL", "Acme", (subscription,))


@pytest.mark.parametrize(
    "titles", [["Client", "BU", "Q1", "q2 2026", "Q3'26", "Q4 (forecast)"], ["Account", "class", "Q1", "Q2", "Q3", "Q4"]]
)
def test_titles_of_the_second_sheet_may_be_synonyms_too(book: Path, titles: list[str]) -> None:
    assert amounts(book, {"NRR Input": [titles, ["Acme", "Kandy", 1, 2, 3, 4]]}) == {("Kandy", "Acme"): (None, 10)}


def test_a_title_row_with_some_of_the_words_is_not_the_header(book: Path) -> None:
    rows: Rows = [["Company", "Customer", "ARR"], [], RR_TITLES, rr()]

    assert amounts(book, {"RR Input": rows}) == {("Kandy", "Acme Ltd"): (100, None)}


@pytest.mark.parametrize("title", ["RR Input", "rr input", " RR  INPUT"])
def test_the_name_of_a_sheet_may_differ_in_case_and_spacing(book: Path, title: str) -> None:
    assert [record.origin.place for record in records(book, {"x": [], title: rr_sheet(rr())})] == [f"{title}!B11"]


def test_blank_rows_and_rows_without_unit_and_customer_are_left_out(book: Path) -> None:
    rows = rr_sheet([], rr(arr=1), [], [None, "  ", "x"], [None] * 6 + [999], rr(arr=2), [])

    assert amounts(book, {"RR Input": rows}) == {("Kandy", "Acme Ltd"): (3, None)}


@pytest.mark.parametrize(
    "text", ["Total", "TOTALS:", "Subtotal", "Sub-total", "Grand Total", "Total Kandy", "Kandy total", "Kandy Sub Total 2026"]
)
def test_subtotals_are_left_out_in_whichever_column_they_stand(book: Path, text: str) -> None:
    rows = rr_sheet(rr(arr=1), rr(text, None, arr=1), rr(None, text, arr=1))
    orders = nrr_sheet(nrr(quarters=(1, 0, 0, 0)), nrr(text, None), nrr(None, text))

    assert amounts(book, {"RR Input": rows, "NRR Input": orders}) == {("Kandy", "Acme Ltd"): (1, 1)}


def test_a_customer_with_total_in_its_name_is_no_subtotal(book: Path) -> None:
    rows = rr_sheet(rr("Kandy", "Total Access Communication"), rr("Kandy", "Total"))

    assert [record.name for record in records(book, {"RR Input": rows})] == ["Total Access Communication", "Total"]


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("181596", 181596),
        (" 1,234,567.50 ", 1234567.5),
        ("$1,234", 1234),
        ("$ 12.5", 12.5),
        ("1\u00a0234", 1234),
        (".5", 0.5),
        ("5.", 5),
        ("+7", 7),
        (1234.0, 1234),
        (0, 0),
        ("1.234,56", 1234.56),
        ("12,5", 12.5),
        ("1e5", 100000),
        ("-", None),
        ("\u2013", None),
        ("n/a", None),
        ("   ", None),
        (None, None),
    ],
)
def test_a_number_stored_as_text_is_a_number_and_a_dash_is_none(book: Path, value: Any, amount: float | None) -> None:
    [record] = records(book, {"RR Input": rr_sheet(rr(arr=value)), "NRR Input": nrr_sheet(nrr(quarters=(value, 0, 0, 0)))})

    assert record.subscriptions is not None
    assert record.subscriptions[0]["arr"] == amount
    assert (record.rr, record.nrr) == (amount or 0, amount or 0)


def test_a_projection_may_be_negative(book: Path) -> None:
    [record] = records(book, {"RR Input": rr_sheet(rr(projected=-5))})

    assert record.subscriptions is not None
    assert record.subscriptions[0]["projected_arr"] == -5


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1587517.0, 1587517), ("1587517", 1587517), ("sandboxes", "sandboxes"), (" AMC ", "AMC"), (" ", None), (None, None)],
)
def test_a_subscription_id_is_a_number_a_text_or_none(book: Path, value: Any, expected: Any) -> None:
    [record] = records(book, {"RR Input": rr_sheet(rr(sub_id=value))})

    assert record.subscriptions is not None
    assert record.subscriptions[0]["sub_id"] == expected


def test_a_renewal_that_is_a_date_is_its_quarter_and_the_day_is_kept(book: Path) -> None:
    [record] = records(book, {"RR Input": rr_sheet(rr(renewal=datetime(2026, 3, 31)))})  # noqa: DTZ001 - Excel knows no zones

    assert record.subscriptions is not None
    assert (record.subscriptions[0]["renewal_qtr"], record.subscriptions[0]["renewal_date"]) == ("Q1'26", "2026-03-31")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<Acme Ltd> migration", "Acme Ltd"),
        ("SO-16679 <Acme Ltd> licence <uplift>", "Acme Ltd"),
        ("< Acme Ltd >", "Acme Ltd"),
        ("Acme Ltd", "Acme Ltd"),
        ("Acme < Ltd", "Acme < Ltd"),
        (3, "3"),
        (3.0, "3"),
    ],
)
def test_a_wrapped_customer_is_what_stands_between_the_brackets(book: Path, text: Any, name: str) -> None:
    assert [record.name for record in records(book, {"NRR Input": nrr_sheet(nrr(text))})] == [name]


@pytest.mark.parametrize(
    ("text", "unit"),
    [("Services : Cloudsense", "CloudSense"), ("Stl", "STL"), ("License:NEWNET (old)", "NewNet"), ("Training : Kandy", "Kandy")],
)
def test_the_class_contains_the_business_unit_in_any_case(book: Path, text: str, unit: str) -> None:
    assert [record.business_unit for record in records(book, {"NRR Input": nrr_sheet(nrr(unit=text))})] == [unit]


def test_records_are_one_for_each_unit_and_name_as_typed(book: Path) -> None:
    sheets = {
        "RR Input": rr_sheet(rr("Kandy", "ACME", arr=0.2), rr("Stl", "ACME", arr=2), rr("KANDY", " ACME ", arr=0.1), rr(arr=0.2)),
        "NRR Input": nrr_sheet(nrr("Acme"), nrr("<ACME> order")),
    }

    assert amounts(book, sheets) == {
        ("Kandy", "ACME"): (0.3, 10),
        ("STL", "ACME"): (2, 0),
        ("Kandy", "Acme Ltd"): (0.2, 0),
        ("Kandy", "Acme"): (0, 10),
    }


def test_a_sheet_that_is_not_there_says_nothing(book: Path) -> None:
    [only_rr] = records(book, {"RR Input": rr_sheet(rr())})
    assert (only_rr.rr, only_rr.nrr, len(only_rr.subscriptions or ())) == (100, None, 1)

    [only_nrr] = records(book, {"NRR Input": nrr_sheet(nrr())})
    assert (only_nrr.rr, only_nrr.nrr, only_nrr.subscriptions) == (None, 10, None)


def test_a_sheet_with_nothing_below_its_header_has_no_records(book: Path) -> None:
    assert records(book, {"RR Input": rr_sheet(), "NRR Input": nrr_sheet()}) == []


def test_a_formula_with_a_saved_value_is_that_value(book: Path) -> None:
    path = replace(portfolio(book, rr(arr=100)), RR_SHEET, "<v>100</v>", "<f>SUM(A1:A2)</f><v>125.5</v>")

    assert [record.rr for record in read_workbook(path).records] == [125.5]


def test_a_formula_whose_saved_value_is_an_empty_text_is_an_empty_cell(book: Path) -> None:
    path = portfolio(book, rr(projected=110))
    replace(path, RR_SHEET, '<c r="L11" t="n"><v>110</v></c>', '<c r="L11" t="str"><f>IF(A1="","",1)</f><v></v></c>')

    [record] = read_workbook(path).records
    assert record.subscriptions is not None
    assert record.subscriptions[0]["projected_arr"] is None


def test_formulas_in_columns_that_do_not_matter_need_no_saved_value(book: Path) -> None:
    row = rr()
    row[2] = row[10] = "=A1"

    assert amounts(book, {"RR Input": rr_sheet(row)}) == {("Kandy", "Acme Ltd"): (100, None)}
