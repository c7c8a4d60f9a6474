"""Figures and lists as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from math import floor, log10

_EXACT, _ABSURD = 10_000, 1e15
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_THOUSAND = 1000.0
_LEAST = 0.01
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SCALES = ((1e6, "million"), (1e9, "billion"), (1e12, "trillion"))


@lru_cache(maxsize=1024)
def money(amount: float) -> str:
    """An amount of 0 or more in USD, to three figures from 10,000 on: "9,950 USD", "39,400 USD", "1.24 million USD"."""
    if amount >= _ABSURD:
        return "more than 1,000 trillion USD"
    if amount < _EXACT:
        return "less than 1 USD" if 0 < amount < 1 else f"{amount:,.0f} USD"
    told = round(amount, 2 - floor(log10(amount)))
    if told < _SCALES[0][0]:
        return f"{told:,.0f} USD"
    size, name = next((scale for scale in _SCALES if told < scale[0] * _THOUSAND), _SCALES[-1])
    figure = f"{told / size:,.2f}".rstrip("0").removesuffix(".")
    return f"{figure} {name} USD"


def percent(share: float) -> str:
    """A share of 0 to 1: "less than 1 %", "42 %", "all"."""
    if share < _LEAST:
        return "less than 1 %"
    return "all" if share >= 1 - _LEAST / 2 else f"{share * 100:.0f} %"


def month(day: date) -> str:
    """A day's month, as in "March 2026", whatever the language of the system."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def capital(text: str) -> str:
    """The text with its first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def number_word(count: int) -> str:
    """A number, in words up to ten."""
    return _WORDS[count] if count < len(_WORDS) else f"{count:,}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number in words up to ten, with its noun: "one renewal", "three renewals", "12 renewals"."""
    return f"{number_word(count)} {noun if count == 1 else plural or f'{noun}s'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: "a, b and c"."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def ended(text: str) -> str:
    """The text with a full stop, if it has no end of its own."""
    return text if not text or text[-1] in ".!?…" else f"{text}."


def joined(*sentences: str) -> str:
    """The sentences that say something, one after another."""
    return " ".join(sentence for sentence in sentences if sentence)


def fitting(sentences: Iterable[str], most: int) -> str:
    """The first sentence that says something, and those after it that fit into `most` characters with it."""
    text = ""
    for sentence in sentences:
        longer = joined(text, sentence)
        if not text or len(longer) <= most:
            text = longer
    return text
