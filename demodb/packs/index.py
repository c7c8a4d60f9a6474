"""An inverted index of a pack's parts: which of them are for a name, such as a situation, a business unit or a role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from functools import reduce
from itertools import compress
from operator import and_
from typing import Generic, TypeVar

S = TypeVar("S")


class _Criterion:
    """Which parts are for a name, by the names that each gives; one that gives none is for all.

    The parts are numbers of one byte each, 1 where one is for the name, in a single long number: so many are looked at at once.
    """

    def __init__(self, given: Sequence[Collection[str]]) -> None:
        by_name = defaultdict[str | None, bytearray](lambda: bytearray(len(given)))
        for place, names in enumerate(given):
            for name in names:
                by_name[name][place] = 1
        self._for_all = int.from_bytes(bytes(not names for names in given), "little")
        self._by_name = {name: self._for_all | int.from_bytes(places, "little") for name, places in by_name.items()}

    def of(self, name: str | None) -> int:
        """Those for a name; for one that no part gives, and for None, those for all."""
        return self._by_name.get(name, self._for_all)


class Index(Generic[S]):
    """Parts by criteria, each a function that tells the names that a part is for."""

    def __init__(self, parts: Sequence[S], *criteria: Callable[[S], Collection[str]]) -> None:
        self._parts = parts
        self._criteria = [_Criterion(list(map(names, parts))) for names in criteria]
        self._found: dict[tuple[str | None, ...], Sequence[S]] = {}

    def of(self, *names: str | None) -> Sequence[S]:
        """The parts that are for these names, one of each criterion, in their order."""
        found = self._found.get(names)
        if found is None:
            places = reduce(and_, (criterion.of(name) for criterion, name in zip(self._criteria, names, strict=True)))
            found = self._found[names] = list(compress(self._parts, places.to_bytes(len(self._parts), "little")))
        return found
