"""What is wrong in a workbook's cells: each fault with the cell it stands in, all faults of a file at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from workbooks import NRR_TITLES, RR_SHEET, RR_TITLES, Rows, nrr, nrr_sheet, portfolio, refused, replace, rr, rr_sheet, write_book

from demodb.model.tables import Tables
from demodb.sources.records import Rejected
from demodb.sources.tables import TableSettings
from demodb.sources.workbook import read_workbook

UNCOMPUTED = "expected a value, found a formula without a saved result: open it in Excel and save it"
REF = "expected a value, found the error #REF!"
NAMELESS = "a customer name needs a letter or a digit, found "
SETTINGS = "the settings may name others under [units]"
UNIT = "a business unit's name needs a letter or a digit and must be one safe path component, found "


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "portfolio.xlsx"


def faults(book: Path, rows: Rows | None = None, orders: Rows | None = None) -> list[tuple[str, str]]:
    sheets = {"RR Input": rr_sheet(rr(), *(rows or [])), "NRR Input": nrr_sheet(nrr(), *(orders or []))}
    return refused(read_workbook, write_book(book, sheets))


AMOUNT_FAULTS = [
    ("see CRM", "expected a number, found 'see CRM'"),
    ("(5)", "expected a number of at least 0, found '(5)', which is negative"),
    ("12 %", "expected a number, found '12 %'"),
    ("9" * 400, f"expected a number that a computer can hold, found '{'9' * 58}…"),
    (True, "expected a number, found True"),
    (-1, "expected a number of at least 0, found -1, which is negative"),
    ("-0.5", "expected a number of at least 0, found '-0.5', which is negative"),
    ("=SUM(A1:A2)", UNCOMPUTED),
    ("#REF!", REF),
    ("#DIV/0!", "expected a value, found the error #DIV/0!"),
]


@pytest.mark.parametrize(("value", "message"), AMOUNT_FAULTS)
def test_an_arr_that_is_no_amount_is_a_fault(book: Path, value: Any, message: str) -> None:
    assert faults(book, [rr(arr=value)]) == [("RR Input!G12", message)]


@pytest.mark.parametrize(("value", "message"), AMOUNT_FAULTS)
@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_a_quarter_that_is_no_amount_is_a_fault(book: Path, quarter: int, value: Any, message: str) -> None:
    quarters = [value if n == quarter else 0 for n in (1, 2, 3, 4)]
    assert faults(book, None, [nrr(quarters=quarters)]) == [(f"NRR Input!{'HIJKL'[quarter]}7", message)]


@pytest.mark.parametrize(
    ("key", "column"), [("sub_id", "D"), ("arr", "G"), ("renewal", "I"), ("renews", "J"), ("projected", "L")]
)
@pytest.mark.parametrize(("value", "message"), [("=A1", UNCOMPUTED), ("#REF!", REF)])
def test_a_formula_without_value_and_an_error_are_faults_in_every_column(
    book: Path, key: str, column: str, value: str, message: str
) -> None:
    assert faults(book, [rr(**{key: value})]) == [(f"RR Input!{column}12", message)]


@pytest.mark.parametrize(("value", "message"), [("=A1", UNCOMPUTED), ("#REF!", REF)])
def test_a_company_or_customer_without_value_is_one_fault(book: Path, value: str, message: str) -> None:
    found = faults(book, [rr(value), rr(customer=value)], [nrr(value), nrr(unit=value)])

    assert found == [
        ("RR Input!A12", message),
        ("RR Input!B13", message),
        ("NRR Input!B7", message),
        ("NRR Input!C8", message),
    ]


@pytest.mark.parametrize(("value", "message"), [("=A1", UNCOMPUTED), ("#REF!", REF)])
def test_a_row_in_which_neither_company_nor_customer_has_a_value_is_not_lost(book: Path, value: str, message: str) -> None:
    found = faults(book, [rr(value, value)], [nrr(value, value)])

    assert sorted(found) == [
        ("NRR Input!B7", message),
        ("NRR Input!C7", message),
        ("RR Input!A12", message),
        ("RR Input!B12", message),
    ]


@pytest.mark.parametrize(
    ("customer", "message"),
    [
        (None, f"{NAMELESS}''"),
        ("  ", f"{NAMELESS}''"),
        ("..", f"{NAMELESS}'..'"),
        ("< >", f"{NAMELESS}'< >'"),
        ("x <!> y", f"{NAMELESS}'x <!> y'"),
        ("\u3164", f"{NAMELESS}'\\u3164'"),
    ],
)
def test_a_customer_without_a_name_is_a_fault(book: Path, customer: Any, message: str) -> None:
    assert faults(book, [rr(customer=customer)], [nrr(customer)]) == [("RR Input!B12", message), ("NRR Input!B7", message)]


def test_empty_brackets_name_no_customer(book: Path) -> None:
    assert faults(book, None, [nrr("SO-1 <> uplift")]) == [("NRR Input!B7", f"{NAMELESS}'SO-1 <> uplift'")]


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        (None, "expected a business unit, found none: fill it in, or give one for all with --bu NAME"),
        ("..", f"{UNIT}'..'"),
        ("A/B", f"{UNIT}'A/B'"),
    ],
)
def test_a_row_without_a_business_unit_that_can_name_a_file_is_a_fault(book: Path, unit: Any, message: str) -> None:
    assert faults(book, [rr(unit)]) == [("RR Input!A12", message)]


@pytest.mark.parametrize("unit", [None, "Services", "Totogi", "Kandy and Stl"])
def test_a_class_with_no_business_unit_or_with_two_is_a_fault(book: Path, unit: Any) -> None:
    expected = f"expected one of the business units Kandy, Stl in the class, found {unit or ''!r}: {SETTINGS}"
    assert faults(book, [rr("Stl")], [nrr(unit=unit)]) == [("NRR Input!C7", expected)]


def test_a_class_of_several_words_is_a_fault_where_no_business_unit_is_known(book: Path) -> None:
    expected = f"expected a business unit that is known in the class, found 'New : Kandy': {SETTINGS}"
    sheet = nrr_sheet(nrr(unit="New : Kandy"), nrr(unit="Kandy"), nrr(unit="Old : KANDY"))
    assert refused(read_workbook, write_book(book, {"NRR Input": sheet})) == [("NRR Input!C6", expected)]


def test_every_fault_of_both_sheets_is_told_at_once_with_the_number_of_rows(book: Path) -> None:
    sheets = {
        "RR Input": rr_sheet(rr(), rr(arr="x", projected="y"), [], rr("Kandy", None), rr("Total", None)),
        "NRR Input": nrr_sheet(nrr("!", "nowhere", ("a", 1, -2, "=1"))),
    }
    path = write_book(book, sheets)

    with pytest.raises(Rejected) as caught:
        read_workbook(path)

    assert [str(problem) for problem in caught.value.problems] == [
        f"{path}: RR Input!G12: expected a number, found 'x'",
        f"{path}: RR Input!L12: expected a number, found 'y'",
        f"{path}: RR Input!B14: {NAMELESS}''",
        f"{path}: NRR Input!B6: {NAMELESS}'!'",
        f"{path}: NRR Input!C6: expected one of the business units Kandy in the class, found 'nowhere': {SETTINGS}",
        f"{path}: NRR Input!I6: expected a number, found 'a'",
        f"{path}: NRR Input!K6: expected a number of at least 0, found -2, which is negative",
        f"{path}: NRR Input!L6: {UNCOMPUTED}",
    ]
    assert caught.value.records == 4


def lacking(sheet: str, said: str, found: str, *lines: str) -> str:
    """What is told of a sheet that lacks columns, with the lines that mend it."""
    mapping = "\n  ".join([f'[tables."portfolio.xlsx!{sheet}".columns]', *lines])
    aside = 'the title that it stands under, or "" for none'
    return f"expected a column for {said}, found {found}; say in demodb.toml:\n  {mapping}  # {aside}"


@pytest.mark.parametrize(
    ("title", "said", "column"),
    [
        ("Company", "a business unit", "unit"),
        ("Customer", "a customer", "customer"),
        ("Subscription ID", "a subscription id", "sub_id"),
        ("ARR", "the ARR", "arr"),
        ("Renewal Qtr", "a renewal", "renewal"),
        ("Will Renew", "whether it will renew", "will_renew"),
        ("Projected ARR", "the projected ARR", "projected_arr"),
    ],
)
def test_a_needed_column_that_is_missing_is_named(book: Path, title: str, said: str, column: str) -> None:
    titles = ["?" if found == title else found for found in RR_TITLES]
    path = write_book(book, {"RR Input": [["Company", "Customer"], [], titles, rr()]})

    others = [found for found in titles if found in ("?", "Product", "Start", "Term", "Comment")]
    told = lacking("RR Input", said, ", ".join(map(repr, others)), f'{column} = "{others[0]}"')
    assert refused(read_workbook, path) == [("RR Input!3:3", told)]


def test_every_column_that_is_missing_is_named_in_every_sheet(book: Path) -> None:
    titles = [title for title in NRR_TITLES if title not in ("Class", "Q2'26")]
    path = write_book(book, {"RR Input": [["Company", "Customer", "ARR", "Renewal", "Renew"]], "NRR Input": [[], titles]})

    both = lacking(
        "RR Input", "a subscription id and the projected ARR", "no other title", 'sub_id = "TITLE"', 'projected_arr = "TITLE"'
    )
    others = "'No.', 'Product', 'Booked', 'Invoiced', 'Comment', 'FY26'"
    assert refused(read_workbook, path) == [
        ("RR Input!1:1", both),
        ("NRR Input!2:2", lacking("NRR Input", "a business unit and Q2", others, 'unit = "No."', 'q2 = "Product"')),
    ]


def test_a_budget_sheet_is_mapped_like_every_table(book: Path) -> None:
    titles = [{"Will Renew": "Chance", "Projected ARR": "x"}.get(title, title) for title in RR_TITLES]
    path = write_book(book, {"RR Input": [titles, rr(renews="TBD")]})
    said = {"portfolio.xlsx!RR Input": {"columns": {"will_renew": "Chance", "projected_arr": ""}}}

    [record] = read_workbook(path, TableSettings(Tables(**said))).records
    subscription = {"sub_id": 1001, "arr": 100, "projected_arr": None, "renewal_qtr": "Q1'26", "will_renew": "TBD"}
    assert record.subscriptions == (subscription,)


@pytest.mark.parametrize("rows", [[], [["Hello"], [1, 2, 3]], [[]] * 60 + [NRR_TITLES, nrr()]], ids=["empty", "other", "row 61"])
def test_a_sheet_without_header_in_its_first_60_rows_names_every_column(book: Path, rows: Rows) -> None:
    path = write_book(book, {"NRR Input": rows})

    columns = "a customer and a business unit and Q1 and Q2 and Q3 and Q4"
    told = f"expected a header with {columns} in the first 60 rows, found no title of a table"
    assert refused(read_workbook, path) == [("NRR Input", told)]


def test_a_header_in_row_60_is_found(book: Path) -> None:
    path = write_book(book, {"NRR Input": [[]] * 59 + [NRR_TITLES, nrr(unit="Kandy")]})

    assert [record.origin.place for record in read_workbook(path).records] == ["NRR Input!B61"]


def test_a_workbook_with_no_table_in_any_sheet_is_refused_with_the_sheets_it_has(book: Path) -> None:
    path = write_book(book, {"Sheet1": [["Profit"], ["and loss"]], "RR": []})

    lacking = "expected a header with a customer and an amount (ARR, MRR, non-recurring, total) in the first 40 rows"
    assert refused(read_workbook, path) == [(sheet, f"{lacking}, found no title of a table") for sheet in ("Sheet1", "RR")]


@pytest.mark.parametrize(("saved", "shown"), [("1e400", "inf"), ("-1E999", "-inf")])
def test_a_number_that_is_not_finite_is_a_fault(book: Path, saved: str, shown: str) -> None:
    path = replace(portfolio(book, rr(arr=100)), RR_SHEET, "<v>100</v>", f"<v>{saved}</v>")

    assert refused(read_workbook, path) == [("RR Input!G11", f"expected a number that a computer can hold, found {shown}")]


def test_a_formula_whose_saved_value_is_an_error_is_a_fault(book: Path) -> None:
    path = portfolio(book, rr(arr=100))
    replace(path, RR_SHEET, '<c r="G11" t="n"><v>100</v></c>', '<c r="G11" t="e"><f>A1/0</f><v>#DIV/0!</v></c>')

    assert refused(read_workbook, path) == [("RR Input!G11", "expected a value, found the error #DIV/0!")]
