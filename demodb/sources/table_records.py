"""The lines of a table as customer records: what is a total left out, the rest added up by business unit and name. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from typing import Any

from demodb.model.canonical import number
from demodb.model.countries import country_code
from demodb.model.names import unit_key
from demodb.model.tables import Column
from demodb.sources.cells import typed_id
from demodb.sources.layouts import QUARTERS
from demodb.sources.left_rows import Sums, total_of
from demodb.sources.lines import Line
from demodb.sources.records import CustomerRecord, RecordOrigin
from demodb.sources.renewals import days_first, renewal
from demodb.sources.spool import PART, Groups
from demodb.sources.table import TableReader
from demodb.sources.titles import title_key
from demodb.sources.unit_names import NO_UNIT

_SUBSCRIPTION: tuple[Column, ...] = ("sub_id", "renewal", "will_renew", "projected_arr")
_YES = frozenset(["yes", "y", "true", "ja", "oui", "si", "sí", "sim"])
_NO = frozenset(["no", "n", "false", "nein", "non", "nao", "não", "nee"])
_SAYS_NOTHING = [None] * 5
_ROUNDING = 0.5
_SHOWN = 3


@dataclass
class TableRecords:
    """What a table that was read to its end makes: first `judge` it, then its `records` are made one by one.

    `lines` counts its customers' lines by business unit. The `warnings` of reading it are whole when all records are made.
    """

    reader: TableReader
    warnings: list[str] = field(default_factory=list)
    lines: Counter[str] = field(default_factory=Counter)
    _groups: Groups[Line] = field(default_factory=lambda: Groups(_group_of, Line._make))
    _unclear: list[str] = field(default_factory=list)
    _day_first: bool | None = None
    _known_places: dict[tuple[Column, ...], list[int]] = field(default_factory=dict)

    def judge(self) -> None:
        """Find the lines that are customers'; rows that are wrong as sums are added to the reader's."""
        self._groups.parts = len(self.reader.lines) // PART + 1
        self._day_first = days_first(self._gathered())

    def _gathered(self) -> Iterator[Any]:
        """When the customers' lines renew, while they are gathered."""
        for line in self._customers():
            self.lines[line.unit] += 1
            self._groups.add(line)
            yield line.renewal

    def records(self) -> Iterator[CustomerRecord]:
        """The records, in the order of the table; those of a large table part by part, each in its order."""
        yield from map(self._record, self._groups)
        self._tell()

    def none(self) -> dict[str, Any]:
        """What a record says of whom this table, of all customers, does not list."""
        said = {"rr": ("arr", "mrr"), "nrr": ("nrr", *QUARTERS)}
        amounts: dict[str, Any] = {name: 0 for name, columns in said.items() if self.reader.has(*columns)}
        if self._has_quarters:
            amounts["quarters"] = (0,) * len(QUARTERS)
        return amounts | ({"subscriptions": ()} if self.reader.has(*_SUBSCRIPTION) else {})

    def _customers(self) -> Iterator[Line]:
        """The lines that are no totals, their amounts decided."""
        columns = list(self.reader.amounts.values())
        is_doubtful = any(column.doubts for column in columns)
        sums = Sums(len(columns))
        for line in self.reader.lines:
            if is_doubtful:
                amounts = tuple(column.decided(amount) for column, amount in zip(columns, line.amounts, strict=True))
                line = line._replace(amounts=amounts)  # noqa: PLW2901 - the same line, decided
            if line.label is not None and self._is_total(line, sums):
                sums.end_block()
                continue
            said: Any = line.amounts
            if line.label is None and sums.is_chance_sum(said):
                self._warn(line, f"{line.customer!r} has what the rows above make together: taken as a customer")
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
        self._warn(line, f"{label!r} sounds like a total, and is not what rows above make together: taken as a customer")
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
                self._warn(line, doubt)
        return True

    def _leave_large(self, line: Line, places: Sequence[int]) -> None:
        columns = list(self.reader.amounts)
        message = "makes the sum of the column larger than a computer can hold, found"
        self.reader.leave(line.row, line.customer, [(columns[n], f"{message} {line.amounts[n]!r}") for n in places])

    def _record(self, lines: Sequence[Line]) -> CustomerRecord:
        first, place = lines[0], self.reader.place
        rr, nrr = self._revenue(lines)
        return CustomerRecord(
            first.unit,
            first.customer,
            RecordOrigin(place.path, f"{self._customer_column}{first.row}"),
            rr=rr,
            nrr=nrr,
            subscriptions=self._subscriptions(lines),
            extra=self._original(lines, rr, nrr),
            country=self._country(lines),
            quarters=self._quarters(lines, nrr),
        )

    @cached_property
    def _customer_column(self) -> str:
        return self.reader.place.at(self.reader.cell("customer", 0)).removesuffix("0")

    def _country(self, lines: Sequence[Line]) -> str | None:
        for line in lines:
            if line.country:
                return country_code(line.country) or line.country
        return None

    def _quarters(self, lines: Sequence[Line], nrr: float | None) -> tuple[float, ...] | None:
        """The quarters of what does not recur, where the table has all four and no other column says what they make."""
        if nrr is None or not self._has_quarters:
            return None
        return tuple(amount for quarter in QUARTERS if (amount := self._sum(lines, quarter)) is not None)

    def _revenue(self, lines: Sequence[Line]) -> tuple[float | None, float | None]:
        """What recurs and what does not; of a total, what the other column leaves of it. None: the table does not say."""
        recurring = self._sum(lines, "arr", "mrr")
        other = self._sum(lines, "nrr", *QUARTERS)
        total = self._sum(lines, "total")
        if total is None or (recurring is not None and other is not None):
            return recurring, other
        if recurring is None and other is None:
            return total, None
        rest = total - (recurring or 0) - (other or 0)
        if rest < -_ROUNDING:
            self._warn(
                lines[0], f"{lines[0].customer!r} has a total of {total:,}, less than a part of it: the rest is taken as 0"
            )
        rest = number(round(max(rest, 0), 2))
        return (rest, other) if recurring is None else (recurring, rest)

    def _sum(self, lines: Sequence[Line], *columns: Column) -> float | None:
        places = self._places(columns)
        if not places:
            return None
        amounts: list[Any] = [line.amounts[n] or 0 for line in lines for n in places]
        total = sum(amounts)
        return number(round(total, 2)) if isfinite(total) else 0

    def _amount(self, line: Line, *columns: Column) -> Any:
        places = self._places(columns)
        return line.amounts[places[0]] if places else None

    def _places(self, columns: tuple[Column, ...]) -> list[int]:
        """Where in a line the amounts of some columns stand, as far as the table has them, in the order of these."""
        if (places := self._known_places.get(columns)) is None:
            at = {column: n for n, column in enumerate(self.reader.amounts)}
            places = self._known_places[columns] = [at[column] for column in columns if column in at]
        return places

    def _subscriptions(self, lines: Sequence[Line]) -> tuple[dict[str, Any], ...] | None:
        if not self._has_subscriptions:
            return None
        return tuple([said for said in map(self._subscription, lines) if [*said.values()] != _SAYS_NOTHING])

    def _subscription(self, line: Line) -> dict[str, Any]:
        when = renewal(line.renewal, day_first=self._day_first)
        if not when.understood:
            self._unclear.append(f"{when.quarter!r} in {self.reader.cell('renewal', line.row)}")
        said = {
            "sub_id": typed_id(line.sub_id),
            "arr": self._amount(line, *self._recurring),
            "projected_arr": self._amount(line, "projected_arr"),
            "renewal_qtr": when.quarter,
            "will_renew": _will_renew(line.will_renew),
        }
        if when.day:
            said["renewal_date"] = when.day.isoformat()
        return said

    @cached_property
    def _recurring(self) -> tuple[Column, ...]:
        """The columns of which the first that there is says what a subscription is worth a year."""
        return ("arr", "mrr") if self.reader.has("nrr", "arr", "mrr") else ("arr", "mrr", "total")

    @cached_property
    def _has_subscriptions(self) -> bool:
        return self.reader.has(*_SUBSCRIPTION)

    @cached_property
    def _has_quarters(self) -> bool:
        return all(map(self.reader.has, QUARTERS))

    def _original(self, lines: Sequence[Line], rr: float | None, nrr: float | None) -> dict[str, Any] | None:
        """Amounts in another currency as they were."""
        if not self.reader.place.rate:
            return None
        currencies = {self._currency(line) for line in lines}
        code = currencies.pop() if len(currencies) == 1 else "USD"
        if code == "USD" or code not in self.reader.place.rate:
            return None
        rate = self.reader.place.rate[code]
        amounts: Mapping[str, float | None] = {"rr": rr, "nrr": nrr}
        original = {name: number(round(value / rate, 2)) for name, value in amounts.items() if value is not None}
        return {"original": {"currency": code, "rate": rate, **original}}

    def _currency(self, line: Line) -> str:
        """The currency of a line's first amount."""
        return line.currency or next((column.currency for column in self.reader.amounts.values()), "USD")

    def _warn(self, line: Line, message: str) -> None:
        place = self.reader.place.at(self.reader.cell("customer", line.row))
        self.warnings.append(f"{self.reader.place.path}: {place}: {message}")

    def _tell(self) -> None:
        """What is told once for the table."""
        reader, place = self.reader, self.reader.place
        where = f"{place.path}: {place.sheet}: " if place.sheet else f"{place.path}: "
        self.warnings += [where + text for text in (*_left_rows(reader.left), *_unknown(reader))]
        if self._unclear:
            self.warnings.append(f"{where}{_some(self._unclear)} not understood as a renewal: kept as typed")
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


def _group_of(line: Line) -> str:
    return f"{line.customer}\n{unit_key(line.unit)}"


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


def _will_renew(text: str | None) -> str | None:
    plain = (text or "").casefold()
    return "Yes" if plain in _YES else "No" if plain in _NO else text
