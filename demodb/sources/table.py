"""A table: its header settled, its rows read into lines, every fault with its cell. Pure."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from demodb.errors import Problem
from demodb.model.faults import shown
from demodb.model.names import nameless_fault
from demodb.model.tables import Column
from demodb.sources.amounts import AmountColumn, Undecided, parse_money
from demodb.sources.cells import Cell, cell_fault, value_text
from demodb.sources.header import NO_HEADER, Header, TableRow, column_letters, find_header
from demodb.sources.layouts import AMOUNTS
from demodb.sources.left_rows import is_note, is_rule, telling_text, total_of
from demodb.sources.lines import Line
from demodb.sources.plain_rows import PlainRows, is_plain_table
from demodb.sources.records import FaultyRow
from demodb.sources.spool import PIECE
from demodb.sources.table_lines import TableLines
from demodb.sources.table_place import TablePlace, doubtful_columns, lacking_columns, setting, torn_row, unmatched_columns
from demodb.sources.titles import CURRENCIES, folded, title_currency, title_scale
from demodb.sources.unit_names import TypedUnits

_MONTHS = 12
_FEWER = 16
_WRAPPED = re.compile(r"<([^<>]*)>")


@dataclass
class TableReader:
    """Reads one table row by row.

    What is wrong with the table as a whole gathers in `problems`, with single rows in `faulty`.
    """

    place: TablePlace
    units: TypedUnits
    problems: list[Problem] = field(default_factory=list)
    faulty: list[FaultyRow] = field(default_factory=list)
    lines: TableLines = field(default_factory=TableLines)
    left: Counter[str] = field(default_factory=Counter)
    header: Header = NO_HEADER
    rows_read: int = 0
    _first: list[TableRow] | None = field(default_factory=list)
    _at: dict[Column, int] = field(default_factory=dict)
    _plain: PlainRows | None = None
    _gap: bool = False
    _faults: list[Problem] = field(default_factory=list)

    @property
    def all_problems(self) -> list[Problem]:
        """What is wrong with rows, and then with the table."""
        return [*(problem for row in self.faulty for problem in row.problems), *self.problems]

    @cached_property
    def amounts(self) -> dict[Column, AmountColumn]:
        """The columns of amounts, in the order in which lines have them."""
        return {column: self._amount_column(column) for column in AMOUNTS if column in self._at}

    def read(self, rows: Iterable[TableRow]) -> None:
        """Read a table to its end."""
        coming = iter(rows)
        while self._first is not None and (row := next(coming, None)):
            self._feed(row)
        while some := list(islice(coming, PIECE)):
            self._rows(some)
        self._finish()

    def _rows(self, rows: Sequence[TableRow]) -> None:
        """Read rows at once where all of them are plain; else some of them at a time, and in the end one by one."""
        if self._plain is None:
            deque(map(self._feed, rows), maxlen=0)
        elif lines := self._plain.lines(rows):
            self._gap = False
            self.rows_read += len(rows)
            self.lines.extend(lines)
        elif len(rows) == 1:
            self._feed(rows[0])
        else:
            step = -(-len(rows) // _FEWER)
            for start in range(0, len(rows), step):
                self._rows(rows[start : start + step])

    def _feed(self, row: TableRow) -> None:
        """Look at one row: kept until the header can be found among the first, then data."""
        if self._first is None:
            self._data(row)
            return
        self._first.append(row)
        if row.number > self.place.layout.header_rows:
            self._settle()

    def _finish(self) -> None:
        """There are no more rows: what is wrong with the header, or with a column as a whole, is a problem."""
        if self._first is not None:
            self._settle()
        for column, reader in self.amounts.items():
            if conflict := reader.conflict():
                where = f"{self.title(column)!r} ({column_letters(self._at[column])})"
                asked = setting(self.place, "", 'decimal = "."', 'or ","')
                self.problems.append(self.place.problem("", f"the column {where} {conflict}; {asked}"))

    def title(self, column: Column) -> str:
        """The title of a column."""
        return self.header.titles.get(self._at.get(column, -1), column)

    def cell(self, column: Column, row: int) -> str:
        """The place of a cell, such as "B3"."""
        return f"{column_letters(self._at[column])}{row}"

    def leave(self, row: int, customer: str, faults: Iterable[tuple[Column, str]]) -> None:
        """Take note of a row that cannot be read, though its cells can."""
        problems = (self.place.problem(self.cell(column, row), message) for column, message in faults)
        self.faulty.append(FaultyRow(customer, tuple(problems)))

    def has(self, *columns: Column) -> bool:
        """Whether the table has one of these columns."""
        return any(column in self._at for column in columns)

    def _settle(self) -> None:
        first, self._first = self._first or [], None
        self.header = find_header(first, self.place.rules.columns, self.place.layout)
        if self.header.lacking:
            self.problems.append(lacking_columns(self.place, self.header))
        elif faults := unmatched_columns(self.place, self.header):
            self.problems += faults
        elif self.header.doubtful:
            self.problems += doubtful_columns(self.place, self.header)
        else:
            self._at = {column: places[0] for column, places in self.header.columns.items() if places}
            self.lines = TableLines(list(self.amounts.values()))
            if is_plain_table(self.place, self.header):
                self._plain = PlainRows(self.place, self.header, self.units, self.amounts)
            for row in first:
                if row.number > self.header.row:
                    self._data(row)

    def _amount_column(self, column: Column) -> AmountColumn:
        title = self.title(column)
        return AmountColumn(
            self.place.rate,
            title_currency(title) or "USD",
            title_scale(title) * (_MONTHS if column == "mrr" else 1),
            self.place.rules.decimal,
            self.place.layout.usual,
            None if column == "projected_arr" else 0,
        )

    def _data(self, row: TableRow) -> None:
        if not self._at:
            return
        filled = [value for value in row.values if value is not None and not (isinstance(value, str) and not value.strip())]
        if not filled:
            self._gap = True
        elif kind := self._left_out(row, filled):
            self.left[kind] += 1
        else:
            self._gap = False
            self._line(row)

    def _left_out(self, row: TableRow, filled: Sequence[Any]) -> str | None:
        """What a row is that is no customer's and no total: a separator, the header again, a note."""
        if is_rule(filled):
            return "separators"
        customer = self._value(row, "customer")
        if isinstance(customer, str) and self._is_header(row, customer):
            return "repeated headers"
        if isinstance(customer, Cell):
            return None
        if not value_text(customer):
            return self._nobodys(row)
        is_alone = len(filled) == 1 and total_of(value_text(customer)) is None
        return "notes" if is_alone and (self._gap or is_note(value_text(customer))) else None

    def _nobodys(self, row: TableRow) -> str | None:
        """What a row without a customer is that is no total."""
        unit = self._value(row, "unit")
        if self.place.layout.is_strict and not isinstance(unit, Cell) and not value_text(unit):
            return "unnamed rows" if self._has_amount(row) else "notes"
        return None if isinstance(unit, Cell) or self._has_amount(row) else "notes"

    def _is_header(self, row: TableRow, customer: str) -> bool:
        titles = self.header.titles
        if customer.strip().casefold() != titles[self._at["customer"]].casefold():
            return False
        said = [(titles[place], row.values[place]) for place in self._at.values() if place < len(row.values) and place in titles]
        return all(not value_text(value) or folded(value_text(value)) == folded(title) for title, value in said)

    def _has_amount(self, row: TableRow) -> bool:
        values = (self._value(row, column) for column in self.amounts)
        return any(isinstance(value, Cell | int | float) or (isinstance(value, str) and parse_money(value)) for value in values)

    def _value(self, row: TableRow, column: Column) -> Any:
        place = self._at.get(column, -1)
        return row.values[place] if 0 <= place < len(row.values) else None

    def _line(self, row: TableRow) -> None:
        self._faults = []
        label = self._label(row)
        self.rows_read += not label or total_of(label) is None
        customer = self._customer(row, label)
        currency = self._currency(row)
        line = Line(
            row.number,
            self._unit(row, label),
            customer,
            label,
            tuple(self._amount(row, column, currency, is_total=label is not None) for column in self.amounts),
            self._sound(row, "sub_id"),
            self._sound(row, "renewal"),
            self._text(row, "will_renew") or None,
            self._text(row, "country") or None,
            currency,
        )
        if torn := torn_row(self.place, self.header, row):
            self._faults.append(torn)
        if self._faults:
            self.faulty.append(FaultyRow(customer, tuple(self._faults)))
        else:
            self.lines.append(line)

    def _label(self, row: TableRow) -> str | None:
        """What may say that a row is a total: its customer, or where that is empty whatever text stands in it."""
        customer, unit = (value_text(self._value(row, column)) for column in ("customer", "unit"))
        strict = self.place.layout.is_strict
        if customer or strict:
            named = "" if strict and unit and customer else customer or unit
            return named if total_of(named) is not None else None
        return telling_text([value_text(value) for value in row.values if isinstance(value, str)])

    def _customer(self, row: TableRow, label: str | None) -> str:
        text = self._text(row, "customer")
        wrapped = _WRAPPED.search(text) if self.place.layout.is_wrapped else None
        name = wrapped[1].strip() if wrapped else text
        is_broken = isinstance(self._value(row, "customer"), Cell)
        if label is None and not is_broken and (fault := nameless_fault(name)):
            self._fault(row, "customer", f"{fault}, found {shown(text)}")
        return name

    def _unit(self, row: TableRow, label: str | None) -> str:
        text = self._text(row, "unit")
        if not text and (said := self.place.unit or (None if self.has("unit") else self.place.fallback)):
            text = said
        if label is not None or isinstance(self._value(row, "unit"), Cell):
            return text
        unit, fault = self.units.named(text)
        if fault and self.has("unit"):
            self._fault(row, "unit", fault)
        elif fault:
            self._once(f"{fault}; no column names a business unit: give one for all with --bu NAME")
        return unit

    def _once(self, message: str) -> None:
        """Note what is wrong with the table as a whole, though it shows in every row."""
        problem = self.place.problem("", message)
        if problem not in self.problems:
            self.problems.append(problem)

    def _amount(self, row: TableRow, column: Column, currency: str | None, *, is_total: bool) -> float | Undecided | None:
        value = self._value(row, column)
        if is_total and isinstance(value, Cell):
            return None
        amount = self.amounts[column].read(value, self.cell(column, row.number), currency)
        if isinstance(amount, str):
            self._fault(row, column, amount)
            return None
        return amount

    def _currency(self, row: TableRow) -> str | None:
        """The currency that a row's own column names."""
        if "currency" not in self.header.columns:
            return None
        named = {value_text(row.values[at]) for at in self.header.columns.get("currency", ()) if at < len(row.values)} - {""}
        codes = {CURRENCIES.get(folded(name)) for name in named}
        if len(codes) > 1 or None in codes:
            self._fault(row, "currency", f"expected the code of one currency, found {', '.join(sorted(map(shown, named)))}")
            return None
        return codes.pop() if codes else None

    def _sound(self, row: TableRow, column: Column) -> Any:
        """A value; that of a broken cell is None, and a problem."""
        value = self._value(row, column)
        if isinstance(value, Cell):
            self._fault(row, column, cell_fault(value) or "expected a text")
            return None
        return value

    def _text(self, row: TableRow, column: Column) -> str:
        return value_text(self._sound(row, column))

    def _fault(self, row: TableRow, column: Column, message: str) -> None:
        self._faults.append(self.place.problem(self.cell(column, row.number), message))
