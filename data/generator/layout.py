"""The two lists of the workbook, laid out as hands keep them: titles, gaps, subtotals, figures typed as text."""

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from generator.records import Record, Unit, chance, draw, pick
from generator.xlsx import Cell, Formula, Grid, plain

RR_TITLES: Grid = {
    1: ["demodb sample portfolio"],
    2: ["Recurring revenue by subscription"],
    4: ["As of", date(2026, 11, 20)],
    5: ["Money in", "USD"],
    6: ["Origin", "billing export, edited by hand"],
    8: ["Projection: renewal at the present price plus indexation, where the BU knows better its own figure"],
}
RR_HEADER = ["Company", "Customer", "Product", "Subscription ID", "Start", "Currency", "ARR", "Term (months)"]
RR_HEADER += ["Renewal Qtr", "Will Renew", "Comment", "Projected ARR"]
NRR_TITLES: Grid = {1: ["demodb sample portfolio"], 2: ["Non-recurring revenue: services and licences"], 3: ["USD"]}
NRR_HEADER = ["No.", "Customer", "Class", "Product", "Booked", "Currency", "Invoiced", "Comment"]
NRR_HEADER += ["Q1'26", "Q2'26", "Q3'26", "Q4'26", "FY26"]
NOTES = [
    "How to read this workbook",
    "RR Input holds one line per subscription, NRR Input one line per order.",
    "Both lists are kept by hand, by different people.",
    "An order's text names the customer between < and >, for instance: SO-10000 <Example Customer> Q1 services.",
    "Figures typed as text do not count in the subtotals; that is so in the original as well.",
    "Zero is no mistake: a sandbox or a pilot has no price.",
]
COMMENTS = [None, None, None, None, "price review open", "multi-year", "see CRM", "invoice in EUR"]
WRAPPINGS = [
    "SO-{n} <{name}> Q{q} services",
    "SO-{n} <{name}> licence uplift",
    "CR-{n} <{name}>",
    "<{name}> migration",
    "{name}",
]
CLASSES = ["Services", "Services", "License", "Training"]
STYLES = [*["number"] * 12, *["monthly"] * 6, "text", "text with commas"]


def money(key: str, value: float | None, *, formula: bool) -> Cell:
    """Return an amount as some hand typed it: a number, a text, or a monthly price times twelve."""
    style = pick("style", key, STYLES)
    if not value or style == "number":
        return value
    if style == "monthly":
        return Formula(f"{value / 12:.0f}*12", value) if formula and value % 12 == 0 else value
    return f"{value:,.2f}" if style == "text with commas" else plain(value)


def figure(cell: Cell) -> float:
    """Return what SUM sees in a cell: text counts nothing."""
    value = cell.value if isinstance(cell, Formula) else cell
    return float(value) if isinstance(value, int | float) else 0.0


def total_of(grid: Grid, column: str, rows: Iterable[int]) -> Formula:
    """Return a SUM over consecutive rows, with the value it has."""
    span = sorted(rows)
    values = [figure(grid[row][ord(column) - ord("A")]) for row in span if row in grid]
    return Formula(f"SUM({column}{span[0]}:{column}{span[-1]})", math.fsum(values))


def rr_line(item: Record, index: int) -> list[Cell]:
    """Return one subscription as a row of the RR sheet."""
    sub, key = item.subscriptions[index], f"{item.name} #{index}"
    start = date(2022, 1, 1) + timedelta(days=int(draw("start", key) * 1300))
    number = int(sub.sub_id) if isinstance(sub.sub_id, float) else sub.sub_id
    shown = str(number) if number is not None and chance("id as text", key, 8) else number
    company, product = pick("company", key, item.unit.typed), pick("product", key, item.unit.products)
    term = pick("term", key, [12, 12, 24, 36])
    line = [company, item.name, product, shown, start, "USD", money(key, sub.arr, formula=True), term]
    return [*line, sub.renewal_qtr, sub.will_renew, pick("comment", key, COMMENTS), sub.projected_arr]


def rr_sheet(units: Sequence[Unit], items: Sequence[Record]) -> Grid:
    """Lay out the RR sheet: a block and a subtotal per unit, a grand total below."""
    grid: Grid = {**RR_TITLES, 10: RR_HEADER}
    row, sums = 11, list[tuple[str, Formula]]()
    for unit in units:
        first = row
        for item in (item for item in items if item.unit == unit):
            for index in range(len(item.subscriptions)):
                grid[row] = rr_line(item, index)
                row += 1
            row += chance("gap", item.name, 5)
        subtotal = total_of(grid, "G", range(first, row))
        grid[row] = [f"{unit.typed[0]} Total", *[None] * 5, subtotal]
        sums.append((f"G{row}", subtotal))
        row += 2
    grand = Formula("+".join(ref for ref, _ in sums), math.fsum(each.value for _, each in sums))
    grid[row] = ["Grand Total", *[None] * 5, grand]
    return grid


def nrr_line(item: Record, index: int, row: int) -> list[Cell]:
    """Return one order as a row of the NRR sheet."""
    key = f"{item.name} order {index}"
    number = 10_000 + int(draw("order", key) * 9_000)
    text = pick("wrapping", key, WRAPPINGS).format(n=number, name=item.name, q=1 + int(draw("quarter", key) * 4))
    label = f"{pick('class', key, CLASSES)} : {item.unit.label}"
    booked = date(2026, 1, 5) + timedelta(days=int(draw("booked", key) * 300))
    amounts = [money(f"{key} {i}", quarter, formula=False) for i, quarter in enumerate(item.orders[index])]
    product, sent = pick("product", key, item.unit.products), pick("sent", key, ["yes", "no"])
    head: list[Cell] = [row - 5, text, label, product, booked, "USD", sent, None]
    return [*head, *amounts, Formula(f"SUM(I{row}:L{row})", math.fsum(map(figure, amounts)))]


def nrr_sheet(units: Sequence[Unit], items: Sequence[Record]) -> Grid:
    """Lay out the NRR sheet, with a subtotal per unit and a total that leaves the subtotals out."""
    grid: Grid = {**NRR_TITLES, 5: NRR_HEADER}
    row, sums = 6, list[tuple[int, list[Formula]]]()
    for unit in units:
        first = row
        for item in (item for item in items if item.unit == unit):
            for index in range(len(item.orders)):
                grid[row] = nrr_line(item, index, row)
                row += 1
            row += chance("gap below", item.name, 5)
        subtotals = [total_of(grid, column, range(first, row)) for column in "IJKLM"]
        grid[row] = [None, "Subtotal", *[None] * 6, *subtotals]
        sums.append((row, subtotals))
        row += 2
    grid[row] = [None, "Total", *[None] * 6, *(grand_total(column, i, sums) for i, column in enumerate("IJKLM"))]
    return grid


def grand_total(column: str, index: int, sums: list[tuple[int, list[Formula]]]) -> Formula:
    """Add up one column's subtotals."""
    value = math.fsum(subtotals[index].value for _, subtotals in sums)
    return Formula("+".join(f"{column}{row}" for row, _ in sums), value)
