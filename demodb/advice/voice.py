"""Which wording an account gets: one of several that say the same, chosen by the account's key. No chance, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

_MASK = 2**64 - 1
_ODD = 0x9E3779B97F4A7C15
_HALF = 32


class Voice:
    """The wordings of one account, out of a table: kind of sentence = wordings with `{facts}` to be filled in."""

    def __init__(self, key: str, table: Mapping[str, Sequence[str]], place: int = 0) -> None:
        self._key, self._table, self._place = key, table, place
        self._own = _bits(key)

    def at(self, place: int) -> Voice:
        """The voice for one of several findings of a kind: neighbours get different wordings."""
        return Voice(self._key, self._table, place)

    def say(self, kind: str, /, **facts: str) -> str:
        """A sentence of this kind, with the facts that its wordings name."""
        wordings = self._table[kind]
        # Multiplied, so that two kinds do not go hand in hand through all accounts; the upper half is mixed best.
        chosen = (((self._own ^ _bits(kind)) * _ODD) & _MASK) >> _HALF
        return wordings[(chosen + self._place) % len(wordings)].format(**facts)


@lru_cache(maxsize=1024)
def _bits(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
