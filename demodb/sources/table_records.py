"""The lines of a table as customer records: what is a total left out, the rest added up by business unit and name. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from demodb.sources.layouts import QUARTERS
from demodb.sources.left_rows import Sums, total_of
from demodb.sources.lines import Line, Lines
from demodb.sources.record_making import SUBSCRIPTION, RecordMaking, has_quarters
from demodb.sources.records import CustomerRecord
from demodb.sources.renewals import days_first
from demodb.sources.spool import PART, Parts
from demodb.sources.table import TableReader
from demodb.sources.titles import title_key
from demodb.sources.unit_names import NO_UNIT

_SHOWN = 3


@dataclass
class TableRecords:
    """What a table that was read to its end makes: first `judge` it, then its `records` are made one by one.

    `lines` counts its customers' lines by business unit. The `warnings` of reading it are whole when all records are made.
    """

    reader: TableReader
    warnings: list[str] = field(default_factory=list)
    lines: Counter[str] = field(default_factory=Counter)
    _parts: Parts = field(default_factory=Parts)
    _day_first: bool | None = None

    def judge(self) -> None:
        """Find the lines that are customers'; rows that are wrong as sums are added to the reader's."""
        self._parts.count = len(self.reader.lines) // PART + 1
        self._day_first = days_first(chain.from_iterable(set(lines.renewal) for lines in self._gathered()))

    def _gathered(self) -> Iterator[Lines]:
        """The customers' lines, some at a time, while they are gathered."""
        for lines in self._customers():
            self.lines.update(lines.unit)
            self._parts.add(lines.customer, zip(*lines, strict=True))
            yield lines

    def records(self) -> Iterator[CustomerRecord]:
        """The records, in the order of the table; those of a large table part by part, each in its order."""
        making = RecordMaking(self.reader, self._day_first, self._warn)
        yield from chain.from_iterable(map(making.records, self._parts))
        self._tell(making.unclear)

    def none(self) -> dict[str, Any]:
        """What a record says of whom this table, of all customers, does not list."""
        said = {"rr": ("arr", "mrr"), "nrr": ("nrr", *QUARTERS)}
        amounts: dict[str, Any] = {name: 0 for name, columns in said.items() if self.reader.has(*columns)}
        if has_quarters(self.reader):
            amounts["quarters"] = (0,) * len(QUARTERS)
        return amounts | ({"subscriptions": ()} if self.reader.has(*SUBSCRIPTION) else {})

    def _customers(self) -> Iterator[Lines]:
        """The lines that are no totals, their amounts decided."""
        sums = Sums(len(self.reader.amounts))
        is_doubtful = any(column.doubts for column in self.reader.amounts.values())
        for columns in self.reader.lines.pieces():
            lines = Lines(*columns)
            is_plain = not (is_doubtful or any(label is not None for label in lines.label))
            if is_plain and sums.take(lines.unit, lines.amounts):  # type: ignore[arg-type]
                yield lines
            elif said := list(self._looked_at(map(Line._make, zip(*lines, strict=True)), sums)):
                yield Lines(*zip(*said, strict=True))

    def _looked_at(self, lines: Iterable[Line], sums: Sums) -> Iterator[Line]:
        """Those of some lines that are no totals."""
        columns = list(self.reader.amounts.values())
        for undecided in lines:
            said = tuple([column.decided(amount) for column, amount in zip(columns, undecided.amounts, strict=True)])
            line = undecided._replace(amounts=said)
            if line.label is not None and self._is_total(line, sums):
                sums.end_block()
                continue
            if line.label is None and sums.is_chance_sum(said):
                self._warn(line.row, f"{line.customer!r} has what the rows above make together: taken as a customer")
            if large := sums.add(line.unit, said):
                self._leave_large(line, large)
            else:
                yield line

    def _is_total(self, line: Line, sums: Sums) -> bool:
        """Whether a row is left out as a total; where its words and its sum do not agree, that is told."""
        label = line.label or ""
        of = total_of(label)
        if self._is_sum(line, sums):
            return self._left_out(
                line, "" if of is not None else "has no customer and what rows above make together: left out as their total"
            )
        if of is None:
            message = "expected a customer's name, found none: fill it in, or delete the row"
            self.reader.leave(line.row, line.customer, [("customer", message)])
            return True
        if not line.customer or not of or of in set(map(title_key, self.reader.units.known)):
            doubt = f"{label!r} is left out as a total, though it is not what rows above make together"
            return self._left_out(line, doubt)
        self._warn(line.row, f"{label!r} sounds like a total, and is not what rows above make together: taken as a customer")
        if not line.unit:
            self.reader.leave(line.row, line.customer, [("unit", NO_UNIT)])
        return not line.unit

    def _is_sum(self, line: Line, sums: Sums) -> bool:
        amounts: Any = line.amounts
        of = total_of(line.label or "")
        return (of is not None or not line.customer) and (sums.is_sum(amounts, of or "") or sums.is_sum(amounts, line.unit))

    def _left_out(self, line: Line, doubt: str) -> bool:
        """A total is left out, and told; not where all rows of customers are marked as such, and this one is not."""
        if not self.reader.place.layout.is_strict:
            self.reader.left["totals"] += 1
            if doubt:
                self._warn(line.row, doubt)
        return True

    def _leave_large(self, line: Line, places: Sequence[int]) -> None:
        columns = list(self.reader.amounts)
        message = "makes the sum of the column larger than a computer can hold, found"
        self.reader.leave(line.row, line.customer, [(columns[n], f"{message} {line.amounts[n]!r}") for n in places])

    def _warn(self, row: int, message: str) -> None:
        place = self.reader.place.at(self.reader.cell("customer", row))
        self.warnings.append(f"{self.reader.place.path}: {place}: {message}")

    def _tell(self, unclear: Sequence[str]) -> None:
        """What is told once for the table."""
        reader, place = self.reader, self.reader.place
        where = f"{place.path}: {place.sheet}: " if place.sheet else f"{place.path}: "
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
    shown = ", ".join(places[:_SHOWN])
    more = f" and {len(places) - _SHOWN:,} more" if len(places) > _SHOWN else ""
    return f"{shown}{more} {'is' if len(places) == 1 else 'are'}"
