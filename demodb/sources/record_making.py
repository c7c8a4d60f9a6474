"""The lines of customers as records: lines of one business unit and name added up, many at once, column by column. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import accumulate, chain, islice, pairwise, repeat
from math import isfinite
from operator import itemgetter
from typing import Any

from demodb.model.canonical import number
from demodb.model.countries import country_code
from demodb.model.names import unit_key
from demodb.model.tables import Column
from demodb.sources.cells import each, typed_id
from demodb.sources.layouts import QUARTERS
from demodb.sources.lines import Line, Lines, named
from demodb.sources.records import CustomerRecord, RecordOrigin
from demodb.sources.renewals import Renewal, renewal
from demodb.sources.spool import PIECE
from demodb.sources.table import TableReader

SUBSCRIPTION: tuple[Column, ...] = ("sub_id", "renewal", "will_renew", "projected_arr")
_YES = frozenset(["yes", "y", "true", "ja", "oui", "si", "sí", "sim"])
_NO = frozenset(["no", "n", "false", "nein", "non", "nao", "não", "nee"])
_SAYS_NOTHING = (None,) * 5
_ROUNDING = 0.5
_UNIT, _CUSTOMER = map(Line._fields.index, ("unit", "customer"))
_Sums = list[float] | None


@dataclass
class RecordMaking:
    """Makes records of a table's lines. `warn` takes a row and what to tell of it; `unclear` are renewals as typed."""

    reader: TableReader
    day_first: bool | None
    warn: Callable[[int, str], None]
    unclear: list[str] = field(default_factory=list)

    def records(self, lines: Sequence[tuple[Any, ...]]) -> Iterator[CustomerRecord]:
        """The records of the values of lines, in the order in which each customer comes first."""
        coming = _grouped(lines)
        return chain.from_iterable(map(self._made, iter(lambda: list(islice(coming, PIECE)), [])))

    def _made(self, groups: Sequence[Sequence[tuple[Any, ...]]]) -> Iterator[CustomerRecord]:
        lines = Lines(*zip(*chain.from_iterable(groups), strict=True))
        spans = [slice(*ends) for ends in pairwise(accumulate(map(len, groups), initial=0))]
        firsts = Lines(*zip(*(group[0] for group in groups), strict=True))
        rr, nrr = self._revenue(lines, spans, firsts)
        none = repeat(None)
        return named(
            CustomerRecord,
            firsts.unit,
            firsts.customer,
            named(RecordOrigin, repeat(self.reader.place.path), [f"{self._customer_column}{row}" for row in firsts.row]),
            rr or none,
            nrr or none,
            self._subscriptions(lines, spans) or none,
            self._original(lines, spans, rr, nrr) or none,
            self._countries(lines, spans),
            self._quarters(lines, spans, nrr) or none,
        )

    @cached_property
    def _customer_column(self) -> str:
        return self.reader.place.at(self.reader.cell("customer", 0)).removesuffix("0")

    def _countries(self, lines: Lines, spans: Sequence[slice]) -> list[str | None]:
        countries = each(lines.country, lambda text: text and (country_code(text) or text))
        return [next(filter(None, countries[span]), None) for span in spans]

    def _quarters(self, lines: Lines, spans: Sequence[slice], nrr: _Sums) -> list[tuple[float, ...]] | None:
        """The quarters of what does not recur, where the table has all four and no other column says what they make."""
        if nrr is None or not has_quarters(self.reader):
            return None
        sums = (self._sums(lines, spans, quarter) for quarter in QUARTERS)
        return list(zip(*filter(None, sums), strict=True))

    def _revenue(self, lines: Lines, spans: Sequence[slice], firsts: Lines) -> tuple[_Sums, _Sums]:
        """What recurs and what does not; of a total, what the other column leaves of it. None: the table does not say."""
        recurring = self._sums(lines, spans, "arr", "mrr")
        other = self._sums(lines, spans, "nrr", *QUARTERS)
        totals = self._sums(lines, spans, "total")
        if totals is None or (recurring is not None and other is not None):
            return recurring, other
        known = recurring if recurring is not None else other
        if known is None:
            return totals, None
        rest = [self._rest(*said) for said in zip(totals, known, firsts.customer, firsts.row, strict=True)]
        return (rest, other) if recurring is None else (recurring, rest)

    def _rest(self, total: float, known: float, customer: str, row: int) -> float:
        if total - known < -_ROUNDING:
            self.warn(row, f"{customer!r} has a total of {total:,}, less than a part of it: the rest is taken as 0")
        return number(round(max(total - known, 0), 2))

    def _sums(self, lines: Lines, spans: Sequence[slice], *columns: Column) -> _Sums:
        """What some columns make together for each customer, as far as the table has them."""
        said = [self._amounts(lines, column) for column in columns if column in self.reader.amounts]
        if not said:
            return None
        filled = [[amount or 0 for amount in amounts] for amounts in said]
        values = filled[0] if len(filled) == 1 else list(map(sum, zip(*filled, strict=True)))
        sums = (sum(values[span]) for span in spans)
        return [number(round(total, 2)) if isfinite(total) else 0 for total in sums]

    def _amounts(self, lines: Lines, *columns: Column) -> Sequence[Any]:
        """The amounts of the first of some columns that the table has, as the lines say them."""
        said = dict(zip(self.reader.amounts, zip(*lines.amounts, strict=True), strict=True))
        return next((said[column] for column in columns if column in said), (None,) * len(lines.row))

    def _subscriptions(self, lines: Lines, spans: Sequence[slice]) -> list[tuple[dict[str, Any], ...]] | None:
        if not self._has_subscriptions:
            return None
        whens = each(lines.renewal, partial(renewal, day_first=self.day_first))
        unclear = ((when, row) for when, row in zip(whens, lines.row, strict=True) if not when.understood)
        self.unclear += [f"{when.quarter!r} in {self.reader.cell('renewal', row)}" for when, row in unclear]
        columns = (
            map(typed_id, lines.sub_id),
            self._amounts(lines, *self._recurring),
            self._amounts(lines, "projected_arr"),
            whens,
            each(lines.will_renew, _will_renew),
        )
        said = list(map(_subscription, *columns))
        return [tuple(filter(None, said[span])) for span in spans]

    @cached_property
    def _recurring(self) -> tuple[Column, ...]:
        """The columns of which the first that there is says what a subscription is worth a year."""
        return ("arr", "mrr") if self.reader.has("nrr", "arr", "mrr") else ("arr", "mrr", "total")

    @cached_property
    def _has_subscriptions(self) -> bool:
        return self.reader.has(*SUBSCRIPTION)

    def _original(self, lines: Lines, spans: Sequence[slice], rr: _Sums, nrr: _Sums) -> list[dict[str, Any] | None] | None:
        """Amounts in another currency as they were."""
        if not self.reader.place.rate:
            return None
        first = next((column.currency for column in self.reader.amounts.values()), "USD")
        codes = [code or first for code in lines.currency]
        none = [None] * len(spans)
        said = zip(spans, rr or none, nrr or none, strict=True)
        return [self._in_currency({*codes[span]}, rr=one, nrr=other) for span, one, other in said]

    def _in_currency(self, codes: set[str], **amounts: float | None) -> dict[str, Any] | None:
        """What is said of amounts that are all in one other currency."""
        code = codes.pop() if len(codes) == 1 else "USD"
        if code == "USD" or code not in self.reader.place.rate:
            return None
        rate = self.reader.place.rate[code]
        original = {name: number(round(value / rate, 2)) for name, value in amounts.items() if value is not None}
        return {"original": {"currency": code, "rate": rate, **original}}


def _grouped(lines: Sequence[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """The lines of each customer of a business unit."""
    groups: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    names = map(itemgetter(_CUSTOMER), lines)
    units = each(list(map(itemgetter(_UNIT), lines)), unit_key)
    for key, line in zip(zip(names, units, strict=True), lines, strict=True):
        groups.setdefault(key, []).append(line)
    return iter(groups.values())


def has_quarters(reader: TableReader) -> bool:
    """Whether a table says what does not recur by quarter."""
    return all(map(reader.has, QUARTERS))


def _subscription(sub_id: Any, arr: Any, projected: Any, when: Renewal, will_renew: str | None) -> dict[str, Any] | None:
    """A subscription as the app knows it; None where nothing is said of it."""
    quarter, day, _ = when
    if (sub_id, arr, projected, quarter, will_renew) == _SAYS_NOTHING:
        return None
    said = {"sub_id": sub_id, "arr": arr, "projected_arr": projected, "renewal_qtr": quarter, "will_renew": will_renew}
    if day:
        said["renewal_date"] = day
    return said


def _will_renew(text: str | None) -> str | None:
    plain = (text or "").casefold()
    return "Yes" if plain in _YES else "No" if plain in _NO else text
