"""Figures and lists as people say them."""

from __future__ import annotations

from collections.abc import Sequence

_EXACT, _ABSURD = 10_000, 1e15
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_THOUSAND = 1000.0
_SCALES = ((1e6, "million"), (1e9, "billion"), (1e12, "trillion"))


def money(amount: float) -> str:
    """An amount of 0 or more in USD: "9,950 USD", "329,000 USD", "1.2 million USD"."""
    if amount >= _ABSURD:
        return "more than 1,000 trillion USD"
    if amount < _EXACT:
        return "less than 1 USD" if 0 < amount < 1 else f"{amount:,.0f} USD"
    if round(amount, -3) < _SCALES[0][0]:
        return f"{round(amount, -3):,.0f} USD"
    figures = ((round(amount / size, 1), name) for size, name in _SCALES)
    figure, name = next(((figure, name) for figure, name in figures if figure < _THOUSAND), (_THOUSAND, _SCALES[-1][1]))
    return f"{figure:,.1f}".removesuffix(".0") + f" {name} USD"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number in words up to ten, with its noun: "one renewal", "three renewals", "12 renewals"."""
    number = _WORDS[count] if count < len(_WORDS) else f"{count:,}"
    return f"{number} {noun if count == 1 else plural or f'{noun}s'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: "a, b and c"."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def items(texts: Sequence[str]) -> str:
    """Texts that may be long or hold commas of their own: "Focus on billing; Local support"."""
    return "; ".join(texts)


def ended(text: str) -> str:
    """The text with a full stop, if it has no end of its own."""
    return text if not text or text[-1] in ".!?…" else f"{text}."


def joined(*sentences: str) -> str:
    """The sentences that say something, one after another."""
    return " ".join(sentence for sentence in sentences if sentence)
