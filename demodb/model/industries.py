"""What a company does, by the words in its name: in the languages of the names, whole words and parts of compounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import get_args

from demodb.model.industry_words import NO_INDUSTRY, VAGUE_WORDS, WORDS, Industry
from demodb.model.lexicon import Lexicon
from demodb.model.names import unit_key, unmarked

__all__ = ["INDUSTRIES", "Industry", "industry_of"]

INDUSTRIES: tuple[Industry, ...] = get_args(Industry)

Rank = tuple[int, Industry]
"""Where an industry stands among those that words may tell, the first counting most."""

_UNITS: dict[str, Industry] = {"cloudsense": "telecom", "kandy": "telecom", "newnet": "bank", "stl": "telecom"}
"""What most customers of a business unit do, by its key."""


def industry_of(name: str, unit: str) -> Industry:
    """What a company does: by its name, else by what the customers of its business unit do, else by that unit's name."""
    return _told_by(name, len(_ALL)) or _UNITS.get(unit_key(unit)) or _told_by(unit, len(WORDS)) or "other"


def _told_by(text: str, before: int) -> Industry | None:
    """Of the industries that the words of a text tell the one that counts most, where it stands before a place."""
    place, industry = min(_ranks(_WORD.findall(unmarked(text.casefold())), _lexicon()), default=(before, None))
    return industry if place < before else None


_WORD = re.compile(r"\w+")


def _ranks(words: list[str], lexicon: Lexicon[Rank]) -> Iterator[Rank]:
    """What each word tells, and each few words together; the parts of a word only where it tells nothing as a whole."""
    for start, word in enumerate(words):
        yield from lexicon.phrases(words, start)
        yield from lexicon.whole(word) or (() if word in _NOTHING else lexicon.parted(word))


_NOTHING = frozenset(NO_INDUSTRY.split())
_ALL = (*WORDS, *VAGUE_WORDS)


@cache
def _lexicon() -> Lexicon[Rank]:
    """The words of all industries: made when the first name is read."""
    return Lexicon(((place, industry), words) for place, (industry, words) in enumerate(_ALL))
