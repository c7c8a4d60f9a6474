"""The search for weights of situations with which a portfolio comes to what its story asks for. Pure, and the same each time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf, log
from typing import NamedTuple

from demodb.model.ranges import Range
from demodb.model.story import Measure
from demodb.model.totals import Totals

Place = tuple[str, str]
"""A pack's name, and the key of one of its situations."""
Weights = Mapping[Place, float]

_STEPS = (1.25, 0.8, 2.0, 0.5, 4.0, 0.25, 16.0, 1 / 16)
_FARTHEST = 64.0
"""How many times a weight may be what the pack says, or that part of it."""
_MOST_MOVES = 40


class Option(NamedTuple):
    """What an account comes to in a situation: its open deals in USD, and cards or none; `luck` is that of its draw."""

    place: Place
    luck: float
    pipeline: float
    board: bool


Options = Sequence[Option]
"""What an account may come to; one alone where nothing is left to draw."""


class Goal(NamedTuple):
    """What the story asks for, and what accounts come to apart from what is drawn: revenue, ARR, and how many there are."""

    wanted: Mapping[Measure, Range]
    around: Totals

    def totals(self, pipeline: float, boards: int) -> Totals:
        """The sums with those that depend on what is drawn."""
        return replace(self.around, pipeline=pipeline, boards=boards)

    def misses(self, totals: Totals) -> float:
        """How far all measures together are from what is wanted, 0 where each is reached."""
        return sum(_distance(totals.measured(measure), wanted) for measure, wanted in self.wanted.items())

    def reached(self, measure: Measure, totals: Totals) -> bool:
        """Whether a measure is as wanted."""
        return _distance(totals.measured(measure), self.wanted[measure]) == 0


def _distance(value: float | None, wanted: Range) -> float:
    """How far a value is from a range, in parts of the end that it misses."""
    if value is None:
        return 0.0 if wanted.least is None else 1.0
    shown = round(value, 2)
    if wanted.least is not None and shown < wanted.least:
        return (wanted.least - value) / wanted.least
    if wanted.most is not None and shown > wanted.most:
        return (value - wanted.most) / max(wanted.most, 0.01)
    return 0.0


@dataclass
class Drawn:
    """A portfolio as it is drawn with some weights."""

    accounts: Sequence[Options]
    weights: dict[Place, float]
    chosen: list[Option] = field(init=False)
    pipeline: float = field(init=False)
    boards: int = field(init=False)

    def __post_init__(self) -> None:
        self.chosen = [self._drawn(options, self.weights) for options in self.accounts]
        self.pipeline = sum(option.pipeline for option in self.chosen)
        self.boards = sum(option.board for option in self.chosen)

    @cached_property
    def by_place(self) -> dict[Place, list[int]]:
        """The accounts that have a choice, by the situations that are open to them."""
        numbers = defaultdict(list)
        for number, options in enumerate(self.accounts):
            for option in options if len(options) > 1 else ():
                numbers[option.place].append(number)
        return dict(sorted(numbers.items()))

    @staticmethod
    def _drawn(options: Options, weights: Weights) -> Option:
        return max(options, key=lambda option: (weights.get(option.place, 1.0) * option.luck, option.place))

    def sums_with(self, place: Place, weight: float) -> tuple[float, int]:
        """Pipeline and boards where one situation has another weight."""
        weights, pipeline, boards = {**self.weights, place: weight}, self.pipeline, self.boards
        for number in self.by_place[place]:
            old, new = self.chosen[number], self._drawn(self.accounts[number], weights)
            pipeline += new.pipeline - old.pipeline
            boards += new.board - old.board
        return pipeline, boards

    def moved(self, place: Place, weight: float) -> Drawn:
        """The portfolio with another weight of one situation."""
        return Drawn(self.accounts, {**self.weights, place: weight})


def aimed(accounts: Sequence[Options], goal: Goal, own: Weights, start: Weights) -> Drawn:
    """The portfolio drawn with weights that come as near as any found; `own` are the packs' weights, `start` is gone out from.

    One weight at a time, the one that helps most: so few are changed.
    """
    drawn = Drawn(accounts, {**own, **start})
    for _ in range(_MOST_MOVES):
        misses = goal.misses(goal.totals(drawn.pipeline, drawn.boards))
        best = min(_moves(drawn, goal, own), default=None)
        if not misses or best is None or best[0] >= misses:
            break
        drawn = drawn.moved(*best[2:])
    return drawn


def _moves(drawn: Drawn, goal: Goal, own: Weights) -> Iterator[tuple[float, float, Place, float]]:
    """Each step that may be taken: how far from the goal it leads, how far it is, the situation and its new weight."""
    for place in drawn.by_place:
        for step in _STEPS:
            weight = round(drawn.weights[place] * step, 6)
            if 1 / _FARTHEST <= weight / own[place] <= _FARTHEST:
                yield goal.misses(goal.totals(*drawn.sums_with(place, weight))), abs(log(step)), place, weight


def bounds(accounts: Sequence[Options], goal: Goal, measure: Measure) -> tuple[float, float]:
    """The least and the most that a measure comes to, whatever is drawn."""
    ends = []
    for end in (min, max):
        pipeline = sum(end(option.pipeline for option in options) for options in accounts)
        boards = sum(end(option.board for option in options) for options in accounts)
        ends.append(goal.totals(pipeline, boards).measured(measure))
    least, most = ends
    return (-inf if least is None else least), (inf if most is None else most)
