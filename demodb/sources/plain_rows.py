"""Rows of a table that hold plain values alone, read column by column. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_letters, digits
from typing import Any

from demodb.model.names import nameless_fault
from demodb.model.tables import Column
from demodb.sources.amounts import AmountColumn, NotPlainError
from demodb.sources.cells import Cell, each, value_text
from demodb.sources.header import Header, TableRow
from demodb.sources.left_rows import may_be_total, total_of
from demodb.sources.lines import Lines
from demodb.sources.table_place import TablePlace
from demodb.sources.titles import CURRENCIES, folded
from demodb.sources.unit_names import TypedUnits

_PLAIN_START = frozenset(ascii_letters + digits)
_PICKED: tuple[Column, ...] = ("customer", "unit", "sub_id", "renewal", "will_renew", "country", "currency")


class PlainRows:
    """Reads rows of customers in which nothing is out of the ordinary, as most are; the others need a closer look.

    What it reads, it reads as a closer look would.
    """

    def __init__(self, place: TablePlace, header: Header, units: TypedUnits, amounts: Mapping[Column, AmountColumn]) -> None:
        at = {column: places[0] for column, places in header.columns.items()}
        # A column that the table has not is the one of None that is put behind those of the rows.
        self._picked = [at.get(column, -1) for column in (*_PICKED, *amounts)]
        self._width = max(header.titles) + 1
        self._title = header.titles[at["customer"]].casefold()
        self._has_cells = bool(place.sheet)
        self._unit_of_none = place.unit or ("" if "unit" in at else place.fallback)
        self._units = units
        self._amounts = list(amounts.values())

    def lines(self, rows: Sequence[TableRow]) -> Lines | None:
        """The lines of rows; None where one of them needs a closer look."""
        try:
            return self._lines(rows)
        except NotPlainError:
            return None

    def _lines(self, rows: Sequence[TableRow]) -> Lines:
        numbers, values = zip(*rows, strict=True)
        if not self._has_width(set(map(len, values))):
            raise NotPlainError
        none = (None,) * len(rows)
        columns = [*zip(*values, strict=True), none]
        customer, unit, sub_id, renewal, will_renew, country, currency, *said = (columns[n] for n in self._picked)
        if self._has_cells and any(Cell in map(type, columns[n]) for n in self._picked):
            raise NotPlainError
        names, codes = self._customers(customer), each(currency, _currency_code)
        read = [column.plain(column_said, codes) for column, column_said in zip(self._amounts, said, strict=True)]
        amounts = list(zip(*read, strict=True))
        if not (all(unit) or all(one or any(some) for one, some in zip(unit, amounts, strict=True))):
            raise NotPlainError
        will, where = each(will_renew, _text_or_none), each(country, _text_or_none)
        # At last, as from here on the units are known.
        units = each(unit, self._named)
        return Lines(numbers, units, names, none, amounts, sub_id, renewal, will, where, codes)

    def _has_width(self, widths: set[int]) -> bool:
        """Whether rows have a cell under each title; in a CSV file no more, as one that is wider may be torn."""
        return widths == {self._width} or (self._has_cells and min(widths) >= self._width and len(widths) == 1)

    def _customers(self, values: Sequence[Any]) -> Sequence[str]:
        """The names of customers that can be nothing else."""
        if set(map(type, values)) != {str}:
            raise NotPlainError
        joined = " ".join(values)
        names = values if joined == " ".join(joined.split()) else [" ".join(value.split()) for value in values]
        if any(map(_is_unusual, {name for name in names if name[:1] not in _PLAIN_START})) or self._may_be_others(names):
            raise NotPlainError
        return names

    def _may_be_others(self, names: Sequence[str]) -> bool:
        """Whether one of these names a total, or is the column's title again."""
        plain = "\n".join(names).casefold()
        if may_be_total(plain) and any(total_of(name) is not None for name in names):
            return True
        return self._title in plain and self._title in map(str.casefold, names)

    def _named(self, value: Any) -> str:
        unit, fault = self._units.named(value_text(value) or self._unit_of_none)
        if fault:
            raise NotPlainError
        return unit


def is_plain_table(place: TablePlace, header: Header) -> bool:
    """Whether a table may have plain rows: none of a budget's does, and none with several columns for a currency."""
    layout = place.layout
    is_odd = layout.is_strict or layout.is_wrapped or layout.unit_in_text
    return not is_odd and len(header.columns.get("currency", ())) < 2  # noqa: PLR2004 - several


def _is_unusual(name: str) -> bool:
    """Whether a name does not begin with a letter, or may name nobody."""
    return not name[:1].isalpha() or nameless_fault(name) is not None


def _text_or_none(value: Any) -> str | None:
    return value_text(value) or None


def _currency_code(value: Any) -> str | None:
    """The code of a currency that a cell names, None where it names none."""
    if not (name := value_text(value)):
        return None
    if code := CURRENCIES.get(folded(name)):
        return code
    raise NotPlainError
