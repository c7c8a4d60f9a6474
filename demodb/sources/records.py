"""What a source yields: records with their origin, whatever file they came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from demodb.errors import Problem
from demodb.model.documents import Section
from demodb.model.tables import Column

FileKind = Literal["workbook", "table", "customers", "extract", "plan", "news", "intelligence", "manifest"]
"""What a file is, as found by its content: a table is a CSV file, an extract a customer file without business unit."""


class RecordOrigin(NamedTuple):
    """Where a record stands: the file, and the place in it (sheet!cell or JSON path)."""

    path: str
    place: str

    def problem(self, message: str) -> Problem:
        """A problem at this place."""
        return Problem(self.path, self.place, message)


class CustomerRecord(NamedTuple):
    """One line of a source, known by business unit and name as typed. Amounts in USD a year.

    `subscriptions` are JSON objects with the five keys of the contract; `extra` holds unknown keys; `quarters` are the four
    that make `nrr`. None for any of these: this source does not say.
    """

    business_unit: str
    name: str
    origin: RecordOrigin
    rr: float | None = None
    nrr: float | None = None
    subscriptions: tuple[dict[str, Any], ...] | None = None
    extra: dict[str, Any] | None = None
    country: str | None = None
    quarters: tuple[float, ...] | None = None


@dataclass(frozen=True)
class PlanRecord:
    """One section of one account: `slug` is the file's name without `.json`."""

    slug: str
    section: Section
    document: Any
    origin: RecordOrigin
    repairs: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class NewsRecord:
    """The news of one customer as the file holds it, its known faults mended."""

    customer_name: str
    document: dict[str, Any]
    origin: RecordOrigin
    repairs: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class FaultyRow:
    """A row of a table, or a record of a customer file, that cannot be read: its customer, as far as it tells, and why."""

    customer: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Portfolio:
    """The customer records of one file, with the repairs that reading them took, and what else it is worth to tell.

    `records` can be gone through once, one after the other, as they may be more than the memory holds. `lines` counts them by the
    business unit that they name. `units` are those that a customer file names, with unknown keys of it: it spells them as the
    app does. The `warnings` are whole when all records were gone through. `faulty` are rows that are left out alone, as somebody
    asked for.
    """

    records: Iterable[CustomerRecord]
    lines: Mapping[str, int]
    repairs: tuple[Problem, ...] = ()
    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    warnings: Sequence[str] = ()
    faulty: tuple[FaultyRow, ...] = ()


@dataclass(frozen=True)
class RecognisedFile:
    """A file and what it is; `kind` None: not recognised, and `why`; `is_foreign`: a table, but in another program's format."""

    path: Path
    kind: FileKind | None
    why: str = ""
    section: Section | None = None
    is_foreign: bool = False


@dataclass(frozen=True)
class Choice:
    """A title that could be meant: where it stands, what it says, what a mapping calls it, and the first values below it."""

    place: str
    title: str
    named: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Doubt:
    """A column for which several titles of a table could be meant.

    `table` is the table's name in the settings: the file's, and behind a "!" the sheet's.
    """

    path: str
    table: str
    column: Column
    choices: tuple[Choice, ...]


class Rejected(Exception):  # noqa: N818 - it is a result of reading, not an error of the program
    """A file that is not imported at all: all its problems, and how many records it would have given.

    `foreign`: what it is instead, where nothing in it looks like one of ours. `doubts`: what a person could settle.
    `in_rows`: the others of its rows could be taken without those that have problems.
    """

    def __init__(
        self,
        problems: Sequence[Problem],
        records: int = 1,
        *,
        foreign: str = "",
        doubts: Sequence[Doubt] = (),
        in_rows: bool = False,
    ) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)
        self.records = records
        self.foreign = foreign
        self.doubts = tuple(doubts)
        self.in_rows = in_rows
