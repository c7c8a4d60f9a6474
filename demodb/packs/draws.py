"""Keyed draws: a value depends on what it is for, and on nothing that was drawn before or is drawn beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from math import log
from struct import Struct
from typing import Generic, TypeVar

T = TypeVar("T")
_HALF = 2**64 - 1
_ODD = 0x9E3779B97F4A7C15
_WHOLE = 2.0**64
_ABOVE = _WHOLE + 2
_LANE = 16


class Pool(Generic[T]):
    """What is drawn from: values with their identities, and weights where some are to come more often than others.

    The identities lie side by side in one long number, each of 64 bits in a lane of 128, which a product of two such numbers does
    not leave. So what is done to all of them is done at once, and the lower halves of the lanes are what comes of it.
    """

    def __init__(self, identities: Iterable[str], values: Sequence[T], weights: Sequence[float] = ()) -> None:
        self.values = values
        self._identities = int.from_bytes(b"".join(map(_lane, identities)), "little")
        self._ones, self._lower_halves = _lanes(len(values))
        self.loads: Loads = [-weight for weight in weights] if {*weights} - {1} else ()

    def scores(self, key: int) -> Sequence[float]:
        """A number for each value; the one with the greatest is drawn."""
        # Two rounds of multiply and fold mix the bits well enough for a draw, at a tenth of the cost of hashing each entry.
        halves = _HALF * self._ones
        first = (key * self._ones ^ self._identities) * _ODD & halves
        return loaded(self._read((first ^ first >> 32 & halves) * _ODD), self.loads)

    def bits(self, key: int) -> Sequence[int]:
        """64 even bits for each value, by one multiplication with an odd number of the path's own: for packs with situations."""
        return self._read(self._identities * (key | 1))

    def best(self, key: int, places: Iterable[int]) -> int:
        """Of some places of values the one with the greatest of the `bits`, by its load."""
        bits, loads = self.bits(key), self.loads
        if not loads:
            return max(places, key=bits.__getitem__)
        return max(places, key=lambda place: loads[place] / log((bits[place] + 1) / _ABOVE))

    def luck(self, key: int, places: Iterable[int]) -> list[float]:
        """What the weight of each value at these places is multiplied with, by its `bits`."""
        bits = self.bits(key)
        return [-1 / log((bits[place] + 1) / _ABOVE) for place in places]

    def _read(self, lanes: int) -> Sequence[int]:
        return self._lower_halves.unpack(lanes.to_bytes(self._lower_halves.size, "little"))


Loads = Sequence[float]
"""Weights below zero, as the logarithms of luck are; none where all are 1."""


def loaded(bits: Sequence[int], loads: Loads) -> Sequence[float]:
    """A number for each of some values by their bits: the one with the greatest is drawn, as often as its weight says."""
    return [load / log((its + 1) / _ABOVE) for its, load in zip(bits, loads, strict=True)] if loads else bits


@cache  # bounded by the sizes of pools
def _lanes(count: int) -> tuple[int, Struct]:
    """For so many lanes: a one in each, and what reads their lower halves."""
    return int.from_bytes((b"\1" + bytes(_LANE - 1)) * count, "little"), Struct("<" + "Q8x" * count)


def weighted_pool(weights: Mapping[T, float]) -> Pool[T]:
    """A pool of the keys, each coming as often as its weight says."""
    kept = {value: weight for value, weight in weights.items() if weight > 0}
    return Pool(map(str, kept), list(kept), list(kept.values()))


@lru_cache(maxsize=8192)  # an entry is in a pool for each business unit and situation
def _lane(identity: str) -> bytes:
    """The bits of an identity at the lower end of a lane."""
    return blake2b(identity.encode(), digest_size=8).digest()[::-1] + bytes(_LANE - 8)


_whole = int.from_bytes
"""The number that bytes spell, the greatest first: looked up once, as it is asked for a hundred times for each account."""


class Draws:
    """The draws of one account: (pack, seed, account key) fixed, then by section, row and field."""

    def __init__(self, pack: str, seed: str, account_key: str) -> None:
        self._begun = blake2b(f"{pack}\0{seed}\0{account_key}\0".encode(), digest_size=8).copy

    def integer(self, path: str) -> int:
        """64 even bits for a path such as "stakeholders/sh-001/name"."""
        state = self._begun()
        state.update(path.encode())
        return _whole(state.digest())

    def pick(self, path: str, choices: Sequence[T]) -> T:
        """One of a fixed list: another one if the list ever changes its length."""
        if len(choices) == 1:
            return choices[0]
        return choices[self.integer(path) % len(choices)]

    def between(self, path: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        if low == high:
            return low
        return low + self.integer(path) % (high - low + 1)

    def share(self, path: str, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        return low + (high - low) * self.integer(path) / _WHOLE

    def chance(self, path: str, probability: float) -> bool:
        """True with this probability."""
        return self.integer(path) < probability * _WHOLE

    def ranked(self, path: str, pool: Pool[T], count: int) -> list[T]:
        """The first `count` of a pool's values in an order of this path's own.

        Rendezvous hashing: an entry that is added or dropped moves no other one, it only takes or leaves a place.
        """
        if not pool.values:
            return []
        scores = pool.scores(self.integer(path))
        if count == 1:
            return [pool.values[scores.index(max(scores))]]
        order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
        return [pool.values[n] for n in order[:count]]
