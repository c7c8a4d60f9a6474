"""The lines of a table as customer records: what is a total left out, the rest added up by business unit and name. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from demodb.model.counts import places_in_short
from demodb.sources.grouping import Grouping
from demodb.sources.judging import Judging
from demodb.sources.layouts import QUARTERS
from demodb.sources.record_making import SUBSCRIPTION, RecordMaking, has_quarters
from demodb.sources.records import CustomerRecord
from demodb.sources.table import TableReader


@dataclass
class TableRecords:
    """What a table that was read to its end makes: first `judge` it, then its `records` are made one by one.

    The `warnings` of reading it are whole when all records are made.
    """

    reader: TableReader
    warnings: list[str] = field(default_factory=list)
    _customers: Grouping = field(default_factory=Grouping)

    @property
    def lines(self) -> Counter[str]:
        """How many lines its customers have, by business unit."""
        return self._customers.units

    def judge(self) -> None:
        """Find the lines that are customers'; rows that are wrong as sums are added to the reader's."""
        lines = self.reader.lines
        for some in Judging(self.reader).customers():
            lines.customers.add(some)
        for told in lines.told:
            self._warn(*told)
        self._customers = lines.customers

    def records(self) -> Iterator[CustomerRecord]:
        """The records, in the order of the table; those of a large table part by part, each in its order."""
        making = RecordMaking(self.reader, self._customers.day_first, self._warn)
        yield from chain.from_iterable(map(making.records, self._customers.parts))
        self._tell(making.unclear)

    def none(self) -> dict[str, Any]:
        """What a record says of whom this table, of all customers, does not list."""
        said = {"rr": ("arr", "mrr"), "nrr": ("nrr", *QUARTERS)}
        amounts: dict[str, Any] = {name: 0 for name, columns in said.items() if self.reader.has(*columns)}
        if has_quarters(self.reader):
            amounts["quarters"] = (0,) * len(QUARTERS)
        return amounts | ({"subscriptions": ()} if self.reader.has(*SUBSCRIPTION) else {})

    def _warn(self, row: int, message: str) -> None:
        place = self.reader.place.at(self.reader.cell("customer", row))
        self.warnings.append(f"{self.reader.place.path}: {place}: {message}")

    def _tell(self, unclear: Sequence[str]) -> None:
        """What is told once for the table."""
        reader, place = self.reader, self.reader.place
        where = f"{place.path}: {place.sheet}: " if place.sheet else f"{place.path}: "
        if not (self.lines or reader.faulty):
            self.warnings.append(f"{where}lists no customer: there is none below the titles in row {reader.header.row}")
        self.warnings += [where + text for text in (*_left_rows(reader.left), *_unknown(reader))]
        if unclear:
            self.warnings.append(f"{where}{_some(unclear)} not understood as a renewal: kept as typed")
        for at in reader.header.passed:
            title = reader.header.titles[at]
            self.warnings.append(f"{where}the column {title!r} is passed over: another one says it better")
        if reader.has("total") and not reader.has("arr", "mrr", "nrr", *QUARTERS):
            self.warnings.append(
                f"{where}{reader.title('total')!r} is taken as recurring: no column says which part of it is not"
            )
        if not reader.has("unit") and place.unit is None and reader.lines:
            self.warnings.append(
                f"{where}no column names a business unit: all are in {place.fallback!r}; another one: demodb import --bu NAME,"
                " or `unit` for this table in demodb.toml"
            )


def _left_rows(left: Mapping[str, int]) -> Iterator[str]:
    if left:
        counted = ", ".join(f"{count:,} {kind if count > 1 else kind.removesuffix('s')}" for kind, count in sorted(left.items()))
        yield f"left out, as no customers: {counted}"


def _unknown(reader: TableReader) -> Iterator[str]:
    for column, amounts in reader.amounts.items():
        if amounts.unknown:
            yield f"{_some(amounts.unknown)} not known: {reader.title(column)!r} says no amount there"


def _some(places: Sequence[str]) -> str:
    return f"{places_in_short(places)} {'is' if len(places) == 1 else 'are'}"
