"""The tables of a CSV file or of a workbook's sheets: read into records, or shown as they are understood."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demodb.errors import Problem
from demodb.model.names import unit_key
from demodb.model.tables import NO_TABLES, Column, Tables
from demodb.sources.cells import value_text
from demodb.sources.csv_file import csv_form, csv_rows
from demodb.sources.header import Header, TableRow, column_letters
from demodb.sources.layouts import PLAIN, Layout
from demodb.sources.records import CustomerRecord, Doubt, FaultyRow, Portfolio, Rejected
from demodb.sources.table import TableReader
from demodb.sources.table_place import TablePlace, doubts_of
from demodb.sources.table_records import TableRecords
from demodb.sources.unit_names import TypedUnits

_SAMPLES = 3
_NO_NAMES = ("sheet", "tabelle", "feuil", "hoja", "foglio", "planilha", "blad", "worksheet")


@dataclass(frozen=True)
class TableSettings:
    """What the project says of its tables, and the business unit that an import gives to rows that name none.

    With `skip_rows`, a row that cannot be read is left out alone, and not all of its file.
    """

    tables: Tables = NO_TABLES
    unit: str | None = None
    skip_rows: bool = False

    def said_of(self, path: str) -> str:
        """All that is said of a file, as one text: what it says changes with it."""
        return self.tables.said_of(path) + (f" --bu {self.unit}" if self.unit else "")


PLAIN_TABLES = TableSettings()


@dataclass(frozen=True)
class SeenColumn:
    """A column of a table: where its title stands, the title, what it was recognised as, and its first values."""

    place: str
    title: str
    column: Column | None
    values: tuple[str, ...]


@dataclass(frozen=True)
class SeenTable:
    """How a table is understood: `problems` say why it would be refused, `warnings` what an import would tell."""

    path: str
    sheet: str
    row: int
    columns: tuple[SeenColumn, ...]
    customers: int
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    is_table: bool = True


_FOREIGN = "a table without a column for a customer: if it is one of customers, name it, or its columns in demodb.toml"


@dataclass
class TableSheets:
    """Reads tables, those of one file, and joins what they say; `units` are the business units that are known, by key."""

    path: Path
    settings: TableSettings
    units: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    faulty: list[FaultyRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    tables: list[TableRecords] = field(default_factory=list)
    rows: int = 0
    _read: list[tuple[TableRecords, _Samples]] = field(default_factory=list)
    _passed: list[Problem] = field(default_factory=list)
    _none: dict[str, Any] = field(default_factory=dict)

    def read(self, rows: Iterable[TableRow], sheet: str = "", layout: Layout = PLAIN) -> Header:
        """Read one table to its end; its header."""
        reader = TableReader(self._place(sheet, layout), TypedUnits(self.units, layout.unit_in_text))
        samples = _Samples()
        reader.read(samples.seen(rows, reader))
        records = TableRecords(reader)
        if not reader.problems and (self.settings.skip_rows or not reader.faulty):
            records.judge()
        self._read.append((records, samples))
        if sheet and reader.header.lacking and not layout.needs:
            self._passed += reader.problems
            return reader.header
        self.tables.append(records)
        self.rows += reader.rows_read
        self.problems += reader.problems if self.settings.skip_rows else reader.all_problems
        self.faulty += reader.faulty
        self.doubts += doubts_of(reader.place, reader.header, lambda column: samples.of(column, reader.header.row))
        if layout.is_whole:
            self._none |= records.none()
        return reader.header

    @property
    def seen(self) -> list[SeenTable]:
        """How each table is understood."""
        return [_seen(records, samples) for records, samples in self._read]

    def portfolio(self) -> Portfolio:
        """The records of all tables. Raises Rejected with all problems; where no sheet has a table, each says what it lacks.

        The records of one table are made while they are gone through, those of several are joined before.
        """
        lines = sum((table.lines for table in self.tables), Counter[str]())
        self._refuse(lines)
        passed = sorted({problem.place.partition("!")[0] for problem in self._passed})
        told = [f"{self.path}: the sheet {sheet!r} is passed over: it has no table of customers and amounts" for sheet in passed]
        records: Iterable[CustomerRecord]
        if len(self.tables) == 1:
            # A single table adds what it has to tell of its records while they are gone through.
            records, warnings = self.tables[0].records(), self.tables[0].warnings
            warnings[:0] = self.warnings
        else:
            records, warnings = self._joined(), self.warnings
        warnings += told
        filled = map(self._filled, records) if self._none else records
        return Portfolio(filled, lines, warnings=warnings, faulty=tuple(self.faulty))

    def _refuse(self, lines: Mapping[str, int]) -> None:
        problems = self.problems if self.tables else self._passed
        if not (problems or lines):
            # A list of which no row can be read is a file that cannot be: what it listed before must not leave.
            problems = [problem for row in self.faulty for problem in row.problems]
        if problems or not self._read:
            foreign = "" if any("customer" in records.reader.header.found for records, _ in self._read) else _FOREIGN
            problems = problems or [Problem(str(self.path), "", "holds no sheet with cells")]
            raise Rejected(problems, self.rows, foreign=foreign, doubts=self.doubts, in_rows=self._is_in_rows)

    @property
    def _is_in_rows(self) -> bool:
        """Whether nothing but single rows is wrong, and there are others."""
        readers = [records.reader for records in self.tables]
        return any(len(reader.lines) for reader in readers) and not any(reader.problems for reader in readers)

    def _joined(self) -> Iterable[CustomerRecord]:
        records: dict[tuple[str, str], CustomerRecord] = {}
        for table in self.tables:
            added = [warning for record in table.records() for warning in self._added(record, records)]
            self.warnings += [*table.warnings, *added]
        return records.values()

    def _filled(self, record: CustomerRecord) -> CustomerRecord:
        """A record, with nothing where a table that lists all customers does not list it."""
        return record._replace(**{name: none for name, none in self._none.items() if getattr(record, name) is None})

    def _place(self, sheet: str, layout: Layout) -> TablePlace:
        path, tables = str(self.path), self.settings.tables
        rules = tables.rules(str(self.path.absolute()), sheet)
        named = sheet.strip() if sheet and not sheet.casefold().strip().startswith(_NO_NAMES) else self.path.stem
        return TablePlace(path, rules, tables.rate, named, sheet, self.settings.unit or rules.unit, layout)

    def _added(self, record: CustomerRecord, records: dict[tuple[str, str], CustomerRecord]) -> Iterator[str]:
        """Take a record; what another sheet says of the same customer is added up, and told."""
        key = (unit_key(record.business_unit), record.name)
        before = records.get(key)
        records[key] = record if before is None else _together(before, record)
        if before is not None and before.rr is not None and record.rr is not None:
            twice = f"{record.name!r} stands at {before.origin.place} too: the amounts are added up"
            yield f"{self.path}: {record.origin.place}: {twice}"


def read_csv(path: Path, settings: TableSettings = PLAIN_TABLES) -> Portfolio:
    """The customer records of a CSV file. Raises Rejected with all problems of the file."""
    return _csv_sheets(path, settings).portfolio()


def explain_csv(path: Path, settings: TableSettings = PLAIN_TABLES) -> list[SeenTable]:
    """How a CSV file is understood. Raises Rejected where it is none."""
    return _csv_sheets(path, settings).seen


def _csv_sheets(path: Path, settings: TableSettings) -> TableSheets:
    form = csv_form(path)
    sheets = TableSheets(path, settings)
    if form.guessed:
        sheets.warnings.append(f"{path}: is not UTF-8: read as Windows-1252; look at the names, or save it as CSV UTF-8")
    sheets.read(csv_rows(path, form))
    return sheets


def _together(before: CustomerRecord, record: CustomerRecord) -> CustomerRecord:
    return CustomerRecord(
        before.business_unit,
        before.name,
        before.origin,
        rr=_added(before.rr, record.rr),
        nrr=_added(before.nrr, record.nrr),
        subscriptions=None
        if before.subscriptions is None and record.subscriptions is None
        else (*(before.subscriptions or ()), *(record.subscriptions or ())),
        extra={**(before.extra or {}), **(record.extra or {})} or None,
        country=before.country or record.country,
        quarters=_added_quarters(before, record),
    )


def _added_quarters(before: CustomerRecord, record: CustomerRecord) -> tuple[float, ...] | None:
    """The quarters of two tables, unless one of them tells the year's figure alone."""
    said = [one.quarters for one in (before, record) if one.nrr is not None]
    known = [quarters for quarters in said if quarters is not None]
    if len(known) < len(said) or not known:
        return None
    return tuple(round(sum(amounts), 2) for amounts in zip(*known, strict=True))


def _added(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else round(one + other, 2)


@dataclass
class _Samples:
    """The first values below a header, by column."""

    values: dict[int, list[str]] = field(default_factory=dict)
    _rows: list[TableRow] = field(default_factory=list)

    def seen(self, rows: Iterable[TableRow], reader: TableReader) -> Iterator[TableRow]:
        """The rows, the first ones remembered."""
        coming = iter(rows)
        for row in coming:
            if len(self._rows) == _SAMPLES + 60 or len(reader.lines) > _SAMPLES:
                yield row
                break
            self._rows.append(row)
            yield row
        yield from coming

    def of(self, column: int, below: int) -> tuple[str, ...]:
        said = (row.values[column] for row in self._rows if row.number > below and column < len(row.values))
        return tuple(filter(None, map(value_text, said)))[:_SAMPLES]


def _seen(records: TableRecords, samples: _Samples) -> SeenTable:
    reader = records.reader
    header, place = reader.header, reader.place
    known: Mapping[int, Column] = {
        at: column for column, places in [*header.columns.items(), *header.doubtful.items()] for at in places
    }
    columns = tuple(
        SeenColumn(f"{column_letters(at)}{header.row}", title, known.get(at), samples.of(at, header.row))
        for at, title in sorted(header.titles.items())
    )
    # What a row is warned of shows when its record is made; of a table that would be refused none is.
    deque(records.records(), maxlen=0)
    problems, warnings = tuple(reader.all_problems), tuple(records.warnings)
    return SeenTable(
        place.path, place.sheet, header.row, columns, len(reader.lines.names()), problems, warnings, not header.lacking
    )
