"""The lines of a table that waited for its end: which are customers', and which totals. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from demodb.sources.left_rows import total_of
from demodb.sources.lines import Line, Lines, each_line
from demodb.sources.table import TableReader
from demodb.sources.titles import title_key
from demodb.sources.unit_names import NO_UNIT


@dataclass(frozen=True)
class Judging:
    """Judges what a table that was read to its end left in doubt; rows that are wrong as sums are added to the reader's."""

    reader: TableReader

    def customers(self) -> Iterator[Lines]:
        """The lines that are no totals, their amounts decided."""
        lines = self.reader.lines
        is_doubtful = any(column.doubts for column in lines.columns)
        for some in lines.waiting():
            if not is_doubtful and lines.take_all(some):
                yield some
            elif said := list(self._looked_at(each_line(some))):
                yield Lines(*zip(*said, strict=True))

    def _looked_at(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Those of some lines that are no totals."""
        for undecided in lines:
            columns = zip(self.reader.lines.columns, undecided.amounts, strict=True)
            line = undecided._replace(amounts=tuple([column.decided(amount) for column, amount in columns]))
            if line.label is not None and self._is_total(line):
                self.reader.lines.sums.end_block()
            elif too_large := self.reader.lines.take(line):
                self._leave_large(line, too_large)
            else:
                yield line

    def _is_total(self, line: Line) -> bool:
        """Whether a row is left out as a total; where its words and its sum do not agree, that is told."""
        label = line.label or ""
        of = total_of(label)
        if self._is_sum(line, of):
            return self._left_out(
                line, "" if of is not None else "has no customer and what rows above make together: left out as their total"
            )
        if of is None:
            message = "expected a customer's name, found none: fill it in, or delete the row"
            self.reader.leave(line.row, line.customer, [("customer", message)])
            return True
        if not line.customer or not of or of in set(map(title_key, self.reader.units.known)):
            doubt = f"{label!r} is left out as a total, though it is not what rows above make together"
            return self._left_out(line, doubt)
        self._tell(line, f"{label!r} sounds like a total, and is not what rows above make together: taken as a customer")
        if not line.unit:
            self.reader.leave(line.row, line.customer, [("unit", NO_UNIT)])
        return not line.unit

    def _is_sum(self, line: Line, of: str | None) -> bool:
        sums = self.reader.lines.sums
        named = {of or "": None, line.unit: None}
        return (of is not None or not line.customer) and any(sums.is_sum(line.amounts, name) for name in named)  # type: ignore[arg-type]

    def _left_out(self, line: Line, doubt: str) -> bool:
        """A total is left out, and told; not where all rows of customers are marked as such, and this one is not."""
        if not self.reader.place.layout.is_strict:
            self.reader.left["totals"] += 1
            if doubt:
                self._tell(line, doubt)
        return True

    def _leave_large(self, line: Line, places: Sequence[int]) -> None:
        columns = list(self.reader.amounts)
        message = "makes the sum of the column larger than a computer can hold, found"
        self.reader.leave(line.row, line.customer, [(columns[n], f"{message} {line.amounts[n]!r}") for n in places])

    def _tell(self, line: Line, message: str) -> None:
        self.reader.lines.told.append((line.row, message))
