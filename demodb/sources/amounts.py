"""Amounts as people write them: currency, thousands and decimals, judged by all values of a column. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from typing import Any, NamedTuple, cast

from demodb.model.canonical import number
from demodb.model.faults import shown
from demodb.model.tables import Decimal
from demodb.sources.cells import Cell, cell_fault
from demodb.sources.titles import CURRENCIES, folded

_SPACES = "\\s\u00a0\u2007\u2008\u2009\u200a\u202f"
_UNKNOWN_WORDS = """
    tbd|tba|tbc|n/a|na|n.a.|n.a|#n/a|-|--|?|??|unknown|not known|none|null|nil|k.a.|k. a.|unbekannt|offen|inconnu|nc|n.c.
    |n/d|nd|n.d.|desconocido|sconosciuto|desconhecido|onbekend|n.b.|nvt|n.v.t.
"""
_UNKNOWN = frozenset(map(str.strip, _UNKNOWN_WORDS.split("|"))) | {"\u2013", "\u2014"}
_MONEY = re.compile(
    rf"(?P<before>[^\d\s.,()'\u2019+-]*)[{_SPACES}]*(?P<number>[+-]?[{_SPACES}]*[^\d\s.,()'\u2019+-]{{0,5}}[{_SPACES}]*"
    rf"(?:\d[\d.,'\u2019{_SPACES}]*|[.,]\d+)(?:[eE][+-]?\d{{1,3}})?)[{_SPACES}]*(?P<after>[^\d\s.,()'\u2019+-]*)"
)
_GROUPED = re.compile(rf"\d{{1,3}}(?P<by>[.,'\u2019{_SPACES}])\d{{3}}(?:(?P=by)\d{{3}})*")
_IN_DOUBT = re.compile(r"[1-9]\d{0,2}[.,]\d{3}|0\d{1,2}[.,]\d{3}")
_BEFORE_DIGITS = re.compile(r"[^\d.,]*")
_CENTS = re.compile(r"[0-9]+\.[0-9]{1,2}")
_DECIMALS = re.compile(r"(?:(?:[0-9]+(?:\.[0-9]{1,2})?)?(?:\n|$))*+")
_TEXT = {str}
_NUMBERS = frozenset([str, float, int, type(None)])
_PLAIN = re.compile(r"\d*(?:[.]\d*)?(?:[eE][+-]?\d+)?")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})|\d{1,2}-\d{1,2}-\d{4}")


_ENOUGH = 2
"""How many different amounts with three digits behind their one sign tell that it groups thousands: money has two decimals."""


class NotPlainError(Exception):
    """A value that needs a closer look."""


class Money(NamedTuple):
    """What a text says: the digits, its one separator where nothing tells what it means, the sign, the currency's code."""

    digits: str
    doubt: str
    evidence: Decimal | None
    negative: bool
    currency: str | None


class Undecided(NamedTuple):
    """An amount whose point or comma may mean thousands or decimals, until the whole column is known."""

    digits: str
    factor: float


def parse_money(text: str) -> Money | None:
    """What a text says of an amount; None where it says none."""
    plain, negative = _unsigned(text.strip().replace("\u2212", "-"))
    found = _MONEY.fullmatch(plain)
    if not found:
        return None
    inner = _BEFORE_DIGITS.match(found["number"].lstrip("+-"))
    before = inner[0] if inner else ""
    named = [folded(word) for word in (found["before"], before.strip(), found["after"]) if word]
    read = _read_digits(found["number"].lstrip("+-")[len(before) :].rstrip())
    if read is None or len(named) > 1 or any(word not in CURRENCIES for word in named):
        return None
    return Money(*read, negative or found["number"].startswith("-"), CURRENCIES[named[0]] if named else None)


def _unsigned(text: str) -> tuple[str, bool]:
    """A text without parentheses or a minus behind it, and whether these say that it is negative."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), True
    return (text[:-1].rstrip(), True) if text.endswith("-") and len(text) > 1 else (text, False)


def _read_digits(digits: str) -> tuple[str, str, Decimal | None] | None:
    """Digits without thousands, a point before decimals; the separator that is in doubt; what it tells of the column."""
    signs = [c for c in digits if c in ".,"]
    if len(set(signs)) == 2:  # noqa: PLR2004 - a point and a comma
        return _with_decimals(digits, signs[-1]) if signs.count(signs[-1]) == 1 else None
    if len(signs) > 1:
        told: Decimal = "." if signs[0] == "," else ","
        return (digits.replace(signs[0], ""), "", told) if _GROUPED.fullmatch(digits) else None
    if signs and _IN_DOUBT.fullmatch(digits):
        return digits, signs[0], None
    return _with_decimals(digits, "".join(signs))


def _with_decimals(digits: str, decimal: str) -> tuple[str, str, Decimal | None] | None:
    whole, _, part = digits.partition(decimal) if decimal else (digits, "", "")
    grouped = _GROUPED.fullmatch(whole)
    if grouped:
        whole = whole.replace(grouped["by"], "")
    text = f"{whole}.{part}" if decimal else whole
    if not _PLAIN.fullmatch(text):
        return None
    return text, "", decimal or None  # type: ignore[return-value]


def is_unknown(value: Any) -> bool:
    """Whether a value says that something is not known."""
    return isinstance(value, str) and value.strip().casefold() in _UNKNOWN


def _floats(values: Sequence[Any], kinds: set[type]) -> list[float | None]:
    """Numbers, and the texts of some, as numbers; None for an empty text."""
    if kinds == _TEXT and all(values):
        return list(map(float, values))
    return [(float(value) if value else None) if type(value) is str else value for value in values]


@dataclass
class AmountColumn:
    """Reads one column of amounts, value by value, and decides in the end what its points and commas mean.

    `least` is what each must hold at least. `rate` is what one unit of each currency is worth in USD, `currency` that of
    values that name none, `scale` what each is multiplied by. `decimal` is what somebody said stands before decimals,
    `usual` what does where nothing tells.
    """

    rate: Mapping[str, float]
    currency: str = "USD"
    scale: float = 1
    decimal: Decimal | None = None
    usual: Decimal | None = None
    least: float | None = 0
    unknown: list[str] = field(default_factory=list)
    doubts: dict[str, tuple[str, str]] = field(default_factory=dict)
    evidence: dict[Decimal, tuple[str, str]] = field(default_factory=dict)

    def read(self, value: Any, place: str, currency: str | None = None) -> float | Undecided | str | None:
        """An amount in USD; None for nothing or what is not known; a text says what is wrong."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, str):
            return self._text(value, place, currency)
        if isinstance(value, Cell):
            return cell_fault(value) or f"expected a number, found {shown(value.value)}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            is_date = isinstance(value, datetime | date)
            return f"expected a number, found {f'the date {value:%Y-%m-%d}' if is_date else shown(value)}"
        return self._worth(value, value, currency)

    def plain(self, values: Sequence[Any], currencies: Sequence[str | None]) -> list[float | None]:
        """The amounts of values that tell nothing new of the column. Raises NotPlainError where one may."""
        read = self._decimals(values) or list(map(self._plain, values))
        factors = {code: self._plain_factor(code) for code in set(currencies)}
        try:
            if set(factors.values()) != {1}:
                read = [self._scaled(value, factors[code]) for value, code in zip(read, currencies, strict=True)]
            return self._in_bounds(read)
        except OverflowError as error:
            raise NotPlainError from error

    def _decimals(self, values: Sequence[Any]) -> list[float | None] | None:
        """Numbers, and texts of digits with at most two decimals behind a point; None where one is something else."""
        kinds = set(map(type, values))
        if not kinds <= _NUMBERS:
            return None
        said = "\n".join(values if kinds == _TEXT else [value for value in values if type(value) is str])
        is_new = "." in said and "." not in self.evidence
        return None if is_new or not _DECIMALS.fullmatch(said) else _floats(values, kinds)

    def _plain_factor(self, currency: str | None) -> float:
        factor = self._factor(currency)
        if isinstance(factor, str):
            raise NotPlainError
        return factor

    def _scaled(self, value: float | None, factor: float) -> float | None:
        return value if value is None or factor == 1 else round(value * factor, 2)

    def _in_bounds(self, values: Sequence[float | None]) -> list[float | None]:
        said = [value for value in values if value is not None]
        if not isfinite(sum(said)) or (self.least is not None and min(said, default=self.least) < self.least):
            raise NotPlainError
        return [value if value is None or value % 1 else number(value) for value in values]

    def _plain(self, value: Any) -> float | None:
        if isinstance(value, str):
            return self._plain_text(value) if value else None
        if value is None or type(value) in (float, int):
            return cast("float | None", value)
        raise NotPlainError

    def _plain_text(self, text: str) -> float:
        if text.isdecimal():
            return float(text)
        if "." in self.evidence and _CENTS.fullmatch(text):
            return float(text)
        money = parse_money(text) if "," in text else None
        if money is None or money.doubt or money.currency or money.evidence not in self.evidence:
            raise NotPlainError
        return -float(money.digits) if money.negative else float(money.digits)

    def _text(self, text: str, place: str, currency: str | None) -> float | Undecided | str | None:
        if text.isdecimal():
            return self._worth(float(text), text, currency)
        if _CENTS.fullmatch(text):
            self.evidence.setdefault(".", (place, text))
            return self._worth(float(text), text, currency)
        if is_unknown(text):
            self.unknown.append(place)
            return None
        if _DATE.fullmatch(text.strip()):
            return f"expected a number, found the date {text.strip()}"
        money = parse_money(text)
        return f"expected a number, found {shown(text)}" if money is None else self._money(money, text, place, currency)

    def _money(self, money: Money, text: str, place: str, currency: str | None) -> float | Undecided | str:
        if money.evidence:
            self.evidence.setdefault(money.evidence, (place, text))
        digits, sign = money.digits, -1 if money.negative else 1
        if not money.doubt:
            return self._worth(sign * float(digits), text, money.currency or currency)
        if len(self.doubts) < _ENOUGH:
            self.doubts.setdefault(digits, (place, text))
        if sign < 0 and self.least is not None:
            return f"expected a number of at least {self.least:g}, found {shown(text)}, which is negative"
        factor = self._factor(money.currency or currency)
        return factor if isinstance(factor, str) else Undecided(digits, sign * factor)

    def _worth(self, value: float, found: Any, currency: str | None) -> float | str:
        factor = self._factor(currency)
        if isinstance(factor, str):
            return factor
        try:
            worth = float(value) if factor == 1 else round(value * factor, 2)
        except OverflowError:
            return f"expected a number that a computer can hold, found {shown(found)}"
        if not isfinite(worth):
            return f"expected a number that a computer can hold, found {shown(found)}"
        if self.least is not None and worth < self.least:
            return f"expected a number of at least {self.least:g}, found {shown(found)}, which is negative"
        return number(worth)

    def _factor(self, currency: str | None) -> float | str:
        code = currency or self.currency
        if code == "USD":
            return self.scale
        if code in self.rate:
            return self.scale * self.rate[code]
        return f"is in {code}, and amounts are in USD: say what one is worth, as [tables] rate = {{{code} = 1.0}}"

    def conflict(self) -> str | None:
        """What is wrong with the column as a whole, or None."""
        if self.decimal is None and len(self.evidence) > 1:
            (place, text), (other, text_there) = self.evidence["."], self.evidence[","]
            return f"has decimals behind a point in {place} ({text!r}) and behind a comma in {other} ({text_there!r})"
        if self.doubts and self._decimal is None:
            place, text = next(iter(self.doubts.values()))
            return f"holds {text!r} in {place}, which may mean thousands or decimals, and nothing in the column tells"
        return None

    @property
    def _decimal(self) -> Decimal | None:
        """What stands before decimals: what the mapping says, a value, or several that would all have three decimals."""
        if self.decimal or self.evidence:
            return self.decimal or next(iter(self.evidence))
        separators = {"," if "," in digits else "." for digits in self.doubts}
        if len(self.doubts) < _ENOUGH or len(separators) > 1:
            return self.usual
        return "." if separators == {","} else ","

    def decided(self, amount: float | Undecided | None) -> float | None:
        """An amount, now that all of the column is known."""
        if not isinstance(amount, Undecided):
            return amount
        decimal: str = self._decimal or "."
        thousands = "," if decimal == "." else "."
        return number(round(float(amount.digits.replace(thousands, "").replace(decimal, ".")) * amount.factor, 2))
