"""Ranges as a person types them, such as "15-20 %", ">= 60 %" or "in 30-60 days", with any dash. Pure: a text into a value."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["percent", "ratio", "count", "days"]
"""What a range is counted in."""

_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_FROM_TO = re.compile(rf"(?:in\s+)?(?P<least>{_NUMBER})\s*%?\s*[-\u2010-\u2015\u2212]\s*(?P<most>{_NUMBER})(?P<unit>.*)")
_BOUND = re.compile(rf"(?:in\s+)?(?P<sign>>=|<=|\u2265|\u2264)\s*(?P<number>{_NUMBER})(?P<unit>.*)")
_EXACT = re.compile(rf"(?:in\s+)?(?P<number>{_NUMBER})(?P<unit>.*)")
_UNITS: dict[Kind, tuple[str, ...]] = {"percent": ("%",), "ratio": ("",), "count": ("",), "days": ("days", "day")}
_SUCH: dict[Kind, str] = {
    "percent": '"15-20 %" or ">= 60 %"',
    "ratio": '"0.5-1.5" or "<= 2"',
    "count": '1, "1-3" or ">= 1"',
    "days": '"in 30-60 days" or "<= 14 days"',
}
_ALL = 100


class Range(NamedTuple):
    """From `least` to `most`, both included, None where it is open; `text` is how it was typed."""

    least: float | None
    most: float | None
    text: str

    def holds(self, value: float) -> bool:
        """Whether a value lies in it."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        return self.text


def range_of(typed: object, kind: Kind) -> Range:
    """The range that was typed. Raises ValueError, with what was expected, for what is none or holds nothing."""
    if isinstance(typed, int | float) and not isinstance(typed, bool) and kind == "count":
        typed = str(typed)
    if not isinstance(typed, str):
        raise ValueError(f"expected a text such as {_SUCH[kind]}")  # noqa: TRY004 - what is typed is wrong, not the program
    least, most = _ends(" ".join(typed.split()), kind)
    if fault := _fault(least, most, kind):
        raise ValueError(f"{typed!r}{fault}")
    return Range(least, most, typed)


def _fault(least: float | None, most: float | None, kind: Kind) -> str | None:
    """Why nothing can lie between two ends."""
    if least is not None and most is not None and least > most:
        return f" holds nothing: {least:g} is more than {most:g}"
    ends = [end for end in (least, most) if end is not None]
    if kind == "percent" and max(ends) > _ALL:
        return ": there is no share of more than 100 %"
    if kind == "count" and not all(map(float.is_integer, ends)):
        return ": expected whole numbers, as nothing is counted by halves"
    return None


def _ends(typed: str, kind: Kind) -> tuple[float | None, float | None]:
    if (found := _FROM_TO.fullmatch(typed)) and _fits(found["unit"], kind):
        return _number(found["least"]), _number(found["most"])
    if (found := _BOUND.fullmatch(typed)) and _fits(found["unit"], kind):
        number = _number(found["number"])
        return (number, None) if found["sign"] in (">=", "\u2265") else (None, number)
    if kind == "count" and (found := _EXACT.fullmatch(typed)) and _fits(found["unit"], kind):
        return _number(found["number"]), _number(found["number"])
    raise ValueError(f"{typed!r} is no range: expected {_SUCH[kind]}")


def _fits(unit: str, kind: Kind) -> bool:
    return unit.strip().casefold() in _UNITS[kind]


def _number(text: str) -> float:
    return float(text.replace(",", "."))
