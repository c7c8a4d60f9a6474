"""What words tell, by a list: whole words, and with a star beginnings (net*), ends (*net) and middles (*net*)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Lexicon(Generic[T]):
    """What words tell, from pairs of it and the words for it, parted by spaces; _ stands for a space in several words."""

    def __init__(self, rows: Iterable[tuple[T, str]]) -> None:
        whole, parts = defaultdict[str, list[T]](list), list[tuple[str, T]]()
        for told, words in rows:
            for word in words.split():
                if "*" in word:
                    parts.append((word, told))
                else:
                    whole[word.replace("_", " ")].append(told)
        beginnings, ends, middles = set[str](), set[str](), set[str]()
        for part, _ in parts:
            (middles if part[0] == part[-1] else ends if part[0] == "*" else beginnings).add(part.strip("*"))
        self._whole, self._parts = dict(whole), parts
        self._beginnings, self._ends = tuple(beginnings), tuple(ends)
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

    def parted(self, word: str) -> list[T]:
        """What is told by parts of a word."""
        return [told for part, told in self._parts if _fits(word, part)] if self._may_have_one(word) else []

    def _may_have_one(self, word: str) -> bool:
        """Whether a word may have one of the parts: few have, and to look at each part takes long."""
        return word.startswith(self._beginnings) or word.endswith(self._ends) or bool(self._middle(word))


def _fits(word: str, part: str) -> bool:
    middle = part.strip("*")
    if middle not in word:
        return False
    return (part[0] == "*" or word.startswith(middle)) and (part[-1] == "*" or word.endswith(middle))
