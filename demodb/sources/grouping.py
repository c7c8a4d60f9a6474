"""The lines of a table's customers, those of one name together, however far apart they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

from demodb.sources.lines import Line, Lines
from demodb.sources.renewals import days_told
from demodb.sources.spool import PART, Spool, SpoolFile

Values = tuple[Any, ...]
"""What a line says."""

_BITS = 5
_MASK = 2**_BITS - 1
_DEEPEST = 5
_CUSTOMER = Line._fields.index("customer")


class Parts:
    """Lines in parts, those of one customer's name in one. A few are one part; each part is in order.

    A part of more than `most` lines is divided again: `depth` is how often that was done.
    """

    def __init__(self, few: int = PART, most: int = 3 * PART, depth: int = 0) -> None:
        self._few, self._most, self._depth = few, most, depth
        self._first: list[Values] = []
        self._parts: list[Spool[Values]] = []

    def add(self, lines: Sequence[Values]) -> None:
        """Add lines."""
        if self._parts:
            self._divide(lines)
            return
        self._first += lines
        if len(self._first) > self._few:
            file = SpoolFile()
            self._parts = [Spool(file) for _ in range(2**_BITS)]
            self._divide(self._first)
            self._first = []

    def _divide(self, lines: Sequence[Values]) -> None:
        shift = _BITS * self._depth
        divided: list[list[Values]] = [[] for _ in self._parts]
        for line in lines:
            divided[crc32(line[_CUSTOMER].encode("utf-8", "surrogatepass")) >> shift & _MASK].append(line)
        for part, some in zip(self._parts, divided, strict=True):
            if some:
                part.extend(some)

    def __iter__(self) -> Iterator[list[Values]]:
        if not self._parts:
            yield self._first
        for part in self._parts:
            if len(part) <= self._most or self._depth == _DEEPEST:
                yield list(part)
            else:
                yield from self._divided(part)

    def _divided(self, part: Spool[Values]) -> Iterator[list[Values]]:
        parts = Parts(self._few, self._most, self._depth + 1)
        for lines in part.pieces():
            parts.add(lines)
        return iter(parts)


class Grouping:
    """Lines that are customers': what they say of their business units and dates, and the lines, those of a name together."""

    def __init__(self) -> None:
        self.units = Counter[str]()
        self.parts = Parts()
        self._days: set[bool] = set()

    def add(self, lines: Lines) -> None:
        """Add lines."""
        self.units.update(lines.unit)
        self._days |= days_told(lines.renewal)
        self.parts.add(list(zip(*lines, strict=True)))

    @property
    def day_first(self) -> bool | None:
        """Whether dates such as 3/4/2026 have the day first, as far as all that tell agree."""
        return next(iter(self._days)) if len(self._days) == 1 else None
