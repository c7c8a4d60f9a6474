"""Revenue and renewals on time lines: each quarter a column, in which each kind of amount has a part. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from demodb.api.account_page import StoredRecord
from demodb.model.renewals import Outcome, quarter_number, quarter_words, renewal_of

OUTCOMES: tuple[Outcome, ...] = ("no", "undecided", "unknown", "yes")
"""From the foot of a column to its top: what is at risk stands lowest, where the eye compares."""

WORDS: Mapping[Outcome, str] = {"yes": "renews", "no": "will not renew", "undecided": "undecided", "unknown": "nothing said"}
"""What is said of a renewal, for people."""

_MOST_QUARTERS, _QUARTERS = 12, 4
_COLUMN, _GAP, _TALL, _HEAD, _FOOT = 72.0, 16.0, 120.0, 22.0, 22.0
_LEAST = 3.0
_MILLION, _THOUSAND = 1_000_000, 1000


class Due(NamedTuple):
    """A subscription as the table beside the line has it; `arr` and `projected` in USD a year, None where nothing is said."""

    unit: str
    sub_id: Any
    quarter: str | None
    outcome: Outcome
    will_renew: str | None
    arr: float | None
    projected: float | None
    number: int | None

    @property
    def word(self) -> str:
        """What is said of it."""
        return WORDS[self.outcome]


class Part(NamedTuple):
    """A part of a column: an outcome or a kind of revenue, from `y` on `height` pixels."""

    kind: str
    amount: float
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """A quarter, or what is due later or nobody knows when; `is_now` where the demo's day is in it."""

    label: str
    x: float
    amount: float
    parts: tuple[Part, ...]
    is_now: bool

    @property
    def told(self) -> str:
        """The amount, short."""
        return short_money(self.amount) if self.amount else ""

    @property
    def top(self) -> float:
        """Where its topmost part begins."""
        return self.parts[-1].y if self.parts else _HEAD + _TALL


@dataclass(frozen=True)
class TimeLine:
    """The columns in the order of time, their width, and the size of the whole."""

    columns: tuple[Column, ...]
    width: float
    height: float = _HEAD + _TALL + _FOOT
    column: float = _COLUMN
    ground: float = _HEAD + _TALL


def dues_of(subscriptions: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Due]:
    """The subscriptions, each given with its unit's name, in the order in which they are due; the larger ones first."""
    dues = [_due(unit, one) for unit, one in subscriptions]
    return sorted(dues, key=lambda due: (_place(due), -(due.arr or 0)))


def _due(unit: str, one: Mapping[str, Any]) -> Due:
    renewal = renewal_of(one)
    quarter = (one.get("renewal_qtr") or "").strip() or None
    told = (one.get("sub_id"), quarter, renewal.outcome, one.get("will_renew"), one.get("arr"), one.get("projected_arr"))
    return Due(unit, *told, renewal.quarter)


_LATER, _NEVER = 10**6, 10**6 + 1


def _place(due: Due) -> int:
    return due.number if due.number is not None else _LATER if due.quarter else _NEVER


def time_line(dues: Sequence[Due], day: date) -> TimeLine:
    """The columns of what is due, seen from a day; quarters in which nothing is due stand there too, if they are few."""
    sums: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for due in dues:
        sums[_place(due)][due.outcome] += max(due.arr or 0, 0)
    now = quarter_number(day)
    return _line([(_label(place), sums[place], place == now) for place in _places(sums, now)], OUTCOMES)


def year_line(records: Iterable[StoredRecord]) -> TimeLine | None:
    """The revenue of the year's quarters; None where of no record more than the year's is known."""
    known = list(records)
    if not any(record.quarters for record in known):
        return None
    recurring = sum(record.rr for record in known) / _QUARTERS
    each = [record.quarters or [record.nrr / _QUARTERS] * _QUARTERS for record in known]
    amounts = [{"recurring": recurring, "once": sum(quarters)} for quarters in zip(*each, strict=True)]
    return _line([(f"Q{number}", parts, False) for number, parts in enumerate(amounts, 1)], ("recurring", "once"))


def _line(columns: Sequence[tuple[str, Mapping[str, float], bool]], kinds: Sequence[str]) -> TimeLine:
    tallest = max((sum(amounts.values()) for _, amounts, _ in columns), default=0) or 1
    placed = [
        Column(label, number * (_COLUMN + _GAP) + _GAP, sum(amounts.values()), tuple(_parts(amounts, kinds, tallest)), is_now)
        for number, (label, amounts, is_now) in enumerate(columns)
    ]
    return TimeLine(tuple(placed), len(placed) * (_COLUMN + _GAP) + _GAP)


def _places(sums: Mapping[int, object], now: int) -> list[int]:
    dated = {now, *(place for place in sums if place < _LATER)}
    few = max(dated) - min(dated) < _MOST_QUARTERS
    quarters = range(min(dated), max(dated) + 1) if few else sorted(dated)
    return [*quarters, *sorted(place for place in sums if place >= _LATER)]


def _label(place: int) -> str:
    return {_LATER: "later", _NEVER: "no date"}.get(place) or quarter_words(place)


def _parts(amounts: Mapping[str, float], kinds: Sequence[str], tallest: float) -> Iterator[Part]:
    """The parts of a column from its foot up; a small amount is seen too."""
    y = _HEAD + _TALL
    for kind in kinds:
        amount = amounts.get(kind, 0)
        if amount > 0:
            height = max(_LEAST, round(amount / tallest * (_TALL - _LEAST * len(kinds)), 1))
            y -= height
            yield Part(kind, amount, y, height)


def short_money(amount: float) -> str:
    """An amount in USD in a few characters."""
    for size, mark in ((_MILLION, "M"), (_THOUSAND, "k")):
        if abs(amount) >= size:
            return f"${amount / size:,.1f}{mark}".replace(f".0{mark}", mark)
    return f"${amount:,.0f}"
