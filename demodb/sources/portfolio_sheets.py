"""The two sheets of the portfolio workbook: header by titles, rows to records, every fault with its cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from string import ascii_uppercase
from typing import Any

from demodb.errors import Problem
from demodb.model.canonical import number
from demodb.model.faults import shown
from demodb.model.names import name_fault, unit_fault
from demodb.sources.records import BUSINESS_UNITS, CustomerRecord, RecordOrigin, business_unit_name

HEADER_ROWS = 60
"""How far down a header is looked for."""


@dataclass(frozen=True)
class Cell:
    """A cell's saved value; `is_uncomputed`: a formula that nobody has computed and saved yet."""

    value: Any
    is_error: bool = False
    is_uncomputed: bool = False


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
_SUBTOTAL = re.compile(
    rf"(.*\s)?(grand |sub[ -]?)?totals?:?(\s((of|for)\s.*|[0-9]{{4}}|{'|'.join(BUSINESS_UNITS)}))?", re.IGNORECASE
)
_WRAPPED = re.compile(r"<([^<>]*)>")
_NUMBER = re.compile(r"[-+]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?|[-+]?\.[0-9]+")
_AMOUNTS = ("arr", "projected_arr", "q1", "q2", "q3", "q4")


@dataclass
class SheetLine:
    """A data row that passed: business unit, customer, and its values by column."""

    unit: str
    customer: str
    origin: RecordOrigin
    values: dict[str, Any]


@dataclass
class SheetReader:
    """Reads one sheet row by row: `feed` each, then `finish`; faults gather in `problems`."""

    path: str
    sheet: str
    layout: Layout
    problems: list[Problem] = field(default_factory=list)
    lines: list[SheetLine] = field(default_factory=list)
    rows_read: int = 0
    _columns: dict[str, int] = field(default_factory=dict)
    _best: tuple[int, int, dict[str, int]] = (0, 0, {})

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
        unit, customer = _text(cells[self.layout.unit]), _text(cells["customer"])
        faulty = [name for name in (self.layout.unit, "customer") if _cell_fault(name, cells[name])]
        if not (unit or customer or faulty) or (not faulty and _is_subtotal(unit, customer)):
            return
        self.rows_read += 1
        before = len(self.problems)
        values = {name: self._value(name, cell, row.number) for name, cell in cells.items()}
        name = _unwrapped(customer)
        owner = self._unit(unit, row.number) if self.layout.unit not in faulty else ""
        if "customer" not in faulty and (fault := name_fault(name)):
            self.problems.append(self._problem(self._place("customer", row.number), f"{fault}, found {shown(customer)}"))
        if len(self.problems) == before:
            self.lines.append(SheetLine(owner, name, RecordOrigin(self.path, self._place("customer", row.number)), values))

    def _unit(self, text: str, row: int) -> str:
        if self.layout is RR and not unit_fault(text):
            return business_unit_name(text)
        inside = [name for name in BUSINESS_UNITS if re.search(rf"\b{name}\b", text, re.IGNORECASE)]
        if len(inside) == 1:
            return inside[0]
        expected = f"one of {', '.join(BUSINESS_UNITS)}" + (" in the class" if self.layout is NRR else "")
        self.problems.append(self._problem(self._place(self.layout.unit, row), f"expected {expected}, found {shown(text)}"))
        return ""

    def _value(self, name: str, cell: Cell, row: int) -> Any:
        """A cell's value as its column wants it; a fault is noted and None given."""
        fault = _cell_fault(name, cell)
        if fault:
            self.problems.append(self._problem(self._place(name, row), fault))
            return None
        if name in _AMOUNTS:
            return parse_amount(cell.value)
        return _sub_id(cell.value) if name == "sub_id" else _text(cell) or None

    def _place(self, name: str, row: int) -> str:
        return f"{self.sheet}!{column_name(self._columns[name])}{row}"

    def _problem(self, place: str, message: str) -> Problem:
        return Problem(self.path, place, message)


def column_name(index: int) -> str:
    """0 as "A", 26 as "AA"."""
    high, low = divmod(index, 26)
    return (column_name(high - 1) if high else "") + ascii_uppercase[low]


def _cell_fault(name: str, cell: Cell) -> str | None:
    if cell.is_error:
        return f"expected a value, found the error {cell.value}"
    if cell.is_uncomputed:
        return "expected a value, found a formula without a saved result: open it in Excel and save it"
    if name not in _AMOUNTS or _blank(cell.value):
        return None
    amount = parse_amount(cell.value)
    if amount is None:
        return f"expected a number, found {shown(cell.value)}"
    if amount < 0 and name != "projected_arr":
        return f"expected a number of at least 0, found {shown(cell.value)}"
    return None


def _titled(name: str) -> str:
    return name.replace("_", " ").replace("arr", "ARR").replace("qtr", "quarter").replace("sub id", "subscription id")


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.strip() in ("", "-", "\u2013", "n/a", "N/A"))


def _text(cell: Cell) -> str:
    value = cell.value
    if value is None or cell.is_error:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(number(value)) if isinstance(value, float) else str(value).strip()


def parse_amount(value: Any) -> float | None:
    """A number from a cell: also one stored as text, with thousands separators or a dollar sign; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _finite(value)
    if not isinstance(value, str):
        return None
    plain = value.strip().removeprefix("$").replace("\u00a0", "").strip()
    return _finite(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def _finite(value: float | str) -> float | None:
    try:
        double = float(value)
    except OverflowError:
        return None
    return number(double) if isfinite(double) else None


def _sub_id(value: Any) -> Any:
    amount = parse_amount(value)
    if amount is not None:
        return amount
    return None if value is None or not str(value).strip() else str(value).strip()


def _is_subtotal(unit: str, customer: str) -> bool:
    """A subtotal names a total in one of the two columns and leaves the other one empty."""
    return bool(not (unit and customer) and _SUBTOTAL.fullmatch(unit or customer))


def _unwrapped(customer: str) -> str:
    wrapped = _WRAPPED.search(customer)
    return (wrapped[1] if wrapped else customer).strip()


def merged_records(readers: Sequence[SheetReader]) -> list[CustomerRecord]:
    """Customer records from the lines of both sheets: one for each business unit and name as typed, in order of appearance.

    A sheet that is not there says nothing: what it would have given is None.
    """
    has_rr = any(reader.layout is RR for reader in readers)
    has_nrr = any(reader.layout is NRR for reader in readers)
    lines: dict[tuple[str, str], list[tuple[Layout, SheetLine]]] = {}
    for reader in readers:
        for line in reader.lines:
            lines.setdefault((line.unit, line.customer), []).append((reader.layout, line))
    records = []
    for (unit, name), lines_of_record in lines.items():
        rr = [line for layout, line in lines_of_record if layout is RR]
        nrr = [line for layout, line in lines_of_record if layout is NRR]
        records.append(
            CustomerRecord(
                unit,
                name,
                lines_of_record[0][1].origin,
                rr=_sum(line.values["arr"] for line in rr) if has_rr else None,
                nrr=_sum(line.values[quarter] for line in nrr for quarter in ("q1", "q2", "q3", "q4")) if has_nrr else None,
                subscriptions=tuple(_subscription(line.values) for line in rr) if has_rr else None,
            )
        )
    return records


def _sum(amounts: Iterable[float | None]) -> float:
    return number(round(sum(amount for amount in amounts if amount is not None), 2))


def _subscription(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("sub_id", "arr", "projected_arr", "renewal_qtr", "will_renew")}
