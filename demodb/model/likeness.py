"""Which names may be one company's: what many companies have in their names makes no two alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from demodb.model.names import near_key, nearest

_COMMON = frozenset(
    """
    and the of for de la le les des der die das und et y e del di da do
    co group groupe gruppe grupo holding holdings partners international global worldwide national europe european
    america american americas asia africa pacific united states kingdom north south east west central
    communications telecom telekom telefon telephone mobile wireless cellular broadband cable fiber fibre net network networks
    media broadcasting digital data cloud software systems system solutions services technology tech labs online web
    bank financial finance insurance capital energy power electric water health healthcare university city
    airlines airways industries industrial manufacturing products consulting management
    """.split()  # noqa: SIM905 - a list of words reads as words
)
"""Words of a near key that tell what a company does, or where, and not which one it is."""

_SPELLED_ALIKE = 0.8
_SHORT = 3
"""Words up to so many letters have to be the same: "Bt" is not "Btt"."""


class AlikeNames:
    """Names of accounts, by the words in them: which of them another name may mean is found without a look at each."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._joined: dict[str, list[int]] = defaultdict(list)
        for n, name in enumerate(names):
            for words in _readings(name):
                self._joined["".join(words)].append(n)
                for word in {*words}:
                    self._by_word[word].append(n)
        self._letters = [(word, _letters(word)) for word in self._by_word]

    def likely(self, name: str, alike: float = 0.6) -> list[str]:
        """The names that `name` may mean, best first: near keys that are so much alike, and not in common words alone."""
        readings = _readings(name)
        found = {n for words in readings for n in self._joined.get("".join(words), ())}
        for word in {word for words in readings for word in words} - _COMMON:
            found.update(n for other in self._spelled_alike(word) for n in self._by_word[other])
        candidates = dict.fromkeys(self._names[n] for n in sorted(found))
        return nearest(name, [candidate for candidate in candidates if is_like(name, candidate)], len(candidates), alike)

    def _spelled_alike(self, word: str) -> Iterator[str]:
        own = _letters(word)
        for other, letters in self._letters:
            most = 2 * (own & letters).bit_count() / (len(word) + len(other))
            if most >= _SPELLED_ALIKE and _same_word(word, other):
                yield other


def _letters(word: str) -> int:
    """The letters of a word as bits: those that two words share are at least as many as the letters that match in them."""
    bits, seen = 0, defaultdict[int, int](int)
    for letter in map(ord, word):
        place = letter % _PLACES
        bits |= 1 << (place + _PLACES * seen[place])
        seen[place] += 1
    return bits


_PLACES = 61


_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def near_groups(names: Mapping[str, str]) -> list[dict[str, str]]:
    """Names, by the keys of their accounts, in groups that may be one account each: their near keys are the same.

    An umlaut is left out in one name and spelled out in another: Müller is Muller and Mueller.
    """
    groups: dict[str, dict[str, str]] = {}
    out: dict[str, str] = {}
    for key, name in names.items():
        near = near_key(name)
        groups.setdefault(near, {})[key] = name
        if not name.isascii() and (spelled := near_key(_spelled_out(name))) != near:
            out[near] = spelled
    for near, spelled in out.items():
        if spelled in groups and near in groups:
            groups[spelled] |= groups.pop(near)
    return [group for group in groups.values() if len(group) > 1]


def near_hashes(name: str) -> set[int]:
    """Numbers of which names that `near_groups` puts into one group have one in common; they hold in one process only."""
    return {hash(near_key(name)), *(() if name.isascii() else [hash(near_key(_spelled_out(name)))])}


def _spelled_out(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().translate(_SPELLED_OUT)


def is_like(name: str, other: str) -> bool:
    """Whether two names may be one company's: all words of one are in the other, and a telling one is among them.

    Or they are the same but for the spaces. `&` may be written as "and" or left out.
    """
    return any(_may_be_one(words, others) for words in _readings(name) for others in _readings(other))


def _readings(name: str) -> list[list[str]]:
    return [re.findall(r"\w+", near_key(spelling)) for spelling in dict.fromkeys([name, name.replace("&", "")])]


def _may_be_one(words: list[str], others: list[str]) -> bool:
    if "".join(words) == "".join(others):
        return True
    ours = {word for word in words if any(_same_word(word, other) for other in others)}
    theirs = {other for other in others if any(_same_word(word, other) for word in words)}
    return (ours == {*words} or theirs == {*others}) and not ours <= _COMMON


def _same_word(word: str, other: str) -> bool:
    if min(len(word), len(other)) <= _SHORT:
        return word == other
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= _SPELLED_ALIKE
