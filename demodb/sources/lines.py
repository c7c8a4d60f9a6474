"""Rows of a table that may be customers', their values read: one by one, or many column by column. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple, TypeVar

from demodb.sources.amounts import Undecided

_T = TypeVar("_T", bound=tuple[Any, ...])
Amounts = Sequence[float | Undecided | None]


class Line(NamedTuple):
    """A row that may be a customer's: `label` is what may say that it is a total, None for a row that cannot be one."""

    row: int
    unit: str
    customer: str
    label: str | None
    amounts: Amounts
    sub_id: Any
    renewal: Any
    will_renew: str | None
    country: str | None
    currency: str | None


class Lines(NamedTuple):
    """Lines column by column: what a Line has, each for all of them."""

    row: Sequence[int]
    unit: Sequence[str]
    customer: Sequence[str]
    label: Sequence[str | None]
    amounts: Sequence[Amounts]
    sub_id: Sequence[Any]
    renewal: Sequence[Any]
    will_renew: Sequence[str | None]
    country: Sequence[str | None]
    currency: Sequence[str | None]


def each_line(lines: Lines) -> Iterator[Line]:
    """Lines one by one."""
    return named(Line, *lines)


def named(kind: type[_T], *columns: Iterable[Any]) -> Iterator[_T]:
    """Named tuples, their values given column by column: as the kind makes them of all its fields, in half of the time."""
    return map(tuple.__new__, repeat(kind), zip(*columns, strict=False))
