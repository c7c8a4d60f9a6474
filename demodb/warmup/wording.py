"""Figures and lists as people say them."""

from __future__ import annotations

from collections.abc import Sequence

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_ABSURD = 1e15
_EXACT = 10_000


def money(amount: float) -> str:
    """An amount of 0 or more in USD: "9,950 USD", "329,000 USD", "1.2 million USD"."""
    if amount >= _ABSURD:
        return "more than 1,000 trillion USD"
    if round(amount) < _EXACT:
        return f"{amount:,.0f} USD"
    thousands = round(amount, -3)
    for size, name in _SCALES:
        if thousands >= size or round(amount / size, 1) >= 1:
            return f"{amount / size:,.1f}".removesuffix(".0") + f" {name} USD"
    return f"{thousands:,.0f} USD"


def counted(count: int, noun: str) -> str:
    """ "one renewal", "3 renewals"."""
    return f"one {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def ended(text: str) -> str:
    """The text with a full stop, if it has no end of its own."""
    return text if not text or text[-1] in ".!?…" else f"{text}."


def joined(*sentences: str) -> str:
    """The sentences that say something, one after another."""
    return " ".join(sentence for sentence in sentences if sentence)
