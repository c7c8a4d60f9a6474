"""The two sheets of the portfolio workbook: header by titles, rows to records, every fault with its cell. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from string import ascii_uppercase
from typing import Any

from demodb.errors import Problem
from demodb.model.canonical import number
from demodb.model.faults import shown
from demodb.model.names import nameless_fault, unit_fault, unit_key, units_within
from demodb.sources.cells import Cell, cell_fault, cell_text, parse_amount, typed_id
from demodb.sources.records import CustomerRecord, RecordOrigin

HEADER_ROWS = 60
"""How far down a header is looked for."""


@dataclass(frozen=True)
class Row:
    """A row of a sheet, counted from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Layout:
    """A sheet: its name, and the titles (regular expressions, whole, case-insensitive) of the columns it needs."""

    title: str
    unit: str
    columns: dict[str, str]


RR = Layout(
    "RR Input",
    "company",
    {
        "company": r"company|bu|business unit",
        "customer": r"customer( name)?|account( name)?|client( name)?",
        "sub_id": r"sub(scription)?[ _.-]*(id|no\.?|number)?",
        "arr": r"(current )?arr( \(?usd\)?)?|annual recurring revenue",
        "renewal_qtr": r"renewal( (quarter|qtr|date))?",
        "will_renew": r"will (it )?renew\??|renew\??",
        "projected_arr": r"proj(ected|\.)? arr( \(?usd\)?)?",
    },
)
NRR = Layout(
    "NRR Input",
    "class",
    {
        "customer": r"customer( name)?|account( name)?|client( name)?",
        "class": r"class|business unit|bu",
        "q1": r"q1\b.*",
        "q2": r"q2\b.*",
        "q3": r"q3\b.*",
        "q4": r"q4\b.*",
    },
)
_SUBTOTAL = re.compile(r"(.*\s)?(grand |sub[ -]?)?totals?:?(\s((of|for)\s.*|[0-9]{4}|(?P<unit>.+)))?", re.IGNORECASE)
_WRAPPED = re.compile(r"<([^<>]*)>")
_LEAST = {"arr": 0, "projected_arr": -inf, "q1": 0, "q2": 0, "q3": 0, "q4": 0}
"""The columns of amounts, with the least that each may hold."""


@dataclass
class SheetLine:
    """A data row that passed: business unit, customer, and its values by column."""

    unit: str
    customer: str
    origin: RecordOrigin
    values: dict[str, Any]


@dataclass
class SheetReader:
    """Reads one sheet row by row: `feed` each, then `finish`; faults gather in `problems`.

    `units` are the business units that are known, by key: those of a sheet add to them, classes are matched against them.
    """

    path: str
    sheet: str
    layout: Layout
    units: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lines: list[SheetLine] = field(default_factory=list)
    rows_read: int = 0
    _columns: dict[str, int] = field(default_factory=dict)
    _best: tuple[int, int, dict[str, int]] = (0, 0, {})

    def __post_init__(self) -> None:
        self._knows_none = not self.units

    def feed(self, row: Row) -> None:
        """Look at one row: a candidate for the header until there is one, then data."""
        if self._columns:
            self._data(row)
        elif row.number <= HEADER_ROWS:
            titled = self._titles(row)
            if len(titled) == len(self.layout.columns):
                self._columns = titled
            elif len(titled) > self._best[0]:
                self._best = (len(titled), row.number, titled)

    def finish(self) -> None:
        """Say which columns were not found, if there was no header."""
        if self._columns:
            return
        _, row, titled = self._best
        lacking = [name for name in self.layout.columns if name not in titled]
        where = f"row {row}" if titled else f"the first {HEADER_ROWS} rows"
        self.problems += [
            self._problem(f"{self.sheet}!{row or 1}:{row or 1}", f"expected a column {name!r} in {where}, found none")
            for name in (_titled(name) for name in lacking)
        ]

    def _titles(self, row: Row) -> dict[str, int]:
        titled: dict[str, int] = {}
        for index, cell in enumerate(row.cells):
            title = " ".join(str(cell.value).split()) if isinstance(cell.value, str) else ""
            for name, pattern in self.layout.columns.items():
                if title and name not in titled and re.fullmatch(pattern, title, re.IGNORECASE):
                    titled[name] = index
        return titled

    def _data(self, row: Row) -> None:
        cells = {name: row.cells[i] if i < len(row.cells) else Cell(None) for name, i in self._columns.items()}
        if not self._names_somebody(cells):
            return
        self.rows_read += 1
        before = len(self.problems)
        values = {name: self._value(name, cell, row.number) for name, cell in cells.items()}
        unit = self._unit(cells[self.layout.unit], row.number)
        customer = self._customer(cells["customer"], row.number)
        if len(self.problems) == before:
            self.lines.append(SheetLine(unit, customer, RecordOrigin(self.path, self._place("customer", row.number)), values))

    def _names_somebody(self, cells: Mapping[str, Cell]) -> bool:
        """Whether a row is a customer's: its unit or customer is there, or broken, and it is no subtotal."""
        unit, customer = self.layout.unit, "customer"
        if cell_fault(cells[unit]) or cell_fault(cells[customer]):
            return True
        named = cell_text(cells[unit]), cell_text(cells[customer])
        return any(named) and not self._is_subtotal(*named)

    def _is_subtotal(self, unit: str, customer: str) -> bool:
        """A subtotal names a total, also one of a known unit, in one of the two columns and leaves the other one empty."""
        total = None if unit and customer else _SUBTOTAL.fullmatch(unit or customer)
        return bool(total and (total["unit"] is None or unit_key(total["unit"]) in self.units))

    def _unit(self, cell: Cell, row: int) -> str:
        """The business unit's name; a fault is noted, unless the cell itself has one, and "" given."""
        text = cell_text(cell)
        if cell_fault(cell):
            return ""
        # Where no unit is known, a class of a single word names one.
        if (self.layout is RR or (self._knows_none and re.fullmatch(r"\w+", text))) and not unit_fault(text):
            return self.units.setdefault(unit_key(text), text)
        inside = units_within(text, self.units.values())
        if len(inside) == 1:
            return inside[0]
        known = f"one of the business units {', '.join(self.units.values())}" if self.units else "a business unit that is known"
        expected = f"{known} in the class, found {shown(text)}: the settings may name others under [units]"
        message = f"expected {expected}" if self.layout is NRR else f"{unit_fault(text)}, found {shown(text)}"
        self.problems.append(self._problem(self._place(self.layout.unit, row), message))
        return ""

    def _customer(self, cell: Cell, row: int) -> str:
        """The customer's name; a fault is noted, unless the cell itself has one."""
        text = cell_text(cell)
        name = _unwrapped(text)
        fault = None if cell_fault(cell) else nameless_fault(name)
        if fault:
            self.problems.append(self._problem(self._place("customer", row), f"{fault}, found {shown(text)}"))
        return name

    def _value(self, name: str, cell: Cell, row: int) -> Any:
        """A cell's value as its column wants it; a fault is noted and None given."""
        fault = cell_fault(cell, _LEAST.get(name))
        if fault:
            self.problems.append(self._problem(self._place(name, row), fault))
            return None
        if name in _LEAST:
            return parse_amount(cell.value)
        return typed_id(cell.value) if name == "sub_id" else cell_text(cell) or None

    def _place(self, name: str, row: int) -> str:
        return f"{self.sheet}!{column_name(self._columns[name])}{row}"

    def _problem(self, place: str, message: str) -> Problem:
        return Problem(self.path, place, message)


def column_name(index: int) -> str:
    """0 as "A", 26 as "AA"."""
    high, low = divmod(index, 26)
    return (column_name(high - 1) if high else "") + ascii_uppercase[low]


def _titled(name: str) -> str:
    return name.replace("_", " ").replace("arr", "ARR").replace("qtr", "quarter").replace("sub id", "subscription id")


def _unwrapped(customer: str) -> str:
    wrapped = _WRAPPED.search(customer)
    return (wrapped[1] if wrapped else customer).strip()


def merged_records(readers: Sequence[SheetReader]) -> list[CustomerRecord]:
    """Customer records from the lines of both sheets: one for each business unit and name as typed, in order of appearance.

    A sheet that is not there says nothing: what it would have given is None.
    """
    sheets = [reader.layout for reader in readers]
    lines: dict[tuple[str, str], list[tuple[Layout, SheetLine]]] = defaultdict(list)
    for reader in readers:
        for line in reader.lines:
            lines[line.unit, line.customer].append((reader.layout, line))
    return [_record(lines_of_record, sheets) for lines_of_record in lines.values()]


def _record(lines: Sequence[tuple[Layout, SheetLine]], sheets: Sequence[Layout]) -> CustomerRecord:
    first = lines[0][1]
    rr, nrr = ([line.values for layout, line in lines if layout is sheet] if sheet in sheets else None for sheet in (RR, NRR))
    return CustomerRecord(
        first.unit,
        first.customer,
        first.origin,
        rr=None if rr is None else _sum(values["arr"] for values in rr),
        nrr=None if nrr is None else _sum(values[quarter] for values in nrr for quarter in ("q1", "q2", "q3", "q4")),
        subscriptions=None if rr is None else tuple(map(_subscription, rr)),
    )


def _sum(amounts: Iterable[float | None]) -> float:
    return number(round(sum(amount for amount in amounts if amount is not None), 2))


def _subscription(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("sub_id", "arr", "projected_arr", "renewal_qtr", "will_renew")}
