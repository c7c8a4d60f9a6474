"""Rows of a table that hold plain values alone, read by a plan that is made once for a header. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from operator import itemgetter
from string import ascii_letters, digits
from typing import Any

from demodb.model.tables import Column
from demodb.sources.amounts import AmountColumn, NotPlainError
from demodb.sources.cells import Cell, value_text
from demodb.sources.header import Header, TableRow
from demodb.sources.left_rows import may_be_total
from demodb.sources.lines import Line
from demodb.sources.table_place import TablePlace
from demodb.sources.titles import CURRENCIES, folded
from demodb.sources.unit_names import TypedUnits

_MEMO = 4096
_PLAIN_START = frozenset(ascii_letters + digits)
_PICKED: tuple[Column, ...] = ("customer", "unit", "sub_id", "renewal", "will_renew", "country", "currency")


class PlainRows:
    """Reads rows of customers in which nothing is out of the ordinary, as most are; the others need a closer look.

    What it reads, it reads as a closer look would. Texts that repeat are understood once, as far as a bounded memory goes.
    """

    def __init__(self, place: TablePlace, header: Header, units: TypedUnits, amounts: Mapping[Column, AmountColumn]) -> None:
        at = {column: places[0] for column, places in header.columns.items()}
        # A column that the table has not is the None that is put behind each row's values.
        self._pick = itemgetter(*(at.get(column, -1) for column in (*_PICKED, *amounts)))
        self._width = max(header.titles) + 1
        self._title = header.titles[at["customer"]].casefold()
        self._has_cells = bool(place.sheet)
        self._unit_of_none = place.unit or ("" if "unit" in at else place.fallback)
        self._units = units
        self._unit = lru_cache(_MEMO, typed=True)(self._named)
        self._text = lru_cache(_MEMO, typed=True)(value_text)
        self._code = lru_cache(_MEMO, typed=True)(_currency_code)
        self._amounts = [lru_cache(_MEMO, typed=True)(column.plain) for column in amounts.values()]

    def line(self, row: TableRow) -> Line | None:
        """The line of a row; None for one that needs a closer look."""
        try:
            return self._line(row)
        except NotPlainError:
            return None

    def _line(self, row: TableRow) -> Line:
        number, values = row
        if len(values) != self._width:
            raise NotPlainError
        customer, unit, sub_id, renewal, will_renew, country, currency, *said = picked = self._pick([*values, None])
        if self._has_cells and Cell in map(type, picked):
            raise NotPlainError
        name, code = self._customer(customer), self._code(currency)
        amounts = tuple([read(value, code) for read, value in zip(self._amounts, said, strict=True)])
        if not (unit or any(amounts)):
            raise NotPlainError
        will, where = self._text(will_renew) or None, self._text(country) or None
        return Line(number, self._unit(unit), name, None, amounts, sub_id, renewal, will, where, code)

    def _customer(self, value: Any) -> str:
        """The name of a customer that can be nothing else."""
        name = " ".join(value.split()) if type(value) is str else ""
        plain = name.casefold()
        if name[:1] not in _PLAIN_START or plain == self._title or may_be_total(plain):
            raise NotPlainError
        return name

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


def _currency_code(value: Any) -> str | None:
    """The code of a currency that a cell names, None where it names none."""
    if not (name := value_text(value)):
        return None
    if code := CURRENCIES.get(folded(name)):
        return code
    raise NotPlainError
