"""Keyed draws: a value depends on what it is for, and on nothing that was drawn before or is drawn beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
_MASK = 2**64 - 1
_ODD = 0x9E3779B97F4A7C15
_WHOLE = 2.0**64


class Draws:
    """The draws of one account: (pack, seed, account key) fixed, then by section, row and field."""

    def __init__(self, pack: str, seed: str, account_key: str) -> None:
        self._state = blake2b(f"{pack}\0{seed}\0{account_key}\0".encode(), digest_size=8)

    def integer(self, path: str) -> int:
        """64 even bits for a path such as "stakeholders/sh-001/name"."""
        state = self._state.copy()
        state.update(path.encode())
        return int.from_bytes(state.digest(), "big")

    def pick(self, path: str, choices: Sequence[T]) -> T:
        """One of a fixed list: another one if the list ever changes its length."""
        return choices[self.integer(path) % len(choices)]

    def between(self, path: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.integer(path) % (high - low + 1)

    def share(self, path: str, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        return low + (high - low) * self.integer(path) / _WHOLE

    def chance(self, path: str, probability: float) -> bool:
        """True with this probability."""
        return self.integer(path) < probability * _WHOLE

    def weighted(self, path: str, weights: Mapping[T, float]) -> T:
        """One of the keys, as often as its weight says."""
        return self.ranked(path, [(identity(str(key)), weight, key) for key, weight in weights.items() if weight > 0], 1)[0]

    def ranked(self, path: str, entries: Sequence[tuple[int, float, T]], count: int) -> list[T]:
        """The first `count` of a pool's entries (identity, weight, value) in an order of this path's own.

        Rendezvous hashing: an entry that is added or dropped moves no other one, it only takes or leaves a place.
        """
        key = self.integer(path)
        if count == 1:
            return [max(entries, key=lambda entry: _score(key ^ entry[0], entry[1]))[2]]
        return [value for _, _, value in sorted(entries, key=lambda entry: -_score(key ^ entry[0], entry[1]))[:count]]


def identity(text: str) -> int:
    """64 bits that stand for a pool's entry."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _score(bits: int, weight: float) -> float:
    bits = (bits * _ODD) & _MASK
    bits = ((bits ^ (bits >> 32)) * _ODD) & _MASK
    bits ^= bits >> 29
    return bits if weight == 1.0 else weight / -math.log((bits + 1) / (_WHOLE + 2))
