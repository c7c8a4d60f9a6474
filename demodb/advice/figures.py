"""Amounts and quarters in free text: what is said, how exactly, and whether it is a figure that is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12}
_FIGURE = re.compile(
    r"(?P<more>\b(?:more than|over|above|at least|upwards of)\s+)?(?P<less>\b(?:less than|under|below|nearly|almost|up to)\s+)?"
    r"(?P<sign>[$€£]|\b(?:USD|EUR|GBP)\s?)?"
    r"(?<![\w.,])(?P<number>[0-9]{1,3}(?:[, \u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?![\w]*[0-9])"
    r"(?:[\s-]?(?P<scale>thousand|million|billion|trillion|mn|bn|[kKmMbB])\b)?"
    r"(?P<unit>\s?(?:USD|EUR|GBP|dollars?|euros?|pounds?)\b)?"
)
_LARGE, _MILLION = 10_000, 1e6
_LOOSE, _CLOSE, _FAR = 0.05, 0.005, 1.5
"""How far a figure may lie from what it stands for: in millions, written out, and, as a factor, "more than" and "up to"."""

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_QUARTER = re.compile(
    r"\bQ(?P<q>[1-4])(?:\s?['\u2019]?\s?(?P<yy>[0-9]{2})(?![0-9])|(?:\s?['/-]?\s?|\s+of\s+)(?P<year>20[0-9]{2}))?\b"
    r"|\b(?P<before>20[0-9]{2})[\s-]?Q(?P<q2>[1-4])\b"
    r"|\b(?P<ordinal>first|second|third|fourth|last)\s+quarter(?:\s+of)?\s+(?P<named>20[0-9]{2})\b",
    re.IGNORECASE,
)

Quarter = tuple[int | None, int]
"""The year of the century, None where none is said, and the number of the quarter."""


@dataclass(frozen=True)
class Figure:
    """A figure as it is said: the words, its value, and the least and the greatest value that it may stand for."""

    words: str
    value: float
    least: float
    most: float

    def is_one_of(self, known: Collection[float]) -> bool:
        """Whether it may stand for a known figure."""
        return any(self.least <= one <= self.most for one in known)


def amounts(text: str) -> Iterator[Figure]:
    """The amounts in a text: what bears a currency or a scale, or is written with thousands, or is 10,000 and more."""
    for found in _FIGURE.finditer(text):
        figure = _figure(found)
        number = found["number"]
        marked = found["sign"] or found["scale"] or found["unit"] or not number.replace(".", "").isdecimal()
        if marked or figure.value >= _LARGE:
            yield figure


def figures(text: str) -> Iterator[float]:
    """Every number in a text, with its scale: what an amount may be taken from."""
    for found in _FIGURE.finditer(text):
        yield _figure(found).value


def _figure(found: re.Match[str]) -> Figure:
    digits = re.sub(r"[^0-9.]", "", found["number"])
    scale = _SCALES.get((found["scale"] or "").casefold(), 1.0)
    value = float(digits) * scale
    slack = min(_half_a_unit(digits) * scale, value * (_LOOSE if scale >= _MILLION else _CLOSE))
    least, most = value - slack, value + slack
    if found["more"]:
        most = value * _FAR
    if found["less"]:
        least = value / _FAR
    return Figure(" ".join(found[0].split()), value, least, most)


def _half_a_unit(digits: str) -> float:
    """Half of the last figure that is told: zeros at the end of a whole number may be rounding."""
    whole, _, fraction = digits.partition(".")
    if fraction:
        return 0.5 * 10.0 ** -len(fraction)
    return 0.5 * 10.0 ** (len(whole) - len(whole.rstrip("0")))


def quarters(text: str) -> Iterator[tuple[str, Quarter]]:
    """The quarters that are named in a text, as typed and as numbers."""
    for found in _QUARTER.finditer(text):
        year = found["yy"] or found["year"] or found["before"] or found["named"]
        number = found["q"] or found["q2"]
        quarter = int(number) if number else _ORDINALS[found["ordinal"].casefold()]
        yield found[0], (int(year) % 100 if year else None, quarter)


def is_known_quarter(quarter: Quarter, known: Collection[Quarter]) -> bool:
    """Whether a quarter is one of the known ones; without a year any year's will do."""
    year, number = quarter
    return quarter in known or (year is None and any(other == number for _, other in known))
