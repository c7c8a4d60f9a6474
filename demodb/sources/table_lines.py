"""The lines of a table as they are read: what is beyond doubt is settled at once, the others wait for the table's end. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, takewhile
from typing import Any

from demodb.sources.amounts import AmountColumn
from demodb.sources.grouping import Grouping
from demodb.sources.left_rows import Sums
from demodb.sources.lines import Line, Lines, each_line
from demodb.sources.spool import PIECE, Spool, SpoolFile

_FEW = 100


class TableLines:
    """Takes lines in the order of a table; `columns` are those of its amounts.

    What a line is hangs on those above it. So from the first one on all wait that may be a total, has an amount that only the
    whole column decides, or makes a sum too large. `customers` are those above it; `told` is what to tell of rows.
    """

    def __init__(self, columns: Sequence[AmountColumn] = ()) -> None:
        self.columns = columns
        self.sums = Sums(len(columns))
        self.customers = Grouping()
        self.told: list[tuple[int, str]] = []
        self._waiting = Spool[tuple[Any, ...]](SpoolFile())
        self._few: list[tuple[Any, ...]] = []
        self._len = 0

    def append(self, line: Line) -> None:
        """Take a line."""
        self._len += 1
        self._few.append(line)
        if len(self._few) >= PIECE:
            self._settle_few()

    def extend(self, lines: Lines) -> None:
        """Take lines of which none may be a total."""
        self._len += len(lines.row)
        if len(lines.row) < _FEW:
            self._few += zip(*lines, strict=True)
        else:
            self._settle_few()
            self._settle(lines)

    def __len__(self) -> int:
        return self._len

    def waiting(self) -> Iterator[Lines]:
        """The lines that wait, some at a time."""
        self._settle_few()
        return map(Lines._make, self._waiting)

    def names(self) -> set[tuple[str, str]]:
        """The business units and names of the customers, without those of lines that may be totals."""
        settled = map(Line._make, chain.from_iterable(self.customers.parts))
        lines = chain(settled, chain.from_iterable(map(each_line, self.waiting())))
        return {(line.unit, line.customer) for line in lines if line.label is None}

    def take_all(self, lines: Lines) -> bool:
        """Take lines of customers into the sums; False, and none is taken, where they call for a closer look."""
        return lines.label.count(None) == len(lines.label) and self.sums.take(lines.unit, lines.amounts)  # type: ignore[arg-type]

    def take(self, line: Line) -> list[int]:
        """Take the line of a customer into the sums; not one that makes them too large: the places of the amounts that do."""
        is_chance = line.label is None and self.sums.is_chance_sum(line.amounts)  # type: ignore[arg-type]
        too_large = self.sums.add(line.unit, line.amounts)  # type: ignore[arg-type]
        if is_chance and not too_large:
            self.told.append((line.row, f"{line.customer!r} has what the rows above make together: taken as a customer"))
        return too_large

    def _settle_few(self) -> None:
        few, self._few = self._few, []
        for start in range(0, len(few), PIECE):
            self._settle(Lines(*zip(*few[start : start + PIECE], strict=True)))

    def _settle(self, lines: Lines) -> None:
        if self._waiting or any(column.doubts for column in self.columns):
            self._waiting.extend([tuple(lines)])
        elif self.take_all(lines):
            self.customers.add(lines)
        else:
            self._settle_each(list(each_line(lines)))

    def _settle_each(self, lines: Sequence[Line]) -> None:
        """Settle the lines above the first that is in doubt."""
        settled = len(list(takewhile(lambda line: line.label is None and not self.take(line), lines)))
        if settled:
            self.customers.add(Lines(*zip(*lines[:settled], strict=True)))
        if lines[settled:]:
            self._waiting.extend([tuple(zip(*lines[settled:], strict=True))])
