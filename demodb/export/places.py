"""Where elements stand in the bytes of a part of a workbook, so that it is changed there and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple
from xml.parsers.expat import ParserCreate

_ROW_DEPTH, _LEAST_DEPTH = 2, 1


class Element(NamedTuple):
    """A child of the root: its name without a prefix, what stands before that in a tag, and its bytes from `start` to `end`."""

    name: str
    prefix: str
    attributes: Mapping[str, str]
    start: int
    end: int


@dataclass
class Places:
    """The children of a part's root in order, where the root ends, and what a sheet has besides.

    `rows` are the starts of rows by their number, `rows_end` where the last one ends; `styles` are the styles of cells by row
    and column, `merged` the merged ranges.
    """

    children: list[Element] = field(default_factory=list)
    root_end: int = 0
    root_prefix: str = ""
    rows: dict[int, int] = field(default_factory=dict)
    rows_end: int = 0
    styles: dict[int, dict[str, int]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)

    def child(self, name: str) -> Element | None:
        """The first child of this name."""
        return next((element for element in self.children if element.name == name), None)


def places_of(part: bytes, rows: Sequence[int] = ()) -> Places:
    """The places in a part that was judged before; of cells the styles in these rows. Raises ExpatError where it is no XML."""
    reader = _Reader(frozenset(rows))
    reader.parser.Parse(part, True)  # noqa: FBT003 - the parser takes it by place
    return reader.places


class _Reader:
    """Follows one pass of expat."""

    def __init__(self, rows: frozenset[int]) -> None:
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.places = Places()
        self._wanted = rows
        self._depth = self._row = 0
        self._in_rows = False

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        prefix, _, name = tag.rpartition(":")
        if self._depth == 0:
            self.places.root_prefix = f"{prefix}:" if prefix else ""
        elif self._depth == _LEAST_DEPTH:
            self._close(at)
            self.places.children.append(Element(name, f"{prefix}:" if prefix else "", attributes, at, at))
            self._in_rows = name == "sheetData"
        elif self._in_rows and self._depth == _ROW_DEPTH:
            self._row = int(attributes.get("r", self._row + 1))
            self.places.rows[self._row] = at
        elif name == "mergeCell":
            self.places.merged.append(attributes.get("ref", ""))
        if self._in_rows and name == "c" and self._row in self._wanted and "s" in attributes:
            column = attributes.get("r", "").rstrip("0123456789")
            self.places.styles.setdefault(self._row, {})[column] = int(attributes["s"])
        self._depth += 1

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._close(self.parser.CurrentByteIndex)
            self.places.root_end = self.parser.CurrentByteIndex
        elif self._depth == _LEAST_DEPTH and tag.rpartition(":")[2] == "sheetData":
            self.places.rows_end = self.parser.CurrentByteIndex

    def _close(self, at: int) -> None:
        """An element ends where the next one begins, or its parent ends."""
        if self.places.children:
            self.places.children[-1] = self.places.children[-1]._replace(end=at)


def tag(element: Element, attributes: Mapping[str, str]) -> bytes:
    """An element without content, with these attributes."""
    given = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{element.prefix}{element.name}{given}/>".encode()


def spliced(part: bytes, changes: Mapping[tuple[int, int], bytes]) -> bytes:
    """The part with other bytes from each start to its end."""
    pieces, at = [], 0
    for (start, end), content in sorted(changes.items()):
        pieces += [part[at:start], content]
        at = end
    return b"".join([*pieces, part[at:]])
