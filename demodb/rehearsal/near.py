"""Near copies among texts, by MinHash over shingles of words: what differs in a name or a word only falls into one group."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

_WORD = re.compile(r"[^\W\d_]+")
_SHINGLE = 2
"""Words of a shingle."""
_BANDS, _ROWS = 8, 2
"""Of bands, one of which two texts have to share before they are compared."""
_PRIME = (1 << 61) - 1
_MASK = (1 << 64) - 1
_ALIKE = 0.5
"""The share of shingles, of all that two texts have, that near copies have in common."""
_MOST_IN_A_BAND = 50

Shingles = frozenset[int]


def shingles(text: str, without: str = "") -> Shingles:
    """The shingles of a text as numbers, without the words of a name, without case and figures."""
    left_out = set(_WORD.findall(without.casefold()))
    words = [word for word in _WORD.findall(text.casefold()) if word not in left_out]
    runs = [" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))] if words else []
    return frozenset(map(_number, runs))


@lru_cache(maxsize=16_384)
def _number(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest())


_TURNS = [
    (int.from_bytes(hashlib.blake2b(b"a%d" % turn, digest_size=7).digest()) | 1, _number(f"b{turn}"))
    for turn in range(_BANDS * _ROWS)
]
"""The factors and summands that stand for as many orders of all numbers."""


def _signature(numbers: Shingles) -> list[int]:
    return [min((factor * number + summand) % _PRIME for number in numbers) for factor, summand in _TURNS]


def groups(texts: Sequence[Shingles]) -> list[list[int]]:
    """The places of texts that are near copies of each other, group by group; a text that is like none is in no group."""
    parents = list(range(len(texts)))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    for one, other in _candidates(texts):
        if root(one) != root(other) and _likeness(texts[one], texts[other]) >= _ALIKE:
            parents[root(other)] = root(one)
    found: dict[int, list[int]] = defaultdict(list)
    for place in range(len(texts)):
        found[root(place)].append(place)
    return [places for places in found.values() if len(places) > 1]


def _candidates(texts: Iterable[Shingles]) -> Iterator[tuple[int, int]]:
    """The pairs that share a band; of one that very many share, each with the first alone."""
    bands: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, numbers in enumerate(texts):
        signature = _signature(numbers) if numbers else []
        for band in range(0, len(signature), _ROWS):
            bands[band, *signature[band : band + _ROWS]].append(place)
    for places in bands.values():
        if len(places) <= _MOST_IN_A_BAND:
            yield from combinations(places, 2)
        else:
            yield from ((places[0], place) for place in places[1:])


def _likeness(one: Shingles, other: Shingles) -> float:
    return len(one & other) / len(one | other)
