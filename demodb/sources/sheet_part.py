"""The part of a workbook that is a sheet, judged: its size against Excel's, how far it is filled, what nobody has computed."""

from __future__ import annotations

import re
from array import array

from demodb.sources.parts import LIST_DEPTH, MAIN, MOST_DEPTH, Part, Refused, pairs

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
"""What a sheet of Excel has."""
MOST_CELLS = 10_000_000

_MOST_ROW = 2**24
_MOST_EMPTY_ROWS = 250_000
_MOST_EMPTY_CELLS = 3_000_000
_ROW, _CELL, _VALUE, _FORMULA, _TEXT = (MAIN + name for name in ("row", "c", "v", "f", "t"))
_CONTENT = frozenset({_VALUE, _FORMULA, MAIN + "is"})
_MERGED = MAIN + "mergeCell"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?[0-9]+")


class SheetPart(Part):
    """A sheet: how far it is filled, its merged cells, and the formulas that nobody has computed and saved yet."""

    most_bytes = 2**29
    most_elements = 500_000
    """Of those that are no cells or parts of one."""

    def __init__(self) -> None:
        super().__init__()
        self.cells = 0
        self.filled_to = 0
        self.merged: list[str] = []
        self.uncomputed = array("q")
        self._row = self._rows = self._filled_rows = 0
        self._cells_before = self._fed_before = 0
        self._in_rows = False
        self._reference = ""
        self._column = 0
        self._others = 0
        self._formula = False

    @property
    def place(self) -> str:
        """The cell, or the row."""
        return self._reference or (f"{self._row}:{self._row}" if self._row else "")

    # What follows is called for each of millions of elements: it is as short as can be.

    def start(self, name: str, attributes: list[str]) -> None:
        """An element begins."""
        self.depth += 1
        self.elements += 1
        if name == _CELL:
            if self._formula:
                self._note_uncomputed()
            self.cells += 1
            if attributes and attributes[0] == "r" and attributes[1][2:3] <= "9":
                self._reference = attributes[1]
            else:
                self._place_cell(attributes)
        elif name in _CONTENT:
            if self._formula or name == _FORMULA or self._row != self.filled_to:
                self._fill(name)
        elif name != _TEXT:
            self._other(name, attributes)

    def _fill(self, name: str) -> None:
        if self._row != self.filled_to:
            self._fill_row()
        if name == _FORMULA:
            self._formula = True
        elif self._formula and name == _VALUE:
            self.parser.CharacterDataHandler = self._computed
            self.parser.EndElementHandler = self._end_value

    def _computed(self, _: str) -> None:
        self._formula = False
        self.parser.CharacterDataHandler = None

    def _end_value(self, _: str) -> None:
        self.depth -= 1
        self.parser.CharacterDataHandler = None
        self.parser.EndElementHandler = self.end

    def _note_uncomputed(self) -> None:
        self._formula = False
        column = self._column_of(self._reference) if self._reference else self._column
        self.uncomputed.append(self._row * MOST_COLUMNS + column - 1)

    def _column_of(self, reference: str) -> int:
        matched = _REFERENCE.fullmatch(reference)
        if not matched:
            raise Refused(f"holds a cell whose place is {reference[:30]!r}", f"{self._row}:{self._row}")
        column = 0
        for letter in matched[1].upper():
            column = 26 * column + ord(letter) - 64
        if column > MOST_COLUMNS:
            raise Refused(f"holds a cell in column {matched[1]}, a sheet of Excel ends at XFD ({MOST_COLUMNS:,})", reference)
        return column

    def _place_cell(self, attributes: list[str]) -> None:
        """A cell in a column of three letters, with its place behind other attributes, or with none: behind the one before."""
        given = pairs(attributes).get("r") if attributes else None
        if given:
            self._column_of(given)
            self._reference = given
        else:
            self._column = 1 + (self._column_of(self._reference) if self._reference else self._column)
            self._reference = ""

    def _begin_row(self, attributes: list[str]) -> None:
        if self._formula:
            self._note_uncomputed()
        given = pairs(attributes).get("r") if attributes else None
        number = int(float(given)) if given else self._row + 1
        if number > MOST_ROWS:
            raise Refused(f"holds a row {number:,}, a sheet of Excel has {MOST_ROWS:,}")
        if number <= self._row:
            behind = f"behind row {self._row:,}" if self._row else "and rows begin with 1"
            raise Refused(f"holds row {number:,} {behind}", f"{number}:{number}")
        self._row, self._reference, self._column = number, "", 0
        self._rows += 1
        self._in_rows = True
        self._measure_row()
        self._cells_before, self._fed_before = self.cells, self.fed

    def _fill_row(self) -> None:
        self.filled_to = self._row
        self._filled_rows += 1
        if self._rows - self._filled_rows > _MOST_EMPTY_ROWS:
            raise Refused(f"holds more than {_MOST_EMPTY_ROWS:,} empty rows above row {self._row:,}: delete them", self.place)

    def _other(self, name: str, attributes: list[str]) -> None:
        if name == _ROW:
            self._begin_row(attributes)
            return
        self._others += 1
        if self.depth == LIST_DEPTH:
            self._in_rows = False
        if name == _MERGED:
            self.merged.append(pairs(attributes).get("ref", ""))

    def measure(self) -> None:
        """Cells, a row, and what is neither."""
        if self.cells > MOST_CELLS:
            raise Refused(f"holds more than {MOST_CELLS:,} cells")
        content = self.elements - self._rows - self.cells - self._others
        if self.cells > content + _MOST_EMPTY_CELLS:
            raise Refused(f"holds more than {_MOST_EMPTY_CELLS:,} empty cells: delete those that only have a format")
        if self._others > self.most_elements or content > 3 * self.cells + self.most_elements:
            raise Refused(f"holds more than {self.most_elements:,} elements that are no cells")
        if self.depth > MOST_DEPTH:
            raise Refused(f"is nested more than {MOST_DEPTH} deep", self.place)
        self._measure_row()

    def _measure_row(self) -> None:
        if self._in_rows and self.cells - self._cells_before > MOST_COLUMNS:
            raise Refused(f"holds more than {MOST_COLUMNS:,} cells in a row", f"{self._row}:{self._row}")
        if self._in_rows and self.fed - self._fed_before > _MOST_ROW:
            raise Refused(f"holds a row of more than {_MOST_ROW:,} bytes", f"{self._row}:{self._row}")

    def finish(self) -> None:
        """The last cell may be a formula."""
        if self._formula:
            self._note_uncomputed()
