"""The org chart as boxes and lines: who reports to whom from top to bottom, those whom nobody reports to stacked in columns.

Pure: a list of stakeholders into places. Whoever reports to nobody, to somebody unknown, or in a circle stands at the top.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt
from typing import NamedTuple

from demodb.model.rows import Row
from demodb.studio.account.text import wrapped

WIDTH = 200.0
"""Of each box."""
PAD, FOOT = 10.0, 26.0
NAME_SIZE, TITLE_SIZE = 13.0, 12.0
_LEADING = 1.25
_ACROSS, _DOWN, _BETWEEN, _RAIL = 24.0, 40.0, 12.0, 16.0
_SHORTEST_COLUMN = 4
_EDGE = 3.0
"""Room for the borders of the outermost boxes."""
_TOP = None
Id = str | None


class Line(NamedTuple):
    """A line of text in a box: its baseline from the box's top, and whether it is of the name."""

    text: str
    y: float
    is_name: bool


@dataclass(frozen=True)
class Box:
    """A person's place, in pixels."""

    person: Row
    x: float
    y: float
    height: float
    lines: tuple[Line, ...]
    width: float = WIDTH


@dataclass(frozen=True)
class Chart:
    """Boxes from the top down, each boss before those who report there, and the lines between them as SVG paths."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]


class _Block(NamedTuple):
    """What stands side by side below a box: one person with all who report there, or a column of people with nobody below."""

    ids: tuple[str, ...]
    width: float
    height: float
    rail: bool


def chart_of(people: Sequence[Row]) -> Chart:
    """The chart of an account's stakeholders."""
    return _Layout(people).chart()


def below(people: Sequence[Row]) -> dict[Id, list[str]]:
    """The ids of those who report to each person, under None of those at the top: each person once, and no circle."""
    rows = {person["id"]: person for person in people}
    told: dict[Id, list[str]] = {}
    for row_id, person in rows.items():
        boss = person.get("reportsTo")
        told.setdefault(boss if boss in rows and boss != row_id else _TOP, []).append(row_id)
    tree: dict[Id, list[str]] = {}
    seen = set[str]()
    for top in (*told.get(_TOP, ()), *rows):
        if top not in seen:
            tree.setdefault(_TOP, []).append(top)
            _reach(top, told, tree, seen)
    return tree


def _reach(top: str, told: dict[Id, list[str]], tree: dict[Id, list[str]], seen: set[str]) -> None:
    """Take all into the tree who are below somebody at the top."""
    seen.add(top)
    waiting = [top]
    while waiting:
        boss = waiting.pop()
        for report in told.get(boss, ()):
            if report not in seen:
                seen.add(report)
                tree.setdefault(boss, []).append(report)
                waiting.append(report)


@dataclass
class _Layout:
    """One chart in the making."""

    people: Sequence[Row]
    rows: dict[str, Row] = field(init=False)
    below: dict[Id, list[str]] = field(init=False)
    lines: dict[str, tuple[Line, ...]] = field(init=False)
    heights: dict[Id, float] = field(init=False)
    blocks: dict[Id, list[_Block]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = {person["id"]: person for person in self.people}
        self.below = below(self.people)
        self.lines = {row_id: _lines(person) for row_id, person in self.rows.items()}
        self.heights = {row_id: lines[-1].y + PAD + FOOT for row_id, lines in self.lines.items()}

    def chart(self) -> Chart:
        order = self._from_the_top()
        for row_id in reversed(order):
            self.blocks[row_id] = list(self._blocks(row_id))
        boxes, paths = list[Box](), list[str]()
        waiting: list[tuple[Id, float, float]] = [(_TOP, _EDGE, _EDGE)]
        while waiting:
            row_id, x, y = waiting.pop()
            beneath = self._beneath(row_id, x, y)
            if row_id is not None:
                boxes.append(self._box(row_id, x + (self._width(row_id) - WIDTH) / 2, y))
                paths += self._paths(boxes[-1], beneath)
            for block, left, top in reversed(beneath):
                if len(block.ids) == 1 and not block.rail:
                    waiting.append((block.ids[0], left, top))
                else:
                    boxes += (self._box(one, left + block.rail * _RAIL, at) for one, at in self._stacked(block, top))
        return Chart(self._width(_TOP) + 2 * _EDGE, self._height(_TOP) + 2 * _EDGE, tuple(boxes), tuple(paths))

    def _from_the_top(self) -> list[Id]:
        order: list[Id] = [_TOP]
        for row_id in order:
            order += self.below.get(row_id, ())
        return order

    def _blocks(self, row_id: Id) -> Iterator[_Block]:
        """What stands below somebody: the columns first, then those who have people of their own, in the list's order."""
        reports = self.below.get(row_id, [])
        last = [one for one in reports if one not in self.below]
        if len(last) == 1 == len(reports):
            yield _Block((last[0],), WIDTH, self.heights[last[0]], rail=False)
            return
        rail = row_id is not _TOP
        longest = max(_SHORTEST_COLUMN, ceil(sqrt(2 * len(last))))
        columns = ceil(len(last) / longest)
        size = ceil(len(last) / columns) if columns else 1
        for first in range(0, len(last), size):
            ids = tuple(last[first : first + size])
            height = sum(self.heights[one] for one in ids) + _BETWEEN * (len(ids) - 1)
            yield _Block(ids, WIDTH + rail * _RAIL, height, rail)
        for one in reports:
            if one in self.below:
                yield _Block((one,), self._width(one), self._height(one), rail=False)

    def _width(self, row_id: Id) -> float:
        return max(WIDTH, self._beside(row_id))

    def _beside(self, row_id: Id) -> float:
        """The width of what stands below somebody."""
        blocks = self.blocks.get(row_id, [])
        return sum(block.width for block in blocks) + _ACROSS * max(0, len(blocks) - 1)

    def _height(self, row_id: Id) -> float:
        blocks = self.blocks.get(row_id, [])
        own = self.heights[row_id] + (_DOWN if blocks else 0) if row_id is not None else 0
        return own + max((block.height for block in blocks), default=0)

    def _beneath(self, row_id: Id, x: float, y: float) -> list[tuple[_Block, float, float]]:
        """The blocks below somebody, each with its left and its top."""
        left = x + (self._width(row_id) - self._beside(row_id)) / 2
        top = y + (self.heights[row_id] + _DOWN if row_id is not None else 0)
        placed = []
        for block in self.blocks.get(row_id, []):
            placed.append((block, left, top))
            left += block.width + _ACROSS
        return placed

    def _stacked(self, block: _Block, top: float) -> Iterator[tuple[str, float]]:
        for row_id in block.ids:
            yield row_id, top
            top += self.heights[row_id] + _BETWEEN

    def _box(self, row_id: str, x: float, y: float) -> Box:
        return Box(self.rows[row_id], x, y, self.heights[row_id], self.lines[row_id])

    def _paths(self, boss: Box, beneath: Sequence[tuple[_Block, float, float]]) -> Iterator[str]:
        """From a boss's foot down and across to each block; beside a column it goes on to each of its boxes."""
        x, y = boss.x + WIDTH / 2, boss.y + boss.height
        for block, left, top in beneath:
            across = f"M{x:g} {y:g}V{top - _DOWN / 2:g}H"
            if not block.rail:
                yield f"{across}{left + block.width / 2:g}V{top:g}"
                continue
            middles = [at + self.heights[row_id] / 2 for row_id, at in self._stacked(block, top)]
            branches = "".join(f"M{left:g} {middle:g}h{_RAIL:g}" for middle in middles)
            yield f"{across}{left:g}V{middles[-1]:g}{branches}"


def _lines(person: Row) -> tuple[Line, ...]:
    lines, y = list[Line](), PAD
    for text, size, is_name in ((person["name"], NAME_SIZE, True), (person["title"], TITLE_SIZE, False)):
        for line in wrapped(text, WIDTH - 2 * PAD, size, bold=is_name):
            y += size * _LEADING
            lines.append(Line(line, y, is_name))
    return tuple(lines)
