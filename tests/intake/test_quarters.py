"""The quarters of what does not recur: kept from a table, and only as long as they make the year's figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_types import CustomersFile
from openpyxl import Workbook

from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.api.show import show_account
from demodb.store.engine import Store

SHEETS = {
    "RR Input": [
        ["Company", "Customer", "Subscription ID", "ARR", "Renewal", "Will renew", "Projected ARR"],
        ["Kandy", "Borealis AS", 7, 100, "Q1'26", "Yes", 100],
    ],
    "NRR Input": [
        ["Customer", "Class", "Q1", "Q2", "Q3", "Q4"],
        ["Acme Ltd", "Services : Kandy", 1, None, "2.5", 0],
        ["<Acme Ltd> more", "Training : Kandy", 0.1, 0.2, None, None],
    ],
}
Quarters = tuple[float, ...] | None


def quarters(store: Store, name: str = "Acme Ltd") -> list[tuple[float, Quarters]]:
    return [(record.nrr, record.quarters) for record in show_account(store, name).records]


@pytest.fixture
def book(store: Store, tmp_path: Path) -> Path:
    """A workbook that was imported: two orders of a customer, and one that has none."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in SHEETS.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "portfolio.xlsx"
    made.save(path)
    assert import_sources(store, [path]).errors == []
    return path


@pytest.mark.usefixtures("book")
def test_the_quarters_of_a_customer_are_the_sums_of_its_orders(store: Store) -> None:
    assert quarters(store) == [(3.8, (1.1, 0.2, 2.5, 0))]
    assert quarters(store, "Borealis AS") == [(0, (0, 0, 0, 0))]


@pytest.mark.usefixtures("book")
def test_a_customer_file_has_no_place_for_quarters_and_takes_none_away(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "export")
    text = (tmp_path / "export" / "customers_kandy_all.json").read_text("utf-8")
    assert "nrr_q" not in text
    assert "quarters" not in text
    assert import_sources(store, [tmp_path / "export"]).errors == []
    assert quarters(store) == [(3.8, (1.1, 0.2, 2.5, 0))]


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(("nrr", "expected"), [(3.8, (1.1, 0.2, 2.5, 0)), (4, None)])
def test_a_source_that_tells_another_year_leaves_the_year_alone(
    store: Store, tmp_path: Path, customers_file: CustomersFile, nrr: float, expected: Quarters
) -> None:
    assert import_sources(store, [customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 0, nrr)])]).errors == []
    assert quarters(store) == [(nrr, expected)]


def test_a_table_of_the_year_alone_has_no_quarters(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("BU,Customer,NRR,Q1,Q2,Q3,Q4\nKandy,Acme Ltd,10,1,2,3,4\n", "utf-8")
    assert import_sources(store, [path]).errors == []
    assert quarters(store) == [(10, None)]
