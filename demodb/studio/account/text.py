"""How wide a text is at most when it is drawn, whichever font the browser has, and its lines within a width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_NARROW = frozenset("iljtfrI.,:;'|!()[]/ -\"")
_WIDE = frozenset("mwMW@%&—…")
_BOLD = 1.12
_LATIN = 0x24F
"""The last letter of Latin, as other scripts run wider."""
_JOINERS = ("\u200d", "\ufe0e", "\ufe0f")


@lru_cache(maxsize=4096)
def _em(character: str) -> float:
    """The width of a character in widths of the font, as those fonts have it that run wide."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    if character in _NARROW:
        return 0.42
    if character in _WIDE or unicodedata.east_asian_width(character) in "WF" or unicodedata.category(character) == "So":
        return 1.05
    return 0.74 if character.isupper() or character.isdigit() or ord(character) > _LATIN else 0.64


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in a font of a size, in the unit of the size."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines of a text that are not wider: whole words where they fit, and never without what it says."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines += _pieces(word, width, size, bold=bold)
    return lines or [""]


def _pieces(word: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    """A word in pieces that are not wider, after hyphens where it has some; a letter stays with the marks on it."""
    piece = ""
    for letter in _letters(word):
        if piece and text_width(piece + letter, size, bold=bold) > width:
            head, hyphen, rest = piece.rpartition("-")
            yield head + hyphen or rest
            piece = rest if hyphen else ""
        piece += letter
    yield piece


def _letters(word: str) -> Iterator[str]:
    letter = ""
    for character in word:
        joined = _em(character) == 0 or letter.endswith(_JOINERS)
        if letter and not joined:
            yield letter
            letter = ""
        letter += character
    yield letter
