"""What words tell, by a list: whole words, and with a star beginnings (net*), ends (*net) and middles (*net*)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Lexicon(Generic[T]):
    """What words tell, from pairs of it and the words for it, parted by spaces; _ stands for a space in several words."""

    def __init__(self, rows: Iterable[tuple[T, str]]) -> None:
        whole, beginnings, ends, middles = (defaultdict[str, list[T]](list) for _ in range(4))
        for told, words in rows:
            for word in words.split():
                stars = word[0] == "*", word[-1] == "*"
                kind = {(False, False): whole, (False, True): beginnings, (True, False): ends, (True, True): middles}[stars]
                kind[word.strip("*").replace("_", " ")].append(told)
        self._whole, self._middles = dict(whole), dict(middles)
        self._few = min(map(len, (*beginnings, *ends)), default=0)
        self._beginnings = _grouped(beginnings, slice(self._few))
        self._ends = _grouped(ends, slice(-self._few, None))
        self._middle = re.compile("|".join(map(re.escape, middles)) or "$.").search
        self._first_words = frozenset(phrase.partition(" ")[0] for phrase in whole if " " in phrase)
        self._most_words = max((phrase.count(" ") + 1 for phrase in whole), default=1)

    def whole(self, word: str) -> Sequence[T]:
        """What is told by a word as a whole."""
        return self._whole.get(word, ())

    def phrases(self, words: Sequence[str], start: int) -> Iterator[T]:
        """What is told by several words together that begin at a place."""
        if words[start] in self._first_words:
            for size in range(2, self._most_words + 1):
                yield from self.whole(" ".join(words[start : start + size]))

    def parted(self, word: str) -> Iterator[T]:
        """What is told by parts of a word."""
        for part, told in self._beginnings.get(word[: self._few], ()):
            if word.startswith(part):
                yield from told
        for part, told in self._ends.get(word[-self._few :], ()):
            if word.endswith(part):
                yield from told
        if self._middle(word):
            for middle, told in self._middles.items():
                if middle in word:
                    yield from told


def _grouped(parts: Mapping[str, list[T]], letters: slice) -> dict[str, list[tuple[str, list[T]]]]:
    """Parts of words by some of their letters, with what they tell: a word has those of few."""
    grouped = defaultdict[str, list[tuple[str, list[T]]]](list)
    for part, told in parts.items():
        grouped[part[letters]].append((part, told))
    return dict(grouped)
